//! Households whose history counts: the month loop, which knows every form of the model.
//!
//! In: the rules of all alternatives, hazards of one draw, the random numbers and characteristics of a household. Out: its [`Course`] without
//! help, and the [`Parting`] of each alternative. It is a month loop in what it gives: for each household, cycle and transition one exponential variate,
//! addressed by name and cycle. It does not stop at each month: `tape` tells from the random numbers alone in which cycles a
//! transition may happen, `rules` tells at which boundaries something is done, and between them nothing changes. Where an
//! alternative is as the null alternative would be, what happens is taken over from there.

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
use crate::simulate::micro::course::{Course, Parting};
use crate::simulate::micro::months::candidates::Tape;
use crate::simulate::micro::months::exit_cache::{CachedExit, Menus};
use crate::simulate::micro::months::hazard_table::{Now, Pulls, Room};
use crate::simulate::random::household_stream::HouseholdStream;
use crate::simulate::rules::{Rules, Situation};
use std::cell::RefCell;

/// One alternative in one draw.
pub(crate) struct Way<'a> {
    rules: &'a Rules,
    month_rules: &'a MonthRules,
    hazards: &'a Hazards<1>,
    pulls: Pulls<'a>,
    /// What may happen, by joint state.
    menus: RefCell<Menus>,
    /// Starts and hazards are those of the null alternative, in which no interventions are.
    like_null: bool,
}

/// All alternatives in one draw.
pub struct Months<'a> {
    ways: Vec<Way<'a>>,
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

/// Room that is used again for every household.
#[derive(Debug, Default)]
pub struct Scratch {
    tape: Tape,
    situation: Situation,
    now: Now,
    room: Room,
    /// What may happen out of where the household is.
    exits: Vec<CachedExit>,
    fired: Vec<usize>,
    log: Log,
    own: Course,
    /// States in which the household starts without help.
    starts: Vec<u16>,
}

impl<'a> Months<'a> {
    /// Prepares a draw.
    pub fn new(
        all_rules: &'a [Rules],
        month_rules: &'a [MonthRules],
        hazards: &'a [Hazards<1>],
        times: &'a [Condition],
    ) -> Self {
        let mut ways: Vec<Way> = Vec::with_capacity(all_rules.len());
        for ((rules, month_rules), hazards) in all_rules.iter().zip(month_rules).zip(hazards) {
            let pulls = Pulls::new(rules, month_rules, hazards);
            let alike = |null: &Way| null.rules.alternative.interventions.is_empty() && pulls.is_like(&null.pulls);
            let like_null = ways.first().is_some_and(alike);
            let menus = RefCell::new(Menus::new(month_rules.joint_states));
            ways.push(Way { rules, month_rules, hazards, pulls, menus, like_null });
        }
        let most = |transition: usize| ways.iter().map(|way| way.pulls.most(transition)).fold(0.0, f64::max);
        let transitions = all_rules.first().map_or(0, |rules| rules.scenario.transitions.len());
        let limits = (0..transitions)
            .map(|transition| crate::simulate::micro::months::candidates::top(most(transition)))
            .collect();
        Self { ways, limits, times }
    }

    /// Follows a household through all alternatives.
    pub fn follow(
        &self,
        stream: HouseholdStream,
        characteristics: &[f64],
        null: &mut Course,
        partings: &mut [Parting],
        scratch: &mut Scratch,
    ) {
        let cycles = self.ways.first().map_or(0, |way| way.rules.scenario.settings.horizon);
        scratch.tape.clear(self.limits.len(), cycles);
        self.walk(0, stream, characteristics, (null, None), scratch);
        let mut own = std::mem::take(&mut scratch.own);
        for (at, parting) in partings.iter_mut().enumerate() {
            if self.walk(at + 1, stream, characteristics, (&mut own, Some(null)), scratch) {
                parting.between(&mut own, null);
            } else {
                parting.clear();
                std::mem::swap(&mut parting.marks, &mut own.marks);
            }
        }
        scratch.own = own;
    }
}
