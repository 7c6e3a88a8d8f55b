//! Percentiles of many values without those of one replicate, from one sort.
//!
//! In: values with the draw they come from. Out: [`Ranked`]: percentiles and shares of all of them, and of those that
//! are left without each replicate.

use crate::analyse::statistics::sample::percentile;
use crate::simulate::REPLICATES;

/// Values between two counts.
const STRETCH: usize = 512;

/// Sorted values that know their replicate.
pub(super) struct Ranked {
    values: Vec<f64>,
    replicates: Vec<u8>,
    /// Where each stretch starts, and how many values of each replicate stand before; last where all end.
    before: Vec<(usize, [usize; REPLICATES])>,
}

impl Ranked {
    /// Sorts values, each with its draw.
    pub(super) fn new(values: impl Iterator<Item = (f64, usize)>) -> Self {
        let mut all: Vec<(f64, u8)> = values.map(|(value, draw)| (value, (draw % REPLICATES) as u8)).collect();
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (values, replicates): (Vec<f64>, Vec<u8>) = all.into_iter().unzip();
        let mut counts = [0; REPLICATES];
        let (mut start, mut before) = (0, vec![(0, counts)]);
        for stretch in replicates.chunks(STRETCH) {
            stretch.iter().for_each(|replicate| counts[usize::from(*replicate)] += 1);
            start += stretch.len();
            before.push((start, counts));
        }
        Self { values, replicates, before }
    }

    /// All values, sorted.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    fn count_of(&self, replicate: usize) -> usize {
        self.before.last().map_or(0, |(_, counts)| counts[replicate])
    }

    /// A percentile without the values of a replicate; `None` where nothing is left.
    pub(super) fn percentile_without(&self, replicate: usize, share: f64) -> Option<f64> {
        let last = (self.values.len() - self.count_of(replicate)).checked_sub(1)?;
        let place = share * last as f64;
        let below = self.without(replicate, place.floor() as usize)?;
        let above = self.without(replicate, (place.floor() as usize + 1).min(last))?;
        Some(percentile(&[below, above], place.fract()))
    }

    /// Share of values above 0 without those of a replicate.
    pub(super) fn positive_without(&self, replicate: usize) -> Option<f64> {
        let first = self.values.partition_point(|value| *value <= 0.0);
        let own = self.replicates[first..].iter().filter(|one| usize::from(**one) == replicate).count();
        let left = self.values.len() - self.count_of(replicate);
        (left > 0).then(|| (self.values.len() - first - own) as f64 / left as f64)
    }

    /// The value at a place in the order of those without a replicate.
    fn without(&self, replicate: usize, place: usize) -> Option<f64> {
        let passed = |(start, counts): &(usize, [usize; REPLICATES])| start - counts[replicate];
        let stretch = self.before.partition_point(|stretch| passed(stretch) <= place).checked_sub(1)?;
        let stretch = &self.before[stretch];
        let others = (stretch.0..self.values.len()).filter(|at| usize::from(self.replicates[*at]) != replicate);
        others.map(|at| self.values[at]).nth(place - passed(stretch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_without_a_replicate_is_ranked_as_if_it_were_alone() {
        for count in [8, 9, 511, 512, 1024, 5003usize] {
            let value = |at: usize| ((at * 7919) % 1009) as f64 - 400.0;
            let ranked = Ranked::new((0..count).map(|at| (value(at), at / 3)));
            for replicate in 0..REPLICATES {
                let mut left: Vec<f64> = (0..count).filter(|at| at / 3 % REPLICATES != replicate).map(value).collect();
                left.sort_by(f64::total_cmp);
                for share in [0.0, 0.05, 0.1, 0.5, 0.9, 0.95, 1.0] {
                    let found = ranked.percentile_without(replicate, share).expect("values");
                    let wanted = percentile(&left, share);
                    assert!((found - wanted).abs() < 1e-9, "{count}, {replicate}, {share}: {found} and {wanted}");
                }
                let positive = left.iter().filter(|value| **value > 0.0).count() as f64 / left.len() as f64;
                assert_eq!(ranked.positive_without(replicate), Some(positive));
            }
        }
        assert_eq!(Ranked::new([(1.0, 3)].into_iter()).percentile_without(3, 0.5), None);
    }
}
