//! Task fields of municipal budgets (*taakvelden* of Iv3): under which an account books an item.
//!
//! In: a scenario, an item, an account. Out: [`BookedField`]: its code and name, or that none is fixed.

use crate::model::{Item, Scenario, Text};
use serde::{Deserialize, Serialize};

/// A task field, or that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BookedField {
    /// The account keeps task fields.
    pub kept: bool,
    /// Its code; empty where none is fixed.
    pub code: String,
    /// Its name; where no code is fixed, on what that depends; empty where the list says nothing.
    pub name: Text,
}

impl BookedField {
    /// Under which an account books an item.
    pub fn of(scenario: &Scenario, item: &Item, account: usize) -> Self {
        let kept = scenario.keeps_task_fields(account);
        let found = scenario.task_field(item, account).filter(|_| kept);
        let (code, name) = found.map(|field| (field.code.clone(), field.name.clone())).unwrap_or_default();
        Self { kept, code, name }
    }
}
