//! Exits that can surprise a household with help.
//!
//! In: where the household is with and without help, what acts. Out: the exits that may fire though they would not have had
//! a point without help, each with the word of luck below which that may be. Nothing is kept from one situation to the next:
//! of the many that there are within a draw few come twice.

use super::change::Change;
use super::skip::Skip;

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
#[derive(Clone, Copy, Debug, Default)]
pub struct Watched {
    /// Key of its luck.
    pub key: u64,
    /// It may fire below this word.
    pub limit: u64,
    /// Slot with help.
    pub slot: u32,
    /// The same exit without help, or none: its `E` is known to be at least the hazard there, unless it had a point.
    pub same: u32,
}

/// A word below which a word has to be for an event of this hazard, at least: `1 - exp(-l) <= l`. Of 1 + l the 52 bits after the
/// point are the highest bits of that word; the others are set, as they may be anything.
#[inline(always)]
fn limit(hazard: f64) -> u64 {
    let most = 1.0 - f64::EPSILON;
    let chance = if hazard < most { hazard } else { most };
    (1.0 + chance).to_bits() << 12 | 0xFFF
}

/// The exits to look at in a situation; `room` is used again.
pub fn watch<'r>(skip: &Skip, change: &Change, situation: Situation, room: &'r mut Vec<Watched>) -> &'r [Watched] {
    if change.makes_likelier(situation.acting) {
        let most = |transition| change.most(situation.acting, transition);
        look(skip, change, situation, (room, most))
    } else {
        look(skip, change, situation, (room, |_| 1.0))
    }
}

/// The same, with the most that interventions can make of the hazard of a transition, as a factor.
#[inline(always)]
fn look<'r>(
    skip: &Skip,
    change: &Change,
    Situation { with, without, .. }: Situation,
    (room, most): (&'r mut Vec<Watched>, impl Fn(u16) -> f64),
) -> &'r [Watched] {
    let slots = skip.layout.of(with);
    if room.len() < slots.len() {
        room.resize(slots.len(), Watched::default());
    }
    let (there, null) = (skip.layout.by_transition(without), skip.law.hazard.as_slice());
    let mut count = 0;
    for (slot, one) in slots.clone().zip(&change.exits[slots]) {
        // Nobody can guess which exits there are without help as well, and which may surprise: so nothing depends on it but
        // what is written where.
        let same = there[usize::from(one.transition)];
        let above = one.hazard * most(one.transition) - null[same as usize];
        room[count] = Watched { key: one.key, limit: limit(above), slot: slot as u32, same };
        count += usize::from(above > 0.0);
    }
    &room[..count]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::luck::threshold;

    #[test]
    fn limits_are_never_below_the_threshold() {
        let hazards =
            (0..4000).map(|step| libm::exp(0.012 * f64::from(step) - 41.0)).chain([1.0, 1.0 - f64::EPSILON, 800.0]);
        for hazard in hazards {
            let (limit, threshold) = (limit(hazard), threshold(hazard));
            assert!(limit >= threshold, "hazard {hazard}: {limit} below {threshold}");
            let far = (hazard * 1.001).min(1.0) * libm::exp2(64.0) + libm::exp2(13.0);
            assert!((limit as f64) <= far, "hazard {hazard}: {limit} above {far}");
        }
    }
}
