//! Candidate bitmap: cycles in which a transition may happen, told by random numbers alone.
//!
//! In: the random numbers of a household, for each exit the random number up to which it may happen ([`top`]). Out:
//! [`CandidateBitmap`], which gives the next cycles in which the random number of some exit is below that. As the
//! random numbers are the same in all alternatives, so is the bitmap. It is worked out in blocks of cycles, as far as
//! the household lives.

use crate::simulate::micro::months::exit_cache::CachedExit;
use crate::simulate::numeric::wide::{Work, widest, widest_words};
use crate::simulate::random::household_stream::{HouseholdStream, threshold};

/// Cycles that are worked out together.
const BLOCK: usize = 64;

/// Cycles that are looked at together.
pub(crate) const LOOK_AHEAD: usize = 16;

/// A hazard above this is above every exponential variate that there is.
const ALWAYS: f64 = 40.0;

/// The first 31 bits of the random number up to which a transition of this hazard may happen; rounded up, as
/// `threshold` rounds.
pub(crate) fn top(hazard: f64) -> i32 {
    let limit = if hazard >= ALWAYS { u64::MAX } else { threshold(hazard * (1.0 + 1e-9)).saturating_add(1 << 20) };
    first_bits(limit)
}

#[inline(always)]
fn first_bits(word: u64) -> i32 {
    (word >> 33) as i32
}

/// One household.
#[derive(Debug, Default)]
pub(crate) struct CandidateBitmap {
    /// Cells for each transition: one for each cycle, and some that are never reached.
    stride: usize,
    /// Cycles that are worked out.
    known: usize,
    /// First bits of random numbers, by transition and cycle.
    words: Vec<i32>,
}

impl CandidateBitmap {
    /// Forgets everything.
    pub(crate) fn clear(&mut self, transitions: usize, cycles: usize) {
        self.known = 0;
        let stride = cycles.next_multiple_of(BLOCK) + LOOK_AHEAD;
        if (self.stride, self.words.len()) != (stride, stride * transitions) {
            self.stride = stride;
            self.words.clear();
            self.words.resize(stride * transitions, i32::MAX);
        }
    }

    /// Which of the next [`LOOK_AHEAD`] cycles are such that some exit may happen, as bits; the first cycle lowest.
    #[inline(always)]
    pub(crate) fn look_ahead(
        &mut self,
        exits: &[CachedExit],
        cycle: usize,
        stream: HouseholdStream,
        keys: &[u64],
    ) -> u32 {
        while self.known < (cycle + LOOK_AHEAD).min(self.stride - LOOK_AHEAD) {
            widest_words(Fill { first: self.known, stream, keys, stride: self.stride, words: &mut self.words });
            self.known += BLOCK;
        }
        widest(LookAhead { cycle, exits, stride: self.stride, words: &self.words })
    }

    /// Whether an exit may happen in a cycle at which it was looked ahead.
    #[inline(always)]
    pub(crate) fn may(&self, exit: &CachedExit, cycle: usize) -> bool {
        self.words[exit.transition as usize * self.stride + cycle] <= exit.limit
    }
}

/// Works out one block.
struct Fill<'a> {
    first: usize,
    stream: HouseholdStream,
    keys: &'a [u64],
    stride: usize,
    words: &'a mut [i32],
}

impl Work for Fill<'_> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        for (words, key) in self.words.chunks_exact_mut(self.stride).zip(self.keys) {
            // The random numbers of a cycle are addressed by the boundary at its end.
            let mut stream = self.stream.words(*key).after(self.first);
            for word in &mut words[self.first..][..BLOCK] {
                *word = first_bits(stream.draw());
            }
        }
    }
}

/// Looks at a few cycles.
struct LookAhead<'a> {
    cycle: usize,
    exits: &'a [CachedExit],
    stride: usize,
    words: &'a [i32],
}

impl Work for LookAhead<'_> {
    type Done = u32;

    #[inline(always)]
    fn run(self) -> u32 {
        let mut any = [0; LOOK_AHEAD];
        for exit in self.exits {
            let words = &self.words[exit.transition as usize * self.stride + self.cycle..][..LOOK_AHEAD];
            for (any, word) in any.iter_mut().zip(words) {
                *any |= i32::from(*word <= exit.limit);
            }
        }
        any.iter().enumerate().fold(0, |bits, (at, any)| bits | (*any as u32) << at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::random::household_stream::exponential;

    #[test]
    fn no_cycle_is_missed_in_which_something_happens() {
        let (stream, keys) = (HouseholdStream::new(4, 1, 2), [7, 99]);
        for hazard in [0.0, 1e-6, 0.02, 0.7, 30.0, 1e12, f64::INFINITY] {
            let exit = CachedExit { transition: 1, limit: top(hazard), ..CachedExit::default() };
            let mut candidates = CandidateBitmap::default();
            candidates.clear(2, 4000);
            let mut seen = 0;
            for cycle in 0..4000 {
                let may = candidates.look_ahead(&[exit], cycle, stream, &keys) & 1 == 1;
                assert!(may || exponential(stream.cycle(cycle + 1).word(99)) >= hazard, "{hazard}, cycle {cycle}");
                assert_eq!(candidates.may(&exit, cycle), may);
                seen += usize::from(may);
            }
            let expected = -4000.0 * libm::expm1(-hazard);
            assert!((seen as f64 - expected).abs() < 5.0 * expected.sqrt() + 1.0, "{hazard}: {seen}, not {expected}");
        }
    }

    #[test]
    fn a_look_ahead_sees_each_of_its_cycles() {
        let (stream, keys) = (HouseholdStream::new(4, 1, 2), [7, 99]);
        let exits = [0, 1].map(|transition| CachedExit { transition, limit: top(0.05), ..CachedExit::default() });
        let mut candidates = CandidateBitmap::default();
        candidates.clear(2, 200);
        for cycle in 0..200 {
            let bits = candidates.look_ahead(&exits, cycle, stream, &keys);
            for at in 0..LOOK_AHEAD.min(200 - cycle) {
                let may = keys.iter().any(|key| first_bits(stream.cycle(cycle + at + 1).word(*key)) <= top(0.05));
                assert_eq!(bits >> at & 1 == 1, may, "cycle {cycle}, {at} later");
            }
        }
    }
}
