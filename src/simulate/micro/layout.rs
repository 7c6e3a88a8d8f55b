//! What can happen in each joint state, laid out for simulation.
//!
//! In: a scenario and its joint states. Out: [`Layout`], worked out once per scenario: the exits of every joint state side
//! by side, in the order of the names of their transitions, so that the order of lines in a file never matters. No
//! numbers: hazards are `law`'s.

use super::waits::Waits;
use crate::model::{Scenario, Transition};
use crate::simulate::luck::name_key;
use crate::simulate::space::Space;
use crate::simulate::start::start_name;
use std::ops::Range;

/// One exit in one joint state.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// What it adds to the joint state.
    pub shift: i32,
    /// The joint state.
    pub joint: u32,
    /// Index of the transition.
    pub transition: u16,
    /// Place of its domain among the domains in the order of their names.
    pub domain: u16,
}

/// One domain in one joint state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// Local state.
    pub state: u16,
    /// The row of exits: where it is the same, their hazards are.
    pub row: u32,
}

/// The row of exits of a domain without any.
const NOTHING: u32 = u32::MAX;

/// The exits of all joint states.
#[derive(Debug)]
pub struct Layout {
    /// Number of domains.
    domains: usize,
    /// First slot of each domain of each joint state, and one more at the end of each state.
    first: Vec<u32>,
    /// Exits, by slot; after these one for each joint state that stands for staying there to the end.
    pub slots: Vec<Slot>,
    /// Exit of the space, by slot.
    pub exits: Vec<u32>,
    /// Local state of each domain, by joint state and place of the domain; and a number that is the same where the same
    /// exits have the same hazards.
    local: Vec<Local>,
    /// Where exponential variates come from.
    pub waits: Waits,
    /// Keys of luck, by transition.
    pub keys: Vec<u64>,
    /// Keys of luck, by start.
    pub start_keys: Vec<u64>,
    /// Key of the luck of the course without help.
    pub course_key: u64,
    /// Joint states in which everything has stopped.
    pub ended: Vec<bool>,
    /// Transitions that end everything.
    pub ends: Vec<bool>,
    /// Whether there are any.
    pub may_end: bool,
}

impl Layout {
    /// Lays out all joint states.
    pub fn new(scenario: &Scenario, space: &Space) -> Self {
        let order = domains_by_name(scenario);
        let ends = |one: &Transition| scenario.domains[one.domain].states[one.to].ends;
        let mut layout = Self {
            domains: order.len(),
            first: Vec::with_capacity(space.states * (order.len() + 1)),
            slots: Vec::new(),
            exits: Vec::new(),
            waits: Waits::default(),
            local: Vec::with_capacity(space.states * order.len()),
            keys: scenario.transitions.iter().map(|one| name_key(&one.name)).collect(),
            start_keys: scenario.starts.iter().map(|one| name_key(&start_name(scenario, one))).collect(),
            course_key: name_key("course without help"),
            ended: space.ended(scenario),
            ends: scenario.transitions.iter().map(ends).collect(),
            may_end: scenario.transitions.iter().any(ends),
        };
        for joint in 0..space.states {
            let states = space.decode(joint);
            for (place, domain) in order.iter().enumerate() {
                layout.first.push(layout.slots.len() as u32);
                let row = layout.add_domain(scenario, space, joint, (place, *domain));
                layout.local.push(Local { state: states[*domain] as u16, row });
            }
            layout.first.push(layout.slots.len() as u32);
        }
        let last = |joint: usize| Slot { shift: 0, joint: joint as u32, transition: 0, domain: u16::MAX };
        layout.slots.extend((0..space.states).map(last));
        layout
    }

    fn add_domain(&mut self, scenario: &Scenario, space: &Space, joint: usize, (place, domain): (usize, usize)) -> u32 {
        if self.ended[joint] {
            return NOTHING;
        }
        let rows = space.joint_rows[joint].iter().map(|row| space.rows[*row as usize].exits.clone());
        let of_domain = |exit: &usize| scenario.transitions[space.exits[*exit].transition].domain == domain;
        let mut exits: Vec<usize> = rows.flatten().filter(of_domain).collect();
        exits.sort_by_key(|exit| &scenario.transitions[space.exits[*exit].transition].name);
        let slot = |exit: usize| Slot {
            transition: space.exits[exit].transition as u16,
            domain: place as u16,
            shift: space.exits[exit].shift as i32,
            joint: joint as u32,
        };
        let row = exits.iter().min().map_or(NOTHING, |exit| *exit as u32);
        self.slots.extend(exits.iter().map(|exit| slot(*exit)));
        self.exits.extend(exits.iter().map(|exit| *exit as u32));
        row
    }

    /// Number of domains.
    pub fn domains(&self) -> usize {
        self.domains
    }

    /// The slots of a joint state.
    #[inline(always)]
    pub fn of(&self, joint: usize) -> Range<usize> {
        let from = joint * (self.domains + 1);
        self.first[from] as usize..self.first[from + self.domains] as usize
    }

    /// The slots of one domain of a joint state.
    #[inline(always)]
    pub fn of_domain(&self, joint: usize, place: usize) -> Range<usize> {
        let at = joint * (self.domains + 1) + place;
        self.first[at] as usize..self.first[at + 1] as usize
    }

    /// The slot that stands for staying in a joint state to the end.
    #[inline(always)]
    pub fn last(&self, joint: u32) -> u32 {
        self.exits.len() as u32 + joint
    }

    /// Local states of all domains of a joint state.
    #[inline(always)]
    pub fn local(&self, joint: usize) -> &[Local] {
        &self.local[joint * self.domains..(joint + 1) * self.domains]
    }
}

/// Domains in the order of their names.
fn domains_by_name(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.domains.len()).collect();
    order.sort_by_key(|domain| &scenario.domains[*domain].id);
    order
}
