//! The coach's page: one case, from the choice of a situation to the printed form.
//!
//! In: the fields of a form, in which the case file itself travels. Out: HTML. It keeps nothing, and touches no clock, disk
//! or network: a browser without a server and a server without a script call the same function. What a screen shows
//! is decided by the case and by where somebody goes, so that going back loses nothing.
//!
//! - [`respond`]: a screen, with the faults of what was typed on the one before it.
//! - [`Shell`]: what a server adds, such as where a case is kept.
//! - [`document`]: the frame around it, with its style; style and script are the same for each shell.
//! - [`Draft`]: the case that is filled in; as a text it is a case file that the program reads.

mod asked;
mod asking;
mod control;
pub mod document;
mod draft;
mod fields;
mod form;
mod numbers;
mod result;
mod screens;
mod shell;
mod situation;

pub use crate::page::draft::Draft;
pub use crate::page::fields::{Fields, MOST_BYTES};
pub use crate::page::screens::{case_of, respond, respond_in};
pub use crate::page::shell::{Home, Shell};
pub use crate::page::situation::titles;

#[cfg(test)]
mod tests;
