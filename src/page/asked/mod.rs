//! What the page asks: a question with its control, what holds without an answer, and what the answer sets.
//!
//! In: a scenario, a draft, what somebody typed. Out: [`Asked`], and the draft with the answer in it. An answer that is
//! what holds anyway is no answer: what is in a case file was changed by somebody.

pub(super) mod household;
pub(super) mod plan;

use crate::diagnostics::Message;
use crate::model::{Evidence, Parameter};
use crate::page::draft::Draft;
use crate::page::numbers::{in_field, typed, value};
use crate::report::words::grade_key;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::plain;
use crate::words::Language;
use toml::Value;

/// Most questions on one screen.
pub(super) const MOST_ON_SCREEN: usize = 7;
/// Most questions of a case.
pub(super) const MOST: usize = 12;
/// The ends of a range that is told.
const RANGE: (f64, f64) = (0.1, 0.9);

/// What an answer sets.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// The answer to a question of the scenario, by its name.
    Answer(String),
    /// Places in the scenario by their paths, each with what is added to the number there.
    Change(Vec<(String, f64)>),
}

/// How it is answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Control {
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
    /// A number, within the bounds of what is shown.
    Number {
        /// Smallest, as far as there is one.
        low: Option<f64>,
        /// Largest.
        high: Option<f64>,
        /// Of a slider; `None` where there is none.
        step: Option<f64>,
        /// Only whole numbers fit.
        whole: bool,
    },
    /// A text for the form.
    Text,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// Name of its field.
    pub name: String,
    /// The question.
    pub text: String,
    /// An explanation; may be empty.
    pub help: String,
    /// Unit of a number; may be empty.
    pub unit: String,
    /// How it is answered.
    pub control: Control,
    /// What it sets.
    pub target: Target,
    /// What is shown is the number in the scenario times this.
    pub scale: f64,
    /// What is in the field while nobody answered: a number or a choice; empty where nothing certain holds.
    pub usual: String,
    /// What holds without an answer, in words.
    pub holds: String,
    /// The same in short, for a list of answers.
    pub short: String,
    /// Where a slider stands while nobody answered.
    pub middle: f64,
    /// Where the figure comes from, a line each.
    pub evidence: Vec<String>,
}

impl Asked {
    /// Whether somebody answered it.
    pub(super) fn is_changed(&self, draft: &Draft) -> bool {
        self.held(draft).is_some()
    }

    fn held<'d>(&self, draft: &'d Draft) -> Option<&'d Value> {
        match &self.target {
            Target::Answer(name) => draft.answer(name),
            Target::Change(paths) => draft.change(&paths.first()?.0),
        }
    }

    /// What is in the field.
    pub(super) fn shown(&self, draft: &Draft, language: Language) -> String {
        let Some(held) = self.held(draft) else { return self.usual.clone() };
        let added = match &self.target {
            Target::Change(paths) => paths.first().map_or(0.0, |path| path.1),
            Target::Answer(_) => 0.0,
        };
        let number = match held {
            Value::Integer(whole) => Some(*whole as f64),
            Value::Float(number) => Some(*number),
            Value::Boolean(yes) => Some(f64::from(u8::from(*yes))),
            _ => None,
        };
        match (held, number, &self.control) {
            (Value::String(text), ..) => text.clone(),
            (_, Some(number), Control::Number { .. }) => in_field((number - added) * self.scale, language),
            (_, Some(number), _) => format!("{number}"),
            _ => String::new(),
        }
    }

    /// The answer in words.
    pub(super) fn told(&self, draft: &Draft, language: Language) -> String {
        if !self.is_changed(draft) {
            return self.short.clone();
        }
        let shown = self.shown(draft, language);
        match &self.control {
            Control::Choice(choices) => {
                let known = choices.iter().find(|(value, _)| *value == shown);
                known.map_or_else(|| language.text("coach_mix").to_owned(), |(_, label)| label.clone())
            }
            Control::Number { .. } => {
                let number = typed(&shown, language).map_or(shown, |number| Numbers::new(language).exact(number));
                format!("{number} {}", self.unit).trim().to_owned()
            }
            Control::Text => shown,
        }
    }

    /// Puts what somebody typed into the draft.
    ///
    /// # Errors
    /// What is no number, or lies outside the bounds; the draft stays as it is.
    pub(super) fn apply(&self, draft: &mut Draft, raw: &str, language: Language) -> Result<(), Message> {
        let raw = raw.trim();
        if raw.is_empty() || raw == self.usual {
            self.put(draft, None);
            return Ok(());
        }
        match &self.control {
            Control::Number { low, high, whole, .. } => {
                let number = typed(raw, language).ok_or_else(|| Message::new("coach_no_number").with("found", raw))?;
                if *whole && number.fract() != 0.0 {
                    return Err(Message::new("coach_not_whole").with("found", raw));
                }
                if number < low.unwrap_or(f64::NEG_INFINITY) || number > high.unwrap_or(f64::INFINITY) {
                    let told = |bound: Option<f64>| {
                        bound.map_or("...".to_owned(), |bound| Numbers::new(language).exact(bound))
                    };
                    let message = Message::new("coach_outside").with("low", told(*low)).with("high", told(*high));
                    return Err(message);
                }
                self.put(draft, Some(number / self.scale));
            }
            Control::Choice(choices) if choices.iter().all(|(value, _)| value != raw) => {
                return Err(Message::new("coach_no_choice"));
            }
            Control::Choice(_) | Control::Text => {
                let number =
                    raw.parse::<f64>().ok().filter(|_| !self.name.contains("start.") && self.control != Control::Text);
                let answer = number.map_or_else(|| Value::String(raw.replace('\r', "")), value);
                if let Target::Answer(name) = &self.target {
                    draft.set_answer(name, Some(answer));
                }
            }
        }
        Ok(())
    }

    fn put(&self, draft: &mut Draft, number: Option<f64>) {
        match &self.target {
            Target::Answer(name) => draft.set_answer(name, number.map(value)),
            Target::Change(paths) => {
                for (path, added) in paths {
                    draft.set_change(path, number.map(|number| value(tidy(number + added))));
                }
            }
        }
    }
}

/// A number without the dust of a division.
fn tidy(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Where a figure comes from, a line each: range, source, kind of figure.
fn evidence(parameter: &Parameter, scale: f64, language: Language) -> Vec<String> {
    let Evidence { grade, source, url, year, unverified, .. } = &parameter.evidence;
    let numbers = Numbers::new(language);
    let of = &parameter.distribution;
    let mut lines = Vec::new();
    if of.is_uncertain() {
        let [low, high] = [RANGE.0, RANGE.1].map(|chance| numbers.exact(short(of.quantile(chance) * scale)));
        lines.push(language.fill_in(language.text("coach_range"), &[("low", &low), ("high", &high)]));
    }
    let kind = language.text(grade_key(*grade));
    lines.push(language.fill_in(language.text("coach_kind"), &[("kind", kind)]));
    if source.is_empty() {
        lines.push(language.text("coach_no_source").to_owned());
    } else {
        let year = year.map_or(String::new(), |year| format!(" ({year})"));
        let source = format!("{}{year}", plain(source));
        lines.push(language.fill_in(language.text("coach_source"), &[("source", &source)]));
    }
    if !url.is_empty() {
        lines.push(plain(url));
    }
    if *unverified {
        lines.push(language.text("coach_unverified").to_owned());
    }
    lines
}

/// A number to two decimals.
fn short(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
