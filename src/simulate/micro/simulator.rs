//! Microsimulation of single households in one draw, by either of two simulators.
//!
//! In: random numbers and characteristics of a household. Out: its course without help, and how each other alternative
//! differs from it. How that is found out is told in `events` and `months`.

use crate::simulate::micro::course::{Course, CourseDifference};
use crate::simulate::micro::events::path::Readable;
use crate::simulate::micro::events::{EventSimulator, EventWorkspace};
use crate::simulate::micro::months::{MonthScratch, MonthSimulator};
use crate::simulate::micro::value::sums::Summed;
use crate::simulate::random::household_stream::HouseholdStream;

/// A household of a block.
#[derive(Clone, Copy, Debug)]
pub struct BlockHousehold {
    /// Its place in the block.
    pub at: usize,
    /// Its random numbers.
    pub stream: HouseholdStream,
}

/// Simulation of households in one draw.
pub trait HouseholdSimulator {
    /// The course without help.
    type Null<'r>: Summed
    where
        Self: 'r;
    /// Gets ready for a block of households.
    fn prepare(&self, block: &[HouseholdStream], workspace: &mut Workspace);
    /// A household of the block in all alternatives: its course without help, and how each other one differs from it.
    fn simulate<'r>(
        &'r self,
        household: BlockHousehold,
        characteristics: &[f64],
        workspace: &'r mut Workspace,
    ) -> (Self::Null<'r>, &'r [CourseDifference]);
}

impl HouseholdSimulator for EventSimulator<'_> {
    type Null<'r>
        = Readable<'r>
    where
        Self: 'r;

    fn prepare(&self, block: &[HouseholdStream], workspace: &mut Workspace) {
        self.without(block, &mut workspace.events);
    }

    fn simulate<'r>(
        &'r self,
        BlockHousehold { at, stream }: BlockHousehold,
        _: &[f64],
        workspace: &'r mut Workspace,
    ) -> (Readable<'r>, &'r [CourseDifference]) {
        self.with(stream, at, &mut workspace.events, &mut workspace.differences);
        (Readable { path: &workspace.events.paths[at], slots: &self.layout.slots }, &workspace.differences)
    }
}

impl HouseholdSimulator for MonthSimulator<'_> {
    type Null<'r>
        = &'r Course
    where
        Self: 'r;

    fn prepare(&self, _: &[HouseholdStream], _: &mut Workspace) {}

    fn simulate<'r>(
        &'r self,
        BlockHousehold { stream, .. }: BlockHousehold,
        characteristics: &[f64],
        workspace: &'r mut Workspace,
    ) -> (&'r Course, &'r [CourseDifference]) {
        MonthSimulator::simulate(
            self,
            stream,
            characteristics,
            &mut workspace.null,
            &mut workspace.differences,
            &mut workspace.months,
        );
        (&workspace.null, &workspace.differences)
    }
}

/// Memory that is used again for every household.
#[derive(Default)]
pub struct Workspace {
    /// By alternative but the first.
    pub differences: Vec<CourseDifference>,
    /// For going from event to event.
    pub events: EventWorkspace,
    null: Course,
    months: MonthScratch,
}

impl Workspace {
    /// 1 where chances above 1 were scaled down since it was last asked, else 0.
    pub fn take_scaled(&mut self) -> u64 {
        u64::from(self.months.take_scaled())
    }
}
