//! The engine's side of the comparison with other tools: one run in process, timed, without reading or writing files.
//!
//! In: `SCENARIO METHOD DRAWS HOUSEHOLDS THREADS FILE`, the method `cohort`, `micro`, or `by-draw` for a simulation that is
//! asked for figures by draw alone. Out: on standard output one line of
//! JSON with seconds of the processor (`cpu`), of the clock (`wall`), and of the clock with the answers (`all`). In `FILE`
//! the drawn parameters, the net benefit of every draw, what each account pays by alternative and draw, and the shares of
//! the four groups of futures.

use mkba::analyse::answer;
use mkba::model::Scenario;
use mkba::simulate::ledger::{SOCIETY, postings};
use mkba::simulate::{Method, Results, RunPlan, Unwatched, run, run_by_draw};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;
use std::path::Path;
use std::time::Instant;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, method, draws, households, threads, file] = given.as_slice() else {
        panic!("give: SCENARIO METHOD DRAWS HOUSEHOLDS THREADS FILE");
    };
    let scenario = match mkba::read::load(&mkba::read::Disk, Path::new(scenario), &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{scenario} has faults: {:?}", refused.diagnostics),
    };
    let number = |text: &String| text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"));
    let (method, whole) = match method.as_str() {
        "cohort" => (Method::Cohort, true),
        "micro" => (Method::Micro, true),
        "by-draw" => (Method::Micro, false),
        other => panic!("`{other}` is no method: cohort, micro or by-draw"),
    };
    let plan = RunPlan { seed: 1, first_draw: 0, draws: number(draws), households: number(households), method };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(number(threads)).build().expect("a pool");
    let live = if whole { run } else { run_by_draw };
    // The other tools have run once as well when they are timed.
    let few = RunPlan { draws: plan.draws.min(8), households: plan.households.min(100), ..plan };
    pool.install(|| live(&scenario, &few, &Unwatched)).unwrap_or_else(|fault| panic!("the run failed: {fault:?}"));
    let (started, used) = (Instant::now(), processor_seconds());
    let results = pool.install(|| live(&scenario, &plan, &Unwatched));
    let (cpu, wall) = (processor_seconds() - used, started.elapsed().as_secs_f64());
    let results = results.unwrap_or_else(|fault| panic!("the run failed: {fault:?}"));
    let answer = whole.then(|| pool.install(|| answer(&scenario, &results)));
    let all = started.elapsed().as_secs_f64();
    let mut figures = figures(&scenario, &results);
    let groups = answer.iter().flat_map(|answer| &answer.alternatives[0].groups);
    figures["groups"] = groups.map(|group| group.share).collect();
    std::fs::write(file, figures.to_string()).unwrap_or_else(|error| panic!("{file}: {error}"));
    println!("{}", json!({ "cpu": cpu, "wall": wall, "all": all }));
}

/// Seconds that all threads of this process used so far.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// What the other tools need, and what they are held against.
fn figures(scenario: &Scenario, results: &Results) -> serde_json::Value {
    let names: Vec<&str> = scenario.parameters.iter().map(|one| one.name.as_str()).collect();
    let net_benefit = |draw: usize| results.alternatives[1].draws[draw].net_benefit[SOCIETY];
    let paid = |alternative: usize, draw: usize| {
        let mut accounts = vec![0.0; scenario.accounts.len()];
        for (item, found) in scenario.items.iter().zip(&results.alternatives[alternative].item_draws[draw]) {
            for (account, share) in postings(scenario, item) {
                accounts[account] -= share * found.present_value;
            }
        }
        accounts
    };
    let draws = 0..results.plan.draws;
    let of_alternative = |at: usize| draws.clone().map(|draw| paid(at, draw)).collect::<Vec<_>>();
    json!({
        "names": names,
        "parameters": results.parameters,
        "accounts": scenario.accounts.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        "net_benefit": draws.clone().map(net_benefit).collect::<Vec<_>>(),
        "paid": (0..results.alternatives.len()).map(of_alternative).collect::<Vec<_>>(),
    })
}
