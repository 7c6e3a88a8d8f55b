//! Orthonormal terms of one figure, as functions of its known probability.
//!
//! In: a distribution, the chance of a lower value. Out: up to ten terms with mean 0, variance 1 and no correlation with
//! each other, whatever the draws.
//!
//! Legendre polynomials of the chance itself; for what is normal or lognormal, and for members of a copula, Hermite
//! polynomials of the normal variate, as
//! those of two members with correlation `r` have correlation `r^n` for the degree `n` and 0 for others (Mehler 1866); for
//! figures with few values the polynomials that are orthonormal on them.

use crate::model::Distribution;
use crate::model::number::distribution::normal_quantile;

/// Most terms of a figure.
pub const DEGREE: usize = 10;

/// Terms of one figure.
pub type Terms = [f64; DEGREE];

/// How a figure is turned into terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// Shifted Legendre polynomials of the chance.
    Uniform,
    /// Hermite polynomials of the normal variate.
    Normal,
    /// Polynomials on values with shares: the chance up to each value, and the terms there.
    Values {
        /// Chance of this value or a lower one, rising to 1.
        up_to: Vec<f64>,
        /// By value.
        terms: Vec<Terms>,
    },
}

impl Basis {
    /// That of a distribution; a member of a copula goes by its normal variate.
    pub fn new(distribution: &Distribution, is_in_copula: bool) -> Self {
        match distribution {
            _ if is_in_copula => Basis::Normal,
            Distribution::Normal { .. } | Distribution::Lognormal { .. } => Basis::Normal,
            Distribution::Discrete(values) => Self::of_shares(values.iter().map(|(_, share)| *share).collect()),
            Distribution::Empirical(values) => Self::of_shares(vec![1.0 / values.len() as f64; values.len()]),
            _ => Basis::Uniform,
        }
    }

    /// Gram-Schmidt on powers of the middle of each share.
    fn of_shares(shares: Vec<f64>) -> Self {
        let up_to: Vec<f64> = shares
            .iter()
            .scan(0.0, |sum, share| {
                *sum += share;
                Some(*sum)
            })
            .collect();
        let middle: Vec<f64> = up_to.iter().zip(&shares).map(|(end, share)| 2.0 * end - share - 1.0).collect();
        let product = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).zip(&shares).map(|((a, b), s)| a * b * s).sum() };
        let mut known = vec![vec![1.0; shares.len()]];
        for _ in 0..DEGREE.min(shares.len().saturating_sub(1)) {
            let last = &known[known.len() - 1];
            let mut next: Vec<f64> = last.iter().zip(&middle).map(|(last, middle)| last * middle).collect();
            let before = product(&next, &next).sqrt();
            for _ in 0..2 {
                for other in &known {
                    let weight = product(&next, other);
                    next.iter_mut().zip(other).for_each(|(next, other)| *next -= weight * other);
                }
            }
            let size = product(&next, &next).sqrt();
            if size <= 1e-9 * before {
                break;
            }
            next.iter_mut().for_each(|value| *value /= size);
            known.push(next);
        }
        let terms = |at: usize| std::array::from_fn(|term| known.get(term + 1).map_or(0.0, |values| values[at]));
        Basis::Values { terms: (0..shares.len()).map(terms).collect(), up_to }
    }

    /// How many terms are not 0 throughout.
    pub fn count(&self) -> usize {
        match self {
            Basis::Uniform | Basis::Normal => DEGREE,
            Basis::Values { terms, .. } => {
                (0..DEGREE).filter(|term| terms.iter().any(|terms| terms[*term] != 0.0)).count()
            }
        }
    }

    /// The terms at a chance.
    pub fn at(&self, chance: f64) -> Terms {
        match self {
            Basis::Uniform => legendre(2.0 * chance - 1.0),
            Basis::Normal => hermite(normal_quantile(chance)),
            Basis::Values { up_to, terms } => {
                let place = up_to.partition_point(|end| *end < chance);
                terms.get(place.min(terms.len().saturating_sub(1))).copied().unwrap_or_default()
            }
        }
    }
}

/// Legendre polynomials, normalised to variance 1 for `x` that is uniform between -1 and 1.
fn legendre(x: f64) -> Terms {
    let (mut before, mut last) = (1.0, x);
    std::array::from_fn(|at| {
        let degree = at as f64 + 1.0;
        let own = last * (2.0 * degree + 1.0).sqrt();
        (before, last) = (last, ((2.0 * degree + 1.0) * x * last - degree * before) / (degree + 1.0));
        own
    })
}

/// Hermite polynomials, normalised to variance 1 for a standard normal variate.
pub fn hermite(score: f64) -> Terms {
    let (mut before, mut last) = (1.0, score);
    std::array::from_fn(|at| {
        let degree = at as f64 + 1.0;
        let own = last;
        (before, last) = (last, (score * last - degree.sqrt() * before) / (degree + 1.0).sqrt());
        own
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_orthonormal() {
        let shares = vec![(1.0, 0.5), (2.0, 0.125), (5.0, 0.375)];
        let two = vec![(0.0, 0.75), (1.0, 0.25)];
        let of = |values: Vec<(f64, f64)>| Basis::new(&Distribution::Discrete(values), false);
        for (basis, count, wanted) in
            [(Basis::Uniform, DEGREE, DEGREE), (Basis::Normal, DEGREE, 3), (of(shares), 2, 2), (of(two), 1, 1)]
        {
            // Higher Hermite polynomials live in tails that no grid reaches.
            assert_eq!(basis.count(), count);
            let points = 400_000;
            let all: Vec<Terms> = (0..points).map(|at| basis.at((f64::from(at) + 0.5) / f64::from(points))).collect();
            let mean = |value: &dyn Fn(&Terms) -> f64| all.iter().map(value).sum::<f64>() / f64::from(points);
            for first in 0..wanted {
                assert!(mean(&|terms| terms[first]).abs() < 1e-4, "{basis:?}");
                for second in 0..=first {
                    let product = mean(&|terms| terms[first] * terms[second]);
                    let one = f64::from(u8::from(first == second));
                    assert!((product - one).abs() < 2e-3, "{basis:?} {first} {second}: {product}");
                }
            }
        }
    }
}
