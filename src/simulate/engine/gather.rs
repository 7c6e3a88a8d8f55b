//! Sums over groups of draws, in order, and the means that follow.
//!
//! In: [`GroupOutcome`]s in the order of their draws. Out: [`Results`]: lists by draw, and means over draws.

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::engine::group::GroupOutcome;
use crate::simulate::ledger::item_totals::ItemTotals;
use crate::simulate::ledger::totals::TOTALS;
use crate::simulate::plan::RunPlan;
use crate::simulate::results::{AlternativeResults, Distribution, Results};
use std::sync::Arc;

/// What has been added up so far.
pub(crate) struct RunSums {
    parameters: Vec<Vec<f64>>,
    /// By alternative; what is a mean in the end is still a sum.
    pub alternatives: Vec<AlternativeResults>,
    capped: u64,
    capped_draws: usize,
}

impl RunSums {
    /// Nothing yet.
    pub(crate) fn new(scenario: &Scenario, space: &Space) -> Self {
        let (cycle, horizon) = (scenario.settings.cycle, scenario.settings.horizon);
        let years = cycle.years(horizon);
        let empty = AlternativeResults {
            items: vec![ItemTotals::empty(years); scenario.items.len()],
            transitions: vec![0.0; scenario.transitions.len()],
            months: vec![0.0; space.states],
            flows: vec![[0.0; TOTALS]; horizon + 1],
            shares: vec![vec![0.0; space.states]; cycle.year_of(horizon) + 1],
            end: vec![0.0; space.states],
            ..AlternativeResults::default()
        };
        Self {
            parameters: Vec::new(),
            alternatives: vec![empty; scenario.alternatives.len()],
            capped: 0,
            capped_draws: 0,
        }
    }

    /// Adds the next group.
    pub(crate) fn add(&mut self, part: GroupOutcome) {
        self.parameters.extend(part.parameters);
        self.capped += part.capped.iter().sum::<u64>();
        self.capped_draws += part.capped.iter().filter(|count| **count > 0).count();
        self.alternatives.iter_mut().zip(part.alternatives).for_each(|(sum, part)| add_part(sum, part));
    }

    /// Turns sums into means.
    pub(crate) fn finish(mut self, plan: RunPlan, space: Arc<Space>, distributions: Vec<Distribution>) -> Results {
        let draws = plan.draws as f64;
        for alternative in &mut self.alternatives {
            alternative.items.iter_mut().for_each(|item| item.divide(draws));
            let flows = alternative.flows.iter_mut().flatten();
            let shares = alternative.shares.iter_mut().flatten().chain(&mut alternative.end);
            let shares = shares.chain(alternative.occupancy.iter_mut().flatten());
            alternative.begun.iter_mut().flatten().flatten().for_each(|value| *value /= draws);
            let counts = alternative.transitions.iter_mut().chain(&mut alternative.months);
            counts.chain(shares).chain(flows).for_each(|value| *value /= draws);
        }
        self.alternatives
            .iter_mut()
            .skip(1)
            .zip(distributions)
            .for_each(|(alternative, all)| alternative.distribution = all);
        let Self { parameters, alternatives, capped, capped_draws } = self;
        Results { plan, parameters, alternatives, space, relative_risks_capped: capped, capped_draws }
    }
}

fn add_part(sum: &mut AlternativeResults, part: AlternativeResults) {
    sum.draws.extend(part.draws);
    sum.item_draws.extend(part.item_draws);
    sum.item_years.extend(part.item_years);
    sum.households.extend(part.households);
    sum.ends_by_draw.extend(part.ends_by_draw);
    sum.items.iter_mut().zip(&part.items).for_each(|(sum, part)| sum.add(part));
    add(sum.transitions.iter_mut().zip(&part.transitions));
    add(sum.months.iter_mut().zip(&part.months));
    add(sum.shares.iter_mut().flatten().zip(part.shares.iter().flatten()));
    add(sum.end.iter_mut().zip(&part.end));
    sum.occupancy.resize(part.occupancy.len(), Vec::new());
    for (sum, part) in sum.occupancy.iter_mut().zip(&part.occupancy) {
        sum.resize(part.len(), 0.0);
        add(sum.iter_mut().zip(part));
    }
    sum.begun.resize(part.begun.len(), Vec::new());
    for (sum, part) in sum.begun.iter_mut().zip(&part.begun) {
        sum.resize(part.len(), [0.0; 2]);
        add(sum.iter_mut().flatten().zip(part.iter().flatten()));
    }
    add(sum.flows.iter_mut().flatten().zip(part.flows.iter().flatten()));
}

fn add<'a>(pairs: impl Iterator<Item = (&'a mut f64, &'a f64)>) {
    pairs.for_each(|(sum, part)| *sum += part);
}
