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
    /// What the one is called whose life is followed.
    #[serde(default)]
    pub noun: Noun,
}

/// What the one is called whose life is followed; it changes words alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// A household.
    #[default]
    Household,
    /// A family.
    Family,
    /// A person who lives alone, or is looked at alone.
    Person,
    /// A young person.
    YoungPerson,
    /// Somebody in care.
    Client,
}

impl Noun {
    /// All, with their words in files.
    pub const WORDS: [(&'static str, Noun); 5] = [
        ("household", Noun::Household),
        ("family", Noun::Family),
        ("person", Noun::Person),
        ("young_person", Noun::YoungPerson),
        ("client", Noun::Client),
    ];
}
