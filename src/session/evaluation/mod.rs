//! A session on finished cases: what their scenarios predict of them.
//!
//! In: [`Outcomes`] and [`EvaluationOptions`]. Out: an [`Evaluation`]. All scenarios draw together, as in a caseload. Cases that
//! are alike and were followed as long are one group, for which the scenario is run once, up to that moment.

mod followed;
mod observed;
mod predicted;
mod rates;
mod simulated;

pub use crate::session::evaluation::simulated::{SimulatedCase, SimulatedLook, simulated};

use crate::analyse::evaluation::{self, Evaluation};
use crate::diagnostics::SourceFile;
use crate::model::Scenario;
use crate::read::outcomes::Outcomes;
use crate::session::error::SessionError;
use crate::session::evaluation::observed::{labels, observed};
use crate::session::identity;
use crate::session::portfolio::Kinds;
use crate::simulate::{Method, Monitor, RunPlan};

/// Most draws for events and levels: each state takes a run of its own.
const MOST_DRAWS: usize = 256;

/// What is asked of finished cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvaluationOptions {
    /// Simulated households for costs, each in a draw of its own, and most draws for events; those of the first scenario
    /// where `None`.
    pub draws: Option<usize>,
    /// Seed; that of the first scenario where `None`.
    pub seed: Option<u64>,
}

/// What came of an evaluation.
#[derive(Clone, Debug)]
pub struct EvaluationRun {
    /// What the cases say of their scenarios.
    pub answer: Evaluation,
    /// The list of rates with figures brought up to date, in CSV; `None` where there are none.
    pub rates: Option<String>,
}

/// Cases that are alike and were followed as long.
struct Group {
    kind: usize,
    alternative: String,
    cycles: usize,
    cases: Vec<usize>,
}

/// Finished cases that are ready to be looked at.
pub struct PlannedEvaluation {
    outcomes: Outcomes,
    kinds: Kinds,
    groups: Vec<Group>,
    plan: RunPlan,
}

impl PlannedEvaluation {
    /// Gets ready.
    ///
    /// # Errors
    /// No draws, or a scenario that is too large.
    pub fn new(outcomes: Outcomes, options: &EvaluationOptions) -> Result<Self, SessionError> {
        let settings = outcomes.caseload.scenarios.first().map(|one| &one.loaded.scenario.settings);
        let (draws, seed) = settings.map_or((0, 0), |settings| (settings.draws, settings.seed));
        let draws = options.draws.unwrap_or(draws);
        if draws == 0 {
            return Err(SessionError::NoDraws);
        }
        let (kinds, kind_of) = Kinds::new(&outcomes.caseload)?;
        let mut groups: Vec<Group> = Vec::new();
        for (case, (row, outcome)) in outcomes.caseload.rows.iter().zip(&outcomes.rows).enumerate() {
            let kind = kind_of[case];
            let alternative = row.alternative.clone().unwrap_or_default();
            let same = |group: &&mut Group| {
                (group.kind, group.cycles) == (kind, outcome.cycles) && group.alternative == alternative
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.cases.push(case),
                None => groups.push(Group { kind, alternative, cycles: outcome.cycles, cases: vec![case] }),
            }
        }
        let seed = options.seed.unwrap_or(seed);
        let plan = RunPlan { seed, first_draw: 0, draws, households: 0, method: Method::Cohort };
        Ok(Self { outcomes, kinds, groups, plan })
    }

    /// Draws of all runs together: as many as a [`Monitor`] hears of.
    pub fn draws(&self) -> usize {
        let few = self.plan.draws.min(MOST_DRAWS);
        let of_group = |group: &Group| {
            let told = |known: &dyn Fn(usize) -> bool| group.cases.iter().any(|case| known(*case));
            let rows = &self.outcomes.rows;
            let events = (0..self.outcomes.events.len()).filter(|at| told(&|case| rows[case].ever[*at].is_some()));
            let costs = (0..self.outcomes.accounts.len()).filter(|at| told(&|case| rows[case].costs[*at].is_some()));
            few * (1 + events.count()) + self.plan.draws * costs.count()
        };
        self.groups.iter().map(of_group).sum()
    }

    /// Evaluates.
    ///
    /// # Errors
    /// What the engine finds wrong in a group of cases, or a stop on request.
    pub fn run(&self, monitor: &dyn Monitor) -> Result<EvaluationRun, SessionError> {
        let mut all = observed(&self.outcomes);
        for group in &self.groups {
            let code = self.outcomes.caseload.rows.get(group.cases[0]).map(|row| &row.code);
            let found = predicted::followed(&self.outcomes, &self.kinds, group, &self.plan, monitor);
            all.groups.push(found.map_err(|error| error.of_case(code))?);
        }
        let scenarios: Vec<&Scenario> =
            self.outcomes.caseload.scenarios.iter().map(|one| &one.loaded.scenario).collect();
        let answer = Evaluation {
            id: self.id(),
            seed: self.plan.seed,
            draws: self.plan.draws.min(MOST_DRAWS),
            households: self.plan.draws,
            price_year: self.kinds.price_year(),
            labels: labels(&scenarios),
            ..evaluation::evaluation(&all)
        };
        let loaded = self.outcomes.caseload.scenarios.iter().map(|one| &one.loaded);
        let files: Vec<&SourceFile> = loaded.flat_map(|loaded| loaded.sources.files()).collect();
        let rates = rates::updated(&files, &all.tallies, &answer.updates, self.last_year());
        Ok(EvaluationRun { answer, rates })
    }

    /// The last calendar year in which a case was followed; `None` where no start is told.
    fn last_year(&self) -> Option<i32> {
        let rows = self.outcomes.caseload.rows.iter().zip(&self.outcomes.rows);
        let end = |(year, month): (i32, u32), months: f64| year + ((f64::from(month - 1) + months - 1.0) / 12.0) as i32;
        rows.filter_map(|(row, outcome)| Some(end(row.start?, outcome.months))).max()
    }

    /// Everything that decides the numbers, as one short name.
    fn id(&self) -> String {
        let of_group = |group: &Group| {
            let outcomes: Vec<_> = group.cases.iter().map(|case| &self.outcomes.rows[*case]).collect();
            let fingerprint = self.kinds.fingerprint(group.kind);
            (format!("{fingerprint} {} {} {outcomes:?}", group.alternative, group.cycles), self.plan)
        };
        identity::id_of_parts(self.groups.iter().map(of_group))
    }
}
