//! Questions about the plan: when it can start, for how many it works, hours and prices.
//!
//! In: the scenario as it is without answers, and the plan. Out: [`Asked`]s that change figures of that plan, the most
//! telling first. A figure that the plan has of its own, or that is worked out from others, is not asked for.

use crate::model::{Alternative, Item, Number, Origin, Parameter, Quantity, Scenario, Trigger};
use crate::page::asked::{Asked, Control, MOST, MOST_ON_SCREEN, Target, evidence, short};
use crate::page::numbers::in_field;
use crate::read::library::browse::{Figure, prices};
use crate::report::words::figure_name::figure_name;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;
use crate::words::Language;

/// Of so many households it is told for how many it works.
const TEN: f64 = 10.0;
/// Most months that a plan can be put off.
const MOST_MONTHS: f64 = 12.0;
const PRICE: &str = "price:";

/// What is asked about a plan, beside which plan it is; `others` questions are asked elsewhere.
pub(in crate::page) fn questions(scenario: &Scenario, plan: &str, others: usize, language: Language) -> Vec<Asked> {
    let Some(at) = scenario.alternatives.iter().position(|known| known.id == plan) else { return Vec::new() };
    let asking = Asking { scenario, plan: &scenario.alternatives[at], at, language };
    let mut all: Vec<Asked> = asking.start().into_iter().collect();
    all.extend(asking.shares().chain(asking.hours()).chain(asking.prices()));
    let mut seen: Vec<String> = Vec::new();
    all.retain(|one| {
        !seen.contains(&one.name) && {
            seen.push(one.name.clone());
            true
        }
    });
    // The plan itself is one of them.
    all.truncate((MOST_ON_SCREEN - 1).min(MOST.saturating_sub(others + 1)));
    all
}

struct Asking<'s> {
    scenario: &'s Scenario,
    plan: &'s Alternative,
    at: usize,
    language: Language,
}

impl Asking<'_> {
    /// When the plan can start: all that starts at a month moves along.
    fn start(&self) -> Option<Asked> {
        let settings = &self.scenario.settings;
        if settings.cycle.months() != 1.0 {
            return None;
        }
        let month = |found: &crate::model::Intervention| match found.trigger {
            Trigger::Cycle(cycle) => {
                Some((format!("alternatives.{}.interventions.{}.start.month", self.plan.id, found.name), cycle as f64))
            }
            Trigger::Entry(_) => None,
        };
        let found: Vec<(String, f64)> = self.plan.interventions.iter().filter_map(month).collect();
        let first = found.iter().map(|(_, month)| *month).reduce(f64::min)?;
        let last = found.iter().map(|(_, month)| *month).fold(first, f64::max);
        let most = (settings.horizon as f64 - 1.0 - (last - first)).min(MOST_MONTHS + first);
        (most > first).then(|| Asked {
            name: "plan.start".to_owned(),
            text: self.language.text("coach_ask_start").to_owned(),
            help: self.language.text("coach_ask_start_help").to_owned(),
            unit: self.language.text("coach_months").to_owned(),
            control: Control::Number { low: Some(0.0), high: Some(most), step: Some(1.0), whole: true },
            target: Target::Change(found.into_iter().map(|(path, month)| (path, month - first)).collect()),
            scale: 1.0,
            usual: in_field(first, self.language),
            holds: self.told("coach_holds", &format!("{first} {}", self.language.text("coach_months"))),
            short: format!("{first} {}", self.language.text("coach_months")),
            middle: first,
            evidence: vec![self.language.text("coach_usual_plan").to_owned()],
        })
    }

    /// For how many of ten households it works, and how many accept it.
    fn shares(&self) -> impl Iterator<Item = Asked> {
        let of = |number: fn(&crate::model::Intervention) -> Number| {
            self.plan.interventions.iter().filter_map(move |found| self.figure(&number(found)))
        };
        let success = of(|found| found.success).take(1);
        let reached = of(|found| found.reached).take(1);
        let success = success.map(|found| self.share(found, "coach_ask_success"));
        success.chain(reached.map(|found| self.share(found, "coach_ask_reached")))
    }

    fn share(&self, found: &Parameter, key: &'static str) -> Asked {
        let label = plain(&figure_name(self.scenario, &found.name, self.language));
        let mean = short(found.distribution.mean() * TEN);
        Asked {
            text: subject::text(self.scenario, self.language, key, &[]),
            help: self.language.fill_in(self.language.text("coach_ask_share_help"), &[("label", &label)]),
            unit: subject::text(self.scenario, self.language, "coach_of_ten", &[]),
            control: Control::Number { low: Some(0.0), high: Some(TEN), step: Some(0.5), whole: false },
            scale: TEN,
            evidence: evidence(found, TEN, self.language),
            ..self.asked(found, mean, subject::text(self.scenario, self.language, "coach_of_ten", &[]))
        }
    }

    /// Hours that the plan takes.
    fn hours(&self) -> impl Iterator<Item = Asked> {
        let numbers = self.own().flat_map(|item| item.times.iter()).filter_map(|number| self.figure(number));
        let hours = numbers.filter(|found| found.unit.contains("hour"));
        hours.map(|found| {
            let mean = found.distribution.mean();
            let high = (found.distribution.quantile(0.995) * 2.0).ceil().max(1.0);
            let step = if high > 10.0 { 1.0 } else { 0.5 };
            Asked {
                text: plain(&figure_name(self.scenario, &found.name, self.language)),
                control: Control::Number { low: Some(0.0), high: Some(high), step: Some(step), whole: false },
                evidence: evidence(found, 1.0, self.language),
                ..self.asked(found, mean, unit(&found.unit, self.language))
            }
        })
    }

    /// Prices of what is paid once: what the flexible budget is for. In euro of the year of the list.
    fn prices(&self) -> impl Iterator<Item = Asked> {
        let rows = prices();
        let once = self
            .own()
            .filter(|item| matches!(item.quantity, Quantity::Starts(_) | Quantity::Responders(_) | Quantity::Once));
        let found: Vec<Asked> = once.filter_map(|item| self.price(item, &rows)).collect();
        found.into_iter()
    }

    fn price(&self, item: &Item, rows: &[Figure]) -> Option<Asked> {
        let Origin::Parameter(at) = item.price?.origin else { return None };
        let found = self.scenario.parameters.get(at)?;
        let row = rows.iter().find(|row| found.name.strip_prefix(PRICE) == Some(row.id.as_str()))?;
        // Of an hour of work the hours are asked, not the price.
        if row.unit.contains("hour") {
            return None;
        }
        let value = row.value?;
        let label = plain(self.language.of(&item.label));
        let high = (value * 3.0 / 500.0).ceil() * 500.0;
        let step = if high > 5000.0 { 100.0 } else { 10.0 };
        let euro = self.language.text("coach_euro").to_owned();
        Some(Asked {
            name: format!("plan.{}", found.name),
            text: subject::text(self.scenario, self.language, "coach_ask_price", &[("label", &label)]),
            help: self.language.fill_in(self.language.text("coach_ask_price_help"), &[("year", &row.year)]),
            target: Target::Change(vec![(found.name.clone(), 0.0)]),
            control: Control::Number { low: Some(0.0), high: Some(high), step: Some(step), whole: false },
            evidence: evidence(found, 1.0, self.language),
            ..self.asked(found, value, euro)
        })
    }

    /// A question for a named number of the scenario.
    fn asked(&self, found: &Parameter, mean: f64, unit: String) -> Asked {
        let told = format!("{} {unit}", Numbers::new(self.language).exact(short(mean)));
        Asked {
            name: format!("plan.{}", found.name),
            text: String::new(),
            help: String::new(),
            unit,
            control: Control::Text,
            target: Target::Change(vec![(format!("parameters.{}", found.name), 0.0)]),
            scale: 1.0,
            usual: String::new(),
            holds: self.told("coach_holds_mean", &told),
            short: self.told("coach_on_average", &told),
            middle: mean,
            evidence: Vec::new(),
        }
    }

    /// The uncertain figure behind a number, where this plan takes it from the scenario under its own name.
    fn figure(&self, number: &Number) -> Option<&Parameter> {
        let Origin::Parameter(at) = number.origin else { return None };
        let found = self.scenario.parameters.get(at)?;
        let derived = |all: &[crate::model::Derived]| all.iter().any(|one| one.parameter == at);
        let own = self.plan.parameters.iter().any(|(changed, _)| *changed == at) || derived(&self.plan.derived);
        let asked = self
            .scenario
            .questions
            .iter()
            .any(|question| question.sets == crate::model::Sets::Parameter(found.name.clone()));
        let plain = found.name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        (plain && !own && !asked && !derived(&self.scenario.derived)).then_some(found)
    }

    /// Items of the plan itself.
    fn own(&self) -> impl Iterator<Item = &Item> {
        self.scenario.items.iter().filter(|item| item.own == Some(self.at))
    }

    fn told(&self, key: &'static str, value: &str) -> String {
        self.language.fill_in(self.language.text(key), &[("value", value)])
    }
}
