//! Published models, read from files that follow their papers: their printed tables by the exact method, and by simulation
//! within 4 standard errors. What no source prints is reckoned a second time by the plain programs in `plain`.

mod hip;
mod hiv;
mod knee;
mod plain;
mod sick_sicker;
mod small;

use crate::shipped::load;
use mkba::model::{ItemKind, Scenario};
use mkba::simulate::ledger::{MONEY, SOCIETY};
use mkba::simulate::{AlternativeResults, Method, Results, RunPlan, Unwatched, run};

/// Draws that are simulated; where no number is uncertain they are as many independent runs.
const DRAWS: usize = 48;

fn results(file: &str, method: Method, draws: usize, households: usize) -> (Scenario, Results) {
    let scenario = load(&format!("tests/published/{file}.toml"));
    let plan = RunPlan { seed: 1, first_draw: 0, draws, households, method };
    let results = run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{file}: {fault:?}"));
    (scenario, results)
}

fn alternative<'a>(scenario: &Scenario, results: &'a Results, id: &str) -> &'a AlternativeResults {
    let at = scenario.alternatives.iter().position(|one| one.id == id).expect("an alternative");
    &results.alternatives[at]
}

/// Cost and years of a draw: units of the items that are called after them, and what is valued at 1 a year.
fn outcome(scenario: &Scenario, found: &AlternativeResults, draw: usize) -> (f64, f64) {
    let items = scenario.items.iter().zip(&found.item_draws[draw]);
    let counted = items.filter(|(item, _)| item.kind == ItemKind::Unpriced && !item.id.starts_with("months_"));
    let years: f64 = counted.map(|(_, item)| item.discounted_quantity).sum();
    let totals = found.draws[draw].totals;
    (-totals[MONEY], years + totals[SOCIETY] - totals[MONEY])
}

/// Cost and years of all draws of an alternative.
fn outcomes(scenario: &Scenario, results: &Results, id: &str) -> (Vec<f64>, Vec<f64>) {
    let of = alternative(scenario, results, id);
    (0..results.plan.draws).map(|draw| outcome(scenario, of, draw)).unzip()
}

/// Cost and years by the exact method, with the margins of what is printed.
fn prints(file: &str, wanted: &[(&str, f64, f64)], margins: (f64, f64)) {
    let (scenario, results) = results(file, Method::Cohort, 1, 0);
    for &(id, cost, years) in wanted {
        let found = outcome(&scenario, alternative(&scenario, &results, id), 0);
        assert!((found.0 - cost).abs() < margins.0, "{file}, {id}: cost {}, printed {cost}", found.0);
        assert!((found.1 - years).abs() < margins.1, "{file}, {id}: years {}, printed {years}", found.1);
    }
}

/// Mean and standard deviation.
fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (square / (n - 1.0)).sqrt())
}

/// Two samples of the same figure: means and standard deviations within 4 standard errors, those of a normal sample widened by
/// the excess kurtosis that a skewed figure has.
fn same_figure(what: &str, found: &[f64], other: &[f64]) {
    let ((mean, sd), (wanted, other_sd)) = (spread(found), spread(other));
    let square = |value: f64| value * value;
    let fourth = |values: &[f64], (mean, sd): (f64, f64)| {
        values.iter().map(|value| square(square((value - mean) / sd))).sum::<f64>() / values.len() as f64
    };
    let kurtosis = fourth(other, (wanted, other_sd));
    let share = 1.0 / found.len() as f64 + 1.0 / other.len() as f64;
    assert!((mean - wanted).abs() < 4.0 * other_sd * share.sqrt(), "{what}: mean {mean} and {wanted}");
    let error = other_sd * ((kurtosis - 1.0) / 4.0 * share).sqrt();
    assert!((sd - other_sd).abs() < 4.0 * error, "{what}: standard deviation {sd} and {other_sd}, error {error}");
}

/// Simulation beside the exact method, draw by draw with the same numbers: every item of every alternative.
fn simulation_agrees(file: &str, households: usize) {
    let (scenario, exact) = results(file, Method::Cohort, DRAWS, 0);
    let (_, simulated) = results(file, Method::Micro, DRAWS, households);
    let mut random = 0;
    for (at, (own, other)) in simulated.alternatives.iter().zip(&exact.alternatives).enumerate() {
        for (index, item) in scenario.items.iter().enumerate() {
            let gap = |draw: usize| {
                own.item_draws[draw][index].discounted_quantity - other.item_draws[draw][index].discounted_quantity
            };
            let gaps: Vec<f64> = (0..DRAWS).map(gap).collect();
            let (mean, sd) = spread(&gaps);
            let size = other.item_draws[0][index].discounted_quantity.abs();
            // Where hardly anything is expected, nothing or one is as likely as can be.
            let people = (DRAWS * households) as f64;
            let rare = if size * people < 10.0 { (size / people).sqrt() } else { 0.0 };
            let error = (sd / (DRAWS as f64).sqrt()).max(rare);
            assert!(mean.abs() <= 4.0 * error + 1e-9 * size, "{file}, {at}, {}: {mean}, error {error}", item.id);
            random += usize::from(error > 1e-6 * size);
        }
    }
    assert!(random > 0, "{file}: nothing was left to luck");
}

#[test]
fn every_model_is_simulated_to_the_same_figures() {
    for file in [
        "sick_sicker",
        "sick_sicker_half_cycle",
        "sick_sicker_simpson",
        "sick_sicker_published",
        "sick_sicker_uncertain",
        "sick_sicker_microsimulation",
        "sick_sicker_age",
        "sick_sicker_residence",
        "sick_sicker_person",
        "heart_valve",
        "arrests",
        "migraine",
        "competing_exits",
        "hiv",
        "hiv_counts",
        "hip",
        "hip_uncertain",
        "knee",
    ] {
        simulation_agrees(file, 500);
    }
}

#[test]
fn every_file_names_its_source() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published");
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        let told = head.contains("Source:") || head.contains("closed form");
        let of_another = text.contains("include = [\"sick_sicker");
        assert!(told || of_another, "{} names no source", path.display());
    }
}
