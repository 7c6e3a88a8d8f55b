//! Direction numbers: what each binary digit of the number of a point does to its coordinate in a dimension.
//!
//! In: `joe_kuo.csv` beside this file. Out: for each dimension 32 [`Columns`], by the recurrence of Bratley and Fox,
//! "Algorithm 659: Implementing Sobol's quasirandom sequence generator", ACM Transactions on Mathematical Software 14
//! (1988).

/// Degree and inner coefficients of a primitive polynomial, and initial numbers, for each dimension from the second.
const TABLE: &str = include_str!("joe_kuo.csv");

/// Dimensions that have direction numbers of their own.
pub(crate) const DIMENSIONS: usize = 1024;

/// By binary digit of the number of a point, the lowest first: a binary fraction, its first digit in the highest bit.
pub(crate) type Columns = [u32; 32];

/// The direction numbers of the first `count` dimensions, at most [`DIMENSIONS`].
pub(crate) fn direction_numbers(count: usize) -> Vec<Columns> {
    let first: Columns = std::array::from_fn(|digit| 1 << (31 - digit));
    let rows = TABLE.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
    std::iter::once(first).chain(rows.map(|row| columns(&PolynomialRow::read(row)))).take(count).collect()
}

/// A row of the table.
struct PolynomialRow {
    degree: usize,
    coefficients: u32,
    initial: Vec<u32>,
}

impl PolynomialRow {
    fn read(line: &str) -> Self {
        let mut cells = line.split(',').skip(1);
        let mut number = || cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(0);
        let (degree, coefficients) = (number(), number());
        let initial = cells.next().unwrap_or_default().split(' ').filter_map(|cell| cell.parse().ok());
        Self { degree: degree as usize, coefficients, initial: initial.collect() }
    }
}

fn columns(row: &PolynomialRow) -> Columns {
    let degree = row.degree;
    let mut columns = [0; 32];
    for digit in 0..32 {
        columns[digit] = match row.initial.get(digit) {
            Some(initial) => initial << (31 - digit),
            None => {
                let before = columns[digit - degree];
                let inner = (1..degree).filter(|term| row.coefficients >> (degree - 1 - term) & 1 == 1);
                inner.fold(before ^ before >> degree, |sum, term| sum ^ columns[digit - term])
            }
        };
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<PolynomialRow> {
        TABLE.lines().skip(3).map(PolynomialRow::read).collect()
    }

    /// `a b` modulo a polynomial over the field of two elements.
    fn times(a: u32, b: u32, polynomial: u32, degree: usize) -> u32 {
        (0..degree).rev().fold(0, |sum: u32, bit| {
            let doubled = sum << 1;
            let reduced = if doubled >> degree & 1 == 1 { doubled ^ polynomial } else { doubled };
            if b >> bit & 1 == 1 { reduced ^ a } else { reduced }
        })
    }

    fn power(exponent: u32, polynomial: u32, degree: usize) -> u32 {
        // x itself; modulo a polynomial of degree 1 it is 1.
        let x = if degree == 1 { 1 } else { 2 };
        (0..32).rev().fold(1, |sum, bit| {
            let square = times(sum, sum, polynomial, degree);
            if exponent >> bit & 1 == 1 { times(square, x, polynomial, degree) } else { square }
        })
    }

    fn prime_factors(mut number: u32) -> Vec<u32> {
        let mut found = Vec::new();
        for factor in 2.. {
            if factor * factor > number {
                break;
            }
            while number.is_multiple_of(factor) {
                found.push(factor);
                number /= factor;
            }
        }
        if number > 1 { [found, vec![number]].concat() } else { found }
    }

    #[test]
    fn polynomials_are_primitive_and_each_stands_once() {
        let rows = rows();
        assert_eq!(rows.len() + 1, DIMENSIONS);
        let mut seen = std::collections::BTreeSet::new();
        for PolynomialRow { degree, coefficients, initial } in rows {
            let polynomial = 1 << degree | coefficients << 1 | 1;
            assert!(seen.insert(polynomial), "{polynomial:b} stands twice");
            let order = (1u32 << degree) - 1;
            assert_eq!(power(order, polynomial, degree), 1, "{polynomial:b}");
            for factor in prime_factors(order) {
                assert!(order == factor || power(order / factor, polynomial, degree) != 1, "{polynomial:b}");
            }
            assert_eq!(initial.len(), degree);
            assert!(initial.iter().enumerate().all(|(at, m)| m % 2 == 1 && *m < 2 << at), "{initial:?}");
        }
    }

    /// Property A of Sobol': the first digits of the first `2^d` points in `d` dimensions are all different, as the matrix
    /// of the first digits of the direction numbers is not singular. One wrong initial number would most likely break
    /// it. The first digit of each follows from those before it by the recurrence alone.
    #[test]
    fn first_digits_of_all_dimensions_are_independent() {
        const WORDS: usize = DIMENSIONS / 64;
        let first_digits = |row: &PolynomialRow| {
            let mut digits: Vec<bool> = row.initial.iter().enumerate().map(|(at, m)| m >> at & 1 == 1).collect();
            for at in row.degree..DIMENSIONS {
                let inner = (1..row.degree).filter(|term| row.coefficients >> (row.degree - 1 - term) & 1 == 1);
                let sum = inner.fold(digits[at - row.degree], |sum, term| sum ^ digits[at - term]);
                digits.push(sum);
            }
            let word = |at: usize| (0..64).fold(0u64, |sum, bit| sum | u64::from(digits[64 * at + bit]) << bit);
            std::array::from_fn::<u64, WORDS, _>(word)
        };
        let mut one = [0; WORDS];
        one[0] = 1;
        let mut pivots: Vec<Option<[u64; WORDS]>> = vec![None; DIMENSIONS];
        for (dimension, digits) in std::iter::once(one).chain(rows().iter().map(first_digits)).enumerate() {
            let mut left = digits;
            let pivot = (0..DIMENSIONS).find(|at| match (left[at / 64] >> (at % 64) & 1, &pivots[*at]) {
                (1, Some(pivot)) => {
                    left.iter_mut().zip(pivot).for_each(|(word, other)| *word ^= other);
                    false
                }
                (bit, _) => bit == 1,
            });
            let pivot = pivot.unwrap_or_else(|| panic!("dimension {} hangs together with others", dimension + 1));
            pivots[pivot] = Some(left);
        }
    }
}
