//! The choice within limits, from a caseload.
//!
//! In: a [`Portfolio`], limits. Out: which plans are given, and a [`ChoiceAnswer`]. What a plan is worth is the mean over
//! draws, which is exact for sums; how sure the choice is, is told by choosing anew in each of many draws.

use crate::analyse::portfolio::answer::{ChoiceAnswer, CurvePoint, LimitAnswer, RiskChoice};
use crate::analyse::portfolio::cases::{Given, Portfolio};
use crate::analyse::portfolio::choice::problem::{ChoiceCase, ChoiceProblem, Taken};
use crate::analyse::portfolio::choice::{ChosenPlans, choose, choose_quickly, curve};
use crate::analyse::statistics::sample::mean;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Budgets on the curve, and the largest in times what is looked at.
pub const CURVE_POINTS: usize = 50;
const CURVE_END: f64 = 2.0;
/// Draws in which the choice is made anew, and plans times draws at most.
const MOST_DRAWS: usize = 200;
const MOST_CHOICES: usize = 2_000_000;
/// Rounds by which a choice comes to look at its worst draws, and which part of draws that is.
const RISK_ROUNDS: usize = 10;
const WORST: f64 = 0.1;
/// A case as good as this many euro is as good.
const TIE: f64 = 0.5;

/// What a choice must keep to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Money of the payer, not discounted: by calendar year, or for all together.
    pub budgets: Vec<(Option<i32>, f64)>,
    /// Hours, likewise.
    pub hours: Vec<(Option<i32>, f64)>,
    /// Least chance that a plan pays.
    pub least_chance: Option<f64>,
    /// Least share of the households of each neighbourhood.
    pub fair_share: Option<f64>,
}

impl Limits {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The plans that are looked at, by case.
pub(super) struct Offers {
    /// Case and plan, in the order of the problem.
    pub(super) plans: Vec<(usize, usize)>,
    /// By plan of the problem and draw.
    pub(super) worth: Vec<Vec<f64>>,
    pub(super) problem: ChoiceProblem,
    pub(super) groups: Vec<String>,
}

/// What was chosen.
pub(super) struct Decision {
    pub(super) given: Vec<Given>,
    pub(super) answer: ChoiceAnswer,
    /// By plan of the offers: margin and how often.
    pub(super) margins: Vec<(f64, f64)>,
}

/// The problem of a caseload.
pub(super) fn offers(portfolio: &Portfolio, aim: usize, limits: &Limits) -> Offers {
    let sides = limits.budgets.iter().map(|(year, most)| (true, *year, *most));
    let sides: Vec<(bool, Option<i32>, f64)> =
        sides.chain(limits.hours.iter().map(|(year, most)| (false, *year, *most))).collect();
    let mut found = Offers {
        plans: Vec::new(),
        worth: Vec::new(),
        problem: ChoiceProblem { limits: sides.iter().map(|side| side.2).collect(), ..ChoiceProblem::default() },
        groups: Vec::new(),
    };
    let mut households: BTreeMap<&str, u64> = BTreeMap::new();
    if limits.fair_share.is_some() {
        for case in &portfolio.cases {
            *households.entry(case.neighbourhood.as_str()).or_default() += u64::from(case.count);
        }
    }
    found.groups = households.keys().map(|name| (*name).to_owned()).collect();
    let share = limits.fair_share.unwrap_or(0.0);
    found.problem.least = households.values().map(|count| (share * *count as f64 - 1e-9).ceil().max(0.0)).collect();
    for (at, case) in portfolio.cases.iter().enumerate() {
        let first = found.plans.len();
        for plan in portfolio.plans(at) {
            let worth = portfolio.net(at, plan, aim);
            let chance = mean(worth.iter().map(|worth| f64::from(u8::from(*worth > 0.0))));
            if limits.least_chance.is_some_and(|least| chance < least) {
                continue;
            }
            let (cost, hours) = (portfolio.cost_by_year(at, plan), portfolio.hours_by_year(at, plan));
            // Nobody is helped by a plan that does nothing for a household such as this one.
            let nothing = |by_year: &BTreeMap<i32, f64>| by_year.values().all(|value| *value == 0.0);
            if case.plan.is_none() && worth.iter().all(|worth| *worth == 0.0) && nothing(&cost) && nothing(&hours) {
                continue;
            }
            for (is_budget, year, _) in &sides {
                let by_year = if *is_budget { &cost } else { &hours };
                let used = match year {
                    Some(year) => by_year.get(year).copied().unwrap_or(0.0),
                    None => by_year.values().sum(),
                };
                found.problem.uses.push(used.max(0.0));
            }
            found.problem.values.push(mean(worth.iter().copied()));
            found.plans.push((at, plan));
            found.worth.push(worth);
        }
        let group = found.groups.binary_search(&case.neighbourhood).ok();
        let plans = found.plans.len() - first;
        found.problem.cases.push(ChoiceCase { count: case.count, first, plans, group });
    }
    found
}

impl Offers {
    /// The plans that a choice gives.
    pub(super) fn given(&self, taken: &Taken) -> Vec<Given> {
        let counted = self.plans.iter().zip(&taken.counts).filter(|(_, count)| **count > 0);
        counted.map(|((case, plan), count)| Given { case: *case, plan: *plan, count: *count }).collect()
    }

    fn households(taken: &Taken) -> u64 {
        taken.counts.iter().map(|count| u64::from(*count)).sum()
    }

    /// By draw what a choice is worth.
    fn by_draw(&self, taken: &Taken) -> Vec<f64> {
        let draws = self.worth.first().map_or(0, Vec::len);
        let mut sums = vec![0.0; draws];
        for (worth, count) in self.worth.iter().zip(&taken.counts).filter(|(_, count)| **count > 0) {
            sums.iter_mut().zip(worth).for_each(|(sum, worth)| *sum += f64::from(*count) * worth);
        }
        sums
    }
}

/// The choice; `None` where nothing was found that keeps to the limits.
pub(super) fn decide(portfolio: &Portfolio, aim: usize, limits: &Limits) -> Option<(Offers, Decision)> {
    let offers = offers(portfolio, aim, limits);
    let choice = choose(&offers.problem, None)?;
    let sides =
        limits.budgets.iter().map(|side| ("budget", side)).chain(limits.hours.iter().map(|side| ("hours", side)));
    let answers = sides.enumerate().map(|(at, (kind, (year, most)))| LimitAnswer {
        kind,
        calendar_year: *year,
        limit: *most,
        used: choice.taken.used[at],
        price: choice.prices.limits[at],
    });
    let how_often = how_often(&offers, &choice);
    let (curve, risk) = (points(portfolio, aim, limits, &offers), careful(&offers, &choice));
    let free = |offers: &Offers| {
        let cases = offers.problem.cases.iter().map(|case| ChoiceCase { group: None, ..case.clone() }).collect();
        choose(&ChoiceProblem { least: Vec::new(), cases, ..offers.problem.clone() }, None)
    };
    let fair_price = limits.fair_share.and_then(|_| Some(free(&offers)?.taken.value - choice.taken.value));
    let answer = ChoiceAnswer {
        limits: answers.collect(),
        households: Offers::households(&choice.taken),
        value: choice.taken.value,
        bound: choice.bound,
        gap: choice.gap(),
        proven: choice.proven,
        least_chance: limits.least_chance,
        fair_share: limits.fair_share,
        fair_price: fair_price.map(|price| price.max(0.0)),
        fair_premiums: offers.groups.iter().cloned().zip(choice.prices.groups.iter().copied()).collect(),
        curve,
        risk,
        choice_draws: how_often.1,
    };
    let margins = margins(&offers.problem, &choice).into_iter().zip(how_often.0).collect();
    let given = offers.given(&choice.taken);
    Some((offers, Decision { given, answer, margins }))
}

/// By plan how far it stands above the best other choice of its case at the prices.
fn margins(problem: &ChoiceProblem, choice: &ChosenPlans) -> Vec<f64> {
    let at_prices = |plan: usize, group: Option<usize>| {
        let costs: f64 =
            problem.uses_of(plan).iter().zip(&choice.prices.limits).map(|(used, price)| used * price).sum();
        problem.values[plan] - costs + group.map_or(0.0, |group| choice.prices.groups[group])
    };
    let mut found = vec![0.0; problem.values.len()];
    for case in &problem.cases {
        for plan in problem.plans_of(case) {
            let others = problem.plans_of(case).filter(|other| *other != plan);
            let best = others.map(|other| at_prices(other, case.group)).fold(0.0, f64::max);
            found[plan] = at_prices(plan, case.group) - best;
        }
    }
    found
}

/// Whether a plan is as good as another choice: households that are alike get it and do not, or its margin is nothing.
pub(super) fn is_tie(given: u32, households: u32, margin: f64) -> bool {
    margin.abs() < TIE || (given > 0 && given < households)
}

/// By plan the share of its households that get it, over draws in which the choice is made anew; and these draws.
fn how_often(offers: &Offers, choice: &ChosenPlans) -> (Vec<f64>, usize) {
    let plans = offers.plans.len();
    let all = offers.worth.first().map_or(0, Vec::len);
    let draws = all.min(MOST_DRAWS).min(MOST_CHOICES / plans.max(1)).max(usize::from(all > 0));
    let of_draw = |draw: usize| {
        let own = offers.problem.with_values(offers.worth.iter().map(|worth| worth[draw]).collect());
        choose_quickly(&own, Some(&choice.prices)).map(|choice| choice.taken.counts)
    };
    let found: Vec<Option<Vec<u32>>> = (0..draws).into_par_iter().map(of_draw).collect();
    let found: Vec<Vec<u32>> = found.into_iter().flatten().collect();
    let mut shares = vec![0.0; plans];
    for case in &offers.problem.cases {
        for plan in offers.problem.plans_of(case) {
            let sum: f64 = found.iter().map(|counts| f64::from(counts[plan])).sum();
            shares[plan] = sum / (f64::from(case.count) * found.len().max(1) as f64);
        }
    }
    (shares, found.len())
}

/// What other budgets bring: up to twice what there is, or, where there is no budget, what all that is worth it costs.
fn points(portfolio: &Portfolio, aim: usize, limits: &Limits, offers: &Offers) -> Vec<CurvePoint> {
    let whole = if limits.budgets.is_empty() {
        let unlimited = choose_quickly(&offers.problem, None);
        let given = unlimited.map(|choice| offers.given(&choice.taken)).unwrap_or_default();
        let cost =
            |one: &Given| f64::from(one.count) * portfolio.cost_by_year(one.case, one.plan).values().sum::<f64>();
        let cost: f64 = given.iter().map(cost).sum();
        Limits { budgets: vec![(None, cost)], ..limits.clone() }
    } else {
        limits.clone()
    };
    let end = if limits.budgets.is_empty() { 1.0 } else { CURVE_END };
    let own;
    let problem = if limits.budgets.is_empty() {
        own = self::offers(portfolio, aim, &whole);
        &own.problem
    } else {
        &offers.problem
    };
    let budget: f64 = whole.budgets.iter().map(|side| side.1).sum();
    let factors: Vec<f64> = (1..=CURVE_POINTS).map(|at| end * at as f64 / CURVE_POINTS as f64).collect();
    let varied: Vec<usize> = (0..whole.budgets.len()).collect();
    let found = curve(problem, &varied, &factors);
    let point = |(factor, choice): (&f64, Option<ChosenPlans>)| {
        let choice = choice?;
        Some(CurvePoint {
            budget: budget * factor,
            value: choice.taken.value,
            bound: choice.bound,
            households: Offers::households(&choice.taken),
            price: varied.iter().map(|at| choice.prices.limits[*at]).fold(0.0, f64::max),
        })
    };
    factors.iter().zip(found).filter_map(point).collect()
}

/// Mean of the worst tenth.
fn worst(draws: &[f64]) -> f64 {
    let mut sorted = draws.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = ((WORST * sorted.len() as f64).ceil() as usize).max(1);
    mean(sorted.into_iter().take(count))
}

/// A choice that looks at the worst tenth of its draws: these count ever more, round after round; the best of all rounds
/// is kept.
fn careful(offers: &Offers, choice: &ChosenPlans) -> Option<RiskChoice> {
    let draws = offers.by_draw(&choice.taken);
    if draws.len() < 10 {
        return None;
    }
    let start = worst(&draws);
    let (mut best, mut best_worst) = (choice.taken.clone(), start);
    let mut weights = vec![1.0 / draws.len() as f64; draws.len()];
    let mut sums = draws;
    for round in 0..RISK_ROUNDS {
        let mut order: Vec<usize> = (0..sums.len()).collect();
        order.sort_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(a.cmp(b)));
        let count = ((WORST * sums.len() as f64).ceil() as usize).max(1);
        let step = 1.0 / (round as f64 + 2.0);
        weights.iter_mut().for_each(|weight| *weight *= 1.0 - step);
        order.iter().take(count).for_each(|draw| weights[*draw] += step / count as f64);
        let weighted = |worth: &Vec<f64>| worth.iter().zip(&weights).map(|(worth, weight)| worth * weight).sum();
        let own = offers.problem.with_values(offers.worth.iter().map(weighted).collect());
        let Some(next) = choose_quickly(&own, Some(&choice.prices)) else { break };
        sums = offers.by_draw(&next.taken);
        let found = worst(&sums);
        if found > best_worst {
            (best, best_worst) = (next.taken, found);
        }
    }
    let changed = best.counts.iter().zip(&choice.taken.counts).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    let value = mean(offers.by_draw(&best).into_iter());
    Some(RiskChoice { worst: start, careful_worst: best_worst, careful_value: value, changed })
}
