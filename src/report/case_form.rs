//! An empty case file: the questions of a scenario, to be answered in a text editor.
//!
//! In: a scenario and the name by which its file is found. Out: TOML in which every question stands with its choices,
//! bounds and what holds where it is not answered. Without an answer it is the scenario itself.

use crate::model::{AnswerKind, FORM_TEXTS, Number, Origin, Question, Scenario, Sets};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::plain;
use std::fmt::Write;

/// The text of the file.
pub fn text(scenario: &Scenario, name: &str, language: Language) -> String {
    let say = |key| language.text(key);
    let mut out = String::new();
    let mut comment = |text: &str| {
        for line in plain(text).lines() {
            let _ = writeln!(out, "# {line}");
        }
    };
    comment(language.of(&scenario.title));
    comment(say("case_form_how"));
    let _ = write!(out, "\ncase = 1\nscenario = {}\n", quoted(name));
    let _ = write!(out, "\n# {}\n# code = \"\"\n", say("case_form_code"));
    let plans: Vec<String> = scenario
        .alternatives
        .iter()
        .skip(1)
        .filter(|alternative| alternative.trouble.is_none())
        .map(|alternative| format!("#   {}: {}\n", alternative.id, plain(language.of(&alternative.label))))
        .collect();
    if let Some(first) = scenario.alternatives.get(1) {
        let _ = write!(out, "\n# {}\n{}# alternative = {}\n", say("case_form_plan"), plans.concat(), quoted(&first.id));
    }
    out.push_str("\n[answers]\n");
    for question in &scenario.questions {
        out.push_str(&asked(question, scenario, language));
    }
    let _ = write!(out, "\n# {}\n[form]\n# mandate = 1000\n", say("case_form_form"));
    for name in FORM_TEXTS {
        let _ = writeln!(out, "# {name} = \"\"");
    }
    let _ = write!(out, "\n# {}\n[set]\n# settings.horizon = \"10 years\"\n", say("case_form_set"));
    out
}

/// One question, with its answer left open.
fn asked(question: &Question, scenario: &Scenario, language: Language) -> String {
    let name = question.name(scenario);
    let mut out = format!("\n# {}", plain(language.of(&question.text)));
    let unit = plain(language.of(&question.unit));
    if !unit.is_empty() {
        let _ = write!(out, " ({unit})");
    }
    out.push('\n');
    let help = plain(language.of(&question.help));
    if !help.is_empty() {
        let _ = writeln!(out, "# {help}");
    }
    for choice in &question.choices {
        let _ = writeln!(out, "#   {}: {}", plain(&choice.value), plain(language.of(&choice.label)));
    }
    if name.is_empty() {
        let _ = writeln!(out, "# {}", language.text("case_form_unnamed"));
        return out;
    }
    let (shown, answer) = default(question, scenario, language);
    let bounds = bounds(question, language);
    let holds = if shown.is_empty() {
        String::new()
    } else {
        language.fill_in(language.text("case_form_default"), &[("value", &shown)])
    };
    let notes: Vec<&str> = [bounds.as_str(), holds.as_str()].into_iter().filter(|note| !note.is_empty()).collect();
    if !notes.is_empty() {
        let _ = writeln!(out, "# {}", notes.join("; "));
    }
    let _ = writeln!(out, "# {name} = {answer}");
    out
}

/// Lowest and highest answer, as far as there are any.
fn bounds(question: &Question, language: Language) -> String {
    let numbers = Numbers::new(language);
    let of = |value: f64| numbers.exact(value);
    match (question.kind, question.min, question.max) {
        (AnswerKind::YesNo, ..) => language.text("case_form_yes_no").to_owned(),
        (_, Some(low), Some(high)) => {
            language.fill_in(language.text("case_form_between"), &[("low", &of(low)), ("high", &of(high))])
        }
        (_, Some(low), None) => language.fill_in(language.text("case_form_least"), &[("low", &of(low))]),
        (_, None, Some(high)) => language.fill_in(language.text("case_form_most"), &[("high", &of(high))]),
        _ => String::new(),
    }
}

/// What holds where a question is not answered, for people; and an answer as TOML.
fn default(question: &Question, scenario: &Scenario, language: Language) -> (String, String) {
    let number = |value: f64| (Numbers::new(language).exact(value), toml_number(value));
    match &question.sets {
        Sets::Nothing => (String::new(), "\"\"".to_owned()),
        Sets::Characteristic(name) => {
            let found = scenario.characteristics.iter().find(|characteristic| characteristic.name == *name);
            found.map_or((String::new(), "0".to_owned()), |found| number(found.value.mean()))
        }
        Sets::Parameter(name) => {
            let found = scenario.parameters.iter().find(|parameter| parameter.name == *name);
            found.map_or((String::new(), "0".to_owned()), |found| number(found.distribution.mean()))
        }
        Sets::Start(domain) => start(*domain, question, scenario, language),
    }
}

/// Where households start: the only state, or the shares of several.
fn start(domain: usize, question: &Question, scenario: &Scenario, language: Language) -> (String, String) {
    let first = question.choices.first().map_or(String::new(), |choice| quoted(&choice.value));
    let Some(start) = scenario.starts.iter().find(|start| start.domains == [domain]) else {
        return (String::new(), first);
    };
    let states = &scenario.domains[domain].states;
    let name = |shares: &[usize]| shares.first().and_then(|at| states.get(*at)).map_or("", |state| state.id.as_str());
    if let [(only, _)] = start.shares.as_slice() {
        return (name(only).to_owned(), quoted(name(only)));
    }
    let known: f64 = start.shares.iter().filter_map(|(_, share)| central(share.as_ref()?, scenario)).sum();
    let numbers = Numbers::new(language);
    let shown = start.shares.iter().map(|(states, share)| {
        let share = share.as_ref().map_or(Some(1.0 - known), |share| central(share, scenario));
        let share = share.map_or(String::new(), |share| format!(" {}", numbers.percent(share)));
        format!("{}{share}", name(states))
    });
    (shown.collect::<Vec<_>>().join(", "), first)
}

/// The value at the means; `None` where a table gives it.
fn central(number: &Number, scenario: &Scenario) -> Option<f64> {
    match number.origin {
        Origin::Fixed(value) => Some(value),
        Origin::Characteristic(at) => scenario.characteristics.get(at).map(|found| found.value.mean()),
        Origin::Parameter(at) => scenario.parameters.get(at).map(|found| found.distribution.mean()),
        Origin::Table(_) => None,
    }
}

/// A number as TOML writes it: whole where it is whole.
fn toml_number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value}") }
}

/// A text between quotes, as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
