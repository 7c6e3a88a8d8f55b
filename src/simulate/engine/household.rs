//! Simulated households of one draw (individual uncertainty, first order), with common random numbers.
//!
//! In: a [`Prepared`] scenario, compiled values of a draw. Out: calls [`HouseholdVisitor`] with every household's
//! course without help and with how the other alternatives differ from it. Scenarios without history go from event to
//! event, the others month by month. What a course is worth is found out in `futures` and `by_draw`.

use crate::simulate::compile::hazard::Hazards;
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::factors::household_characteristics;
use crate::simulate::micro::course::CourseDifference;
use crate::simulate::micro::events::alternative_hazard::AlternativeHazards;
use crate::simulate::micro::events::baseline_hazard::BaselineHazards;
use crate::simulate::micro::events::exit_layout::Layout;
use crate::simulate::micro::events::{BLOCK, EventSimulator};
use crate::simulate::micro::months::MonthSimulator;
use crate::simulate::micro::simulator::{BlockHousehold, HouseholdSimulator, Workspace};
use crate::simulate::micro::value::sums::Summed;
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::RunPlan;
use crate::simulate::random::household_stream::HouseholdStream;

/// Households after which a draw looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 14;

/// What is done with each household.
pub(crate) trait HouseholdVisitor {
    /// A household: its course without help, how the others differ from it, and its factors by class of
    /// characteristics.
    fn household(&mut self, null: &impl Summed, differences: &[CourseDifference], factors: &[f64]);
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
    pub(crate) fn simulate(
        &self,
        workspace: &mut Workspace,
        visitor: &mut impl HouseholdVisitor,
    ) -> Result<(), SimulationError> {
        let prepared = self.prepared;
        workspace.differences.resize_with(self.hazards.len() - 1, CourseDifference::default);
        match prepared.exit_layout(self.plan.method) {
            Some(layout) => {
                let simulator = event_simulator(prepared, layout, self.hazards);
                simulator.begin(&mut workspace.events);
                self.simulate_by(&simulator, workspace, visitor)
            }
            None => {
                let months =
                    MonthSimulator::new(&prepared.rules, prepared.month_rules(), self.hazards, &prepared.times);
                self.simulate_by(&months, workspace, visitor)
            }
        }
    }

    fn simulate_by(
        &self,
        simulator: &impl HouseholdSimulator,
        workspace: &mut Workspace,
        visitor: &mut impl HouseholdVisitor,
    ) -> Result<(), SimulationError> {
        let Prepared { scenario, characteristic_keys, classes, households_differ, first_household, .. } = self.prepared;
        let RunPlan { seed, households, .. } = *self.plan;
        let (mut characteristics, mut factors) = (Vec::new(), Vec::new());
        let mut block: Vec<HouseholdStream> = Vec::with_capacity(BLOCK);
        for household in 0..households {
            if household % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && self.monitor.stopped() {
                return Err(SimulationError::Stopped);
            }
            let at = household % BLOCK;
            if at == 0 {
                let numbers = first_household + household..first_household + households.min(household + BLOCK);
                block.clear();
                block.extend(numbers.map(|number| HouseholdStream::new(seed, self.draw, number as u64)));
                simulator.prepare(&block, workspace);
            }
            let stream = block[at];
            if household == 0 || *households_differ {
                characteristics = household_characteristics(scenario, characteristic_keys, stream);
                factors = classes.values(&characteristics);
            }
            let (null, differences) = simulator.simulate(BlockHousehold { at, stream }, &characteristics, workspace);
            visitor.household(&null, differences, &factors);
        }
        Ok(())
    }
}

fn event_simulator<'a>(prepared: &'a Prepared, layout: &'a Layout, hazards: &[Hazards<1>]) -> EventSimulator<'a> {
    let Prepared { scenario, space, .. } = prepared;
    let baseline = BaselineHazards::new(scenario, space, layout, &hazards[0]);
    let changed = hazards.iter().enumerate().skip(1);
    let alternatives = changed
        .map(|(index, values)| AlternativeHazards::new(scenario, space, layout, index, values, &baseline, &hazards[0]))
        .collect();
    EventSimulator { layout, baseline, alternatives, cycles: scenario.settings.horizon }
}
