//! Ridge regression of several outcomes on the same terms.
//!
//! In: terms and outcomes by draw. Out: coefficients, with the intercept free of the penalty, their sampling variances, and
//! what the terms leave over. Sums are kept by replicate, so that a fit without one of them costs no new pass.
//!
//! # Formula
//! With centred terms `X` and outcome `y` of `n` draws: `c = A X'y/n` with `A = (X'X/n + K)^-1` and `K` diagonal. One
//! penalty for all terms would shrink those that matter with those that do not. It is where the search starts: the one
//! with the smallest generalised cross-validation, `(RSS/n) / (1 - (1 + df)/n)^2` with `df = tr(A X'X/n)`. Each term then
//! gets its own: `K_j = s^2 g_j / (n c_j^2)` with `g_j = 1 - K_j A_jj`, and `s^2` the variance that is left over.
//!
//! # Source
//! G. H. Golub, M. Heath and G. Wahba, "Generalized cross-validation as a method for choosing a good ridge parameter",
//! Technometrics 21 (1979); D. J. C. MacKay, "Bayesian interpolation", Neural Computation 4 (1992), and M. E. Tipping,
//! "Sparse Bayesian learning and the relevance vector machine", Journal of Machine Learning Research 1 (2001), for a
//! penalty of its own for each term.

use crate::analyse::statistics::design::Kept;
use crate::simulate::REPLICATES;
use rayon::prelude::*;

/// Penalties that are tried, beside terms of variance 1.
const PENALTIES: [f64; 6] = [0.001, 0.01, 0.03, 0.1, 0.3, 1.0];

/// Rounds in which each term gets a penalty of its own.
const ROUNDS: usize = 5;
/// Smallest and largest penalty of a term.
const LEAST: f64 = 1e-6;
const MOST: f64 = 1e4;

/// Numbers that are added side by side.
const WIDTH: usize = 8;

/// Sums over the draws of one replicate, or of several.
#[derive(Clone, Debug, Default)]
struct Sums {
    count: f64,
    terms: Vec<f64>,
    /// Lower triangle, row by row.
    products: Vec<Vec<f64>>,
    outcomes: Vec<f64>,
    /// By outcome.
    crossed: Vec<Vec<f64>>,
    squares: Vec<f64>,
}

/// All that a fit needs of terms and outcomes.
#[derive(Clone, Debug)]
pub struct Moments {
    replicates: Vec<Sums>,
}

/// One outcome on all terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// What is expected where all terms are 0, their mean.
    pub intercept: f64,
    /// By term.
    pub coefficients: Vec<f64>,
    /// Sampling variance of each coefficient; empty where it was not asked for.
    pub variances: Vec<f64>,
    /// Variance that the terms leave over, for the degrees of freedom that are left.
    pub rest: f64,
    /// By term.
    penalties: Vec<f64>,
}

/// Products of two lists, summed in a fixed order.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; WIDTH];
    let (a_parts, b_parts) = (a.chunks_exact(WIDTH), b.chunks_exact(WIDTH));
    let rest: f64 = a_parts.remainder().iter().zip(b_parts.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a_parts.zip(b_parts) {
        for at in 0..WIDTH {
            sums[at] += a[at] * b[at];
        }
    }
    sums.iter().sum::<f64>() + rest
}

impl Sums {
    /// `draws` are the places of the draws of this part.
    fn of(terms: &[Vec<f64>], outcomes: &[Vec<f64>], draws: &[usize]) -> Self {
        let part = |values: &Vec<f64>| -> Vec<f64> { draws.iter().map(|draw| values[*draw]).collect() };
        let (terms, outcomes): (Vec<Vec<f64>>, Vec<Vec<f64>>) =
            (terms.iter().map(part).collect(), outcomes.iter().map(part).collect());
        let row = |at: usize| terms[..=at].iter().map(|other| product(&terms[at], other)).collect();
        Self {
            count: draws.len() as f64,
            terms: terms.iter().map(|values| values.iter().sum()).collect(),
            products: (0..terms.len()).into_par_iter().map(row).collect(),
            outcomes: outcomes.iter().map(|values| values.iter().sum()).collect(),
            crossed: outcomes.iter().map(|own| terms.iter().map(|values| product(own, values)).collect()).collect(),
            squares: outcomes.iter().map(|values| product(values, values)).collect(),
        }
    }

    fn add(&mut self, other: &Self) {
        fn add(sums: &mut Vec<f64>, parts: &[f64]) {
            sums.resize(parts.len(), 0.0);
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        self.count += other.count;
        add(&mut self.terms, &other.terms);
        add(&mut self.outcomes, &other.outcomes);
        add(&mut self.squares, &other.squares);
        for (sums, parts) in [(&mut self.products, &other.products), (&mut self.crossed, &other.crossed)] {
            sums.resize(parts.len(), Vec::new());
            sums.iter_mut().zip(parts).for_each(|(sums, parts)| add(sums, parts));
        }
    }

    /// Covariances of terms: the lower triangle.
    fn covariances(&self) -> Vec<Vec<f64>> {
        let mean = |at: usize| self.terms[at] / self.count;
        let row = |(at, row): (usize, &Vec<f64>)| {
            row.iter().enumerate().map(|(other, sum)| sum / self.count - mean(at) * mean(other)).collect()
        };
        self.products.iter().enumerate().map(row).collect()
    }
}

impl Moments {
    /// Those of outcomes by draw, on terms by draw.
    pub fn new(terms: &[Vec<f64>], outcomes: &[Vec<f64>]) -> Self {
        let draws = outcomes.first().map_or(0, Vec::len);
        let of_replicate =
            |replicate: usize| Sums::of(terms, outcomes, &(replicate..draws).step_by(REPLICATES).collect::<Vec<_>>());
        Self { replicates: (0..REPLICATES).map(of_replicate).collect() }
    }

    fn sums(&self, kept: Kept) -> Sums {
        let mut sums = Sums::default();
        self.replicates.iter().enumerate().filter(|(at, _)| kept.has(*at)).for_each(|(_, part)| sums.add(part));
        sums
    }

    /// The fit of each outcome on all draws, with one penalty for all terms.
    pub fn coarse_fits(&self) -> Vec<Ridge> {
        let sums = self.sums(Kept::ALL);
        let covariances = sums.covariances();
        let of_penalty = |penalty: &f64| Solver::new(&covariances, vec![*penalty; covariances.len()]);
        let solvers: Vec<Solver> = PENALTIES.par_iter().map(of_penalty).collect();
        let fit = |outcome: usize| {
            let all = solvers.iter().map(|solver| solver.fit(&sums, outcome));
            all.reduce(|best, next| if next.1 < best.1 { next } else { best }).map(|(best, _)| best)
        };
        (0..sums.outcomes.len()).filter_map(fit).collect()
    }

    /// The fit of each outcome on all draws, with a penalty for each term; a search that starts at `coarse`, in which terms
    /// may be missing.
    pub fn fits(&self, coarse: &[Ridge]) -> Vec<Ridge> {
        let sums = self.sums(Kept::ALL);
        let covariances = sums.covariances();
        let fit = |(outcome, start): (usize, &Ridge)| {
            let common = start.penalties.first().copied().unwrap_or(1.0);
            refined(&sums, &covariances, outcome, vec![common; covariances.len()])
        };
        coarse.par_iter().enumerate().map(fit).collect()
    }

    /// The same on some of the draws, with the penalties of `all`.
    pub fn fits_of(&self, kept: Kept, all: &[Ridge]) -> Vec<Ridge> {
        let sums = self.sums(kept);
        let covariances = sums.covariances();
        let fit = |(outcome, known): (usize, &Ridge)| {
            Solver::new(&covariances, known.penalties.clone()).fit(&sums, outcome).0
        };
        all.par_iter().enumerate().map(fit).collect()
    }
}

/// The fit in which each term has a penalty of its own.
fn refined(sums: &Sums, covariances: &[Vec<f64>], outcome: usize, start: Vec<f64>) -> Ridge {
    let mut solver = Solver::new(covariances, start);
    let mut fit = solver.fit(sums, outcome).0;
    for _ in 0..ROUNDS {
        let inverse = solver.diagonal();
        let penalty = |((coefficient, penalty), inverse): ((&f64, &f64), &f64)| {
            let determined = (1.0 - penalty * inverse).max(0.0);
            let signal = sums.count * coefficient * coefficient;
            // Nothing is left to penalise where the outcome is no more than rounding.
            if signal > 0.0 { (fit.rest * determined / signal).clamp(LEAST, MOST) } else { MOST }
        };
        let penalties = fit.coefficients.iter().zip(&solver.penalties).zip(&inverse).map(penalty).collect();
        solver = Solver::new(covariances, penalties);
        fit = solver.fit(sums, outcome).0;
    }
    Ridge { variances: solver.variances(fit.rest, sums.count), ..fit }
}

/// The inverse of the root of what is to be solved: `L^-1` with `L L' = X'X/n + K`.
struct Solver {
    penalties: Vec<f64>,
    /// Columns of the inverse, each from its diagonal on.
    columns: Vec<Vec<f64>>,
}

impl Solver {
    fn new(covariances: &[Vec<f64>], penalties: Vec<f64>) -> Self {
        let mut root: Vec<Vec<f64>> = Vec::with_capacity(covariances.len());
        for (at, row) in covariances.iter().enumerate() {
            let mut own: Vec<f64> = Vec::with_capacity(at + 1);
            for (column, other) in root.iter().enumerate() {
                let left = row[column] - product(&own, &other[..column]);
                own.push(left / other[column]);
            }
            let left = row[at] + penalties[at] - product(&own, &own);
            // Above 0 but for rounding: what is rooted is at least the penalty.
            own.push(left.max(LEAST * LEAST).sqrt());
            root.push(own);
        }
        let column = |at: usize| {
            let mut column: Vec<f64> = vec![1.0 / root[at][at]];
            for row in &root[at + 1..] {
                let place = at + column.len();
                let sum = product(&row[at..place], &column);
                column.push(-sum / row[place]);
            }
            column
        };
        Self { columns: (0..root.len()).into_par_iter().map(column).collect(), penalties }
    }

    /// The diagonal of the inverse `A`.
    fn diagonal(&self) -> Vec<f64> {
        self.columns.iter().map(|column| product(column, column)).collect()
    }

    /// `A b`.
    fn solve(&self, right: &[f64]) -> Vec<f64> {
        // L^-1 b, then its transpose.
        let mut half = vec![0.0; right.len()];
        for (at, (column, value)) in self.columns.iter().zip(right).enumerate() {
            half[at..].iter_mut().zip(column).for_each(|(half, own)| *half += own * value);
        }
        self.columns.iter().enumerate().map(|(at, column)| product(column, &half[at..])).collect()
    }

    /// The fit of an outcome, and its generalised cross-validation.
    fn fit(&self, sums: &Sums, outcome: usize) -> (Ridge, f64) {
        let n = sums.count;
        let centre = sums.outcomes[outcome] / n;
        let means: Vec<f64> = sums.terms.iter().map(|sum| sum / n).collect();
        let right: Vec<f64> =
            sums.crossed[outcome].iter().zip(&means).map(|(sum, mean)| sum / n - mean * centre).collect();
        let coefficients = self.solve(&right);
        // y'y - 2 c'b + c'Gc, with Gc = b - K c.
        let penalised: f64 =
            coefficients.iter().zip(&self.penalties).map(|(weight, penalty)| penalty * weight * weight).sum();
        let explained = product(&coefficients, &right) + penalised;
        let rest = (sums.squares[outcome] / n - centre * centre - explained).max(0.0);
        let bound: f64 = product(&self.diagonal(), &self.penalties);
        let freedom = self.columns.len() as f64 - bound;
        let left = (1.0 - (1.0 + freedom) / n).max(1e-9);
        let fit = Ridge {
            intercept: centre - product(&coefficients, &means),
            coefficients,
            variances: Vec::new(),
            rest: rest / left,
            penalties: self.penalties.clone(),
        };
        (fit, rest / (left * left))
    }

    /// `rest/n` times the diagonal of `A G A`, with `G = A^-1 - K`.
    fn variances(&self, rest: f64, count: f64) -> Vec<f64> {
        let entry = |at: usize, other: usize| {
            let (first, last) = (at.min(other), at.max(other));
            product(&self.columns[first][last - first..], &self.columns[last])
        };
        let variance = |at: usize| {
            let bound = |other: usize| self.penalties[other] * entry(at, other) * entry(at, other);
            let bound: f64 = (0..self.columns.len()).map(bound).sum();
            (rest / count * (entry(at, at) - bound)).max(0.0)
        };
        (0..self.columns.len()).into_par_iter().map(variance).collect()
    }
}

#[cfg(test)]
mod tests;
