//! The best choice of few cases, proven: branch and bound on what each plan loses at the prices.
//!
//! In: a [`ChoiceProblem`], its [`Prices`], a choice that keeps to all limits. Out: the best choice, and whether all
//! others were ruled out. Any choice is worth the bound less what its plans lose at the prices, or less: so a plan that
//! loses more than the bound is above the best choice known cannot be in a better one, and of those that are left all
//! combinations are looked at, as far as the losses add up to less than that.

use crate::analyse::portfolio::choice::prices::{Prices, reduced};
use crate::analyse::portfolio::choice::problem::{ChoiceProblem, Taken, slack};

/// Most households of which it is tried, and most combinations that are looked at.
const MOST_HOUSEHOLDS: u64 = 400;
const MOST_NODES: u64 = 3_000_000;

/// A household and what it can get, with the loss at the prices, least first.
struct Household {
    case: usize,
    options: Vec<(f64, Option<usize>)>,
}

struct Search<'p> {
    problem: &'p ChoiceProblem,
    households: Vec<Household>,
    bound: f64,
    best: Option<Taken>,
    nodes: u64,
    used: Vec<f64>,
    helped: Vec<f64>,
    /// By household from which on and group: how many of it are still to come.
    to_come: Vec<Vec<f64>>,
    counts: Vec<u32>,
    value: f64,
    /// The place of each household's plan among its options.
    chosen: Vec<usize>,
}

/// The best choice, from one that is known, and whether it is proven to be; `None` where nothing keeps to all limits, or
/// nothing was found.
pub(super) fn best(problem: &ChoiceProblem, prices: &Prices, known: Option<Taken>) -> (Option<Taken>, bool) {
    let all: u64 = problem.cases.iter().map(|case| u64::from(case.count)).sum();
    if all > MOST_HOUSEHOLDS {
        return (known, false);
    }
    let worth = reduced(problem, prices);
    let mut households = Vec::new();
    for (at, case) in problem.cases.iter().enumerate() {
        let most = problem.plans_of(case).map(|plan| worth[plan]).fold(0.0, f64::max);
        let plans = problem.plans_of(case).filter(|plan| worth[*plan].is_finite());
        let mut options: Vec<(f64, Option<usize>)> = plans.map(|plan| (most - worth[plan], Some(plan))).collect();
        options.push((most, None));
        options.sort_by(|a, b| a.0.total_cmp(&b.0));
        (0..case.count).for_each(|_| households.push(Household { case: at, options: options.clone() }));
    }
    // Those first of which any other plan than the best loses most.
    let second = |household: &Household| household.options.get(1).map_or(f64::INFINITY, |option| option.0);
    households.sort_by(|a, b| second(b).total_cmp(&second(a)).then(a.case.cmp(&b.case)));
    let mut to_come = vec![vec![0.0; problem.least.len()]; households.len() + 1];
    for at in (0..households.len()).rev() {
        to_come[at] = to_come[at + 1].clone();
        if let Some(group) = problem.cases[households[at].case].group {
            to_come[at][group] += 1.0;
        }
    }
    let mut search = Search {
        problem,
        chosen: vec![0; households.len()],
        households,
        bound: prices.bound,
        best: known,
        nodes: 0,
        used: vec![0.0; problem.limits.len()],
        helped: vec![0.0; problem.least.len()],
        to_come,
        counts: vec![0; problem.values.len()],
        value: 0.0,
    };
    let complete = search.look(0, 0.0);
    (search.best, complete)
}

impl Search<'_> {
    /// Looks at all that households from this one on can get. Out: whether nothing was left out for want of time.
    fn look(&mut self, at: usize, lost: f64) -> bool {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return false;
        }
        if at == self.households.len() {
            let better = self.best.as_ref().is_none_or(|best| self.value > best.value);
            if better {
                let found = self.problem.taken(self.counts.clone());
                if self.problem.allows(&found) {
                    self.best = Some(found);
                }
            }
            return true;
        }
        // Of households that are alike the order makes no difference.
        let alike = at > 0 && self.households[at - 1].case == self.households[at].case;
        let first = if alike { self.chosen[at - 1] } else { 0 };
        for place in first..self.households[at].options.len() {
            let (loss, plan) = self.households[at].options[place];
            let allowed = self.best.as_ref().map_or(f64::INFINITY, |best| self.bound - best.value);
            if lost + loss > allowed + 1e-9 * self.bound.abs() {
                break;
            }
            self.chosen[at] = place;
            self.give(at, plan, 1.0);
            let complete = if self.can_be_met(at + 1) { self.look(at + 1, lost + loss) } else { true };
            self.give(at, plan, -1.0);
            if !complete {
                return false;
            }
        }
        true
    }

    fn give(&mut self, at: usize, plan: Option<usize>, sign: f64) {
        let Some(plan) = plan else { return };
        self.value += sign * self.problem.values[plan];
        self.used.iter_mut().zip(self.problem.uses_of(plan)).for_each(|(used, own)| *used += sign * own);
        if let Some(group) = self.problem.cases[self.households[at].case].group {
            self.helped[group] += sign;
        }
        self.counts[plan] = if sign > 0.0 { self.counts[plan] + 1 } else { self.counts[plan].saturating_sub(1) };
    }

    fn can_be_met(&self, next: usize) -> bool {
        let within = self.used.iter().zip(&self.problem.limits).all(|(used, limit)| *used <= limit + slack(*limit));
        let enough = self.helped.iter().zip(&self.to_come[next]).zip(&self.problem.least);
        within && enough.into_iter().all(|((helped, to_come), least)| helped + to_come >= *least - 1e-9)
    }
}
