//! Task fields of municipal budgets (*taakvelden* of Iv3): under which an account books an item.
//!
//! In: a scenario, an item, an account. Out: [`TaskFieldName`]: its code and name, or in words why there is none.

use crate::diagnostics::Message;
use crate::model::{Item, Scenario};
use crate::words::{Language, Text};
use serde::{Deserialize, Serialize};

/// A task field as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaskFieldName {
    /// Its code; empty where none is fixed, or the account keeps none.
    pub code: String,
    /// Code and name; where no code is fixed, on what it depends; empty where the account keeps no task fields.
    pub label: Text,
}

impl TaskFieldName {
    /// Under which an account books an item.
    pub fn of(scenario: &Scenario, item: &Item, account: usize) -> Self {
        if !scenario.keeps_task_fields(account) {
            return Self::default();
        }
        let both = |message: &Message| Text { nl: Language::Nl.fill(message), en: Language::En.fill(message) };
        match scenario.task_field(item, account) {
            Some(field) if field.code.is_empty() => {
                let text = |language: Language| {
                    language.fill_in(language.text("task_field_not_fixed"), &[("name", language.of(&field.name))])
                };
                Self { code: String::new(), label: Text { nl: text(Language::Nl), en: text(Language::En) } }
            }
            Some(field) => {
                let text = |name: &str| format!("{} {name}", field.code);
                Self { code: field.code.clone(), label: Text { nl: text(&field.name.nl), en: text(&field.name.en) } }
            }
            None => Self { code: String::new(), label: both(&Message::new("task_field_unknown")) },
        }
    }
}
