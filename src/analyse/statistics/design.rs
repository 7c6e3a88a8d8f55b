//! Sampling design: what of a run is left to chance, and the Monte Carlo error of any figure over its draws.
//!
//! In: how draws were made, a figure as a function of some of them. Out: a standard error.
//!
//! # Formula
//! Draws are dealt out over 8 replicates ([`REPLICATES`]), draw `d` to replicate `d mod 8`. A figure `T` is worked out
//! again without each of them, `T_1 .. T_8`, and its standard error is `sqrt(7/8 sum (T_k - mean T)^2)`: the jackknife of
//! groups. For a mean that is the standard deviation of the replicates' means over `sqrt(8)`. Replicates of the Sobol' sequence
//! are scrambled independently, so that this holds where draws within a replicate are not independent; of
//! independent draws it holds as well. An interval goes by Student's t with 7 degrees of freedom.
//!
//! The mean of independent draws has the sharper `sd / sqrt(n)`. A percentile has jumps, for which this rule is too rough:
//! its error comes from that of the share of values below it.
//!
//! # Source
//! A. B. Owen, "Practical Quasi-Monte Carlo Integration" (2023), chapter 17, for replicates; J. Shao and D. Tu, "The
//! Jackknife and Bootstrap" (1995), section 2.3, for groups, without which a percentile has no valid jackknife.

use crate::analyse::statistics::sample::{independent_share, mean, variance};
use crate::model::{Sampling, Scenario};
use crate::simulate::{Method, REPLICATES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 97.5th percentile of Student's t with 7 degrees of freedom.
const STUDENT_7: f64 = 2.364_624_251_592_785;
/// That of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// How draws were made, and what of a run is left to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SamplingDesign {
    /// Figures over draws come from the exact method, not from households.
    pub exact: bool,
    /// Some parameter is uncertain.
    pub is_drawn: bool,
    /// How parameters are drawn.
    pub sampling: Sampling,
}

/// Which draws a figure is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    without: Option<usize>,
}

impl Kept {
    /// All draws.
    pub const ALL: Self = Self { without: None };

    /// All but those of each replicate in turn.
    pub fn without_each() -> impl Iterator<Item = Self> {
        (0..REPLICATES).map(|replicate| Self { without: Some(replicate) })
    }

    /// Whether a draw, by its place in the run, is among them.
    pub fn has(self, draw: usize) -> bool {
        self.without != Some(draw % REPLICATES)
    }

    /// Those of a list by draw that are among them.
    pub fn of<T>(self, by_draw: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        by_draw.into_iter().enumerate().filter(move |(draw, _)| self.has(*draw)).map(|(_, value)| value)
    }
}

/// Standard errors of figures by name; `None` where one cannot be known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FigureErrors(BTreeMap<String, Option<f64>>);

impl FigureErrors {
    /// The error of a figure; `None` where it is not known, or nobody asked.
    pub fn get(&self, figure: &str) -> Option<f64> {
        self.0.get(figure).copied().flatten()
    }

    /// Those of some figures alone.
    pub(crate) fn only(mut self, figures: &[&str]) -> Self {
        self.0.retain(|figure, _| figures.contains(&figure.as_str()));
        self
    }

    /// Tells the error of a figure.
    pub(crate) fn set(&mut self, figure: &str, error: Option<f64>) {
        self.0.insert(figure.to_owned(), error.map(rounded));
    }

    /// Whether nobody asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl SamplingDesign {
    /// That of a run of this scenario.
    pub fn of(scenario: &Scenario, method: Method) -> Self {
        Self {
            exact: method == Method::Cohort,
            is_drawn: drawn_parameters(scenario) > 0,
            sampling: scenario.settings.sampling,
        }
    }

    /// Whether nothing is left to chance.
    fn is_certain(self) -> bool {
        self.exact && !self.is_drawn
    }

    /// Standard error of the mean over draws. That of one draw alone is the root of `within`, the variance of its mean
    /// over its households, where that is known; with the exact method there is none where nothing is drawn.
    pub fn error(self, by_draw: &[f64], within: Option<f64>) -> Option<f64> {
        match by_draw.len() {
            0 => None,
            _ if self.is_certain() => Some(0.0),
            1 if self.exact => None,
            1 => within.map(f64::sqrt),
            count if self.goes_by_replicates(count) => {
                self.error_of(count, |kept| Some(mean(kept.of(by_draw.iter().copied()))))
            }
            count => Some(variance(by_draw).sqrt() / (count as f64).sqrt()),
        }
    }

    /// Whether the error of a mean over so many draws comes from replicates. Where nothing is drawn, draws are households
    /// alone, and independent.
    pub(crate) fn goes_by_replicates(self, draws: usize) -> bool {
        self.sampling == Sampling::Sobol && self.is_drawn && draws >= REPLICATES
    }

    /// Standard error of a figure over so many draws, worked out from those that are kept; `None` of fewer draws than
    /// replicates, and where there is no figure without one of them.
    pub fn error_of(self, draws: usize, figure: impl Fn(Kept) -> Option<f64>) -> Option<f64> {
        let [error] = self.errors_of(draws, |kept| [figure(kept)]);
        error
    }

    /// The same of several figures.
    fn errors_of<const N: usize>(self, draws: usize, figures: impl Fn(Kept) -> [Option<f64>; N]) -> [Option<f64>; N] {
        if self.is_certain() {
            return figures(Kept::ALL).map(|figure| figure.map(|_| 0.0));
        }
        if draws < REPLICATES {
            return [None; N];
        }
        let without: Vec<[Option<f64>; N]> = Kept::without_each().map(figures).collect();
        std::array::from_fn(|at| without.iter().map(|figures| figures[at]).collect::<Option<Vec<_>>>().map(jackknife))
    }

    /// The same by name.
    pub fn figure_errors<const N: usize>(
        self,
        draws: usize,
        names: [&str; N],
        figures: impl Fn(Kept) -> [Option<f64>; N],
    ) -> FigureErrors {
        let errors = self.errors_of(draws, figures);
        let mut named = FigureErrors::default();
        names.iter().zip(errors).for_each(|(name, error)| named.set(name, error));
        named
    }

    /// Standard error of the share of draws in which something holds; `None` of fewer than two. Where replicates agree,
    /// as where all draws have the same sign, that proves nothing: it is that of independent draws then, which is larger.
    pub fn error_of_share(self, holds: &[bool]) -> Option<f64> {
        let count = |kept: Kept| kept.of(holds).filter(|holds| **holds).count() as f64;
        let share = |kept: Kept| Some(count(kept) / kept.of(holds).count() as f64);
        match holds.len() {
            0 => None,
            _ if self.is_certain() => Some(0.0),
            1 => None,
            draws => {
                let error = if self.goes_by_replicates(draws) { self.error_of(draws, share) } else { None };
                error.filter(|error| *error > 0.0).or_else(|| Some(independent_share(count(Kept::ALL), draws)))
            }
        }
    }
}

/// What a standard error is multiplied by for the margin of an interval that holds the true figure in 95 of 100 runs.
pub fn margin_of_95(from_replicates: bool) -> f64 {
    if from_replicates { STUDENT_7 } else { NORMAL }
}

/// An error to four digits, which is more than it has.
fn rounded(error: f64) -> f64 {
    format!("{error:.3e}").parse().unwrap_or(error)
}

/// The error from figures that were worked out without each of the replicates.
fn jackknife(without: Vec<f64>) -> f64 {
    let count = without.len() as f64;
    ((count - 1.0) * (count - 1.0) / count * variance(&without)).sqrt()
}

/// How many parameters are uncertain, in some alternative at least.
pub fn drawn_parameters(scenario: &Scenario) -> usize {
    let changed = |index: usize| {
        let all = scenario.alternatives.iter().flat_map(|alternative| &alternative.parameters);
        all.filter(move |(changed, _)| *changed == index).any(|(_, distribution)| distribution.is_uncertain())
    };
    let parameters = scenario.parameters.iter().enumerate();
    parameters.filter(|(index, parameter)| parameter.distribution.is_uncertain() || changed(*index)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    const SOBOL: SamplingDesign = SamplingDesign { exact: true, is_drawn: true, sampling: Sampling::Sobol };

    #[test]
    fn the_error_of_a_mean_is_that_of_replicates() {
        // Replicate k has the values k and k + 16: means 8 + k, variance of 0..7 is 6.
        let by_draw: Vec<f64> = (0..16).map(|draw| f64::from(draw % 8 + draw / 8 * 16)).collect();
        assert!((SOBOL.error(&by_draw, None).expect("replicates") - (6.0f64 / 8.0).sqrt()).abs() < 1e-14);
        // Independent draws: all sixteen count, and so do fewer draws than replicates.
        let random = SamplingDesign { sampling: Sampling::Random, ..SOBOL };
        let wanted = (variance(&by_draw) / 16.0).sqrt();
        assert!((random.error(&by_draw, None).expect("draws") - wanted).abs() < 1e-14);
        let few = SOBOL.error(&by_draw[..4], None).expect("draws");
        assert!((few - (variance(&by_draw[..4]) / 4.0).sqrt()).abs() < 1e-14);
        // One draw of each replicate: both are the same.
        let one = SOBOL.error(&by_draw[..8], None).expect("draws");
        assert!((one - (variance(&by_draw[..8]) / 8.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn what_is_certain_has_no_error_and_what_is_unknown_has_none_either() {
        let certain = SamplingDesign { is_drawn: false, ..SOBOL };
        assert_eq!(certain.error(&[3.0], None), Some(0.0));
        assert_eq!(certain.error_of(1, |_| Some(4.0)), Some(0.0));
        assert_eq!(certain.error_of_share(&[true; 3]), Some(0.0));
        assert_eq!(SOBOL.error(&[3.0], Some(4.0)), None);
        assert_eq!(SamplingDesign { exact: false, ..SOBOL }.error(&[3.0], Some(4.0)), Some(2.0));
        assert_eq!(SOBOL.error_of(7, |_| Some(4.0)), None);
        assert_eq!(SOBOL.error_of(80, |kept| kept.has(3).then_some(1.0)), None);
    }

    #[test]
    fn shares_on_which_replicates_agree_are_not_certain() {
        let all = SOBOL.error_of_share(&[true; 96]).expect("draws");
        assert!((all - (0.98f64 * 0.02 / 100.0).sqrt()).abs() < 1e-15);
        // One of eight replicates has its two draws above 0: shares without it are 0, without another 2/14.
        let one: Vec<bool> = (0..16).map(|draw| draw % 8 == 5).collect();
        assert!((SOBOL.error_of_share(&one).expect("draws") - 0.125).abs() < 1e-14);
    }

    #[test]
    fn margins_are_those_of_the_distributions() {
        let student = StudentsT::new(0.0, 1.0, 7.0).expect("degrees of freedom");
        assert!((student.cdf(margin_of_95(true)) - 0.975).abs() < 1e-9);
        assert_eq!(margin_of_95(false), NORMAL);
    }
}
