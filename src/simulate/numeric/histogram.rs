//! Histogram of the values of many households, in memory that does not grow with their number.
//!
//! In: values one by one, in any order. Out: [`Histogram`]: counts in bins, percentiles. Counts are whole numbers, so
//! that neither the order of values nor that of merging matters.
//!
//! A bin holds the values that agree in sign, exponent and the first [`BITS`] binary places: its width is at most 1
//! part in 2,048 of the value itself, 10 euro at 20,000.

use serde::{Deserialize, Serialize};

/// Binary places of a value that tell bins apart.
pub const BITS: u32 = 11;

/// Largest width of a bin, as a share of the value.
pub const BIN_WIDTH: f64 = 1.0 / (1u32 << BITS) as f64;

/// Bins of one power of two.
const PAGE: usize = 1 << BITS;
/// Binary places of a single-precision number.
const MANTISSA: u32 = 23;

/// Counts of the values of one sign: a page for each power of two in which there are any.
type Side = Vec<Option<Box<[u64]>>>;

/// Counts of values in bins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    below: Side,
    zero: u64,
    above: Side,
    count: u64,
}

impl Histogram {
    /// Adds a value, rounded to single precision; it is finite.
    pub fn push(&mut self, value: f64) {
        let value = value as f32;
        self.count += 1;
        if value == 0.0 {
            self.zero += 1;
            return;
        }
        let bits = value.abs().to_bits();
        let side = if value > 0.0 { &mut self.above } else { &mut self.below };
        let page = (bits >> MANTISSA) as usize;
        if side.len() <= page {
            side.resize(page + 1, None);
        }
        let page = side[page].get_or_insert_with(|| vec![0; PAGE].into_boxed_slice());
        page[(bits >> (MANTISSA - BITS)) as usize % PAGE] += 1;
    }

    /// Adds all values of another one.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.zero += other.zero;
        merge(&mut self.below, &other.below);
        merge(&mut self.above, &other.above);
    }

    /// Whether it has the shape that others rely on; one that was read from a file may have another.
    #[cfg(feature = "shard")]
    pub(crate) fn is_whole(&self) -> bool {
        let pages = (f32::MAX.to_bits() >> MANTISSA) as usize + 1;
        [&self.below, &self.above]
            .into_iter()
            .all(|side| side.len() <= pages && side.iter().flatten().all(|page| page.len() == PAGE))
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Share of values above 0; exact.
    pub fn probability_positive(&self) -> f64 {
        let above: u64 = bins(&self.above).map(|(_, _, count)| count).sum();
        above as f64 / self.count as f64
    }

    /// The value below which this share of the values lies, to within a bin: a straight line between order statistics
    /// (type 7 of Hyndman and Fan 1996), each taken to lie evenly spread within its bin. Not a number of nothing.
    pub fn percentile(&self, share: f64) -> f64 {
        let place = share * self.count.saturating_sub(1) as f64;
        let mut before = 0.0;
        for (low, high, count) in self.all() {
            let count = count as f64;
            if place < before + count {
                // The k-th of n values of a bin lies at (k + 1/2) / n of it.
                return low + (high - low) * ((place - before + 0.5) / count).min(1.0);
            }
            before += count;
        }
        f64::NAN
    }

    /// Bins in ascending order: from, to, count.
    fn all(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        let below: Vec<(f64, f64, u64)> = bins(&self.below).collect();
        let below = below.into_iter().rev().map(|(low, high, count)| (-high, -low, count));
        let zero = (self.zero > 0).then_some((0.0, 0.0, self.zero));
        below.chain(zero).chain(bins(&self.above))
    }
}

fn merge(into: &mut Side, other: &Side) {
    if into.len() < other.len() {
        into.resize(other.len(), None);
    }
    for (own, more) in into.iter_mut().zip(other) {
        match (own, more) {
            (Some(own), Some(more)) => own.iter_mut().zip(more).for_each(|(own, more)| *own += more),
            (own @ None, Some(more)) => *own = Some(more.clone()),
            (_, None) => {}
        }
    }
}

/// Bins of one side with something in them, by size: from, to, count.
fn bins(side: &Side) -> impl Iterator<Item = (f64, f64, u64)> {
    let pages = side.iter().enumerate().filter_map(|(page, counts)| counts.as_ref().map(|counts| (page, counts)));
    pages.flat_map(|(page, counts)| {
        let edge = move |bin: usize| {
            let bits = ((page as u32) << MANTISSA) + ((bin as u32) << (MANTISSA - BITS));
            f64::from(f32::from_bits(bits))
        };
        let of_page = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        of_page.map(move |(bin, count)| (edge(bin), edge(bin + 1), *count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::random::household_stream::{HouseholdStream, uniform};

    fn values() -> Vec<f64> {
        let value = |n: u64| {
            let stream = HouseholdStream::new(4, 0, n).cycle(0);
            let (a, b) = (uniform(stream.word(1)), uniform(stream.word(2)));
            if b < 0.2 { 0.0 } else { (a - 0.4) * 30_000.0 * b }
        };
        (0..20_001).map(value).collect()
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_values_to_within_a_bin() {
        let mut values = values();
        let mut found = Histogram::default();
        values.iter().for_each(|value| found.push(*value));
        values.sort_by(f64::total_cmp);
        for share in [0.0, 0.05, 0.1, 0.3, 0.5, 0.9, 0.95, 1.0] {
            let wanted = values[(share * 20_000.0) as usize];
            let gap = (found.percentile(share) - wanted).abs();
            assert!(gap <= wanted.abs() / 2048.0 + 1e-3, "{share}: {} and {wanted}", found.percentile(share));
        }
        let positive = values.iter().filter(|value| **value > 0.0).count() as f64 / 20_001.0;
        assert_eq!(found.probability_positive(), positive);
        let below = values.iter().filter(|value| **value < 0.0).count() as f64;
        assert_eq!(found.percentile((below + 0.5) / 20_000.0), 0.0);
    }

    #[test]
    fn order_and_merging_do_not_matter() {
        let values = values();
        let all = |values: &mut dyn Iterator<Item = &f64>| {
            let mut found = Histogram::default();
            values.for_each(|value| found.push(*value));
            found
        };
        let whole = all(&mut values.iter());
        assert_eq!(all(&mut values.iter().rev()), whole);
        let mut merged = all(&mut values[15_000..].iter());
        merged.merge(&all(&mut values[..15_000].iter()));
        assert_eq!((merged.count(), merged), (20_001, whole));
    }

    #[test]
    fn what_cannot_be_told_is_no_number() {
        assert!(Histogram::default().percentile(0.5).is_nan());
        let mut histogram = Histogram::default();
        histogram.push(-3.0);
        assert!((histogram.percentile(0.9) + 3.0).abs() < 3.0 / 2048.0);
        assert_eq!(histogram.probability_positive(), 0.0);
    }
}
