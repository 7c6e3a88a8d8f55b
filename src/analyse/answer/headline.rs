//! The headline total of an alternative, and the order of plans by it.
//!
//! In: answers on alternatives. Out: the estimate that heads each, and the alternatives, best first. Which total it is,
//! [`HEADLINE`] decides.

use crate::analyse::answer::{AlternativeAnswer, Answer};
use crate::analyse::statistics::spread::Estimate;
use crate::simulate::ledger::{HEADLINE, MONEY, SOCIETY};

impl AlternativeAnswer {
    /// One of its totals, present value per household: [`SOCIETY`], [`MONEY`] or
    /// [`PUBLIC`](crate::simulate::ledger::PUBLIC).
    pub fn total(&self, total: usize) -> &Estimate {
        match total {
            SOCIETY => &self.net_benefit,
            MONEY => &self.net_benefit_money,
            _ => &self.net_benefit_public,
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
