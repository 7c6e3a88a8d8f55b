//! Parts of a run: some of its groups of draws, worked out here and added up elsewhere.
//!
//! In: a [`Prepared`] scenario, a plan, a range of groups. Out: [`GroupOutcome`]s one by one, in order, and from those of
//! all parts the same [`Results`] as of one run, bit for bit. Nothing is kept of a part but bins of counts.

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::engine::gather::RunSums;
use crate::simulate::engine::group::{GroupOutcome, Groups};
use crate::simulate::engine::memory;
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::engine::run::in_order;
use crate::simulate::error::SimulationError;
use crate::simulate::limits::LANES;
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::{Detail, RunPlan};
use crate::simulate::results::{AlternativeResults, Distribution, Results};
use std::ops::Range;
use std::sync::Arc;

/// Groups for each thread of which the outcomes wait to be handed over: few, as a part is to be small in memory.
const WAITING: usize = 8;

impl Prepared {
    /// Works out the groups of a range and hands them over in order. Gives the net benefits of their households in bins,
    /// by alternative but the first; none where no households are simulated.
    ///
    /// # Errors
    /// As of [`Self::run`], and those of `take`.
    pub(crate) fn run_part<E: From<SimulationError>>(
        &self,
        plan: &RunPlan,
        detail: Detail,
        range: Range<usize>,
        monitor: &dyn Monitor,
        take: impl FnMut(GroupOutcome) -> Result<(), E>,
    ) -> Result<Vec<Distribution>, E> {
        let groups = Groups::new(self, *plan, detail, false, Some(range.len()), monitor.most_memory())?;
        in_order(&groups, plan, range, WAITING, monitor, take)?;
        Ok(groups.distributions())
    }

    /// Nothing yet of a run of which the parts were worked out.
    ///
    /// # Errors
    /// What is kept of every draw would take more than `most_memory`, in bytes.
    pub(crate) fn gathering(&self, plan: &RunPlan, most_memory: f64) -> Result<Gathering<'_>, SimulationError> {
        let bytes = memory::kept(&self.scenario, plan);
        if bytes > most_memory {
            return Err(SimulationError::TooLarge { bytes, most: most_memory });
        }
        let sums = RunSums::new(&self.scenario, &self.space);
        Ok(Gathering { prepared: self, plan: *plan, sums, groups: 0, spread: Vec::new() })
    }
}

/// A run of which the parts are added up.
pub(crate) struct Gathering<'p> {
    prepared: &'p Prepared,
    plan: RunPlan,
    sums: RunSums,
    groups: usize,
    spread: Vec<Distribution>,
}

impl Gathering<'_> {
    /// Adds the next group; `false` where it is none of this run.
    pub(crate) fn add(&mut self, group: GroupOutcome) -> bool {
        let left = self.plan.draws.saturating_sub(self.groups * LANES);
        if left == 0 || !self.fits(&group, left.min(LANES)) {
            return false;
        }
        self.groups += 1;
        self.sums.add(group);
        true
    }

    /// Adds net benefits of households of a part; `false` where they are none of this run.
    pub(crate) fn add_spread(&mut self, spread: &[Distribution]) -> bool {
        let others = self.prepared.scenario().alternatives.len() - 1;
        if !(spread.is_empty() || spread.len() == others) || !spread.iter().flatten().all(|part| part.is_whole()) {
            return false;
        }
        self.spread.resize_with(self.spread.len().max(spread.len()), Distribution::default);
        let pairs = self.spread.iter_mut().flatten().zip(spread.iter().flatten());
        pairs.for_each(|(all, part)| all.merge(part));
        true
    }

    /// The results, once all groups are there.
    pub(crate) fn finish(self) -> Option<Results> {
        let Self { prepared, plan, sums, groups, spread } = self;
        (groups == plan.groups()).then(|| sums.finish(plan, Arc::clone(&prepared.space), spread))
    }

    /// Whether a group of so many draws has the shape of this run: what is worked out of it relies on that.
    fn fits(&self, group: &GroupOutcome, lanes: usize) -> bool {
        let scenario = self.prepared.scenario();
        let parameters = group.parameters.len() == lanes
            && group.parameters.iter().all(|values| values.len() == scenario.parameters.len());
        let shapes = group.alternatives.iter().zip(&self.sums.alternatives).enumerate();
        parameters
            && group.capped.len() == lanes
            && group.alternatives.len() == self.sums.alternatives.len()
            && shapes.into_iter().all(|(at, (part, sum))| {
                let households = if at > 0 && self.plan.households > 0 { lanes } else { 0 };
                has_shape(part, sum, lanes, households)
                    && of_items(part, scenario.items.len())
                    && of_years(part, scenario)
            })
            && of_space(&group.alternatives, &self.prepared.space)
    }
}

fn has_shape(part: &AlternativeResults, sum: &AlternativeResults, lanes: usize, households: usize) -> bool {
    // Figures by draw alone leave the rest empty.
    let lengths = |all: &AlternativeResults| [all.transitions.len(), all.months.len(), all.flows.len(), all.end.len()];
    let of_rows = lengths(part).into_iter().zip(lengths(sum)).all(|(part, sum)| part == 0 || part == sum);
    part.draws.len() == lanes
        && part.item_draws.len() == lanes
        && part.households.len() == households
        && of_rows
        && (part.shares.is_empty() || part.shares.len() == sum.shares.len())
}

fn of_items(part: &AlternativeResults, items: usize) -> bool {
    (part.items.is_empty() || part.items.len() == items) && part.item_draws.iter().all(|draw| draw.len() == items)
}

/// Whether all draws tell of each item and year, or none does.
fn of_years(part: &AlternativeResults, scenario: &Scenario) -> bool {
    let years = scenario.settings.cycle.years(scenario.settings.horizon);
    let whole = part.item_years.iter().all(|draw| draw.len() == scenario.items.len() * years);
    part.item_years.is_empty() || (part.item_years.len() == part.draws.len() && whole)
}

fn of_space(alternatives: &[AlternativeResults], space: &Space) -> bool {
    alternatives.iter().flat_map(|all| &all.shares).all(|shares| shares.len() == space.states)
}
