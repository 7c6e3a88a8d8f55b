//! Which alternative to choose: chance of being the best, the frontier of each effect, and acceptability over what a unit
//! of the effect is worth.
//!
//! In: results by draw. Out: [`Choice`].
//!
//! # Formulas
//! An alternative is the best in a draw where its balance is the highest, the null alternative with 0 among them; a draw
//! is divided among equals. That is another thing than the best on average: a plan with a wide spread can be the best in
//! most draws and lose on average. With a value `w` of a unit the balance is money and `w` times the units gained: the
//! chance of being best over `w` is the acceptability curve. What is best on average at some `w` is on the frontier.
//!
//! # Source
//! E. Fenwick, K. Claxton and M. Sculpher, "Representing uncertainty: the role of cost-effectiveness acceptability curves",
//! Health Economics 10 (2001).

use crate::analyse::answer::effects::frontier::{FrontierAnswer, frontiers};
use crate::analyse::answer::effects::{Effect, answers, effects};
use crate::analyse::decision::DecisionDraws;
use crate::analyse::statistics::design::{FigureErrors, Kept};
use crate::analyse::statistics::sample::mean;
use crate::model::Origin;
use crate::simulate::ledger::MONEY;
use serde::{Deserialize, Serialize};

/// Values of a unit, as parts of the value that the scenario gives it.
const PARTS: [f64; 9] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0];

/// Which alternative to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// All alternatives, the null alternative among them, the best on average first.
    pub plans: Vec<PlanChoice>,
    /// Which can be the best at some price of an effect; empty where nothing is measured in units.
    pub frontiers: Vec<FrontierAnswer>,
    /// For each effect that has a value.
    pub acceptability: Vec<Acceptability>,
    /// For each effect: costs and units by draw, for a cost-effectiveness plane.
    #[serde(skip)]
    pub planes: Vec<Plane>,
}

/// One alternative among all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanChoice {
    /// The alternative.
    pub alternative: String,
    /// Mean balance, euro per household.
    pub net_benefit: f64,
    /// What it brings beyond the next one in this list; `None` of the last.
    pub beyond_next: Option<f64>,
    /// Share of draws in which it is the best.
    pub probability_best: f64,
    /// Standard errors of these figures, by name.
    pub monte_carlo_errors: FigureErrors,
}

/// Chance of being the best over the value of a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptability {
    /// What is measured.
    pub effect: String,
    /// Value of a unit in the scenario, mean, euro.
    pub value: f64,
    /// Alternatives in the order of the scenario, the null alternative first.
    pub alternatives: Vec<String>,
    /// By value of a unit.
    pub points: Vec<AcceptabilityPoint>,
}

/// One value of a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcceptabilityPoint {
    /// Euro for a unit.
    pub value: f64,
    /// The alternative that is best on average there.
    pub best: String,
    /// By alternative: share of draws in which it is the best.
    pub probability_best: Vec<f64>,
}

/// Costs and units of each alternative but the null alternative, by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// What is measured.
    pub effect: String,
    /// Cost to society in money beyond the null alternative, euro.
    pub more_costs: Vec<Vec<f64>>,
    /// Units gained.
    pub gained: Vec<Vec<f64>>,
}

/// The share of draws in which each alternative is best; balances by alternative but the null alternative, and by draw.
pub fn shares_best(net: &[Vec<f64>]) -> Vec<f64> {
    let draws = net.first().map_or(0, Vec::len);
    let mut counts = vec![0.0; net.len() + 1];
    for draw in 0..draws {
        let parts = parts_best(net, draw);
        counts.iter_mut().zip(parts).for_each(|(count, part)| *count += part);
    }
    counts.into_iter().map(|count| count / draws.max(1) as f64).collect()
}

/// The part of a draw in which each alternative is best.
fn parts_best(net: &[Vec<f64>], draw: usize) -> impl Iterator<Item = f64> + '_ {
    let values = move || std::iter::once(0.0).chain(net.iter().map(move |plan| plan[draw]));
    let highest = values().fold(0.0, f64::max);
    let equals = values().filter(|value| *value == highest).count() as f64;
    values().map(move |value| if value == highest { 1.0 / equals } else { 0.0 })
}

/// Which is the highest: 0 for the null alternative with its 0.
fn best_of(values: impl Iterator<Item = f64>) -> usize {
    let better = |best: (usize, f64), (at, value): (usize, f64)| if value > best.1 { (at + 1, value) } else { best };
    values.enumerate().fold((0, 0.0), better).0
}

/// All of it.
pub fn choice(draws: &DecisionDraws) -> Choice {
    let ids: Vec<String> = draws.scenario.alternatives.iter().map(|alternative| alternative.id.clone()).collect();
    let net = |kept: Kept| (0..draws.plans()).map(|plan| draws.net(plan, kept)).collect::<Vec<_>>();
    let all = net(Kept::ALL);
    let means: Vec<f64> = std::iter::once(0.0).chain(all.iter().map(|net| mean(net.iter().copied()))).collect();
    let shares = shares_best(&all);
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|a, b| means[*b].total_cmp(&means[*a]).then(a.cmp(b)));
    let plan = |(place, at): (usize, &usize)| {
        let mut errors = FigureErrors::default();
        let own = at.checked_sub(1).map(|plan| &all[plan]);
        errors.set("net_benefit", own.map_or(Some(0.0), |net| draws.design.error(net, None)));
        let parts: Vec<f64> = (0..draws.count()).filter_map(|draw| parts_best(&all, draw).nth(*at)).collect();
        errors.set("probability_best", draws.design.error(&parts, None));
        let next = order.get(place + 1);
        if let Some(next) = next {
            let value = |at: usize, draw: usize| at.checked_sub(1).map_or(0.0, |plan| all[plan][draw]);
            let difference: Vec<f64> = (0..draws.count()).map(|draw| value(*at, draw) - value(*next, draw)).collect();
            errors.set("beyond_next", draws.design.error(&difference, None));
        }
        PlanChoice {
            alternative: ids[*at].clone(),
            net_benefit: means[*at],
            beyond_next: next.map(|next| means[*at] - means[*next]),
            probability_best: shares[*at],
            monte_carlo_errors: errors,
        }
    };
    let effects = effects(draws.scenario);
    let planes: Vec<Plane> = effects.iter().map(|effect| plane(draws, effect)).collect();
    let measured: Vec<_> = draws.results.alternatives[1..]
        .iter()
        .map(|own| answers(draws.scenario, &draws.results.alternatives[0], own, draws.design))
        .collect();
    let named: Vec<(&str, &[_])> =
        ids[1..].iter().map(String::as_str).zip(measured.iter().map(Vec::as_slice)).collect();
    let acceptability = effects.iter().zip(&planes).filter_map(|(effect, plane)| {
        let value = value_of(draws, effect)?;
        Some(acceptable(&ids, plane, value))
    });
    Choice {
        plans: order.iter().enumerate().map(plan).collect(),
        frontiers: frontiers(&ids[0], &named),
        acceptability: acceptability.collect(),
        planes,
    }
}

fn plane(draws: &DecisionDraws, effect: &Effect) -> Plane {
    let all = &draws.results.alternatives;
    let costs = |plan: usize| all[plan + 1].draws.iter().map(|draw| 0.0 - draw.net_benefit[MONEY]).collect();
    Plane {
        effect: effect.id.clone(),
        more_costs: (0..draws.plans()).map(costs).collect(),
        gained: (0..draws.plans()).map(|plan| effect.gained(&all[0], &all[plan + 1])).collect(),
    }
}

/// Mean value of a unit: that of the first item of the effect that has a price.
fn value_of(draws: &DecisionDraws, effect: &Effect) -> Option<f64> {
    let scenario = draws.scenario;
    let prices = effect.items.iter().filter_map(|item| scenario.items[*item].price);
    let value = |origin: Origin| match origin {
        Origin::Fixed(value) => Some(value),
        Origin::Parameter(at) => Some(scenario.parameters[at].distribution.mean()),
        Origin::Characteristic(at) => Some(scenario.characteristics[at].value.mean()),
        Origin::Table(_) => None,
    };
    prices.filter_map(|price| value(price.origin)).map(f64::abs).find(|value| *value > 0.0)
}

/// The curve of one effect.
pub fn acceptable(ids: &[String], plane: &Plane, value: f64) -> Acceptability {
    let point = |part: f64| {
        let worth = part * value;
        let of_plan = |(costs, gained): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
            costs.iter().zip(gained).map(|(cost, gained)| worth * gained - cost).collect()
        };
        let net: Vec<Vec<f64>> = plane.more_costs.iter().zip(&plane.gained).map(of_plan).collect();
        let best = best_of(net.iter().map(|plan| mean(plan.iter().copied())));
        AcceptabilityPoint { value: worth, best: ids[best].clone(), probability_best: shares_best(&net) }
    };
    Acceptability {
        effect: plane.effect.clone(),
        value,
        alternatives: ids.to_vec(),
        points: PARTS.into_iter().map(point).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted by hand, draw by draw.
    #[test]
    fn the_best_in_most_draws_need_not_be_the_best_on_average() {
        let net = vec![vec![1.0, 1.0, 1.0, -9.0], vec![0.5, 0.5, 0.5, 0.5]];
        assert_eq!(shares_best(&net), [0.0, 0.75, 0.25]);
        assert_eq!(best_of(net.iter().map(|plan| mean(plan.iter().copied()))), 2);
        // Nothing above 0: the null alternative.
        assert_eq!(shares_best(&[vec![-1.0, 0.0]]), [0.75, 0.25]);
    }

    #[test]
    fn acceptability_goes_by_the_value_of_a_unit() {
        let ids = ["null", "a", "b"].map(str::to_owned);
        let plane = Plane {
            effect: "qaly".into(),
            more_costs: vec![vec![100.0, 300.0], vec![500.0, 500.0]],
            gained: vec![vec![1.0, 1.0], vec![2.0, 3.0]],
        };
        let found = acceptable(&ids, &plane, 400.0);
        // At 0 nothing pays; at 400: a gains 300 and 100, b 300 and 700: the first draw is divided.
        assert_eq!(found.points[0].probability_best, [1.0, 0.0, 0.0]);
        assert_eq!(found.points[4].probability_best, [0.0, 0.25, 0.75]);
        assert_eq!((found.points[0].best.as_str(), found.points[4].best.as_str()), ("null", "b"));
        assert_eq!(found.points[8].value, 800.0);
    }
}
