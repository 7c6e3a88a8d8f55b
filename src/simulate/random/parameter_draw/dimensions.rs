//! Dimensions of the Sobol' sequence by name.
//!
//! In: a scenario. Out: [`Dimensions`]: all its names in order, parameters that have a plain value, members of joints
//! that nobody uses and names that it keeps for others included, so that variants of a scenario stay paired. A formula
//! without a name of its own is worked out and never drawn: it has none. Figures of system problems come last, so that a
//! run that looks at these draws all others as one that does not.
//!
//! Scenarios that are drawn together have one dimension for a name that means the same in them, so that a price is as high
//! for all of them in a draw: the same name with the same distribution. The same name with another distribution, such as
//! the effect of another kind of help, has a dimension of its own.

use crate::model::{Distribution, Joint, Scenario};
use std::collections::{BTreeMap, HashSet};

/// All names that have a dimension, in order.
#[derive(Debug)]
pub(crate) struct Dimensions {
    names: Vec<String>,
    /// By name.
    places: Vec<usize>,
    /// Of all scenarios that are drawn together.
    count: usize,
}

impl Dimensions {
    /// Those of a scenario.
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let names = names(scenario);
        Self { places: (0..names.len()).collect(), count: names.len(), names }
    }

    /// Those of each of these scenarios, which are drawn together.
    pub(crate) fn together(scenarios: &[&Scenario]) -> Vec<Self> {
        let names: Vec<Vec<String>> = scenarios.iter().map(|scenario| names(scenario)).collect();
        let mut meanings: BTreeMap<(bool, &str), Meanings<'_>> = BTreeMap::new();
        for (at, (scenario, names)) in scenarios.iter().zip(&names).enumerate() {
            for name in names {
                meanings.entry(key(name)).or_default().add(at, distribution(scenario, name));
            }
        }
        let mut all: Vec<Self> =
            names.iter().map(|names| Self { names: names.clone(), places: Vec::new(), count: 0 }).collect();
        let mut count = 0;
        for found in meanings.values() {
            for (scenario, which) in &found.scenarios {
                all[*scenario].places.push(count + which);
            }
            count += found.distributions.len();
        }
        all.iter_mut().for_each(|one| one.count = count);
        all
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The dimension of a name.
    pub(crate) fn of(&self, name: &str) -> Option<usize> {
        let found = self.names.binary_search_by(|known| key(known).cmp(&key(name))).ok()?;
        self.places.get(found).copied()
    }
}

/// What one name stands for in scenarios that are drawn together.
#[derive(Default)]
struct Meanings<'s> {
    /// All that it stands for; `None` where a scenario keeps the name for others and says nothing of it.
    distributions: Vec<Option<&'s Distribution>>,
    /// Scenarios that have the name, in order, and which of these it is there.
    scenarios: Vec<(usize, usize)>,
}

impl<'s> Meanings<'s> {
    fn add(&mut self, scenario: usize, distribution: Option<&'s Distribution>) {
        let same = |known: &Option<&Distribution>| match (known, distribution) {
            (Some(known), Some(own)) => *known == own,
            _ => true,
        };
        let which = self.distributions.iter().position(same).unwrap_or_else(|| {
            self.distributions.push(distribution);
            self.distributions.len() - 1
        });
        self.distributions[which] = self.distributions[which].or(distribution);
        self.scenarios.push((scenario, which));
    }
}

fn distribution<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s Distribution> {
    let found = scenario.parameters.binary_search_by(|parameter| parameter.name.as_str().cmp(name)).ok()?;
    Some(&scenario.parameters[found].distribution)
}

/// All names of a scenario that have a dimension, in order.
fn names(scenario: &Scenario) -> Vec<String> {
    let derived: HashSet<usize> = scenario.derived.iter().map(|derived| derived.parameter).collect();
    let own = scenario.parameters.iter().enumerate().filter(|(at, _)| !derived.contains(at));
    let own = own.map(|(_, parameter)| &parameter.name);
    let joint = scenario.joints.iter().flat_map(Joint::members).map(|member| &member.name);
    let mut names: Vec<String> = own.chain(joint).chain(&scenario.undrawn).cloned().collect();
    names.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    names.dedup();
    names
}

/// What names are in order of: whether a system problem has the figure, then the name.
fn key(name: &str) -> (bool, &str) {
    (name.starts_with("system_problems."), name)
}
