//! Parameters that are drawn together.
//!
//! In: nothing, these are plain data. Out: [`Joint`] and [`Derived`]. Drawing is done in `simulate::draw`.

use crate::model::number::formula::Formula;
use crate::model::number::value::Origin;
use serde::{Deserialize, Serialize};

/// A member of a [`Joint`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The name that keys its random numbers.
    pub name: String,
    /// Index of the parameter; none where the scenario does not use it.
    pub parameter: Option<usize>,
}

/// Parameters whose draws hang together. Each keeps the distribution of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joint {
    /// Standard normal variates with these correlations, turned into values by the quantiles of each member's own
    /// distribution (a Gaussian copula; a multivariate normal where those are normal).
    Correlated {
        /// Members, sorted by name.
        members: Vec<Member>,
        /// Lower triangle, row by row: it turns independent variates into correlated ones.
        factor: Vec<Vec<f64>>,
    },
    /// Shares that add up to 1: a Dirichlet distribution.
    Shares {
        /// Members with their counts, sorted by name.
        members: Vec<(Member, f64)>,
    },
}

impl Joint {
    /// All members, sorted by name.
    pub fn members(&self) -> Box<dyn Iterator<Item = &Member> + '_> {
        match self {
            Joint::Correlated { members, .. } => Box::new(members.iter()),
            Joint::Shares { members } => Box::new(members.iter().map(|(member, _)| member)),
        }
    }

    /// Indices of the members that are parameters of the scenario.
    pub fn parameters(&self) -> impl Iterator<Item = usize> + '_ {
        self.members().filter_map(|member| member.parameter)
    }
}

/// A parameter that is worked out from other numbers, once per draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// Index of the parameter.
    pub parameter: usize,
    /// How.
    pub formula: Formula,
    /// Where its variables come from, in the order of [`Formula::variables`].
    pub inputs: Vec<Origin>,
}

/// The lower triangle `L` with `L L' = matrix` (Cholesky), of a symmetric matrix with ones on its diagonal; `None` where
/// the matrix is not positive semi-definite.
pub fn factor(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    /// What rounding may leave of a zero.
    const MARGIN: f64 = 1e-9;
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (at, row) in matrix.iter().enumerate() {
        let mut own = Vec::with_capacity(at + 1);
        for (column, other) in lower.iter().enumerate() {
            let left = row[column] - dot(&own, other);
            let pivot = other[column];
            if pivot == 0.0 && left.abs() > MARGIN.sqrt() {
                return None;
            }
            own.push(if pivot == 0.0 { 0.0 } else { left / pivot });
        }
        let left = row[at] - dot(&own, &own);
        if left.is_nan() || left < -MARGIN {
            return None;
        }
        own.push(if left <= MARGIN { 0.0 } else { left.sqrt() });
        lower.push(own);
    }
    Some(lower)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn the_factor_gives_the_matrix_back() {
        let matrix = vec![vec![1.0, 0.5, 0.2], vec![0.5, 1.0, -0.3], vec![0.2, -0.3, 1.0]];
        let lower = factor(&matrix).expect("a factor");
        for i in 0..3 {
            for j in 0..=i {
                let found: f64 = (0..=j).map(|k| lower[i][k] * lower[j][k]).sum();
                assert!((found - matrix[i][j]).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn only_matrices_of_real_correlations_have_one() {
        assert_eq!(factor(&[vec![1.0, 1.0], vec![1.0, 1.0]]), Some(vec![vec![1.0], vec![1.0, 0.0]]));
        let odd = [vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        assert_eq!(factor(&odd), None);
        // The first two are the same, yet hang together with the third in different ways.
        let torn = [vec![1.0, 1.0, 0.5], vec![1.0, 1.0, 0.4], vec![0.5, 0.4, 1.0]];
        assert_eq!(factor(&torn), None);
        assert_eq!(factor(&[vec![f64::NAN]]), None);
    }
}
