//! Finished cases: a scenario that is right is found right, one that is wrong is found wrong, counts update figures as they must.

use crate::program::{copy, program, said, shipped};
use crate::thorough::thorough;
use mkba::analyse::evaluation::Evaluation;
use mkba::analyse::evaluation::events::EventVerdict;
use mkba::analyse::evaluation::update::UpdateForm;
use mkba::model::{Distribution, Scenario};
use mkba::read::library::WithLibrary;
use mkba::read::outcomes::{self, Countable, countable};
use mkba::read::{Disk, load};
use mkba::session::evaluation::{EvaluationOptions, EvaluationRun, PlannedEvaluation, SimulatedLook, simulated};
use mkba::session::trace::trace;
use mkba::simulate::{Method, Prepared, RunPlan, Unwatched};
use std::fmt::Write;
use std::fs;

#[path = "../../examples/outcomes.rs"]
#[allow(dead_code)]
mod made_up;

/// Answers, plan and months of the kinds of cases that are simulated.
const KINDS: [(&str, &str, &str, usize); 4] = [
    ("court_order", "works", "bij_vonnis", 24),
    ("court_order", "social_assistance", "none", 12),
    ("arrears", "works", "maatwerk", 36),
    ("arrears", "social_assistance", "none", 24),
];
const EVENTS: [(&str, &str); 3] = [("housing", "homeless"), ("work", "social_assistance"), ("mental_health", "severe")];

fn scenario(set: &[(&str, &str)]) -> Scenario {
    let set: Vec<(String, String)> =
        set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    load(&Disk, &shipped().join("huisuitzetting.toml"), &set).expect("a scenario").scenario
}

/// A list of cases that were simulated with these values set, so many of each kind.
fn list(of_a_kind: usize, seed: u64, set: &[(&str, &str)]) -> String {
    let mut text = "code,scenario,alternative,start.housing,start.work,months".to_owned();
    EVENTS.iter().for_each(|(domain, state)| text += &format!(",ever.{domain}.{state}"));
    text += ",cost.public,cost.gemeente,level_start.financien,level_end.financien\n";
    for (kind, (housing, work, plan, months)) in KINDS.into_iter().enumerate() {
        let answers = [("start.housing", housing), ("start.work", work)];
        let scenario = scenario(&[&answers, set].concat());
        let look = SimulatedLook {
            alternative: if plan == "none" { "null_alternative".into() } else { plan.into() },
            cycles: months,
            events: EVENTS.map(|(domain, state)| (domain.to_owned(), state.to_owned())).to_vec(),
            accounts: vec!["public".into(), "gemeente".into()],
            measures: vec!["financien".into()],
        };
        let first = (kind * of_a_kind) as u64;
        let cases = simulated(&scenario, &look, (seed, first, of_a_kind), &Unwatched).expect("cases");
        for (at, case) in cases.into_iter().enumerate() {
            write!(text, "{kind}-{at},huisuitzetting,{plan},{housing},{work},{months}").expect("text");
            case.ever.iter().for_each(|ever| text += if *ever { ",ja" } else { ",nee" });
            case.costs.iter().for_each(|cost| text += &format!(",{cost:.0}"));
            case.levels.iter().flatten().for_each(|level| text += &format!(",{}", level.expect("a level")));
            text.push('\n');
        }
    }
    text
}

fn evaluated(text: &str, draws: usize) -> EvaluationRun {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cases.csv");
    fs::write(&path, text).expect("written");
    let found = outcomes::read(&WithLibrary, &path).unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics));
    let options = EvaluationOptions { draws: Some(draws), seed: Some(3) };
    PlannedEvaluation::new(found, &options).expect("a plan").run(&Unwatched).expect("an evaluation")
}

/// Cases that the scenario made up itself: bands hold what they promise, events are as predicted.
#[test]
fn a_scenario_that_is_right_is_found_right() {
    let thorough = thorough();
    let (of_a_kind, draws) = if thorough { (1_500, 4_096) } else { (50, 256) };
    let Evaluation { events, costs, levels, suspects, .. } = evaluated(&list(of_a_kind, 11, &[]), draws).answer;
    let whole: Vec<_> = costs.iter().filter(|check| check.alternative.is_none()).collect();
    assert_eq!((whole.len(), whole[0].cases), (2, 4 * of_a_kind));
    for check in whole {
        let within = if thorough { 0.02 } else { 0.1 };
        assert!((check.within - 0.8).abs() < within, "{check:?}");
        assert!((check.observed_mean / check.predicted_mean - 1.0).abs() < 2.0 * within, "{check:?}");
        assert!((check.tenths.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!((check.below + check.within + check.above - 1.0).abs() < 1e-9);
    }
    let whole: Vec<_> = events.iter().filter(|check| check.alternative.is_none()).collect();
    assert_eq!(whole.len(), 3);
    // Three errors and not two, as many are looked at.
    let near = |value: f64, (low, high): (f64, f64)| (value - (low + high) / 2.0).abs() < 0.8 * (high - low);
    for check in whole {
        assert!(near(check.predicted_share, (check.observed_low, check.observed_high)), "{check:?}");
        assert!(!matches!(check.verdict, EventVerdict::More | EventVerdict::Less), "{check:?}");
        assert!(check.predicted_share > 0.03 && check.observed > 5, "something to tell: {check:?}");
        assert!(check.count_low <= check.observed && check.observed <= check.count_high);
    }
    assert!(suspects.iter().all(|suspect| suspect.shift.abs() < 1.0), "{suspects:?}");
    // The rise of these cases is what the model says of them: with help, and without where there was none.
    for check in levels {
        let interval = (check.change_low.expect("cases"), check.change_high.expect("cases"));
        assert!(near(check.change_with, interval), "{check:?}");
        if check.alternative.as_deref() == Some("null_alternative") {
            assert!((check.change_with - check.change_without).abs() < 1e-12, "{check:?}");
        }
    }
}

/// Orders are carried out much more often than the list says: the event is found, and the figure behind it.
#[test]
fn a_truth_that_has_shifted_is_found() {
    let found = evaluated(&list(60, 12, &[("order_carried_out", "0.6")]), 256).answer;
    let homeless = found.events.iter().find(|check| check.state == "homeless").expect("the event");
    assert!(homeless.alternative.is_none() && homeless.verdict == EventVerdict::More, "{homeless:?}");
    assert!(homeless.observed_low > homeless.predicted_p90);
    // Of so many cases no draw tells the event well enough for a figure to be named; of fewer, made up in the same way, some do.
    let found = evaluated(&made_up::outcomes().expect("cases"), 512).answer;
    let figures: Vec<&str> = found.suspects.iter().map(|suspect| suspect.figure.as_str()).collect();
    assert!(figures.contains(&"order_carried_out"), "{figures:?}");
    assert!(found.suspects.iter().all(|suspect| suspect.state != "homeless" || suspect.shift.abs() >= 0.3));
}

/// What is predicted of an event is who has ever been there in the trace of the same scenario.
#[test]
fn a_predicted_share_is_that_of_the_trace() {
    let text = "code,scenario,alternative,start.housing,start.work,months,ever.housing.homeless\n\
                a,huisuitzetting,maatwerk,court_order,works,18,nee\n";
    let found = evaluated(text, 64).answer;
    let scenario = scenario(&[("start.housing", "court_order"), ("start.work", "works")]);
    let scenario = scenario.with_alternatives(&["maatwerk".to_owned()]).expect("the plan");
    let plan = RunPlan { seed: 3, first_draw: 0, draws: 64, households: 0, method: Method::Cohort };
    let rows = trace(&Prepared::new(scenario).expect("prepared"), &plan, &Unwatched).expect("a trace");
    let is_it = |row: &&mkba::session::trace::TraceRow| {
        (row.alternative.as_str(), row.state.as_str(), row.row) == ("maatwerk", "homeless", 18)
    };
    let wanted = rows.iter().find(is_it).expect("a row").ever;
    assert!((found.events[0].predicted_share - wanted).abs() < 1e-12, "{} {wanted}", found.events[0].predicted_share);
    assert_eq!((found.events[0].observed, found.events[0].cases), (0, 1));
}

/// A beta of the list of rates, with what was counted, is the beta in closed form; the list that is written gives it back.
#[test]
fn an_updated_list_gives_the_closed_form() {
    let before = scenario(&[]);
    let share = before.parameters.iter().find(|figure| {
        matches!(figure.distribution, Distribution::Beta { .. })
            && countable(&before, figure) == Some(Countable::Share)
            && figure.name != "reached"
            && fs::read_to_string(shipped().join("rates/nl.csv")).expect("a list").contains(&figure.label.nl)
    });
    let share = share.expect("a beta from the list");
    let Distribution::Beta { alpha, beta } = share.distribution else { panic!("no beta") };
    let mut text = format!("code,scenario,alternative,months,start_month,seen.{}\n", share.name);
    for at in 0..40 {
        let seen = if at % 4 == 0 { "ja" } else { "nee" };
        writeln!(text, "{at},huisuitzetting,none,24,2023-01,{seen}").expect("text");
    }
    let EvaluationRun { answer, rates } = evaluated(&text, 8);
    let update = &answer.updates[0];
    assert_eq!((update.form, update.events, update.exposure, update.cases), (UpdateForm::Beta, 10.0, 40.0, 40));
    let wanted = (alpha + 10.0) / (alpha + beta + 40.0);
    assert!((update.after.mean - wanted).abs() < 1e-14);
    let rates = rates.expect("a list");
    let known = fs::read_to_string(shipped().join("rates/nl.csv")).expect("a list");
    assert_eq!(rates.lines().next(), known.lines().next());
    assert_eq!(rates.lines().count(), known.lines().count(), "every other row is still there");
    let folder = copy(|_, text| text);
    fs::write(folder.path().join("rates/nl.csv"), &rates).expect("written");
    let path = folder.path().join("huisuitzetting.toml");
    let again = load(&Disk, &path, &[]).unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics)).scenario;
    let figure = again.parameters.iter().find(|figure| figure.name == share.name).expect("the figure");
    let Distribution::Beta { alpha: a, beta: b } = figure.distribution else { panic!("{figure:?}") };
    assert!((a / (alpha + 10.0) - 1.0).abs() < 1e-6 && (b / (beta + 30.0) - 1.0).abs() < 1e-6, "{a} {b}");
    assert_eq!(figure.evidence.grade.key(), "measured");
    assert_eq!((figure.evidence.source.as_str(), figure.evidence.year), ("Eigen afgeronde zaken (n = 40)", Some(2024)));
    assert!(figure.evidence.note.contains("10 of 40 cases"), "{}", figure.evidence.note);
}

#[test]
fn all_faults_are_told_with_their_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "code,scenario,alternative,count,months,ever.housing.homeless,ever.housing.moon,cost.gemeente,level_end.financien,seen.effect_lasts,events.effect_lasts\n\
                a,huisuitzetting,none,2,12,ja,,,,,\n\
                b,huisuitzetting,,1,12,misschien,,,,,\n\
                c,huisuitzetting,geen,1,500,,,x,9,,\n\
                d,huisuitzetting,maatwerk,1,12,,,,,ja,2\n";
    fs::write(folder.path().join("cases.csv"), text).expect("written");
    let found = said(program(folder.path()).args(["evaluate", "cases.csv", "--lang", "en", "--out", "there"]));
    assert_eq!(found.code, Some(1), "{found:?}");
    for wanted in [
        "cases.csv:2",
        "one row is one case; here there are 2",
        "ever.housing.moon",
        "this must say what help the case had",
        "`misschien` is not yes or no",
        "`500` months",
        "`9` does not lie between 1 and 5",
        "'seen.effect_lasts' cannot be told by yes or no",
        "fill in both `events.effect_lasts` and `months.effect_lasts`",
    ] {
        assert!(found.err.contains(wanted), "{wanted}: {}", found.err);
    }
    assert!(!folder.path().join("there").exists());
}

/// The made-up cases of the example: what is printed says what was put into them.
#[test]
fn what_was_put_into_made_up_cases_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("cases.csv"), made_up::outcomes().expect("cases")).expect("written");
    let arguments = ["evaluate", "cases.csv", "--draws", "64", "--out", "there", "--csv", "nl"];
    for (language, wanted) in
        [("en", "happened more often than the scenario holds possible"), ("nl", "vaker dan het scenario")]
    {
        let found = said(program(folder.path()).args(arguments).args(["--lang", language]));
        assert!(found.code == Some(0) && found.out.replace('\n', " ").contains(wanted), "{found:?}");
    }
    let there = |name: &str| fs::read_to_string(folder.path().join("there").join(name)).unwrap_or_default();
    for name in ["events.csv", "costs.csv", "levels.csv"] {
        assert!(there(name).starts_with('\u{feff}') && there(name).contains(';'), "{name}");
    }
    let answer: serde_json::Value = serde_json::from_str(&there("evaluation.json")).expect("JSON");
    assert_eq!(answer["cases"], 96);
}
