//! Parameter draws: what we do not know, drawn once per draw and shared by all alternatives and households.
//!
//! In: distributions, a seed, the number of a draw. Out: values. Each parameter has a ChaCha8 stream of its own: the key
//! is a hash of the seed and the name, the stream is the draw. Adding a parameter leaves all others as they were.

mod sample;

use crate::model::{Distribution, Parameter};
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
        self.generator.set_stream(draw);
        sample::sample(distribution, &mut self.generator)
    }
}

/// Values of all parameters in draws `draws`, by draw and parameter, with no alternative's changes.
pub fn values(parameters: &[Parameter], seed: u64, draws: &[u64]) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::with_capacity(parameters.len()); draws.len()];
    for parameter in parameters {
        let mut stream = ParameterStream::new(seed, &parameter.name);
        for (values, draw) in all.iter_mut().zip(draws) {
            values.push(stream.value(&parameter.distribution, *draw));
        }
    }
    all
}

#[cfg(test)]
mod tests;
