//! Runs of all kinds of households of a caseload, and the figures by draw that come of them.
//!
//! In: kinds, a range of draws. Out: [`Figures`].

use crate::analyse::portfolio::figures::{PlanFigures, figures};
use crate::analyse::statistics::sample::{mean, shrunk};
use crate::session::error::SessionError;
use crate::session::one_run::{OneRun, Source};
use crate::session::portfolio::kinds::Kinds;
use crate::simulate::ledger::TOTALS;
use crate::simulate::{Method, Results, RunPlan, SimulationError};
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

/// Figures of all kinds from their runs; `codes` by kind is how its owner knows the first of it.
pub(super) fn of_runs(
    kinds: &Kinds,
    plan: &RunPlan,
    codes: &[String],
    most_memory: f64,
    results: Source<'_>,
) -> Result<Figures, SessionError> {
    let mut found = Figures::default();
    for kind in 0..kinds.count() {
        let run = one_run(kinds, kind, plan)?;
        let own = results(&run).map_err(|error| error.of_case(codes.get(kind)))?;
        found.kinds.push(of_kind(&run, &own));
        // As large as all kinds will be, if they are like those so far.
        let bytes = found.bytes() / (kind + 1) as f64 * kinds.count() as f64;
        if bytes > most_memory {
            return Err(SimulationError::TooLarge { bytes, most: most_memory }.into());
        }
    }
    Ok(found)
}

/// The run of a kind: figures by draw and year, by the method that suits its scenario.
pub(super) fn one_run(kinds: &Kinds, kind: usize, plan: &RunPlan) -> Result<OneRun, SessionError> {
    let prepared = kinds.prepared(kind)?;
    let plan = RunPlan { method: prepared.best_method(), ..*plan };
    Ok(OneRun::by_year(prepared, plan))
}

fn of_kind(run: &OneRun, results: &Results) -> Vec<PlanFigures> {
    let mut found = figures(run.prepared.scenario(), results);
    if run.plan.method != Method::Cohort {
        without_noise(&mut found, results);
    }
    found
}

/// Takes the noise of few simulated households out of the spread between draws.
fn without_noise(figures: &mut [PlanFigures], results: &Results) {
    for (figures, own) in figures.iter_mut().zip(&results.alternatives[1..]) {
        for (total, net) in figures.net.iter_mut().enumerate() {
            *net = shrunk(net, mean(own.draws.iter().map(|draw| draw.noise[total])));
        }
    }
}
