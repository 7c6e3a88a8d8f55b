//! Regression to the mean: what a rise of levels between start and end says of help, beside what happens without it.
//!
//! In: [`FinishedCases`]. Out: a [`LevelCheck`] for each part of the cases and measure.
//!
//! Help starts when things are bad, and what is bad mostly gets better by itself. So the change between start and end
//! holds what the null alternative predicts from the same start; only what is beyond that can come from help.
//!
//! # Source
//! A. G. Barnett, J. C. van der Pols and A. J. Dobson, "Regression to the mean: what it is and how to deal with it",
//! International Journal of Epidemiology 34 (2005).

use crate::analyse::evaluation::cases::{CasePart, FinishedCases};
use crate::analyse::evaluation::interval::of_mean;
use crate::analyse::statistics::sample::mean;
use serde::Serialize;

/// Levels of one measure in some of the cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelCheck {
    /// Scenario, by its id.
    pub scenario: String,
    /// One of its alternatives; `None` for all cases of the scenario together.
    pub alternative: Option<String>,
    /// Name of the measure.
    pub measure: String,
    /// Cases of which both levels are known.
    pub cases: usize,
    /// Mean level at the start.
    pub observed_start: f64,
    /// Mean level at the end.
    pub observed_end: f64,
    /// What it rose: the before and after claim.
    pub change: f64,
    /// Interval of 95 % of the mean change (Student); `None` of fewer than two cases.
    pub change_low: Option<f64>,
    /// Its other end.
    pub change_high: Option<f64>,
    /// Mean level at the start that the scenario takes for these cases.
    pub predicted_start: f64,
    /// What it rises in the null alternative.
    pub change_without: f64,
    /// What it rises with what the cases had.
    pub change_with: f64,
    /// What is left of the claim: `change - change_without`.
    pub beyond: f64,
    /// Whether the rise in the null alternative lies below the interval: something is left of the claim.
    pub is_beyond: bool,
}

/// All of them.
pub fn levels(all: &FinishedCases) -> Vec<LevelCheck> {
    let parts = all.parts();
    let of_part = |part| (0..all.measures.len()).filter_map(move |measure| check(all, part, measure));
    parts.iter().flat_map(of_part).collect()
}

fn check(all: &FinishedCases, part: &CasePart, measure: usize) -> Option<LevelCheck> {
    let (mut starts, mut changes) = (Vec::new(), Vec::new());
    let mut expected = [0.0; 3];
    for group in &part.groups {
        let Some(levels) = &group.levels[measure] else { continue };
        for case in &group.cases {
            let [Some(start), Some(end)] = all.cases[*case].levels[measure] else { continue };
            starts.push(start);
            changes.push(end - start);
            let values = [levels.start, levels.end_without, levels.end_with];
            expected.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
    }
    let cases = changes.len();
    if cases == 0 {
        return None;
    }
    let [predicted_start, without, with] = expected.map(|sum| sum / cases as f64);
    let interval = of_mean(&changes);
    let (observed_start, change) = (mean(starts.into_iter()), mean(changes.into_iter()));
    let change_without = without - predicted_start;
    Some(LevelCheck {
        scenario: part.scenario.to_owned(),
        alternative: part.alternative.map(str::to_owned),
        measure: all.measures[measure].clone(),
        cases,
        observed_start,
        observed_end: observed_start + change,
        change,
        change_low: interval.map(|(low, _)| low),
        change_high: interval.map(|(_, high)| high),
        predicted_start,
        change_without,
        change_with: with - predicted_start,
        beyond: change - change_without,
        is_beyond: interval.is_some_and(|(low, _)| low > change_without),
    })
}
