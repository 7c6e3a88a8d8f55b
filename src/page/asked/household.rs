//! Questions about the household: those of the scenario.
//!
//! In: the scenario as it is without answers. Out: [`Asked`]s, in the order of the file.

use crate::model::{AnswerKind, CharacteristicValue, Number, Origin, Question, Scenario, Sets};
use crate::page::asked::{Asked, Control, Target, evidence, short};
use crate::page::numbers::in_field;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::plain;
use crate::words::{Language, Text};

/// All questions of a scenario that can be answered: those with a name.
pub(in crate::page) fn questions(scenario: &Scenario, language: Language) -> Vec<Asked> {
    let named = scenario.questions.iter().filter(|question| !question.name(scenario).is_empty());
    named.map(|question| asked(question, scenario, language)).collect()
}

fn asked(question: &Question, scenario: &Scenario, language: Language) -> Asked {
    let own = |text: &Text| plain(language.of(text));
    let name = question.name(scenario);
    let number = || Control::Number { low: question.min, high: question.max, step: None, whole: false };
    let control = match question.kind {
        AnswerKind::Number => number(),
        AnswerKind::YesNo => {
            let answer = |value: &str, key| (value.to_owned(), language.text(key).to_owned());
            Control::Choice(vec![answer("1", "coach_yes"), answer("0", "coach_no")])
        }
        AnswerKind::Choice => {
            Control::Choice(question.choices.iter().map(|one| (one.value.clone(), own(&one.label))).collect())
        }
        AnswerKind::Text => Control::Text,
    };
    let mut asked = Asked {
        name: format!("q.{name}"),
        target: Target::Answer(name),
        text: own(&question.text),
        help: own(&question.help),
        unit: own(&question.unit),
        control,
        scale: 1.0,
        usual: String::new(),
        holds: String::new(),
        short: String::new(),
        middle: 0.0,
        evidence: Vec::new(),
    };
    match &question.sets {
        Sets::Nothing => {
            asked.holds = language.text("coach_for_form").to_owned();
            asked.short = "–".to_owned();
        }
        Sets::Characteristic(name) => {
            if let Some(found) = scenario.characteristics.iter().find(|known| known.name == *name) {
                holds(&mut asked, found.value.mean(), matches!(found.value, CharacteristicValue::Fixed(_)), language);
                asked.evidence = vec![subject::text(scenario, language, "coach_usual_household", &[])];
            }
        }
        Sets::Parameter(name) => {
            if let Some(found) = scenario.parameters.iter().find(|known| known.name == *name) {
                holds(&mut asked, found.distribution.mean(), !found.distribution.is_uncertain(), language);
                asked.evidence = evidence(found, 1.0, language);
            }
        }
        Sets::Start(domain) => start(&mut asked, *domain, scenario, language),
    }
    asked
}

/// What holds without an answer: a number that is certain stands in the field.
fn holds(asked: &mut Asked, mean: f64, certain: bool, language: Language) {
    if certain {
        asked.usual = match asked.control {
            Control::Number { .. } => in_field(mean, language),
            _ => format!("{mean}"),
        };
    }
    let told = Numbers::new(language).exact(short(mean));
    let chosen = match &asked.control {
        Control::Choice(choices) => choices.iter().find(|(value, _)| *value == asked.usual).map(|(_, label)| label),
        _ => None,
    };
    let value = chosen.cloned().unwrap_or_else(|| format!("{told} {}", asked.unit).trim().to_owned());
    let key = if certain { "coach_holds" } else { "coach_holds_mean" };
    asked.holds = language.fill_in(language.text(key), &[("value", &value)]);
    asked.short =
        if certain { value } else { language.fill_in(language.text("coach_on_average"), &[("value", &value)]) };
    asked.middle = mean;
}

/// Where households start: one state, or a mix of several.
fn start(asked: &mut Asked, domain: usize, scenario: &Scenario, language: Language) {
    asked.evidence = vec![subject::text(scenario, language, "coach_usual_start", &[])];
    let Some(start) = scenario.starts.iter().find(|start| start.domains == [domain]) else {
        asked.holds = language.text("coach_holds_mix_unknown").to_owned();
        asked.short = language.text("coach_unknown").to_owned();
        return;
    };
    let states = scenario.domains.get(domain).map_or(&[][..], |domain| &domain.states);
    let state = |at: &[usize]| at.first().and_then(|at| states.get(*at));
    let label = |at: &[usize]| state(at).map_or(String::new(), |state| plain(language.of(&state.label)));
    if let [(only, _)] = start.shares.as_slice() {
        asked.usual = state(only).map_or(String::new(), |state| state.id.clone());
        asked.holds = language.fill_in(language.text("coach_holds"), &[("value", &label(only))]);
        asked.short = label(only);
        return;
    }
    let known: f64 = start.shares.iter().filter_map(|(_, share)| central(share.as_ref()?, scenario)).sum();
    let numbers = Numbers::new(language);
    let part = |(states, share): &(Vec<usize>, Option<Number>)| {
        let share = share.as_ref().map_or(Some(1.0 - known), |share| central(share, scenario));
        format!("{} {}", label(states), share.map_or(String::new(), |share| numbers.percent(share)))
    };
    let mix: Vec<String> = start.shares.iter().map(part).collect();
    let mix = mix.join(", ");
    asked.holds = language.fill_in(language.text("coach_holds_mix"), &[("mix", &mix)]);
    asked.short = language.fill_in(language.text("coach_on_average"), &[("value", &mix)]);
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
