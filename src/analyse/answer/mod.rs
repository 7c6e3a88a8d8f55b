//! Parts of an answer: accounts, flows, escalation, measures, evidence.
//!
//! In: results. Out: what an [`crate::analyse::Answer`] is made of.

pub mod accounts;
pub mod escalation;
pub mod evidence;
pub mod flows;
pub mod measures;
