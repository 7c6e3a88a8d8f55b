//! From prices to a choice that keeps to all limits.
//!
//! In: a [`ChoiceProblem`] and its [`Prices`]. Out: [`Taken`]. Each case takes what the prices say; few cases stand at the
//! threshold, and these are taken back or added until everything fits: those first that lose least.

use crate::analyse::portfolio::choice::prices::{Prices, reduced};
use crate::analyse::portfolio::choice::problem::{ChoiceProblem, Taken, slack};

/// Most moves that are looked at one by one: those that cost least.
const MOST_MOVES: usize = 600;
/// Rounds of taking back and adding.
const ROUNDS: usize = 3;

/// A household of a case gets another plan, or none.
#[derive(Clone, Copy, Debug)]
struct Move {
    case: usize,
    from: Option<usize>,
    to: Option<usize>,
    /// What it loses at the prices.
    loss: f64,
}

struct Rounding<'p> {
    problem: &'p ChoiceProblem,
    worth: Vec<f64>,
    taken: Taken,
    /// By case how many get nothing.
    left: Vec<u32>,
}

/// A choice near the prices; `None` where none was found that keeps to everything.
pub(super) fn rounded(problem: &ChoiceProblem, prices: &Prices) -> Option<Taken> {
    let worth = reduced(problem, prices);
    let mut counts = vec![0; problem.values.len()];
    let mut left: Vec<u32> = problem.cases.iter().map(|case| case.count).collect();
    for (case, left) in problem.cases.iter().zip(&mut left) {
        let better = |a: &usize, b: &usize| worth[*a].total_cmp(&worth[*b]).then(b.cmp(a));
        if let Some(best) = problem.plans_of(case).max_by(better).filter(|plan| worth[*plan] > 0.0) {
            (counts[best], *left) = (case.count, 0);
        }
    }
    let mut rounding = Rounding { problem, worth, taken: problem.taken(counts), left };
    for _ in 0..ROUNDS {
        rounding.help_enough();
        rounding.fit(MOST_MOVES);
        if !rounding.fits() {
            rounding.fit(usize::MAX);
        }
        rounding.fill();
    }
    let found = problem.taken(rounding.taken.counts);
    problem.allows(&found).then_some(found)
}

impl Rounding<'_> {
    fn worth_of(&self, plan: Option<usize>) -> f64 {
        plan.map_or(0.0, |plan| self.worth[plan])
    }

    fn uses(&self, plan: Option<usize>, limit: usize) -> f64 {
        plan.map_or(0.0, |plan| self.problem.uses_of(plan)[limit])
    }

    fn excess(&self, limit: usize) -> f64 {
        let most = self.problem.limits[limit];
        self.taken.used[limit] - most - slack(most)
    }

    fn fits(&self) -> bool {
        (0..self.problem.limits.len()).all(|limit| self.excess(limit) <= 0.0)
    }

    /// The moves from what households have now that lose least.
    fn moves(&self, most: usize) -> Vec<Move> {
        let mut moves = Vec::new();
        for (at, case) in self.problem.cases.iter().enumerate() {
            let states = || self.problem.plans_of(case).map(Some).chain([None]);
            let now = |plan: &Option<usize>| plan.map_or(self.left[at], |plan| self.taken.counts[plan]) > 0;
            for from in states().filter(now) {
                for to in states().filter(|to| *to != from && self.worth_of(*to).is_finite()) {
                    let loss = self.worth_of(from) - self.worth_of(to);
                    moves.push(Move { case: at, from, to, loss });
                }
            }
        }
        let by_loss = |a: &Move, b: &Move| a.loss.total_cmp(&b.loss);
        if moves.len() > most {
            moves.select_nth_unstable_by(most, |a, b| by_loss(a, b).then(key(a).cmp(&key(b))));
            moves.truncate(most);
        }
        moves.sort_unstable_by(|a, b| by_loss(a, b).then(key(a).cmp(&key(b))));
        moves
    }

    /// How many households can still make a move.
    fn can(&self, one: &Move) -> u32 {
        one.from.map_or(self.left[one.case], |plan| self.taken.counts[plan])
    }

    fn make(&mut self, one: &Move, count: u32) {
        let times = f64::from(count);
        let case = &self.problem.cases[one.case];
        for (plan, sign) in [(one.from, -1.0), (one.to, 1.0)] {
            for limit in 0..self.problem.limits.len() {
                let used = self.uses(plan, limit);
                self.taken.used[limit] += sign * times * used;
            }
            match (plan, sign > 0.0) {
                (Some(plan), true) => self.taken.counts[plan] += count,
                (Some(plan), false) => self.taken.counts[plan] -= count,
                (None, true) => self.left[one.case] += count,
                (None, false) => self.left[one.case] -= count,
            }
            if let (Some(plan), Some(group)) = (plan, case.group) {
                self.taken.helped[group] += sign * times;
                self.taken.value += sign * times * self.problem.values[plan];
            } else if let Some(plan) = plan {
                self.taken.value += sign * times * self.problem.values[plan];
            }
        }
    }

    /// How many more households of a group get a plan than must; without end where nobody must.
    fn spare(&self, one: &Move) -> u32 {
        match (self.problem.cases[one.case].group, one.to) {
            (Some(group), None) => (self.taken.helped[group] - self.problem.least[group] + 1e-9).max(0.0) as u32,
            _ => u32::MAX,
        }
    }

    /// Helps more of groups of which too few are helped, those first that lose least.
    fn help_enough(&mut self) {
        let short = |own: &Self, group: usize| own.problem.least[group] - own.taken.helped[group] > 1e-9;
        if !(0..self.problem.least.len()).any(|group| short(self, group)) {
            return;
        }
        for one in self.moves(usize::MAX) {
            let Some(group) = self.problem.cases[one.case].group else { continue };
            if one.from.is_none() && short(self, group) {
                let wanted = (self.problem.least[group] - self.taken.helped[group] - 1e-9).ceil().max(0.0) as u32;
                let count = self.can(&one).min(wanted);
                self.make(&one, count);
            }
        }
    }

    /// Takes back until all limits are kept.
    fn fit(&mut self, most: usize) {
        if self.fits() {
            return;
        }
        let moves = self.moves(most);
        for _ in 0..moves.len() {
            let limits = 0..self.problem.limits.len();
            let over: Vec<(usize, f64)> =
                limits.map(|limit| (limit, self.excess(limit))).filter(|(_, excess)| *excess > 0.0).collect();
            if over.is_empty() {
                return;
            }
            let relief = |one: &Move, limit: usize| self.uses(one.from, limit) - self.uses(one.to, limit);
            let help = |one: &Move| {
                let of_limit = |(limit, excess): &(usize, f64)| relief(one, *limit).min(*excess) / excess;
                over.iter().map(of_limit).sum::<f64>()
            };
            let allowed = |one: &&Move| self.can(one) > 0 && self.spare(one) > 0 && help(one) > 1e-12;
            let cost = |one: &Move| one.loss.max(0.0) / help(one);
            let best = moves.iter().filter(allowed).min_by(|a, b| cost(a).total_cmp(&cost(b)));
            let Some(best) = best.copied() else { return };
            let needed = over.iter().filter(|(limit, _)| relief(&best, *limit) > 0.0);
            let needed = needed.map(|(limit, excess)| (excess / relief(&best, *limit)).ceil()).fold(1.0, f64::min);
            let count = self.can(&best).min(self.spare(&best)).min(needed.max(1.0) as u32);
            self.make(&best, count);
        }
    }

    /// Adds what still fits and is worth more, those first that lose least at the prices.
    fn fill(&mut self) {
        for one in self.moves(MOST_MOVES) {
            let value = |plan: Option<usize>| plan.map_or(0.0, |plan| self.problem.values[plan]);
            if value(one.to) <= value(one.from) {
                continue;
            }
            let room = |limit: usize| {
                let more = self.uses(one.to, limit) - self.uses(one.from, limit);
                let free = -self.excess(limit);
                if more <= 0.0 { f64::from(u32::MAX) } else { (free / more).floor().max(0.0) }
            };
            let room = (0..self.problem.limits.len()).map(room).fold(f64::from(u32::MAX), f64::min);
            let count = self.can(&one).min(self.spare(&one)).min(room as u32);
            if count > 0 {
                self.make(&one, count);
            }
        }
    }
}

fn key(one: &Move) -> (usize, Option<usize>, Option<usize>) {
    (one.case, one.from, one.to)
}
