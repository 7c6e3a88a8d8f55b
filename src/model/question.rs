//! Questions that a form asks before a scenario is reckoned, and what a case says on the form.
//!
//! In: nothing. Out: [`Question`] and [`CaseSheet`], plain data for forms. No number depends on a question: what is answered comes in as
//! another value of a characteristic, a parameter or a start.

use crate::model::Scenario;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an answer sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sets {
    /// Nothing: the answer is for the form only.
    Nothing,
    /// The characteristic with this name.
    Characteristic(String),
    /// The parameter with this name.
    Parameter(String),
    /// The state in which a domain starts; its index.
    Start(usize),
}

/// What kind of answer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// A number.
    Number,
    /// Yes (1) or no (0).
    YesNo,
    /// One of the choices.
    Choice,
    /// Free text.
    Text,
}

/// One of the answers that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is filled in: a number, or the name of a state.
    pub value: String,
    /// What people read.
    pub label: Text,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Name under which a question that sets nothing is answered; empty where there is none.
    pub id: String,
    /// The question itself.
    pub text: Text,
    /// A further explanation; empty where there is none.
    pub help: Text,
    /// What the answer sets.
    pub sets: Sets,
    /// What kind of answer is asked for.
    pub kind: AnswerKind,
    /// The answers that can be chosen, in the order of the file; empty where any answer goes.
    pub choices: Vec<Choice>,
    /// Smallest number that can be answered.
    pub min: Option<f64>,
    /// Largest number that can be answered.
    pub max: Option<f64>,
    /// Unit of the number; empty where there is none.
    pub unit: Text,
}

impl Question {
    /// The name under which a case answers it: what it sets (`traits.NAME`, `parameters.NAME`, `start.DOMAIN`), else its
    /// id; empty where it has none.
    pub fn name(&self, scenario: &Scenario) -> String {
        match &self.sets {
            Sets::Nothing => self.id.clone(),
            Sets::Characteristic(name) => format!("traits.{name}"),
            Sets::Parameter(name) => format!("parameters.{name}"),
            Sets::Start(domain) => format!("start.{}", scenario.domains.get(*domain).map_or("", |domain| &domain.id)),
        }
    }
}

/// What a case says beside its figures, for the form on which it is printed. No number depends on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseSheet {
    /// The name by which its owner knows the case; empty where there is none.
    pub code: String,
    /// What was answered: the index of the question, and the answer as it was given.
    pub answers: Vec<(usize, String)>,
    /// Texts for the parts of the form, by the names in [`FORM_TEXTS`].
    pub texts: BTreeMap<String, String>,
    /// The amount in euro up to which the coach decides; `None` where that is not said.
    pub mandate: Option<f64>,
}

/// Names of the texts of a form in case files.
pub const FORM_TEXTS: [&str; 11] = [
    "background",
    "support",
    "unchanged",
    "system_problems",
    "legitimacy",
    "involvement",
    "agreement",
    "agreement_by",
    "review",
    "grounds",
    "relapse_watch",
];
