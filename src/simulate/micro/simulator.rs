//! The two ways in which households live, as one.
//!
//! In: random numbers and characteristics of a household. Out: its course without help, and how each other alternative parts from it. How that
//! is found out is `skip`'s and `history`'s.

use crate::simulate::micro::course::{Course, Parting};
use crate::simulate::micro::events::path::Readable;
use crate::simulate::micro::events::{Skip, Trace};
use crate::simulate::micro::months::{Months, Scratch};
use crate::simulate::micro::value::sums::Summed;
use crate::simulate::random::household_stream::HouseholdStream;

/// A way to let households live in one draw.
pub trait Way {
    /// The course without help.
    type Null<'r>: Summed
    where
        Self: 'r;
    /// Gets ready for a block of households.
    fn prepare(&self, block: &[HouseholdStream], room: &mut Room);
    /// A household of the block in all alternatives: its course without help, and how each other one parts from it.
    fn follow<'r>(
        &'r self,
        household: (usize, HouseholdStream),
        characteristics: &[f64],
        room: &'r mut Room,
    ) -> (Self::Null<'r>, &'r [Parting]);
}

impl Way for Skip<'_> {
    type Null<'r>
        = Readable<'r>
    where
        Self: 'r;

    fn prepare(&self, block: &[HouseholdStream], room: &mut Room) {
        self.without(block, &mut room.trace);
    }

    fn follow<'r>(
        &'r self,
        (at, stream): (usize, HouseholdStream),
        _: &[f64],
        room: &'r mut Room,
    ) -> (Readable<'r>, &'r [Parting]) {
        self.with(stream, at, &mut room.trace, &mut room.partings);
        (Readable { path: &room.trace.paths[at], slots: &self.layout.slots }, &room.partings)
    }
}

impl Way for Months<'_> {
    type Null<'r>
        = &'r Course
    where
        Self: 'r;

    fn prepare(&self, _: &[HouseholdStream], _: &mut Room) {}

    fn follow<'r>(
        &'r self,
        (_, stream): (usize, HouseholdStream),
        characteristics: &[f64],
        room: &'r mut Room,
    ) -> (&'r Course, &'r [Parting]) {
        Months::follow(self, stream, characteristics, &mut room.null, &mut room.partings, &mut room.scratch);
        (&room.null, &room.partings)
    }
}

/// Room that is used again for every household.
#[derive(Default)]
pub struct Room {
    /// By alternative but the first.
    pub partings: Vec<Parting>,
    /// For going from event to event.
    pub trace: Trace,
    null: Course,
    scratch: Scratch,
}
