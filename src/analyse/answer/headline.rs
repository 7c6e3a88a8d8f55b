//! The headline total: which of the totals of an alternative heads the answer, and the order of plans by it.
//!
//! In: answers on alternatives. Out: the estimate that heads each, and the alternatives, best first. Which total it is
//! is decided here alone.

use crate::analyse::answer::{AlternativeAnswer, Answer};
use crate::analyse::statistics::spread::Estimate;

/// A total of an alternative, present value per household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Society, in money only.
    Money,
    /// Society, with what is valued without being cash.
    WithWelfare,
    /// The public purse, transfers included.
    Public,
}

/// The total that heads the answer, and by which plans are put in order.
pub const HEADLINE: Total = Total::Money;

impl AlternativeAnswer {
    /// One of its totals.
    pub fn total(&self, total: Total) -> &Estimate {
        match total {
            Total::Money => &self.net_benefit,
            Total::WithWelfare => &self.net_benefit_with_welfare,
            Total::Public => &self.net_benefit_public,
        }
    }

    /// The total that heads the answer.
    pub fn headline(&self) -> &Estimate {
        self.total(HEADLINE)
    }
}

impl Answer {
    /// All alternatives, the one with the highest mean of the headline total first; by name where they are equal.
    pub fn best_first(&self) -> Vec<&AlternativeAnswer> {
        let mut all: Vec<&AlternativeAnswer> = self.alternatives.iter().collect();
        let mean = |one: &AlternativeAnswer| one.headline().average.mean;
        all.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.id.cmp(&b.id)));
        all
    }
}
