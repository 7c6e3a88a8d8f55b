//! What alternatives take over and change, by both methods, against closed forms and the same thing written in another way.

use std::path::Path;

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, Results, RunPlan, Unwatched, run};

const ACCOUNTS: &str =
    "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";

/// A year in which one may find work, at 60 euro a month without it, with further lines.
fn scenario(more: &str) -> Scenario {
    with_rate("pace", more)
}

/// The same, where work is found at another rate.
fn with_rate(rate: &str, more: &str) -> Scenario {
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         settings = {{ horizon = \"1 year\", calendar_start = 2026, price_year = 2025, discount_rate = 0 }}\n\
         parameters = {{ pace = {{ gamma = {{ mean = 0.6, sd = 0.1 }} }}, lift = {{ gamma = {{ mean = 2, sd = 0.3 }} }}, \
         quick = {{ formula = \"pace * lift\" }}, quarter = {{ formula = \"quick / 4\" }} }}\n\
         [domains.work]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"no\"\n\
         states = {{ no = {{ nl = \"x\", en = \"x\" }}, yes = {{ nl = \"x\", en = \"x\" }} }}\n\
         transitions = [{{ move = \"no -> yes\", rate = \"{rate}\", per = \"1 year\" }}]\n\
         [[items]]\nid = \"benefit\"\nquantity = {{ time = \"work is no\" }}\namount = 60\nkind = \"resource\"\npayers = \"city\"\n{more}"
    );
    let files = Memory::default().with("s.toml", text).with("accounts.csv", ACCOUNTS);
    load(&files, Path::new("s.toml"), &[])
        .map(|loaded| loaded.scenario)
        .unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics.sorted()))
}

fn results(scenario: &Scenario, method: Method) -> Results {
    let plan = RunPlan { seed: 4, first_draw: 0, draws: 24, households: 400, method };
    run(scenario, &plan, &Unwatched).expect("results")
}

/// Net benefit to society by draw.
fn net(results: &Results, alternative: usize) -> Vec<f64> {
    results.alternatives[alternative].draws.iter().map(|draw| draw.net_benefit[0]).collect()
}

fn near(found: &[f64], wanted: &[f64], margin: f64) {
    assert_eq!(found.len(), wanted.len());
    let all = || found.iter().zip(wanted);
    assert!(all().all(|(a, b)| (a - b).abs() <= margin * (1.0 + b.abs())), "{:?}", all().collect::<Vec<_>>());
}

const USUAL: &str = "[null_alternative.interventions.usual]\nlabel = { nl = \"x\", en = \"x\" }\nstart = { month = 0 }\nactive = \"1 year\"\n\
    effects = [{ on = \"work: no -> yes\", hazard_ratio = \"lift\" }]\n\
    costs = [\n  { id = \"hours\", quantity = \"active_time\", per_month = 2, unit = \"hour\", amount = 5, kind = \"resource\", payers = \"city\" },\n\
      { id = \"fee\", quantity = { once = 1 }, amount = 7, kind = \"resource\", payers = \"city\" },\n]\n";
const LABEL: &str = "label = { nl = \"x\", en = \"x\" }\n";

/// Households still without work in the twelve months, by their hazard per month.
fn months(hazard: f64) -> f64 {
    (1..=12).map(|month| libm::exp(-hazard * f64::from(month))).sum()
}

#[test]
fn what_is_usual_goes_on_unless_it_is_changed_or_stopped() {
    let scenario = scenario(&format!(
        "{USUAL}[alternatives.a_same]\n{LABEL}[alternatives.b_short]\n{LABEL}interventions.usual.active = \"3 months\"\n\
         [alternatives.c_none]\n{LABEL}off = [\"interventions: usual\"]\n"
    ));
    let place = |name: &str| scenario.parameters.iter().position(|one| one.name == name).expect("a parameter");
    let exact = results(&scenario, Method::Cohort);
    let simulated = results(&scenario, Method::Micro);
    for results in [&exact, &simulated] {
        assert_eq!(net(results, 1), vec![0.0; 24]);
        // Nine months of two hours at five euro less; the effect does not hang on what is active.
        near(&net(results, 2), &[90.0; 24], 1e-6);
    }
    let of_draw = |draw: &Vec<f64>| {
        let (pace, lift) = (draw[place("pace")] / 12.0, draw[place("lift")]);
        127.0 + 60.0 * (months(pace * lift) - months(pace))
    };
    let wanted: Vec<f64> = exact.parameters.iter().map(of_draw).collect();
    near(&net(&exact, 3), &wanted, 1e-9);
    let (found, wanted) = (net(&simulated, 3), net(&exact, 3));
    let gap: f64 = found.iter().zip(&wanted).map(|(a, b)| a - b).sum();
    let error = simulated.alternatives[3].draws.iter().map(|draw| draw.noise[0]).sum::<f64>().sqrt();
    assert!(error > 0.0 && (gap / error).abs() < 4.0, "{gap} with error {error}");
    // Own costs there are none: all is benefit.
    assert!(exact.alternatives.iter().flat_map(|one| &one.draws).all(|draw| draw.own == [0.0; 3]));
}

/// Month by month the same households have the same luck, whether what is usual is an intervention or part of a strength.
#[test]
fn what_is_usual_is_like_a_strength_of_its_own() {
    let usual = &USUAL[..USUAL.find("costs").expect("costs")];
    let usual = scenario(&format!("{usual}[alternatives.none]\n{LABEL}off = [\"interventions: usual\"]\n"));
    let slow = "transitions.\"work: no -> yes\" = { rate = \"pace\", per = \"1 year\" }";
    let quick = with_rate("quick", &format!("[alternatives.none]\n{LABEL}{slow}\n"));
    for method in [Method::Cohort, Method::Months] {
        let (one, other) = (results(&usual, method), results(&quick, method));
        near(&net(&one, 1), &net(&other, 1), 1e-6);
        assert!(net(&one, 1).iter().all(|net| *net < 0.0));
    }
}

#[test]
fn a_formula_of_an_alternative_gives_what_the_formula_gives_elsewhere() {
    let strength =
        |name: &str| format!("transitions.\"work: no -> yes\" = {{ rate = \"{name}\", per = \"1 year\" }}\n");
    let alternatives = [
        ("a_formula", "parameters.pace = { formula = \"pace * lift\" }\n".to_string()),
        ("b_strength", strength("quick")),
        ("c_name", "parameters.pace = \"lift\"\n".to_string()),
        ("d_strength", strength("lift")),
        // The name of a number in its own formula is what it is without the change.
        (
            "e_below",
            "parameters = { lift = { fixed = 0.5 }, pace = \"quick\", quick = { formula = \"quick * 0.25\" } }\n"
                .to_string(),
        ),
        ("f_strength", strength("quarter")),
    ];
    let text: String = alternatives.iter().map(|(id, text)| format!("[alternatives.{id}]\n{LABEL}{text}")).collect();
    let text = text
        + "[[items]]\nid = \"used\"\nquantity = { once = \"quarter\" }\namount = 0\nkind = \"resource\"\npayers = \"city\"\n";
    let scenario = scenario(&text);
    for method in [Method::Cohort, Method::Micro] {
        let results = results(&scenario, method);
        for (one, other) in [(1, 2), (3, 4), (5, 6)] {
            assert_eq!(net(&results, one), net(&results, other), "{method:?} {one}");
        }
        assert!(net(&results, 1).iter().all(|net| *net != 0.0));
    }
}
