//! From results to answers: what decision makers ask.
//!
//! In: a scenario and its results. Out: [`Answer`]: plain data in reading order, the same for every report. No texts
//! in a language, no files.
//!
//! Units: euro of the scenario's price year, present values unless a name says otherwise, per household.

pub mod answer;
pub mod decision;
pub mod evaluation;
pub mod figures;
pub mod halving;
pub mod portfolio;
pub mod problems;
pub mod ratios;
pub mod statistics;
pub mod structure;
pub mod study;
pub mod task_field;
pub mod uncertainty;
pub mod uses;
mod word;

pub use crate::analyse::answer::accounts::{AccountAnswer, ItemAnswer, LedgerRow};
pub use crate::analyse::answer::apart::{ApartAnswer, WithoutDisplacement};
pub use crate::analyse::answer::density::NetBenefitDensity;
pub use crate::analyse::answer::effects::EffectAnswer;
pub use crate::analyse::answer::effects::frontier::{FrontierAnswer, FrontierPlan};
pub use crate::analyse::answer::escalation::{EscalationAnswer, EscalationInto, PathAnswer, QuantityAnswer};
pub use crate::analyse::answer::evidence::EvidenceAnswer;
pub use crate::analyse::answer::flows::{CashFlow, Payback, PaybackOf};
pub use crate::analyse::answer::groups::{GROUP_IDS, GroupAnswer};
pub use crate::analyse::answer::measures::{MeasureAnswer, Standing};
pub use crate::analyse::answer::starts::{AlternativeByStart, StartAnswer, StartSpread};
pub use crate::analyse::answer::verdict::Verdict;
pub use crate::analyse::answer::{AlternativeAnswer, Answer, DiscountAnswer, answer};
pub use crate::analyse::problems::ProblemAnswer;
pub use crate::analyse::statistics::spread::{Estimate, Spread};
pub use crate::analyse::uncertainty::drivers::{Driver, VarianceSplit};
