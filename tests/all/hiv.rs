//! A published model of HIV, read from a file that follows the paper: its printed table, by the exact method.

use crate::shipped::load;
use mkba::analyse::answer;
use mkba::simulate::{Method, RunPlan, Unwatched, run};

#[test]
fn costs_and_life_years_are_those_of_the_book() {
    let scenario = load("tests/published/hiv.toml");
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
    let results = run(&scenario, &plan, &Unwatched).expect("results");
    let told = &answer(&scenario, &results).alternatives[0];
    let cost = |with: bool| -> f64 {
        let amounts = told.items.iter().map(|item| if with { item.amount_with } else { item.amount_without });
        amounts.map(Option::unwrap_or_default).sum()
    };
    let years = told.items.iter().find(|item| item.id == "life_years").expect("life years");
    assert_eq!([cost(false), cost(true)].map(f64::round), [44_663.0, 50_602.0]);
    let printed = |value: f64| format!("{value:.3}");
    assert_eq!([years.quantity_without, years.quantity_with].map(printed), ["7.991", "8.937"]);
    let ratio = (cost(true) - cost(false)) / (years.quantity_with - years.quantity_without);
    assert_eq!(ratio.round(), 6_276.0);
}
