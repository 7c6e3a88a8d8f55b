//! Quantile functions that are fast enough to be drawn from.
//!
//! In: a [`Distribution`]. Out: [`Quantile`]: the value for a uniform, or for a standard normal score. Families with a
//! closed form are used as they are; the others through a table that is made when it is first asked for.

mod score_table;
#[cfg(test)]
mod tests;

use crate::model::Distribution;
use crate::model::number::distribution::quantile::NEAREST;
use crate::model::number::distribution::{normal_cdf, normal_quantile, pert_shapes};
use score_table::{Curve, ScoreTable, share};
use std::sync::{Arc, OnceLock};

/// The logarithm of a gamma variate with scale 1, also where the variate is too small for a double.
#[derive(Debug)]
pub(crate) struct LogGamma {
    shape: f64,
    table: OnceLock<ScoreTable>,
}

impl LogGamma {
    /// That with a shape.
    pub(crate) fn new(shape: f64) -> Self {
        Self { shape, table: OnceLock::new() }
    }

    /// The shape.
    pub(crate) fn shape(&self) -> f64 {
        self.shape
    }

    /// The value for a uniform.
    pub(crate) fn at(&self, uniform: f64) -> f64 {
        let table = self.table.get_or_init(|| ScoreTable::new(Curve::LogGamma { shape: self.shape }));
        table.at(normal_quantile(uniform))
    }
}

/// A distribution and the fast form of its quantile function.
#[derive(Debug)]
pub(crate) struct Quantile {
    distribution: Distribution,
    form: OnceLock<QuantileForm>,
}

#[derive(Debug)]
enum QuantileForm {
    /// The quantile function has a closed form.
    Closed,
    /// There is one value.
    One(f64),
    /// `low + range share(table)`.
    Share { low: f64, range: f64, table: ScoreTable },
    /// `scale exp(table)`.
    Positive { scale: f64, table: ScoreTable },
    /// The part of a distribution between two chances.
    Between { of: Box<Quantile>, below: f64, mass: f64, min: f64, max: f64 },
}

impl QuantileForm {
    fn of(distribution: &Distribution) -> Self {
        let beta = |alpha, beta, low, range| {
            let table = ScoreTable::new(Curve::LogitBeta { alpha, beta });
            QuantileForm::Share { low, range, table }
        };
        match distribution {
            Distribution::Pert { low, mode, high } if high <= low => QuantileForm::One(*mode),
            Distribution::Pert { low, mode, high } => {
                let (first, second) = pert_shapes(*low, *mode, *high);
                beta(first, second, *low, high - low)
            }
            Distribution::Beta { alpha, beta: second } => beta(*alpha, *second, 0.0, 1.0),
            Distribution::Gamma { shape, scale } => {
                QuantileForm::Positive { scale: *scale, table: ScoreTable::new(Curve::LogGamma { shape: *shape }) }
            }
            Distribution::Truncated { of, min, max } => {
                let below = of.cdf(*min);
                let of = Box::new(Quantile::of(of));
                QuantileForm::Between { below, mass: of.distribution.cdf(*max) - below, of, min: *min, max: *max }
            }
            _ => QuantileForm::Closed,
        }
    }
}

impl Quantile {
    fn of(distribution: &Distribution) -> Self {
        Self { distribution: distribution.clone(), form: OnceLock::new() }
    }

    /// That of a distribution; `known` where it is of the same distribution.
    pub(crate) fn new(distribution: &Distribution, known: Option<&Arc<Self>>) -> Arc<Self> {
        match known.filter(|known| known.distribution == *distribution) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Self::of(distribution)),
        }
    }

    /// The distribution.
    pub(crate) fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    fn form(&self) -> &QuantileForm {
        self.form.get_or_init(|| QuantileForm::of(&self.distribution))
    }

    /// The value below which a variate lies with this chance, between 0 and 1.
    pub(crate) fn at(&self, uniform: f64) -> f64 {
        match self.form() {
            QuantileForm::Closed => self.distribution.quantile(uniform),
            QuantileForm::One(value) => *value,
            QuantileForm::Between { of, below, mass, min, max } => of.at(below + uniform * mass).clamp(*min, *max),
            QuantileForm::Share { .. } | QuantileForm::Positive { .. } => {
                self.at_normal(normal_quantile(uniform.clamp(NEAREST, 1.0 - NEAREST)))
            }
        }
    }

    /// The value that goes with a standard normal variate.
    pub(crate) fn at_normal(&self, score: f64) -> f64 {
        match self.form() {
            QuantileForm::Closed => self.distribution.at_normal(score),
            QuantileForm::One(value) => *value,
            QuantileForm::Share { low, range, table } => low + range * share(table.at(score)),
            QuantileForm::Positive { scale, table } => scale * libm::exp(table.at(score)),
            QuantileForm::Between { .. } => self.at(normal_cdf(score)),
        }
    }
}
