//! Parts of the model that hang together: a Gaussian copula.
//!
//! In: a joint of the scenario, parameters of the parts. Out: [`Copula`]: correlations of normal variates, and what some of
//! them tell of another.

use crate::model::Joint;
use crate::model::number::joint::factor;

/// Correlation that is none.
const NONE: f64 = 1e-9;

/// Parts that are members of one copula.
#[derive(Clone, Debug)]
pub(super) struct Copula {
    /// Places of parts.
    pub(super) parts: Vec<usize>,
    /// Of their normal variates.
    pub(super) correlations: Vec<Vec<f64>>,
}

impl Copula {
    /// That of a joint; `parameters` by part. `None` of shares.
    pub(super) fn new(joint: &Joint, parameters: &[usize]) -> Option<Self> {
        let Joint::Correlated { members, factor } = joint else { return None };
        let part_of = |at: usize| parameters.iter().position(|parameter| members[at].parameter == Some(*parameter));
        let known: Vec<(usize, usize)> = (0..members.len()).filter_map(|at| Some((part_of(at)?, at))).collect();
        let correlation = |a: usize, b: usize| factor[a].iter().zip(&factor[b]).map(|(x, y)| x * y).sum();
        let row = |(_, at): &(usize, usize)| known.iter().map(|(_, other)| correlation(*at, *other)).collect();
        Some(Self {
            correlations: known.iter().map(row).collect(),
            parts: known.iter().map(|(part, _)| *part).collect(),
        })
    }

    /// What a part outside of `set` is known to be once the set is: weights of parts of the set on its normal variate, and
    /// the root of the variance that they explain; `None` where they tell nothing.
    pub(super) fn regressed(&self, part: usize, set: &[usize]) -> Option<(Vec<(usize, f64)>, f64)> {
        let place = |part: usize| self.parts.iter().position(|other| *other == part);
        let known: Vec<(usize, usize)> = set.iter().filter_map(|part| Some((*part, place(*part)?))).collect();
        let own = place(part)?;
        let row = |(_, at): &(usize, usize)| known.iter().map(|(_, other)| self.correlations[*at][*other]).collect();
        let root = factor(&known.iter().map(row).collect::<Vec<Vec<f64>>>())?;
        let right: Vec<f64> = known.iter().map(|(_, at)| self.correlations[own][*at]).collect();
        let weights = solved(&root, &right);
        let explained: f64 = weights.iter().zip(&right).map(|(weight, right)| weight * right).sum();
        let weights: Vec<(usize, f64)> = known.iter().map(|(part, _)| *part).zip(weights).collect();
        (explained > NONE).then(|| (weights, explained.min(1.0).sqrt()))
    }
}

/// `x` with `L L' x = b`; 0 where a figure follows from those before it.
fn solved(root: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut half: Vec<f64> = Vec::with_capacity(right.len());
    for (row, right) in root.iter().zip(right) {
        let sum: f64 = row.iter().zip(&half).map(|(a, b)| a * b).sum();
        let pivot = row[half.len()];
        half.push(if pivot > 0.0 { (right - sum) / pivot } else { 0.0 });
    }
    let mut found = vec![0.0; right.len()];
    for at in (0..right.len()).rev() {
        let sum: f64 = (at + 1..right.len()).map(|row| root[row][at] * found[row]).sum();
        let pivot = root[at][at];
        found[at] = if pivot > 0.0 { (half[at] - sum) / pivot } else { 0.0 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of three variates with correlations 0.5, 0.2 and -0.3: the weights solve the normal equations.
    #[test]
    fn two_members_tell_of_a_third() {
        let correlations = vec![vec![1.0, 0.5, 0.2], vec![0.5, 1.0, -0.3], vec![0.2, -0.3, 1.0]];
        let copula = Copula { parts: vec![4, 7, 9], correlations };
        let (weights, root) = copula.regressed(9, &[4, 7]).expect("weights");
        // [1 .5; .5 1] w = [.2; -.3]: w = [.35; -.4] / .75.
        assert!((weights[0].1 - 0.35 / 0.75).abs() < 1e-12 && (weights[1].1 + 0.4 / 0.75).abs() < 1e-12);
        assert!((root * root - (0.35 * 0.2 + 0.4 * 0.3) / 0.75).abs() < 1e-12);
        assert_eq!((weights[0].0, weights[1].0), (4, 7));
        assert!(copula.regressed(5, &[4]).is_none());
    }
}
