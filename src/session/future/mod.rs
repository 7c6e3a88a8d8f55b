//! Single futures as stories: one household month by month, without and with help, with the share of all that it stands for.
//!
//! In: a prepared scenario, a plan, an alternative. Out: at most three [`Story`]s: of the futures in which the paths part
//! the middle one and the best, and one in which nothing changes. The same seed gives the same stories.
//!
//! The best story stands for the tenth of parting futures that gain most, the middle one (the median of all that part)
//! for the rest of them, and the third for all in which help changes nothing, so that the shares add up to 1.

pub mod records;

use crate::analyse::answer::{AlternativeAnswer, answer};
use crate::session::error::SessionError;
use crate::simulate::ledger::{HEADLINE, ItemPlan, SOCIETY};
use crate::simulate::micro::value::outcome::Group;
use crate::simulate::{AlternativeResults, KEPT, Monitor, Prepared, Results, RunPlan};

/// The best story stands for one in so many of the futures that part.
const BEST_OF: usize = 10;
/// Futures that are looked at for one in which nothing changes at all, most.
const LOOKS: usize = 20;

/// What a story is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryKind {
    /// The paths part: the middle one of these.
    Middle,
    /// The paths part: the best of these.
    Best,
    /// Nothing changes.
    Unchanged,
}

/// One future, without and with help.
#[derive(Clone, Debug)]
pub struct Story {
    /// What it is.
    pub kind: StoryKind,
    /// The share of all futures that it stands for, 0 to 1.
    pub share: f64,
    /// Its draw, and its household in that draw, both counted from 0.
    pub draw: u64,
    /// See `draw`.
    pub household: usize,
    /// By border of a cycle, from the start on.
    pub steps: Vec<StoryStep>,
    /// The first step in which the household is elsewhere with help than without; `None` where it never is.
    pub parted: Option<usize>,
    /// What help brings society in it, present value, euro.
    pub net_benefit: f64,
    /// Items that come to anything, in the order of the scenario.
    pub lines: Vec<StoryLine>,
    /// Everything that was found out about it, the ledger among it.
    pub results: Results,
}

/// A household at one border.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryStep {
    /// Months since the start.
    pub months: f64,
    /// Without and with help.
    pub worlds: [World; 2],
}

/// Where a household is in one world, and what begins for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// By domain its state.
    pub states: Vec<usize>,
    /// Interventions of the alternative that begin, and whether the household responds.
    pub begun: Vec<(usize, bool)>,
}

/// What an item comes to in a story, present value, euro.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryLine {
    /// Index of the item.
    pub item: usize,
    /// Without and with help, whoever pays or receives.
    pub amounts: [f64; 2],
    /// What the difference adds to the balance of society.
    pub adds: f64,
}

/// A future among all.
#[derive(Clone, Copy, Debug)]
struct Found {
    draw: usize,
    household: usize,
    net_benefit: f32,
}

/// The stories of an alternative, by its index; none where no households are simulated.
///
/// # Errors
/// What the engine finds wrong, or a stop on request.
pub fn stories(
    prepared: &Prepared,
    plan: &RunPlan,
    alternative: usize,
    monitor: &dyn Monitor,
) -> Result<Vec<Story>, SessionError> {
    if plan.households == 0 || alternative == 0 {
        return Ok(Vec::new());
    }
    // As many as are kept one by one.
    let draws = plan.draws.min((KEPT / plan.households).max(1));
    let plan = RunPlan { draws, households: plan.households.min(KEPT), ..*plan };
    let all = prepared.futures(&plan, monitor)?;
    let (parted, same) = sorted(&all.alternatives[alternative]);
    let count = (parted.len() + same.len()).max(1) as f64;
    let best = parted.len().div_ceil(BEST_OF);
    let tell = |kind: StoryKind, stands_for: usize, found: &Found| {
        let own = RunPlan { first_draw: plan.first_draw + found.draw as u64, ..plan };
        let results = prepared.future(&own, found.household, monitor)?;
        let share = stands_for as f64 / count;
        Ok::<Story, SessionError>(Story::new(
            prepared,
            kind,
            share,
            (own.first_draw, found.household),
            alternative,
            results,
        ))
    };
    let mut told = Vec::new();
    if parted.len() > best {
        told.push(tell(StoryKind::Middle, parted.len() - best, &parted[(parted.len() - 1) / 2])?);
    }
    if let Some(last) = parted.last() {
        told.push(tell(StoryKind::Best, best, last)?);
    }
    // Among those whose amounts are the same some may be elsewhere for a while.
    let middle = same.len().saturating_sub(1) / 2;
    for at in (middle..same.len()).take(LOOKS) {
        let story = tell(StoryKind::Unchanged, same.len(), &same[at])?;
        if story.parted.is_none() || at + 1 == same.len() || at + 1 == middle + LOOKS {
            told.push(story);
            break;
        }
    }
    Ok(told)
}

/// Futures in which the paths part and those in which nothing changes, each from the lowest balance to the highest.
fn sorted(of: &AlternativeResults) -> (Vec<Found>, Vec<Found>) {
    let (mut parted, mut same) = (Vec::new(), Vec::new());
    for (draw, households) in of.households.iter().enumerate() {
        let both = households.group_of.iter().zip(&households.net_benefit).enumerate();
        for (household, (group, net)) in both {
            let found = Found { draw, household, net_benefit: net[HEADLINE] };
            if *group == Group::Unchanged { same.push(found) } else { parted.push(found) }
        }
    }
    for list in [&mut parted, &mut same] {
        // Sorting keeps the order of equals: that of draws and households.
        list.sort_by(|a, b| a.net_benefit.total_cmp(&b.net_benefit));
    }
    (parted, same)
}

impl Story {
    fn new(
        prepared: &Prepared,
        kind: StoryKind,
        share: f64,
        (draw, household): (u64, usize),
        alternative: usize,
        results: Results,
    ) -> Self {
        let scenario = prepared.scenario();
        let domains: Vec<usize> = scenario.domains.iter().map(|domain| domain.states.len()).collect();
        let worlds = [0, alternative].map(|at| worlds(&results.alternatives[at], &domains));
        let [without, with] = &worlds;
        let months = scenario.settings.cycle.months();
        let both = without.iter().zip(with).enumerate();
        let step = |(row, (without, with)): (usize, (&World, &World))| StoryStep {
            months: row as f64 * months,
            worlds: [without.clone(), with.clone()],
        };
        let steps: Vec<StoryStep> = both.map(step).collect();
        let apart = |step: &StoryStep| step.worlds[0].states != step.worlds[1].states;
        let parted = steps.iter().position(apart);
        let found = answer(scenario, &results);
        let own = &found.alternatives[alternative - 1];
        let lines = lines(prepared, own);
        Self { kind, share, draw, household, steps, parted, net_benefit: own.net_benefit.average.mean, lines, results }
    }
}

/// By row where one household is in an alternative, and what begins for it.
fn worlds(of: &AlternativeResults, domains: &[usize]) -> Vec<World> {
    let states = |row: &Vec<f64>| {
        let mut rest = row.as_slice();
        let state = |count: &usize| {
            let (own, other) = rest.split_at((*count).min(rest.len()));
            rest = other;
            // One of them holds the household.
            own.iter().position(|share| *share > 0.5).unwrap_or_default()
        };
        domains.iter().map(state).collect()
    };
    let begun = |row: usize| {
        let all = of.begun.get(row).into_iter().flatten().enumerate();
        all.filter(|(_, [starts, _])| *starts > 0.5).map(|(at, [_, responds])| (at, *responds > 0.5)).collect()
    };
    of.occupancy.iter().enumerate().map(|(row, shares)| World { states: states(shares), begun: begun(row) }).collect()
}

/// Items that come to anything; what they add makes up the balance.
fn lines(prepared: &Prepared, told: &AlternativeAnswer) -> Vec<StoryLine> {
    let scenario = prepared.scenario();
    let line = |(item, of): (usize, &crate::model::Item)| {
        let found = told.items.iter().find(|found| found.id == of.id)?;
        let amounts = [found.amount_without?, found.amount_with?];
        let adds = ItemPlan::weights(scenario, of)[SOCIETY] * (amounts[1] - amounts[0]);
        amounts.iter().any(|amount| *amount != 0.0).then_some(StoryLine { item, amounts, adds })
    };
    scenario.items.iter().enumerate().filter_map(line).collect()
}
