//! In which cycles a transition may happen, told by its luck alone.
//!
//! In: for each transition the most that its hazard can be in this draw, in any alternative. Out: [`Tape`]: one bit for each
//! cycle of a household's life in which the luck of the transition is below that. As luck is the same in all alternatives, so
//! is the tape. It is worked out in blocks, and only where somebody looks.

use crate::simulate::luck::{Luck, threshold};

/// Cycles in a block.
pub const BLOCK: usize = 32;

/// Bits of one block, the first cycle lowest.
pub type Bits = u32;

/// A hazard above this is above every exponential variate that there is.
const ALWAYS: f64 = 40.0;

/// Luck up to which a transition may happen, which may be a little more than the bound says: `threshold` rounds.
pub fn limit(most: f64) -> u64 {
    if most >= ALWAYS { u64::MAX } else { threshold(most * (1.0 + 1e-9)).saturating_add(1 << 20) }
}

/// One household.
#[derive(Debug, Default)]
pub struct Tape {
    blocks: usize,
    /// By transition and block.
    bits: Vec<Bits>,
    known: Vec<bool>,
}

impl Tape {
    /// Forgets everything.
    pub fn clear(&mut self, transitions: usize, cycles: usize) {
        self.blocks = cycles.div_ceil(BLOCK);
        self.known.clear();
        self.known.resize(transitions * self.blocks, false);
        self.bits.resize(transitions * self.blocks, 0);
    }

    /// The bits of a transition in a block.
    #[inline(always)]
    pub fn bits(&mut self, transition: usize, block: usize, (luck, key, limit): (Luck, u64, u64)) -> Bits {
        let at = transition * self.blocks + block;
        if !self.known[at] {
            self.known[at] = true;
            self.bits[at] = work_out(block, luck, key, limit);
        }
        self.bits[at]
    }
}

fn work_out(block: usize, luck: Luck, key: u64, limit: u64) -> Bits {
    let mut bits = 0;
    for at in 0..BLOCK {
        // The luck of a cycle is addressed by the border at its end.
        let word = luck.cycle(block * BLOCK + at + 1).word(key);
        bits |= Bits::from(word <= limit) << at;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::luck::exponential;

    #[test]
    fn no_cycle_is_missed_in_which_something_happens() {
        let (luck, key) = (Luck::new(4, 1, 2), 99);
        for most in [0.0, 1e-6, 0.02, 0.7, 30.0, 1e12, f64::INFINITY] {
            let mut tape = Tape::default();
            tape.clear(2, 4000);
            let mut seen = 0;
            for cycle in 0..4000 {
                let bits = tape.bits(1, cycle / BLOCK, (luck, key, limit(most)));
                let may = bits >> (cycle % BLOCK) & 1 == 1;
                assert!(may || exponential(luck.cycle(cycle + 1).word(key)) >= most, "{most}, cycle {cycle}");
                seen += usize::from(may);
            }
            let expected = -4000.0 * libm::expm1(-most);
            assert!((seen as f64 - expected).abs() < 5.0 * expected.sqrt() + 1.0, "{most}: {seen}, not {expected}");
        }
    }
}
