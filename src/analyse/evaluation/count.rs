//! How many of some cases have an event, where each has a chance of its own that differs by draw.
//!
//! In: chances by case and draw. Out: [`CountRange`]: what number is expected, and the range that holds it in 95 % of all
//! draws and all luck.
//!
//! # Formula
//! Within a draw cases are independent: their number has a Poisson binomial distribution, which is built up case by case,
//! `P_n(k) = P_(n-1)(k) (1 - p_n) + P_(n-1)(k-1) p_n`. Over draws these are mixed evenly.

/// Chances below this are left out at both ends.
const NOTHING: f64 = 1e-14;
/// Steps that may be made in all; draws are thinned out beyond it.
const MOST_STEPS: usize = 200_000_000;
/// Fewest draws that stay.
const FEWEST_DRAWS: usize = 16;

/// What number of cases is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountRange {
    /// Mean.
    pub mean: f64,
    /// The number that is not reached with a chance of 2.5 % at most.
    pub low: usize,
    /// The number that is exceeded with a chance of 2.5 % at most.
    pub high: usize,
}

/// The range of the number of cases; `groups` are numbers of cases with the chance of each by draw.
pub fn range(groups: &[(usize, &[f64])]) -> CountRange {
    let draws = groups.iter().map(|(_, chances)| chances.len()).min().unwrap_or(0);
    let cases: usize = groups.iter().map(|(count, _)| count).sum();
    let most = (MOST_STEPS / (cases * cases).max(1)).max(FEWEST_DRAWS);
    let step = draws.div_ceil(most).max(1);
    let mut mixed = vec![0.0; cases + 1];
    let (mut used, mut mean) = (0.0, 0.0);
    for draw in (0..draws).step_by(step) {
        let (first, chances) = of_draw(groups.iter().map(|(count, chances)| (*count, chances[draw])));
        chances.iter().enumerate().for_each(|(at, chance)| mixed[first + at] += chance);
        used += 1.0;
    }
    for (count, chances) in groups {
        mean += *count as f64 * chances[..draws].iter().sum::<f64>() / draws.max(1) as f64;
    }
    let mut below = 0.0;
    let (mut low, mut high) = (None, None);
    for (number, chance) in mixed.iter().enumerate() {
        // Fewer than this number has a chance of `below`.
        if low.is_none() && below + chance / used > 0.025 {
            low = Some(number);
        }
        below += chance / used;
        if high.is_none() && below >= 0.975 - 1e-12 {
            high = Some(number);
        }
    }
    CountRange { mean, low: low.unwrap_or(0), high: high.unwrap_or(cases) }
}

/// The distribution within one draw: the first number with a chance, and the chances from there on.
fn of_draw(groups: impl Iterator<Item = (usize, f64)>) -> (usize, Vec<f64>) {
    let (mut first, mut known) = (0, vec![1.0]);
    for (count, chance) in groups {
        for _ in 0..count {
            known.push(0.0);
            for at in (1..known.len()).rev() {
                known[at] = known[at] * (1.0 - chance) + known[at - 1] * chance;
            }
            known[0] *= 1.0 - chance;
            while known.len() > 1 && known[known.len() - 1] < NOTHING {
                known.pop();
            }
            let empty = known.iter().take_while(|chance| **chance < NOTHING).count().min(known.len() - 1);
            known.drain(..empty);
            first += empty;
        }
    }
    (first, known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

    #[test]
    fn equal_chances_give_the_binomial() {
        let (first, chances) = of_draw([(30, 0.2), (20, 0.2)].into_iter());
        let wanted = Binomial::new(0.2, 50).expect("a chance");
        for (at, chance) in chances.iter().enumerate() {
            assert!((chance - wanted.pmf((first + at) as u64)).abs() < 1e-12);
        }
        let found = range(&[(50, [0.2; 4].as_slice())]);
        assert!((found.mean - 10.0).abs() < 1e-12);
        assert!(wanted.cdf(found.low as u64 - 1) <= 0.025 && wanted.cdf(found.low as u64) > 0.025);
        assert!(wanted.cdf(found.high as u64) >= 0.975 && wanted.cdf(found.high as u64 - 1) < 0.975);
    }

    /// Three cases, reckoned by hand.
    #[test]
    fn chances_that_differ_are_multiplied_out() {
        let (first, chances) = of_draw([(1, 0.5), (1, 0.2), (1, 0.1)].into_iter());
        assert_eq!(first, 0);
        for (found, wanted) in chances.iter().zip([0.36, 0.49, 0.14, 0.01]) {
            assert!((found - wanted).abs() < 1e-15);
        }
        // Certain to happen or not: one number.
        assert_eq!(
            range(&[(4, [1.0, 1.0].as_slice()), (3, [0.0, 0.0].as_slice())]),
            CountRange { mean: 4.0, low: 4, high: 4 }
        );
        // Half of the draws all, the other half none.
        assert_eq!(range(&[(9, [1.0, 0.0].as_slice())]), CountRange { mean: 4.5, low: 0, high: 9 });
    }
}
