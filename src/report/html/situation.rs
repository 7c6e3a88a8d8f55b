//! The question, the null alternative and the plans.
//!
//! In: the scenario, the answers. Out: HTML.

use crate::model::{Alternative, CharacteristicValue, Trigger};
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::terminal::screen::context::has_welfare;
use crate::report::terminal::screen::opening::escalations;
use crate::report::words::rounding::apportion;
use crate::report::words::subject::horizon;
use crate::report::words::wrap::plain;
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use maud::{Markup, html};

const HUNDRED: f64 = 100.0;

impl Page<'_> {
    /// What is asked, of whom, over how long and in which euros.
    pub(super) fn question(&self) -> Markup {
        let context = &self.context;
        let (scenario, numbers) = (context.scenario, &context.numbers);
        let purpose = scenario.about.purpose.as_ref().map(|text| plain(context.language.of(text)));
        let values = [
            ("horizon", horizon(&scenario.settings, context.language)),
            ("start", scenario.settings.calendar_start.to_string()),
            ("year", context.answer.price_year.to_string()),
            ("rate", numbers.exact(context.answer.discount_rate * HUNDRED)),
        ];
        let heads = ["report_fact", "report_value"].map(|key| self.text(key, &[])).to_vec();
        let mut facts = Table::new(self.text("report_facts", &[]), heads);
        for characteristic in &scenario.characteristics {
            let value = match &characteristic.value {
                CharacteristicValue::Fixed(value) => numbers.exact(*value),
                CharacteristicValue::Random(of) => {
                    self.text("report_on_average", &[("value", numbers.decimal(of.mean(), 1))])
                }
            };
            facts.row(self.characteristic(&characteristic.name), vec![value]);
        }
        let set = &context.answer.values_set;
        html! {
            p { (purpose.unwrap_or_else(|| self.text("report_no_purpose", &[]))) }
            p { (self.text("report_terms", &values)) }
            @if !facts.is_empty() { (facts.html()) }
            @if !set.is_empty() {
                p { (self.text("report_set", &[])) " "
                    @for (at, (name, value)) in set.iter().enumerate() {
                        @if at > 0 { ", " } code { (name) "=" (value) }
                    } "."
                }
            }
        }
    }

    /// A fact about the household: the question that asks for it, else its name.
    fn characteristic(&self, name: &str) -> String {
        let asked = format!("traits.{name}");
        let scenario = self.context.scenario;
        let question = scenario.questions.iter().find(|question| question.name(scenario) == asked);
        question.map_or_else(|| name.to_owned(), |question| self.context.own(&question.text, name))
    }

    /// What happens without a plan.
    pub(super) fn null_alternative(&self) -> Markup {
        let context = &self.context;
        let null = &context.scenario.alternatives[0];
        let mut start = Table::new(
            self.text("report_start", &[]),
            ["report_domain", "report_starts"].map(|key| self.text(key, &[])).to_vec(),
        )
        .with_texts(&[0]);
        for (at, domain) in context.scenario.domains.iter().enumerate().filter(|(_, domain)| !domain.auxiliary) {
            let states = self.starting_states(at);
            start.row(context.own(&domain.label, &domain.id), vec![states]);
        }
        html! {
            p { strong { (context.name(&null.id)) } }
            p { (self.text("report_null_means", &[])) }
            (start.html())
            @let told = escalations(context);
            @if !told.is_empty() {
                p { (self.text("report_null_escalates", &[])) }
                ul { @for one in told {
                    li { (self.text("report_in_hundred", &[("state", one.state), ("count", one.without)])) }
                } }
            }
        }
    }

    /// The share of households in each state of a domain at the start, the largest first.
    pub(in crate::report) fn starting_states(&self, domain: usize) -> String {
        let context = &self.context;
        let results = &self.run.results;
        let shares = results.alternatives[0].shares.first().map_or(&[][..], Vec::as_slice);
        let states = &context.scenario.domains[domain].states;
        let mut by_state = vec![0.0; states.len()];
        for (joint, share) in shares.iter().enumerate() {
            by_state[results.space.decode(joint)[domain]] += share;
        }
        let mut order: Vec<usize> = (0..states.len()).filter(|at| by_state[*at] > 0.0).collect();
        order.sort_by(|a, b| by_state[*b].total_cmp(&by_state[*a]).then(a.cmp(b)));
        // Whole percents that add up to 100; a share that rounds to nothing is told as less than 1 %.
        let percents = apportion(&by_state, 0.01, 100.0);
        let one = |at: usize| {
            let label = plain(&context.own(&states[at].label, &states[at].id));
            let told_by_sign = by_state[at] < 0.005 || (0.995..1.0 - 1e-9).contains(&by_state[at]);
            let share = if told_by_sign { by_state[at] } else { percents[at] / 100.0 };
            format!("{label} ({})", context.numbers.percent(share))
        };
        order.into_iter().map(one).collect::<Vec<String>>().join("; ")
    }

    /// All plans: what is done, and the three totals beside one another.
    pub(super) fn alternatives(&self) -> Markup {
        let context = &self.context;
        let mut done = Table::new(
            self.text("report_plans", &[]),
            ["report_plan", "list_name", "page_done"].map(|key| self.text(key, &[])).to_vec(),
        )
        .with_texts(&[0, 1]);
        for alternative in context.scenario.alternatives.iter().skip(1) {
            let name = format!("{}{}", context.name(&alternative.id), self.mark(alternative));
            done.row(name, vec![alternative.id.clone(), self.done(alternative)]);
        }
        let mut columns = vec![(SOCIETY, "plans_with_welfare"), (MONEY, "plans_money"), (PUBLIC, "plans_public")];
        if !context.ranked.iter().any(|one| has_welfare(one)) {
            columns.remove(0);
        }
        let heads = ["report_plan"].into_iter().chain(columns.iter().map(|(_, key)| *key)).chain(["plans_chance"]);
        let heads = heads.map(|key| self.text(key, &[])).collect();
        let mut totals = Table::new(self.text("plans_head", &[]), heads);
        for one in &context.ranked {
            let mut cells: Vec<String> =
                columns.iter().map(|(total, _)| self.cell(one.total(*total).average.mean)).collect();
            cells.push(match context.answer.has_spread() {
                true => context.numbers.percent(one.headline().average.probability_positive),
                false => "–".to_owned(),
            });
            let name = context.name(&one.id).to_owned();
            if one.id == context.told.id { totals.told(name, cells) } else { totals.row(name, cells) }
        }
        let rest = &self.run.not_reckoned;
        html! {
            (done.html())
            (totals.html())
            p { (self.text("page_totals", &[])) }
            @if !rest.is_empty() { p { (self.text("screen_not_reckoned", &[("names", rest.join(", "))])) } }
            (self.graph())
        }
    }

    /// A note behind the plan that the page is about.
    fn mark(&self, alternative: &Alternative) -> String {
        if alternative.id == self.context.told.id { self.text("report_this_plan", &[]) } else { String::new() }
    }

    fn done(&self, alternative: &Alternative) -> String {
        let context = &self.context;
        let months = context.scenario.settings.cycle.months();
        let one = |found: &crate::model::Intervention| {
            let label = plain(&context.own(&found.label, &found.name));
            let wait = (found.delay + found.waiting) as f64 * months;
            match (&found.trigger, found.fixed_start()) {
                (Trigger::Cycle(_), Some(start)) if start as f64 * months > 0.0 => {
                    let month = context.numbers.exact(start as f64 * months);
                    self.text("report_from_month", &[("label", label), ("month", month)])
                }
                (Trigger::Entry(_), _) if wait > 0.0 => {
                    let months = context.numbers.exact(wait);
                    self.text("report_when_entered_wait", &[("label", label), ("months", months)])
                }
                (Trigger::Entry(_), _) => self.text("report_when_entered", &[("label", label)]),
                _ => self.text("report_at_once", &[("label", label)]),
            }
        };
        let all: Vec<String> = alternative.interventions.iter().map(one).collect();
        if all.is_empty() { self.text("report_other_settings", &[]) } else { all.join("; ") }
    }
}
