//! Prices of limits: what the last euro of each limit is worth, and the bound that follows from them.
//!
//! In: a [`ChoiceProblem`]. Out: [`Prices`]. With a price for each limit and a premium for each group, a case takes the
//! plan that is worth most above what it uses at these prices: a threshold rule. What all cases are worth in that way,
//! and the limits at their prices, is at least as much as any choice can be worth, whatever the prices (weak duality):
//! so the bound holds even where the prices are not the best.
//!
//! The best prices make that bound least. It is convex with kinks; the largest of a case's plans is smoothed with a
//! temperature (the logarithm of a sum of exponentials), which falls step by step, and each step is solved by Newton's
//! method on the prices that are above 0 (Bertsekas, "Projected Newton methods for optimization problems with simple
//! constraints", SIAM Journal on Control and Optimization 20 (1982)).

use crate::analyse::portfolio::choice::problem::ChoiceProblem;

/// Steps of the temperature, and by how much it falls in each.
const STEPS: usize = 11;
const FALL: f64 = 0.25;
/// Steps from prices that are near: of the same problem with other limits.
const NEAR_STEPS: usize = 5;
/// Most steps of Newton's method at one temperature, and most halvings of one of them.
const MOST_NEWTON: usize = 12;
const MOST_HALVINGS: usize = 30;
/// Beyond so many temperatures a plan is not taken.
const FAR: f64 = 40.0;

/// Prices of limits, premiums of groups, and the bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// What one more of each limit is worth.
    pub limits: Vec<f64>,
    /// What helping one more of each group costs in worth.
    pub groups: Vec<f64>,
    /// No choice is worth more.
    pub bound: f64,
}

/// The dual of a problem: variables are prices of whole limits, then premiums of groups.
struct Dual<'p> {
    problem: &'p ChoiceProblem,
    /// By plan and variable how much it uses: negative for a limit (as part of it), 1 for the group.
    limits: usize,
    scaled: Vec<f64>,
    most: f64,
}

/// A smoothed value with its derivatives.
struct Smooth {
    value: f64,
    slope: Vec<f64>,
    curve: Vec<f64>,
}

impl<'p> Dual<'p> {
    fn new(problem: &'p ChoiceProblem) -> Self {
        let limits = problem.limits.len();
        let part = |(at, used): (usize, &f64)| {
            let limit = problem.limits[at % limits.max(1)];
            if limit > 0.0 { used / limit } else { *used }
        };
        let scaled = problem.uses.iter().enumerate().map(part).collect();
        let most = problem.values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        Self { problem, limits, scaled, most }
    }

    fn size(&self) -> usize {
        self.limits + self.problem.least.len()
    }

    /// What a plan is worth at these prices. A plan that uses what there is nothing of cannot be taken.
    fn reduced(&self, plan: usize, group: Option<usize>, at: &[f64]) -> f64 {
        let uses = &self.scaled[plan * self.limits..(plan + 1) * self.limits];
        let mut worth = self.problem.values[plan];
        for (limit, (used, price)) in uses.iter().zip(at).enumerate() {
            if *used > 0.0 && self.problem.limits[limit] <= 0.0 {
                return f64::NEG_INFINITY;
            }
            worth -= used * price;
        }
        worth + group.map_or(0.0, |group| at[self.limits + group])
    }

    /// What limits come to at these prices, less what groups must get.
    fn fixed(&self, at: &[f64]) -> f64 {
        let limits = at.iter().zip(&self.problem.limits).map(|(price, limit)| if *limit > 0.0 { *price } else { 0.0 });
        let limits: f64 = limits.sum();
        let groups = at.iter().skip(self.limits).zip(&self.problem.least).map(|(premium, least)| premium * least);
        limits - groups.sum::<f64>()
    }

    /// The bound at these prices.
    fn bound(&self, at: &[f64]) -> f64 {
        let of_case = |case: &crate::analyse::portfolio::choice::problem::ChoiceCase| {
            let plans = self.problem.plans_of(case);
            f64::from(case.count) * plans.map(|plan| self.reduced(plan, case.group, at)).fold(0.0, f64::max)
        };
        self.fixed(at) + self.problem.cases.iter().map(of_case).sum::<f64>()
    }

    /// The bound, smoothed; with its second derivatives where these are asked for.
    fn smooth(&self, at: &[f64], heat: f64, curved: bool) -> Smooth {
        let size = self.size();
        let (mut slope, mut curve) = (vec![0.0; size], vec![0.0; if curved { size * size } else { 0 }]);
        let mut value = self.fixed(at);
        for (slope, limit) in slope.iter_mut().zip(&self.problem.limits) {
            *slope = if *limit > 0.0 { 1.0 } else { 0.0 };
        }
        slope.iter_mut().skip(self.limits).zip(&self.problem.least).for_each(|(slope, least)| *slope = -least);
        let (mut worth, mut mean) = (Vec::new(), vec![0.0; size]);
        for case in &self.problem.cases {
            let plans = self.problem.plans_of(case);
            worth.clear();
            worth.extend(plans.clone().map(|plan| self.reduced(plan, case.group, at)));
            let most = worth.iter().copied().fold(0.0, f64::max);
            let chance = |worth: f64| {
                let below = (most - worth) / heat;
                if below > FAR { 0.0 } else { libm::exp(-below) }
            };
            let none = chance(0.0);
            let mut sum = none;
            for worth in &mut worth {
                *worth = chance(*worth);
                sum += *worth;
            }
            let count = f64::from(case.count);
            value += count * (most + heat * libm::log(sum));
            if sum == none {
                continue;
            }
            mean.fill(0.0);
            let group = case.group.map(|group| self.limits + group);
            for (plan, chance) in plans.clone().zip(&worth).filter(|(_, chance)| **chance > 0.0) {
                let uses = &self.scaled[plan * self.limits..(plan + 1) * self.limits];
                mean.iter_mut().zip(uses).for_each(|(mean, used)| *mean -= chance / sum * used);
                if let Some(group) = group {
                    mean[group] += chance / sum;
                }
            }
            slope.iter_mut().zip(&mean).for_each(|(slope, mean)| *slope += count * mean);
            // A case that is settled adds nothing to the curve.
            let settled = worth.iter().chain([&none]).filter(|chance| **chance > 0.0).count() < 2;
            if !curved || settled {
                continue;
            }
            for (plan, chance) in plans.zip(&worth).filter(|(_, chance)| **chance > 0.0) {
                let uses = &self.scaled[plan * self.limits..(plan + 1) * self.limits];
                let part = |at: usize| uses.get(at).map_or(f64::from(u8::from(group == Some(at))), |used| -used);
                let weight = count * chance / sum / heat;
                for row in 0..size {
                    let of_row = part(row);
                    if of_row != 0.0 {
                        (0..size).for_each(|column| curve[row * size + column] += weight * of_row * part(column));
                    }
                }
            }
            for row in (0..size).filter(|row| mean[*row] != 0.0) {
                let weight = count / heat * mean[row];
                (0..size).for_each(|column| curve[row * size + column] -= weight * mean[column]);
            }
        }
        Smooth { value, slope, curve }
    }

    /// The best prices at a temperature, from those given.
    fn settle(&self, at: &mut Vec<f64>, heat: f64) {
        let size = self.size();
        for _ in 0..MOST_NEWTON {
            let Smooth { value, slope, curve } = self.smooth(at, heat, true);
            let free: Vec<usize> = (0..size).filter(|one| at[*one] > 0.0 || slope[*one] < 0.0).collect();
            let Some(step) = newton(&free, &slope, &curve, size, self.most) else { return };
            let expected: f64 = free.iter().zip(&step).map(|(one, step)| -slope[*one] * step).sum();
            if expected <= 1e-10 * (1.0 + value.abs()) {
                return;
            }
            let mut length = 1.0;
            let mut moved = false;
            for _ in 0..MOST_HALVINGS {
                let mut next = at.clone();
                for (one, step) in free.iter().zip(&step) {
                    next[*one] = (at[*one] + length * step).max(0.0);
                }
                let fall: f64 = (0..size).map(|one| slope[one] * (at[one] - next[one])).sum();
                if self.smooth(&next, heat, false).value <= value - 1e-4 * fall.max(0.0) && next != *at {
                    (*at, moved) = (next, true);
                    break;
                }
                length *= 0.5;
            }
            if !moved {
                return;
            }
        }
    }
}

/// The step of Newton's method in the free variables; `None` where there are none.
fn newton(free: &[usize], slope: &[f64], curve: &[f64], size: usize, most: f64) -> Option<Vec<f64>> {
    let count = free.len();
    if count == 0 {
        return None;
    }
    let largest = free.iter().map(|one| curve[one * size + one]).fold(0.0, f64::max);
    // Where nothing is near its threshold the curve is flat: then a step of the size of prices.
    let ridge = 1e-9 * largest + 1e-9 * free.iter().map(|one| slope[*one].abs()).fold(0.0, f64::max) / most.max(1e-9);
    let mut lower = vec![0.0; count * count];
    for row in 0..count {
        for column in 0..=row {
            let mut sum = curve[free[row] * size + free[column]];
            sum += if row == column { ridge.max(f64::MIN_POSITIVE) } else { 0.0 };
            for inner in 0..column {
                sum -= lower[row * count + inner] * lower[column * count + inner];
            }
            lower[row * count + column] = if row == column {
                sum.max(ridge.max(f64::MIN_POSITIVE)).sqrt()
            } else {
                sum / lower[column * count + column]
            };
        }
    }
    let mut step: Vec<f64> = free.iter().map(|one| -slope[*one]).collect();
    for row in 0..count {
        let known: f64 = (0..row).map(|inner| lower[row * count + inner] * step[inner]).sum();
        step[row] = (step[row] - known) / lower[row * count + row];
    }
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|inner| lower[inner * count + row] * step[inner]).sum();
        step[row] = (step[row] - known) / lower[row * count + row];
    }
    step.iter().all(|step| step.is_finite()).then_some(step)
}

/// The prices of a problem; `near` are those of one that is like it.
pub fn prices(problem: &ChoiceProblem, near: Option<&Prices>) -> Prices {
    let dual = Dual::new(problem);
    let households: f64 = problem.cases.iter().map(|case| f64::from(case.count)).sum();
    let of_limit = |(price, limit): (&f64, &f64)| price * limit.max(0.0);
    let mut at: Vec<f64> = match near.filter(|near| near.limits.len() == problem.limits.len()) {
        Some(near) => {
            near.limits.iter().zip(&problem.limits).map(of_limit).chain(near.groups.iter().copied()).collect()
        }
        None => vec![0.0; dual.size()],
    };
    at.resize(dual.size(), 0.0);
    let positive = problem.values.iter().filter(|value| **value > 0.0);
    let (sum, count) = positive.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    let typical = if count > 0.0 { sum / count } else { dual.most };
    let mut best = (dual.bound(&at), at.clone());
    if typical > 0.0 && households > 0.0 && dual.size() > 0 {
        let steps = if near.is_some() { STEPS - NEAR_STEPS..STEPS } else { 0..STEPS };
        for step in steps {
            let heat = typical * (0..step).fold(1.0, |heat: f64, _| heat * FALL);
            dual.settle(&mut at, heat);
            let bound = dual.bound(&at);
            if bound < best.0 {
                best = (bound, at.clone());
            }
        }
    }
    let (bound, at) = best;
    let per_unit = |(price, limit): (&f64, &f64)| if *limit > 0.0 { price / limit } else { 0.0 };
    Prices {
        limits: at.iter().zip(&problem.limits).map(per_unit).collect(),
        groups: at[problem.limits.len()..].to_vec(),
        bound,
    }
}

/// By plan what it is worth at these prices; negative infinity where it uses what there is nothing of.
pub(super) fn reduced(problem: &ChoiceProblem, prices: &Prices) -> Vec<f64> {
    let mut worth = vec![f64::NEG_INFINITY; problem.values.len()];
    for case in &problem.cases {
        for plan in problem.plans_of(case) {
            let uses = problem.uses_of(plan);
            let barred = uses.iter().zip(&problem.limits).any(|(used, limit)| *used > 0.0 && *limit <= 0.0);
            if !barred {
                let costs: f64 = uses.iter().zip(&prices.limits).map(|(used, price)| used * price).sum();
                worth[plan] = problem.values[plan] - costs + case.group.map_or(0.0, |group| prices.groups[group]);
            }
        }
    }
    worth
}
