//! One of the runs of which an answer is made.
//!
//! In: a prepared scenario, a plan, how much is asked. Out: [`Results`], worked out here or got from who has them.

use crate::session::error::SessionError;
use crate::simulate::{Detail, Monitor, Prepared, Results, RunPlan};

/// One run.
#[derive(Clone, Debug)]
pub(crate) struct OneRun {
    /// What is run.
    pub(crate) prepared: Prepared,
    /// Draws, households, seed, method.
    pub(crate) plan: RunPlan,
    /// How much it finds out.
    pub(crate) detail: Detail,
}

/// Where the results of runs come from.
pub(crate) type Source<'s> = &'s mut dyn FnMut(&OneRun) -> Result<Results, SessionError>;

impl OneRun {
    /// For everything.
    pub(crate) fn whole(prepared: Prepared, plan: RunPlan) -> Self {
        Self { prepared, plan, detail: Detail::All }
    }

    /// For figures by draw alone.
    pub(crate) fn by_draw(prepared: Prepared, plan: RunPlan) -> Self {
        Self { prepared, plan: plan.by_draw(), detail: Detail::ByDraw }
    }

    /// For figures by draw and year.
    pub(crate) fn by_year(prepared: Prepared, plan: RunPlan) -> Self {
        Self { prepared, plan: plan.by_draw(), detail: Detail::ByYear }
    }

    /// Runs it here.
    ///
    /// # Errors
    /// What the engine finds wrong, or a stop on request.
    pub(crate) fn results(&self, monitor: &dyn Monitor) -> Result<Results, SessionError> {
        Ok(match self.detail {
            Detail::ByDraw => self.prepared.run_by_draw(&self.plan, monitor)?,
            Detail::ByYear => self.prepared.run_by_year(&self.plan, monitor)?,
            Detail::Futures => self.prepared.futures(&self.plan, monitor)?,
            Detail::All | Detail::Occupancy => self.prepared.run(&self.plan, monitor)?,
        })
    }
}
