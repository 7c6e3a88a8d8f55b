//! A session on a study: the runs of one scenario in many variants.
//!
//! In: a [`Study`] and [`RunOptions`]. Out: [`StudyRun`] with its answer. The variants run one after the other with
//! the same seed, for figures by draw alone unless others are asked for. System problems are not looked at.

use crate::analyse::structure::{VersionDraws, structure};
use crate::analyse::study::{self, NamedVariant, Reference, StudyAnswer, VariantAnswer};
use crate::diagnostics::{Diagnostics, Sources};
use crate::model::{Scenario, Text};
use crate::read::study::{Study, Variant, Variants};
use crate::read::{Files, Refused, Remembered};
use crate::session::error::SessionError;
use crate::session::identity;
use crate::session::one_run::{OneRun, Source};
use crate::session::options::{DrawCount, RunOptions};
use crate::simulate::{Monitor, Prepared, RESULTS_VERSION, RunPlan, Unwatched};

/// One scenario in many variants, and what is asked of each.
pub struct StudySession<'f> {
    study: Study,
    files: Remembered<'f>,
    variants: Variants,
    set: Vec<(String, String)>,
    options: RunOptions,
}

/// What will be run.
pub struct PlannedStudy<'f> {
    session: StudySession<'f>,
    /// The first variant, with the alternatives that were chosen.
    pub first: Scenario,
    /// The plan of the first variant.
    pub plan: RunPlan,
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

/// What came of one variant.
struct AnsweredVariant {
    answer: VariantAnswer,
    /// What decides its numbers.
    decides: (String, RunPlan),
    /// Its draws, where it has a weight.
    weighed: Option<VersionDraws>,
}

impl<'f> StudySession<'f> {
    /// Reads the scenario of every variant; `set` gives other values to characteristics and parameters in all of them.
    ///
    /// # Errors
    /// [`Refused`] with the faults of all variants.
    pub fn load(study: Study, files: &'f dyn Files, set: &[(String, String)]) -> Result<Self, Refused> {
        let variants = study.load(files, set)?;
        let files = Remembered::new(files);
        Ok(Self { study, files, variants, set: set.to_vec(), options: RunOptions::default() })
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
    /// Options that cannot be met in the first variant, or that it is too large for any method.
    pub fn plan(self) -> Result<PlannedStudy<'f>, SessionError> {
        if matches!(self.options.draws, DrawCount::UntilPrecise { .. }) {
            return Err(SessionError::PrecisionOfStudy);
        }
        let first = self.options.choose(self.variants.first.clone())?;
        let plan = self.options.plan(&Prepared::new(first.clone())?)?;
        Ok(PlannedStudy { session: self, first, plan })
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

    fn answer(
        &self,
        variant: &Variant,
        reference: &mut Option<Reference>,
        results: Source<'_>,
    ) -> Result<AnsweredVariant, SessionError> {
        let (run, decides) = variant_run(&self.study, variant, &self.files, &self.set, &self.options)?;
        let results = results(&run)?;
        let scenario = run.prepared.scenario();
        let named = NamedVariant { name: &variant.name, values: &variant.values };
        let answer = study::answer(&named, (scenario, &results), reference.as_ref(), &self.study.figures);
        reference.get_or_insert_with(|| Reference::of(scenario, &results));
        let weighed = variant.weight.map(|weight| VersionDraws::new(&variant.name, weight, scenario, &results));
        let answer = answer.map_err(SessionError::Figure)?;
        Ok(AnsweredVariant { answer, decides, weighed })
    }
}

impl PlannedStudy<'_> {
    /// Draws of all variants together.
    pub fn draws(&self) -> usize {
        let draws = self.session.variants.draws.iter();
        draws.map(|draws| self.session.options.draws_of(*draws)).sum()
    }

    /// Runs all variants.
    ///
    /// # Errors
    /// What the engine finds wrong in a variant, options that it cannot meet, a figure that is not there, or a stop on
    /// request.
    pub fn run(self, monitor: &dyn Monitor) -> Result<StudyRun, SessionError> {
        self.with_results(&mut |run| run.results(monitor))
    }

    /// The same as [`Self::run`], of results that come from elsewhere.
    pub(super) fn with_results(self, results: Source<'_>) -> Result<StudyRun, SessionError> {
        let PlannedStudy { session, first, .. } = self;
        let mut reference = None;
        let variants = session.study.variants.iter();
        let found = variants.map(|variant| session.answer(variant, &mut reference, &mut *results));
        let (mut variants, mut decides, mut versions) = (Vec::new(), Vec::new(), Vec::new());
        for found in found {
            let found = found?;
            variants.push(found.answer);
            decides.push(found.decides);
            versions.extend(found.weighed);
        }
        let StudySession { study, variants: read, set, .. } = session;
        let answer = StudyAnswer {
            id: identity::id_of_parts(decides.into_iter()),
            results_version: RESULTS_VERSION,
            engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
            study: study.id,
            title: study.title.clone(),
            values_set: set,
            price_year: first.settings.price_year.year(),
            replaced_prices: read.replaced,
            structure: structure(&versions),
            variants,
        };
        let alternatives = first.alternatives.iter().skip(1);
        let labels = alternatives.map(|alternative| (alternative.id.clone(), alternative.label.clone()));
        Ok(StudyRun { answer, title: study.title, labels: labels.collect(), sources: read.sources })
    }
}

/// The run of one variant, with what decides its numbers. Its scenario is read again: to keep thousands would take much
/// memory.
pub(super) fn variant_run(
    study: &Study,
    variant: &Variant,
    files: &dyn Files,
    set: &[(String, String)],
    options: &RunOptions,
) -> Result<(OneRun, (String, RunPlan)), SessionError> {
    let scenario = study.scenario(variant, files, set).map_err(|_| SessionError::Refused)?;
    let fingerprint = identity::fingerprint(&scenario);
    let prepared = Prepared::new(options.choose(scenario)?)?;
    let plan = options.plan(&prepared)?;
    // What is chance between households is told of versions with weights.
    let by_draw = study.figures.is_empty() && !study.has_weights();
    let run = if by_draw { OneRun::by_draw(prepared, plan) } else { OneRun::whole(prepared, plan) };
    Ok((run, (fingerprint, plan)))
}
