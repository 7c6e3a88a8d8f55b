//! Every scenario of the library through every screen, what its questions change, and what is sent by who means harm.

use crate::page::asked::{Asked, Control, MOST, MOST_ON_SCREEN, household, plan};
use crate::page::draft::PLACE;
use crate::page::{Draft, Fields, respond};
use crate::read::library::{Kind, WithLibrary, named, shipped};
use crate::session::{DrawCount, HouseholdCount, RunOptions, Session};
use crate::words::Language;
use std::path::Path;

/// Scenarios that are looked at by every test.
const SOME: [&str; 4] = ["meneer-l", "gebit", "huisuitzetting", "schulden"];

fn situations() -> Vec<String> {
    let all = shipped().into_iter().filter(|one| matches!(one.kind, Kind::Scenario | Kind::Case)).map(|one| one.id);
    let thorough = std::env::var_os("MKBA_THOROUGH").is_some();
    all.filter(|id| thorough || SOME.contains(&id.as_str())).collect()
}

fn scenario(id: &str) -> crate::model::Scenario {
    let path = named(Path::new(id)).expect("in the library");
    crate::read::load(&WithLibrary, &path, &[]).expect("a scenario").scenario
}

fn send(pairs: &[(&str, &str)]) -> String {
    respond(&pairs.iter().fold(Fields::default(), |fields, (name, value)| fields.with(name, *value)))
}

#[test]
fn every_situation_is_asked_on_few_screens() {
    for one in shipped().into_iter().filter(|one| matches!(one.kind, Kind::Scenario | Kind::Case)) {
        let scenario = scenario(&one.id);
        let household = household::questions(&scenario, Language::Nl);
        assert!(!household.is_empty(), "{}", one.id);
        for alternative in &scenario.alternatives[1..] {
            let plan = plan::questions(&scenario, &alternative.id, household.len(), Language::Nl);
            assert!(household.len() + plan.len() < MOST, "{}", one.id);
            assert!(plan.len() < MOST_ON_SCREEN, "{}", one.id);
        }
        for (language, screen) in [("nl", "household"), ("en", "more"), ("nl", "plan"), ("en", "check")] {
            let case = Draft::of(&one.id).text();
            let html = send(&[("lang", language), ("case", &case), ("to", screen)]);
            assert!(!html.contains(">coach_") && html.matches("<h1").count() == 1, "{} {screen}", one.id);
            assert!(html.matches("class=\"question").count() <= MOST_ON_SCREEN, "{} {screen}", one.id);
        }
    }
}

/// What all plans come to at the means, for society and for each party, with what its files say.
fn totals(draft: &Draft) -> Vec<f64> {
    let session = Session::load(&draft.files(), Path::new(PLACE), &[]);
    let session = session.unwrap_or_else(|refused| panic!("{}: {:?}", draft.text(), refused.diagnostics.sorted()));
    let options = RunOptions { at_means: true, households: HouseholdCount::WhereNeeded, ..RunOptions::default() };
    let answer = session.options(options).run().expect("a run").answer();
    let figures = |one: &crate::analyse::AlternativeAnswer| {
        let parties: Vec<f64> = one.accounts.iter().map(|account| account.net).collect();
        std::iter::once(one.net_benefit.average.mean).chain(parties)
    };
    answer.alternatives.iter().flat_map(figures).collect()
}

/// Answers that somebody may give: each choice, the ends and a half of a number.
fn answers(asked: &Asked) -> Vec<String> {
    match &asked.control {
        Control::Choice(choices) => choices.iter().map(|(value, _)| value.clone()).collect(),
        Control::Number { low, high, whole, .. } => {
            let (low, high) = (low.unwrap_or(0.0), high.unwrap_or(10.0));
            let middle = (low + high) / 2.0;
            [low, if *whole { middle.floor() } else { middle }, high]
                .map(|value| crate::page::numbers::in_field(value, Language::Nl))
                .to_vec()
        }
        Control::Text => Vec::new(),
    }
}

#[test]
fn every_answer_is_accepted_and_every_question_changes_the_sum() {
    for id in situations() {
        let scenario = scenario(&id);
        let before = totals(&Draft::of(&id));
        let household = household::questions(&scenario, Language::Nl);
        let count = household.len();
        let plans = scenario.alternatives[1..].iter();
        let mut all = vec![(String::new(), household)];
        all.extend(plans.map(|one| (one.id.clone(), plan::questions(&scenario, &one.id, count, Language::Nl))));
        for (plan, questions) in all {
            for asked in questions.iter().filter(|asked| asked.control != Control::Text) {
                let mut changes = false;
                for answer in answers(asked) {
                    let mut draft = Draft::of(&id);
                    asked.apply(&mut draft, &answer, Language::Nl).expect("an answer within bounds");
                    assert_eq!(asked.is_changed(&draft), answer != asked.usual, "{id} {plan} {}", asked.name);
                    let after = totals(&draft);
                    changes |= before.iter().zip(&after).any(|(a, b)| (a - b).abs() > 1e-6);
                }
                assert!(changes, "{id} {plan}: {} changes nothing", asked.name);
            }
        }
    }
}

#[test]
fn a_first_answer_is_told_for_every_plan() {
    let scenario = scenario("gebit");
    for plan in &scenario.alternatives[1..] {
        let mut draft = Draft::of("gebit");
        draft.put("alternative", &plan.id);
        let html = send(&[("lang", "nl"), ("case", &draft.text()), ("at", "check"), ("to", "result"), ("quick", "1")]);
        assert!(html.contains("data-plan") && !html.contains(">coach_") && !html.contains("NaN"), "{html}");
        assert_eq!(html.matches("<circle").count(), 200 + html.matches("data-group").count(), "{}", plan.id);
    }
}

#[test]
fn the_case_of_the_page_is_a_case_of_the_program() {
    let html = send(&[
        ("case", &Draft::of("gebit").text()),
        ("at", "household"),
        ("to", "check"),
        ("q.start.work", "works"),
        ("q.start.debt", "none such"),
    ]);
    assert!(html.contains("class=\"summary\""));
    let scenario = scenario("gebit");
    let draft = Draft::of("gebit");
    let options =
        RunOptions { draws: DrawCount::Exactly(16), households: HouseholdCount::Exactly(0), ..RunOptions::default() };
    let of_page = Session::load(&draft.files(), Path::new(PLACE), &[]).expect("a case").options(options.clone());
    let (of_page, own) = (
        of_page.run().expect("a run").answer(),
        Session::new(scenario).options(options).run().expect("a run").answer(),
    );
    assert_eq!(of_page.id, own.id);
}

#[test]
fn what_is_sent_with_harm_is_told_or_left_out() {
    let long = "x".repeat(70_000);
    let deep = "[a".repeat(300);
    let texts = [
        "",
        "[",
        "case = 1",
        "case = 1\nscenario = '../../etc/passwd'",
        "case = 1\nscenario = 'gebit'\nx = 1",
        &long,
        &deep,
        "case = 1\nscenario = 'gebit'\n[set]\n'lists.prices' = '/etc/passwd'\n",
        "case = 1\nscenario = 'gebit'\n[answers]\nstart.teeth = 9\n",
        "case = 1\nscenario = 'gebit'\nalternative = '<script>'\ncode = '<script>alert(1)</script>'\n",
        "\u{0}\u{202e}",
    ];
    for text in texts {
        for to in ["", "household", "plan", "check", "result", "form", "pasted", "new:", "new:../x", "clear", "no such"]
        {
            for stage in ["", "quick", "case"] {
                let html = send(&[
                    ("case", text),
                    ("pasted", text),
                    ("at", "<b>"),
                    ("to", to),
                    ("stage", stage),
                    ("quick", "1"),
                    ("code", "<i>"),
                ]);
                assert!(!html.contains("<script>") && !html.contains("<i>") && !html.contains("<b>"), "{text} {to}");
            }
        }
    }
}
