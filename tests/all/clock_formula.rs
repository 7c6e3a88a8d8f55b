//! Numbers that a formula gives at each reading of a clock: against steps that tabulate the same formula by hand.

use std::path::Path;

use mkba::analyse::statistics::design::SamplingDesign;
use mkba::analyse::uncertainty::drivers::variance_split;
use mkba::diagnostics::{Diagnostic, Severity};
use mkba::model::Scenario;
use mkba::read::{Loaded, Memory, load};
use mkba::simulate::ledger::SOCIETY;
use mkba::simulate::{Method, Results, RunPlan, SimulationError, Unwatched, run};

const ACCOUNTS: &str =
    "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
/// Months of the horizon.
const MONTHS: u32 = 48;

/// Numbers of a scenario as they are written.
struct Written<'w> {
    die: &'w str,
    ill: &'w str,
    better: &'w str,
    ratio: &'w str,
    risk: &'w str,
    amount: &'w str,
}

const PLAIN: Written = Written { die: "0.01", ill: "0.1", better: "0.5", ratio: "1.2", risk: "1.3", amount: "100" };

fn loaded(written: &Written) -> Result<Loaded, Vec<Diagnostic>> {
    let Written { die, ill, better, ratio, risk, amount } = written;
    let text = format!(
        r#"format = 1
id = "x"
title = {{ nl = "x", en = "x" }}
lists = {{ accounts = "accounts.csv" }}
settings = {{ horizon = "{MONTHS} months", calendar_start = 2026, price_year = 2025, discount_rate = 0.02 }}
[traits]
age = 40.3
children = 2
[parameters]
base = {{ gamma = {{ mean = 0.002, sd = 0.0005 }}, source = "A count" }}
growth = {{ normal = {{ mean = 0.09, sd = 0.005 }}, source = "A count" }}
fade = {{ gamma = {{ mean = 0.05, sd = 0.01 }}, source = "A count" }}
[domains.health]
label = {{ nl = "x", en = "x" }}
start = "well"
states.well = {{ nl = "x", en = "x" }}
states.ill = {{ nl = "x", en = "x" }}
states.dead = {{ nl = "x", en = "x", ends = true }}
[[domains.health.transitions]]
move = "well -> dead"
rate = {die}
per = "1 year"
when = [{{ if = "work is no", relative_risk = {risk}, over = "1 year" }}]
[[domains.health.transitions]]
move = "well -> ill"
chance = {ill}
within = "1 year"
[[domains.health.transitions]]
move = "ill -> well"
chance = {better}
within = "1 year"
[domains.work]
label = {{ nl = "x", en = "x" }}
start = "yes"
states.yes = {{ nl = "x", en = "x" }}
states.no = {{ nl = "x", en = "x" }}
transitions = [
  {{ move = "yes -> no", rate = 0.2, per = "1 year", when = [{{ if = "health is ill", hazard_ratio = {ratio} }}] }},
  {{ move = "no -> yes", rate = 0.5, per = "1 year" }},
]
[[items]]
id = "care"
label = {{ nl = "x", en = "x" }}
quantity = {{ time = "health is ill" }}
amount = {amount}
kind = "resource"
payers = "city"
[alternatives.help]
label = {{ nl = "x", en = "x" }}
transitions."health: well -> ill" = {{ chance = 0.02, within = "1 year" }}
"#
    );
    let files = Memory::default().with("s.toml", text).with("accounts.csv", ACCOUNTS);
    load(&files, Path::new("s.toml"), &[]).map_err(|refused| {
        let found = refused.diagnostics.sorted();
        found.into_iter().filter(|one| one.severity == Severity::Fault).cloned().collect()
    })
}

fn scenario(written: &Written) -> Scenario {
    loaded(written).unwrap_or_else(|faults| panic!("{faults:?}")).scenario
}

fn results(scenario: &Scenario, draws: usize) -> Result<Results, SimulationError> {
    let plan = RunPlan { seed: 1, first_draw: 0, draws, households: 5, method: Method::Cohort };
    run(scenario, &plan, &Unwatched)
}

fn by(clock: &str, formula: &str) -> String {
    format!("{{ by = \"{clock}\", formula = \"{formula}\" }}")
}

/// Steps at every reading, each with the formula for that reading; `name` is what the reading is called.
fn tabulated(clock: &str, name: &str, formula: &str) -> String {
    let reading = |month: u32| if clock == "age" { 40.3 + f64::from(month) / 12.0 } else { f64::from(month) };
    let step = |month: u32| {
        let reading = reading(month);
        format!("[{reading:?}, {{ formula = \"{}\" }}]", formula.replace(name, &format!("({reading:?})")))
    };
    format!("{{ by = \"{clock}\", steps = [{}] }}", (0..=MONTHS).map(step).collect::<Vec<_>>().join(", "))
}

#[test]
fn a_formula_is_the_steps_that_it_stands_for() {
    let forms = [
        ("age", "age", "base * exp(growth * (age - 40))"),
        ("cycle", "cycle", "0.1 + 0.3 / (1 + exp(fade * cycle))"),
        ("since health is ill", "since", "0.5 * exp(-fade * since / children)"),
        ("since health is ill", "since", "1 + 0.1 * since"),
        ("age", "age", "1 + fade * (age - 40)"),
        ("cycle", "cycle", "if(cycle < 12, 100, 80 + cycle)"),
    ];
    let formulas = forms.map(|(clock, _, formula)| by(clock, formula));
    let steps = forms.map(|(clock, name, formula)| tabulated(clock, name, formula));
    let written = |texts: &[String; 6]| {
        let [die, ill, better, ratio, risk, amount] = texts.each_ref().map(String::as_str);
        scenario(&Written { die, ill, better, ratio, risk, amount })
    };
    let (by_formula, by_steps) = (written(&formulas), written(&steps));
    assert_eq!((by_formula.parameters.len(), by_formula.tables.len()), (3, 6));
    let all = [&by_formula, &by_steps, &scenario(&PLAIN)].map(|one| results(one, 16).expect("results"));
    let [found, wanted, plain] = &all;
    for (at, wanted) in wanted.alternatives.iter().enumerate() {
        for (draw, wanted) in wanted.draws.iter().enumerate() {
            let (found, plain) = (&found.alternatives[at].draws[draw], &plain.alternatives[at].draws[draw]);
            let (found, wanted, plain) = (found.totals[SOCIETY], wanted.totals[SOCIETY], plain.totals[SOCIETY]);
            assert!((found - wanted).abs() <= 1e-12 * wanted.abs(), "draw {draw}: {found}, {wanted}");
            assert!((found - plain).abs() > 1e-3 * plain.abs(), "the formulas do something");
        }
        let lives = found.alternatives[at].households.iter().zip(&all[1].alternatives[at].households);
        lives.for_each(|(found, wanted)| assert_eq!(found.net_benefit, wanted.net_benefit));
    }
}

/// Of a ratio and a hazard on one clock each keeps its own steps.
#[test]
fn a_relative_risk_has_steps_of_its_own() {
    let die = "{ by = \"cycle\", steps = { 0 = 0.01, 12 = 0.05 } }";
    let own = "{ by = \"cycle\", steps = { 0 = 1.5, 6 = 2, 30 = 3 } }";
    let same = "{ by = \"cycle\", steps = { 0 = 1.5, 6 = 2, 12 = 2, 30 = 3 } }";
    let die_same = "{ by = \"cycle\", steps = { 0 = 0.01, 6 = 0.01, 12 = 0.05, 30 = 0.05 } }";
    let of = |die, risk| {
        let results = results(&scenario(&Written { die, risk, ..PLAIN }), 1).expect("results");
        results.alternatives[0].draws[0].totals[SOCIETY]
    };
    assert_eq!(of(die, own), of(die_same, same));
    assert_ne!(of(die, own), of(die, "1.5"));
}

#[test]
fn what_a_formula_uses_counts_as_used_and_drives_the_outcome() {
    let ill = by("cycle", "0.05 + 4 * fade * exp(-growth * cycle)");
    let die = by("age", "base");
    let loaded = loaded(&Written { ill: &ill, die: &die, ..PLAIN }).unwrap_or_else(|faults| panic!("{faults:?}"));
    let unused = loaded.remarks.sorted().iter().filter(|one| one.message.key.ends_with("_unused")).count();
    assert_eq!(unused, 1, "children alone");
    let results = results(&loaded.scenario, 200).expect("results");
    let design = SamplingDesign::of(&loaded.scenario, results.plan.method);
    let drivers = variance_split(&loaded.scenario, &results, 1, design).parameters;
    assert!(drivers.iter().any(|one| one.id == "fade" && one.share > 0.5), "{drivers:?}");
}

#[test]
fn faults_of_formulas_on_clocks_are_told() {
    let found = |ill: &str| {
        let faults = loaded(&Written { ill, ..PLAIN }).err().unwrap_or_default();
        let keys =
            |one: &Diagnostic| [one.message.key].into_iter().chain(one.hints.iter().map(|hint| hint.key)).collect();
        faults.iter().map(keys).collect::<Vec<Vec<&str>>>()
    };
    assert_eq!(found(&by("cycle", "0.1 * exp(-0.1 * cycle)")), Vec::<Vec<&str>>::new());
    assert_eq!(found(&by("cycle", "0.1 * exp(-0.1 * since)")), [["unknown_number", "allowed_names"]]);
    assert_eq!(found(&by("cycle", "0.1 * ")), [["formula_ends", "write_formula"]]);
    assert_eq!(found(&by("cycle", "0.5 + 0.05 * cycle")), [["number_outside", "formula_at"]]);
    assert_eq!(found(&by("cycle", "0.1 / (cycle - 7) * 0 + 0.1")), [["formula_no_number", "formula_at"]]);
    assert_eq!(found("{ by = \"cycle\", formula = \"0.1\", steps = { 0 = 0.1 } }"), [["one_key_of"]]);
    assert_eq!(found("{ by = \"cycle\" }"), [["one_key_of"]]);
    let amount = by("since health is ill", "10 * since");
    assert!(loaded(&Written { amount: &amount, ..PLAIN }).is_ok());
}

#[test]
fn a_draw_out_of_bounds_names_the_draw_and_the_reading() {
    let ill = by("cycle", "0.5 + 0.19 * fade * cycle");
    let scenario = scenario(&Written { ill: &ill, ..PLAIN });
    let Err(SimulationError::OutOfBounds { name, draw, value, .. }) = results(&scenario, 200) else {
        panic!("no fault")
    };
    assert!(value > 1.0 && draw < 200, "{value} in {draw}");
    let reading = name.strip_prefix("0.5 + 0.19 * fade * cycle (cycle = ").and_then(|rest| rest.strip_suffix(')'));
    let reading: f64 = reading.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}"));
    assert!((1.0..=f64::from(MONTHS)).contains(&reading));
}
