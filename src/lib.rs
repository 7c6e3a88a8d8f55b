//! mkba works out what a tailored solution for a household in trouble is worth to society: a simulated social cost-benefit
//! analysis in which every euro has a payer and a receiver.
//!
//! A household lives in a few domains; in every domain it is in one state. Months pass; hazards move it; money follows. A
//! scenario says how, names the source of every figure, and compares what happens without help with named alternatives.
//!
//! # Quick start
//!
//! ```
//! use mkba::prelude::*;
//!
//! fn main() -> Result<(), mkba::Error> {
//!     let scenario = Scenario::read("scenarios/huisuitzetting.toml")?;
//!     let answer = Session::new(scenario).draws(100).households(0).run()?.answer();
//!     for alternative in answer.alternatives {
//!         let average = alternative.net_benefit.average;
//!         println!("{}: {:.0} euro ({:.0} to {:.0})", alternative.id, average.mean, average.p10, average.p90);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Further on: `examples/many_cases.rs` runs one prepared scenario for many households, `examples/own_monitor.rs` follows a
//! run and stops it. The language of scenarios is in `docs/language.md`, the model in `docs/model.md`.
//!
//! # Where is what
//!
//! Each room knows only those above it.
//!
//! | room | in | out |
//! |---|---|---|
//! | [`units`] | bare numbers | numbers whose unit and bounds are known |
//! | [`diagnostics`] | places in files | faults and warnings, many at once |
//! | [`words`] | keys | texts in Dutch and English |
//! | [`error`] | faults | [`Error`], the one error of this crate |
//! | [`model`] | nothing | [`Scenario`], plain data that can be validated and serialised |
//! | [`read`] | files | a [`Scenario`], or every fault of all files at once |
//! | [`simulate`] | a [`Scenario`], a [`RunPlan`] | [`Results`]; [`Prepared`] makes many of one scenario |
//! | [`analyse`] | results | [`Answer`], what decision makers ask |
//! | [`session`] | a [`Scenario`], options | the runs that make one answer: the door to all of the above |
//! | `report` | answers | texts, tables, JSON, charts |
//! | `page` | a case and where somebody is | the coach's page as HTML |
//! | `serve` | requests of browsers on this computer | the page with kept cases |
//! | `cli` | arguments | the program |
//!
//! # What always holds
//!
//! - The engine is a pure function of scenario and run plan. It prints nothing and reads no file, clock or network.
//! - Same seed, same bits: for any number of threads, on every platform with IEEE doubles. `exp`, `ln` and the like come from
//!   `libm`, sums are made in a fixed order, and nothing that is drawn belongs to a thread.
//! - [`RESULTS_VERSION`](simulate::RESULTS_VERSION) is raised only when numbers change.
//! - Draws `a..b` of a run are those draws of any longer run.
//! - Every amount has a payer and a receiver: what all accounts gain and lose is together what society gains.
//! - The first alternative of a scenario is the null alternative; all others are that one plus named changes.
//! - Whatever a file says, reading ends in a scenario or in faults with a place, never in a panic; whatever a [`Scenario`]
//!   holds, a run ends in results or in an error ([`Scenario::validate`]).
//!
//! # Features
//!
//! Without any there are the engine, the reader and the texts; they also build for `wasm32-unknown-unknown`, with the same
//! digits. `library`: the shipped scenarios are in the program. `report`: answers as text, JSON, CSV and charts. `page`: the
//! coach's page. `serve`: the same from a server, with kept cases. `excel`: lists may be workbooks. `cli` (default): all of it, and the program. No feature changes a result.

#![cfg_attr(not(test), warn(unreachable_pub))]

pub mod analyse;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostics;
pub mod error;
pub mod model;
#[cfg(feature = "page")]
pub mod page;
pub mod prelude;
pub mod read;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod session;
pub mod simulate;
pub mod units;
pub mod words;

pub use crate::analyse::Answer;
pub use crate::error::{Error, ErrorKind};
pub use crate::model::Scenario;
pub use crate::session::Session;
pub use crate::simulate::{Monitor, Prepared, Results, RunPlan, SimulationError, Unwatched, Variation};
pub use crate::words::Language;

/// The Rust of the README is run like any other example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
