//! Exits that can surprise a household with help.
//!
//! In: where the household is with and without help, what acts. Out: the exits that may fire though they would not have had
//! a point without help, each with the word of luck below which that may be. Lists are kept: the same few situations come
//! again and again within a draw.

use super::change::Change;
use super::skip::Skip;
use std::ops::Range;

/// Half the number of words, `2^63`.
const HALF: f64 = 9_223_372_036_854_775_808.0;

/// Lists are forgotten once there are so many exits in them.
const MOST: usize = 1 << 16;

/// Places at which a list can be kept; a power of 2.
const PLACES: usize = 1 << 10;

/// No slot.
const NONE: u32 = u32::MAX;

/// Where a household is with and without help, and the interventions that act, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Situation {
    /// Joint state with help.
    pub with: u32,
    /// Joint state without.
    pub without: u32,
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

impl Situation {
    /// Where its list is kept: the highest bits of a product with the golden ratio.
    fn place(self) -> usize {
        let all = u64::from(self.with) << 32 ^ u64::from(self.without) << 16 ^ u64::from(self.acting);
        (all.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize % PLACES
    }
}

/// Lists of one alternative in one draw. Of two situations with the same place the later one is kept.
#[derive(Debug, Default)]
pub struct Watch {
    all: Vec<Watched>,
    kept: Vec<Option<(Situation, Range<u32>)>>,
}

impl Watch {
    /// The exits to look at in a situation.
    #[inline(always)]
    pub fn of(&mut self, skip: &Skip, change: &Change, situation: Situation) -> &[Watched] {
        let place = situation.place();
        let range = match self.kept.get(place) {
            Some(Some((kept, range))) if *kept == situation => range.clone(),
            _ => self.add(skip, change, situation),
        };
        &self.all[range.start as usize..range.end as usize]
    }

    #[inline(never)]
    fn add(&mut self, skip: &Skip, change: &Change, situation: Situation) -> Range<u32> {
        if self.all.len() > MOST || self.kept.is_empty() {
            self.all.clear();
            self.kept.clear();
            self.kept.resize(PLACES, None);
        }
        let first = self.all.len() as u32;
        watch(skip, change, situation, &mut self.all);
        let range = first..self.all.len() as u32;
        self.kept[situation.place()] = Some((situation, range.clone()));
        range
    }
}

/// Adds the exits of which the household's own luck decides.
fn watch(skip: &Skip, change: &Change, situation: Situation, watched: &mut Vec<Watched>) {
    let (layout, law, acting) = (skip.layout, &skip.law, situation.acting);
    let (with, without) = (situation.with as usize, situation.without as usize);
    let hazards = change.hazards(law);
    let mut add = |slot: usize, same: u32, known: f64| {
        let transition = layout.slots[slot].transition;
        let most = if change.touches(acting, transition) { change.most(acting, transition) } else { 1.0 };
        let above = hazards[slot] * most - known;
        if above > 0.0 {
            // `1 - exp(-l) <= l`. By way of a signed number, which is quicker; it saturates, and the lowest bit is set.
            let (key, limit) = (layout.keys[usize::from(transition)], ((above * HALF) as i64 as u64) << 1 | 1);
            watched.push(Watched { key, limit, slot: slot as u32, same, known });
        }
    };
    let no_likelier = change.lives_as_null() && !change.makes_likelier(acting);
    for (place, (own, other)) in layout.local(with).iter().zip(layout.local(without)).enumerate() {
        // Where the exits are those without help nothing is more likely but by what acts.
        if own == other && no_likelier {
            continue;
        }
        let slots = layout.of_domain(with, place);
        if own.state != other.state || layout.ended[without] {
            slots.for_each(|slot| add(slot, NONE, 0.0));
        } else {
            let first = layout.of_domain(without, place).start;
            slots.enumerate().for_each(|(at, slot)| add(slot, (first + at) as u32, law.hazard[first + at]));
        }
    }
}
