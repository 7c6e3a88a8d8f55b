//! What is said of finished cases, in sections of a table and the sentences that say what it means.
//!
//! In: an [`Evaluation`], a language. Out: [`EvaluationSection`]s.

use crate::analyse::evaluation::Evaluation;
use crate::analyse::evaluation::events::{EventCheck, EventVerdict};
use crate::analyse::evaluation::levels::LevelCheck;
use crate::analyse::evaluation::update::{CountVerdict, Knowledge, RateUpdate, UpdateForm};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// A section.
pub(super) struct EvaluationSection {
    /// Key of its heading.
    pub(super) head: &'static str,
    /// Keys of the heads of columns; the first is that of names.
    pub(super) heads: Vec<&'static str>,
    /// Rows of as many cells.
    pub(super) rows: Vec<Vec<String>>,
    /// Sentences below the table.
    pub(super) after: Vec<String>,
}

pub(super) struct EvaluationTeller<'a> {
    answer: &'a Evaluation,
    language: Language,
    numbers: Numbers,
}

/// Checks, each of a whole scenario followed by those of its plans that are about the same.
fn with_parts<'c, C, K: PartialEq>(
    all: &'c [C],
    about: impl Fn(&'c C) -> K,
    plan: impl Fn(&'c C) -> &'c Option<String>,
) -> impl Iterator<Item = &'c C> {
    let whole: Vec<&C> = all.iter().filter(|check| plan(check).is_none()).collect();
    let of = |one: &'c C| {
        let parts = all.iter().filter(|part| plan(part).is_some() && about(part) == about(one));
        std::iter::once(one).chain(parts).collect::<Vec<&C>>()
    };
    let found: Vec<&C> = whole.into_iter().flat_map(of).collect();
    found.into_iter()
}

impl<'a> EvaluationTeller<'a> {
    pub(super) fn new(answer: &'a Evaluation, language: Language) -> Self {
        Self { answer, language, numbers: Numbers::new(language) }
    }

    fn say(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        self.language.fill_in(self.language.text(key), values)
    }

    /// The name for people of something, else its id.
    fn name(&self, kind: &str, id: &str) -> String {
        let found = self.answer.labels.get(&format!("{kind}:{id}")).map(|label| self.language.of(label));
        found.filter(|label| !label.is_empty()).unwrap_or(id).to_owned()
    }

    /// A name with the plan of the cases, and with their scenario where there are several.
    fn of_part(&self, name: &str, scenario: &str, alternative: Option<&str>) -> String {
        let several = self.answer.labels.keys().filter(|key| key.starts_with("scenario:")).count() > 1;
        let scenario = if several { format!("{}: ", self.name("scenario", scenario)) } else { String::new() };
        match alternative {
            Some(plan) => format!("- {}", self.name("alternative", plan)),
            None => format!("{scenario}{name}"),
        }
    }

    fn account(&self, id: &str) -> String {
        if id == "public" { self.language.text("portfolio_public").to_owned() } else { self.name("account", id) }
    }

    fn count(&self, value: usize) -> String {
        self.numbers.whole(value as f64)
    }

    /// A figure with three digits that count.
    fn figure(&self, value: f64) -> String {
        let size = value.abs();
        let decimals = match size {
            _ if size >= 100.0 || size == 0.0 => 0,
            _ if size >= 10.0 => 1,
            _ if size >= 1.0 => 2,
            _ if size >= 0.1 => 3,
            _ => 4,
        };
        self.numbers.decimal(value, decimals)
    }

    /// The first lines: what was looked at, and what it comes to.
    pub(super) fn opening(&self) -> Vec<String> {
        let answer = self.answer;
        let [cases, groups, draws] = [answer.cases, answer.groups, answer.draws].map(|value| self.count(value));
        let households = self.count(answer.households);
        let year = answer.price_year.to_string();
        let values = [
            ("cases", cases.as_str()),
            ("groups", &groups),
            ("draws", &draws),
            ("households", &households),
            ("year", &year),
            ("id", &answer.id),
        ];
        vec![self.say("evaluation_title", &[]), self.say("evaluation_base", &values)]
    }

    /// All sections that have something to say.
    pub(super) fn sections(&self) -> Vec<EvaluationSection> {
        let mut found = vec![self.events(), self.costs(), self.levels(), self.updates()];
        found.retain(|section| !section.rows.is_empty());
        found
    }

    fn events(&self) -> EvaluationSection {
        let row = |check: &EventCheck| {
            let percent = |share: f64| self.numbers.percent(share);
            vec![
                self.of_part(&self.event(&check.domain, &check.state), &check.scenario, check.alternative.as_deref()),
                self.count(check.cases),
                self.count(check.observed),
                percent(check.observed_share),
                format!("{}-{}", percent(check.observed_low), percent(check.observed_high)),
                percent(check.predicted_share),
                format!("{}-{}", self.count(check.count_low), self.count(check.count_high)),
                self.language.text(verdict(check.verdict)).to_owned(),
            ]
        };
        let whole = || self.answer.events.iter().filter(|check| check.alternative.is_none());
        let fit = whole().filter(|check| check.verdict == EventVerdict::AsPredicted).count();
        let (all, fit) = (self.count(whole().count()), self.count(fit));
        let mut after = vec![self.say("evaluation_events_fit", &[("all", &all), ("fit", &fit)])];
        for check in whole().filter(|check| check.verdict != EventVerdict::AsPredicted) {
            after.push(self.off(check));
        }
        EvaluationSection {
            head: "evaluation_events",
            heads: vec![
                "evaluation_event",
                "evaluation_cases",
                "evaluation_counted",
                "evaluation_share",
                "evaluation_interval",
                "evaluation_predicted",
                "evaluation_expected",
                "evaluation_verdict",
            ],
            rows: with_parts(
                &self.answer.events,
                |one| (&one.scenario, &one.domain, &one.state),
                |one| &one.alternative,
            )
            .map(row)
            .collect(),
            after,
        }
    }

    fn event(&self, domain: &str, state: &str) -> String {
        self.name("state", &format!("{domain}.{state}"))
    }

    /// What an event says that is not as predicted, and which figures would tell it better.
    fn off(&self, check: &EventCheck) -> String {
        let key = match check.verdict {
            EventVerdict::More => "evaluation_event_more",
            EventVerdict::Less => "evaluation_event_less",
            EventVerdict::AsPredicted | EventVerdict::WithinBand => "evaluation_event_within",
        };
        let [observed, cases, low, high] =
            [check.observed, check.cases, check.count_low, check.count_high].map(|value| self.count(value));
        let name = self.event(&check.domain, &check.state);
        let (share, predicted) =
            (self.numbers.percent(check.observed_share), self.numbers.percent(check.predicted_share));
        let values = [
            ("event", name.as_str()),
            ("observed", &observed),
            ("cases", &cases),
            ("low", &low),
            ("high", &high),
            ("share", &share),
            ("predicted", &predicted),
        ];
        let mut text = self.say(key, &values);
        let of_event = self.answer.suspects.iter().filter(|suspect| {
            (&suspect.scenario, &suspect.domain, &suspect.state) == (&check.scenario, &check.domain, &check.state)
        });
        for suspect in of_event {
            let figure = self.name("figure", &suspect.figure);
            let (before, after) = (self.figure(suspect.before), self.figure(suspect.after));
            let values = [("figure", figure.as_str()), ("before", &before), ("after", &after)];
            text += " ";
            text += &self.say("evaluation_suspect", &values);
        }
        text
    }

    fn costs(&self) -> EvaluationSection {
        let mut after = Vec::new();
        let mut rows = Vec::new();
        for check in with_parts(&self.answer.costs, |one| (&one.scenario, &one.account), |one| &one.alternative) {
            let percent = |share: f64| self.numbers.percent(share);
            let name = self.account(&check.account);
            rows.push(vec![
                self.of_part(&name, &check.scenario, check.alternative.as_deref()),
                self.count(check.cases),
                self.numbers.whole(check.observed_mean),
                self.numbers.whole(check.predicted_mean),
                percent(check.below),
                percent(check.within),
                percent(check.above),
            ]);
            if check.alternative.is_none() {
                let [within, low, high] = [check.within, check.within_low, check.within_high].map(percent);
                let cases = self.count(check.cases);
                let key = if check.luck_explains { "evaluation_costs_fit" } else { "evaluation_costs_off" };
                let values = [
                    ("account", name.as_str()),
                    ("cases", &cases),
                    ("within", &within),
                    ("low", &low),
                    ("high", &high),
                ];
                after.push(self.say(key, &values));
            }
        }
        after.push(self.say("evaluation_shared", &[]));
        EvaluationSection {
            head: "evaluation_costs",
            heads: vec![
                "evaluation_account",
                "evaluation_cases",
                "evaluation_paid",
                "evaluation_predicted",
                "evaluation_below",
                "evaluation_within",
                "evaluation_above",
            ],
            rows,
            after,
        }
    }

    fn levels(&self) -> EvaluationSection {
        let one = |value: f64| self.numbers.decimal(value, 1);
        let row = |check: &LevelCheck| {
            let interval = check.change_low.zip(check.change_high);
            vec![
                self.of_part(&self.name("measure", &check.measure), &check.scenario, check.alternative.as_deref()),
                self.count(check.cases),
                one(check.observed_start),
                one(check.observed_end),
                one(check.change),
                interval.map_or_else(|| "-".to_owned(), |(low, high)| format!("{} / {}", one(low), one(high))),
                one(check.change_without),
                one(check.change_with),
                one(check.beyond),
            ]
        };
        let told = |check: &&LevelCheck| check.alternative.is_none();
        let sentence = |check: &LevelCheck| {
            let measure = self.name("measure", &check.measure);
            let [change, without, beyond] = [check.change, check.change_without, check.beyond].map(one);
            let key = if check.is_beyond { "evaluation_level_beyond" } else { "evaluation_level_nothing" };
            let values =
                [("measure", measure.as_str()), ("change", &change), ("without", &without), ("beyond", &beyond)];
            self.say(key, &values)
        };
        let after = self.answer.levels.iter().filter(told).map(sentence);
        EvaluationSection {
            head: "evaluation_levels",
            heads: vec![
                "evaluation_measure",
                "evaluation_cases",
                "evaluation_start",
                "evaluation_end",
                "evaluation_change",
                "evaluation_interval",
                "evaluation_without",
                "evaluation_with",
                "evaluation_beyond",
            ],
            rows: with_parts(&self.answer.levels, |one| (&one.scenario, &one.measure), |one| &one.alternative)
                .map(row)
                .collect(),
            after: [self.say("evaluation_levels_why", &[])].into_iter().chain(after).collect(),
        }
    }

    fn updates(&self) -> EvaluationSection {
        let known = |known: &Knowledge| {
            let [mean, low, high] = [known.mean, known.low, known.high].map(|value| self.figure(value));
            format!("{mean} ({low}-{high})")
        };
        let row = |update: &RateUpdate| {
            vec![
                self.name("figure", &update.figure),
                format!("{} / {}", self.figure(update.events), self.figure(update.exposure)),
                update.observed.map_or_else(|| "-".to_owned(), |value| self.figure(value)),
                known(&update.before),
                known(&update.after),
                self.language.text(count_verdict(update)).to_owned(),
            ]
        };
        let out_of_reach = self.answer.updates.iter().filter(|update| update.out_of_reach);
        let widen = out_of_reach.map(|update| {
            let figure = self.name("figure", &update.figure);
            self.say("evaluation_out_of_reach", &[("figure", &figure)])
        });
        EvaluationSection {
            head: "evaluation_updates",
            heads: vec![
                "evaluation_figure",
                "evaluation_tally",
                "evaluation_own",
                "evaluation_before",
                "evaluation_after",
                "evaluation_verdict",
            ],
            rows: self.answer.updates.iter().map(row).collect(),
            after: [self.say("evaluation_updates_how", &[])].into_iter().chain(widen).collect(),
        }
    }
}

fn verdict(verdict: EventVerdict) -> &'static str {
    match verdict {
        EventVerdict::AsPredicted => "evaluation_as_predicted",
        EventVerdict::WithinBand => "evaluation_within_band",
        EventVerdict::More => "evaluation_more",
        EventVerdict::Less => "evaluation_less",
    }
}

fn count_verdict(update: &RateUpdate) -> &'static str {
    match (update.form, update.verdict) {
        (UpdateForm::Certain, CountVerdict::AsExpected) => "evaluation_certain",
        (_, CountVerdict::AsExpected) => "evaluation_as_predicted",
        (_, CountVerdict::More) => "evaluation_more",
        (_, CountVerdict::Less) => "evaluation_less",
    }
}
