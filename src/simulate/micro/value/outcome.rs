//! Outcomes of an alternative for one household, and the summary over the households of a draw.
//!
//! In: its course in the null alternative and in another one, and what states and events are worth (`money`). Out:
//! [`Outcome`] and [`Households`]: differences in the three totals, whether the course changed, whether an escalation
//! was averted.

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::totals::{HEADLINE, TOTALS, Totals, add};
use crate::simulate::micro::course::{CourseDifference, Reader, StateDifference};
use serde::{Deserialize, Serialize};

/// Which joint states and transitions count as escalation.
#[derive(Debug)]
pub struct Escalation {
    /// For each joint state the number of domains that are in a state which an escalation leads to.
    months: Vec<u32>,
    is_escalation: Vec<bool>,
    /// By joint state the first one that differs from it in auxiliary domains alone.
    course: Vec<u32>,
}

impl Escalation {
    /// Looks up the transitions marked so.
    pub fn new(scenario: &Scenario, space: &Space) -> Self {
        let marked: Vec<_> = scenario.transitions.iter().filter(|t| t.escalation).map(|t| (t.domain, t.to)).collect();
        let escalated = |joint: usize| {
            let domains = space.decode(joint).into_iter().enumerate();
            domains.filter(|place| marked.contains(place)).count() as u32
        };
        let mut first = rustc_hash::FxHashMap::default();
        let mut course = |joint: usize| {
            let states = space.decode(joint).into_iter().enumerate();
            let shown = states.filter(|(domain, _)| !scenario.domains[*domain].auxiliary);
            *first.entry(shown.collect::<Vec<_>>()).or_insert(joint as u32)
        };
        Self {
            course: (0..space.states).map(&mut course).collect(),
            months: (0..space.states).map(escalated).collect(),
            is_escalation: scenario.transitions.iter().map(|t| t.escalation).collect(),
        }
    }

    /// Whether the household is elsewhere in any row, auxiliary domains apart.
    pub fn changes_course(&self, difference: &CourseDifference) -> bool {
        let differ =
            |states: &StateDifference| self.course[states.with as usize] != self.course[states.without as usize];
        difference.states.iter().any(differ)
    }

    /// How many more cycles end in escalated states than without help, counted for each domain.
    pub fn more_months(&self, difference: &CourseDifference) -> i64 {
        let of = |joint: u32| i64::from(self.months[joint as usize]);
        let more = |states: &StateDifference| {
            (of(states.with) - of(states.without)) * i64::from(states.until - states.from.max(1).min(states.until))
        };
        difference.states.iter().map(more).sum()
    }

    /// Looks whether an escalation happens in a course.
    pub fn look(&self) -> Look<'_> {
        Look { is_escalation: &self.is_escalation, found: false }
    }
}

/// Whether an escalation happens.
pub struct Look<'a> {
    is_escalation: &'a [bool],
    /// One was found.
    pub found: bool,
}

impl Reader for Look<'_> {
    #[inline(always)]
    fn stay(&mut self, _: u32, _: u32, _: u32) {}

    #[inline(always)]
    fn event(&mut self, _: u32, transition: u16) {
        self.found |= self.is_escalation[usize::from(transition)];
    }
}

/// How an alternative changes the course of one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The course did not change: only the plan's cost. Or it changed, and nothing was paid or saved by it.
    Unchanged,
    /// An escalation was averted or shortened, or the plan saved more than it cost in another way.
    Averted,
    /// It went better without saving more than the plan cost.
    Better,
    /// It cost more.
    Worse,
}

/// What an alternative comes to for one household and society, present value, euro.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Net benefit.
    pub net_benefit: f64,
    /// Cost of the plan itself.
    pub own: f64,
    /// Up to here a balance is rounding.
    pub rounding: f64,
}

/// Number of groups.
pub const GROUPS: usize = 4;

/// What an alternative does for one household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Net benefit, present value, for each total.
    pub net_benefit: Totals,
    /// How the course changed.
    pub group: Group,
    /// Whether it escalates in the null alternative.
    pub escalates: bool,
    /// Cost to society in the null alternative, present value.
    pub null_cost: f64,
}

impl Outcome {
    /// Puts together what is known of both courses.
    pub fn group(changed: bool, escalated_less: bool, balance: Balance) -> Group {
        let Balance { net_benefit, own, rounding } = balance;
        match () {
            () if !changed => Group::Unchanged,
            () if escalated_less || net_benefit > rounding => Group::Averted,
            () if net_benefit.abs() <= rounding && own.abs() <= rounding => Group::Unchanged,
            () if net_benefit + own > rounding => Group::Better,
            () => Group::Worse,
        }
    }
}

/// Number and sum of something over households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CountSum {
    /// Households.
    pub count: u64,
    /// Sum over them, euro.
    pub sum: f64,
    /// Second sum over them, euro.
    pub other: f64,
}

impl CountSum {
    /// Adds one household.
    pub fn push(&mut self, value: f64, other: f64) {
        self.count += 1;
        self.sum += value;
        self.other += other;
    }

    /// Adds other households.
    pub fn add(&mut self, more: &Self) {
        self.count += more.count;
        self.sum += more.sum;
        self.other += more.other;
    }
}

/// All households of a draw in one alternative.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Households {
    /// Number of households.
    pub count: u64,
    /// Net benefit of every household for each total, euro; empty where there are too many to keep.
    pub net_benefit: Vec<[f32; TOTALS]>,
    /// Group of every household; empty unless it was asked for.
    #[serde(skip)]
    pub group_of: Vec<Group>,
    /// Sum of net benefits for each total.
    pub sum: Totals,
    /// Sum of squares of net benefits for each total.
    pub sum_of_squares: Totals,
    /// By [`Group`]: households, net benefit to society, benefits before the plan's own cost.
    pub groups: [CountSum; GROUPS],
    /// Futures that escalate without help, and those that do not: cost to society without and with help.
    pub paths: [CountSum; 2],
}

impl Households {
    /// Adds one household; `own` is the cost of the plan itself to society.
    pub fn push(&mut self, outcome: &Outcome, own: f64) {
        let net = outcome.net_benefit;
        self.push_net(net);
        self.groups[outcome.group as usize].push(net[HEADLINE], net[HEADLINE] + own);
        let path = usize::from(!outcome.escalates);
        self.paths[path].push(outcome.null_cost, outcome.null_cost - net[HEADLINE]);
    }

    /// Adds the net benefit of one household; its group is not asked.
    #[inline(always)]
    pub fn push_net(&mut self, net: Totals) {
        self.count += 1;
        add(&mut self.sum, net, 1.0);
        add(&mut self.sum_of_squares, net.map(|value| value * value), 1.0);
    }
}
