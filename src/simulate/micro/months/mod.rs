//! Month simulation: households with a history (semi-Markov), for every form of the model.
//!
//! In: the rules of all alternatives, hazards of one draw, the random numbers and characteristics of a household. Out:
//! its [`Course`] without help, and the [`CourseDifference`] of each alternative. It is a month loop in what it gives:
//! for each household, cycle and transition one exponential variate, addressed by name and cycle. It does not stop at
//! each month: `candidates` tells from the random numbers alone in which cycles a transition may happen, `rules` tells
//! at which boundaries something is done, and between them nothing changes. Where an alternative is as the null
//! alternative would be, what happens is taken over from there.

pub(crate) mod candidates;
pub(crate) mod cycle;
pub(crate) mod exit_cache;
pub(crate) mod hazard_table;
pub(crate) mod month_rules;
pub(crate) mod search;
pub(crate) mod walk;

pub use crate::simulate::micro::months::month_rules::MonthRules;

use crate::model::Condition;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::micro::course::{Course, CourseDifference};
use crate::simulate::micro::months::candidates::CandidateBitmap;
use crate::simulate::micro::months::exit_cache::{CachedExit, ExitCache};
use crate::simulate::micro::months::hazard_table::{HazardScratch, HazardTable, Now};
use crate::simulate::random::household_stream::HouseholdStream;
use crate::simulate::rules::{Rules, Situation};
use std::cell::RefCell;

/// One alternative in one draw.
pub(crate) struct MonthTables<'a> {
    rules: &'a Rules,
    month_rules: &'a MonthRules,
    hazards: &'a Hazards<1>,
    hazard_table: HazardTable<'a>,
    /// What may happen, by joint state.
    exit_cache: RefCell<ExitCache>,
    /// Starts and hazards are those of the null alternative, in which no interventions are.
    like_null: bool,
}

/// All alternatives in one draw.
pub struct MonthSimulator<'a> {
    by_alternative: Vec<MonthTables<'a>>,
    /// By transition: first bits of random numbers up to which it may happen in some situation.
    limits: Vec<i32>,
    /// Conditions of which the time is counted that are not about states alone.
    times: &'a [Condition],
}

/// What happened to the household without help.
#[derive(Debug, Default)]
struct Log {
    /// Row at the end of the cycle, and the end of what happened in it.
    events: Vec<(u32, u32)>,
    /// What happened, before it is seen whether something ends everything.
    happened: Vec<usize>,
    /// What the clocks tell after each event.
    since: Vec<u32>,
}

/// Memory that is used again for every household.
#[derive(Debug, Default)]
pub struct MonthScratch {
    candidates: CandidateBitmap,
    situation: Situation,
    now: Now,
    hazard_scratch: HazardScratch,
    /// What may happen out of where the household is.
    exits: Vec<CachedExit>,
    fired: Vec<usize>,
    log: Log,
    own: Course,
    /// States in which the household starts without help.
    starts: Vec<u16>,
}

impl MonthScratch {
    /// Whether chances above 1 were scaled down since it was last asked.
    pub(crate) fn take_scaled(&mut self) -> bool {
        std::mem::take(&mut self.hazard_scratch.scaled)
    }
}

impl<'a> MonthSimulator<'a> {
    /// Prepares a draw.
    pub fn new(
        all_rules: &'a [Rules],
        month_rules: &'a [MonthRules],
        hazards: &'a [Hazards<1>],
        times: &'a [Condition],
    ) -> Self {
        let mut by_alternative: Vec<MonthTables> = Vec::with_capacity(all_rules.len());
        for ((rules, month_rules), hazards) in all_rules.iter().zip(month_rules).zip(hazards) {
            let hazard_table = HazardTable::new(rules, month_rules, hazards);
            let alike = |null: &MonthTables| {
                null.rules.alternative.interventions.is_empty() && hazard_table.is_like(&null.hazard_table)
            };
            let like_null = by_alternative.first().is_some_and(alike);
            let exit_cache = RefCell::new(ExitCache::new(month_rules.joint_states));
            by_alternative.push(MonthTables { rules, month_rules, hazards, hazard_table, exit_cache, like_null });
        }
        let most = |transition: usize| {
            by_alternative.iter().map(|tables| tables.hazard_table.most(transition)).fold(0.0, f64::max)
        };
        let transitions = all_rules.first().map_or(0, |rules| rules.scenario.transitions.len());
        let limits = (0..transitions)
            .map(|transition| crate::simulate::micro::months::candidates::top(most(transition)))
            .collect();
        Self { by_alternative, limits, times }
    }

    /// Follows a household through all alternatives.
    pub fn simulate(
        &self,
        stream: HouseholdStream,
        characteristics: &[f64],
        null: &mut Course,
        differences: &mut [CourseDifference],
        scratch: &mut MonthScratch,
    ) {
        let cycles = self.by_alternative.first().map_or(0, |tables| tables.rules.scenario.settings.horizon);
        scratch.candidates.clear(self.limits.len(), cycles);
        self.walk(0, stream, characteristics, null, None, scratch);
        let mut own = std::mem::take(&mut scratch.own);
        for (at, difference) in differences.iter_mut().enumerate() {
            if self.walk(at + 1, stream, characteristics, &mut own, Some(null), scratch) {
                difference.between(&mut own, null);
            } else {
                difference.clear();
                std::mem::swap(&mut difference.marks, &mut own.marks);
            }
        }
        scratch.own = own;
    }
}
