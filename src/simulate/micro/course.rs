//! Courses of single households, and how they differ between alternatives.
//!
//! In: nothing, these are plain data. Out: [`Course`]: in which joint state a household is from which row on, what
//! happened, what was done for it; and [`CourseDifference`]: where a course in an alternative differs from that without
//! help. Both ways to simulate write them, pricing and counting read them.
//!
//! Rows 0..=N are the boundaries of the cycles. A row shows the household before what is done at that boundary.

use std::ops::Range;

/// A joint state in which a household is from one row on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// First row.
    pub from: u32,
    /// Joint state.
    pub joint: u32,
}

/// A transition that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// Row to which it belongs: the boundary at the end of the cycle.
    pub row: u32,
    /// Index of the transition.
    pub transition: u16,
}

/// What was done for a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Index of the intervention.
    pub intervention: usize,
    /// Boundary at which it started.
    pub row: usize,
    /// Whether the household responds.
    pub responds: bool,
    /// Boundary at which it stops to be active.
    pub until: usize,
}

/// What counts whether or not the states are the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Interventions that started.
    pub starts: Vec<Start>,
    /// Conditions whose entries are counted that became true: row and index.
    pub entered: Vec<(u16, u16)>,
    /// Conditions not about states alone that held in the cycle of a row: row and index.
    pub held: Vec<(u16, u16)>,
}

/// A whole course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Joint states, by row; the first from row 0 on. The last is none, and stands at the row after the last.
    pub stays: Vec<Stay>,
    /// Transitions, in the order of their rows.
    pub fired: Vec<Happened>,
    /// What else counts.
    pub marks: Marks,
}

/// What is done with a course as it is read.
pub trait Reader {
    /// The household is in a joint state from one row up to before another one; each begins where the last one ended,
    /// and some are empty.
    fn stay(&mut self, joint: u32, from: u32, until: u32);
    /// A transition happens; the row to which it belongs.
    fn event(&mut self, row: u32, transition: u16);
}

impl<A: Reader, B: Reader> Reader for (A, B) {
    #[inline(always)]
    fn stay(&mut self, joint: u32, from: u32, until: u32) {
        self.0.stay(joint, from, until);
        self.1.stay(joint, from, until);
    }

    #[inline(always)]
    fn event(&mut self, row: u32, transition: u16) {
        self.0.event(row, transition);
        self.1.event(row, transition);
    }
}

/// A course without help, as pricing and counting know it.
pub trait Lived {
    /// Reads stays and transitions, each in the order of rows. The reader comes and goes by value, so that what it adds
    /// up stays in registers.
    fn read<R: Reader>(&self, reader: R) -> R;
    /// What else counts.
    fn marks(&self) -> &Marks;
}

/// Rows in which a household is elsewhere than it would have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateDifference {
    /// First row.
    pub from: u32,
    /// First row after.
    pub until: u32,
    /// Joint state with help.
    pub with: u32,
    /// Joint state without.
    pub without: u32,
}

/// How a course differs from that without help.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CourseDifference {
    /// Where the household is elsewhere.
    pub states: Vec<StateDifference>,
    /// Transitions that happen with help alone.
    pub gained: Vec<Happened>,
    /// Transitions that happen without help alone.
    pub lost: Vec<Happened>,
    /// What else counts in this alternative; all of it.
    pub marks: Marks,
}

impl Marks {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty() && self.entered.is_empty() && self.held.is_empty()
    }

    /// Whether there are none but starts.
    pub fn is_of_starts(&self) -> bool {
        self.entered.is_empty() && self.held.is_empty()
    }

    fn clear(&mut self) {
        self.starts.clear();
        self.entered.clear();
        self.held.clear();
    }
}

impl Course {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.stays.clear();
        self.fired.clear();
        self.marks.clear();
    }

    /// Ends the last stay at this row, the one after the last.
    pub fn close(&mut self, rows: u32) {
        self.stays.push(Stay { from: rows, joint: 0 });
    }

    /// Puts down where the household is from a row on.
    pub fn stay(&mut self, from: u32, joint: u32) {
        if self.stays.last().is_none_or(|last| last.joint != joint) {
            self.stays.push(Stay { from, joint });
        }
    }

    /// Transitions from place `at` on that belong to the row of the one there.
    fn of_row(&self, at: usize) -> &[Happened] {
        let rest = &self.fired[at..];
        let same = rest.iter().take_while(|other| other.row == rest[0].row).count();
        &rest[..same]
    }
}

impl<T: Lived> Lived for &T {
    #[inline(always)]
    fn read<R: Reader>(&self, reader: R) -> R {
        (**self).read(reader)
    }

    fn marks(&self) -> &Marks {
        (**self).marks()
    }
}

impl Lived for Course {
    #[inline(always)]
    fn read<R: Reader>(&self, mut reader: R) -> R {
        self.stays.windows(2).for_each(|pair| reader.stay(pair[0].joint, pair[0].from, pair[1].from));
        self.fired.iter().for_each(|moved| reader.event(moved.row, moved.transition));
        reader
    }

    fn marks(&self) -> &Marks {
        &self.marks
    }
}

impl CourseDifference {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.states.clear();
        self.gained.clear();
        self.lost.clear();
        self.marks.clear();
    }

    /// Whether states and transitions are the same.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty() && self.gained.is_empty() && self.lost.is_empty()
    }

    /// Puts down rows in which the household is here instead of there.
    #[inline]
    pub fn note(&mut self, rows: Range<u32>, with: u32, without: u32) {
        if with == without || rows.is_empty() {
            return;
        }
        match self.states.last_mut() {
            Some(last) if last.until == rows.start && last.with == with && last.without == without => {
                last.until = rows.end;
            }
            _ => self.states.push(StateDifference { from: rows.start, until: rows.end, with, without }),
        }
    }

    /// Compares two courses. What else counts in this alternative is taken over, not copied.
    pub fn between(&mut self, own: &mut Course, null: &Course) {
        self.clear();
        std::mem::swap(&mut self.marks, &mut own.marks);
        let (mut with, mut without) = (0, 0);
        while with + 1 < own.stays.len() && without + 1 < null.stays.len() {
            let (here, there) = (own.stays[with], null.stays[without]);
            let (end, other) = (own.stays[with + 1].from, null.stays[without + 1].from);
            self.note(here.from.max(there.from)..end.min(other), here.joint, there.joint);
            with += usize::from(end <= other);
            without += usize::from(other <= end);
        }
        self.compare_events(own, null);
    }

    fn compare_events(&mut self, own: &Course, null: &Course) {
        let (mut with, mut without) = (0, 0);
        loop {
            let rows =
                [own.fired.get(with), null.fired.get(without)].map(|event| event.map_or(u32::MAX, |event| event.row));
            if rows == [u32::MAX; 2] {
                return;
            }
            let here = if rows[0] <= rows[1] { own.of_row(with) } else { &[] };
            let there = if rows[1] <= rows[0] { null.of_row(without) } else { &[] };
            if here != there {
                self.gained.extend_from_slice(here);
                self.lost.extend_from_slice(there);
            }
            with += here.len();
            without += there.len();
        }
    }
}
