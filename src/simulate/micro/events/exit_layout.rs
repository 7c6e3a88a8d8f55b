//! Layout of the exits of all joint states, and entry rules of interventions.
//!
//! In: a scenario and its joint states. Out: [`Layout`], worked out once per scenario: the exits of every joint state
//! side by side, in the order of the names of their transitions, so that the order of lines in a file never matters. No
//! numbers: hazards are `baseline`'s.

use crate::model::{Alternative, Intervention, Scenario, Transition};
use crate::simulate::compile::joint_states::Space;
use crate::simulate::compile::start::start_name;
use crate::simulate::random::exponential::Waits;
use crate::simulate::random::household_stream::name_key;
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

/// Who can come into an intervention, and what it does to responders at its start.
#[derive(Debug)]
pub struct EntryRule {
    /// By joint state: whether somebody is eligible there.
    pub eligible: Vec<bool>,
    /// For each joint state where a responder finds itself at the start.
    pub moved: Vec<u32>,
    /// Key of the random number that decides who is reached.
    pub reach_key: u64,
    /// Key of the random number that decides who responds.
    pub success_key: u64,
}

impl EntryRule {
    fn new(space: &Space, intervention: &Intervention) -> Self {
        Self {
            eligible: space.where_holds(&intervention.eligible),
            moved: (0..space.states).map(|joint| space.after_moves(intervention, joint) as u32).collect(),
            reach_key: name_key(&format!("reached: {}", intervention.name)),
            success_key: name_key(&format!("success: {}", intervention.name)),
        }
    }
}

/// The exits of all joint states.
#[derive(Debug)]
pub struct Layout {
    /// By alternative and intervention.
    pub entry_rules: Vec<Vec<EntryRule>>,
    /// First slot of each joint state, and one more at the end.
    first: Vec<u32>,
    /// Exits, by slot; then one that is none; then one for each joint state that stands for staying there to the end.
    pub slots: Vec<Slot>,
    /// Exit of the space, by slot.
    pub exits: Vec<u32>,
    /// Slot, by joint state and transition; [`Self::none`] where that cannot happen.
    by_transition: Vec<u32>,
    /// Where exponential variates come from.
    pub waits: Waits,
    /// Keys of random numbers, by transition.
    pub keys: Vec<u64>,
    /// Keys of random numbers, by start.
    pub start_keys: Vec<u64>,
    /// Key of the random number of the course without help.
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
        let ends = |transition: &Transition| scenario.domains[transition.domain].states[transition.to].ends;
        let entry_rules = |alternative: &Alternative| {
            alternative.interventions.iter().map(|intervention| EntryRule::new(space, intervention)).collect()
        };
        let mut layout = Self {
            entry_rules: scenario.alternatives.iter().map(entry_rules).collect(),
            first: Vec::with_capacity(space.states + 1),
            slots: Vec::new(),
            exits: Vec::new(),
            waits: Waits::default(),
            by_transition: Vec::new(),
            keys: scenario.transitions.iter().map(|transition| name_key(&transition.name)).collect(),
            start_keys: scenario.starts.iter().map(|start| name_key(&start_name(scenario, start))).collect(),
            course_key: name_key("course without help"),
            ended: space.ended(scenario),
            ends: scenario.transitions.iter().map(ends).collect(),
            may_end: scenario.transitions.iter().any(ends),
        };
        for joint in 0..space.states {
            layout.first.push(layout.slots.len() as u32);
            if !layout.ended[joint] {
                order
                    .iter()
                    .enumerate()
                    .for_each(|(place, domain)| layout.add_domain(scenario, space, joint, place, *domain));
            }
        }
        layout.first.push(layout.slots.len() as u32);
        layout.by_transition = vec![layout.none(); space.states * scenario.transitions.len()];
        for (slot, slot_here) in layout.slots.iter().enumerate() {
            let place = slot_here.joint as usize * scenario.transitions.len() + usize::from(slot_here.transition);
            layout.by_transition[place] = slot as u32;
        }
        let last = |joint: usize| Slot { shift: 0, joint: joint as u32, transition: 0, domain: u16::MAX };
        layout.slots.extend((0..1).chain(0..space.states).map(last));
        layout
    }

    fn add_domain(&mut self, scenario: &Scenario, space: &Space, joint: usize, place: usize, domain: usize) {
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
        self.slots.extend(exits.iter().map(|exit| slot(*exit)));
        self.exits.extend(exits.iter().map(|exit| *exit as u32));
    }

    /// The slots of a joint state.
    #[inline(always)]
    pub fn of(&self, joint: usize) -> Range<usize> {
        self.first[joint] as usize..self.first[joint + 1] as usize
    }

    /// The slots of a joint state, by transition; [`Self::none`] where that cannot happen.
    #[inline(always)]
    pub fn by_transition(&self, joint: usize) -> &[u32] {
        let transitions = self.keys.len();
        &self.by_transition[joint * transitions..(joint + 1) * transitions]
    }

    /// The slot that is none.
    #[inline(always)]
    pub fn none(&self) -> u32 {
        self.exits.len() as u32
    }

    /// The slot that stands for staying in a joint state to the end.
    #[inline(always)]
    pub fn last(&self, joint: u32) -> u32 {
        self.none() + 1 + joint
    }
}

/// Domains in the order of their names.
fn domains_by_name(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.domains.len()).collect();
    order.sort_by_key(|domain| &scenario.domains[*domain].id);
    order
}
