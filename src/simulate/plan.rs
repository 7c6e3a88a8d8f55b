//! Run plans: how many draws and households, from which seed, by which method.
//!
//! In: what a user asks for. Out: [`RunPlan`], [`Method`], [`Detail`].

use crate::simulate::limits::LANES;
use serde::{Deserialize, Serialize};

/// Which method gives the figures over draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Exact over joint states; households, where asked for, are simulated beside it.
    Cohort,
    /// Simulated households give everything: from event to event where a scenario has no history, else month by month.
    Micro,
    /// Simulated households give everything, month by month whatever the scenario: slower, and the plainest.
    Months,
}

impl Method {
    /// Its name on the command line and in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cohort => "cohort",
            Self::Micro => "micro",
            Self::Months => "months",
        }
    }
}

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPlan {
    /// Seed of parameters and random numbers.
    pub seed: u64,
    /// Number of the first draw.
    pub first_draw: u64,
    /// Number of draws.
    pub draws: usize,
    /// Simulated households per draw; 0 for none.
    pub households: usize,
    /// Where figures over draws come from.
    pub method: Method,
}

impl RunPlan {
    /// Groups of draws.
    pub fn groups(&self) -> usize {
        self.draws.div_ceil(LANES)
    }

    /// Draws of a range of groups.
    pub fn draws_of(&self, groups: &std::ops::Range<usize>) -> usize {
        self.draws.min(groups.end * LANES).saturating_sub(groups.start * LANES)
    }

    /// The same for figures by draw alone: the exact method gives them without households.
    #[must_use]
    pub fn by_draw(self) -> Self {
        let households = if self.method == Method::Cohort { 0 } else { self.households };
        Self { households, ..self }
    }
}

/// How much a run finds out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Everything that is in [`Results`](crate::simulate::results::Results).
    All,
    /// Who is where at each border alone: [`occupancy`](crate::simulate::results::AlternativeResults::occupancy) and
    /// [`ends_by_draw`](crate::simulate::results::AlternativeResults::ends_by_draw).
    Occupancy,
    /// Figures by draw: parameters, and of each alternative `draws` (without payback), `item_draws`, and sums over
    /// `households`. What is a mean over draws, goes by row, or tells single households apart is empty or 0.
    ByDraw,
    /// The same, and what each item comes to in each draw and year
    /// ([`item_years`](crate::simulate::results::AlternativeResults::item_years)).
    ByYear,
    /// Everything, with who is where and what begins at each border
    /// ([`begun`](crate::simulate::results::AlternativeResults::begun)), and the group of each household.
    Futures,
}
