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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, TaskField};
    use std::path::Path;

    fn told(scenario: &Scenario, item: usize, account: usize, language: Language) -> String {
        language.of(&TaskFieldName::of(scenario, &scenario.items[item], account).label).to_owned()
    }

    #[test]
    fn the_code_is_that_of_the_price_and_of_the_first_year() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/example.toml");
        let mut scenario = Scenario::read(&path).expect("a scenario");
        let (item, account) = (0, scenario.items[0].payers[0].0);
        assert_eq!(told(&scenario, item, account, Language::En), "");
        let year = scenario.settings.calendar_start;
        let field = |category: &str, price: &str, code: &str, valid_from: i32| TaskField {
            category: category.into(),
            price: price.into(),
            code: code.into(),
            name: Text { nl: "naam".into(), en: "name".into() },
            accounts: vec![account],
            valid_from,
            evidence: Evidence::none(),
        };
        scenario.items[0].category = "shelter".into();
        scenario.task_fields = vec![field("other", "", "1", year)];
        assert_eq!(told(&scenario, item, account, Language::En), Language::En.text("task_field_unknown"));
        scenario.task_fields.extend([field("shelter", "", "2", year - 5), field("shelter", "", "3", year)]);
        scenario.task_fields.push(field("shelter", "", "4", year + 1));
        assert_eq!(told(&scenario, item, account, Language::En), "3 name");
        let price = "price:bed";
        let at = match scenario.items[0].price.map(|price| price.origin) {
            Some(crate::model::Origin::Parameter(at)) => at,
            other => panic!("{other:?}"),
        };
        scenario.parameters[at].name = price.into();
        scenario.task_fields.push(field("", "bed", "", year - 9));
        let text = told(&scenario, item, account, Language::Nl);
        assert!(text.contains("naam") && !text.contains("{name}") && text != "naam", "{text}");
    }
}
