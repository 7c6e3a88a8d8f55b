//! Microsimulation: households one by one, with common random numbers in every alternative.
//!
//! In: the space, compiled values of one draw, random numbers. Out: for every household what each alternative does to
//! its totals and its course ([`crate::simulate::micro::value::outcome`]), and, where asked for, counts as a
//! [`crate::simulate::ledger::trajectory::Trajectory`].
//!
//! Two ways lead there. [`events`] go from event to event and know scenarios without history
//! ([`crate::simulate::rules::history`]); [`months`] goes month by month and knows every form. Both give a [`course`],
//! and how it differs from that without help; `money` and `counts` read those alone.

pub mod course;
pub mod events;
pub mod months;
pub mod simulator;
pub mod value;
