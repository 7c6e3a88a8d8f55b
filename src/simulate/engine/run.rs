//! Runs of a prepared scenario: all groups of draws, in parallel, added up in order.
//!
//! In: a [`Prepared`] scenario, a [`RunPlan`]. Out: [`Results`], the same for any number of threads.

use crate::model::{Sampling, Scenario, Settings};
use crate::simulate::engine::gather::RunSums;
use crate::simulate::engine::group::{GroupOutcome, Groups};
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::limits::{BATCH, BLOCK, LANES};
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::{Detail, Method, RunPlan};
use crate::simulate::results::{AlternativeResults, Results};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Whether what was found so far is enough.
pub type Enough<'a> = &'a (dyn Fn(&[AlternativeResults]) -> bool + Sync);

impl RunPlan {
    /// What the settings of a scenario ask for: its draws, households and seed, by the exact method where that is possible.
    /// Who has prepared the scenario asks [`Prepared::plan`].
    ///
    /// # Errors
    /// A scenario too large for the engine, or one whose parts do not fit together.
    pub fn of(scenario: &Scenario) -> Result<Self, SimulationError> {
        Ok(Prepared::new(scenario.clone())?.plan())
    }
}

impl Prepared {
    /// What the settings of the scenario ask for.
    pub fn plan(&self) -> RunPlan {
        let Settings { seed, draws, households, .. } = self.scenario().settings;
        RunPlan { seed, first_draw: 0, draws, households, method: self.best_method() }
    }

    /// Runs the scenario.
    ///
    /// # Errors
    /// A drawn value outside its bounds, a run too large for the engine, or a stop on request.
    pub fn run(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        self.run_until(plan, monitor, None)
    }

    /// Runs the scenario for figures by draw alone ([`Detail::ByDraw`]): by simulation that takes two thirds of the
    /// time. The figures are those of [`Self::run`] but for rounding.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn run_by_draw(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        let plan = plan.by_draw();
        let groups = Groups::new(self, plan, Detail::ByDraw, false, None, monitor.most_memory())?;
        self.run_groups(&groups, plan, monitor, None)
    }

    /// The same, with what each item comes to in each draw and year. By simulation it takes as long as a full run.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn run_by_year(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        let plan = plan.by_draw();
        let groups = Groups::new(self, plan, Detail::ByYear, false, None, monitor.most_memory())?;
        self.run_groups(&groups, plan, monitor, None)
    }

    /// By parameter and draw of the plan the chance of a lower value, uniform between 0 and 1; empty where it is not drawn.
    pub fn probabilities(&self, plan: &RunPlan) -> Vec<Vec<f64>> {
        let draws: Vec<u64> = (0..plan.draws as u64).map(|draw| plan.first_draw + draw).collect();
        self.sampler.probabilities(&self.scenario, plan.seed, &draws)
    }

    /// By alternative and row the mean share of households in each state of each domain, one domain after the other.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn occupancy(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Vec<Vec<Vec<f64>>>, SimulationError> {
        let results = self.run_occupancy(plan, monitor)?;
        Ok(results.alternatives.into_iter().map(|alternative| alternative.occupancy).collect())
    }

    /// Runs the scenario for who is where ([`Detail::Occupancy`]): at each border as a mean over draws, at the start and
    /// at the horizon for each draw as well.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn run_occupancy(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        // What is kept of other runs does not hold it.
        let mut fresh = self.clone();
        fresh.courses = None;
        let groups = Groups::new(&fresh, *plan, Detail::Occupancy, false, None, monitor.most_memory())?;
        fresh.run_groups(&groups, *plan, monitor, None)
    }

    /// Runs the scenario by simulation, with what becomes of each household and who is where at each border
    /// ([`Detail::Futures`]).
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn futures(&self, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        let method = if plan.method == Method::Cohort { Method::Micro } else { plan.method };
        let plan = RunPlan { method, ..*plan };
        let groups = Groups::new(self, plan, Detail::Futures, false, None, monitor.most_memory())?;
        self.run_groups(&groups, plan, monitor, None)
    }

    /// One future alone: that of this household in the first draw of the plan, as it is among all others.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn future(&self, plan: &RunPlan, household: usize, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
        let mut alone = self.clone();
        alone.first_household = household;
        alone.futures(&RunPlan { draws: 1, households: 1, ..*plan }, monitor)
    }

    /// Runs the scenario until there is enough: asked after each block of draws, with what was found so far by
    /// alternative (of which only the lists by draw are complete). The results are those of a plain run of so many
    /// draws, bit for bit; the draws of the plan are the most. Blocks are the same for any number of threads.
    ///
    /// # Errors
    /// As of [`Self::run`].
    pub fn run_until(
        &self,
        plan: &RunPlan,
        monitor: &dyn Monitor,
        enough: Option<Enough>,
    ) -> Result<Results, SimulationError> {
        let groups = Groups::new(self, *plan, Detail::All, enough.is_some(), None, monitor.most_memory())?;
        self.run_groups(&groups, *plan, monitor, enough)
    }

    /// Groups from one look whether there is enough to the next, of a run with `done` groups so far: as many again where a
    /// Sobol' sequence is most even at powers of two, else an eighth.
    fn next_block(&self, done: usize) -> usize {
        match self.scenario.settings.sampling {
            Sampling::Sobol => BLOCK.max(done),
            Sampling::Random => BLOCK.max(done / 8),
        }
    }

    fn run_groups(
        &self,
        groups: &Groups,
        plan: RunPlan,
        monitor: &dyn Monitor,
        enough: Option<Enough>,
    ) -> Result<Results, SimulationError> {
        let count = plan.draws.div_ceil(LANES);
        let mut sums = RunSums::new(&self.scenario, &self.space);
        let mut done = 0;
        while done < count {
            let end = enough.map_or(count, |_| count.min(done + self.next_block(done)));
            in_order(groups, &plan, done..end, BATCH, monitor, |part| {
                sums.add(part);
                Ok::<(), SimulationError>(())
            })?;
            done = end;
            if enough.is_some_and(|enough| enough(&sums.alternatives)) {
                break;
            }
        }
        let plan = RunPlan { draws: plan.draws.min(done * LANES), ..plan };
        Ok(sums.finish(plan, Arc::clone(&self.space), groups.distributions()))
    }
}

/// Works out groups of draws in parallel and hands them over in order, so many for each thread at a time: not all are
/// kept at once, and batches change no sum. The error that is reported is that of the first group that has one.
///
/// # Errors
/// That of a group or of `take`, or a stop on request.
pub(crate) fn in_order<E: From<SimulationError>>(
    groups: &Groups,
    plan: &RunPlan,
    range: Range<usize>,
    for_each_thread: usize,
    monitor: &dyn Monitor,
    mut take: impl FnMut(GroupOutcome) -> Result<(), E>,
) -> Result<(), E> {
    let run_group = |index| {
        if monitor.stopped() {
            return Err(SimulationError::Stopped);
        }
        let part = groups.run(index, monitor)?;
        monitor.advance(LANES.min(plan.draws - index * LANES));
        Ok(part)
    };
    let batch = for_each_thread * rayon::current_num_threads();
    for first in range.clone().step_by(batch) {
        let parts: Vec<Result<GroupOutcome, SimulationError>> =
            (first..range.end.min(first + batch)).into_par_iter().map(run_group).collect();
        for part in parts {
            take(part?)?;
        }
    }
    Ok(())
}
