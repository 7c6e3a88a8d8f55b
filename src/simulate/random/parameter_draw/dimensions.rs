//! Dimensions of the Sobol' sequence by name.
//!
//! In: a scenario. Out: [`Dimensions`]: all its names in order, parameters that have a plain value, members of joints
//! that nobody uses and names that it keeps for others included, so that variants of a scenario stay paired. A formula
//! without a name of its own is worked out and never drawn: it has none. Figures of system problems come last, so that a
//! run that looks at these draws all others as one that does not.

use crate::model::{Joint, Scenario};
use std::collections::HashSet;

/// All names that have a dimension, in order.
#[derive(Debug)]
pub(crate) struct Dimensions {
    names: Vec<String>,
}

impl Dimensions {
    /// Those of a scenario.
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let derived: HashSet<usize> = scenario.derived.iter().map(|derived| derived.parameter).collect();
        let own = scenario.parameters.iter().enumerate().filter(|(at, _)| !derived.contains(at));
        let own = own.map(|(_, parameter)| &parameter.name);
        let joint = scenario.joints.iter().flat_map(Joint::members).map(|member| &member.name);
        let mut names: Vec<String> = own.chain(joint).chain(&scenario.undrawn).cloned().collect();
        names.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        names.dedup();
        Self { names }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.names.len()
    }

    /// The dimension of a name.
    pub(crate) fn of(&self, name: &str) -> Option<usize> {
        self.names.binary_search_by(|known| key(known).cmp(&key(name))).ok()
    }
}

/// What names are in order of: whether a system problem has the figure, then the name.
fn key(name: &str) -> (bool, &str) {
    (name.starts_with("system_problems."), name)
}
