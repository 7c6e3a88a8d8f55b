//! The simulation method: households one by one, the same luck in every alternative.
//!
//! In: the space, compiled values of one draw, luck. Out: for every household what each alternative does to its totals and
//! its course ([`outcome`]), and, where asked for, counts as a [`crate::simulate::trajectory::Trajectory`].
//!
//! Two ways lead there. [`skip`] and `walk` go from event to event and know scenarios without history
//! ([`crate::simulate::plain`]); [`history`] goes month by month and knows every form. Both give a [`course`], and how it
//! parts from that without help; `money` and `counts` read those alone.

pub mod change;
pub mod counts;
pub mod course;
mod cycle;
pub mod history;
pub mod law;
pub mod layout;
pub mod money;
pub mod outcome;
pub mod path;
pub mod skip;
pub mod sums;
pub mod unchanged;
pub mod waits;
mod walk;
mod watch;
pub mod way;
mod without;
