//! What kept cases add up to, and which system problems recur in them.
//!
//! In: kept cases. Out: [`TeamAnswer`], from the runs of a caseload and one small run for each case that meets a problem. A case
//! that cannot be read is named and left out; none is left out in silence.

use crate::analyse::portfolio::Asked;
use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::analyse::portfolio::decide::Limits;
use crate::diagnostics::{LIBRARY, Message};
use crate::model::{ProblemGroup, Text};
use crate::page::Draft;
use crate::read::caseload::of_cases;
use crate::read::library::WithLibrary;
use crate::read::{Files, Refused};
use crate::serve::kept::KeptCase;
use crate::session::portfolio::{PlannedPortfolio, PortfolioOptions};
use crate::session::{DrawCount, HouseholdCount, RunOptions, Session};
use crate::simulate::Monitor;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Draws of the sum: a power of two in each replicate.
const DRAWS: usize = 256;
/// Draws from which the cost of a problem is told.
const PROBLEM_DRAWS: usize = 64;
/// Certainty with which payers are to end level.
const CERTAINTY: f64 = 0.8;

/// What kept cases add up to.
#[derive(Debug)]
pub(super) struct TeamAnswer {
    /// Cases that cannot be read: number, code, and why.
    pub(super) left_out: Vec<(i64, String, Message)>,
    /// The sum of all others; `None` where there are none.
    pub(super) sum: Option<Result<PortfolioAnswer, Message>>,
    /// System problems, those of most cases first.
    pub(super) recurring: Vec<Recurring>,
}

/// A system problem over cases.
#[derive(Debug)]
pub(super) struct Recurring {
    /// What goes wrong.
    pub(super) label: Text,
    /// What kind of problem it is.
    pub(super) group: ProblemGroup,
    /// Cases of which the plan meets it.
    pub(super) cases: usize,
    /// What it costs society in one of them on average, euro, present value; `None` where that cannot be told.
    pub(super) cost: Option<f64>,
}

/// The texts of cases, and the library: no path leads to a disk.
struct CaseTexts(BTreeMap<PathBuf, String>);

impl Files for CaseTexts {
    fn read(&self, path: &Path) -> io::Result<String> {
        match self.0.get(path) {
            Some(text) => Ok(text.clone()),
            None if path.starts_with(LIBRARY) => WithLibrary.read(path),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        WithLibrary.shipped(name)
    }
}

/// The answer; `None` where the monitor stopped it.
pub(super) fn team(cases: &[KeptCase], monitor: &dyn Monitor) -> Option<TeamAnswer> {
    let (mut left_out, mut sound) = (Vec::new(), Vec::new());
    for case in cases {
        match session(case) {
            Ok(session) => sound.push((case, session)),
            Err(message) => left_out.push((case.id, case.code.clone(), message)),
        }
        if monitor.stopped() {
            return None;
        }
    }
    let sum = (!sound.is_empty()).then(|| sum(&sound, monitor));
    let recurring = recurring(sound, monitor);
    (!monitor.stopped()).then_some(TeamAnswer { left_out, sum, recurring })
}

fn session(case: &KeptCase) -> Result<Session, Message> {
    Draft::read(&case.text)?.session().map_err(|refused| first(&refused))
}

/// The first fault.
fn first(refused: &Refused) -> Message {
    refused.diagnostics.sorted().first().map_or_else(|| Message::new("coach_no_case"), |fault| fault.message.clone())
}

fn sum(cases: &[(&KeptCase, Session)], monitor: &dyn Monitor) -> Result<PortfolioAnswer, Message> {
    let texts = cases.iter().map(|(case, _)| (PathBuf::from(format!("{}.toml", case.id)), case.text.clone()));
    let texts = CaseTexts(texts.collect());
    let paths: Vec<PathBuf> = texts.0.keys().cloned().collect();
    let caseload = of_cases(&texts, &paths).map_err(|refused| first(&refused))?;
    let options = PortfolioOptions {
        draws: Some(DRAWS),
        seed: None,
        luck_households: 0,
        payer: None,
        asked: Asked { aim: 0, limits: Limits::default(), certainty: CERTAINTY },
    };
    let planned = PlannedPortfolio::new(caseload, options).map_err(|error| error.message())?;
    planned.run(monitor).map_err(|error| error.message())
}

/// Problems by group and name, in how many cases the plan meets each, and what it costs in one of them.
fn recurring(cases: Vec<(&KeptCase, Session)>, monitor: &dyn Monitor) -> Vec<Recurring> {
    let mut found: BTreeMap<(&'static str, String), (Recurring, Vec<f64>)> = BTreeMap::new();
    for (_, session) in cases {
        let scenario = session.scenario();
        let own = session.case().and_then(|case| case.alternative.clone());
        let first = scenario.alternatives.get(1).map(|plan| plan.id.clone());
        let Some(plan) = own.or(first) else { continue };
        let problems = scenario.problems.clone();
        let met: Vec<_> = problems.into_iter().filter(|problem| problem.alternatives.contains(&plan)).collect();
        if met.is_empty() || monitor.stopped() {
            continue;
        }
        let options = RunOptions {
            draws: DrawCount::AtMost(PROBLEM_DRAWS),
            households: HouseholdCount::WhereNeeded,
            alternatives: vec![plan],
            problems: true,
            ..RunOptions::default()
        };
        let costs =
            session.options(options).run_with(monitor).map(|run| run.answer.system_problems).unwrap_or_default();
        for problem in met {
            let cost = costs.iter().find(|cost| cost.id == problem.id).map(|cost| cost.cost_to_society.mean);
            let (label, group) = (problem.label, problem.group);
            let fresh = || (Recurring { label: label.clone(), group, cases: 0, cost: None }, Vec::new());
            let (one, all) = found.entry((group.key(), label.en.clone())).or_insert_with(fresh);
            one.cases += 1;
            all.extend(cost);
        }
    }
    let mut all: Vec<Recurring> = found
        .into_values()
        .map(|(one, costs)| {
            let cost = (costs.len() == one.cases).then(|| costs.iter().sum::<f64>() / costs.len() as f64);
            Recurring { cost, ..one }
        })
        .collect();
    all.sort_by(|a, b| b.cases.cmp(&a.cases).then_with(|| a.label.en.cmp(&b.label.en)));
    all
}
