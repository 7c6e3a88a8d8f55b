//! Strengths behind a table of transition probabilities over a period: by power series, as a paper would write them.

type Matrix = Vec<Vec<f64>>;

fn product(one: &Matrix, other: &Matrix) -> Matrix {
    let size = one.len();
    let cell = |row: usize, column: usize| (0..size).map(|at| one[row][at] * other[at][column]).sum();
    (0..size).map(|row| (0..size).map(|column| cell(row, column)).collect()).collect()
}

fn largest(matrix: &Matrix) -> f64 {
    matrix.iter().flatten().fold(0.0, |most, cell| f64::max(most, cell.abs()))
}

/// Sum of `factor(k) * matrix^k` over `k` from 1 on, until its terms are nothing.
fn series(matrix: &Matrix, factor: impl Fn(f64) -> f64) -> Matrix {
    let mut sum = vec![vec![0.0; matrix.len()]; matrix.len()];
    let mut power = matrix.clone();
    for step in 1..10_000 {
        let weight = factor(f64::from(step));
        for (to, from) in sum.iter_mut().flatten().zip(power.iter().flatten()) {
            *to += weight * from;
        }
        if largest(&power) * weight.abs() < 1e-17 {
            break;
        }
        power = product(&power, matrix);
    }
    sum
}

/// The table of one cycle, of which `within` make up the period of `table`: `log P = - sum (1 - P)^k / k`, divided, and
/// `exp Q = 1 + sum Q^k / k!`.
pub fn of_one_cycle(table: &Matrix, within: f64) -> Matrix {
    let size = table.len();
    let identity = |row: usize, column: usize| f64::from(u8::from(row == column));
    let rest: Matrix =
        (0..size).map(|row| (0..size).map(|column| identity(row, column) - table[row][column]).collect()).collect();
    let mut strengths = series(&rest, |step| -1.0 / step / within);
    // 2^10 parts of a cycle, so that a few terms will do.
    strengths.iter_mut().flatten().for_each(|cell| *cell /= 1024.0);
    let factorial = |step: f64| (1..=step as u32).fold(1.0, |product, one| product / f64::from(one));
    let mut cycle = series(&strengths, factorial);
    (0..size).for_each(|at| cycle[at][at] += 1.0);
    (0..10).for_each(|_| cycle = product(&cycle, &cycle));
    cycle
}
