//! Simulated households of one draw: each goes through all alternatives with the same random numbers.
//!
//! In: a [`Prepared`] scenario, compiled values of a draw. Out: calls [`Each`] with every household's course without help and
//! with how the other alternatives part from it. Scenarios without history go from event to event, the others month by month.
//! What a course is worth is found out in `futures` and `by_draw`.

use crate::simulate::compile::hazard::Hazards;
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::factors::household_characteristics;
use crate::simulate::micro::course::Parting;
use crate::simulate::micro::events::alternative_hazard::Change;
use crate::simulate::micro::events::baseline_hazard::Law;
use crate::simulate::micro::events::exit_layout::Layout;
use crate::simulate::micro::events::{BLOCK, Skip};
use crate::simulate::micro::months::Months;
use crate::simulate::micro::simulator::{Room, Way};
use crate::simulate::micro::value::sums::Summed;
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::RunPlan;
use crate::simulate::random::household_stream::HouseholdStream;

/// Households after which a draw looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 14;

/// What is done with each household.
pub(crate) trait Each {
    /// A household: its course without help, how the others part from it, and its factors by class of characteristics.
    fn household(&mut self, null: &impl Summed, partings: &[Parting], factors: &[f64]);
}

/// One draw of which the households are asked for.
pub(crate) struct HouseholdDraw<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) plan: &'a RunPlan,
    /// Number of the draw.
    pub(crate) draw: u64,
    /// By alternative.
    pub(crate) hazards: &'a [Hazards<1>],
    /// May stop it.
    pub(crate) monitor: &'a dyn Monitor,
}

impl HouseholdDraw<'_> {
    /// Simulates all households of the draw.
    ///
    /// # Errors
    /// A stop on request.
    pub(crate) fn simulate(&self, room: &mut Room, each: &mut impl Each) -> Result<(), SimulationError> {
        let prepared = self.prepared;
        room.partings.resize_with(self.hazards.len() - 1, Parting::default);
        match prepared.exit_layout(self.plan.method) {
            Some(layout) => {
                let skip = skip(prepared, layout, self.hazards);
                skip.begin(&mut room.trace);
                self.simulate_by(&skip, room, each)
            }
            None => {
                let months = Months::new(&prepared.rules, prepared.month_rules(), self.hazards, &prepared.times);
                self.simulate_by(&months, room, each)
            }
        }
    }

    fn simulate_by(&self, way: &impl Way, room: &mut Room, each: &mut impl Each) -> Result<(), SimulationError> {
        let Prepared { scenario, characteristic_keys, classes, households_differ, .. } = self.prepared;
        let RunPlan { seed, households, .. } = *self.plan;
        let (mut characteristics, mut factors) = (Vec::new(), Vec::new());
        let mut block: Vec<HouseholdStream> = Vec::with_capacity(BLOCK);
        for household in 0..households {
            if household % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && self.monitor.stopped() {
                return Err(SimulationError::Stopped);
            }
            let at = household % BLOCK;
            if at == 0 {
                let numbers = household..households.min(household + BLOCK);
                block.clear();
                block.extend(numbers.map(|number| HouseholdStream::new(seed, self.draw, number as u64)));
                way.prepare(&block, room);
            }
            let stream = block[at];
            if household == 0 || *households_differ {
                characteristics = household_characteristics(scenario, characteristic_keys, stream);
                factors = classes.values(&characteristics);
            }
            let (null, partings) = way.follow((at, stream), &characteristics, room);
            each.household(&null, partings, &factors);
        }
        Ok(())
    }
}

fn skip<'a>(prepared: &'a Prepared, layout: &'a Layout, hazards: &[Hazards<1>]) -> Skip<'a> {
    let Prepared { scenario, space, .. } = prepared;
    let law = Law::new(scenario, space, layout, &hazards[0]);
    let changed = hazards.iter().enumerate().skip(1);
    let changes = changed.map(|one| Change::new(scenario, space, layout, one, (&law, &hazards[0]))).collect();
    Skip { layout, law, changes, cycles: scenario.settings.horizon }
}
