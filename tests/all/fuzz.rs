//! Never a panic: scenarios and lists with changes that nobody would think of.
//!
//! Every input is made from sound files by a generator with a fixed start, so a failure comes back. `MKBA_FUZZ` gives the
//! number of inputs, `MKBA_FUZZ_START` where to start, `MKBA_FUZZ_SECONDS` after how long to stop; `tests/outside/fuzz.sh` runs
//! many more. An input that made the program fail is kept in `tests/corpus/` and tried again in every run, with others of
//! that sort.

use crate::mutate::Mutator;
use mkba::diagnostics::{Diagnostics, Severity};
use mkba::read::check::standalone;
use mkba::read::{Loaded, Memory, Refused, load};
use mkba::simulate::compile::joint_states::Space;
use mkba::simulate::{Method, RunPlan, Unwatched, run};
use rayon::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Inputs where nothing else is asked for.
const INPUTS: u64 = 8_000;
/// Inputs after which the time is looked at.
const BATCH: u64 = 4_000;
/// No input may take longer.
const LONGEST: Duration = Duration::from_secs(1);
/// Longest time to read a case and to reckon a few households as well, in two ways; meanwhile the thread may take up others.
const LONGEST_TO_RECKON: Duration = Duration::from_secs(20);
/// Largest scenario, in joint states times cycles, that is reckoned as well.
const RECKONED: usize = 20_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A scenario and its lists.
#[derive(Clone)]
pub struct Case {
    /// Path of the scenario.
    pub scenario: PathBuf,
    /// All files.
    pub files: BTreeMap<PathBuf, String>,
}

/// Every scenario that comes with the program or its tests, with all lists and blocks of its folder.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in ["scenarios", "docs", "src/read/tests", "tests/published"] {
        let mut files = BTreeMap::new();
        collect(&root().join(folder), &mut files);
        let scenarios = files
            .iter()
            .filter(|(path, text)| path.extension().is_some_and(|end| end == "toml") && text.contains("format"));
        for scenario in scenarios.map(|(path, _)| path.clone()) {
            let block = |path: &Path| path.parent().is_some_and(|folder| folder.ends_with("domains"));
            let csv = |path: &Path| path.extension().is_some_and(|end| end == "csv");
            let near = |path: &Path| path == scenario || block(path) || csv(path);
            let files = files.iter().filter(|(path, _)| near(path)).map(|(path, text)| (path.clone(), text.clone()));
            cases.push(Case { scenario: scenario.clone(), files: files.collect() });
        }
    }
    assert!(cases.len() >= 3, "only {} scenarios were found", cases.len());
    cases
}

/// The small scenario of the reader's own tests.
pub fn family() -> Case {
    cases().into_iter().find(|case| case.scenario.ends_with("family.toml")).expect("the family")
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if let (Some("toml" | "csv"), Ok(text)) =
            (path.extension().and_then(|end| end.to_str()), fs::read_to_string(&path))
        {
            files.insert(path, text);
        }
    }
}

/// Faults are there, and each has a place but for those of the command line.
fn faults_have_places(diagnostics: &Diagnostics) -> Result<(), String> {
    let faults = || diagnostics.sorted().into_iter().filter(|one| one.severity == Severity::Fault);
    let lost = faults().find(|one| one.place.is_none());
    match lost {
        Some(one) => Err(format!("no place: {:?}", one.message)),
        None if faults().next().is_none() => Err("refused without a fault".into()),
        None => Ok(()),
    }
}

/// Reads a scenario, and reckons one that is small.
fn attempt(case: &Case, reckon: bool) -> Result<(), String> {
    let files = Memory(case.files.clone());
    match load(&files, &case.scenario, &[]) {
        Ok(Loaded { scenario, .. }) if reckon => {
            let states = Space::new(&scenario).map_or(usize::MAX, |space| space.states);
            if states.saturating_mul(scenario.settings.horizon) <= RECKONED {
                for method in [Method::Cohort, Method::Micro] {
                    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 2, method };
                    // A value out of bounds or a sum that is too large may be refused.
                    let _ = run(&scenario, &plan, &Unwatched);
                }
            }
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(Refused { diagnostics, .. }) => faults_have_places(&diagnostics),
    }
}

/// Time of the processor that this thread used so far: on a machine that is busy the clock on the wall tells nothing.
fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// What is wrong with how a case was handled, if anything. What seems slow gets two more chances.
pub fn verdict(case: &Case, reckon: bool) -> Result<(), String> {
    let mut passed = Duration::ZERO;
    for _ in 0..3 {
        let started = used();
        let outcome = catch_unwind(AssertUnwindSafe(|| attempt(case, reckon)));
        passed = used() - started;
        outcome.map_err(|_| "a panic".to_string())??;
        if passed <= if reckon { LONGEST_TO_RECKON } else { LONGEST } {
            return Ok(());
        }
    }
    Err(format!("it took {passed:?}"))
}

/// Case number `number`: one or more changes to one file of one case.
fn mutated(cases: &[Case], number: u64) -> (Case, PathBuf) {
    let mut mutator = Mutator::new(number);
    // Small cases are read faster, and are changed more often.
    let at = if mutator.below(8) == 0 { mutator.below(cases.len()) } else { smallest(cases, &mut mutator) };
    let mut case = cases[at].clone();
    let paths: Vec<&PathBuf> = case.files.keys().filter(|path| *path != &case.scenario).collect();
    let path = if mutator.below(3) > 0 || paths.is_empty() {
        case.scenario.clone()
    } else {
        paths[mutator.below(paths.len())].clone()
    };
    let other = &cases[mutator.below(cases.len())];
    let splice = other.files.get(&other.scenario).cloned().unwrap_or_default();
    let text = case.files.get(&path).cloned().unwrap_or_default();
    case.files.insert(path.clone(), mutator.change(text, &splice));
    (case, path)
}

fn smallest(cases: &[Case], mutator: &mut Mutator) -> usize {
    let size = |case: &Case| case.files.values().map(String::len).sum::<usize>();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|at| size(&cases[*at]));
    order[mutator.below(2.min(order.len()))]
}

fn number_of(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// How many inputs are asked for.
pub fn inputs() -> u64 {
    number_of("MKBA_FUZZ", INPUTS)
}

#[test]
fn no_change_makes_it_panic_or_hang() {
    let cases = cases();
    let (start, count) = (number_of("MKBA_FUZZ_START", 0), inputs());
    let longest = Duration::from_secs(number_of("MKBA_FUZZ_SECONDS", u64::MAX));
    let (started, mut tried, mut wrong) = (Instant::now(), 0, Vec::new());
    while tried < count && started.elapsed() < longest {
        let batch = start + tried..start + count.min(tried + BATCH);
        tried += batch.end - batch.start;
        wrong.par_extend(batch.into_par_iter().filter_map(|number| fault(&cases, number)));
    }
    println!("{tried} inputs from number {start} in {:.0} seconds", started.elapsed().as_secs_f64());
    let shown: Vec<&String> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} of {tried}: {shown:#?}", wrong.len());
}

/// What is wrong with how an input was handled, which is then kept.
fn fault(cases: &[Case], number: u64) -> Option<String> {
    let (case, path) = mutated(cases, number);
    let why = verdict(&case, number.is_multiple_of(16)).err()?;
    let kept = std::env::temp_dir().join(format!("mkba-fuzz-{number}-{}", path.file_name()?.to_string_lossy()));
    let _ = fs::write(&kept, &case.files[&path]);
    Some(format!("{number} ({}): {why}; kept as {}", path.display(), kept.display()))
}

#[test]
fn loose_lists_never_panic() {
    let cases = cases();
    (0..inputs() / 25).into_par_iter().for_each(|number| {
        let mut mutator = Mutator::new(number ^ 0x5EED);
        let case = &cases[mutator.below(cases.len())];
        let lists: Vec<&PathBuf> = case.files.keys().filter(|path| *path != &case.scenario).collect();
        let path = lists[mutator.below(lists.len())];
        let text = mutator.change(case.files[path].clone(), "a;b;1.234,5\n");
        let files = Memory::default().with(path.clone(), text);
        let list = standalone::list(&files, path, &standalone::accounts(&files, path)).expect("it can be read");
        if list.diagnostics.has_faults() {
            faults_have_places(&list.diagnostics).unwrap_or_else(|why| panic!("{number}: {why}"));
        }
    });
}

/// Files that once made it fail, and others that are likely to; `NAME.toml` stands for a scenario, `NAME.prices.csv` and so on
/// for a list of the family.
#[test]
fn what_once_failed_is_handled() {
    let family = family();
    let kept =
        fs::read_dir(root().join("tests/corpus")).expect("a folder").map(|entry| entry.expect("an entry").path());
    let kept: Vec<PathBuf> = kept.collect();
    assert!(kept.len() >= 29, "only {} files are kept", kept.len());
    for path in kept {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let mut case = family.clone();
        let list =
            name.strip_suffix(".csv").and_then(|stem| stem.rsplit_once('.')).map(|(_, list)| format!("{list}.csv"));
        let place = list.map_or_else(|| case.scenario.clone(), |list| case.scenario.with_file_name(list));
        case.files.insert(place, text);
        verdict(&case, true).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}
