//! Transition matrix of a shorter period: the root of a matrix of transition probabilities.
//!
//! In: a transition matrix over a period, and how many cycles that is. Out: the matrix of one cycle, `exp(log(P) / n)`, whose
//! `n`-th power is the one given; or why there is none that is a transition matrix.
//!
//! The principal logarithm comes from repeated square roots (the iteration of Denman and Beavers, 1976) and the series of the
//! inverse hyperbolic tangent; the exponential from scaling and squaring. `exp(log P)` has to be `P` again.

/// A square matrix by rows.
pub type Matrix = Vec<Vec<f64>>;

/// Entries below 0 by less than this are rounding.
const ROUNDING: f64 = 1e-11;
/// `exp(log P)` is this close to `P` in every entry.
const MARGIN: f64 = 1e-10;
/// Most square roots before the series.
const MOST_ROOTS: u32 = 60;

/// Why a transition matrix has no root that is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoRoot {
    /// It has no real logarithm: more leaves some states than could do so at any constant strength.
    Logarithm,
    /// The root has a negative entry: from, to, and the chance in one cycle that this move would have.
    Negative(usize, usize, f64),
}

/// The transition matrix of one cycle, of which `cycles` make up the period of `whole`, a matrix whose rows add up to 1.
///
/// # Errors
/// Where there is none.
pub fn root(whole: &Matrix, cycles: f64) -> Result<Matrix, NoRoot> {
    let logarithm = logarithm(whole).ok_or(NoRoot::Logarithm)?;
    let again = exponential(&logarithm, 1.0);
    if distance(&again, whole) > MARGIN {
        return Err(NoRoot::Logarithm);
    }
    let mut found = exponential(&logarithm, 1.0 / cycles);
    let mut worst: Option<(usize, usize, f64)> = None;
    for (from, row) in found.iter_mut().enumerate() {
        for (to, chance) in row.iter_mut().enumerate() {
            if *chance < -ROUNDING && worst.is_none_or(|(_, _, least)| *chance < least) {
                worst = Some((from, to, *chance));
            }
            // Nobody makes a move in a cycle that nobody makes in the whole period.
            if *chance < 0.0 || (whole[from][to] == 0.0 && *chance < ROUNDING) {
                *chance = 0.0;
            }
        }
    }
    match worst {
        Some((from, to, chance)) => Err(NoRoot::Negative(from, to, chance)),
        None => Ok(found),
    }
}

/// The principal logarithm; `None` where there is no real one.
fn logarithm(matrix: &Matrix) -> Option<Matrix> {
    let one = identity(matrix.len());
    let (mut root, mut roots) = (matrix.clone(), 0);
    while distance(&root, &one) > 0.2 {
        if roots == MOST_ROOTS {
            return None;
        }
        root = square_root(&root)?;
        roots += 1;
    }
    // log X = 2 artanh Z with Z = (X - 1) / (X + 1).
    let ratio = product(&combined(&root, &one, -1.0), &inverse(&combined(&root, &one, 1.0))?);
    let square = product(&ratio, &ratio);
    let (mut power, mut sum) = (ratio.clone(), ratio);
    for step in 1..40 {
        power = product(&power, &square);
        sum = combined(&sum, &power, 1.0 / f64::from(2 * step + 1));
    }
    let back = 2.0 * libm::exp2(f64::from(roots));
    Some(sum.iter().map(|row| row.iter().map(|value| value * back).collect()).collect())
}

/// The principal square root; `None` where the iteration does not settle.
fn square_root(matrix: &Matrix) -> Option<Matrix> {
    let (mut root, mut back) = (matrix.clone(), identity(matrix.len()));
    for _ in 0..100 {
        let (next, next_back) = (mean(&root, &inverse(&back)?), mean(&back, &inverse(&root)?));
        let gap = distance(&next, &root);
        (root, back) = (next, next_back);
        if !gap.is_finite() {
            return None;
        }
        if gap < 1e-15 * (1.0 + size(&root)) {
            return Some(root);
        }
    }
    // Rounding may keep it from settling in the last digit.
    (distance(&product(&root, &root), matrix) < 1e-12).then_some(root)
}

/// `exp(factor * matrix)`.
fn exponential(matrix: &Matrix, factor: f64) -> Matrix {
    let mut halvings = 0;
    while size(matrix) * factor / libm::exp2(f64::from(halvings)) > 0.5 {
        halvings += 1;
    }
    let factor = factor / libm::exp2(f64::from(halvings));
    let scaled: Matrix = matrix.iter().map(|row| row.iter().map(|value| value * factor).collect()).collect();
    let (mut term, mut sum) = (identity(matrix.len()), identity(matrix.len()));
    for step in 1..24 {
        let next = product(&term, &scaled);
        term = next.iter().map(|row| row.iter().map(|value| value / f64::from(step)).collect()).collect();
        sum = combined(&sum, &term, 1.0);
    }
    (0..halvings).for_each(|_| sum = product(&sum, &sum));
    sum
}

fn identity(size: usize) -> Matrix {
    (0..size).map(|row| (0..size).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect()
}

fn product(left: &Matrix, right: &Matrix) -> Matrix {
    let cell = |row: &Vec<f64>, column: usize| row.iter().zip(right).map(|(value, other)| value * other[column]).sum();
    left.iter().map(|row| (0..right.len()).map(|column| cell(row, column)).collect()).collect()
}

/// `left + factor * right`.
fn combined(left: &Matrix, right: &Matrix, factor: f64) -> Matrix {
    let of_row = |(row, other): (&Vec<f64>, &Vec<f64>)| row.iter().zip(other).map(|(a, b)| a + factor * b).collect();
    left.iter().zip(right).map(of_row).collect()
}

fn mean(left: &Matrix, right: &Matrix) -> Matrix {
    let of_row = |(row, other): (&Vec<f64>, &Vec<f64>)| row.iter().zip(other).map(|(a, b)| (a + b) / 2.0).collect();
    left.iter().zip(right).map(of_row).collect()
}

/// The largest sum of sizes in a row.
fn size(matrix: &Matrix) -> f64 {
    matrix.iter().map(|row| row.iter().map(|value| value.abs()).sum()).fold(0.0, f64::max)
}

/// The largest gap between two entries, infinite where one is no number.
fn distance(left: &Matrix, right: &Matrix) -> f64 {
    let gaps = left.iter().flatten().zip(right.iter().flatten()).map(|(a, b)| (a - b).abs());
    gaps.fold(0.0, |most, gap| if gap.is_nan() { f64::INFINITY } else { gap.max(most) })
}

/// The inverse, by elimination with the largest pivot; `None` where there is none.
fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.len();
    let (mut left, mut right) = (matrix.clone(), identity(size));
    for at in 0..size {
        let pivot = (at..size).max_by(|a, b| left[*a][at].abs().total_cmp(&left[*b][at].abs()))?;
        left.swap(at, pivot);
        right.swap(at, pivot);
        let value = left[at][at];
        if value.abs() < 1e-300 || !value.is_finite() {
            return None;
        }
        for column in 0..size {
            left[at][column] /= value;
            right[at][column] /= value;
        }
        let (pivot_left, pivot_right) = (left[at].clone(), right[at].clone());
        for row in (0..size).filter(|row| *row != at) {
            let factor = left[row][at];
            for column in 0..size {
                left[row][column] -= factor * pivot_left[column];
                right[row][column] -= factor * pivot_right[column];
            }
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(matrix: &Matrix, times: usize) -> Matrix {
        (0..times).fold(identity(matrix.len()), |whole, _| product(&whole, matrix))
    }

    #[test]
    fn powers_of_the_root_give_the_table_back() {
        let year = vec![
            vec![0.60, 0.25, 0.10, 0.05],
            vec![0.05, 0.55, 0.30, 0.10],
            vec![0.00, 0.02, 0.70, 0.28],
            vec![0.00, 0.00, 0.00, 1.00],
        ];
        // The third row has no way back to the first, yet a year holds one by way of the second.
        assert!(matches!(root(&year, 12.0), Err(NoRoot::Negative(2, 0, _))));
        let month = vec![
            vec![0.96, 0.03, 0.00, 0.01],
            vec![0.01, 0.94, 0.04, 0.01],
            vec![0.00, 0.02, 0.95, 0.03],
            vec![0.00, 0.00, 0.00, 1.00],
        ];
        for cycles in [2, 4, 12, 52] {
            let whole = power(&month, cycles);
            let found = root(&whole, cycles as f64).expect("a root");
            assert!(distance(&found, &month) < 1e-10, "{cycles}: {found:?}");
            assert!(distance(&power(&found, cycles), &whole) < 1e-10, "{cycles}");
        }
    }

    #[test]
    fn two_states_have_the_root_of_the_closed_form() {
        // Eigenvalues 1 and 1 - a - b; the root has (1 - a - b)^(1/12).
        let (a, b): (f64, f64) = (0.3, 0.2);
        let found = root(&vec![vec![1.0 - a, a], vec![b, 1.0 - b]], 12.0).expect("a root");
        let left = libm::pow(1.0 - a - b, 1.0 / 12.0);
        assert!((found[0][1] - a / (a + b) * (1.0 - left)).abs() < 1e-14, "{found:?}");
        assert!((found[1][0] - b / (a + b) * (1.0 - left)).abs() < 1e-14, "{found:?}");
    }

    #[test]
    fn what_has_no_root_says_so() {
        // More go over than stay: the second eigenvalue is below 0.
        assert_eq!(root(&vec![vec![0.3, 0.7], vec![0.6, 0.4]], 12.0), Err(NoRoot::Logarithm));
        // Everybody leaves: there is no inverse.
        assert_eq!(root(&vec![vec![0.0, 1.0], vec![0.0, 1.0]], 12.0), Err(NoRoot::Logarithm));
        assert_eq!(root(&vec![vec![1.0]], 12.0), Ok(vec![vec![1.0]]));
    }
}
