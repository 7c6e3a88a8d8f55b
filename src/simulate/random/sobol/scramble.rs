//! Nested uniform scrambling (Owen): a random permutation of the points of each elementary interval, the same for the
//! same key.
//!
//! In: a binary fraction, a key. Out: 64 binary digits: the scrambled fraction, and random digits below it.
//!
//! Each node of the binary tree of intervals swaps its halves or leaves them, by one bit of a hash of the key and
//! the node: what Owen's scrambling asks for, to the quality of the hash. Source: A. B. Owen, "Randomly permuted
//! (t,m,s)-nets and (t,s)-sequences", in: Monte Carlo and Quasi-Monte Carlo Methods in Scientific Computing (1995).

/// Odd multiplier that spreads nodes over all keys: `2^64` over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash in which each bit of the input moves each bit of the output.
///
/// Source: the finaliser "Mix13" of D. Stafford, used by Steele, Lea and Flood in "Fast splittable pseudorandom number
/// generators" (2014).
#[inline]
pub(crate) fn mixed(value: u64) -> u64 {
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}

/// The key of a part of what `key` is for.
pub(crate) fn key_of_part(key: u64, part: u64) -> u64 {
    mixed(key.wrapping_add(part.wrapping_add(1).wrapping_mul(SPREAD)))
}

/// The scrambled fraction, its first digit in the highest bit.
#[inline]
pub(crate) fn scrambled(fraction: u32, key: u64) -> u64 {
    let fraction = u64::from(fraction);
    // Nodes are numbered as in a heap: the root 1, its halves 2 and 3.
    let swaps = |digit: u32| {
        let node = 1 << digit | fraction >> (32 - digit);
        mixed(key ^ node.wrapping_mul(SPREAD)) >> 63 << (31 - digit)
    };
    let swapped = (0..32).map(swaps).fold(0, |sum, bit| sum | bit);
    // Points that differ at all differ by now: what is below is theirs alone.
    let below = mixed(key ^ (1 << 32 | fraction).wrapping_mul(SPREAD)) & 0xFFFF_FFFF;
    (fraction ^ swapped) << 32 | below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_stay_together_and_every_digit_is_swapped_half_of_the_time() {
        let key = key_of_part(7, 3);
        for level in 1..10 {
            // Fractions that share their first digits share them scrambled, and no others do.
            let first = |start: u32| scrambled(start << (32 - level), key) >> (64 - level);
            let found: std::collections::BTreeSet<u64> = (0..1 << level).map(first).collect();
            assert_eq!(found.len(), 1 << level);
            let inside = scrambled(((5 % (1 << level)) << (32 - level)) | (0x12_3456 >> level), key) >> (64 - level);
            assert_eq!(inside, first(5 % (1 << level)));
        }
        let keys = 4096;
        for digit in 0..64 {
            let swapped =
                (0..keys).filter(|part| scrambled(0x8CA5_1234, key_of_part(1, *part)) >> digit & 1 == 1).count();
            assert!(
                (swapped as f64 - keys as f64 / 2.0).abs() < 4.5 * (keys as f64 / 4.0).sqrt(),
                "{digit}: {swapped}"
            );
        }
    }

    #[test]
    fn nodes_swap_independently() {
        // Of two nodes side by side, and of a node and its half: each of four outcomes a quarter of the time.
        let bit = |fraction: u32, digit: u32, part: u64| {
            (scrambled(fraction, key_of_part(9, part)) >> (63 - digit) & 1) ^ u64::from(fraction >> (31 - digit) & 1)
        };
        for (one, other) in [((0u32, 1u32), (1 << 31, 1)), ((0, 0), (0, 1)), ((0, 5), (1 << 20, 12))] {
            let mut counts = [0f64; 4];
            for part in 0..8000 {
                counts[(bit(one.0, one.1, part) * 2 + bit(other.0, other.1, part)) as usize] += 1.0;
            }
            let chi: f64 = counts.iter().map(|count| (count - 2000.0) * (count - 2000.0) / 2000.0).sum();
            assert!(chi < 16.3, "{counts:?}"); // 0.1 % point with three degrees of freedom
        }
    }
}
