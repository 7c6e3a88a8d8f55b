//! Choosing within limits: which cases, and which plan for each, with a certificate.
//!
//! In: a [`ChoiceProblem`]. Out: [`ChosenPlans`]: the plans, what the next euro of each limit returns, and how far the choice
//! can be below the best possible. Prices first (`prices`), then whole households (`rounding`), and of few households
//! the best one, proven (`exact`). The choice is checked again, from its numbers alone, before it is given out.

mod exact;
pub mod prices;
pub mod problem;
mod rounding;
#[cfg(test)]
mod tests;

use crate::analyse::portfolio::choice::prices::{Prices, prices};
use crate::analyse::portfolio::choice::problem::{ChoiceProblem, Taken};
use rayon::prelude::*;

/// Budgets that are worked out one after the other, each from the prices of the one before: the same for any number of
/// threads.
const CHAIN: usize = 10;

/// A choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenPlans {
    /// How many households of each case get each plan.
    pub taken: Taken,
    /// Prices, with the bound that they give.
    pub prices: Prices,
    /// No choice is worth more.
    pub bound: f64,
    /// It is proven to be the best one.
    pub proven: bool,
}

impl ChosenPlans {
    /// How far it can be below the best possible, as a share of that; 0 where it is proven to be it.
    pub fn gap(&self) -> f64 {
        let missing = (self.bound - self.taken.value).max(0.0);
        if self.proven || missing == 0.0 { 0.0 } else { missing / self.bound.abs().max(f64::MIN_POSITIVE) }
    }
}

/// The choice; `None` where none was found that helps enough of every group within all limits.
pub fn choose(problem: &ChoiceProblem, near: Option<&Prices>) -> Option<ChosenPlans> {
    let prices = prices(problem, near);
    let rounded = rounding::rounded(problem, &prices);
    let (taken, proven) = exact::best(problem, &prices, rounded);
    let taken = taken?;
    let bound = if proven { taken.value } else { prices.bound.max(taken.value) };
    Some(ChosenPlans { taken, prices, bound, proven })
}

/// The same without looking for proof, for curves and draws.
pub fn choose_quickly(problem: &ChoiceProblem, near: Option<&Prices>) -> Option<ChosenPlans> {
    let prices = prices(problem, near);
    let taken = rounding::rounded(problem, &prices)?;
    let bound = prices.bound.max(taken.value);
    Some(ChosenPlans { taken, prices, bound, proven: false })
}

/// Choices with these limits, by number, at so many times what they are.
pub fn curve(problem: &ChoiceProblem, limits: &[usize], factors: &[f64]) -> Vec<Option<ChosenPlans>> {
    let chain = |factors: &[f64]| {
        let mut near: Option<Prices> = None;
        let mut found = Vec::with_capacity(factors.len());
        for factor in factors {
            let mut own = problem.clone();
            for (at, limit) in own.limits.iter_mut().enumerate().filter(|(at, _)| limits.contains(at)) {
                *limit = problem.limits[at] * factor;
            }
            let choice = choose_quickly(&own, near.as_ref());
            near = choice.as_ref().map(|choice| choice.prices.clone());
            found.push(choice);
        }
        found
    };
    factors.par_chunks(CHAIN).flat_map_iter(chain).collect()
}
