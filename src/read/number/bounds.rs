//! Bounds of numbers: what a kind of number allows.
//!
//! In: a number, or the values of a distribution that have to be within bounds ([`Ends`]), and the kind of number that is
//! needed. Out: an error where it is outside.

use crate::diagnostics::{Diagnostic, Diagnostics, Message, Place, number as shown};
use crate::model::Distribution;
use crate::read::source::entry;
use crate::units::Kind;

/// Numbers that must be within the bounds of the kind at which a distribution is used, with their places.
pub(crate) type Ends = Vec<(f64, Option<Place>)>;
/// Numbers of a distribution from a list whose bounds have to be checked, all at one place.
pub(crate) fn ends_at(distribution: &Distribution, place: &Place) -> Ends {
    let (low, high) = distribution.support();
    let values = match distribution {
        Distribution::Uniform { .. } | Distribution::Triangular { .. } | Distribution::Pert { .. } => vec![low, high],
        _ => vec![distribution.mean()],
    };
    values.into_iter().map(|value| (value, Some(place.clone()))).collect()
}

/// Checks the numbers of a distribution against the bounds of a kind.
pub(crate) fn check_ends(name: &str, ends: &Ends, kind: Kind, faults: &mut Diagnostics) -> bool {
    for (value, place) in ends {
        if !kind.allows(*value) {
            let fault = faults.fault(place.clone(), outside(*value, kind));
            fault.hint(Message::new("used_as").with("name", name).with("kind", kind.key()));
            hint_percent(*value, kind, fault);
            return false;
        }
    }
    true
}

pub(crate) fn outside(value: f64, kind: Kind) -> Message {
    let (low, high) = kind.bounds();
    entry::outside(shown(value), shown(low), shown(high), kind.key())
}

fn hint_percent(value: f64, kind: Kind, fault: &mut Diagnostic) {
    if kind.bounds() == (0.0, 1.0) {
        entry::hint_percent(value, fault);
    }
}

pub(crate) fn check_bounds(
    value: f64,
    kind: Kind,
    place: &Place,
    name: Option<&str>,
    faults: &mut Diagnostics,
) -> bool {
    if kind.allows(value) {
        return true;
    }
    let fault = faults.at(place, outside(value, kind));
    if let Some(name) = name {
        fault.hint(Message::new("used_as").with("name", name).with("kind", kind.key()));
    }
    hint_percent(value, kind, fault);
    false
}
