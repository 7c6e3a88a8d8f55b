//! Stories of single futures: the worlds are one until they part, shares add up to 1, amounts tie to the ledger.

use mkba::analyse::answer::accounts::ledger;
use mkba::session::future::{Story, StoryKind, stories};
use mkba::simulate::{Method, Prepared, RunPlan, Unwatched};
use mkba::{Scenario, Session};
use std::path::Path;

const CENT: f64 = 0.005;

fn scenario(name: &str) -> Scenario {
    Scenario::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)).expect("a scenario")
}

fn told(scenario: &Scenario, seed: u64, draws: usize) -> Vec<(usize, Vec<Story>)> {
    let prepared = Prepared::new(scenario.clone()).expect("a sound scenario");
    let plan = RunPlan { seed, first_draw: 0, draws, households: 40, method: Method::Cohort };
    let of = |at| (at, stories(&prepared, &plan, at, &Unwatched).expect("stories"));
    (1..scenario.alternatives.len().min(3)).map(of).collect()
}

#[test]
fn worlds_are_one_until_they_part_and_shares_add_up() {
    for name in ["huisuitzetting.toml", "schooluitval.toml"] {
        let scenario = scenario(name);
        for (alternative, all) in told(&scenario, 5, 16) {
            assert!(all.len() >= 2, "{name} {alternative}: {}", all.len());
            let shares: f64 = all.iter().map(|story| story.share).sum();
            assert!((shares - 1.0).abs() < 1e-12, "{name}: {shares}");
            for story in &all {
                assert_eq!(story.steps.len(), scenario.settings.horizon + 1);
                let until = story.parted.unwrap_or(story.steps.len());
                let same = story.steps[..until].iter().all(|step| step.worlds[0].states == step.worlds[1].states);
                assert!(same, "{name}: apart before step {until}");
                if let Some(at) = story.parted {
                    assert_ne!(story.steps[at].worlds[0].states, story.steps[at].worlds[1].states);
                }
                // A transition moves one step at a time; who is nowhere or in two places would show here.
                for shares in story.results.alternatives.iter().flat_map(|one| &one.occupancy) {
                    assert!(shares.iter().all(|share| *share == 0.0 || *share == 1.0), "{shares:?}");
                    assert_eq!(shares.iter().sum::<f64>(), scenario.domains.len() as f64);
                }
            }
            let of = |kind: StoryKind| all.iter().find(|story| story.kind == kind);
            let best = of(StoryKind::Best).expect("a best story");
            assert!(of(StoryKind::Middle).is_none_or(|middle| middle.net_benefit <= best.net_benefit));
            assert!(of(StoryKind::Unchanged).is_none_or(|same| same.parted.is_none()), "{name} {alternative}");
        }
    }
}

#[test]
fn amounts_of_a_story_tie_to_its_ledger_and_to_its_place_among_all() {
    let scenario = scenario("huisuitzetting.toml");
    let prepared = Prepared::new(scenario.clone()).expect("a sound scenario");
    let plan = RunPlan { seed: 5, first_draw: 0, draws: 16, households: 40, method: Method::Micro };
    let all = prepared.futures(&plan, &Unwatched).expect("results");
    for (alternative, told) in told(&scenario, 5, 16) {
        for story in told {
            let adds: f64 = story.lines.iter().map(|line| line.adds).sum();
            assert!((adds - story.net_benefit).abs() < CENT, "{adds} for {}", story.net_benefit);
            // The ledger of that future alone, without the welfare that no party pays.
            let id = &scenario.alternatives[alternative].id;
            let is_party =
                |id: &str| scenario.accounts.iter().any(|account| account.id == id && account.role.is_party());
            let rows = ledger(&scenario, &story.results.alternatives);
            let own = rows.iter().filter(|row| row.alternative == *id && is_party(&row.account));
            let money: f64 = own.map(|row| row.discounted_difference).sum();
            let found = story.results.alternatives[alternative].draws[0].net_benefit[1];
            assert!((money - found).abs() < CENT, "{money} for {found}");
            // The same future among all others of the run.
            let of = &all.alternatives[alternative].households[story.draw as usize].net_benefit[story.household];
            assert!((f64::from(of[0]) - story.net_benefit).abs() < 0.05, "{} for {}", of[0], story.net_benefit);
        }
    }
}

#[test]
fn the_share_of_unchanged_futures_is_that_of_the_answer_and_the_same_seed_gives_the_same_stories() {
    let scenario = scenario("huisuitzetting.toml");
    let run = Session::new(scenario.clone()).draws(16).households(40).seed(5).by_start(false).run().expect("a run");
    for ((alternative, first), (_, second)) in told(&scenario, 5, 16).into_iter().zip(told(&scenario, 5, 16)) {
        let same = first.iter().find(|story| story.kind == StoryKind::Unchanged).map_or(0.0, |story| story.share);
        let group = &run.answer.alternatives[alternative - 1].groups[0];
        assert_eq!((group.id, group.share), ("unchanged", same));
        for (a, b) in first.iter().zip(&second) {
            assert_eq!((a.draw, a.household, &a.steps), (b.draw, b.household, &b.steps));
        }
    }
}
