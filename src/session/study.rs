//! A session on a study: the runs of one scenario in many variants.
//!
//! In: a [`Study`] and [`RunOptions`]. Out: [`StudyRun`] with its answer. The variants run one after the other with
//! the same seed, for figures by draw alone. System problems are not looked at.

use crate::analyse::study::{self, StudyAnswer};
use crate::diagnostics::{Diagnostics, Sources};
use crate::model::{ReplacedPrice, Scenario, Text};
use crate::read::study::{Study, Variants};
use crate::read::{Files, Refused};
use crate::session::error::SessionError;
use crate::session::identity;
use crate::session::options::{DrawCount, RunOptions};
use crate::simulate::{Monitor, Prepared, RESULTS_VERSION, RunPlan, Unwatched};
use std::sync::Arc;

/// One scenario in many variants, and what is asked of each.
pub struct StudySession {
    study: Study,
    variants: Variants,
    set: Vec<(String, String)>,
    options: RunOptions,
}

/// What will be run.
pub struct PlannedStudy {
    study: Study,
    /// The scenarios of the variants, with the alternatives that were chosen.
    pub scenarios: Vec<Arc<Scenario>>,
    /// The plan of each.
    pub plans: Vec<RunPlan>,
    replaced_prices: Vec<ReplacedPrice>,
    sources: Sources,
    set: Vec<(String, String)>,
}

/// What came of a study.
#[derive(Clone, Debug)]
pub struct StudyRun {
    /// The answer.
    pub answer: StudyAnswer,
    /// Title of the study.
    pub title: Text,
    /// Names and texts of the alternatives, as in the first variant.
    pub labels: Vec<(String, Text)>,
    /// All files that were read.
    pub sources: Sources,
}

impl StudySession {
    /// Reads the scenario of every variant; `set` gives other values to characteristics and parameters in all of them.
    ///
    /// # Errors
    /// [`Refused`] with the faults of all variants.
    pub fn load(study: Study, files: &dyn Files, set: &[(String, String)]) -> Result<Self, Refused> {
        let variants = study.load(files, set)?;
        Ok(Self { study, variants, set: set.to_vec(), options: RunOptions::default() })
    }

    /// What is asked of every variant.
    pub fn options(mut self, options: RunOptions) -> Self {
        self.options = options;
        self
    }

    /// All files that were read.
    pub fn sources(&self) -> &Sources {
        &self.variants.sources
    }

    /// What somebody should look at in the first variant.
    pub fn warnings(&self) -> &Diagnostics {
        &self.variants.warnings
    }

    /// What will be run.
    ///
    /// # Errors
    /// Options that cannot be met in a variant, or a variant that is too large for any method.
    pub fn plan(self) -> Result<PlannedStudy, SessionError> {
        let StudySession { study, variants, set, options } = self;
        if matches!(options.draws, DrawCount::UntilPrecise { .. }) {
            return Err(SessionError::PrecisionOfStudy);
        }
        let Variants { scenarios, sources, replaced: replaced_prices, .. } = variants;
        let chosen = scenarios.into_iter().map(|scenario| Ok(Arc::new(options.choose(scenario)?)));
        let scenarios: Vec<Arc<Scenario>> = chosen.collect::<Result<_, SessionError>>()?;
        // What is prepared is not kept: that of a thousand variants would take much memory.
        let plan = |scenario: &Arc<Scenario>| options.plan(&Prepared::new(scenario.clone())?);
        let plans = scenarios.iter().map(plan).collect::<Result<_, _>>()?;
        Ok(PlannedStudy { study, scenarios, plans, replaced_prices, sources, set })
    }

    /// Runs it.
    ///
    /// # Errors
    /// As [`StudySession::plan`] and [`PlannedStudy::run`].
    pub fn run(self) -> Result<StudyRun, SessionError> {
        self.run_with(&Unwatched)
    }

    /// The same, with a monitor that hears of progress and may stop it.
    ///
    /// # Errors
    /// As [`StudySession::run`], and a stop on request.
    pub fn run_with(self, monitor: &dyn Monitor) -> Result<StudyRun, SessionError> {
        self.plan()?.run(monitor)
    }
}

impl PlannedStudy {
    /// Draws of all variants together.
    pub fn draws(&self) -> usize {
        self.plans.iter().map(|plan| plan.draws).sum()
    }

    /// Runs all variants.
    ///
    /// # Errors
    /// What the engine finds wrong in a variant, or a stop on request.
    pub fn run(self, monitor: &dyn Monitor) -> Result<StudyRun, SessionError> {
        let mut variants = Vec::with_capacity(self.plans.len());
        for ((variant, scenario), plan) in self.study.variants.iter().zip(&self.scenarios).zip(&self.plans) {
            let results = Prepared::new(scenario.clone())?.run_by_draw(plan, monitor)?;
            variants.push(study::answer(&variant.name, &variant.values, scenario, &results));
        }
        let first = self.scenarios.first();
        let alternatives = first.map_or(&[][..], |scenario| &scenario.alternatives[1..]);
        let answer = StudyAnswer {
            id: self.plans.first().map(|plan| identity::id(&self.sources, plan, &self.set)).unwrap_or_default(),
            results_version: RESULTS_VERSION,
            engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
            study: self.study.id,
            price_year: first.map_or(0, |scenario| scenario.settings.price_year.year()),
            replaced_prices: self.replaced_prices,
            variants,
        };
        let labels = alternatives.iter().map(|alternative| (alternative.id.clone(), alternative.label.clone()));
        Ok(StudyRun { answer, title: self.study.title, labels: labels.collect(), sources: self.sources })
    }
}
