//! Drivers of a run: groups of draws, households of a draw, and what they add up to.
//!
//! In: a scenario and a run plan. Out: the parts of [`crate::simulate::Results`], gathered in the order of their draws.

pub(crate) mod by_draw;
pub mod draw_outcome;
pub mod futures;
pub mod gather;
pub mod group;
pub mod household;
pub(crate) mod memory;
