//! Finished cases beside what their scenario predicts of them: what an evaluation is made from.
//!
//! In: nothing, these are plain data. Out: [`FinishedCases`]. Cases with the same scenario, answers, plan and months of
//! following are one [`Followed`] group, of which the scenario is run once.

use crate::model::Parameter;

/// An event that is looked at: a household was ever in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Domain.
    pub domain: String,
    /// State.
    pub state: String,
}

/// What a tally counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// For each case yes or no: the figure is a share.
    Share,
    /// Events in a time at risk: the figure is a number per unit of that time.
    Rate,
    /// Stays that ended in a time spent: the figure is a mean duration in units of that time.
    Duration,
}

/// A figure of which cases tell directly.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The figure as its scenario has it.
    pub figure: Parameter,
    /// What is counted.
    pub counts: Counts,
    /// Cases that tell of it.
    pub cases: usize,
    /// Cases in which it was so, events, or stays that ended.
    pub events: f64,
    /// Cases, or time at risk in the unit of the figure.
    pub exposure: f64,
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedCase {
    /// By event whether it happened; `None` where that is not known.
    pub ever: Vec<Option<bool>>,
    /// By cost column what was paid in all, euro of the price year, not discounted.
    pub costs: Vec<Option<f64>>,
    /// By measure the level at the start and at the end.
    pub levels: Vec<[Option<f64>; 2]>,
}

/// What the scenario expects of the mean level of a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedLevels {
    /// At the start.
    pub start: f64,
    /// At the end, in the null alternative.
    pub end_without: f64,
    /// At the end, with what the case had.
    pub end_with: f64,
}

/// Cases that are alike and were followed as long, and what their scenario predicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Scenario, by its id.
    pub scenario: String,
    /// What they had: an alternative of the scenario, which may be the null alternative.
    pub alternative: String,
    /// Places of the cases.
    pub cases: Vec<usize>,
    /// By event the chance in each draw; empty where no case tells of it, or the scenario does not know it.
    pub chances: Vec<Vec<f64>>,
    /// By cost column what single households cost, one in each draw; empty where no case tells of it.
    pub costs: Vec<Vec<f64>>,
    /// By measure; `None` where no case tells of it or the scenario knows no level.
    pub levels: Vec<Option<ExpectedLevels>>,
    /// Drawn values by draw and figure of the scenario.
    pub drawn: Vec<Vec<f64>>,
    /// Names of these figures.
    pub figures: Vec<String>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedCases {
    /// What is looked at.
    pub events: Vec<Event>,
    /// Accounts of which costs are known; `public` for all public ones together.
    pub accounts: Vec<String>,
    /// Measures of which levels are known.
    pub measures: Vec<String>,
    /// Figures that are counted directly.
    pub tallies: Vec<Tally>,
    /// The cases.
    pub cases: Vec<FinishedCase>,
    /// The cases by what their scenario predicts; each case is in one group.
    pub groups: Vec<Followed>,
}

/// A part of the cases that is told together: one scenario, and all its plans or one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePart<'a> {
    /// Scenario, by its id.
    pub scenario: &'a str,
    /// One of its alternatives; `None` for all together.
    pub alternative: Option<&'a str>,
    /// The groups that are in it.
    pub groups: Vec<&'a Followed>,
}

impl FinishedCases {
    /// By scenario all its cases together; then each alternative by itself, where there are several.
    pub fn parts(&self) -> Vec<CasePart<'_>> {
        let mut found: Vec<CasePart> = Vec::new();
        let mut scenarios: Vec<&str> = Vec::new();
        for group in &self.groups {
            if !scenarios.contains(&group.scenario.as_str()) {
                scenarios.push(&group.scenario);
            }
        }
        for scenario in scenarios {
            let groups: Vec<&Followed> = self.groups.iter().filter(|group| group.scenario == scenario).collect();
            let mut plans: Vec<&str> = groups.iter().map(|group| group.alternative.as_str()).collect();
            plans.sort_unstable();
            plans.dedup();
            found.push(CasePart { scenario, alternative: None, groups: groups.clone() });
            for plan in plans.iter().filter(|_| plans.len() > 1) {
                let groups = groups.iter().copied().filter(|group| group.alternative == *plan).collect();
                found.push(CasePart { scenario, alternative: Some(plan), groups });
            }
        }
        found
    }
}
