//! Runs of all kinds of households of a caseload, and the figures by draw that come of them.
//!
//! In: kinds, a range of draws. Out: [`Figures`].

use crate::analyse::portfolio::figures::{PlanFigures, figures};
use crate::analyse::statistics::sample::{mean, shrunk};
use crate::session::error::SessionError;
use crate::session::portfolio::kinds::Kinds;
use crate::simulate::ledger::TOTALS;
use crate::simulate::{Method, Monitor, Results, RunPlan, SimulationError};
use serde::{Deserialize, Serialize};

/// By kind of household and plan what comes of it in each draw of a range.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// By kind and plan.
    pub kinds: Vec<Vec<PlanFigures>>,
}

impl Figures {
    /// Puts those of draws further on behind these.
    pub fn append(&mut self, more: Self) {
        for (own, more) in self.kinds.iter_mut().zip(more.kinds) {
            own.iter_mut().zip(more).for_each(|(own, more)| own.append(more));
        }
    }

    fn bytes(&self) -> f64 {
        let numbers = |figures: &PlanFigures| (figures.flows.len() + 2 * TOTALS + 1) * figures.draws();
        8.0 * self.kinds.iter().flatten().map(numbers).sum::<usize>() as f64
    }
}

/// Figures of all kinds in a range of draws; `codes` by kind is how its owner knows the first of it.
pub(super) fn of_draws(
    kinds: &Kinds,
    plan: &RunPlan,
    codes: &[String],
    monitor: &dyn Monitor,
) -> Result<Figures, SessionError> {
    let mut found = Figures::default();
    for kind in 0..kinds.count() {
        let own = of_kind(kinds, kind, plan, monitor).map_err(|error| error.of_case(codes.get(kind)))?;
        found.kinds.push(own);
        // As large as all kinds will be, if they are like those so far.
        let bytes = found.bytes() / (kind + 1) as f64 * kinds.count() as f64;
        if bytes > monitor.most_memory() {
            return Err(SimulationError::TooLarge { bytes, most: monitor.most_memory() }.into());
        }
    }
    Ok(found)
}

fn of_kind(
    kinds: &Kinds,
    kind: usize,
    plan: &RunPlan,
    monitor: &dyn Monitor,
) -> Result<Vec<PlanFigures>, SessionError> {
    let prepared = kinds.prepared(kind)?;
    let method = prepared.best_method();
    let plan = RunPlan { method, ..*plan };
    let results = prepared.run_by_year(&plan, monitor)?;
    let mut found = figures(prepared.scenario(), &results);
    if method != Method::Cohort {
        without_noise(&mut found, &results);
    }
    Ok(found)
}

/// Takes the noise of few simulated households out of the spread between draws.
fn without_noise(figures: &mut [PlanFigures], results: &Results) {
    for (figures, own) in figures.iter_mut().zip(&results.alternatives[1..]) {
        for (total, net) in figures.net.iter_mut().enumerate() {
            *net = shrunk(net, mean(own.draws.iter().map(|draw| draw.noise[total])));
        }
    }
}
