//! The form of a case: its texts, the mandate, and its answers as they were given.
//!
//! In: the table `[form]` of a case file. Out: a [`CaseSheet`]. Nothing of it changes a figure.

use crate::diagnostics::Diagnostics;
use crate::model::{AnswerKind, CaseSheet, FORM_TEXTS, Question, Scenario};
use crate::read::case::Case;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Value};
use std::collections::BTreeMap;

/// Name of the amount up to which the coach decides.
const MANDATE: &str = "mandate";
/// Largest mandate, in euro.
const LARGEST: f64 = 1e9;

/// What `[form]` says.
#[derive(Clone, Debug, Default)]
pub(super) struct SheetTexts {
    texts: BTreeMap<String, String>,
    mandate: Option<f64>,
}

/// Reads `[form]`.
pub(super) fn read(node: &Node, faults: &mut Diagnostics) -> Option<SheetTexts> {
    let table = entry::table(node, faults)?;
    let keys: Vec<&str> = FORM_TEXTS.into_iter().chain([MANDATE]).collect();
    let entry = Entry::open(table, &keys, faults);
    let mut form = SheetTexts::default();
    for name in FORM_TEXTS {
        let text = entry.get(name).and_then(|node| entry::text(node, faults));
        form.texts.extend(text.map(|text| (name.to_owned(), text.to_owned())));
    }
    let amount = |node: &Node| entry::plain(node, (0.0, LARGEST), "kind_amount", faults);
    form.mandate = entry.get(MANDATE).and_then(amount).filter(|amount| amount.is_finite());
    Some(form)
}

impl Case {
    /// What the case says on its form.
    pub fn sheet(&self, scenario: &Scenario) -> CaseSheet {
        let answer = |answer: &super::Answer| {
            let at = scenario.questions.iter().position(|question| question.name(scenario) == answer.name)?;
            Some((at, shown(&answer.node, &scenario.questions[at])))
        };
        CaseSheet {
            code: self.code.clone(),
            answers: self.answers.iter().filter_map(answer).collect(),
            texts: self.form.texts.clone(),
            mandate: self.form.mandate,
        }
    }
}

/// An answer as it was given: a text, a number, yes (1) or no (0), or a mix of states.
fn shown(node: &Node, question: &Question) -> String {
    match &node.value {
        Value::Bool(yes) if question.kind == AnswerKind::YesNo => u8::from(*yes).to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => crate::diagnostics::number(*value),
        Value::Text(text) => text.clone(),
        Value::Table(table) => {
            let parts = table.fields.iter().map(|(name, field)| format!("{name} {}", shown(&field.node, question)));
            parts.collect::<Vec<String>>().join(", ")
        }
        _ => String::new(),
    }
}
