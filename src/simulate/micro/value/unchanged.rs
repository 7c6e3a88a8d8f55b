//! Value of a plan to households whose course it does not change.
//!
//! In: what was done for the household. Out: its net benefit and the cost of the plan. As states and events are the
//! same with and without help, households for whom the same was done are worth the same: it is worked out once and
//! kept.

use crate::simulate::compile::discounting::Timing;
use crate::simulate::ledger::totals::{SOCIETY, Totals};
use crate::simulate::micro::course::{CourseDifference, Lived, Start};
use crate::simulate::micro::value::money::Money;

/// So many kinds of help are kept.
const MOST: usize = 16;

/// Net benefit, and what the plan costs society, in euro of present value.
pub type PlanValue = (Totals, f64);

/// One alternative in one draw.
#[derive(Debug, Default)]
pub struct Unchanged {
    kept: Vec<(Vec<Start>, PlanValue)>,
    /// Households differ in what they multiply by, or items are not worth the same in both alternatives.
    never: bool,
}

impl Unchanged {
    /// Nothing kept yet. `alike`: no characteristic differs between households.
    pub fn new(money: &Money, alike: bool) -> Self {
        Self { kept: Vec::new(), never: !alike || !money.is_as_null() }
    }

    /// What the plan is worth to a household, worked out or kept.
    #[inline(always)]
    pub fn worth(
        &mut self,
        money: &Money,
        null_money: &Money,
        course: &impl Lived,
        difference: &CourseDifference,
        timing: &Timing,
        factors: &[f64],
    ) -> PlanValue {
        let marks = &difference.marks;
        let keeps = !self.never && difference.is_empty() && marks.is_of_starts() && course.marks().is_empty();
        if keeps && let Some((_, worth)) = self.kept.iter().find(|(starts, _)| *starts == marks.starts) {
            return *worth;
        }
        let net_benefit = money.difference(null_money, course, difference, timing, factors);
        let worth = (net_benefit, -money.own(course, difference, timing, factors)[SOCIETY]);
        if keeps && self.kept.len() < MOST {
            self.kept.push((marks.starts.clone(), worth));
        }
        worth
    }
}
