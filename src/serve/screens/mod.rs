//! The server's own pages: kept cases, one case that was changed by two, what all cases add up to.
//!
//! In: cases and answers. Out: HTML that works without a script.

pub(super) mod cases;
pub(super) mod conflict;
pub(super) mod frame;
pub(super) mod team;
