//! Value of a plan to households whose course it does not change.
//!
//! In: what was done for the household. Out: its net benefit and the cost of the plan. As states and events are the
//! same with and without help, households for whom the same was done are worth the same: it is worked out once and
//! kept.

use crate::simulate::compile::discounting::Timing;
use crate::simulate::ledger::totals::{MONEY, ROUNDING, Totals};
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
    /// A balance of one household up to this is rounding, characteristics apart; euro.
    rounding: f64,
}

impl Unchanged {
    /// Nothing kept yet. `alike`: no characteristic differs between households.
    pub fn new(money: &Money, null_money: &Money, timing: &Timing, domains: usize, alike: bool) -> Self {
        let gross = money.most(timing, domains) + null_money.most(timing, domains);
        Self { kept: Vec::new(), never: !alike || !money.is_as_null(), rounding: ROUNDING * gross }
    }

    /// A balance of a household with these factors, by class, up to this is rounding; euro.
    #[inline(always)]
    pub fn rounding(&self, factors: &[f64]) -> f64 {
        self.rounding * factors.iter().fold(1.0, |most: f64, factor| most.max(factor.abs()))
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
        let rounding = self.rounding(factors);
        let found = money.difference(null_money, course, difference, timing, factors);
        let net_benefit = found.map(|net| if net.abs() <= rounding { 0.0 } else { net });
        let worth = (net_benefit, -money.own(course, difference, timing, factors)[MONEY]);
        if keeps && self.kept.len() < MOST {
            self.kept.push((marks.starts.clone(), worth));
        }
        worth
    }
}
