//! Variates of one name: from a stream of independent random bits, or from a dimension of the Sobol' sequence.
//!
//! In: a seed, a name or a dimension, the number of a draw. Out: a value, a standard normal variate, or the logarithm
//! of a gamma variate.

use crate::model::number::distribution::normal_quantile;
use crate::simulate::random::quantile::{LogGamma, Quantile};
use crate::simulate::random::sampler;
use crate::simulate::random::sobol::{SobolKey, SobolSequence};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Where the variates of a name come from.
pub(crate) enum VariateSource<'a> {
    /// A ChaCha8 stream of its own: the key is a hash of the seed and the name, the stream is the draw.
    Stream(Box<ChaCha8Rng>),
    /// A dimension of the Sobol' sequence.
    Dimension {
        /// The sequence.
        sequence: &'a SobolSequence,
        /// Of the seed.
        key: SobolKey,
        /// Which dimension.
        dimension: usize,
    },
}

impl VariateSource<'_> {
    /// The stream of the parameter with this name.
    pub(crate) fn stream(seed: u64, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"mkba parameter");
        hash.update(seed.to_le_bytes());
        hash.update(name.as_bytes());
        Self::Stream(Box::new(ChaCha8Rng::from_seed(hash.finalize().into())))
    }

    /// The coordinate of the point, of which each value is the quantile; `None` of a stream.
    pub(crate) fn uniform(&self, draw: u64) -> Option<f64> {
        match self {
            Self::Stream(_) => None,
            Self::Dimension { sequence, key, dimension } => Some(sequence.uniform(*key, *dimension, draw)),
        }
    }

    /// A value of the distribution.
    pub(crate) fn value(&mut self, quantile: &Quantile, draw: u64) -> f64 {
        match self {
            Self::Stream(generator) => sampler::sample(quantile.distribution(), at(generator, draw)),
            Self::Dimension { sequence, key, dimension } => quantile.at(sequence.uniform(*key, *dimension, draw)),
        }
    }

    /// A standard normal variate.
    pub(crate) fn normal(&mut self, draw: u64) -> f64 {
        match self {
            Self::Stream(generator) => sampler::normal(at(generator, draw)),
            Self::Dimension { sequence, key, dimension } => normal_quantile(sequence.uniform(*key, *dimension, draw)),
        }
    }

    /// The logarithm of a gamma variate with scale 1.
    pub(crate) fn log_gamma(&mut self, gamma: &LogGamma, draw: u64) -> f64 {
        match self {
            Self::Stream(generator) => sampler::log_gamma(gamma.shape(), at(generator, draw)),
            Self::Dimension { sequence, key, dimension } => gamma.at(sequence.uniform(*key, *dimension, draw)),
        }
    }
}

fn at(generator: &mut ChaCha8Rng, draw: u64) -> &mut ChaCha8Rng {
    generator.set_stream(draw);
    generator
}
