//! Options of a run, and the plan that they come to: method, draws, households, seed.
//!
//! In: [`RunOptions`] and a scenario, whose settings hold where nothing was asked. Out: a [`RunPlan`], and the
//! scenario with the alternatives that were chosen.

use crate::analyse::uncertainty::precision::Aim;
use crate::model::{Scenario, Settings};
use crate::session::error::{MOST_SIMULATED, SessionError};
use crate::simulate::{Method, Prepared, RunPlan};
use serde::{Deserialize, Serialize};

/// Most draws of a run that goes on until it is precise, where no other number was asked for.
pub const CEILING: usize = 131_072;

/// Where figures over draws come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodChoice {
    /// The exact method where the scenario allows it, else simulated households.
    #[default]
    Auto,
    /// The exact method.
    Cohort,
    /// Simulated households.
    Micro,
    /// Simulated households, month by month.
    Months,
}

impl MethodChoice {
    /// The method for a scenario.
    pub fn of(self, prepared: &Prepared) -> Method {
        match self {
            MethodChoice::Auto => prepared.best_method(),
            MethodChoice::Cohort => Method::Cohort,
            MethodChoice::Micro => Method::Micro,
            MethodChoice::Months => Method::Months,
        }
    }
}

/// How many parameter draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawCount {
    /// As the settings of the scenario say.
    #[default]
    OfScenario,
    /// So many.
    Exactly(usize),
    /// As the settings of the scenario say, but not more than so many.
    AtMost(usize),
    /// Until the Monte Carlo errors are small enough.
    UntilPrecise {
        /// The errors that are small enough.
        aims: Vec<Aim>,
        /// Most draws.
        ceiling: usize,
    },
}

/// How many simulated households per draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdCount {
    /// As the settings of the scenario say.
    #[default]
    OfScenario,
    /// So many; 0 for none.
    Exactly(usize),
    /// As the settings of the scenario say where figures over draws come from households, else none.
    WhereNeeded,
}

/// What is asked of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunOptions {
    /// Parameter draws.
    pub draws: DrawCount,
    /// Simulated households per draw.
    pub households: HouseholdCount,
    /// Seed; that of the scenario where `None`.
    pub seed: Option<u64>,
    /// Method.
    pub method: MethodChoice,
    /// Names of alternatives; all where empty.
    pub alternatives: Vec<String>,
    /// Whether to find out what system problems cost.
    pub problems: bool,
    /// Every parameter at its mean: one draw, of central values.
    pub at_means: bool,
    /// Whether to find out what comes out for each start of a mix.
    pub by_start: bool,
}

impl RunOptions {
    /// The errors at which the run stops; none where it has a number of draws.
    pub fn aims(&self) -> &[Aim] {
        match &self.draws {
            DrawCount::UntilPrecise { aims, .. } => aims,
            DrawCount::OfScenario | DrawCount::Exactly(_) | DrawCount::AtMost(_) => &[],
        }
    }

    /// The scenario with the alternatives that were chosen.
    pub(super) fn choose(&self, scenario: Scenario) -> Result<Scenario, SessionError> {
        if self.alternatives.is_empty() {
            return Ok(scenario);
        }
        let names = scenario.alternatives.iter().skip(1).filter(|alternative| alternative.trouble.is_none());
        let known: Vec<String> = names.map(|alternative| alternative.id.clone()).collect();
        let chosen = scenario.with_alternatives(&self.alternatives);
        chosen.map_err(|found| SessionError::UnknownAlternative { found, known })
    }

    /// The plan for a scenario.
    pub(super) fn plan(&self, prepared: &Prepared) -> Result<RunPlan, SessionError> {
        let settings = &prepared.scenario().settings;
        let method = self.method.of(prepared);
        let draws = if self.at_means { 1 } else { self.draws_of(settings.draws) };
        let households = self.households(settings, method);
        let seed = self.seed.unwrap_or(settings.seed);
        checked(RunPlan { seed, first_draw: 0, draws, households, method })
    }

    /// The draws of a scenario whose settings ask for so many.
    pub(super) fn draws_of(&self, of_scenario: usize) -> usize {
        match self.draws {
            DrawCount::OfScenario => of_scenario,
            DrawCount::Exactly(draws) => draws,
            DrawCount::AtMost(most) => of_scenario.min(most),
            DrawCount::UntilPrecise { ceiling, .. } => ceiling,
        }
    }

    /// The plan for a scenario with and without its system problems, after a run of the same scenario without them:
    /// the same seed and draws. Households are simulated only where the exact method cannot do it.
    pub(super) fn plan_of_problems(&self, prepared: &Prepared, run: &RunPlan) -> Result<RunPlan, SessionError> {
        let method = match run.method {
            Method::Cohort => prepared.best_method(),
            simulated @ (Method::Micro | Method::Months) => simulated,
        };
        let households =
            if method == Method::Cohort { 0 } else { self.households(&prepared.scenario().settings, method) };
        checked(RunPlan { method, households, ..*run })
    }

    fn households(&self, settings: &Settings, method: Method) -> usize {
        match self.households {
            HouseholdCount::Exactly(households) => households,
            HouseholdCount::WhereNeeded if method == Method::Cohort => 0,
            HouseholdCount::OfScenario | HouseholdCount::WhereNeeded => settings.households,
        }
    }
}

/// The plan, if it can give an answer.
fn checked(plan: RunPlan) -> Result<RunPlan, SessionError> {
    let RunPlan { draws, households, method, .. } = plan;
    if draws == 0 {
        return Err(SessionError::NoDraws);
    }
    if method != Method::Cohort && households == 0 {
        return Err(SessionError::NoHouseholds);
    }
    if (draws as u64).saturating_mul(households as u64) > MOST_SIMULATED {
        return Err(SessionError::TooManyHouseholds { draws, households });
    }
    Ok(plan)
}
