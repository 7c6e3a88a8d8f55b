//! Which forms occur in scenarios that were accepted.

mod joints;
mod seen;
mod variants;

use mkba::model::Scenario;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Every form that generated scenarios have.
const ALL: [&str; 135] = [
    "clock of cycles",
    "clock of age",
    "clock since an entry",
    "steps by a clock",
    "formula by a clock",
    "rate",
    "chance",
    "mean duration",
    "observed chance",
    "rest of an observed row",
    "exponential duration",
    "Weibull duration",
    "Gompertz duration",
    "log-logistic duration",
    "lognormal duration",
    "gamma duration",
    "condition: always",
    "condition: state",
    "condition: within",
    "condition: characteristic",
    "condition: active",
    "condition: responding",
    "condition: all",
    "condition: any",
    "condition: not",
    "hazard ratio",
    "odds ratio",
    "relative risk",
    "ratio of probabilities",
    "fade: never",
    "fade: at once",
    "fade: linear",
    "fade: half-life",
    "stop condition",
    "factor by how long something has lasted",
    "factor below 0",
    "hazard ratio of 0",
    "table of a period",
    "auxiliary domain",
    "cycle of six weeks",
    "effect under a condition",
    "trigger: cycle",
    "trigger: entry",
    "quantity: time",
    "quantity: transitions",
    "quantity: starts",
    "quantity: responders",
    "quantity: active time",
    "quantity: entries and the start",
    "quantity: entries",
    "quantity: once",
    "quantity: always",
    "item: resource",
    "item: output",
    "item: transfer",
    "item: welfare",
    "item: unpriced",
    "item: unvalued",
    "count: start",
    "count: end",
    "count: life table",
    "count: all rows",
    "count: half cycle",
    "count: Simpson",
    "count: weights of rows",
    "discounted at the start",
    "discounted in the middle",
    "discounted at the end",
    "discounted spread out",
    "yearly discounting",
    "continuous discounting",
    "cycle of a day",
    "cycle of a week",
    "cycle of a month",
    "cycle of a quarter",
    "cycle of a year",
    "fixed",
    "uniform",
    "uniform characteristic",
    "triangular",
    "triangular characteristic",
    "pert",
    "pert characteristic",
    "normal",
    "normal characteristic",
    "lognormal",
    "lognormal characteristic",
    "beta",
    "beta characteristic",
    "gamma",
    "gamma characteristic",
    "discrete",
    "discrete characteristic",
    "empirical",
    "empirical characteristic",
    "truncated",
    "truncated characteristic",
    "state that ends everything",
    "start of two domains",
    "formula of numbers",
    "ratio by a clock",
    "takes the rest",
    "escalation",
    "discount rate of an item",
    "count of an item",
    "item of one alternative",
    "effect of one alternative",
    "price by a clock",
    "quantity by a clock",
    "effect that grows",
    "delay",
    "waiting list",
    "repeated",
    "one of a group",
    "moves",
    "done in all alternatives",
    "done in all alternatives, changed",
    "other numbers",
    "other starts",
    "other strengths",
    "other ratios",
    "other quantities",
    "items off",
    "transitions off",
    "other formula of a number",
    "other formula of what a number is worked out from",
    "multivariate normal",
    "multivariate normal, exponentials",
    "rank correlation",
    "another distribution of a correlated number",
    "formula of numbers that are drawn together",
    "row of shares of one whole",
    "row of shares of one whole, part of which stays",
    "start with shares of one whole",
    "another distribution of a share of one whole",
];

/// How often each form was seen.
#[derive(Default)]
pub struct Forms(RefCell<BTreeMap<&'static str, u32>>);

impl Forms {
    /// Notes an accepted scenario.
    pub fn note(&self, scenario: &Scenario) {
        let mut seen = seen::forms(scenario);
        seen.sort_unstable();
        seen.dedup();
        for form in seen {
            assert!(ALL.contains(&form), "{form} has no place among all forms");
            *self.0.borrow_mut().entry(form).or_default() += 1;
        }
    }

    /// Every form was seen at least so often.
    pub fn require(&self, least: u32) {
        self.require_of(&ALL, least);
    }

    /// These forms were seen at least so often.
    pub fn require_of(&self, forms: &[&str], least: u32) {
        let seen = self.0.borrow();
        let missing: Vec<&&str> = forms.iter().filter(|form| seen.get(**form).copied().unwrap_or(0) < least).collect();
        assert!(missing.is_empty(), "hardly seen: {missing:?} in {seen:?}");
    }
}
