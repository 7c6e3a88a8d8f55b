//! Numbers that may be uncertain, and what is known about where they come from.
//!
//! In: nothing, these are plain data. Out: [`Number`], [`Parameter`], [`Evidence`], [`Characteristic`].
//! Drawing is done in `simulate::draw`.

use crate::model::number::distribution::Distribution;
use crate::units::Kind;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the value of a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A plain number in the file.
    Fixed(f64),
    /// Index into [`crate::model::Scenario::parameters`]: one draw, wherever it is used.
    Parameter(usize),
    /// Index into [`crate::model::Scenario::characteristics`].
    Characteristic(usize),
    /// Index into [`crate::model::Scenario::tables`]: depends on a clock.
    Table(usize),
}

/// A number at a place where a certain kind of number is needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Where the value comes from.
    pub origin: Origin,
    /// What it stands for; its bounds are checked in every draw.
    pub kind: Kind,
}

/// How well a figure is known, from strong to weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A statutory amount, an official guideline, an official count.
    Official,
    /// Counted in a registration or a budget.
    Measured,
    /// An effect from a study with a comparison group.
    Study,
    /// Derived from other figures, or a study without comparison.
    Estimate,
    /// A judgement of people who know the field.
    Expert,
    /// Nobody knows; chosen here.
    Assumption,
}

impl Grade {
    /// Every grade, from strong to weak.
    pub const ALL: [Grade; 6] =
        [Grade::Official, Grade::Measured, Grade::Study, Grade::Estimate, Grade::Expert, Grade::Assumption];

    /// The word used in files.
    pub fn key(self) -> &'static str {
        match self {
            Grade::Official => "official",
            Grade::Measured => "measured",
            Grade::Study => "study",
            Grade::Estimate => "estimate",
            Grade::Expert => "expert",
            Grade::Assumption => "assumption",
        }
    }

    /// The grade for a word of a file.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.key() == key)
    }
}

/// Relative half-width of an interval of 95 % of a figure of which nothing but its grade is known, by grade.
pub type HalfWidths = BTreeMap<Grade, f64>;

/// Where a figure comes from and how good it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// How well it is known. No source means [`Grade::Assumption`].
    pub grade: Grade,
    /// Title of the source; empty where there is none.
    pub source: String,
    /// Address of the source; empty where there is none.
    pub url: String,
    /// Year to which the figure applies.
    pub year: Option<i32>,
    /// Of a price of the list: prices of the scenario's price year over those of its own year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<f64>,
    /// Remark.
    pub note: String,
    /// The range did not come with the figure but from the rule for its grade.
    pub range_by_rule: bool,
    /// It comes from a list, and its row does not say when somebody compared it with the source.
    pub unverified: bool,
}

impl Evidence {
    /// That of a figure about which nothing is said: an assumption.
    pub fn none() -> Self {
        Self {
            grade: Grade::Assumption,
            source: String::new(),
            url: String::new(),
            year: None,
            index: None,
            note: String::new(),
            range_by_rule: false,
            unverified: false,
        }
    }
}

/// An uncertain number with a name: one draw per name, in all alternatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name that keys its random numbers: a name of `[parameters]`, `price:` and a row of the price list, or the place of an
    /// unnamed distribution in the file.
    pub name: String,
    /// What it is, for people.
    pub label: Text,
    /// Unit, for people ("per month", "share").
    pub unit: String,
    /// What we do not know about it: of a derived parameter its value at the means of what it is worked out from, of a
    /// member of a [`crate::model::Joint`] its own distribution. Prices are already in euro of the scenario's price year.
    pub distribution: Distribution,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// A fact about the household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Characteristic {
    /// Name in the file.
    pub name: String,
    /// Its value.
    pub value: CharacteristicValue,
}

/// What is known of a fact about the household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacteristicValue {
    /// The same for every household.
    Fixed(f64),
    /// Drawn for each household: chance, not what we do not know.
    Random(Distribution),
}

impl CharacteristicValue {
    /// The value where it is the same for all households.
    pub fn fixed(&self) -> Option<f64> {
        if let CharacteristicValue::Fixed(value) = self { Some(*value) } else { None }
    }

    /// The mean over households.
    pub fn mean(&self) -> f64 {
        match self {
            CharacteristicValue::Fixed(value) => *value,
            CharacteristicValue::Random(distribution) => distribution.mean(),
        }
    }
}
