//! Charts in SVG: the distribution over draws, the course, states, an analysis, a study, and the graph of a scenario.
//!
//! In: answers, the scenario. Out: SVG with a text for those who cannot see it.

mod amounts;
pub(in crate::report) mod course;
pub mod decided;
pub mod distribution;
mod frame;
pub mod scenario_graph;
pub(in crate::report) mod states;
pub mod study;

#[cfg(test)]
pub(in crate::report) mod layout;
