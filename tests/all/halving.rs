//! A cycle half as long: against closed forms, and against the same scenario with a shorter cycle written by hand.

use std::path::Path;

use mkba::analyse::halving::{ByDesign, compare};
use mkba::diagnostics::Severity;
use mkba::model::Scenario;
use mkba::read::{Memory, load_halved};
use mkba::simulate::ledger::SOCIETY;
use mkba::simulate::{Method, Results, RunPlan, Unwatched, run};

const ACCOUNTS: &str =
    "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";

fn read(text: &str, halvings: u8) -> Result<Scenario, Vec<&'static str>> {
    let files = Memory::default().with("s.toml", text).with("accounts.csv", ACCOUNTS);
    let loaded = load_halved(&files, Path::new("s.toml"), &[], halvings);
    loaded.map(|loaded| loaded.scenario).map_err(|refused| {
        let found = refused.diagnostics.sorted();
        let faults = found.iter().filter(|one| one.severity == Severity::Fault);
        faults.map(|one| one.message.key).collect()
    })
}

fn scenario(text: &str, halvings: u8) -> Scenario {
    read(text, halvings).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn results(scenario: &Scenario, draws: usize) -> Results {
    let plan = RunPlan { seed: 1, first_draw: 0, draws, households: 0, method: Method::Cohort };
    run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn close(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{what}: {found}, {wanted}");
}

/// Deaths per year.
const DEATHS: f64 = 0.3;
/// Years.
const YEARS: f64 = 20.0;

/// Twenty years in which one dies at a constant rate; years of life and deaths are counted, nothing is discounted.
fn life(count: &str) -> String {
    format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\ncycle = \"year\"\nhorizon = \"20 years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0\n\
         count = {count}\n\
         [domains.life]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"alive\"\n\
         states.alive = {{ nl = \"x\", en = \"x\" }}\nstates.dead = {{ nl = \"x\", en = \"x\" }}\n\
         transitions = [{{ move = \"alive -> dead\", rate = {DEATHS}, per = \"1 year\" }}]\n\
         [[items]]\nid = \"years\"\nlabel = {{ nl = \"x\", en = \"x\" }}\nquantity = {{ time = \"life is alive\" }}\namount = 1\n\
         unit = \"year\"\nkind = \"resource\"\npayers = \"city\"\n\
         [[items]]\nid = \"deaths\"\nlabel = {{ nl = \"x\", en = \"x\" }}\nquantity = {{ transitions = \"life: alive -> dead\" }}\n\
         amount = 1\nkind = \"resource\"\npayers = \"city\"\n\
         [alternatives.none]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = {{ life = \"dead\" }}\n"
    )
}

/// Years of life and deaths without the alternative, by the number of halvings.
fn years_and_deaths(count: &str) -> Vec<(f64, f64)> {
    let of = |halvings| {
        let scenario = scenario(&life(count), halvings);
        let results = results(&scenario, 1);
        let units = |id: &str| {
            let at = scenario.items.iter().position(|item| item.id == id).expect("an item");
            results.alternatives[0].items[at].discounted_quantity
        };
        (units("years"), units("deaths"))
    };
    (0..=3).map(of).collect()
}

#[test]
fn what_counting_costs_goes_down_as_theory_has_it() {
    let survive = libm::exp(-DEATHS * YEARS);
    let expectancy = (1.0 - survive) / DEATHS;
    for (count, factor) in [("\"end\"", 2.0), ("\"start\"", 2.0), ("\"life_table\"", 4.0), ("\"half_cycle\"", 4.0)] {
        let found = years_and_deaths(count);
        for (halvings, (years, deaths)) in found.iter().enumerate() {
            // A geometric series: the whole difference comes from counting.
            let length = 1.0 / f64::from(1_u32 << halvings);
            let end = length * (1.0 - survive) / (libm::exp(DEATHS * length) - 1.0);
            let start = end * libm::exp(DEATHS * length);
            let wanted = match count {
                "\"end\"" => end,
                "\"start\"" => start,
                _ => (start + end) / 2.0,
            };
            close(*years, wanted, count);
            if count != "\"half_cycle\"" {
                close(*deaths, 1.0 - survive, count);
            }
        }
        for pair in found.windows(2) {
            let (before, after) = (pair[0].0 - expectancy, pair[1].0 - expectancy);
            // The next order of the error is at most a tenth of the first for a yearly rate of 0.3.
            assert!((before / after / factor - 1.0).abs() < 0.1, "{count}: {before} to {after}");
        }
    }
}

#[test]
fn the_comparison_holds_the_difference_per_party() {
    let stated = scenario(&life("\"end\""), 0);
    let (own, finer) = (results(&stated, 1), results(&scenario(&life("\"end\""), 1), 1));
    let found = compare(&stated, &own, &finer);
    let survive = libm::exp(-DEATHS * YEARS);
    let years = |length: f64| length * (1.0 - survive) / (libm::exp(DEATHS * length) - 1.0);
    let one = &found.alternatives[0];
    close(one.society.difference(), years(0.5) - years(1.0), "society");
    close(one.public.difference(), years(0.5) - years(1.0), "the purse");
    close(one.society.share().expect("a share"), (years(0.5) - years(1.0)) / (years(1.0) + 1.0 - survive), "the share");
    assert_eq!((one.parties.len(), one.parties[0].1), (1, one.society));
    close(one.by_draw.mean, one.society.difference(), "by draw");
    assert_eq!(found.by_design, []);
}

/// A scenario with everything that is written in cycles; `number` says what so many years are as a number of cycles.
fn course(cycle: &str, number: fn(u32) -> u32, per_cycle: &str, count: &str) -> String {
    let (one, two, three, five) = (number(1), number(2), number(3), number(5));
    format!(
        r#"format = 1
id = "x"
title = {{ nl = "x", en = "x" }}
lists = {{ accounts = "accounts.csv" }}
[settings]
cycle = "{cycle}"
horizon = "12 years"
calendar_start = 2026
price_year = 2025
discount_rate = 0.03
count = "{count}"
[traits]
age = 40
[parameters]
sick = {{ beta = {{ mean = 0.2, sd = 0.05 }} }}
early = {{ lognormal = {{ mean = 1.5, sd = 0.2 }} }}
euro = {{ gamma = {{ mean = 900, sd = 100 }} }}
[domains.health]
label = {{ nl = "x", en = "x" }}
start = {{ well = 0.8, sick = 0.2 }}
states.well = {{ nl = "x", en = "x" }}
states.sick = {{ nl = "x", en = "x" }}
states.dead = {{ nl = "x", en = "x", ends = true }}
[[domains.health.rows]]
from = "well"
observed = {{ well = "rest", sick = "sick", dead = {{ by = "age", steps = {{ 0 = 0.01, "45.5" = 0.03 }} }} }}
over = "2 years"
when = [{{ if = {{ from = {two}, until = {five} }}, to = "sick", hazard_ratio = "early" }}]
[[domains.health.transitions]]
move = "sick -> well"
duration = {{ weibull = {{ shape = 1.4, scale = 3 }}, unit = "1 year" }}
[[domains.health.transitions]]
move = "sick -> dead"
rate = {{ by = "since health is sick", steps = {{ 0 = 0.1, {two} = 0.05, "4 years" = 0.02 }} }}
per = "1 year"
[domains.work]
label = {{ nl = "x", en = "x" }}
start = "yes"
states.yes = {{ nl = "x", en = "x" }}
states.no = {{ nl = "x", en = "x" }}
[[domains.work.transitions]]
move = "yes -> no"
chance = {{ by = "cycle", steps = [[0, 0.1], [{three}, 0.3]] }}
within = "18 months"
when = [
  {{ if = {{ since = "health is sick", from = {one} }}, relative_risk = 1.4, over = "1 year" }},
  {{ if = "health is sick", hazard_ratio = {{ by = "since health is sick", formula = "1 + early * since / {one}" }} }},
]
[[domains.work.transitions]]
move = "no -> yes"
mean_duration = 30
[[items]]
id = "care"
label = {{ nl = "x", en = "x" }}
quantity = {{ time = "health is sick" }}
amount = "euro"
unit = "month"
kind = "resource"
payers = "city"
[[items]]
id = "lost"
label = {{ nl = "x", en = "x" }}
quantity = {{ entries = "work is no" }}
amount = {{ by = "cycle", steps = {{ 0 = 1000, {five} = 800 }} }}
kind = "resource"
payers = "city"
[[items]]
id = "office"
label = {{ nl = "x", en = "x" }}
quantity = {{ per_cycle = {per_cycle} }}
amount = 10
kind = "resource"
payers = "city"
[alternatives.help]
label = {{ nl = "x", en = "x" }}
[alternatives.help.interventions.coach]
label = {{ nl = "x", en = "x" }}
start = {{ cycle = {one} }}
delay = "1 year"
waiting = "1 year"
active = "3 years"
success = 0.7
moves = ["work: no -> yes"]
effects = [{{ on = "work: yes -> no", hazard_ratio = 0.5, ramp_up = 12, plateau = 24, fade = {{ linear = 24 }} }}]
costs = [
  {{ id = "hours", quantity = "active_time", per_month = 3, amount = 80, unit = "hour", kind = "resource", payers = "city" }},
]
[alternatives.help.interventions.later]
label = {{ nl = "x", en = "x" }}
start = {{ when = "work is no" }}
delay = "1 year"
active = "2 years"
effects = [{{ on = "health: well -> sick", hazard_ratio = 0.8, plateau = 24, fade = "at_once" }}]
"#
    )
}

#[test]
fn halving_is_what_one_would_write_by_hand() {
    for count in ["end", "life_table", "half_cycle", "simpson", "all_rows"] {
        // A formula is read once a year: in quarters that takes steps.
        let steps = |text: String, year: u32| {
            let formula = format!("formula = \"1 + early * since / {year}\"");
            assert!(text.contains(&formula));
            text.replace(&formula, &format!("steps = {{ 0 = 1, {} = \"early\" }}", 2 * year))
        };
        let yearly = steps(course("year", |years| years, "12", count), 1);
        let by_hand = scenario(&steps(course("quarter", |years| 4 * years, "3", count), 4), 0);
        let halved = scenario(&yearly, 2);
        assert_ne!(halved.settings.horizon, scenario(&yearly, 0).settings.horizon);
        assert_eq!((&halved.clocks, &halved.parameters), (&by_hand.clocks, &by_hand.parameters));
        let (found, wanted) = (results(&halved, 16), results(&by_hand, 16));
        assert_eq!(found.parameters, wanted.parameters);
        for (found, wanted) in found.alternatives.iter().zip(&wanted.alternatives) {
            assert!(wanted.draws.iter().all(|draw| draw.totals[SOCIETY].abs() > 1_000.0));
            for (found, wanted) in found.draws.iter().zip(&wanted.draws) {
                assert_eq!((found.totals, found.net_benefit), (wanted.totals, wanted.net_benefit), "{count}");
            }
        }
    }
}

#[test]
fn what_is_drawn_does_not_go_with_halving() {
    // Numbers in place are named after moments: the names stay, and so do the draws.
    let text = course("year", |years| years, "12", "end")
        .replace("{ 0 = 0.1, 2 = 0.05,", "{ 0 = 0.1, 2 = { beta = { mean = 0.05, sd = 0.01 } },")
        .replace("hazard_ratio = \"early\"", "hazard_ratio = { lognormal = { mean = 1.5, sd = 0.2 } }");
    let (stated, halved) = (scenario(&text, 0), scenario(&text, 1));
    assert!(stated.parameters.iter().filter(|one| one.name.contains("2")).count() >= 2);
    assert_eq!(stated.parameters, halved.parameters);
    assert_eq!(results(&stated, 9).parameters, results(&halved, 9).parameters);
}

#[test]
fn differences_by_design_are_named() {
    let found = |text: &str| {
        let (stated, halved) = (scenario(text, 0), scenario(text, 1));
        compare(&stated, &results(&stated, 1), &results(&halved, 1)).by_design
    };
    let text = course("year", |years| years, "12", "all_rows");
    assert_eq!(found(&text), [ByDesign::MeanDuration, ByDesign::AllRows, ByDesign::ClockFormula]);
    let certain = text
        .replace("{ by = \"cycle\", steps = [[0, 0.1], [3, 0.3]] }", "1")
        .replace("relative_risk = 1.4, over = \"1 year\"", "hazard_ratio = 1.4");
    assert_eq!(found(&certain), [ByDesign::MeanDuration, ByDesign::Certain, ByDesign::AllRows, ByDesign::ClockFormula]);
    let ratio = text
        .replace("{ 0 = 0.1, 2 = 0.05", "{ 0 = 0.2, 2 = 0.05")
        .replace("to = \"sick\", hazard_ratio", "to = \"sick\", probability_ratio");
    let wanted = [ByDesign::ProbabilityRatio, ByDesign::MeanDuration, ByDesign::AllRows, ByDesign::ClockFormula];
    assert_eq!(found(&ratio), wanted);
}

/// A hazard that a formula of a clock gives for each year is that of the year, however it is divided: nobody dies earlier or
/// later by it, and years lived differ by what counting does.
#[test]
fn a_formula_of_a_clock_is_the_same_hazard_in_every_part_of_its_cycle() {
    let hazard = |year: u32| 0.05 + 0.02 * f64::from(year);
    for (clock, formula) in [
        ("cycle", "0.05 + 0.02 * cycle"),
        ("since life is alive", "0.05 + 0.02 * since"),
        ("age", "0.05 + 0.02 * (age - 40)"),
    ] {
        let rate = format!("rate = {{ by = \"{clock}\", formula = \"{formula}\" }}");
        let text = life("\"life_table\"").replace(&format!("rate = {DEATHS}"), &rate);
        let text = text.replace("[domains.life]", "[traits]\nage = 40\n[domains.life]");
        for halvings in 0..=3 {
            let scenario = scenario(&text, halvings);
            let found = results(&scenario, 1);
            let units = |id: &str| {
                let at = scenario.items.iter().position(|item| item.id == id).expect("an item");
                found.alternatives[0].items[at].discounted_quantity
            };
            let (parts, mut alive, mut years) = (1_u32 << halvings, 1.0, 0.0);
            for year in 0..20 {
                for _ in 0..parts {
                    let next = alive * libm::exp(-hazard(year) / f64::from(parts));
                    years += (alive + next) / 2.0 / f64::from(parts);
                    alive = next;
                }
            }
            close(units("deaths"), 1.0 - alive, clock);
            close(alive, libm::exp(-(0..20).map(hazard).sum::<f64>()), clock);
            close(units("years"), years, clock);
        }
    }
}

#[test]
fn weights_by_row_are_refused() {
    let weights = format!("[{}]", vec!["1"; 21].join(", "));
    assert!(read(&life(&weights), 0).is_ok());
    assert_eq!(read(&life(&weights), 1).err(), Some(vec!["weights_not_halved"]));
}
