//! The bridge between two scenarios: one kind of change at a time, in a stated order, that add up to the difference.
//!
//! In: two scenarios with the options of their runs, the alternative that is looked at. Out: a [`Bridge`]: what comes out
//! after each kind of change. A kind in which nothing differs takes no run and has no step.

use crate::analyse::uses::{Use, uses};
use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::Scenario;
use crate::session::error::SessionError;
use crate::session::options::RunOptions;
use crate::session::{DrawCount, HouseholdCount, Session};
use crate::simulate::ledger::TOTALS;
use crate::simulate::{Monitor, SimulationError};

/// Prefix of the parameters that are prices of the list.
const PRICE: &str = "price:";

/// A kind of change, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The first result as it was handed over, where that is known.
    Stored,
    /// The first one, reckoned with this program.
    First,
    /// Prices: amounts, ranges and their index.
    Prices,
    /// Figures on which transitions and starts rest.
    Rates,
    /// Figures on which interventions rest.
    Effects,
    /// All other figures that both have.
    Figures,
    /// Facts about the household, and where it starts.
    Household,
    /// Discounting, horizon, first year, price year.
    Settings,
    /// All else: rules, items, accounts, alternatives, figures that only one of both has.
    Rules,
    /// Seed, draws, households and method.
    Seed,
    /// The second result as it was handed over: what is left is the program.
    Engine,
}

/// What comes out after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was changed.
    pub change: Change,
    /// Names of what differs.
    pub changed: Vec<String>,
    /// Mean net benefit for each total, euro per household.
    pub totals: [f64; TOTALS],
    /// Net amount of each account.
    pub accounts: Vec<(String, f64)>,
}

/// All steps, the first result first; each less the one before it is what that change does.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The alternative that is looked at.
    pub alternative: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// Kinds of change that cannot be made by themselves: they are within the next step.
    pub joined: Vec<Change>,
}

/// One of both sides.
#[derive(Clone, Debug)]
pub struct Side {
    /// The scenario, with all its alternatives.
    pub scenario: Scenario,
    /// How it is run.
    pub options: RunOptions,
    /// The answer as it was handed over, where that is known.
    pub stored: Option<Answer>,
}

/// The bridge from `a` to `b` about the alternative of this name.
///
/// # Errors
/// An alternative that one of both does not have, options that cannot be met, or a stop on request.
pub fn bridge(a: &Side, b: &Side, alternative: &str, monitor: &dyn Monitor) -> Result<Bridge, SessionError> {
    let mut bridge = Bridge { alternative: alternative.to_owned(), steps: Vec::new(), joined: Vec::new() };
    if let Some(found) = a.stored.as_ref().and_then(|answer| of(answer, alternative)) {
        bridge.steps.push(step(Change::Stored, Vec::new(), found));
    }
    let run = |scenario: Scenario, options: &RunOptions| reckoned(scenario, options, alternative, monitor);
    let first = run(a.scenario.clone(), &a.options)?;
    bridge.steps.push(step(Change::First, Vec::new(), &first));
    let mut now = a.scenario.clone();
    let mut waiting: Vec<String> = Vec::new();
    for change in [Change::Prices, Change::Rates, Change::Effects, Change::Figures, Change::Household, Change::Settings]
    {
        let mut next = now.clone();
        let changed = apply(change, &mut next, &b.scenario);
        if changed.is_empty() {
            continue;
        }
        match run(next.clone(), &a.options) {
            Ok(found) => {
                waiting.extend(changed);
                bridge.steps.push(step(change, std::mem::take(&mut waiting), &found));
            }
            Err(SessionError::Simulation(SimulationError::Stopped)) => {
                return Err(SessionError::Simulation(SimulationError::Stopped));
            }
            Err(_) => {
                bridge.joined.push(change);
                waiting.extend(changed);
            }
        }
        now = next;
    }
    let rest = differs(&now, &b.scenario);
    if !rest.is_empty() || !waiting.is_empty() {
        waiting.extend(rest);
        let found = run(b.scenario.clone(), &a.options)?;
        bridge.steps.push(step(Change::Rules, waiting, &found));
    }
    let last = run(b.scenario.clone(), &b.options)?;
    let seeds = told_options(&a.options, &b.options);
    let before = bridge.steps.last().map(|step| step.totals);
    if !seeds.is_empty() || before != Some(totals(&last)) {
        bridge.steps.push(step(Change::Seed, seeds, &last));
    }
    if let Some(found) = b.stored.as_ref().and_then(|answer| of(answer, alternative)) {
        bridge.steps.push(step(Change::Engine, Vec::new(), found));
    }
    Ok(bridge)
}

fn reckoned(
    scenario: Scenario,
    options: &RunOptions,
    alternative: &str,
    monitor: &dyn Monitor,
) -> Result<AlternativeAnswer, SessionError> {
    let options =
        RunOptions { alternatives: vec![alternative.to_owned()], by_start: false, problems: false, ..options.clone() };
    let answer = Session::new(scenario).options(options).run_with(monitor)?.answer();
    let unknown = || SessionError::UnknownAlternative { found: alternative.to_owned(), known: Vec::new() };
    answer.alternatives.into_iter().find(|one| one.id == alternative).ok_or_else(unknown)
}

fn of<'a>(answer: &'a Answer, alternative: &str) -> Option<&'a AlternativeAnswer> {
    answer.alternatives.iter().find(|one| one.id == alternative)
}

fn totals(found: &AlternativeAnswer) -> [f64; TOTALS] {
    std::array::from_fn(|total| found.total(total).average.mean)
}

fn step(change: Change, changed: Vec<String>, found: &AlternativeAnswer) -> Step {
    let accounts = found.accounts.iter().map(|account| (account.id.clone(), account.net)).collect();
    Step { change, changed, totals: totals(found), accounts }
}

/// Makes one kind of change in a scenario, as far as both have what is changed; names what differs.
fn apply(change: Change, now: &mut Scenario, to: &Scenario) -> Vec<String> {
    match change {
        Change::Household => household(now, to),
        Change::Settings => settings(now, to),
        _ => figures(change, now, to),
    }
}

fn figures(change: Change, now: &mut Scenario, to: &Scenario) -> Vec<String> {
    let places = uses(now);
    let kind = |at: usize, name: &str| {
        let used = |wanted: fn(&Use) -> bool| places[at].iter().any(wanted);
        match () {
            () if name.starts_with(PRICE) => Change::Prices,
            () if used(|place| matches!(place, Use::Transition(_) | Use::Start)) => Change::Rates,
            () if used(|place| matches!(place, Use::Intervention(..))) => Change::Effects,
            () => Change::Figures,
        }
    };
    let mut changed = Vec::new();
    for (at, parameter) in now.parameters.iter_mut().enumerate() {
        let Some(other) = to.parameters.iter().find(|other| other.name == parameter.name) else { continue };
        if kind(at, &parameter.name) == change && other.distribution != parameter.distribution {
            changed.push(parameter.name.clone());
            parameter.distribution = other.distribution.clone();
        }
    }
    changed
}

fn household(now: &mut Scenario, to: &Scenario) -> Vec<String> {
    let mut changed = Vec::new();
    for fact in &mut now.characteristics {
        let other = to.characteristics.iter().find(|other| other.name == fact.name);
        if let Some(other) = other.filter(|other| other.value != fact.value) {
            changed.push(fact.name.clone());
            fact.value = other.value.clone();
        }
    }
    let names = |scenario: &Scenario| -> Vec<String> {
        let parameters = scenario.parameters.iter().map(|one| one.name.clone());
        parameters.chain(scenario.characteristics.iter().map(|one| one.name.clone())).collect()
    };
    let same = now.domains.len() == to.domains.len()
        && now.domains.iter().zip(&to.domains).all(|(a, b)| a.id == b.id && a.states.len() == b.states.len());
    // Shares are numbers by index: they mean the same only where both have the same figures.
    if same && names(now) == names(to) && now.starts != to.starts {
        changed.push("start".to_owned());
        now.starts = to.starts.clone();
    }
    changed
}

fn settings(now: &mut Scenario, to: &Scenario) -> Vec<String> {
    let mut changed = Vec::new();
    let (own, other) = (&mut now.settings, &to.settings);
    let mut told = |name: &str, differs: bool| {
        if differs {
            changed.push(name.to_owned());
        }
        differs
    };
    if told("discount_rate", own.discounting != other.discounting) {
        own.discounting = other.discounting.clone();
    }
    if told("discount_rates", own.discount_rates != other.discount_rates) {
        own.discount_rates = other.discount_rates.clone();
    }
    if told("horizon", own.cycle == other.cycle && own.horizon != other.horizon) {
        own.horizon = other.horizon;
    }
    if told("calendar_start", own.calendar_start != other.calendar_start) {
        own.calendar_start = other.calendar_start;
    }
    if told("price_year", own.price_year != other.price_year) {
        own.price_year = other.price_year;
    }
    changed
}

/// Parts of two scenarios that differ and decide figures.
fn differs(a: &Scenario, b: &Scenario) -> Vec<String> {
    let names =
        |scenario: &Scenario| -> Vec<String> { scenario.parameters.iter().map(|one| one.name.clone()).collect() };
    let parts = [
        ("parameters", names(a) != names(b)),
        ("formulas", a.derived != b.derived || a.joints != b.joints),
        ("clocks", a.clocks != b.clocks || a.tables != b.tables),
        ("traits", a.characteristics != b.characteristics),
        ("domains", a.domains != b.domains),
        ("start", a.starts != b.starts),
        ("transitions", a.transitions != b.transitions),
        ("accounts", a.accounts != b.accounts),
        ("items", a.items != b.items),
        ("alternatives", a.alternatives != b.alternatives),
        ("settings", own_settings(a) != own_settings(b)),
    ];
    parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

/// Settings that decide figures whatever the options are.
fn own_settings(scenario: &Scenario) -> crate::model::Settings {
    crate::model::Settings { draws: 0, households: 0, seed: 0, ..scenario.settings.clone() }
}

/// Options that differ, by name.
fn told_options(a: &RunOptions, b: &RunOptions) -> Vec<String> {
    let parts = [
        ("draws", a.draws != b.draws),
        ("households", a.households != b.households),
        ("seed", a.seed != b.seed),
        ("method", a.method != b.method),
    ];
    parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

/// Options with what the settings of a scenario say written out, so that they can be used on another one.
pub fn written_out(options: RunOptions, scenario: &Scenario) -> RunOptions {
    let draws = match options.draws {
        DrawCount::OfScenario => DrawCount::Exactly(scenario.settings.draws),
        other => other,
    };
    let households = match options.households {
        HouseholdCount::OfScenario => HouseholdCount::Exactly(scenario.settings.households),
        other => other,
    };
    RunOptions { draws, households, seed: Some(options.seed.unwrap_or(scenario.settings.seed)), ..options }
}
