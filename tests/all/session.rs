//! Sessions: the same figures as runs by hand, with a complete answer; what cannot be met is refused.

use crate::generated;
use crate::shipped::{ALTERNATIVES, load};
use mkba::analyse::study::{NamedVariant, Reference};
use mkba::analyse::uncertainty::precision::{Aim, Figure};
use mkba::analyse::{Answer, answer};
use mkba::model::NULL_ALTERNATIVE;
use mkba::read::Disk;
use mkba::session::{MethodChoice, RunOptions, Session, SessionError, StudySession};
use mkba::simulate::ledger::SOCIETY;
use mkba::simulate::{Method, Monitor, Results, RunPlan, SimulationError, Unwatched, best_method, run, run_by_draw};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

const SCENARIO: &str = "scenarios/huisuitzetting.toml";

fn path(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

/// A small session on the shipped scenario.
fn shipped() -> Session {
    Session::load(&Disk, &path(SCENARIO), &[]).expect("a scenario").draws(12).households(0)
}

/// All that is in an answer but its id.
fn figures(answer: &Answer) -> String {
    format!("{:?}", Answer { id: String::new(), ..answer.clone() })
}

/// Counts draws; stops where it is told to.
#[derive(Default)]
struct Counter {
    draws: AtomicUsize,
    stop: bool,
}

impl Monitor for Counter {
    fn advance(&self, draws: usize) {
        self.draws.fetch_add(draws, Ordering::Relaxed);
    }
    fn stopped(&self) -> bool {
        self.stop
    }
}

#[test]
fn a_session_gives_what_a_run_and_its_answer_give() {
    let mut answered = 0;
    for seed in 0..12 {
        let scenario = generated::scenario(seed);
        let Ok(method) = best_method(&scenario) else { continue };
        let plan = RunPlan { seed: 7, first_draw: 0, draws: 16, households: 4, method };
        let session = Session::new(scenario.clone()).draws(16).households(4).seed(7).method(MethodChoice::Auto);
        match (run(&scenario, &plan, &Unwatched), session.run()) {
            (Ok(results), Ok(found)) => {
                assert_eq!((found.plan, &found.results.alternatives), (plan, &results.alternatives));
                assert_eq!(figures(&found.answer), figures(&answer(&scenario, &results)));
                assert_eq!(found.answer.id.len(), 16);
                answered += 1;
            }
            (Err(error), Err(found)) => assert_eq!(found, SessionError::Simulation(error)),
            (one, other) => panic!("seed {seed}: {:?} and {:?}", one.err(), other.err()),
        }
    }
    assert!(answered > 6, "only {answered} answers");
}

#[test]
fn what_was_not_asked_is_as_the_scenario_says() {
    let scenario = load(SCENARIO);
    let settings = scenario.settings.clone();
    let plan = Session::new(scenario.clone()).plan().expect("a plan").plan;
    assert_eq!((plan.draws, plan.households, plan.seed), (settings.draws, settings.households, settings.seed));
    for (choice, method) in [
        (MethodChoice::Auto, best_method(&scenario).expect("a method")),
        (MethodChoice::Cohort, Method::Cohort),
        (MethodChoice::Micro, Method::Micro),
        (MethodChoice::Months, Method::Months),
    ] {
        assert_eq!(Session::new(scenario.clone()).method(choice).plan().expect("a plan").plan.method, method);
    }
}

#[test]
fn the_id_is_that_of_everything_that_decides_the_numbers() {
    let id = |session: Session| session.run().expect("a run").answer.id;
    let bare = || Session::new(generated::scenario(3)).draws(8).households(0).method(MethodChoice::Cohort);
    assert_eq!(id(bare()), id(bare()));
    assert_ne!(id(bare()), id(bare().seed(99)));
    let mut changed = generated::scenario(3);
    changed.settings.horizon += 1;
    assert_ne!(id(bare()), id(Session::new(changed).draws(8).households(0).method(MethodChoice::Cohort)));
    // Leaving alternatives out changes nothing in the rest.
    assert_eq!(id(shipped()), id(shipped().alternatives(&["maatwerk"])));
    let set = [("children".to_owned(), "5".to_owned())];
    let other = Session::load(&Disk, &path(SCENARIO), &set).expect("a scenario").draws(12).households(0);
    assert_ne!(id(shipped()), id(other));
}

#[test]
fn aims_are_met_or_the_ceiling_is_reached() {
    let aim = |error| vec![Aim { figure: Figure::NetBenefit, error }];
    let met = shipped().precision(aim(1e5), 1024).run().expect("a run");
    assert!(met.precision.expect("aims").is_met());
    assert_eq!(met.plan.draws, 128, "the first border");
    let plain = shipped().draws(128).run().expect("a run");
    assert_eq!(figures(&met.answer), figures(&plain.answer));
    assert_eq!(met.answer.id, plain.answer.id);
    assert_eq!(plain.precision, None);
    let not_met = shipped().precision(aim(1e-6), 24).run().expect("a run");
    assert_eq!((not_met.precision.expect("aims").is_met(), not_met.plan.draws), (false, 24));
}

#[test]
fn alternatives_are_chosen_and_unknown_ones_refused() {
    let chosen = shipped().alternatives(&["schuldhulp"]).run().expect("a run");
    let all = shipped().run().expect("a run");
    let of_all = all.answer.alternatives.iter().find(|found| found.id == "schuldhulp").expect("an alternative");
    assert_eq!(format!("{:?}", chosen.answer.alternatives), format!("{:?}", [of_all]));
    for name in ["nobody", NULL_ALTERNATIVE] {
        let known = ALTERNATIVES.map(str::to_owned).to_vec();
        let wanted = SessionError::UnknownAlternative { found: name.to_owned(), known };
        assert_eq!(shipped().alternatives(&[name]).plan().err(), Some(wanted));
    }
}

#[test]
fn options_that_give_no_answer_are_refused() {
    let refused = |session: Session| session.plan().expect_err("refused");
    assert_eq!(refused(shipped().draws(0)), SessionError::NoDraws);
    for method in [MethodChoice::Micro, MethodChoice::Months] {
        assert_eq!(refused(shipped().method(method)), SessionError::NoHouseholds);
    }
    let (draws, households) = (1_000_000, 1_000_000);
    let wanted = SessionError::TooManyHouseholds { draws, households };
    assert_eq!(refused(shipped().draws(draws).households(households)), wanted);
    // The alternatives that meet the problems are not in a scenario by itself.
    assert_eq!(refused(Session::new(load(SCENARIO)).problems(true)), SessionError::ProblemsNotRead);
    let stopped = shipped().run_with(&Counter { stop: true, ..Counter::default() }).err();
    assert_eq!(stopped, Some(SessionError::Simulation(SimulationError::Stopped)));
}

#[test]
fn problems_are_filled_in_and_change_nothing_else() {
    let plain = shipped().run().expect("a run");
    assert!(plain.answer.system_problems.is_empty());
    let planned = shipped().problems(true).plan().expect("a plan");
    let (draws, counter) = (planned.draws(), Counter::default());
    let told = planned.run(&counter).expect("a run");
    assert_eq!((draws, counter.draws.into_inner()), (24, 24), "two runs");
    assert_eq!(told.answer.system_problems.len(), 3);
    let without = Answer { system_problems: Vec::new(), ..told.answer.clone() };
    assert_eq!(figures(&without), figures(&plain.answer));
    assert_eq!(told.answer.id, plain.answer.id);
    let page = Session::load(&Disk, &path(SCENARIO), &[]).expect("a scenario").for_page().run();
    let page = page.expect("a run");
    assert_eq!((page.plan.draws, page.plan.households), (page.scenario().settings.draws, 0));
    assert_eq!(page.answer.system_problems.len(), 3);
}

#[test]
fn a_study_is_its_variants_run_by_themselves() {
    let study = |options: RunOptions| {
        let study = mkba::read::study::open(&Disk, &path("scenarios/studies/wachten.toml")).expect("readable");
        StudySession::load(study.expect("a study"), &Disk, &[]).expect("variants").options(options)
    };
    let options = RunOptions { draws: mkba::session::DrawCount::Exactly(8), ..RunOptions::default() };
    let planned = study(options.clone()).plan().expect("plans");
    let counter = Counter::default();
    let (first, plan, draws) = (planned.first.clone(), planned.plan, planned.draws());
    let found = planned.run(&counter).expect("a run");
    assert_eq!(counter.draws.into_inner(), draws);
    assert_eq!(found.answer.id.len(), 16);
    let opened = mkba::read::study::open(&Disk, &path("scenarios/studies/wachten.toml")).expect("readable");
    let opened = opened.expect("a study");
    let scenario = opened.scenario(&opened.variants[1], &Disk, &[]).expect("sound");
    let of = |scenario| run_by_draw(scenario, &plan, &Unwatched).expect("results");
    let (base, results) = (of(&first), of(&scenario));
    let variant = &found.answer.variants[1];
    let named = NamedVariant { name: &variant.name, values: &variant.values };
    let reference = Reference::of(&first, &base);
    let by_itself = mkba::analyse::study::answer(&named, (&scenario, &results), Some(&reference), &[]);
    assert_eq!(format!("{variant:?}"), format!("{:?}", by_itself.expect("no figures")));
    // The difference is that of the same draws.
    let net = |results: &Results| -> Vec<f64> {
        results.alternatives[1].draws.iter().map(|draw| draw.net_benefit[SOCIETY]).collect()
    };
    let gaps: Vec<f64> = net(&results).iter().zip(net(&base)).map(|(own, first)| own - first).collect();
    let mean = gaps.iter().sum::<f64>() / 8.0;
    let sd = (gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / 7.0).sqrt();
    let difference = variant.alternatives[0].difference.as_ref().expect("the same draws");
    assert!((difference.mean - mean).abs() < 1e-9, "{difference:?} {mean}");
    assert!((difference.monte_carlo_error.expect("many draws") - sd / 8.0_f64.sqrt()).abs() < 1e-9);
    assert!(found.answer.variants[0].alternatives.iter().all(|first| first.difference.is_none()));
    assert!(found.labels.iter().any(|(id, _)| *id == variant.alternatives[0].id));
    let aims = vec![Aim { figure: Figure::Chance, error: 0.1 }];
    let precise = RunOptions { draws: mkba::session::DrawCount::UntilPrecise { aims, ceiling: 100 }, ..options };
    assert_eq!(study(precise).plan().err(), Some(SessionError::PrecisionOfStudy));
}

#[cfg(feature = "cli")]
mod beside_the_program {
    use super::*;
    use crate::program::result;
    use mkba::session::library::{files, find};

    #[test]
    fn the_answer_is_that_of_the_program() {
        let name = find(Path::new("huisuitzetting")).expect("in the library");
        let set = [("children".to_owned(), "5".to_owned())];
        let session = Session::load(&files(None).expect("files"), &name, &set).expect("a scenario");
        let run = session.draws(12).households(8).problems(true).by_start(true).run().expect("a run");
        let told = result(&["--set", "children=5", "--problems"]);
        let own = serde_json::to_string(&run.answer).expect("JSON");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&own).expect("JSON"), told);
        assert_eq!(told["id"].as_str(), Some(run.answer.id.as_str()));
    }

    #[test]
    fn replaced_prices_are_in_the_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = folder.path().join("own.csv");
        let row = "id,central,price_year,grade,source,checked\nwijkcoach_uur,91.5,2025,measured,Begroting,2025-12-09\n";
        std::fs::write(&list, row).expect("written");
        let files = files(Some(&list)).expect("files");
        let run = Session::load(&files, &path(SCENARIO), &[]).expect("a scenario").draws(8).households(0);
        let replaced = run.run().expect("a run").answer.replaced_prices;
        assert!(replaced.iter().any(|cell| cell.id == "wijkcoach_uur" && cell.column == "central"), "{replaced:?}");
        let missing = folder.path().join("none.csv");
        assert!(mkba::session::library::files(Some(&missing)).is_err());
    }
}
