//! Which figures an event that was not as predicted points at.
//!
//! In: [`FinishedCases`], checks of events. Out: [`Suspect`]s.
//!
//! # Formula
//! Each draw is weighed by the chance that it gives to what was counted, `prod p^k (1-p)^(n-k)` over groups of cases. The mean
//! of a figure under these weights, less its mean without, in standard deviations, is its shift. With the effective number
//! of draws `(sum w)^2 / sum w^2` the shift is known to about the inverse of its root; smaller ones are not told.
//!
//! # Source
//! D. B. Rubin, "Using the SIR algorithm to simulate posterior distributions", Bayesian Statistics 3 (1988), for weights; L.
//! Kish, "Survey Sampling" (1965), for the effective number.

use crate::analyse::evaluation::cases::{Event, FinishedCases};
use crate::analyse::evaluation::events::{EventCheck, EventVerdict, counted};
use crate::analyse::statistics::sample::mean;
use serde::Serialize;

/// Most figures that are told of one event.
const MOST: usize = 3;
/// Smallest shift that is told, standard deviations.
const LEAST_SHIFT: f64 = 0.3;
/// The same in errors of the shift.
const ERRORS: f64 = 3.0;
/// Fewest effective draws.
const FEWEST: f64 = 10.0;

/// A figure that fits an event better with another value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspect {
    /// Scenario, by its id.
    pub scenario: String,
    /// Domain of the event.
    pub domain: String,
    /// Its state.
    pub state: String,
    /// Name of the figure.
    pub figure: String,
    /// Mean over draws.
    pub before: f64,
    /// Mean over draws that are weighed by how well they tell the event.
    pub after: f64,
    /// What lies between, in standard deviations of the figure.
    pub shift: f64,
    /// Effective number of draws behind it.
    pub effective_draws: f64,
}

/// Of all events of a whole scenario that were not as predicted.
pub fn suspects(all: &FinishedCases, events: &[EventCheck]) -> Vec<Suspect> {
    let off = |check: &&EventCheck| check.alternative.is_none() && check.verdict != EventVerdict::AsPredicted;
    events.iter().filter(off).flat_map(|check| of_event(all, check)).collect()
}

fn of_event(all: &FinishedCases, check: &EventCheck) -> Vec<Suspect> {
    let is_it = |event: &Event| event.domain == check.domain && event.state == check.state;
    let Some(event) = all.events.iter().position(is_it) else { return Vec::new() };
    let groups: Vec<_> = all
        .groups
        .iter()
        .filter(|group| group.scenario == check.scenario && !group.chances[event].is_empty())
        .collect();
    let Some(first) = groups.first() else { return Vec::new() };
    let draws = groups.iter().map(|group| group.chances[event].len()).min().unwrap_or(0).min(first.drawn.len());
    let mut logs = vec![0.0; draws];
    for group in &groups {
        let (cases, observed) = counted(all, group, event);
        let times = |count: usize, of: f64| if count == 0 { 0.0 } else { count as f64 * libm::log(of.max(1e-12)) };
        for (log, chance) in logs.iter_mut().zip(&group.chances[event]) {
            *log += times(observed, *chance) + times(cases - observed, 1.0 - chance);
        }
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let effective_draws = sum * sum / squares;
    if effective_draws.is_nan() || effective_draws < FEWEST {
        return Vec::new();
    }
    let least = LEAST_SHIFT.max(ERRORS / effective_draws.sqrt());
    let of_figure = |(at, figure): (usize, &String)| {
        let values = || first.drawn[..draws].iter().map(|drawn| drawn[at]);
        let before = mean(values());
        let sd = mean(values().map(|value| (value - before) * (value - before))).sqrt();
        let after = values().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>() / sum;
        let shift = (after - before) / sd;
        (sd > 1e-12 * before.abs() && shift.abs() >= least).then(|| Suspect {
            scenario: check.scenario.clone(),
            domain: check.domain.clone(),
            state: check.state.clone(),
            figure: figure.clone(),
            before,
            after,
            shift,
            effective_draws,
        })
    };
    let mut found: Vec<Suspect> = first.figures.iter().enumerate().filter_map(of_figure).collect();
    found.sort_by(|a, b| b.shift.abs().total_cmp(&a.shift.abs()).then_with(|| a.figure.cmp(&b.figure)));
    found.truncate(MOST);
    found
}
