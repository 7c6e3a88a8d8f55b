//! Named numbers of generated and shipped scenarios, and which of them moved.

use crate::generated;
use mkba::analyse::{AlternativeAnswer, answer};
use mkba::model::Scenario;
use mkba::simulate::{Method, RunPlan, Unwatched, best_method, run};
use std::collections::BTreeMap;

/// A number by scenario, method, alternative and figure, separated by commas.
type Figure = (String, f64);

/// What stands above the numbers in the file.
const HEADER: &str = "scenario,method,alternative,figure,value";
/// Generated scenarios, as seeds, that neither method refuses.
const SEEDS: [u64; 8] = [0, 1, 2, 3, 4, 5, 6, 7];
/// Shipped scenarios, each by the method that suits it.
const SHIPPED: [&str; 6] =
    ["huisuitzetting", "baanverlies", "schulden", "dakloosheid", "cases/aanvraag", "cases/scootmobiel"];

/// All numbers, in a fixed order.
pub fn figures() -> Vec<Figure> {
    let mut all = Vec::new();
    for seed in SEEDS {
        for method in [Method::Cohort, Method::Micro] {
            of_scenario(&format!("generated {seed}"), &generated::scenario(seed), method, &mut all);
        }
    }
    for name in SHIPPED {
        let scenario = crate::shipped::load(&format!("scenarios/{name}.toml"));
        of_scenario(name, &scenario, best_method(&scenario).expect("a method"), &mut all);
    }
    all
}

fn of_scenario(name: &str, scenario: &Scenario, method: Method, all: &mut Vec<Figure>) {
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 24, households: 40, method };
    let Ok(results) = run(scenario, &plan, &Unwatched) else { return };
    for alternative in answer(scenario, &results).alternatives {
        if alternative.net_benefit.average.is_nothing() {
            continue;
        }
        let place = format!("{name},{},{}", method.name(), alternative.id);
        all.extend(
            of_alternative(&alternative).into_iter().map(|(figure, value)| (format!("{place},{figure}"), value)),
        );
    }
}

fn of_alternative(alternative: &AlternativeAnswer) -> Vec<(&'static str, f64)> {
    let (society, purse) = (&alternative.net_benefit.average, &alternative.net_benefit_public.average);
    vec![
        ("net_benefit mean", society.mean),
        ("net_benefit sd", society.sd),
        ("net_benefit p90", society.p90),
        ("net_benefit error", society.monte_carlo_error.expect("several draws")),
        ("net_benefit_money mean", alternative.net_benefit_money.average.mean),
        ("net_benefit_purse mean", purse.mean),
        ("costs", alternative.costs_present_value),
        ("quantities with", alternative.quantities.iter().map(|quantity| quantity.with).sum()),
    ]
}

/// The file that keeps the numbers: 17 digits tell every bit of each.
pub fn written(figures: &[Figure]) -> String {
    let lines = figures.iter().map(|(name, value)| format!("{name},{value:.16e}\n"));
    format!("{HEADER}\n{}", lines.collect::<String>())
}

/// Which numbers are not, to the bit, what was kept of them.
pub fn moved(kept: &str, now: &[Figure]) -> Vec<String> {
    let lines = kept.lines().skip(1).filter_map(|line| line.rsplit_once(','));
    let old: BTreeMap<&str, f64> = lines.map(|(name, value)| (name, value.parse().expect("a number"))).collect();
    let new: BTreeMap<&str, f64> = now.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(new.len(), now.len(), "two numbers of one name");
    let mut names: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| change(name, old.get(name).copied(), new.get(name).copied())).collect()
}

fn change(name: &str, old: Option<f64>, new: Option<f64>) -> Option<String> {
    if old.map(f64::to_bits) == new.map(f64::to_bits) {
        return None;
    }
    let shown = |value: Option<f64>| value.map_or("nothing".to_string(), |value| format!("{value:.16e}"));
    let size = match (old, new) {
        (Some(old), Some(new)) if old != 0.0 => format!(" ({:.1e} of it)", (new - old) / old.abs()),
        _ => String::new(),
    };
    Some(format!("{name}: {} -> {}{size}", shown(old), shown(new)))
}
