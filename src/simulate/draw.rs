//! Parameter draws: what we do not know, drawn once per draw and shared by all alternatives and households.
//!
//! In: distributions, a seed, the number of a draw. Out: values. Each parameter has a ChaCha8 stream of its own: the key
//! is a hash of the seed and the name, the stream is the draw. Adding a parameter leaves all others as they were.
//!
//! Own samplers, few lines each: `rand_distr` takes `ln` and `exp` from the platform as soon as any other crate asks
//! `num-traits` for the standard library, and then results would differ between machines. Tests hold them against the
//! distribution functions of `statrs` and against `rand_distr`.

use crate::model::{Distribution, Parameter};
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
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
    pub fn value(&mut self, distribution: Distribution, draw: u64) -> f64 {
        self.generator.set_stream(draw);
        sample(distribution, &mut self.generator)
    }
}

/// Values of all parameters in draws `draws`, by draw and parameter, with no alternative's changes.
pub fn values(parameters: &[Parameter], seed: u64, draws: &[u64]) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::with_capacity(parameters.len()); draws.len()];
    for parameter in parameters {
        let mut stream = ParameterStream::new(seed, &parameter.name);
        for (values, draw) in all.iter_mut().zip(draws) {
            values.push(stream.value(parameter.distribution, *draw));
        }
    }
    all
}

fn sample(distribution: Distribution, generator: &mut ChaCha8Rng) -> f64 {
    match distribution {
        Distribution::Fixed(value) => value,
        Distribution::Pert { low, mode, high } => {
            let range = high - low;
            if range <= 0.0 {
                return mode;
            }
            let alpha = 1.0 + 4.0 * (mode - low) / range;
            let beta = 1.0 + 4.0 * (high - mode) / range;
            low + range * beta_variate(alpha, beta, generator)
        }
        Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * normal(generator)),
        Distribution::Beta { alpha, beta } => beta_variate(alpha, beta, generator),
        Distribution::Gamma { shape, scale } => scale * gamma(shape, generator),
    }
}

/// Uniform between 0 and 1, both excluded.
fn open_uniform(generator: &mut ChaCha8Rng) -> f64 {
    ((generator.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// Standard normal by the polar method (Marsaglia and Bray 1964).
fn normal(generator: &mut ChaCha8Rng) -> f64 {
    loop {
        let x = 2.0 * open_uniform(generator) - 1.0;
        let y = 2.0 * open_uniform(generator) - 1.0;
        let square = x * x + y * y;
        if square < 1.0 && square > 0.0 {
            return x * (-2.0 * libm::log(square) / square).sqrt();
        }
    }
}

/// Gamma with scale 1 (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000).
fn gamma(shape: f64, generator: &mut ChaCha8Rng) -> f64 {
    if shape < 1.0 {
        let boost = libm::exp(libm::log(open_uniform(generator)) / shape);
        return gamma(shape + 1.0, generator) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(generator);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if libm::log(open_uniform(generator)) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// Beta as the share of one gamma in two.
fn beta_variate(alpha: f64, beta: f64, generator: &mut ChaCha8Rng) -> f64 {
    let first = gamma(alpha, generator);
    let second = gamma(beta, generator);
    if first + second > 0.0 { first / (first + second) } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::Distribution as _;
    use statrs::distribution as theory;
    use statrs::distribution::ContinuousCDF;

    const N: usize = 20_000;

    fn draws(distribution: Distribution) -> Vec<f64> {
        let mut stream = ParameterStream::new(3, "x");
        let mut all: Vec<f64> = (0..N as u64).map(|draw| stream.value(distribution, draw)).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    fn holds(distribution: Distribution, cdf: impl Fn(f64) -> f64) {
        let n = N as f64;
        let gaps = draws(distribution).into_iter().enumerate().map(|(rank, x)| {
            let expected = cdf(x);
            (expected - rank as f64 / n).abs().max(((rank + 1) as f64 / n - expected).abs())
        });
        let distance = gaps.fold(0.0, f64::max);
        assert!(distance < 1.95 / n.sqrt(), "{distribution:?}: distance {distance}"); // 0.1 % point
    }

    #[test]
    fn samples_follow_their_distribution_functions() {
        for (alpha, beta) in [(2.0, 5.0), (0.5, 0.5), (400.0, 12.0)] {
            let cdf = theory::Beta::new(alpha, beta).expect("shapes");
            holds(Distribution::Beta { alpha, beta }, |x| cdf.cdf(x));
        }
        for (shape, scale) in [(16.0, 25.0), (0.3, 2.0), (1.0, 1.0)] {
            let cdf = theory::Gamma::new(shape, 1.0 / scale).expect("shapes");
            holds(Distribution::Gamma { shape, scale }, |x| cdf.cdf(x));
        }
        let cdf = theory::LogNormal::new(-0.9, 0.25).expect("shapes");
        holds(Distribution::Lognormal { meanlog: -0.9, sdlog: 0.25 }, |x| cdf.cdf(x));
        let (low, mode, high) = (2.0, 5.0, 9.0);
        let cdf = theory::Beta::new(1.0 + 12.0 / 7.0, 1.0 + 16.0 / 7.0).expect("shapes");
        holds(Distribution::Pert { low, mode, high }, |x| cdf.cdf((x - low) / (high - low)));
    }

    #[test]
    fn samples_agree_with_another_sampler() {
        let other = rand_distr::Gamma::new(2.5, 3.0).expect("shapes");
        let mut generator = ChaCha8Rng::seed_from_u64(1);
        let wanted: f64 = (0..N).map(|_| other.sample(&mut generator)).sum::<f64>() / N as f64;
        let found = draws(Distribution::Gamma { shape: 2.5, scale: 3.0 }).iter().sum::<f64>() / N as f64;
        let error = (2.0 * 2.5 * 9.0 / N as f64).sqrt();
        assert!((found - wanted).abs() < 4.0 * error, "{found} and {wanted}");
    }

    #[test]
    fn values_stay_what_they_are() {
        // Fixed for ever: a change here changes every result.
        let mut stream = ParameterStream::new(1, "hr_debt");
        let found = [
            stream.value(Distribution::Pert { low: 1.5, mode: 2.5, high: 4.0 }, 0),
            stream.value(Distribution::Beta { alpha: 8.0, beta: 2.0 }, 1),
            stream.value(Distribution::Gamma { shape: 16.0, scale: 25.0 }, 2),
            stream.value(Distribution::Lognormal { meanlog: 0.0, sdlog: 0.5 }, 3),
        ];
        assert_eq!(
            found.map(f64::to_bits),
            [
                4_612_746_742_019_672_215,
                4_606_078_900_261_276_640,
                4_647_902_767_461_702_214,
                4_607_613_512_630_769_185
            ]
        );
    }

    #[test]
    fn a_draw_depends_on_its_number_alone() {
        let mut stream = ParameterStream::new(1, "a");
        let distribution = Distribution::Gamma { shape: 2.0, scale: 1.0 };
        let late = stream.value(distribution, 900);
        stream.value(distribution, 3);
        assert_eq!(stream.value(distribution, 900).to_bits(), late.to_bits());
        assert_ne!(ParameterStream::new(1, "b").value(distribution, 900).to_bits(), late.to_bits());
    }
}
