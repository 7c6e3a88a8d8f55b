//! Final indices for parameters, clocks and tables.
//!
//! In: for each list, the final index of each provisional one. Out: numbers, conditions, strengths and ratios that
//! point to the final ones. Lists whose order depends on that are sorted again.

use crate::model::{ClockValues, Condition, Number, Origin, Ratio, Strength};

/// The final index of each provisional one.
#[derive(Default)]
pub(crate) struct Orders {
    pub(crate) parameters: Vec<usize>,
    pub(crate) clocks: Vec<usize>,
    pub(crate) tables: Vec<usize>,
}

impl Orders {
    pub(crate) fn number(&self, number: &mut Number) {
        self.origin(&mut number.origin);
    }

    /// A number that depends on a clock, of which the clock is final.
    pub(crate) fn values(&self, values: &mut ClockValues) {
        match values {
            ClockValues::Steps(steps) => steps.iter_mut().for_each(|(_, number)| self.number(number)),
            ClockValues::Formula(formula) => formula.inputs.iter_mut().flatten().for_each(|origin| self.origin(origin)),
        }
    }

    fn origin(&self, origin: &mut Origin) {
        match origin {
            Origin::Parameter(at) => *at = self.parameters[*at],
            Origin::Table(at) => *at = self.tables[*at],
            Origin::Fixed(_) | Origin::Characteristic(_) => {}
        }
    }

    pub(crate) fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::Within { clock, .. } => *clock = self.clocks[*clock],
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().for_each(|part| self.condition(part));
                parts.sort();
            }
            Condition::Not(part) => self.condition(part),
            Condition::Always
            | Condition::State { .. }
            | Condition::Characteristic { .. }
            | Condition::Active(_)
            | Condition::Responding(_) => {}
        }
    }

    pub(crate) fn strength(&self, strength: &mut Strength) {
        match strength {
            Strength::Rate { rate: number, .. }
            | Strength::Chance { chance: number, .. }
            | Strength::MeanDuration(number)
            | Strength::Observed { chance: number, .. }
            | Strength::ObservedRest { stays: number, .. } => self.number(number),
            Strength::Duration { clock, law } => {
                *clock = self.clocks[*clock];
                law.family.numbers_mut().into_iter().for_each(|number| self.number(number));
            }
        }
    }

    pub(crate) fn ratio(&self, ratio: &mut Ratio) {
        match ratio {
            Ratio::Hazard(number)
            | Ratio::Probability(number)
            | Ratio::RelativeRisk { ratio: number, .. }
            | Ratio::Odds { ratio: number, .. } => self.number(number),
        }
    }
}

/// Puts a list in the order of a key; gives it back with the final index of each.
pub(crate) fn sorted<T, K: PartialOrd>(list: Vec<T>, key: impl Fn(&T) -> K) -> (Vec<T>, Vec<usize>) {
    let mut list: Vec<(usize, T)> = list.into_iter().enumerate().collect();
    list.sort_by(|(_, a), (_, b)| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
    let mut order = vec![0; list.len()];
    for (new, (old, _)) in list.iter().enumerate() {
        order[*old] = new;
    }
    (list.into_iter().map(|(_, element)| element).collect(), order)
}
