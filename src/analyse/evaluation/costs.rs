//! Coverage of costs: how many cases cost what the scenario's band for one household holds.
//!
//! In: [`FinishedCases`]. Out: a [`CostCheck`] for each part of the cases and account.
//!
//! # Formula
//! The place of a case among households that were simulated for it is a chance between 0 and 1, even over cases where the
//! scenario is right. Many households cost exactly the same (nothing, or the plan alone): such a case is spread evenly over
//! all chances that belong to its amount, so that the band from P10 to P90 holds 80 % also then.
//!
//! # Source
//! C. Czado, T. Gneiting and L. Held, "Predictive model assessment for count data", Biometrics 65 (2009): the nonrandomized
//! probability integral transform.

use crate::analyse::evaluation::cases::{CasePart, FinishedCases};
use crate::analyse::evaluation::interval::of_share;
use crate::analyse::statistics::sample::mean;
use serde::Serialize;

/// The band that is looked at.
const BAND: (f64, f64) = (0.1, 0.9);
/// Amounts that are no further apart than this are the same: books are in whole euros.
const SAME: f64 = 0.5;
/// Parts of even chance.
const PARTS: usize = 10;

/// Costs of one account in some of the cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostCheck {
    /// Scenario, by its id.
    pub scenario: String,
    /// One of its alternatives; `None` for all cases of the scenario together.
    pub alternative: Option<String>,
    /// Account; `public` for all public ones together.
    pub account: String,
    /// Cases of which it is known.
    pub cases: usize,
    /// Mean of what was paid, euro.
    pub observed_mean: f64,
    /// Mean that the scenario predicts for these cases, euro.
    pub predicted_mean: f64,
    /// Share of cases within their band from P10 to P90; 0.8 is expected.
    pub within: f64,
    /// Interval of 95 % of the chance behind it, of luck alone (Wilson).
    pub within_low: f64,
    /// Its other end.
    pub within_high: f64,
    /// Share below P10; 0.1 is expected.
    pub below: f64,
    /// Share above P90; 0.1 is expected.
    pub above: f64,
    /// Share in each tenth of what was predicted, the cheapest first; 0.1 each is expected.
    pub tenths: Vec<f64>,
    /// Whether 0.8 lies within the interval: luck alone explains what differs.
    pub luck_explains: bool,
}

/// All of them.
pub fn costs(all: &FinishedCases) -> Vec<CostCheck> {
    let parts = all.parts();
    let of_part = |part| (0..all.accounts.len()).filter_map(move |account| check(all, part, account));
    parts.iter().flat_map(of_part).collect()
}

fn check(all: &FinishedCases, part: &CasePart, account: usize) -> Option<CostCheck> {
    let mut tenths = vec![0.0; PARTS];
    let (mut within, mut below, mut paid, mut predicted) = (0.0, 0.0, Vec::new(), 0.0);
    for group in part.groups.iter().filter(|group| !group.costs[account].is_empty()) {
        let mut known = group.costs[account].clone();
        known.sort_by(f64::total_cmp);
        let average = mean(known.iter().copied());
        for cost in group.cases.iter().filter_map(|case| all.cases[*case].costs[account]) {
            let place = place(&known, cost);
            within += part_of(place, BAND.0, BAND.1);
            below += part_of(place, 0.0, BAND.0);
            for (at, sum) in tenths.iter_mut().enumerate() {
                *sum += part_of(place, at as f64 / PARTS as f64, (at + 1) as f64 / PARTS as f64);
            }
            paid.push(cost);
            predicted += average;
        }
    }
    let cases = paid.len();
    if cases == 0 {
        return None;
    }
    let share = |sum: f64| sum / cases as f64;
    let (within_low, within_high) = of_share(share(within), cases);
    Some(CostCheck {
        scenario: part.scenario.to_owned(),
        alternative: part.alternative.map(str::to_owned),
        account: all.accounts[account].clone(),
        cases,
        observed_mean: mean(paid.into_iter()),
        predicted_mean: share(predicted),
        within: share(within),
        within_low,
        within_high,
        below: share(below),
        above: (1.0 - share(within) - share(below)).max(0.0),
        tenths: tenths.into_iter().map(share).collect(),
        luck_explains: (within_low..=within_high).contains(&(BAND.1 - BAND.0)),
    })
}

/// The chances that belong to an amount among sorted ones: of less, and of at most as much. Between two of them it has
/// the place of both.
fn place(sorted: &[f64], cost: f64) -> (f64, f64) {
    let n = sorted.len() as f64;
    let less = sorted.partition_point(|known| *known < cost - SAME);
    let at_most = sorted.partition_point(|known| *known <= cost + SAME);
    // One of n + 1 amounts that are as likely to stand in any order.
    (less as f64 / (n + 1.0), (at_most as f64 + 1.0) / (n + 1.0))
}

/// The part of a range of chances that lies between two others.
fn part_of((from, to): (f64, f64), low: f64, high: f64) -> f64 {
    ((to.min(high) - from.max(low)) / (to - from)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_that_many_have_is_spread_over_their_chances() {
        // Six of nine pay nothing.
        let known = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 10.0, 20.0, 30.0];
        assert_eq!(place(&known, 0.0), (0.0, 0.7));
        assert_eq!(place(&known, 20.2), (0.7, 0.9));
        assert_eq!(place(&known, 25.0), (0.8, 0.9));
        assert!((part_of((0.0, 0.7), 0.1, 0.9) - 6.0 / 7.0).abs() < 1e-15);
        assert_eq!(part_of((0.9, 1.0), 0.1, 0.9), 0.0);
        assert_eq!(part_of((0.2, 0.3), 0.1, 0.9), 1.0);
    }

    /// Each of ten amounts in turn beside the nine others: the band holds 80 %, whatever the amounts.
    #[test]
    fn exchangeable_amounts_are_within_the_band_in_eighty_of_a_hundred() {
        for amounts in
            [[0.0; 10], [0., 0., 0., 0., 5., 9., 9., 30., 31., 80.], [1., 2., 3., 4., 5., 6., 7., 8., 9., 10.]]
        {
            let held: f64 = (0..10)
                .map(|at| {
                    let others: Vec<f64> =
                        (0..10).filter(|other| *other != at).map(|other| 9.0 * amounts[other]).collect();
                    part_of(place(&others, 9.0 * amounts[at]), 0.1, 0.9)
                })
                .sum();
            assert!((held - 8.0).abs() < 1e-9, "{amounts:?}: {held}");
        }
    }
}
