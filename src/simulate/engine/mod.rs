//! Drivers of a run: a prepared scenario, groups of draws, households of a draw, and what they add up to.
//!
//! In: a scenario and a run plan. Out: the parts of [`crate::simulate::results::Results`], gathered in the order of
//! their draws.

pub(crate) mod by_draw;
pub(crate) mod compiled;
pub(crate) mod course_cache;
pub mod draw_outcome;
pub(crate) mod futures;
pub(crate) mod gather;
pub(crate) mod group;
pub(crate) mod household;
pub(crate) mod memory;
pub(crate) mod occupancy;
#[cfg(feature = "shard")]
pub(crate) mod part;
pub mod prepared;
pub mod run;
pub mod variation;
