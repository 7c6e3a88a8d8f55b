//! Single households: each lives in all alternatives with the same luck.
//!
//! In: compiled values of a draw. Out: calls [`Each`] with every household's course without help and with how the other
//! alternatives part from it. Scenarios without history go from event to event, the others month by month. What a course is
//! worth is found out in `futures` and `by_draw`.

use crate::model::Scenario;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::engine::group::{Compiled, Engine};
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::factors::{characteristic_keys, household_characteristics, is_random};
use crate::simulate::micro::course::Parting;
use crate::simulate::micro::events::alternative_hazard::Change;
use crate::simulate::micro::events::baseline_hazard::Law;
use crate::simulate::micro::events::exit_layout::Layout;
use crate::simulate::micro::events::{BLOCK, Skip};
use crate::simulate::micro::months::{Months, Rules};
use crate::simulate::micro::simulator::{Room, Way};
use crate::simulate::micro::value::money::Money;
use crate::simulate::micro::value::sums::{Summed, Sums};
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::{Method, RunPlan};
use crate::simulate::random::household_stream::Luck;
use crate::simulate::rules::Machine;
use crate::simulate::rules::history::is_plain;

/// Households after which a draw looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 14;

/// What is worked out once per scenario.
pub struct Households {
    /// Exits of joint states; `None` where households are simulated month by month.
    layout: Option<Layout>,
    rules: Vec<Rules>,
    characteristic_keys: Vec<u64>,
    /// Some characteristic differs between households.
    pub differ: bool,
}

/// What is done with each household.
pub trait Each {
    /// A household: its course without help, how the others part from it, and its factors by class of characteristics.
    fn household(&mut self, null: &impl Summed, partings: &[Parting], factors: &[f64]);
}

/// One draw of which the households are asked for.
pub struct OfDraw<'a> {
    /// The scenario.
    pub engine: &'a Engine<'a>,
    /// Number of the draw.
    pub draw: u64,
    /// By alternative.
    pub hazards: &'a [Hazards<1>],
    /// May stop it.
    pub monitor: &'a dyn Monitor,
}

impl Households {
    /// Prepares a scenario.
    pub fn new(scenario: &Scenario, space: &Space, machines: &[Machine], plan: &RunPlan) -> Self {
        Self {
            layout: (plan.method != Method::Months && is_plain(scenario)).then(|| Layout::new(scenario, space)),
            rules: machines.iter().map(|machine| Rules::new(machine, space)).collect(),
            characteristic_keys: characteristic_keys(scenario),
            differ: (0..scenario.characteristics.len()).any(|index| is_random(scenario, index)),
        }
    }

    /// Ends sums of courses without help.
    pub fn settle(&self, sums: &mut Sums) {
        self.layout.iter().for_each(|layout| sums.settle(&layout.slots));
    }

    /// Lets all households of a draw live.
    ///
    /// # Errors
    /// A stop on request.
    pub fn live(&self, of_draw: &OfDraw, room: &mut Room, each: &mut impl Each) -> Result<(), SimulationError> {
        let engine = of_draw.engine;
        room.partings.resize_with(of_draw.hazards.len() - 1, Parting::default);
        match &self.layout {
            Some(layout) => {
                let skip = skip(engine, layout, of_draw.hazards);
                skip.begin(&mut room.trace);
                self.go(&skip, of_draw, room, each)
            }
            None => {
                let months = Months::new(&engine.machines, &self.rules, of_draw.hazards, &engine.times);
                self.go(&months, of_draw, room, each)
            }
        }
    }

    fn go(
        &self,
        way: &impl Way,
        of_draw: &OfDraw,
        room: &mut Room,
        each: &mut impl Each,
    ) -> Result<(), SimulationError> {
        let OfDraw { engine, draw, monitor, .. } = of_draw;
        let (mut characteristics, mut factors) = (Vec::new(), Vec::new());
        let mut block: Vec<Luck> = Vec::with_capacity(BLOCK);
        for household in 0..engine.plan.households {
            if household % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && monitor.stopped() {
                return Err(SimulationError::Stopped);
            }
            let at = household % BLOCK;
            if at == 0 {
                let numbers = household..engine.plan.households.min(household + BLOCK);
                block.clear();
                block.extend(numbers.map(|number| Luck::new(engine.plan.seed, *draw, number as u64)));
                way.prepare(&block, room);
            }
            let luck = block[at];
            if household == 0 || self.differ {
                characteristics = household_characteristics(engine.scenario, &self.characteristic_keys, luck);
                factors = engine.classes.values(&characteristics);
            }
            let (null, partings) = way.follow((at, luck), &characteristics, room);
            each.household(&null, partings, &factors);
        }
        Ok(())
    }
}

fn skip<'a>(engine: &'a Engine, layout: &'a Layout, hazards: &[Hazards<1>]) -> Skip<'a> {
    let (scenario, space) = (engine.scenario, &engine.space);
    let law = Law::new(scenario, space, layout, &hazards[0]);
    let changed = hazards.iter().enumerate().skip(1);
    let changes = changed.map(|one| Change::new(scenario, space, layout, one, (&law, &hazards[0]))).collect();
    Skip { layout, law, changes, cycles: scenario.settings.horizon }
}

/// What everything is worth in one lane, by alternative.
pub(crate) fn money(engine: &Engine, compiled: &[Compiled], lane: usize) -> Vec<Money> {
    let plans = (engine.items.as_slice(), &engine.timing);
    let mut money: Vec<Money> = Vec::with_capacity(compiled.len());
    for (at, one) in compiled.iter().enumerate() {
        let amounts = (one.amounts.as_slice(), lane);
        money.push(Money::new(engine.scenario, &engine.space, at, plans, amounts, money.first()));
    }
    money
}
