//! Parameter draws (parameter uncertainty, second order), shared by all alternatives and households.
//!
//! In: a scenario, a seed, numbers of draws. Out: values. Each parameter has a ChaCha8 stream of its own: the key is a
//! hash of the seed and the name, the stream is the draw. Adding a parameter leaves all others as they were. Parameters
//! that hang together mix the variates of their streams; derived parameters are worked out last.

#[cfg(test)]
mod tests;

use crate::model::{Alternative, Derived, Distribution, Joint, Member, Origin, Scenario};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Draws values of one parameter by the number of the draw.
pub struct ParameterStream {
    generator: ChaCha8Rng,
}

impl ParameterStream {
    /// The stream of the parameter with this name.
    pub fn new(seed: u64, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"mkba parameter");
        hash.update(seed.to_le_bytes());
        hash.update(name.as_bytes());
        Self { generator: ChaCha8Rng::from_seed(hash.finalize().into()) }
    }

    /// The value in this draw.
    pub fn value(&mut self, distribution: &Distribution, draw: u64) -> f64 {
        crate::simulate::random::sampler::sample(distribution, self.at(draw))
    }

    fn at(&mut self, draw: u64) -> &mut ChaCha8Rng {
        self.generator.set_stream(draw);
        &mut self.generator
    }
}

/// The value of a characteristic that differs between households, for the household's uniform between 0 and 1.
pub fn characteristic_value(distribution: &Distribution, uniform: f64) -> f64 {
    distribution.quantile(uniform)
}

/// Values of all parameters in draws `draws`, by draw and parameter, with no alternative's changes.
pub fn values(scenario: &Scenario, seed: u64, draws: &[u64]) -> Vec<Vec<f64>> {
    let mut all = vec![vec![0.0; scenario.parameters.len()]; draws.len()];
    for (at, parameter) in scenario.parameters.iter().enumerate() {
        let mut stream = ParameterStream::new(seed, &parameter.name);
        for (values, draw) in all.iter_mut().zip(draws) {
            values[at] = stream.value(&parameter.distribution, *draw);
        }
    }
    let own = |at: usize| &scenario.parameters[at].distribution;
    for joint in &scenario.joints {
        let mut together = Together::new(joint, seed);
        for (values, draw) in all.iter_mut().zip(draws) {
            together.draw(*draw, |at, variate| {
                if own(at).is_uncertain() {
                    values[at] = variate.value(own(at));
                }
            });
        }
    }
    for values in &mut all {
        derive(scenario, &scenario.derived, values, |_| false);
    }
    all
}

/// Values of all parameters in an alternative, from those without its changes.
pub fn changed(scenario: &Scenario, alternative: &Alternative, seed: u64, draw: u64, base: &[f64]) -> Vec<f64> {
    let mut values = base.to_vec();
    if !alternative.changes_parameters() {
        return values;
    }
    let other = |at: usize| alternative.parameters.iter().find(|(changed, _)| *changed == at).map(|(_, other)| other);
    for (at, distribution) in &alternative.parameters {
        values[*at] = ParameterStream::new(seed, &scenario.parameters[*at].name).value(distribution, draw);
    }
    for joint in &scenario.joints {
        if matches!(joint, Joint::Correlated { .. }) && joint.parameters().any(|at| other(at).is_some()) {
            Together::new(joint, seed).draw(draw, |at, variate| {
                if let Some(distribution) = other(at) {
                    values[at] = variate.value(distribution);
                }
            });
        }
    }
    let formulas = if alternative.derived.is_empty() { &scenario.derived } else { &alternative.derived };
    derive(scenario, formulas, &mut values, |at| other(at).is_some());
    values
}

/// Works out derived parameters, but those that are given otherwise. A value that is not finite becomes not a number,
/// so that all that follows from it does too.
fn derive(scenario: &Scenario, formulas: &[Derived], values: &mut [f64], given: impl Fn(usize) -> bool) {
    for derived in formulas.iter().filter(|derived| !given(derived.parameter)) {
        let input = |origin: &Origin| match *origin {
            Origin::Fixed(value) => value,
            Origin::Parameter(at) => values[at],
            Origin::Characteristic(at) => scenario.characteristics[at].value.mean(),
            Origin::Table(_) => f64::NAN,
        };
        let inputs: Vec<f64> = derived.inputs.iter().map(input).collect();
        let value = derived.formula.evaluate(&inputs);
        values[derived.parameter] = if value.is_finite() { value } else { f64::NAN };
    }
}

/// What a joint draw gives one of its members.
enum Variate {
    /// A standard normal variate.
    Normal(f64),
    /// The value itself.
    Share(f64),
}

impl Variate {
    fn value(&self, distribution: &Distribution) -> f64 {
        match self {
            Variate::Normal(variate) => distribution.at_normal(*variate),
            Variate::Share(share) => *share,
        }
    }
}

/// The streams of the members of a joint.
struct Together<'a> {
    joint: &'a Joint,
    streams: Vec<ParameterStream>,
}

impl<'a> Together<'a> {
    fn new(joint: &'a Joint, seed: u64) -> Self {
        Self { joint, streams: joint.members().map(|member| ParameterStream::new(seed, &member.name)).collect() }
    }

    /// Gives each member that is a parameter of the scenario its variate in this draw.
    fn draw(&mut self, draw: u64, mut give: impl FnMut(usize, Variate)) {
        let streams = self.streams.iter_mut().map(|stream| stream.at(draw));
        let mut give_to = |member: &Member, variate| {
            if let Some(at) = member.parameter {
                give(at, variate);
            }
        };
        match self.joint {
            Joint::Correlated { members, factor } => {
                let normals: Vec<f64> = streams.map(crate::simulate::random::sampler::normal).collect();
                for (member, row) in members.iter().zip(factor) {
                    let variate = row.iter().zip(&normals).map(|(weight, normal)| weight * normal).sum();
                    give_to(member, Variate::Normal(variate));
                }
            }
            Joint::Shares { members } => {
                // Logarithms, as gamma variates with a small shape are too small for a double.
                let logs: Vec<f64> = members
                    .iter()
                    .zip(streams)
                    .map(|((_, count), stream)| crate::simulate::random::sampler::log_gamma(*count, stream))
                    .collect();
                let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let parts: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
                let total: f64 = parts.iter().sum();
                for ((member, _), part) in members.iter().zip(parts) {
                    give_to(member, Variate::Share(part / total));
                }
            }
        }
    }
}
