//! Tests of the first screen: it fits and says what it must, whatever the scenario, in both languages.

use crate::analyse::{Answer, Verdict, answer};
use crate::model::{Alternative, Scenario, Text};
use crate::report::terminal::COLUMNS;
use crate::report::terminal::screen::{MOST_COLUMNS, ScreenOptions, screen};
use crate::report::tests::{example, sizes};
use crate::report::words::Language;
use unicode_width::UnicodeWidthStr;

const LANGUAGES: [Language; 2] = [Language::Nl, Language::En];

fn answered(scenario: &Scenario) -> Answer {
    let results = crate::simulate::run(scenario, &sizes(), &crate::simulate::Unwatched).expect("results");
    Answer { id: "0123456789abcdef".into(), ..answer(scenario, &results) }
}

fn told(language: Language, scenario: &Scenario, options: &ScreenOptions<'_>) -> Vec<String> {
    screen(&answered(scenario), scenario, language, options).lines
}

fn focus(name: &str) -> ScreenOptions<'_> {
    ScreenOptions { focus: Some(name), ..ScreenOptions::default() }
}

fn assert_fits(lines: &[String], width: usize) {
    for line in lines {
        assert!(line.width() <= width, "too wide: {line}");
        let holes = ["{", "screen_", "table_", "plans_", "people_", "noun_"];
        assert!(!holes.iter().any(|hole| line.contains(hole)), "a hole: {line}");
    }
}

#[test]
fn a_screen_fits_in_both_languages() {
    for language in LANGUAGES {
        for name in ["later", "unknown"] {
            assert_fits(&told(language, &example(), &focus(name)), COLUMNS);
        }
        for width in [0, 20, 90, 300] {
            let options = ScreenOptions { width, full: true, whole_euros: true, ..ScreenOptions::default() };
            assert_fits(&told(language, &example(), &options), width.clamp(COLUMNS, MOST_COLUMNS));
        }
    }
}

#[test]
fn long_names_and_many_of_them_fit_too_and_no_plan_is_dropped() {
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
        let lines = told(language, &scenario, &ScreenOptions::default());
        assert_fits(&lines, COLUMNS);
        for alternative in &scenario.alternatives[1..] {
            let row = |line: &&String| line.trim_start_matches(['>', ' ']).starts_with(&format!("{}:", alternative.id));
            assert_eq!(lines.iter().filter(row).count(), 1, "{}", alternative.id);
        }
    }
}

/// Plans in the order of their rows.
fn order(lines: &[String], answer: &Answer) -> Vec<String> {
    let named = lines.iter().filter_map(|line| line.trim_start_matches(['>', ' ']).split_once(':'));
    named.map(|(id, _)| id.to_owned()).filter(|id| answer.alternatives.iter().any(|one| one.id == *id)).collect()
}

#[test]
fn the_best_plan_comes_first_whatever_its_name() {
    let scenario = example();
    let mut answer = answered(&scenario);
    let ids: Vec<String> = answer.alternatives.iter().map(|one| one.id.clone()).collect();
    for best in 0..ids.len() {
        for (at, alternative) in answer.alternatives.iter_mut().enumerate() {
            alternative.net_benefit.average.mean = if at == best { 900.0 } else { 100.0 };
        }
        let found = screen(&answer, &scenario, Language::Nl, &ScreenOptions::default());
        assert_eq!(order(&found.lines, &answer)[0], ids[best]);
        let heading = found.lines[..found.heading].join(" ");
        let label = &scenario.alternatives.iter().find(|one| one.id == ids[best]).expect("it").label.nl;
        assert!(heading.contains(&format!("Het beste plan: {label}")), "{heading}");
        let asked = screen(&answer, &scenario, Language::Nl, &focus(&ids[(best + 1) % ids.len()]));
        let heading = asked.lines.join(" ");
        assert!(heading.contains(&format!("het beste is: {label}")), "{heading}");
        assert_eq!(order(&asked.lines, &answer), order(&found.lines, &answer), "the order stays");
    }
}

#[test]
fn the_words_of_the_field_are_on_it() {
    let text = told(Language::Nl, &example(), &ScreenOptions::default()).join(" ");
    for part in [
        "zichtperiode van",
        "prijspeil",
        "Contante waarde",
        "discontovoet",
        "baten-kostenverhouding",
        "Boekbaar",
        "verzilveren",
        "Van de 100 huishoudens",
        "Terugverdiend",
        "op de 100, met het plan",
        "Wie betaalt",
        "publieke kas",
        "--alternative",
        "ondersteunt een besluit",
        "Berekening 0123…",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    for word in ["trekking", "toevalsfout", "seed", "gezin"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn what_is_not_shown_is_said_and_all_is_shown_where_that_is_asked() {
    let mut scenario = example();
    let unpriced =
        crate::model::Item { kind: crate::model::ItemKind::Unpriced, price: None, ..scenario.items[0].clone() };
    for number in 0..6 {
        let label = Text { nl: format!("Gevolg {number}"), en: format!("Effect {number}") };
        scenario.items.push(crate::model::Item { id: format!("z{number}"), label, ..unpriced.clone() });
    }
    let short = told(Language::Nl, &scenario, &ScreenOptions::default()).join(" ");
    let full = ScreenOptions { full: true, ..ScreenOptions::default() };
    let full = told(Language::Nl, &scenario, &full).join(" ");
    let shown = |text: &str| (0..6).filter(|number| text.contains(&format!("Gevolg {number}"))).count();
    assert_eq!((shown(&short), shown(&full)), (3, 6));
    assert!(short.contains("Weggelaten: ") && short.contains("gevolgen zonder prijs (3)"), "{short}");
    assert!(!full.contains("Weggelaten: ") && full.contains("0123456789abcdef"), "{full}");
}

#[test]
fn a_scenario_with_the_null_alternative_alone_says_so() {
    let scenario = example().with_alternatives(&[]).expect("the null alternative");
    let lines = told(Language::En, &scenario, &ScreenOptions::default());
    assert_eq!(lines.len(), 1);
    assert_fits(&lines, COLUMNS);
}

#[test]
fn what_rounding_leaves_of_a_transfer_is_nothing_to_society() {
    let scenario = example();
    let mut answer = answered(&scenario);
    let mut screen_of = |size: f64| {
        for alternative in &mut answer.alternatives {
            let average = &mut alternative.net_benefit.average;
            (average.mean, average.p10, average.p90) = (-0.2 * size, -size, size);
            alternative.verdict = Verdict::of(average, &alternative.accounts);
        }
        screen(&answer, &scenario, Language::Nl, &ScreenOptions::default()).lines.join(" ")
    };
    let rounded = screen_of(1e-13);
    assert!(rounded.contains("verandert het niets"), "{rounded}");
    let cents = screen_of(0.01);
    assert!(cents.contains("dat is onzeker") && !cents.contains("verandert het niets"), "{cents}");
}
