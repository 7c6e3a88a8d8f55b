//! The case form: what coaches write down to defend an exception, filled in as far as the case and the run know it.
//!
//! In: a page about an alternative, what the case says. Out: HTML without a document around it.

use crate::model::{AnswerKind, Question};
use crate::report::forms::FormOptions;
use crate::report::forms::chain::links;
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::terminal::screen::accounts::{parties, payback, sum};
use crate::report::terminal::screen::opening::{escalations, groups, sentences};
use crate::report::words::rounding::units;
use crate::report::words::wrap::plain;
use maud::{Markup, html};

/// Parties that have a row of their own.
const PARTIES: usize = 5;

/// What all parts of the form need.
struct Form<'f> {
    page: &'f Page<'f>,
    options: FormOptions<'f>,
}

/// The form.
pub(super) fn markup(page: &Page<'_>, options: FormOptions<'_>) -> Markup {
    let form = Form { page, options };
    let sections: [(&'static str, Markup); 10] = [
        ("form_background", form.background()),
        ("form_support", form.support()),
        ("form_unchanged", form.unchanged()),
        ("form_costs", form.costs()),
        ("form_problems", form.problems()),
        ("form_approach", form.approach()),
        ("form_agreement", form.agreement()),
        ("form_mandate", form.mandate()),
        ("form_watch", form.watch()),
        ("form_sign", form.sign()),
    ];
    html! {
        p { (form.text("form_about", &[("title", form.title()), ("plan", form.plan())])) }
        @for (at, (key, section)) in sections.iter().enumerate() {
            section { h2 { (at + 1) ". " (form.text(key, &[])) } (section) }
        }
        p class="small" { (form.made()) }
    }
}

impl Form<'_> {
    fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        self.page.text(key, values)
    }

    fn title(&self) -> String {
        let context = &self.page.context;
        plain(&context.own(&context.scenario.title, &context.scenario.id))
    }

    fn plan(&self) -> String {
        plain(&self.page.context.name(&self.page.context.told.id))
    }

    /// What the case says under this name; `None` where it says nothing.
    fn said(&self, name: &str) -> Option<String> {
        let text = self.options.sheet?.texts.get(name)?.trim();
        (!text.is_empty()).then(|| plain(text))
    }

    /// What the case says, else lines to write on.
    fn own_words(&self, name: &str, lines: usize) -> Markup {
        match self.said(name) {
            Some(text) => html! { p class="said" { (text) } },
            None => {
                html! { p class="open" { (self.text("form_open", &[])) } @for _ in 0..lines { div class="line" {} } }
            }
        }
    }

    fn background(&self) -> Markup {
        let context = &self.page.context;
        let heads = ["form_question", "form_answer"].map(|key| self.text(key, &[])).to_vec();
        let mut table = Table::new(self.text("form_answers", &[]), heads).with_texts(&[0]);
        for (at, answer) in self.options.sheet.map_or(&[][..], |sheet| &sheet.answers) {
            if let Some(question) = context.scenario.questions.get(*at) {
                table.row(plain(&context.own(&question.text, &question.id)), vec![self.answer(question, answer)]);
            }
        }
        html! { (self.own_words("background", 3)) @if !table.is_empty() { (table.html()) } }
    }

    /// An answer as people read it: the label of a choice or a state, yes or no, a number with its unit.
    fn answer(&self, question: &Question, answer: &str) -> String {
        let context = &self.page.context;
        if let Some(choice) = question.choices.iter().find(|choice| choice.value == answer) {
            return plain(&context.own(&choice.label, answer));
        }
        if question.kind == AnswerKind::YesNo {
            let key = if answer == "0" { "form_no" } else { "form_yes" };
            return self.text(key, &[]);
        }
        let number = answer.parse::<f64>().ok().filter(|value| value.is_finite());
        let shown = number.map_or_else(|| plain(answer), |value| context.numbers.exact(value));
        let unit = plain(context.language.of(&question.unit));
        if unit.is_empty() { shown } else { format!("{shown} {unit}") }
    }

    /// How it stands now, part of life by part of life.
    fn support(&self) -> Markup {
        let context = &self.page.context;
        let heads = ["report_domain", "report_starts"].map(|key| self.text(key, &[])).to_vec();
        let mut table = Table::new(self.text("form_now", &[]), heads).with_texts(&[0]);
        for (at, domain) in context.scenario.domains.iter().enumerate().filter(|(_, domain)| !domain.auxiliary) {
            table.row(plain(&context.own(&domain.label, &domain.id)), vec![self.page.starting_states(at)]);
        }
        html! { (self.own_words("support", 2)) (table.html()) }
    }

    /// What happens without the plan, and how much less with it.
    fn unchanged(&self) -> Markup {
        let context = &self.page.context;
        let heads = ["report_escalation", "report_without", "report_with"].map(|key| self.text(key, &[])).to_vec();
        let mut table = Table::new(self.text("report_escalations", &[]), heads);
        for one in escalations(context).into_iter().filter(|one| one.without != "0,0" && one.without != "0.0") {
            table.row(one.state, vec![one.without, one.with]);
        }
        html! {
            @if let Some(text) = self.said("unchanged") { p class="said" { (text) } }
            @if !table.is_empty() { (table.html()) }
            @if let Some(groups) = groups(context) { p { (groups) } }
        }
    }

    /// Who pays for the plan and who gains.
    fn costs(&self) -> Markup {
        let context = &self.page.context;
        let parties = parties(context);
        let heads = ["report_party", "table_plan_cost", "table_saved", "table_received", "table_net"];
        let mut table = Table::new(self.text("form_money", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        let cells = |figures: &[f64]| figures.iter().take(4).map(|one| self.page.of_units(*one)).collect::<Vec<_>>();
        let told: Vec<_> = parties.iter().filter(|party| party.is_told()).collect();
        // One more row than there is room for would be a row with one party in it.
        let (first, rest) = told.split_at(if told.len() > PARTIES + 1 { PARTIES } else { told.len() });
        for party in first {
            table.row(plain(&party.name), cells(&party.figures));
        }
        if !rest.is_empty() {
            let count = rest.len().to_string();
            table.row(self.text("form_other_parties", &[("count", count)]), cells(&sum(rest.iter().copied())));
        }
        table.sum(self.text("table_society", &[]), cells(&sum(parties.iter())));
        html! { (table.html()) p { (payback(context)) } }
    }

    /// The system problems that the plan meets, with what each costs where that was reckoned.
    fn problems(&self) -> Markup {
        let context = &self.page.context;
        let met = context.scenario.problems.iter().filter(|problem| problem.alternatives.contains(&context.told.id));
        let met: Vec<String> = met.map(|problem| plain(&context.own(&problem.label, &problem.id))).collect();
        html! {
            @if !met.is_empty() {
                p { (self.text("form_problems_met", &[])) }
                ul { @for problem in &met { li { (problem) } } }
            }
            @if met.is_empty() { (self.own_words("system_problems", 2)) }
            @else if let Some(text) = self.said("system_problems") { p class="said" { (text) } }
        }
    }

    /// The value triangle, and the chain from what is done to the signal.
    fn approach(&self) -> Markup {
        let links = links(self.page);
        let heads = ["chain_solution", "chain_result", "chain_effect", "chain_early"];
        let mut table = Table::new(self.text("chain_caption", &[]), heads.map(|key| self.text(key, &[])).to_vec())
            .with_texts(&[0, 1, 2]);
        for link in &links {
            let results = if link.results.is_empty() { self.text("chain_open", &[]) } else { link.results.join("; ") };
            table.row(link.solution.clone(), vec![results, link.effect.clone(), link.signal.clone()]);
        }
        html! {
            h3 { (self.text("form_return", &[])) }
            @for sentence in sentences(&self.page.context) { p { (sentence) } }
            h3 { (self.text("form_legitimacy", &[])) }
            (self.own_words("legitimacy", 2))
            h3 { (self.text("form_involvement", &[])) }
            (self.own_words("involvement", 2))
            @if !table.is_empty() { h3 { (self.text("chain_title", &[])) } (table.html()) p class="small" { (self.text("chain_note", &[])) } }
        }
    }

    /// What the household does in return, by whom it is seen to, and when it is looked at.
    fn agreement(&self) -> Markup {
        let parts = [("form_what", "agreement"), ("form_by", "agreement_by"), ("form_review", "review")];
        html! {
            dl { @for (key, name) in parts {
                dt { (self.text(key, &[])) }
                dd { @match self.said(name) {
                    Some(text) => (text),
                    None => span class="open" { (self.text("form_open", &[])) },
                } }
            } }
        }
    }

    /// What the plan costs the public purse against the amount up to which the coach decides.
    fn mandate(&self) -> Markup {
        let context = &self.page.context;
        let public = context.told.accounts.iter().filter(|account| account.public);
        let cost = units(public.map(|account| account.plan_cost).sum(), context.unit) * context.unit;
        let euro = |amount: f64| context.numbers.whole_euro(amount);
        let mandate = self.options.sheet.and_then(|sheet| sheet.mandate);
        let (key, within) = match mandate {
            Some(mandate) if cost <= mandate => ("form_within", true),
            Some(_) => ("form_above", false),
            None => ("form_no_mandate", true),
        };
        let values = [("cost", euro(cost)), ("mandate", euro(mandate.unwrap_or_default()))];
        html! {
            p { (self.text(key, &values)) }
            @if !within || self.said("grounds").is_some() {
                p { strong { (self.text("form_grounds", &[])) } }
                (self.own_words("grounds", 2))
            }
        }
    }

    /// Who keeps an eye on it afterwards, and by which sign.
    fn watch(&self) -> Markup {
        let signals: Vec<String> = links(self.page).into_iter().map(|link| link.signal).collect();
        let open = self.text("chain_open", &[]);
        let mut signals: Vec<String> = signals.into_iter().filter(|signal| *signal != open).collect();
        signals.dedup();
        html! {
            (self.own_words("relapse_watch", 2))
            @if !signals.is_empty() {
                p { (self.text("form_signals", &[])) }
                ul { @for signal in &signals { li { (signal) } } }
            }
        }
    }

    /// Lines for who signs.
    fn sign(&self) -> Markup {
        html! {
            dl class="sign" { @for key in ["form_coach", "form_decides", "form_household"] {
                dt { (self.text(key, &[])) } dd { div class="line" {} }
            } }
        }
    }

    /// By which run and command the figures can be had again.
    fn made(&self) -> String {
        let answer = self.page.context.answer;
        let values = [
            ("id", answer.id.clone()),
            ("engine", answer.engine.clone()),
            ("command", self.options.command.to_owned()),
        ];
        self.text(if self.options.command.is_empty() { "form_made" } else { "form_made_command" }, &values)
    }
}
