//! The ledger against a published table: the Sick-Sicker cohort of Alarid-Escudero et al. (DARTH-git,
//! cohort-modeling-tutorial-intro), costs and quality-adjusted years of four strategies over 75 years, with four ways of
//! counting. The trace is worked out here, in the plain way of the source; costs and discounting are the engine's.

// The trace uses the platform's own functions: not those under test.
#![allow(clippy::disallowed_methods)]

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::compile::Inputs;
use mkba::simulate::price::{Courses, ItemPlan, price};
use mkba::simulate::space::Space;
use mkba::simulate::timing::Timing;
use mkba::simulate::trajectory::{Sizes, Trajectory};
use std::path::Path;

const ACCOUNTS: &str = "id,name_nl,name_en,public,role
payer,Betaler,Payer,true,party
resources,Middelen,Resources,false,resources
welfare,Welzijn,Welfare,false,welfare
";

/// A strategy: whether sick people get treatment A, and B.
type Strategy = (bool, bool);

const STRATEGIES: [Strategy; 4] = [(false, false), (true, false), (false, true), (true, true)];

/// The money of the model; moves are there so that all states can be reached, the trace replaces them.
fn scenario(count: &str, (a, b): Strategy) -> Scenario {
    let treatment = 12_000.0 * f64::from(u8::from(a)) + 13_000.0 * f64::from(u8::from(b));
    let mut text = format!(
        r#"
format = 1
id = "sick_sicker"
title = {{ nl = "Ziek en zieker", en = "Sick and sicker" }}
lists = {{ accounts = "accounts.csv" }}
[settings]
cycle = "year"
horizon = "75 years"
calendar_start = 2020
price_year = 2020
count = {count}
discount_rate = 0.03
discount_rates = {{ qaly = 0.03 }}
[domains.health]
label = {{ nl = "Gezondheid", en = "Health" }}
start = "a_healthy"
[domains.health.states]
a_healthy = {{ nl = "gezond", en = "healthy" }}
b_sick = {{ nl = "ziek", en = "sick" }}
c_sicker = {{ nl = "zieker", en = "sicker" }}
d_dead = {{ nl = "dood", en = "dead" }}
"#
    );
    for to in ["b_sick", "c_sicker", "d_dead"] {
        text += &format!("[[domains.health.transitions]]\nmove = \"a_healthy -> {to}\"\nrate = 1\nper = \"1 year\"\n");
    }
    let states = [
        ("a_healthy", 2_000.0, 1.0),
        ("b_sick", 4_000.0 + treatment, if a { 0.95 } else { 0.75 }),
        ("c_sicker", 15_000.0 + treatment, 0.5),
    ];
    for (state, cost, utility) in states {
        text += &format!(
            r#"
[[items]]
id = "cost_{state}"
quantity = {{ time = "health is {state}" }}
amount = {cost}
unit = "year"
kind = "resource"
payers = "payer"
[[items]]
id = "qaly_{state}"
quantity = {{ time = "health is {state}" }}
times = [{utility}]
unit = "year of QALY"
kind = "unpriced"
discount = "qaly"
"#
        );
    }
    text += "[alternatives.same]\nlabel = { nl = \"Hetzelfde\", en = \"The same\" }\n";
    let files = Memory::default().with("model.toml", text).with("accounts.csv", ACCOUNTS.to_string());
    load(&files, Path::new("model.toml"), &[]).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).scenario
}

/// Shares of healthy, sick, sicker, dead by year. Death comes first; other moves are conditional on survival.
fn trace((_, b): Strategy) -> Vec<[f64; 4]> {
    let chance = |rate: f64| 1.0 - f64::exp(-rate);
    let [die, die_sick, die_sicker] = [1.0, 3.0, 10.0].map(|ratio| chance(0.002 * ratio));
    let (fall, recover) = (chance(0.15), chance(0.5));
    let worsen = chance(if b { 0.105 * 0.6 } else { 0.105 });
    let mut rows = vec![[1.0, 0.0, 0.0, 0.0]];
    for year in 0..75 {
        let [healthy, sick, sicker, dead]: [f64; 4] = rows[year];
        rows.push([
            healthy * (1.0 - die) * (1.0 - fall) + sick * (1.0 - die_sick) * recover,
            healthy * (1.0 - die) * fall + sick * (1.0 - die_sick) * (1.0 - recover - worsen),
            sick * (1.0 - die_sick) * worsen + sicker * (1.0 - die_sicker),
            dead + healthy * die + sick * die_sick + sicker * die_sicker,
        ]);
    }
    rows
}

/// Present values of costs and of quality-adjusted years.
fn cost_and_qaly(count: &str, strategy: Strategy) -> (f64, f64) {
    let scenario = scenario(count, strategy);
    let space = Space::new(&scenario).expect("a small space");
    let mut trajectory = Trajectory::<1>::new(Sizes { cycles: 75, states: space.states, ..Sizes::default() });
    for (row, shares) in trace(strategy).iter().enumerate() {
        for (joint, share) in trajectory.mass_mut(row).iter_mut().enumerate() {
            *share = [shares[space.decode(joint)[0]]];
        }
    }
    let inputs = Inputs::<1> { scenario: &scenario, draws: [0], parameters: Vec::new() };
    let (plans, timing) = (ItemPlan::all(&scenario, &space), Timing::new(&scenario.settings));
    let priced = price(&inputs, 0, (&plans, &timing), &Courses::Expected(&trajectory, &[1.0]), 1).expect("a ledger");
    let qaly = |(item, totals): (&mkba::model::Item, &mkba::simulate::price::ItemTotals)| {
        if item.id.starts_with("qaly") { totals.discounted_quantity } else { 0.0 }
    };
    let cost = priced.items.iter().map(|totals| totals.present_value).sum();
    (cost, scenario.items.iter().zip(&priced.items).map(qaly).sum())
}

fn check(count: &str, published: [(f64, f64); 4]) {
    for (strategy, (cost, qaly)) in STRATEGIES.into_iter().zip(published) {
        let found = cost_and_qaly(count, strategy);
        assert!((found.0 - cost).abs() < 6e-4, "{count}, {strategy:?}: cost {}, published {cost}", found.0);
        assert!((found.1 - qaly).abs() < 6e-7, "{count}, {strategy:?}: QALY {}, published {qaly}", found.1);
    }
}

#[test]
fn the_trace_is_the_published_one() {
    let rows = trace(STRATEGIES[0]);
    let published = [
        (1, [0.858988, 0.139014, 0.0, 0.001998]),
        (2, [0.792231, 0.189449, 0.013773, 0.004546]),
        (10, [0.620192, 0.183149, 0.158706, 0.037953]),
        (75, [0.115723, 0.034179, 0.317062, 0.533036]),
    ];
    for (year, shares) in published {
        assert!(rows[year].iter().zip(shares).all(|(found, share)| (found - share).abs() < 6e-7), "{:?}", rows[year]);
    }
}

#[test]
fn all_rows_without_correction() {
    check(
        "\"all_rows\"",
        [(153_541.413, 21.554487), (287_185.641, 22.345544), (261_490.974, 23.032608), (381_676.096, 23.988969)],
    );
}

#[test]
fn half_cycle_correction() {
    check(
        "\"half_cycle\"",
        [(152_262.291, 21.038151), (285_676.923, 21.828836), (259_991.515, 22.511198), (379_955.447, 23.466846)],
    );
}

/// The weights of the source: 1/3 in row 0, then 2/3 in odd and 4/3 in even rows, the last row 1/3.
#[test]
fn the_weights_of_the_source() {
    let weight = |row: usize| match row {
        0 | 75 => 1.0 / 3.0,
        row if row.is_multiple_of(2) => 4.0 / 3.0,
        _ => 2.0 / 3.0,
    };
    let weights: Vec<f64> = (0..=75).map(weight).collect();
    check(
        &format!("{weights:?}"),
        [(151_579.866, 20.711331), (284_804.513, 21.498663), (259_100.411, 22.184465), (378_875.198, 23.136844)],
    );
}

/// The textbook column of the published comparison: here over an odd number of cycles.
#[test]
fn simpsons_rule() {
    check(
        "\"simpson\"",
        [(152_091.967, 21.020747), (285_543.521, 21.814538), (259_882.981, 22.490325), (379_888.597, 23.448765)],
    );
}
