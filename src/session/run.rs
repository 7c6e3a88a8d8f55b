//! A run that was planned, and what came of it.
//!
//! In: a scenario, a plan, and what was read. Out: [`Run`]: results, and the complete answer.

use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::uncertainty::precision::Precision;
use crate::analyse::{self, Answer, EvidenceAnswer};
use crate::diagnostics::Sources;
use crate::model::{HalfWidths, ReplacedPrice, Scenario};
use crate::session::error::SessionError;
#[cfg(feature = "shard")]
use crate::session::one_run::OneRun;
use crate::session::one_run::Source;
use crate::session::options::RunOptions;
use crate::session::{identity, problems, starts};
use crate::simulate::rules::history::{History, history};
use crate::simulate::{AlternativeResults, Enough, Monitor, Prepared, Results, RunPlan};

/// What will be run.
#[derive(Clone, Debug)]
pub struct PlannedRun {
    /// The scenario, with the alternatives that were chosen, ready to be run.
    pub prepared: Prepared,
    /// Method, draws (the most, where it runs until it is precise), households, seed.
    pub plan: RunPlan,
    /// Alternatives of the scenario that were not chosen.
    pub not_reckoned: Vec<String>,
    pub(super) with_system_problems: Option<Box<Scenario>>,
    pub(super) replaced_prices: Vec<ReplacedPrice>,
    /// What is the least that is not known of a figure of each grade.
    pub(super) half_widths: HalfWidths,
    pub(super) sources: Sources,
    pub(super) set: Vec<(String, String)>,
    /// What decides the numbers of the whole scenario.
    pub(super) fingerprint: String,
    pub(super) options: RunOptions,
    /// Of the scenario before its parameters were put at their means.
    pub(super) evidence: EvidenceAnswer,
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The scenario, with the alternatives that were chosen; it can be run again, also with other values.
    pub prepared: Prepared,
    /// What was run: where it went on until it was precise, with the draws that this took.
    pub plan: RunPlan,
    /// Alternatives of the scenario that were not chosen.
    pub not_reckoned: Vec<String>,
    /// Everything that was found out.
    pub results: Results,
    /// The answer, complete: with its id, the prices that were replaced and, where asked for, what system problems
    /// cost.
    pub answer: Answer,
    /// What came of the aims; `None` where there were none.
    pub precision: Option<Precision>,
    /// All files that were read; none where the scenario was made in a program.
    pub sources: Sources,
}

impl Run {
    /// The scenario, with the alternatives that were chosen.
    pub fn scenario(&self) -> &Scenario {
        self.prepared.scenario()
    }

    /// The answer alone.
    pub fn answer(self) -> Answer {
        self.answer
    }
}

impl PlannedRun {
    /// Draws of all its runs together: as many as a [`Monitor`] hears of, unless it stops earlier because it is
    /// precise.
    pub fn draws(&self) -> usize {
        let starts = if self.options.by_start { starts::mixed(self.prepared.scenario()).len() } else { 0 };
        self.plan.draws * (1 + usize::from(self.with_system_problems.is_some())) + starts * starts::draws(&self.plan)
    }

    /// Why households are simulated month by month and not from event to event; `None` where they are not.
    pub fn history(&self) -> Option<History> {
        history(self.prepared.scenario()).filter(|_| self.plan.households > 0)
    }

    /// Runs it.
    ///
    /// # Errors
    /// What the engine finds wrong, a stop on request, or system problems that only households can tell where there
    /// are none.
    pub fn run(self, monitor: &dyn Monitor) -> Result<Run, SessionError> {
        let aims = self.options.aims();
        let design = SamplingDesign::of(self.prepared.scenario(), self.plan.method);
        let enough = |found: &[AlternativeResults]| aims.iter().all(|aim| aim.is_met(found, design));
        let enough: Option<Enough> = if aims.is_empty() { None } else { Some(&enough) };
        let results = self.prepared.run_until(&self.plan, monitor, enough)?;
        self.answered(results, &mut |run| run.results(monitor))
    }

    /// All its runs, in the order in which [`Self::with_results`] asks for their results.
    #[cfg(feature = "shard")]
    pub(super) fn runs(&self) -> Result<Vec<OneRun>, SessionError> {
        let mut runs = vec![OneRun::whole(self.prepared.clone(), self.plan)];
        if let Some(scenario) = &self.with_system_problems {
            runs.push(problems::one_run((**scenario).clone(), &self.plan, &self.options)?);
        }
        if self.options.by_start {
            runs.extend(starts::runs(&self.prepared, &self.plan)?);
        }
        Ok(runs)
    }

    /// The same as [`Self::run`], of results that come from elsewhere.
    #[cfg(feature = "shard")]
    pub(super) fn with_results(self, results: Source<'_>) -> Result<Run, SessionError> {
        let found = results(&OneRun::whole(self.prepared.clone(), self.plan))?;
        self.answered(found, results)
    }

    /// What comes of the results of the first run, and of those of the further ones.
    fn answered(self, results: Results, further: Source<'_>) -> Result<Run, SessionError> {
        let PlannedRun {
            prepared,
            plan,
            not_reckoned,
            with_system_problems,
            replaced_prices,
            sources,
            set,
            fingerprint,
            options,
            evidence,
            ..
        } = self;
        let aims = options.aims();
        let scenario = prepared.scenario();
        let reached = || Precision::new(scenario, &results, aims, plan.draws);
        let precision = (!aims.is_empty()).then(reached);
        let plan = results.plan;
        let mut answer = analyse::answer(scenario, &results);
        answer.replaced_prices = replaced_prices;
        answer.values_set = set;
        (answer.evidence, answer.at_means) = (evidence, options.at_means);
        if let Some(with_system_problems) = with_system_problems {
            answer.system_problems = problems::costs(*with_system_problems, &plan, &options, &mut *further)?;
        }
        if options.by_start {
            answer.by_start = starts::by_start(&prepared, &plan, further)?;
        }
        answer.id = identity::id(&fingerprint, &plan);
        Ok(Run { prepared, plan, not_reckoned, results, answer, precision, sources })
    }
}
