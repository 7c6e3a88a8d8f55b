//! Variations of a scenario: other values of parameters and characteristics of the household, other start states.
//!
//! In: a [`Scenario`], a [`Variation`]. Out: the scenario that reading the same files with those values set would give.
//! What is worked out from a varied number by formula follows: in every draw, and at the means.

use crate::model::{CharacteristicValue, Distribution, Number, Origin, Scenario, Start};
use crate::simulate::error::SimulationError;
use crate::units::Kind;

/// What is otherwise than in the scenario that was prepared. Of several values for one name the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variation {
    /// By name of a parameter: its distribution, in the unit of the scenario. A formula of that parameter is dropped;
    /// what an alternative says of it stays.
    pub parameters: Vec<(String, Distribution)>,
    /// By name of a characteristic: its value, the same for every household.
    pub characteristics: Vec<(String, f64)>,
    /// By name of a domain: the name of the state in which all households start. What an alternative says of its own
    /// start stays.
    pub starts: Vec<(String, String)>,
}

impl Variation {
    /// Plain values of parameters and characteristics, told apart by the scenario: a name of both is taken for the
    /// characteristic.
    pub fn with_values(scenario: &Scenario, values: &[(&str, f64)]) -> Self {
        let mut variation = Self::default();
        for (name, value) in values {
            if scenario.characteristics.iter().any(|known| known.name == *name) {
                variation.characteristics.push((name.to_string(), *value));
            } else {
                variation.parameters.push((name.to_string(), Distribution::Fixed(*value)));
            }
        }
        variation
    }

    /// The scenario with this variation. Parameters that only a dropped formula used stay in its list.
    ///
    /// # Errors
    /// A name that the scenario does not have, a value that is not finite, or a start of a domain that starts together
    /// with domains of which nothing is said.
    pub fn apply(&self, scenario: &Scenario) -> Result<Scenario, SimulationError> {
        let mut varied = scenario.clone();
        for (name, value) in &self.characteristics {
            let found = varied.characteristics.iter_mut().find(|known| known.name == *name);
            found.ok_or_else(|| unknown(name))?.value = CharacteristicValue::Fixed(finite(name, *value)?);
        }
        for (name, distribution) in &self.parameters {
            let found = varied.parameters.iter().position(|known| known.name == *name);
            let index = found.ok_or_else(|| unknown(name))?;
            finite(name, distribution.mean())?;
            varied.parameters[index].distribution = distribution.clone();
            drop_formula(&mut varied, index);
        }
        self.apply_starts(&mut varied)?;
        update_derived_means(scenario, &mut varied);
        Ok(varied)
    }

    fn apply_starts(&self, varied: &mut Scenario) -> Result<(), SimulationError> {
        let mut chosen: Vec<Option<usize>> = vec![None; varied.domains.len()];
        for (domain, state) in &self.starts {
            let at = varied.domains.iter().position(|known| known.id == *domain).ok_or_else(|| unknown(domain))?;
            let of_domain = &varied.domains[at].states;
            let found = of_domain.iter().position(|known| known.id == *state).ok_or_else(|| unknown(state))?;
            chosen[at] = Some(found);
        }
        for start in &mut varied.starts {
            let states: Vec<Option<usize>> = start.domains.iter().map(|domain| chosen[*domain]).collect();
            if states.iter().all(Option::is_none) {
                continue;
            }
            let Some(states) = states.iter().copied().collect::<Option<Vec<usize>>>() else {
                let missing = start.domains.iter().find(|domain| chosen[**domain].is_none());
                let name = missing.map_or(String::new(), |domain| varied.domains[*domain].id.clone());
                return Err(SimulationError::StartsTogether(name));
            };
            let all = Number { origin: Origin::Fixed(1.0), kind: Kind::Share };
            *start = Start { domains: start.domains.clone(), shares: vec![(states, Some(all))] };
        }
        Ok(())
    }
}

/// The scenario with every parameter at its mean, in each alternative: central values. What is worked out by formula
/// follows from the means; nothing is drawn any more. Characteristics that differ between households still do.
pub fn at_means(scenario: &Scenario) -> Scenario {
    let mut central = scenario.clone();
    for parameter in &mut central.parameters {
        parameter.distribution = Distribution::Fixed(parameter.distribution.mean());
    }
    for alternative in &mut central.alternatives {
        for (_, distribution) in &mut alternative.parameters {
            *distribution = Distribution::Fixed(distribution.mean());
        }
    }
    central.joints.clear();
    central
}

fn unknown(name: &str) -> SimulationError {
    SimulationError::UnknownName(name.to_string())
}

fn finite(name: &str, value: f64) -> Result<f64, SimulationError> {
    let out_of_bounds = || SimulationError::OutOfBounds { name: name.to_string(), draw: 0, value, kind: Kind::Real };
    value.is_finite().then_some(value).ok_or_else(out_of_bounds)
}

/// A parameter is given, not worked out any more. A formula that an alternative gives itself stays.
fn drop_formula(varied: &mut Scenario, parameter: usize) {
    let Some(at) = varied.derived.iter().position(|derived| derived.parameter == parameter) else { return };
    let dropped = varied.derived.remove(at);
    for alternative in &mut varied.alternatives {
        alternative.derived.retain(|derived| *derived != dropped);
    }
}

/// Works out at the means what follows from varied numbers.
fn update_derived_means(scenario: &Scenario, varied: &mut Scenario) {
    let characteristics = scenario.characteristics.iter().zip(&varied.characteristics);
    let changed_characteristics: Vec<bool> =
        characteristics.map(|(before, after)| before.value != after.value).collect();
    let parameters = scenario.parameters.iter().zip(&varied.parameters);
    let mut changed: Vec<bool> = parameters.map(|(before, after)| before.distribution != after.distribution).collect();
    for derived in &varied.derived {
        let is_changed = |origin: &Origin| match *origin {
            Origin::Parameter(at) => changed[at],
            Origin::Characteristic(at) => changed_characteristics[at],
            Origin::Fixed(_) | Origin::Table(_) => false,
        };
        if !derived.inputs.iter().any(is_changed) {
            continue;
        }
        let mean = |origin: &Origin| match *origin {
            Origin::Fixed(value) => value,
            Origin::Parameter(at) => varied.parameters[at].distribution.mean(),
            Origin::Characteristic(at) => varied.characteristics[at].value.mean(),
            Origin::Table(_) => f64::NAN,
        };
        let means: Vec<f64> = derived.inputs.iter().map(mean).collect();
        varied.parameters[derived.parameter].distribution = Distribution::Fixed(derived.formula.evaluate(&means));
        changed[derived.parameter] = true;
    }
}
