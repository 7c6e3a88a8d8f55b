//! What a scenario says of itself, for its page.
//!
//! In: nothing, these are plain data. Out: [`About`]. No figure depends on it.

use crate::words::Text;
use serde::{Deserialize, Serialize};

/// What a scenario is for and what it does not do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What question it answers, and for whom.
    pub purpose: Option<Text>,
    /// What it leaves out, in the order of the files.
    pub left_out: Vec<Text>,
    /// Why its ratio of benefits to costs lies outside what is published.
    pub outside_band: Option<Text>,
}
