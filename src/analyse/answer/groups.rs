//! Groups of futures: unchanged, escalation averted, better, worse.
//!
//! In: counts and sums by draw. Out: [`GroupAnswer`]s, also as so many households in a hundred.

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::word::{self, Word};
use crate::simulate::micro::value::outcome::{CountSum, GROUPS, Households};
use serde::{Deserialize, Serialize};

/// One of the four groups of futures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupAnswer {
    /// `unchanged`, `averted`, `better` or `worse`.
    #[serde(deserialize_with = "word::read")]
    pub id: Word,
    /// Share of futures.
    pub share: f64,
    /// The share as so many in a hundred; those of all groups add up to 100.
    #[serde(skip)]
    pub in_hundred: u64,
    /// Mean net benefit to society in this group; `None` for an empty group.
    pub mean_net_benefit: Option<f64>,
    /// Mean benefit to society before the plan's own cost; `None` for an empty group.
    pub mean_benefit: Option<f64>,
    /// Standard errors of `share`, `mean_net_benefit` and `mean_benefit`.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// Names of the groups, in the order of [`Group`](crate::simulate::micro::value::outcome::Group).
pub const GROUP_IDS: [&str; GROUPS] = ["unchanged", "averted", "better", "worse"];

/// The four groups over all draws; empty where no households were simulated.
pub fn groups(households: &[Households], design: SamplingDesign) -> Vec<GroupAnswer> {
    let sums = |kept: Kept| {
        let mut sums = [CountSum::default(); GROUPS];
        for draw in kept.of(households) {
            sums.iter_mut().zip(&draw.groups).for_each(|(sum, group)| sum.add(group));
        }
        sums
    };
    let figures = |at: usize, sums: &[CountSum; GROUPS]| {
        let (sum, all) = (&sums[at], sums.iter().map(|sum| sum.count).sum::<u64>());
        let mean = |value: f64| (sum.count > 0).then(|| value / sum.count as f64);
        [(all > 0).then(|| sum.count as f64 / all as f64), mean(sum.sum), mean(sum.other)]
    };
    let whole = sums(Kept::ALL);
    let found: Vec<[Option<f64>; 3]> = (0..GROUPS).map(|at| figures(at, &whole)).collect();
    let shares: Option<Vec<f64>> = found.iter().map(|[share, ..]| *share).collect();
    let Some(shares) = shares else { return Vec::new() };
    let in_hundred = of_hundred(&shares);
    let simulated = SamplingDesign { exact: false, ..design };
    let names = ["share", "mean_net_benefit", "mean_benefit"];
    let group = |at: usize| GroupAnswer {
        id: GROUP_IDS[at],
        share: shares[at],
        in_hundred: in_hundred[at],
        mean_net_benefit: found[at][1],
        mean_benefit: found[at][2],
        monte_carlo_errors: simulated.figure_errors(households.len(), names, |kept| figures(at, &sums(kept))),
    };
    (0..GROUPS).map(group).collect()
}

/// Gives groups that are read back what is not serialised of them.
pub(super) fn complete(groups: &mut [GroupAnswer]) {
    let shares: Vec<f64> = groups.iter().map(|group| group.share).collect();
    groups.iter_mut().zip(of_hundred(&shares)).for_each(|(group, whole)| group.in_hundred = whole);
}

/// Shares as whole numbers that add up to 100: what is left after rounding down goes to the largest remainders, the
/// first where they are equal. Zeros where the shares add up to nothing.
fn of_hundred(shares: &[f64]) -> Vec<u64> {
    let sum: f64 = shares.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| share / sum * 100.0).collect();
    let mut whole: Vec<u64> = exact.iter().map(|value| value.floor() as u64).collect();
    let left = 100u64.saturating_sub(whole.iter().sum()) as usize;
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    order.into_iter().take(left).for_each(|at| whole[at] += 1);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_add_up_to_a_hundred() {
        assert_eq!(of_hundred(&[1.0 / 3.0; 3]), [34, 33, 33]);
        assert_eq!(of_hundred(&[0.786, 0.158, 0.028, 0.028]), [78, 16, 3, 3]);
        assert_eq!(of_hundred(&[0.0, 1.0, 0.0]), [0, 100, 0]);
        assert_eq!(of_hundred(&[0.0, 0.0]), [0, 0]);
        for n in 1..40u32 {
            let shares: Vec<f64> = (0..4).map(|k| f64::from((n * 37 + k * 11) % 23)).collect();
            assert_eq!(of_hundred(&shares).iter().sum::<u64>(), 100);
        }
    }
}
