//! Validation of conditions: domains, states, clocks and characteristics that exist.
//!
//! In: a condition and its place. Out: faults.

use std::fmt::Arguments;

use crate::diagnostics::Message;
use crate::model::Condition;
use crate::model::limits::DEEPEST_CONDITION;
use crate::model::validate::Check;

impl Check<'_> {
    /// A condition that may look at everything.
    pub(super) fn condition(&mut self, place: Arguments, condition: &Condition) {
        self.nested(place, condition, 0);
    }

    /// A condition that looks at states alone.
    pub(super) fn condition_on_states(&mut self, place: Arguments, condition: &Condition) {
        self.condition(place, condition);
        self.refuse_unless(condition.is_about_states(), place, "validate_states_alone");
    }

    fn nested(&mut self, place: Arguments, condition: &Condition, depth: usize) {
        if depth > DEEPEST_CONDITION {
            return self.fault(place, Message::new("validate_nested").with("most", DEEPEST_CONDITION));
        }
        match condition {
            Condition::Always | Condition::Active(_) | Condition::Responding(_) => {}
            Condition::State { domain, states } => {
                for state in states {
                    self.state(place, *domain, *state);
                }
                self.index(place, *domain, "domains", self.scenario.domains.len());
            }
            Condition::Within { clock, from, to } => {
                self.index(place, *clock, "clocks", self.scenario.clocks.len());
                self.refuse_unless(!from.0.is_nan() && !to.0.is_nan(), place, "validate_no_number");
            }
            Condition::Characteristic { index, from, to } => {
                self.index(place, *index, "characteristics", self.scenario.characteristics.len());
                self.refuse_unless(!from.0.is_nan() && !to.0.is_nan(), place, "validate_no_number");
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.nested(place, part, depth + 1));
            }
            Condition::Not(part) => self.nested(place, part, depth + 1),
        }
    }

    /// A state of a domain. Nothing is said where there is no such domain.
    pub(super) fn state(&mut self, place: Arguments, domain: usize, state: usize) -> bool {
        let Some(found) = self.scenario.domains.get(domain) else { return false };
        self.index(place, state, "states", found.states.len())
    }
}
