//! Numbers that may be uncertain, and what is known about where they come from.
//!
//! In: nothing, these are plain data. Out: [`Number`], [`Distribution`], [`Parameter`], [`Evidence`].
//! Drawing is done in `simulate::draw`.

use crate::units::Kind;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

/// Where the value of a number comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// A plain number in the file.
    Fixed(f64),
    /// Index into [`crate::model::Scenario::parameters`]: one draw, wherever it is used.
    Parameter(usize),
    /// Index into [`crate::model::Scenario::traits`].
    Trait(usize),
    /// Index into [`crate::model::Scenario::tables`]: depends on a clock.
    Table(usize),
}

/// A number at a place where a certain kind of number is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Where the value comes from.
    pub origin: Origin,
    /// What it stands for; its bounds are checked in every draw.
    pub kind: Kind,
}

/// A distribution of what we do not know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// A value taken as certain.
    Fixed(f64),
    /// Beta-PERT with shape 4: `low + (high - low) Beta(1 + 4 (mode - low)/(high - low), 1 + 4 (high - mode)/(high - low))`.
    Pert {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// `exp` of a normal with this mean and standard deviation.
    Lognormal {
        /// Mean of the logarithm.
        meanlog: f64,
        /// Standard deviation of the logarithm.
        sdlog: f64,
    },
    /// Beta on 0 to 1.
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
    /// Gamma with mean `shape * scale`.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
}

impl Distribution {
    /// The mean.
    pub fn mean(self) -> f64 {
        match self {
            Distribution::Fixed(value) => value,
            Distribution::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * sdlog / 2.0),
            Distribution::Beta { alpha, beta } => alpha / (alpha + beta),
            Distribution::Gamma { shape, scale } => shape * scale,
        }
    }

    /// The same distribution of a value that is `factor` times as large (`factor` above 0).
    /// A beta has no larger version of its own family: `None` unless `factor` is 1.
    pub fn scaled(self, factor: f64) -> Option<Self> {
        Some(match self {
            Distribution::Fixed(value) => Distribution::Fixed(value * factor),
            Distribution::Pert { low, mode, high } => {
                Distribution::Pert { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Distribution::Lognormal { meanlog, sdlog } => {
                Distribution::Lognormal { meanlog: meanlog + libm::log(factor), sdlog }
            }
            Distribution::Gamma { shape, scale } => Distribution::Gamma { shape, scale: scale * factor },
            Distribution::Beta { .. } if factor == 1.0 => self,
            Distribution::Beta { .. } => return None,
        })
    }

    /// Whether the value differs between draws.
    pub fn is_uncertain(self) -> bool {
        !matches!(self, Distribution::Fixed(_))
    }
}

/// How well a figure is known, from strong to weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Where a figure comes from and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// How well it is known. No source means [`Grade::Assumption`].
    pub grade: Grade,
    /// Title of the source; empty where there is none.
    pub source: String,
    /// Address of the source; empty where there is none.
    pub url: String,
    /// Year to which the figure applies.
    pub year: Option<i32>,
    /// Remark.
    pub note: String,
    /// The range did not come with the figure but from the rule for its grade.
    pub range_by_rule: bool,
}

/// An uncertain number with a name: one draw per name, in all alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name that keys its luck: a name of `[parameters]`, `price:` and a row of the price list, or the place of an
    /// unnamed distribution in the file.
    pub name: String,
    /// What it is, for people.
    pub label: Text,
    /// Unit, for people ("per month", "share").
    pub unit: String,
    /// What we do not know about it. Prices are already in euro of the scenario's price year.
    pub distribution: Distribution,
    /// Where it comes from.
    pub evidence: Evidence,
}
