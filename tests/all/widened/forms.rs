//! Which forms occur in scenarios that were accepted.

use mkba::model::Scenario;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Words in the debug text of a scenario that show that it has a form.
const FORMS: [&str; 44] = [
    "Age {",
    "Since(",
    "Table(",
    "ClockFormula {",
    "Observed {",
    "Exponential {",
    "Weibull {",
    "Gompertz {",
    "LogLogistic {",
    "Lognormal { meanlog: Number",
    "Gamma { shape: Number",
    "Within {",
    "Trait { index",
    "Active(",
    "Probability(Number",
    "takes_rest: true",
    "ends: true",
    "domains: [0, 1]",
    "Entry(",
    "delay: 1",
    "waiting: 2",
    "repeat: true",
    "group: \"together\"",
    "start_counts: true",
    "start_counts: false",
    "Once",
    "Always",
    "only: Some(",
    "own: Some(",
    "Random(",
    "LifeTable",
    "AllRows",
    "HalfCycle",
    "Simpson",
    "Rows(",
    "Spread",
    "Quarter",
    "scaled_items: [(",
    "modifiers: [(",
    "en: \"usual\"",
    "en: \"usual, changed\"",
    "raw * 0.97",
    "0.5 * raw + 0.5 * own",
    "0.98 * raw",
];

/// How often each form was seen.
#[derive(Default)]
pub struct Forms(RefCell<BTreeMap<&'static str, u32>>);

impl Forms {
    /// Notes an accepted scenario.
    pub fn note(&self, scenario: &Scenario) {
        let text = format!("{scenario:?}");
        for form in FORMS.iter().filter(|form| text.contains(**form)) {
            *self.0.borrow_mut().entry(form).or_default() += 1;
        }
    }

    /// Every form, but those named, was seen at least so often.
    pub fn require(&self, least: u32, but: &[&str]) {
        let seen = self.0.borrow();
        let rare = |form: &&&str| seen.get(**form).copied().unwrap_or(0) < least && !but.contains(form);
        let missing: Vec<&&str> = FORMS.iter().filter(rare).collect();
        assert!(missing.is_empty(), "hardly seen: {missing:?} in {seen:?}");
    }
}
