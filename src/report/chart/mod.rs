//! Pictures in SVG: the distribution over draws, a study, and the graph of a scenario.
//!
//! In: answers, the scenario. Out: SVG with a text for those who cannot see it.

pub mod distribution;
pub mod scenario_graph;
pub mod study;
