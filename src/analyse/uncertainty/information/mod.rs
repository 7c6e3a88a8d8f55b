//! What it is worth to know more before one decides.
//!
//! In: net benefits by draw of every alternative, the null alternative included, and drawn values of parameters; all
//! from the same draws in the same order. Out: [`Measure`]. No scenario, no texts.
//!
//! What is expected of the net benefit once parameters are known is a regression on them (Strong, Oakley and Brennan
//! 2014, "Estimating multiparameter partial expected value of perfect information from a probabilistic sensitivity
//! analysis sample", Medical Decision Making 34(3), 311-326). Here it is a polynomial in the normal scores of the
//! parameters: ranks carry all that a parameter tells, and no draw from a long tail weighs more than another. A steep
//! step in a parameter is smoothed, which makes knowledge of it look less worth than it is; fitting to noise makes it
//! look worth more, by less the more draws there are. The noise of households that were simulated counts as something
//! not known.

#[cfg(test)]
mod tests;

use crate::analyse::statistics::sample::{mean, variance};
use crate::model::number::distribution::normal_quantile;

/// Highest power of one parameter.
const DEGREE: usize = 4;

/// Fewest draws for each term of the regression.
const DRAWS_PER_TERM: usize = 10;

/// What a term must add that other terms do not hold, as a share of its size.
const ADDS: f64 = 1e-6;

/// An estimate with its Monte Carlo error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The estimate.
    pub value: f64,
    /// Standard error by the number of draws; that of the form of the regression is not in it.
    pub standard_error: f64,
}

/// Expected value of perfect information: what it gains to choose the best alternative in each draw, and not the one
/// that is best on average. `net[a][d]` is the net benefit of alternative `a` in draw `d`; the result has the same
/// unit.
///
/// Draws beyond the shortest slice are left out; 0 with fewer than two draws or alternatives.
pub fn perfect_information(net: &[&[f64]]) -> Measure {
    chosen(net, net)
}

/// Expected value of partial perfect information: what it gains to choose with these parameters known and the others
/// not. `known[p][d]` is parameter `p` in draw `d`; several are a group that becomes known together.
pub fn partial_perfect_information(net: &[&[f64]], known: &[&[f64]]) -> Measure {
    let draws = draws(&[net, known]);
    let terms = terms(known, draws);
    let fits: Vec<Vec<f64>> = net.iter().map(|values| fit(&values[..draws], &terms)).collect();
    let fits: Vec<&[f64]> = fits.iter().map(Vec::as_slice).collect();
    chosen(net, &fits)
}

/// First-order Sobol index: the share of the variance of the net benefit that goes when the parameter is known,
/// `var(E[net | known]) / var(net)`, from 0 to 1 but for noise (Saltelli et al. 2008, "Global Sensitivity Analysis: The
/// Primer", chapter 4). It is the adjusted coefficient of determination of the regression, so that terms that fit noise
/// add nothing on average. 0 where nothing varies.
pub fn first_order_index(net: &[f64], known: &[f64]) -> Measure {
    let draws = draws(&[&[net], &[known]]);
    let net = &net[..draws];
    let terms = terms(&[known], draws);
    let (centre, total) = (mean(net.iter().copied()), variance(net));
    if total <= 0.0 {
        return Measure { value: 0.0, standard_error: 0.0 };
    }
    let fitted = fit(net, &terms);
    let rest: f64 = net.iter().zip(&fitted).map(|(net, fit)| (net - fit) * (net - fit)).sum();
    let value = 1.0 - rest / (draws - terms.len()).max(1) as f64 / total;
    // The influence of a draw on the ratio of two variances.
    let influence = net.iter().zip(&fitted).map(|(net, fit)| {
        let (all, explained) = (net - centre, fit - centre);
        (2.0 * all * explained - explained * explained - value * all * all) / total
    });
    Measure { value, standard_error: error(&influence.collect::<Vec<f64>>()) }
}

/// The gain of choosing what is `expected` to be best in each draw. The error is that of what the choice brings in net
/// benefits: by the envelope theorem a small fault of the choice itself does not matter.
fn chosen(net: &[&[f64]], expected: &[&[f64]]) -> Measure {
    let draws = draws(&[net, expected]);
    let average = |of: &[f64]| mean(of[..draws].iter().copied());
    let Some(first) = best(net.len(), |plan| average(net[plan])) else {
        return Measure { value: 0.0, standard_error: 0.0 };
    };
    let choice: Vec<usize> = (0..draws).filter_map(|draw| best(net.len(), |plan| expected[plan][draw])).collect();
    let gain = |of: &[&[f64]]| -> Vec<f64> {
        choice.iter().enumerate().map(|(draw, choice)| of[*choice][draw] - of[first][draw]).collect()
    };
    Measure { value: mean(gain(expected).into_iter()), standard_error: error(&gain(net)) }
}

/// The alternative with the highest value; the first of equals.
fn best(alternatives: usize, value: impl Fn(usize) -> f64) -> Option<usize> {
    (0..alternatives).reduce(|best, next| if value(next) > value(best) { next } else { best })
}

/// Standard error of the mean.
fn error(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { (variance(values) / values.len() as f64).sqrt() }
}

/// Draws that all slices have.
fn draws(groups: &[&[&[f64]]]) -> usize {
    groups.iter().flat_map(|group| group.iter()).map(|values| values.len()).min().unwrap_or(0)
}

/// What `terms` explain of the values: a sum of projections, as the terms are orthonormal.
fn fit(values: &[f64], terms: &[Vec<f64>]) -> Vec<f64> {
    let mut fitted = vec![0.0; values.len()];
    for term in terms {
        let weight = product(values, term);
        fitted.iter_mut().zip(term).for_each(|(fitted, term)| *fitted += weight * term);
    }
    fitted
}

/// Orthonormal terms: 1, the powers of every parameter up to [`DEGREE`], and products of two parameters.
/// Gram-Schmidt, done twice ("twice is enough": Giraud, Langou and Rozloznik 2005). A term that adds nothing is left
/// out: a parameter with two values has one power.
fn terms(known: &[&[f64]], draws: usize) -> Vec<Vec<f64>> {
    let scores: Vec<Vec<f64>> = known.iter().map(|values| normal_scores(&values[..draws])).collect();
    let times = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
    let mut raw = vec![vec![1.0; draws]];
    let mut powers = scores.clone();
    for _ in 0..DEGREE {
        raw.extend(powers.iter().cloned());
        powers = powers.iter().zip(&scores).map(|(power, score)| times(power, score)).collect();
    }
    for (at, one) in scores.iter().enumerate() {
        raw.extend(scores[..at].iter().map(|other| times(one, other)));
    }
    let most = (draws / DRAWS_PER_TERM).max(1);
    let mut terms: Vec<Vec<f64>> = Vec::new();
    for mut term in raw {
        let size = product(&term, &term).sqrt();
        for _ in 0..2 {
            for other in &terms {
                let weight = product(&term, other);
                term.iter_mut().zip(other).for_each(|(term, other)| *term -= weight * other);
            }
        }
        let left = product(&term, &term).sqrt();
        if terms.len() < most && left > ADDS * size {
            term.iter_mut().for_each(|value| *value /= left);
            terms.push(term);
        }
    }
    terms
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Normal quantiles of the ranks.
fn normal_scores(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    crate::analyse::uncertainty::drivers::ranks(values)
        .into_iter()
        .map(|rank| normal_quantile((rank + 0.5) / n))
        .collect()
}
