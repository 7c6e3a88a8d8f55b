//! Additional exits: what may happen with help though it would not have without.
//!
//! In: where the household is with and without help, what acts. Out: the exits that may fire though they would not have
//! had a point without help, each with the random word below which that may be. Lists are kept: in many scenarios the
//! same few situations come again and again within a draw.

use crate::simulate::micro::events::EventSimulator;
use crate::simulate::micro::events::alternative_hazard::AlternativeHazards;
use std::ops::Range;

/// Lists are forgotten once there are so many exits in them.
const MOST: usize = 1 << 16;

/// Places at which a list can be kept; a power of 2.
const PLACES: usize = 1 << 10;

/// Where a household is with and without help, and the interventions that act, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CourseSituation {
    /// Joint state with help.
    pub with: u32,
    /// Joint state without.
    pub without: u32,
    /// Interventions that act.
    pub acting: u32,
}

impl CourseSituation {
    /// Where its list is kept: the highest bits of a product with the golden ratio.
    #[inline(always)]
    fn place(self) -> usize {
        let all = u64::from(self.with) << 32 ^ u64::from(self.without) << 16 ^ u64::from(self.acting);
        (all.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES.trailing_zeros())) as usize % PLACES
    }
}

/// An exit of which the household's own random numbers decide.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AdditionalExit {
    /// Key of its random numbers.
    pub key: u64,
    /// It may fire below this word.
    pub limit: u64,
    /// Slot with help.
    pub slot: u32,
    /// The same exit without help, or none: its `E` is known to be at least the hazard there, unless it had a point.
    pub same: u32,
}

/// A word below which a word has to be for an event of this hazard, at least: `1 - exp(-l) <= l`. Of 1 + l the 52 bits
/// after the point are the highest bits of that word; the others are set, as they may be anything.
#[inline(always)]
fn limit(hazard: f64) -> u64 {
    let most = 1.0 - f64::EPSILON;
    let chance = if hazard < most { hazard } else { most };
    (1.0 + chance).to_bits() << 12 | 0xFFF
}

/// Lists of one alternative in one draw. Of two situations with the same place the later one is kept.
#[derive(Debug, Default)]
pub(crate) struct AdditionalExits {
    /// Exits of one list after the other; those after the last one are unused.
    all: Vec<AdditionalExit>,
    count: usize,
    kept: Vec<Option<(CourseSituation, Range<u32>)>>,
}

impl AdditionalExits {
    /// Forgets what was worked out in another draw.
    pub(crate) fn forget(&mut self) {
        self.count = 0;
        self.kept.clear();
        self.kept.resize(PLACES, None);
    }

    /// The exits to look at in a situation.
    #[inline(always)]
    pub(crate) fn of(
        &mut self,
        simulator: &EventSimulator,
        alternative: &AlternativeHazards,
        situation: CourseSituation,
    ) -> &[AdditionalExit] {
        let range = match &self.kept[situation.place()] {
            Some((kept, range)) if *kept == situation => range.clone(),
            _ => self.add(simulator, alternative, situation),
        };
        &self.all[range.start as usize..range.end as usize]
    }

    #[inline(never)]
    fn add(
        &mut self,
        simulator: &EventSimulator,
        alternative: &AlternativeHazards,
        situation: CourseSituation,
    ) -> Range<u32> {
        if self.count > MOST {
            self.forget();
        }
        let first = self.count;
        if alternative.makes_likelier(situation.acting) {
            self.look(simulator, alternative, situation, |transition| alternative.most(situation.acting, transition));
        } else {
            self.look(simulator, alternative, situation, |_| 1.0);
        }
        let range = first as u32..self.count as u32;
        self.kept[situation.place()] = Some((situation, range.clone()));
        range
    }

    /// Adds a list; `most` is the most that interventions can make of the hazard of a transition, as a factor.
    #[inline(always)]
    fn look(
        &mut self,
        simulator: &EventSimulator,
        alternative: &AlternativeHazards,
        situation: CourseSituation,
        most: impl Fn(u16) -> f64,
    ) {
        let slots = simulator.layout.of(situation.with as usize);
        if self.all.len() < self.count + slots.len() {
            self.all.resize(2 * self.all.len() + slots.len(), AdditionalExit::default());
        }
        let there = simulator.layout.by_transition(situation.without as usize);
        let places = &mut self.all[self.count..self.count + slots.len()];
        let mut count = 0;
        for (slot, exit) in slots.clone().zip(&alternative.exits[slots]) {
            // Nobody can guess which exits there are without help as well, and which may fire as well: so nothing
            // depends on it but what is written where.
            let same = there[usize::from(exit.transition)];
            let above = exit.hazard * most(exit.transition) - simulator.baseline.hazard[same as usize];
            places[count] = AdditionalExit { key: exit.key, limit: limit(above), slot: slot as u32, same };
            count += usize::from(above > 0.0);
        }
        self.count += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::random::household_stream::threshold;

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
