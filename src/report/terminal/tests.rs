//! Tests of the summary: it fits whatever the scenario, in both languages, and says what it must.

use crate::analyse::Verdict;
use crate::analyse::answer;
use crate::model::{Alternative, Scenario, Text};
use crate::report::terminal::summary;
use crate::report::terminal::{COLUMNS, LINES};
use crate::report::tests::{example, sizes};
use crate::report::words::Language;
use unicode_width::UnicodeWidthStr;

const LANGUAGES: [Language; 2] = [Language::Nl, Language::En];

fn told(language: Language, scenario: &Scenario, focus: Option<&str>) -> Vec<String> {
    let results = crate::simulate::run(scenario, &sizes(), &crate::simulate::Unwatched).expect("results");
    let mut answer = answer(scenario, &results);
    answer.id = "0123456789abcdef".into();
    summary(&answer, scenario, language, focus)
}

fn assert_fits(lines: &[String]) {
    assert!(lines.len() <= LINES, "{} lines:\n{}", lines.len(), lines.join("\n"));
    for line in lines {
        assert!(line.width() <= COLUMNS, "too wide: {line}");
        assert!(!line.contains('{') && !line.contains("summary_") && !line.contains("table_"), "a hole: {line}");
    }
}

#[test]
fn a_summary_fits_in_both_languages() {
    for language in LANGUAGES {
        for focus in [None, Some("later"), Some("unknown")] {
            assert_fits(&told(language, &example(), focus));
        }
    }
}

#[test]
fn long_names_and_many_of_them_fit_too() {
    let mut scenario = example();
    let long =
        |text: &Text| Text { nl: format!("{} met een erg lange naam", text.nl).repeat(4), en: "long ".repeat(40) };
    scenario.title = long(&scenario.title);
    scenario.alternatives.iter_mut().for_each(|alternative| alternative.label = long(&alternative.label));
    scenario.accounts.iter_mut().for_each(|account| account.label = long(&account.label));
    scenario.parameters.iter_mut().for_each(|parameter| parameter.label = long(&parameter.label));
    let states = scenario.domains.iter_mut().flat_map(|domain| &mut domain.states);
    states.for_each(|state| state.label = long(&state.label));
    let last = scenario.alternatives[2].clone();
    for number in 0..12 {
        scenario.alternatives.push(Alternative { id: format!("m{number}"), ..last.clone() });
    }
    for language in LANGUAGES {
        let lines = told(language, &scenario, None);
        assert_fits(&lines);
        // What is left out goes whole: no sentence loses its beginning.
        let text = lines.join(" ");
        assert!(["Verkennend:", "Exploratory:", "Indicati"].iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn the_first_sentence_says_that_the_sign_may_change() {
    let lines = told(Language::Nl, &example(), None);
    assert!(lines[1].starts_with("Het is onzeker of dit loont"), "{}", lines.join("\n"));
    let text = lines.join(" ");
    for part in [
        "Van 100 zulke gezinnen",
        "Terugverdiend",
        "Escalaties per 100",
        "Wie betaalt",
        "publieke kas",
        "--alternative",
        "ondersteunt een besluit",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_scenario_with_the_null_alternative_alone_says_so() {
    let scenario = example().with_alternatives(&[]).expect("the null alternative");
    let lines = told(Language::En, &scenario, None);
    assert_eq!(lines.len(), 1);
    assert_fits(&lines);
}

#[test]
fn what_rounding_leaves_of_a_transfer_is_nothing_to_society() {
    let scenario = example();
    let results = crate::simulate::run(&scenario, &sizes(), &crate::simulate::Unwatched).expect("results");
    let mut answer = answer(&scenario, &results);
    let mut first_lines = |size: f64| {
        for alternative in &mut answer.alternatives {
            let average = &mut alternative.net_benefit.average;
            (average.mean, average.p10, average.p90) = (-0.2 * size, -size, size);
            alternative.verdict = Verdict::of(average, &alternative.accounts);
        }
        summary(&answer, &scenario, Language::Nl, None).join(" ")
    };
    let rounded = first_lines(1e-13);
    assert!(rounded.contains("Dit verandert niets") && rounded.contains(": verandert niets"), "{rounded}");
    let cents = first_lines(0.01);
    assert!(cents.contains("Het is onzeker") && !cents.contains("verandert niets"), "{cents}");
}
