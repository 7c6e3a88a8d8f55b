//! The runs that answer questions about a decision.
//!
//! In: a planned run, questions. Out: an [`AnalysisRun`]. One run gives most answers; where a figure breaks even, and what
//! waiting costs, take runs of their own.

mod break_even;
mod caseload;
mod choices;
mod foreign;
mod less_trust;
mod total;
mod variants;
mod waiting;

pub use crate::session::analysis::foreign::{ForeignAnalysis, analyse_draws};

use crate::analyse::answer::Labels;
use crate::analyse::decision::additive::Figures;
use crate::analyse::decision::alternatives::choice;
use crate::analyse::decision::drivers::drivers;
use crate::analyse::decision::evidence::evidence;
use crate::analyse::decision::information::information;
use crate::analyse::decision::known::{Models, figures};
use crate::analyse::decision::risk::risk;
use crate::analyse::decision::{Analysis, DecisionDraws, DecisionQuestion};
use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::statistics::sample::mean;
use crate::diagnostics::Sources;
use crate::model::Scenario;
use crate::session::error::SessionError;
use crate::session::identity;
use crate::session::run::PlannedRun;
use crate::simulate::{AlternativeResults, Method, Monitor, Prepared, RESULTS_VERSION, RunPlan};

/// What is asked about a decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisOptions {
    /// Questions; all where empty.
    pub questions: Vec<DecisionQuestion>,
    /// Numbers of cases for which the risk of who pays is told.
    pub caseload: Vec<usize>,
    /// Whether to find out total Sobol' indices as well.
    pub total_indices: bool,
    /// By how many percent effects are discounted; `None` where nobody asked.
    pub discount_effects: Option<f64>,
}

/// What came of an analysis.
#[derive(Clone, Debug)]
pub struct AnalysisRun {
    /// The scenario, with the alternatives that were chosen.
    pub prepared: Prepared,
    /// What was run.
    pub plan: RunPlan,
    /// The answers.
    pub answer: Analysis,
    /// All files that were read.
    pub sources: Sources,
}

impl AnalysisRun {
    /// The scenario, with the alternatives that were chosen.
    pub fn scenario(&self) -> &Scenario {
        self.prepared.scenario()
    }
}

impl AnalysisOptions {
    /// Whether a question is asked.
    pub fn has(&self, question: DecisionQuestion) -> bool {
        self.questions.is_empty() || self.questions.contains(&question)
    }
}

impl PlannedRun {
    /// Answers questions about a decision.
    ///
    /// # Errors
    /// Parameters at their means, which leave nothing to analyse, what the engine finds wrong, or a stop on request.
    pub fn analyse(self, asked: &AnalysisOptions, monitor: &dyn Monitor) -> Result<AnalysisRun, SessionError> {
        use DecisionQuestion as Question;
        let PlannedRun { prepared, plan, sources, set, fingerprint, options, half_widths, .. } = self;
        if options.at_means {
            return Err(SessionError::AnalysisOfMeans);
        }
        let single = asked.has(Question::Risk) || plan.method != Method::Cohort;
        let plan = RunPlan { households: if single { plan.households } else { 0 }, ..plan };
        let aims = options.aims();
        let results = if !aims.is_empty() {
            let design = SamplingDesign::of(prepared.scenario(), plan.method);
            let enough = |found: &[AlternativeResults]| aims.iter().all(|aim| aim.is_met(found, design));
            prepared.run_until(&plan, monitor, Some(&enough))?
        } else if asked.has(Question::Risk) {
            prepared.run(&plan, monitor)?
        } else {
            prepared.run_by_draw(&plan, monitor)?
        };
        let plan = results.plan;
        let scenario = prepared.scenario();
        let draws = DecisionDraws::new(scenario, &results);
        let additive = Figures::new(scenario, &prepared.probabilities(&plan));
        let known = figures(scenario, &additive);
        let by_figure = [Question::Drivers, Question::BreakEven, Question::Information, Question::Evidence];
        let models = if by_figure.into_iter().any(|question| asked.has(question)) {
            Models::new(&additive, &draws)
        } else {
            None
        };
        let models = models.as_ref();
        let about = asked.has(Question::Information) || asked.has(Question::Evidence);
        let told = models.filter(|_| about).map(|models| information(&draws, models, &known));
        let means: Vec<f64> = results.alternatives[1..]
            .iter()
            .map(|own| mean(own.draws.iter().map(|draw| draw.net_benefit[crate::simulate::ledger::HEADLINE])))
            .collect();
        let plans: Vec<String> = scenario.alternatives[1..].iter().map(|plan| plan.id.clone()).collect();
        let mut answer = Analysis {
            id: identity::id(&fingerprint, &plan),
            results_version: RESULTS_VERSION,
            engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            values_set: set,
            seed: plan.seed,
            draws: plan.draws,
            households: plan.households,
            method: plan.method.name(),
            sampling: scenario.settings.sampling.key(),
            price_year: scenario.settings.price_year.year(),
            drawn_figures: known.len(),
            drivers: models.filter(|_| asked.has(Question::Drivers)).map(|models| drivers(&draws, models, &known)),
            choices: None,
            break_even: None,
            waiting: None,
            alternatives: asked.has(Question::Alternatives).then(|| choice(&draws)),
            evidence: told
                .as_ref()
                .filter(|_| asked.has(Question::Evidence))
                .map(|told| evidence(&plans, &told.groups)),
            information: told.filter(|_| asked.has(Question::Information)),
            less_trust: None,
            risk: asked.has(Question::Risk).then(|| risk(&draws)),
            labels: Labels::of(scenario),
        };
        if asked.has(Question::Drivers) {
            answer.choices = Some(choices::of_plans(&prepared, &draws, monitor)?);
        }
        if let Some(models) = models.filter(|_| asked.has(Question::BreakEven)) {
            answer.break_even = Some(break_even::of_plans(&prepared, &draws, models, &known, &options, monitor)?);
        }
        if asked.has(Question::Waiting) {
            answer.waiting = Some(waiting::of_plans(&prepared, &plan, &means, monitor)?);
        }
        if let Some(found) = answer.drivers.as_mut().filter(|_| asked.total_indices) {
            total::fill(&prepared, &draws, &known, found, monitor)?;
        }
        if asked.has(Question::Evidence) {
            let percent = asked.discount_effects;
            answer.less_trust = Some(less_trust::of_plans(&prepared, &draws, &half_widths, percent, monitor)?);
        }
        if let Some(risk) = answer.risk.as_mut().filter(|_| !asked.caseload.is_empty()) {
            caseload::fill(&prepared, &draws, &asked.caseload, risk, monitor)?;
        }
        Ok(AnalysisRun { plan, answer, sources, prepared })
    }
}
