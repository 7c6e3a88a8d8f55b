//! One group of draws with its compiled values: drawn parameters, hazards, euro per unit.
//!
//! In: a [`Prepared`] scenario, drawn parameters. Out: [`Compiled`] for each alternative; and [`DrawGroup`], by which
//! the drivers are told what they work on.

use crate::model::Alternative;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::ratio::Central;
use crate::simulate::compile::values::Inputs;
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::item_plan::{self, Amount};
use crate::simulate::limits::LANES;
use crate::simulate::micro::value::money::{Money, Plans};
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::RunPlan;

/// One alternative in a group of draws, ready for both methods.
pub(crate) struct Compiled<'a> {
    pub(crate) inputs: Inputs<'a, LANES>,
    pub(crate) hazards: Hazards<LANES>,
    pub(crate) amounts: Vec<Amount<LANES>>,
}

/// A group of draws.
pub(crate) struct DrawGroup<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) plan: &'a RunPlan,
    /// Numbers of the draws.
    pub(crate) draws: &'a [u64],
    /// By alternative.
    pub(crate) compiled: &'a [Compiled<'a>],
    /// May stop it.
    pub(crate) monitor: &'a dyn Monitor,
}

impl<'a> Compiled<'a> {
    /// Compiles all alternatives. Parameters are drawn once by name, and again with the distributions that an
    /// alternative changes; `drawn` holds values by draw and parameter before that.
    pub(crate) fn all(
        prepared: &'a Prepared,
        central: &Central,
        seed: u64,
        draws: [u64; LANES],
        drawn: &[Vec<f64>],
    ) -> Result<Vec<Self>, SimulationError> {
        let scenario = prepared.scenario();
        let lanes = |index: usize| std::array::from_fn(|lane: usize| drawn[lane][index]);
        let base: Vec<Lanes<LANES>> = (0..scenario.parameters.len()).map(lanes).collect();
        let values = |index: usize, alternative: &Alternative| {
            let mut changed = base.clone();
            if alternative.changes_parameters() {
                for (lane, (values, draw)) in drawn.iter().zip(draws).enumerate() {
                    let values = prepared.sampler.changed(scenario, index, seed, draw, values);
                    changed.iter_mut().zip(values).for_each(|(lanes, value)| lanes[lane] = value);
                }
            }
            Inputs { scenario, draws, parameters: changed }
        };
        let compiled = |(index, alternative): (usize, &Alternative)| {
            let inputs = values(index, alternative);
            let hazards = Hazards::new(&inputs, alternative, central)?;
            Ok(Self { hazards, amounts: item_plan::amounts(&inputs, index)?, inputs })
        };
        scenario.alternatives.iter().enumerate().map(compiled).collect()
    }
}

impl DrawGroup<'_> {
    /// Hazards of one draw, by alternative.
    pub(crate) fn hazards(&self, lane: usize) -> Vec<Hazards<1>> {
        self.compiled.iter().map(|compiled| compiled.hazards.lane(lane)).collect()
    }

    /// What everything is worth in one draw, by alternative.
    pub(crate) fn money(&self, lane: usize) -> Vec<Money> {
        let Prepared { scenario, space, items, timing, .. } = self.prepared;
        let plans = Plans { scenario, space, items, timing };
        let mut money: Vec<Money> = Vec::with_capacity(self.compiled.len());
        for (alternative, compiled) in self.compiled.iter().enumerate() {
            money.push(Money::new(plans, alternative, &compiled.amounts, lane, money.first()));
        }
        money
    }
}
