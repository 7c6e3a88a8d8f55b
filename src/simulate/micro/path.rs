//! The course of a household without help as the simulation from event to event writes it.
//!
//! In: nothing, these are plain data. Out: [`Path`], a list of what may happen, one entry for each `E` that fell below the
//! hazard of an exit. Where the household is, and what happens, can be read from it; so a course takes one entry for each
//! event, and what an alternative needs to know of it stands in the same place.

use super::course::{Lived, Marks, Reader};

/// An `E` that fell below the hazard of an exit without help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The `E`.
    pub height: f64,
    /// Row at the end of the cycle.
    pub row: u32,
    /// Joint state at the start of the cycle.
    pub joint: u32,
    /// Slot of the exit.
    pub slot: u32,
    /// Its transition.
    pub transition: u16,
    /// It happens: no other exit comes first.
    pub fires: bool,
}

/// A whole course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// In the order of rows. The last is none: it stands at the row after the last, with the joint state at the end.
    pub points: Vec<Point>,
    /// Nothing is done without help.
    marks: Marks,
}

impl Path {
    /// Ends a course in this joint state; `rows` is the row after the last.
    pub fn close(&mut self, rows: u32, joint: u32) {
        self.points.push(Point {
            height: f64::INFINITY,
            row: rows,
            joint,
            slot: u32::MAX,
            transition: 0,
            fires: false,
        });
    }
}

impl Lived for Path {
    #[inline(always)]
    fn read<R: Reader>(&self, mut reader: R) -> R {
        let mut from = 0;
        for point in &self.points {
            // Of several points in a cycle the first ends the stay.
            if point.row != from {
                reader.stay(point.joint, from, point.row);
                from = point.row;
            }
            if point.fires {
                reader.event(point.row, point.transition);
            }
        }
        reader
    }

    fn marks(&self) -> &Marks {
        &self.marks
    }
}
