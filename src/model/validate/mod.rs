//! Validation of a scenario that was built by hand or deserialised: indices, limits, shares and order.
//!
//! In: a [`Scenario`]. Out: every fault in it, named by its place in the data, such as `transitions[3].from`. What the reader
//! makes of files has passed all of this before. What depends on drawn values is checked in every draw, not here.

mod alternatives;
mod conditions;
mod distributions;
mod domains;
mod items;
mod numbers;
mod settings;

use std::collections::BTreeSet;
use std::fmt::{Arguments, Display};

use crate::diagnostics::{Diagnostics, Message, Sources, number};
use crate::error::{Error, ErrorKind};
use crate::model::Scenario;

/// Shares may add up to this much beside 1.
const MARGIN: f64 = 1e-9;

impl Scenario {
    /// Checks that a run can rely on this scenario: all indices point at something, nothing is more than the engine counts,
    /// shares add up, and lists that are searched are in order.
    ///
    /// ```
    /// let mut scenario = mkba::Scenario::read("scenarios/huisuitzetting.toml")?;
    /// assert!(scenario.validate().is_ok());
    /// scenario.transitions[0].to = 99;
    /// let error = scenario.validate().unwrap_err();
    /// assert!(error.to_string().starts_with("`transitions[0].to`: there is no 99, as there are "));
    /// # Ok::<(), mkba::Error>(())
    /// ```
    ///
    /// # Errors
    /// All faults at once, of the kind [`ErrorKind::Scenario`].
    pub fn validate(&self) -> Result<(), Error> {
        let faults = self.faults();
        if faults.has_faults() { Err(Error::new(ErrorKind::Scenario, Sources::default(), faults)) } else { Ok(()) }
    }

    /// Everything for which [`Scenario::validate`] refuses it.
    pub fn faults(&self) -> Diagnostics {
        let mut check = Check { scenario: self, found: Diagnostics::default() };
        check.settings();
        check.numbers();
        check.domains();
        check.alternatives();
        check.items();
        check.found
    }
}

/// A validation under way.
struct Check<'s> {
    scenario: &'s Scenario,
    found: Diagnostics,
}

impl Check<'_> {
    fn fault(&mut self, place: Arguments, message: Message) {
        self.found.fault(None, message.with("place", place));
    }

    /// An index into a list. Whether it points at something.
    fn index(&mut self, place: Arguments, found: usize, list: &str, count: usize) -> bool {
        if found >= count {
            let message = Message::new("validate_index").with("found", found);
            self.fault(place, message.with("list", list).with("count", count));
        }
        found < count
    }

    /// How many there are of something.
    fn count(&mut self, place: Arguments, found: usize, low: usize, high: usize) -> bool {
        let fits = (low..=high).contains(&found);
        if !fits {
            self.outside(place, &found, &low, &high);
        }
        fits
    }

    /// A finite number within bounds, both included.
    fn between(&mut self, place: Arguments, found: f64, low: f64, high: f64) -> bool {
        let fits = found.is_finite() && (low..=high).contains(&found);
        if !fits {
            self.outside(place, &number(found), &number(low), &number(high));
        }
        fits
    }

    fn outside(&mut self, place: Arguments, found: &dyn Display, low: &dyn Display, high: &dyn Display) {
        let message = Message::new("validate_outside").with("found", found);
        self.fault(place, message.with("low", low).with("high", high));
    }

    /// A length of time or a divisor: finite and above 0.
    fn positive(&mut self, place: Arguments, found: f64) {
        self.between(place, found, 1e-9, 1e9);
    }

    /// Something that goes against what stands elsewhere in the scenario.
    fn refuse_unless(&mut self, holds: bool, place: Arguments, key: &'static str) {
        if !holds {
            self.fault(place, Message::new(key));
        }
    }

    /// A list that is searched: each entry after the one before it.
    fn rising<T: PartialOrd>(&mut self, place: Arguments, list: impl IntoIterator<Item = T>) {
        let mut list = list.into_iter();
        let mut before = list.next();
        let rises = list.all(|entry| {
            let rises = before.as_ref().is_some_and(|before| *before < entry);
            before = Some(entry);
            rises
        });
        self.refuse_unless(rises, place, "validate_order");
    }

    /// Names, each only once.
    fn distinct<'n>(&mut self, place: Arguments, names: impl Iterator<Item = &'n str>) {
        let mut known = BTreeSet::new();
        for name in names {
            if !known.insert(name) {
                self.fault(place, Message::new("validate_twice").with("found", name));
            }
        }
    }
}
