//! Common random numbers: a stream for each household, addressed by (seed, draw, household, name, cycle).
//!
//! In: the address. Out: 64 random bits. Nothing is kept between calls, so that adding or removing an alternative, an
//! item, a parameter or a domain leaves all other random numbers as they were, for any number of threads.
//!
//! Algorithm, pinned by name: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
//! 2014) used as a counter hash: word `c` of the sequence that starts at a hash of the other parts of the address.

use sha2::{Digest, Sha256};

/// Increment of SplitMix64: the golden ratio in 64 bits.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of SplitMix64 (variant 13 of Stafford's mixers).
#[inline(always)]
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// The part of an address that a name stands for: the first 8 bytes of its SHA-256, little-endian.
pub fn name_key(name: &str) -> u64 {
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(bytes)
}

/// The random numbers of one household in one draw.
#[derive(Clone, Copy, Debug)]
pub struct HouseholdStream(u64);

impl HouseholdStream {
    /// Those of household number `household` within draw number `draw`.
    pub fn new(seed: u64, draw: u64, household: u64) -> Self {
        let draw_key = mix(mix(seed.wrapping_add(GAMMA)).wrapping_add(draw.wrapping_mul(GAMMA)));
        Self(mix(draw_key.wrapping_add(household.wrapping_mul(GAMMA))))
    }

    /// The random numbers of one cycle; combine with [`CycleStream::word`].
    #[inline(always)]
    pub fn cycle(self, cycle: usize) -> CycleStream {
        CycleStream(self.0.wrapping_add((cycle as u64).wrapping_mul(GAMMA)))
    }

    /// The words of the name with this key, cycle by cycle from the first on.
    #[inline(always)]
    pub fn words(self, key: u64) -> Words {
        Words(self.0.wrapping_add(key))
    }

    /// The one uniform of a name, 0 to 1 (1 excluded): start states, who is reached, who responds.
    pub fn uniform(self, key: u64) -> f64 {
        uniform(self.cycle(0).word(key))
    }
}

/// The words of one name in the cycles 1, 2, 3 and so on.
#[derive(Clone, Copy, Debug)]
pub struct Words(u64);

impl Words {
    /// The same from so many cycles later on.
    #[inline(always)]
    pub fn after(self, cycles: usize) -> Self {
        Self(self.0.wrapping_add((cycles as u64).wrapping_mul(GAMMA)))
    }

    /// The next word.
    #[inline(always)]
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }
}

/// The random numbers of one household in one cycle.
#[derive(Clone, Copy, Debug)]
pub struct CycleStream(u64);

impl CycleStream {
    /// The 64 bits for the name with this key.
    #[inline(always)]
    pub fn word(self, key: u64) -> u64 {
        mix(self.0.wrapping_add(key))
    }
}

/// A uniform number from 53 of the bits: 0 included, 1 excluded.
pub fn uniform(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// The exponential variate that belongs to the word: `-ln(1 - u)`.
pub fn exponential(word: u64) -> f64 {
    -libm::log1p(-uniform(word))
}

/// The limit below which a word means that an event of this hazard per cycle happens, were it alone:
/// `exponential(word) < hazard` and `word < threshold(hazard)` agree but for rounding.
pub fn threshold(hazard: f64) -> u64 {
    let chance = -libm::expm1(-hazard);
    // 2^64 as a float; the conversion saturates at the largest word.
    (chance * 18_446_744_073_709_551_616.0) as u64
}

/// Whether a word is below the [`threshold`] of this hazard; mostly without an exponential function, as
/// `l - l^2 / 2 <= 1 - exp(-l) <= l` for every hazard `l` that is not negative.
#[inline(always)]
pub fn is_below_threshold(word: u64, hazard: f64) -> bool {
    // Nearer to a bound than this rounding may decide.
    const MARGIN: f64 = 1e-12;
    let chance = uniform(word);
    let [least, most] = [hazard - hazard * hazard / 2.0, hazard];
    match () {
        () if chance < least - MARGIN => true,
        () if chance > most + MARGIN => false,
        () => word < threshold(hazard),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Exp, Uniform};

    /// Kolmogorov-Smirnov distance of a sample from a distribution function.
    fn distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        sample.sort_by(f64::total_cmp);
        let n = sample.len() as f64;
        let gaps = sample.iter().enumerate().map(|(rank, x)| {
            let expected = cdf(*x);
            (expected - rank as f64 / n).abs().max(((rank + 1) as f64 / n - expected).abs())
        });
        gaps.fold(0.0, f64::max)
    }

    #[test]
    fn words_stay_what_they_are() {
        // Fixed for ever: a change here changes every result.
        assert_eq!(name_key("housing: arrears -> homeless"), 12714813050510135852);
        assert_eq!(HouseholdStream::new(1, 2, 3).cycle(4).word(5), 15151454519428718945);
        assert_eq!(HouseholdStream::new(1, 2, 3).words(5).after(3).draw(), 15151454519428718945);
    }

    #[test]
    fn splitmix_matches_its_published_sequence() {
        // First outputs for seed 1234567 of the reference implementation.
        let start = CycleStream(1_234_567);
        let words: Vec<u64> = (1..=3u64).map(|n| start.word(n.wrapping_mul(GAMMA))).collect();
        assert_eq!(words, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn random_numbers_are_uniform_along_every_part_of_its_address() {
        let limit = 1.95 / (20_000f64).sqrt(); // 0.1 % point of the Kolmogorov distribution
        let uniform_cdf = |x: f64| Uniform::new(0.0, 1.0).expect("a range").cdf(x);
        let by_cycle = (0..20_000).map(|t| uniform(HouseholdStream::new(1, 0, 0).cycle(t).word(7))).collect();
        let by_household = (0..20_000).map(|n| uniform(HouseholdStream::new(1, 0, n).cycle(3).word(7))).collect();
        let by_draw = (0..20_000).map(|d| uniform(HouseholdStream::new(1, d, 0).cycle(3).word(7))).collect();
        let by_name = (0..20_000)
            .map(|k| uniform(HouseholdStream::new(1, 0, 0).cycle(3).word(name_key(&k.to_string()))))
            .collect();
        for sample in [by_cycle, by_household, by_draw, by_name] {
            assert!(distance(sample, uniform_cdf) < limit);
        }
        let waits = (0..20_000).map(|n| exponential(HouseholdStream::new(9, 0, n).cycle(1).word(7))).collect();
        assert!(distance(waits, |x| Exp::new(1.0).expect("a rate").cdf(x)) < limit);
    }

    #[test]
    fn threshold_and_exponential_agree() {
        for hazard in [1e-6, 0.01, 0.5, 3.0] {
            let limit = threshold(hazard);
            for n in 0..20_000u64 {
                let word = HouseholdStream::new(5, 0, n).cycle(0).word(11);
                assert_eq!(word < limit, exponential(word) < hazard, "hazard {hazard}, word {word}");
            }
        }
        for hazard in [0.0, 1e-13, 1e-6, 0.01, 0.5, 3.0, 800.0] {
            let words = (0..20_000u64).map(|n| HouseholdStream::new(5, 0, n).cycle(0).word(11));
            let near = (0..100u64).flat_map(|n| [threshold(hazard).wrapping_sub(n), threshold(hazard).wrapping_add(n)]);
            for word in words.chain(near) {
                assert_eq!(is_below_threshold(word, hazard), word < threshold(hazard), "hazard {hazard}, word {word}");
            }
        }
        assert_eq!(threshold(0.0), 0);
        assert_eq!(threshold(800.0), u64::MAX);
    }
}
