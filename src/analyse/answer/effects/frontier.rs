//! Cost-effectiveness frontier of several plans: which of them can be the best at some price of the effect.
//!
//! In: mean costs and effects. Out: [`Position`]s: dominated, dominated by a mix of two others (extended dominance), or on
//! the frontier with the incremental cost-effectiveness ratio (ICER) to the plan before it.
//!
//! Source: Drummond and others, *Methods for the Economic Evaluation of Health Care Programmes*, 4th edition (2015).

use crate::analyse::answer::effects::EffectAnswer;
use crate::analyse::word::{self, Word};
use serde::{Deserialize, Serialize};

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position {
    /// On the frontier: euro for each unit more than the plan before it on the frontier; `None` for the first.
    OnFrontier(Option<f64>),
    /// Another plan has at least as much effect for at most the same costs, and is better in one of both. Of plans that
    /// are alike the first is kept.
    Dominated,
    /// A mix of two others has more effect for the same costs.
    ExtendedDominated,
}

/// One plan among all, for one effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierPlan {
    /// The alternative; the null alternative is one of them, with 0 and 0.
    pub id: String,
    /// Mean cost to society in money beyond the null alternative, euro.
    pub more_costs: f64,
    /// Mean units gained.
    pub gained: f64,
    /// `on_frontier`, `dominated` or `extended_dominated`.
    #[serde(deserialize_with = "word::read")]
    pub position: Word,
    /// Euro for each unit more than the plan before it on the frontier; `None` for the first and for what is not on it.
    pub cost_per_unit: Option<f64>,
}

/// All plans for one effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierAnswer {
    /// What is measured.
    pub effect: String,
    /// The null alternative and all others, in the order of the scenario.
    pub plans: Vec<FrontierPlan>,
}

/// Positions of plans with these costs and effects, in the same order.
pub fn positions(plans: &[(f64, f64)]) -> Vec<Position> {
    let mut found = vec![Position::Dominated; plans.len()];
    let mut order: Vec<usize> = (0..plans.len()).collect();
    order.sort_by(|a, b| {
        let ((cost, effect), (other_cost, other_effect)) = (plans[*a], plans[*b]);
        cost.total_cmp(&other_cost).then(other_effect.total_cmp(&effect)).then(a.cmp(b))
    });
    // From cheap to dear only what has more effect than all before it is not dominated.
    let mut left: Vec<usize> = Vec::new();
    for at in order {
        if left.last().is_none_or(|last| plans[at].1 > plans[*last].1) {
            left.push(at);
        }
    }
    let ratio = |from: usize, to: usize| (plans[to].0 - plans[from].0) / (plans[to].1 - plans[from].1);
    // What costs more for a unit than the step after it lies above the line between its neighbours.
    let mut frontier: Vec<usize> = Vec::new();
    for at in left {
        while let [.., before, last] = frontier[..] {
            if ratio(before, last) < ratio(last, at) {
                break;
            }
            found[last] = Position::ExtendedDominated;
            frontier.pop();
        }
        frontier.push(at);
    }
    for (place, at) in frontier.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| frontier[before]);
        found[*at] = Position::OnFrontier(before.map(|before| ratio(before, *at)));
    }
    found
}

/// The frontier of each effect; `effects` by alternative but the null alternative.
pub fn frontiers(null: &str, effects: &[(&str, &[EffectAnswer])]) -> Vec<FrontierAnswer> {
    let Some((_, first)) = effects.first() else { return Vec::new() };
    let frontier = |which: usize| {
        let own = effects.iter().map(|(id, all)| (*id, all[which].more_costs, all[which].gained.mean));
        let all: Vec<(&str, f64, f64)> = std::iter::once((null, 0.0, 0.0)).chain(own).collect();
        let positions = positions(&all.iter().map(|(_, costs, gained)| (*costs, *gained)).collect::<Vec<_>>());
        let plan = |((id, more_costs, gained), position): (&(&str, f64, f64), Position)| {
            let (position, cost_per_unit) = match position {
                Position::OnFrontier(ratio) => ("on_frontier", ratio),
                Position::Dominated => ("dominated", None),
                Position::ExtendedDominated => ("extended_dominated", None),
            };
            FrontierPlan { id: id.to_string(), more_costs: *more_costs, gained: *gained, position, cost_per_unit }
        };
        FrontierAnswer { effect: first[which].id.clone(), plans: all.iter().zip(positions).map(plan).collect() }
    };
    (0..first.len()).map(frontier).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Position::{Dominated, ExtendedDominated, OnFrontier};

    /// Published case: the third plan costs least and does as much as the best.
    #[test]
    fn one_plan_that_dominates_all_others_has_no_ratio() {
        let plans = [(163771.0, 6.48273), (164848.7, 6.52861), (163765.1, 6.52861)];
        assert_eq!(positions(&plans), [Dominated, Dominated, OnFrontier(None)]);
    }

    #[test]
    fn steps_along_the_frontier_become_dearer() {
        // From the first to the second 100 a unit, to the third 300, to the fourth 200: the third is beaten by a mix.
        let plans = [(0.0, 0.0), (100.0, 1.0), (400.0, 2.0), (600.0, 3.0), (700.0, 2.5)];
        let wanted = [OnFrontier(None), OnFrontier(Some(100.0)), ExtendedDominated, OnFrontier(Some(250.0)), Dominated];
        assert_eq!(positions(&plans), wanted);
        // Taking one out makes the one before it dearer than the step past it.
        let plans = [(0.0, 0.0), (10.0, 1.0), (25.0, 2.0), (30.0, 3.0), (30.0, 4.0)];
        assert_eq!(
            positions(&plans),
            [OnFrontier(None), ExtendedDominated, ExtendedDominated, Dominated, OnFrontier(Some(7.5))]
        );
        assert_eq!(positions(&[(1.0, 1.0), (1.0, 1.0)]), [OnFrontier(None), Dominated]);
        assert_eq!(positions(&[]), []);
    }

    /// Against the meaning: on the frontier is what is best at some price of a unit.
    #[test]
    fn the_frontier_is_what_is_best_at_some_price() {
        for seed in 0..200_u64 {
            let number = |n: u64| ((seed * 7 + n) * 2_654_435_761 % 1_009) as f64;
            let plans: Vec<(f64, f64)> = (0..6).map(|n| (number(2 * n), number(2 * n + 1))).collect();
            let best = |price: f64| {
                let worth = |plan: &(f64, f64)| plan.1 * price - plan.0;
                (0..plans.len()).max_by(|a, b| worth(&plans[*a]).total_cmp(&worth(&plans[*b]))).expect("a plan")
            };
            for price in (0..4_000).map(|n| 0.003 + libm::exp(f64::from(n) / 250.0 - 8.0)) {
                assert!(matches!(positions(&plans)[best(price)], OnFrontier(_)), "{plans:?} at {price}");
            }
        }
    }
}
