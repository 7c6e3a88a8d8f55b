//! Calibration of events: how often something happened beside how often the scenario said it would.
//!
//! In: [`FinishedCases`]. Out: an [`EventCheck`] for each part of the cases and event.

use crate::analyse::evaluation::cases::{CasePart, Event, FinishedCases, Followed};
use crate::analyse::evaluation::count::range;
use crate::analyse::evaluation::interval::of_count;
use crate::analyse::statistics::sample::{mean, percentile};
use serde::Serialize;

/// What an event says of the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventVerdict {
    /// The predicted share lies within the interval of what was counted.
    AsPredicted,
    /// It does not, but the number is one that the scenario holds possible with all that it does not know.
    WithinBand,
    /// It happened more often than the scenario holds possible.
    More,
    /// It happened less often than the scenario holds possible.
    Less,
}

/// One event in some of the cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventCheck {
    /// Scenario, by its id.
    pub scenario: String,
    /// One of its alternatives; `None` for all cases of the scenario together.
    pub alternative: Option<String>,
    /// Domain of the state.
    pub domain: String,
    /// The state in which a household was ever.
    pub state: String,
    /// Cases of which it is known.
    pub cases: usize,
    /// Those in which it happened.
    pub observed: usize,
    /// The same as a share.
    pub observed_share: f64,
    /// Interval of 95 % of the chance behind it (Clopper and Pearson).
    pub observed_low: f64,
    /// Its other end.
    pub observed_high: f64,
    /// Share that the scenario predicts for these cases: mean over draws.
    pub predicted_share: f64,
    /// 10th percentile over draws.
    pub predicted_p10: f64,
    /// 90th percentile over draws.
    pub predicted_p90: f64,
    /// Range of 95 % of the number of cases, of what is not known and of luck together.
    pub count_low: usize,
    /// Its other end.
    pub count_high: usize,
    /// What it says of the scenario.
    pub verdict: EventVerdict,
}

/// All of them.
pub fn events(all: &FinishedCases) -> Vec<EventCheck> {
    let parts = all.parts();
    let of_part = |part| all.events.iter().enumerate().filter_map(move |(at, event)| check(all, part, at, event));
    parts.iter().flat_map(of_part).collect()
}

/// Cases of a group of which an event is known, and in how many it happened.
pub fn counted(all: &FinishedCases, group: &Followed, event: usize) -> (usize, usize) {
    let told = || group.cases.iter().filter_map(|case| all.cases[*case].ever[event]);
    (told().count(), told().filter(|happened| *happened).count())
}

fn check(all: &FinishedCases, part: &CasePart, at: usize, event: &Event) -> Option<EventCheck> {
    let known = part.groups.iter().filter(|group| !group.chances[at].is_empty());
    let groups: Vec<(usize, usize, &[f64])> = known
        .map(|group| {
            let (cases, observed) = counted(all, group, at);
            (cases, observed, group.chances[at].as_slice())
        })
        .filter(|(cases, ..)| *cases > 0)
        .collect();
    let cases: usize = groups.iter().map(|(cases, ..)| cases).sum();
    let observed = groups.iter().map(|(_, observed, _)| observed).sum();
    let draws = groups.iter().map(|(.., chances)| chances.len()).min()?;
    let weighed: Vec<(usize, &[f64])> = groups.iter().map(|(cases, _, chances)| (*cases, *chances)).collect();
    let of_draw =
        |draw: usize| weighed.iter().map(|(cases, chances)| *cases as f64 * chances[draw]).sum::<f64>() / cases as f64;
    let mut shares: Vec<f64> = (0..draws).map(of_draw).collect();
    let predicted_share = mean(shares.iter().copied());
    shares.sort_by(f64::total_cmp);
    let number = range(&weighed);
    let (observed_low, observed_high) = of_count(observed, cases);
    let verdict = match () {
        () if observed > number.high => EventVerdict::More,
        () if observed < number.low => EventVerdict::Less,
        () if (observed_low..=observed_high).contains(&predicted_share) => EventVerdict::AsPredicted,
        () => EventVerdict::WithinBand,
    };
    Some(EventCheck {
        scenario: part.scenario.to_owned(),
        alternative: part.alternative.map(str::to_owned),
        domain: event.domain.clone(),
        state: event.state.clone(),
        cases,
        observed,
        observed_share: observed as f64 / cases as f64,
        observed_low,
        observed_high,
        predicted_share,
        predicted_p10: percentile(&shares, 0.1),
        predicted_p90: percentile(&shares, 0.9),
        count_low: number.low,
        count_high: number.high,
        verdict,
    })
}
