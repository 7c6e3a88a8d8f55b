//! Paths: courses without help as the event simulation writes them.
//!
//! In: nothing, these are plain data. Out: [`Path`], a list of what may happen, one entry for each `E` that fell below
//! the hazard of an exit. Where the household is, and what happens, can be read from it with the help of [`Slot`]s; so
//! a course takes one entry for each event, and what an alternative needs to know of it stands in the same place.

use crate::simulate::micro::course::{Lived, Marks, Reader};
use crate::simulate::micro::events::exit_layout::Slot;

/// The bit of a slot that says that something else comes first.
const LATE: u32 = 1 << 31;

/// The bit of a slot that says that others come in its way.
const RIVALS: u32 = 1 << 30;

/// An `E` that fell below the hazard of an exit without help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where it fell on the line of exits, from which its `E` follows.
    pub at: f64,
    /// Row at the end of the cycle.
    pub row: u32,
    /// Slot of the exit, whether it happens, whether it has rivals.
    slot: u32,
}

impl Point {
    /// Of an exit that happens and has no rivals, unless [`Self::meet`] says otherwise.
    #[inline(always)]
    pub fn new(at: f64, row: u32, slot: u32) -> Self {
        Self { at, row, slot }
    }

    /// Slot of the exit.
    #[inline(always)]
    pub fn slot(&self) -> u32 {
        self.slot & !(LATE | RIVALS)
    }

    /// Slot of the exit; of one with rivals, or that does not happen, a number that is no slot.
    #[inline(always)]
    pub fn lone_slot(&self) -> usize {
        self.slot as usize
    }

    /// Others come in its way: of these at most one for each domain happens.
    pub fn has_rivals(&self) -> bool {
        self.slot & RIVALS != 0
    }

    /// It happens: no other exit comes first.
    #[inline(always)]
    pub fn fires(&self) -> bool {
        self.slot & LATE == 0
    }

    /// Meets rivals; says whether it happens all the same.
    pub fn meet(&mut self, fires: bool) {
        self.slot |= RIVALS | if fires { 0 } else { LATE };
    }
}

/// A whole course.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Points and unused places; those of this course come first.
    buffer: Vec<Point>,
    count: usize,
}

/// Points for which there is room at first.
const FIRST_LENGTH: usize = 64;

impl Path {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// The points in the order of rows. The last is none: it stands at the row after the last, with the joint state at
    /// the end.
    pub fn points(&self) -> &[Point] {
        &self.buffer[..self.count]
    }

    /// The same, to say of some that they come late.
    pub fn points_mut(&mut self) -> &mut [Point] {
        &mut self.buffer[..self.count]
    }

    /// The place of the next point, which counts as written; `None` where there is no room for it.
    #[inline(always)]
    pub fn place(&mut self) -> Option<&mut Point> {
        let place = self.buffer.get_mut(self.count);
        self.count += usize::from(place.is_some());
        place
    }

    /// Makes room for more points.
    #[cold]
    #[inline(never)]
    pub fn grow(&mut self) {
        self.buffer.resize((2 * self.buffer.len()).max(FIRST_LENGTH), Point::new(0.0, 0, 0));
    }

    /// Puts down a point.
    pub fn push(&mut self, point: Point) {
        if self.count == self.buffer.len() {
            self.grow();
        }
        self.buffer[self.count] = point;
        self.count += 1;
    }

    /// Ends a course in the joint state of this slot; `rows` is the row after the last.
    pub fn close(&mut self, rows: u32, slot: u32) {
        self.push(Point::new(f64::INFINITY, rows, slot | LATE));
    }
}

/// A course with what its slots stand for.
#[derive(Clone, Copy, Debug)]
pub struct Readable<'a> {
    /// The course.
    pub path: &'a Path,
    /// By slot.
    pub slots: &'a [Slot],
}

/// Nothing is done without help.
static NOTHING: Marks = Marks { starts: Vec::new(), entered: Vec::new(), held: Vec::new() };

impl Lived for Readable<'_> {
    #[inline(always)]
    fn read<R: Reader>(&self, mut reader: R) -> R {
        let mut from = 0;
        for point in self.path.points() {
            let slot = &self.slots[point.slot() as usize];
            // Of several points in a cycle the first ends the stay; those of the others are empty.
            reader.stay(slot.joint, from, point.row);
            from = point.row;
            if point.fires() {
                reader.event(point.row, slot.transition);
            }
        }
        reader
    }

    fn marks(&self) -> &Marks {
        &NOTHING
    }
}
