//! Errors of quasi-random draws beside those of independent ones, and how often their intervals hold the true figure.
//!
//! `cargo run --release --example sampling_errors -- [--draws N] [--seeds N] [--truth N] NAME ...`
//!
//! A name is that of a shipped scenario, a path to another one, or `all`. For each scenario by the exact method: the truth is a run of `--truth` Sobol' draws with a seed of its own; each of
//! `--seeds` seeds makes one run of `--draws` Sobol' draws and one of as many independent draws. The first table has the root
//! mean square errors of figures of the net benefit to society, independent over Sobol' (the smallest and the largest over
//! the alternatives), the second, over all scenarios, in how many of 100 cases the 95 % interval of a figure holds the
//! truth, for every figure of the result that has an error, and the third the same of each scenario.

use mkba::analyse::answer;
use mkba::model::Sampling;
use mkba::read::{Disk, load};
use mkba::simulate::{Method, Prepared, RunPlan, Unwatched};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Figures of the first table.
const FIGURES: [&str; 6] = ["mean", "sd", "p10", "p50", "p90", "probability_positive"];
/// Seed of the truth.
const TRUE_SEED: u64 = 1_000_003;

/// How many intervals hold the truth.
#[derive(Default)]
struct Held {
    held: u64,
    of: u64,
}

impl Held {
    fn add(&mut self, holds: bool) {
        self.held += u64::from(holds);
        self.of += 1;
    }
}

/// Figures with their errors, by path.
type Figures = BTreeMap<String, (f64, Option<f64>)>;

struct Options {
    draws: usize,
    seeds: u64,
    truth: usize,
    scenarios: Vec<PathBuf>,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut found = Options { draws: 1024, seeds: 32, truth: 1 << 17, scenarios: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().ok_or("a number is missing").map(|text| text.parse::<usize>());
        match argument.as_str() {
            "--draws" => found.draws = number()??,
            "--seeds" => found.seeds = number()?? as u64,
            "--truth" => found.truth = number()??,
            _ => found.scenarios.extend(paths(&argument)?),
        }
    }
    Ok(found)
}

/// The files that a name stands for: all shipped scenarios, one of them, or a path.
fn paths(name: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    if name != "all" {
        let shipped = folder.join(name).with_extension("toml");
        return Ok(vec![if shipped.is_file() { shipped } else { PathBuf::from(name) }]);
    }
    let files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    let mut scenarios: Vec<PathBuf> =
        files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    scenarios.sort();
    Ok(scenarios)
}

/// All figures of a result that have an error, and the error of a year without a figure for neither.
fn figures(value: &Value, path: &str, found: &mut Figures) {
    match value {
        Value::Object(fields) => {
            let mut add = |name: &str, error: &Value| {
                if let Some(figure) = fields.get(name).and_then(Value::as_f64) {
                    found.insert(format!("{path}.{name}"), (figure, error.as_f64()));
                }
            };
            if let Some(error) = fields.get("monte_carlo_error") {
                add("mean", error);
            }
            if let Some(Value::Object(errors)) = fields.get("monte_carlo_errors") {
                errors.iter().for_each(|(name, error)| add(name, error));
            }
            fields.iter().for_each(|(name, inner)| figures(inner, &format!("{path}.{name}"), found));
        }
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                let id = inner.get("id").and_then(Value::as_str).map_or(at.to_string(), str::to_owned);
                figures(inner, &format!("{path}.{id}"), found);
            }
        }
        _ => {}
    }
}

/// The figures of a run, and what an error is multiplied by for a margin of 95 %.
fn run(prepared: &Prepared, seed: u64, draws: usize) -> Result<(Figures, f64), Box<dyn Error>> {
    let plan = RunPlan { seed, first_draw: 0, draws, households: 0, method: Method::Cohort };
    let answer = answer(prepared.scenario(), &prepared.run(&plan, &Unwatched)?);
    let mut found = Figures::new();
    figures(&serde_json::to_value(&answer.alternatives)?, "", &mut found);
    Ok((found, answer.margin_of_95()))
}

/// Root of the mean square.
fn size(errors: &[f64]) -> f64 {
    (errors.iter().map(|error| error * error).sum::<f64>() / errors.len() as f64).sqrt()
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    println!("| scenario | {} |", FIGURES.join(" | "));
    println!("|---{}|", "|---".repeat(FIGURES.len()));
    let mut coverage: BTreeMap<String, Held> = BTreeMap::new();
    let mut by_scenario: Vec<(String, Held)> = Vec::new();
    for name in &options.scenarios {
        let mut scenario = load(&Disk, name, &[]).map_err(|_| format!("{} cannot be used", name.display()))?.scenario;
        let sobol = Prepared::new(scenario.clone())?;
        scenario.settings.sampling = Sampling::Random;
        let random = Prepared::new(scenario)?;
        let (truth, _) = run(&sobol, TRUE_SEED, options.truth)?;
        let mut of_scenario = Held::default();
        let mut errors: BTreeMap<&str, [Vec<f64>; 2]> = BTreeMap::new();
        for seed in 1..=options.seeds {
            let both = [run(&random, seed, options.draws)?, run(&sobol, seed, options.draws)?];
            for (path, (wanted, _)) in &truth {
                for (way, (found, margin)) in both.iter().enumerate() {
                    let Some((figure, error)) = found.get(path) else { continue };
                    errors.entry(path).or_default()[way].push(figure - wanted);
                    if let (1, Some(error)) = (way, error) {
                        let figure_name = path.rsplit('.').next().unwrap_or_default().to_owned();
                        let holds = (figure - wanted).abs() <= margin * error + 1e-9 * wanted.abs();
                        coverage.entry(figure_name).or_default().add(holds);
                        of_scenario.add(holds);
                    }
                }
            }
        }
        let cell = |figure: &str| {
            let wanted = format!(".net_benefit.average.{figure}");
            let own = errors.iter().filter(|(path, _)| path.ends_with(&wanted));
            let ratios: Vec<f64> = own.map(|(_, [random, sobol])| size(random) / size(sobol)).collect();
            let (least, most) = ratios.iter().fold((f64::INFINITY, 0.0f64), |(a, b), one| (a.min(*one), b.max(*one)));
            format!("{least:.1} - {most:.1}")
        };
        println!("| {} | {} |", sobol.scenario().id, FIGURES.map(cell).join(" | "));
        by_scenario.push((sobol.scenario().id.clone(), of_scenario));
    }
    for (title, rows) in [("figure", coverage.into_iter().collect()), ("scenario", by_scenario)] {
        println!("\n| {title} | intervals | hold the truth |\n|---|---|---|");
        for (name, Held { held, of }) in rows {
            println!("| {name} | {of} | {:.1} % |", 100.0 * held as f64 / of as f64);
        }
    }
    Ok(())
}
