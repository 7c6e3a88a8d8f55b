//! Questions for a form: what becomes of them, and what is said of faulty ones.

use crate::model::{AnswerKind, Sets};
use crate::read::tests::*;

const TEXT: &str = "text = { nl = \"Hoeveel?\", en = \"How many?\" }";

/// The family with these questions, each with a text.
fn asking(questions: &[&str]) -> Memory {
    let questions: String = questions.iter().map(|keys| format!("\n[[question]]\n{TEXT}\n{keys}\n")).collect();
    family().with("f/family.toml", FAMILY.to_string() + &questions)
}

#[test]
fn questions_keep_their_order_and_know_what_they_set() {
    let keys = [
        "sets = \"start.housing\"",
        "sets = \"traits.adults\"\nmin = 1\nmax = 4\nunit = { nl = \"mensen\", en = \"people\" }",
        "help = { nl = \"Kort\", en = \"Short\" }",
        "sets = \"parameters.hr_debt\"\nchoices = [{ value = 2, label = { nl = \"a\", en = \"b\" } }]",
        "sets = \"parameters.works\"\nkind = \"yes_no\"",
        "sets = \"start.debt\"\nchoices = [{ value = \"problematic\" }]",
    ];
    let questions = sound(&asking(&keys), &[]).scenario.questions;
    let found: Vec<(&Sets, AnswerKind, usize)> =
        questions.iter().map(|one| (&one.sets, one.kind, one.choices.len())).collect();
    let wanted = [
        (&Sets::Start(1), AnswerKind::Choice, 3),
        (&Sets::Characteristic("adults".into()), AnswerKind::Number, 0),
        (&Sets::Nothing, AnswerKind::Text, 0),
        (&Sets::Parameter("hr_debt".into()), AnswerKind::Choice, 1),
        (&Sets::Parameter("works".into()), AnswerKind::YesNo, 0),
        (&Sets::Start(0), AnswerKind::Choice, 1),
    ];
    assert_eq!(found, wanted);
    assert_eq!((questions[1].min, questions[1].max, questions[1].unit.en.as_str()), (Some(1.0), Some(4.0), "people"));
    assert_eq!((questions[3].choices[0].value.as_str(), questions[3].choices[0].label.nl.as_str()), ("2", "a"));
    assert!(!questions[5].choices[0].label.nl.is_empty());
    assert_eq!((questions[0].text.nl.as_str(), questions[2].help.en.as_str()), ("Hoeveel?", "Short"));
}

#[test]
fn questions_change_no_number() {
    let plain = sound(&family(), &[]).scenario;
    let asked = sound(&asking(&["sets = \"traits.adults\""]), &[]).scenario;
    assert_eq!(Scenario { questions: Vec::new(), ..asked }, plain);
}

/// Keys of a question, and every fault with its line (from the first key on) and column.
#[test]
fn every_fault_of_a_question_has_its_place() {
    let first = FAMILY.lines().count() + 4;
    let cases = [
        ("sets = \"traits.adult\"", vec![("unknown_trait", 0, 8)]),
        ("sets = \"parameters.hr_dept\"", vec![("unknown_parameter", 0, 8)]),
        ("sets = \"start.house\"", vec![("unknown_domain", 0, 8)]),
        ("sets = \"trait.adults\"", vec![("unknown_word", 0, 8)]),
        ("sets = \"adults\"", vec![("question_sets_wrong", 0, 8)]),
        ("set = \"traits.adults\"", vec![("unknown_key", 0, 1)]),
        ("sets = \"traits.adults\"\nkind = \"text\"", vec![("question_kind_unfit", 1, 8)]),
        ("sets = \"start.debt\"\nkind = \"number\"", vec![("question_kind_unfit", 1, 8)]),
        ("kind = \"nummer\"", vec![("unknown_word", 0, 8)]),
        ("kind = \"number\"\nmin = 3\nmax = 2", vec![("question_bounds", 2, 7)]),
        ("kind = \"yes_no\"\nmin = 3", vec![("question_key_unfit", 1, 1)]),
        ("kind = \"yes_no\"\nchoices = []", vec![("question_key_unfit", 1, 11)]),
        ("choices = []", vec![("number_outside", 0, 11)]),
        ("sets = \"start.debt\"\nchoices = [{ value = \"problematik\" }]", vec![("unknown_state", 1, 22)]),
        ("sets = \"traits.adults\"\nchoices = [{ value = 1 }]", vec![("missing_key", 1, 12)]),
        (
            "sets = \"start.debt\"\nchoices = [{ value = \"none\" }, { value = \"none\" }]",
            vec![("choice_twice", 1, 42)],
        ),
    ];
    for (keys, wanted) in cases {
        let wanted: Vec<String> =
            wanted.iter().map(|(key, line, column)| format!("{key} family.toml:{}:{column}", first + line)).collect();
        assert_eq!(faults(&asking(&[keys]), &[]), wanted, "{keys}");
    }
    let twice = asking(&["sets = \"traits.adults\"", "sets = \"traits.adults\""]);
    assert_eq!(faults(&twice, &[]), [format!("question_twice family.toml:{}:8", first + 4)]);
}
