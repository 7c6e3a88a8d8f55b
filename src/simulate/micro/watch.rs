//! Exits that can surprise a household with help.
//!
//! In: where the household is with and without help, what acts. Out: the exits that may fire though they would not have had
//! a point without help, each with the word of luck below which that may be. Nothing is kept from one situation to the next:
//! of the many that there are within a draw few come twice.

use super::change::Change;
use super::skip::Skip;

/// Half the number of words, `2^63`.
const HALF: f64 = 9_223_372_036_854_775_808.0;

/// No slot.
const NONE: u32 = u32::MAX;

/// Where a household is with and without help, and the interventions that act, as bits.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    /// Joint state with help.
    pub with: usize,
    /// Joint state without.
    pub without: usize,
    /// Interventions that act.
    pub acting: u32,
}

/// An exit of which the household's own luck decides.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    /// Key of its luck.
    pub key: u64,
    /// It may fire below this word.
    pub limit: u64,
    /// Slot with help.
    pub slot: u32,
    /// The same exit without help, if the household has it.
    pub same: u32,
    /// Its `E` is known to be at least this, unless it had a point.
    pub known: f64,
}

/// Puts the exits to look at in a situation in place of what is there.
pub fn watch(skip: &Skip, change: &Change, situation: Situation, watched: &mut Vec<Watched>) {
    let (layout, law) = (skip.layout, &skip.law);
    let Situation { with, without, acting } = situation;
    let hazards = change.hazards(law);
    let likelier = change.makes_likelier(acting);
    let as_null = change.lives_as_null() && !likelier;
    watched.clear();
    let mut add = |slot: usize, hazard: f64, (same, known): (u32, f64)| {
        let transition = layout.slots[slot].transition;
        let most = if likelier { change.most(acting, transition) } else { 1.0 };
        let above = hazard * most - known;
        if above > 0.0 {
            // `1 - exp(-l) <= l`. By way of a signed number, which is quicker; it saturates, and the lowest bit is set.
            let (key, limit) = (layout.keys[usize::from(transition)], ((above * HALF) as i64 as u64) << 1 | 1);
            watched.push(Watched { key, limit, slot: slot as u32, same, known });
        }
    };
    for (place, (own, other)) in layout.local(with).iter().zip(layout.local(without)).enumerate() {
        // Where the exits are those without help nothing is more likely but by what acts.
        if own == other && as_null {
            continue;
        }
        let slots = layout.of_domain(with, place);
        let of_slots = slots.clone().zip(&hazards[slots]);
        if own.state != other.state || layout.ended[without] {
            of_slots.for_each(|(slot, hazard)| add(slot, *hazard, (NONE, 0.0)));
            continue;
        }
        let first = layout.of_domain(without, place).start;
        for (at, ((slot, hazard), known)) in of_slots.zip(&law.hazard[first..]).enumerate() {
            if likelier || hazard > known {
                add(slot, *hazard, ((first + at) as u32, *known));
            }
        }
    }
}
