//! Dimensions of the Sobol' sequence by name.
//!
//! In: a scenario. Out: [`Dimensions`]: all its names in order, parameters that have a plain value, members of joints
//! that nobody uses and names that it keeps for others included, so that variants of a scenario stay paired.

use crate::model::{Joint, Scenario};

/// All names that have a dimension, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dimensions {
    names: Vec<String>,
}

impl Dimensions {
    /// Those of a scenario.
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let own = scenario.parameters.iter().map(|parameter| &parameter.name);
        let joint = scenario.joints.iter().flat_map(Joint::members).map(|member| &member.name);
        let mut names: Vec<String> = own.chain(joint).chain(&scenario.undrawn).cloned().collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.names.len()
    }

    /// The dimension of a name.
    pub(crate) fn of(&self, name: &str) -> Option<usize> {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).ok()
    }
}
