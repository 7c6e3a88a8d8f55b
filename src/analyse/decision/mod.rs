//! Decision analysis: what a decision rests on, and what would change it.
//!
//! In: results by draw, known probabilities of all uncertain figures. Out: one answer for each question, as plain data.
//! All of it is about the headline total, society with valued quality of life, unless a name says otherwise.

pub mod additive;
pub mod alternatives;
pub mod break_even;
pub mod choices;
pub mod drivers;
pub mod evidence;
pub mod information;
pub mod known;
pub mod less_trust;
pub mod otherwise;
pub mod risk;
pub mod total;
pub mod uses;
pub mod waiting;

use crate::analyse::answer::Labels;
use crate::analyse::decision::alternatives::Choice;
use crate::analyse::decision::break_even::PlanBreakEven;
use crate::analyse::decision::choices::PlanChoices;
use crate::analyse::decision::drivers::PlanDrivers;
use crate::analyse::decision::evidence::PlanEvidence;
use crate::analyse::decision::information::Information;
use crate::analyse::decision::less_trust::PlanLessTrust;
use crate::analyse::decision::risk::PlanRisk;
use crate::analyse::decision::waiting::PlanWaiting;
use crate::analyse::statistics::design::{Kept, SamplingDesign};
use crate::analyse::word::{self, Word};
use crate::model::{Scenario, Text};
use crate::simulate::Results;
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// A question about a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionQuestion {
    /// On which figures the balance rests.
    Drivers,
    /// At which value of a figure the balance is 0.
    BreakEven,
    /// What starting later costs.
    Waiting,
    /// Which alternative to choose.
    Alternatives,
    /// What it is worth to know more.
    Information,
    /// How well what matters is known.
    Evidence,
    /// What can be lost.
    Risk,
}

impl DecisionQuestion {
    /// All, in the order in which they are answered.
    pub const ALL: [Self; 7] = [
        Self::Drivers,
        Self::BreakEven,
        Self::Waiting,
        Self::Alternatives,
        Self::Information,
        Self::Evidence,
        Self::Risk,
    ];

    /// Its name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Drivers => "drivers",
            Self::BreakEven => "break-even",
            Self::Waiting => "waiting",
            Self::Alternatives => "alternatives",
            Self::Information => "information",
            Self::Evidence => "evidence",
            Self::Risk => "risk",
        }
    }
}

/// Answers to questions about a decision; what was not asked, or cannot be told, is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Hash of everything that decides the numbers: that of the run.
    pub id: String,
    /// Raised only when numbers change.
    pub results_version: u32,
    /// Name and version of the program.
    pub engine: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: Text,
    /// What was set: name or path, and value.
    pub values_set: Vec<(String, String)>,
    /// Seed.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// Simulated households per draw.
    pub households: usize,
    /// `cohort` or `micro` or `months`.
    #[serde(deserialize_with = "word::read")]
    pub method: Word,
    /// `sobol` or `random`.
    #[serde(deserialize_with = "word::read")]
    pub sampling: Word,
    /// Year of the euros.
    pub price_year: i32,
    /// Number of figures that are drawn.
    pub drawn_figures: usize,
    /// On which figures the balance rests.
    pub drivers: Option<Vec<PlanDrivers>>,
    /// What discrete choices of whoever reckons do to the balance.
    pub choices: Option<Vec<PlanChoices>>,
    /// At which value of a figure the balance is 0.
    pub break_even: Option<Vec<PlanBreakEven>>,
    /// What starting later costs.
    pub waiting: Option<Vec<PlanWaiting>>,
    /// Which alternative to choose.
    pub alternatives: Option<Choice>,
    /// What it is worth to know more.
    pub information: Option<Information>,
    /// How well what matters is known.
    pub evidence: Option<Vec<PlanEvidence>>,
    /// What comes out where less is believed.
    pub less_trust: Option<Vec<PlanLessTrust>>,
    /// What can be lost.
    pub risk: Option<Vec<PlanRisk>>,
    /// Names of alternatives and accounts for people.
    pub labels: Labels,
}

impl Analysis {
    /// The plan with the highest mean balance, by whatever answer tells it.
    pub fn best(&self) -> Option<String> {
        let means: Vec<(&String, f64)> = if let Some(plans) = &self.drivers {
            plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
        } else if let Some(plans) = &self.break_even {
            plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
        } else if let Some(plans) = &self.waiting {
            plans.iter().filter_map(|plan| Some((&plan.alternative, plan.months.first()?.net_benefit))).collect()
        } else if let Some(choice) = &self.alternatives {
            let null = self.labels.alternatives.first().map(|(id, _)| id);
            let plans = choice.plans.iter().filter(|plan| Some(&plan.alternative) != null);
            plans.map(|plan| (&plan.alternative, plan.net_benefit)).collect()
        } else if let Some(plans) = &self.risk {
            plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
        } else {
            let plans = self.labels.alternatives.iter().skip(1);
            let best = self.information.as_ref().map(|information| &information.best);
            plans.map(|(id, _)| (id, f64::from(u8::from(Some(id) == best)))).collect()
        };
        means.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(id, _)| id.clone())
    }
}

/// Net benefits by draw of every alternative but the null alternative, and how they came about.
#[derive(Clone, Copy, Debug)]
pub struct DecisionDraws<'r> {
    /// What was run.
    pub scenario: &'r Scenario,
    /// What came of it.
    pub results: &'r Results,
    /// How draws were made.
    pub design: SamplingDesign,
}

impl<'r> DecisionDraws<'r> {
    /// Those of a run.
    pub fn new(scenario: &'r Scenario, results: &'r Results) -> Self {
        Self { scenario, results, design: SamplingDesign::of(scenario, results.plan.method) }
    }

    /// Number of draws.
    pub fn count(&self) -> usize {
        self.results.plan.draws
    }

    /// Number of alternatives but the null alternative.
    pub fn plans(&self) -> usize {
        self.results.alternatives.len().saturating_sub(1)
    }

    /// Name of a plan: an alternative, counted without the null alternative.
    pub fn id(&self, plan: usize) -> &'r str {
        &self.scenario.alternatives[plan + 1].id
    }

    /// Net benefits of a plan in the draws that are kept, less the noise of few simulated households.
    pub fn net(&self, plan: usize, kept: Kept) -> Vec<f64> {
        self.design.between_kept(&self.results.alternatives[plan + 1], HEADLINE, kept)
    }
}
