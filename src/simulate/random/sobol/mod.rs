//! Owen-scrambled Sobol' sequence: points that fill the unit cube more evenly than independent ones.
//!
//! In: a seed, the number of a draw, a dimension. Out: a uniform between 0 and 1, the same in any order and on any
//! thread.
//!
//! Draws are dealt out over [`REPLICATES`] copies of the sequence that are scrambled independently: draw `d` is point
//! `d / 8` of replicate `d mod 8`. Each replicate is uniform by itself, so that how far replicates are apart tells how
//! far their mean is off. Draws `[a, b)` of a longer run are the same draws.
//!
//! Beyond the dimensions that have direction numbers, blocks of as many dimensions are padded: each block goes through
//! the points in another order, drawn by nested uniform scrambling of the number of the point, so that stretches of a
//! power of two stay such stretches. Within a block figures are as even as ever, between blocks independent.
//!
//! Sources: S. Joe and F. Y. Kuo (2008) for the direction numbers; A. B. Owen (1995) for the scrambling; B. Burley,
//! "Practical hash-based Owen scrambling", Journal of Computer Graphics Techniques 9 (2020), for padding by shuffled
//! numbers.

mod direction_numbers;
mod scramble;
#[cfg(test)]
mod tests;

use crate::simulate::limits::REPLICATES;
use direction_numbers::{Columns, DIMENSIONS, direction_numbers};
use scramble::{key_of_part, scrambled};
use sha2::{Digest, Sha256};

/// Part of a key for the order of points in a block; dimensions have lower numbers.
const ORDER: u64 = 1 << 32;

/// The direction numbers of as many dimensions as are asked for.
#[derive(Debug)]
pub(crate) struct SobolSequence {
    columns: Vec<Columns>,
}

/// All random choices of a run, in a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SobolKey(u64);

impl SobolKey {
    /// The key of a seed.
    pub(crate) fn of_seed(seed: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"mkba sobol");
        hash.update(seed.to_le_bytes());
        let digest = hash.finalize();
        Self(digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

impl SobolSequence {
    /// A sequence of so many dimensions; more than 1,024 are padded.
    pub(crate) fn new(dimensions: usize) -> Self {
        Self { columns: direction_numbers(dimensions.clamp(1, DIMENSIONS)) }
    }

    /// The uniform of a draw in a dimension of those asked for: neither 0 nor 1, 52 binary digits.
    pub(crate) fn uniform(&self, key: SobolKey, dimension: usize, draw: u64) -> f64 {
        let (replicate, number) = (draw % REPLICATES as u64, draw / REPLICATES as u64);
        // After 2^32 points the sequence starts anew with another scrambling.
        let key = key_of_part(key_of_part(key.0, replicate), number >> 32);
        let (block, own) = (dimension / DIMENSIONS, dimension % DIMENSIONS);
        let number = (number & 0xFFFF_FFFF) as u32;
        let number = if block == 0 { number } else { in_order_of(key_of_part(key, ORDER + block as u64), number) };
        let fraction = self.fraction(own, number);
        let digits = scrambled(fraction, key_of_part(key, dimension as u64)) >> 12;
        (digits as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }

    /// The coordinate of a point before scrambling, as a binary fraction.
    fn fraction(&self, dimension: usize, number: u32) -> u32 {
        let columns = &self.columns[dimension];
        let (mut left, mut sum) = (number, 0);
        while left != 0 {
            sum ^= columns[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        sum
    }
}

/// The number that stands in the place of another in the order of a block.
fn in_order_of(key: u64, number: u32) -> u32 {
    (scrambled(number, key) >> 32) as u32
}
