//! Moments and percentiles of a sample, and the standard errors that they have in independent draws.
//!
//! In: values. Out: numbers. Percentiles interpolate in a straight line between order statistics (type 7 of Hyndman and
//! Fan 1996).

/// Means of draws, drawn together so that their variance is that between draws alone: a mean over few simulated
/// households is noisy, and every percentile would inherit that. With `noise` the mean variance of that noise:
/// `between = max(0, var - noise)`; deviations are multiplied by `sqrt(between / var)`.
pub fn shrunk(means: &[f64], noise: f64) -> Vec<f64> {
    let variance = variance(means);
    if noise <= 0.0 || variance <= 0.0 {
        return means.to_vec();
    }
    let factor = ((variance - noise).max(0.0) / variance).sqrt();
    let centre = mean(means.iter().copied());
    means.iter().map(|value| centre + factor * (value - centre)).collect()
}

/// Mean; 0 of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0u64), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// Sample variance; 0 of fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let centre = mean(values.iter().copied());
    values.iter().map(|value| (value - centre) * (value - centre)).sum::<f64>() / (values.len() - 1) as f64
}

/// Percentile of sorted values.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = share * last as f64;
    let below = place.floor() as usize;
    if place == below as f64 {
        return sorted[below];
    }
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Percentile of sorted values with weights: on straight lines between the middles of what each value takes. Of equal
/// weights it is [`percentile`]; 0 of nothing.
pub fn weighted_percentile(sorted: &[(f64, f64)], share: f64) -> f64 {
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let (Some((first, start)), Some((last, end))) = (sorted.first(), sorted.last()) else { return 0.0 };
    let wanted = start / 2.0 + share * (total - start / 2.0 - end / 2.0);
    let (mut below, mut before, mut sum) = (*first, start / 2.0, 0.0);
    for (value, weight) in sorted {
        let middle = sum + weight / 2.0;
        if middle >= wanted {
            let part = if middle > before { (wanted - before) / (middle - before) } else { 1.0 };
            return below + part * (value - below);
        }
        (below, before, sum) = (*value, middle, sum + weight);
    }
    *last
}

/// Standard error of a share of independent draws, `positive` of them: `sqrt(p (1 - p) / (n + 4))` with
/// `p = (positive + 2) / (n + 4)`, so that it is not 0 where all draws have the same sign.
///
/// Source: Agresti and Coull, "Approximate is better than 'exact' for interval estimation of binomial proportions", The
/// American Statistician 52 (1998), for the four draws that are added.
pub fn independent_share(positive: f64, draws: usize) -> f64 {
    let count = draws as f64 + 4.0;
    let share = (positive + 2.0) / count;
    (share * (1.0 - share) / count).sqrt()
}

/// Standard error of a percentile from that of the share of values below it: what lies between the percentiles `margin`
/// errors of the share below and above it, over `2 margin`. 0 where it lies among equal values, `None` where that is not
/// finite.
///
/// Source: R. S. Woodruff, "Confidence intervals for medians and other position measures", Journal of the American
/// Statistical Association 47 (1952).
pub fn percentile_error(sorted: &[f64], share: f64, error_of_share: f64, margin: f64) -> Option<f64> {
    let at = |share: f64| percentile(sorted, share.clamp(0.0, 1.0));
    let ranks = margin * error_of_share;
    Some((at(share + ranks) - at(share - ranks)) / (2.0 * margin)).filter(|error| error.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_percentile_is_that_of_its_share_over_the_density() {
        // Of 0, 1, .. 1000 the density is 1/1000.
        let values: Vec<f64> = (0..=1000).map(f64::from).collect();
        assert!((percentile_error(&values, 0.3, 0.02, 2.0).expect("values") - 20.0).abs() < 1e-9);
        // Beyond the ends there is nothing.
        assert!((percentile_error(&values, 0.05, 0.05, 2.0).expect("values") - 37.5).abs() < 1e-9);
        assert_eq!(percentile_error(&[1.0; 9], 0.5, 0.1, 2.0), Some(0.0));
        assert_eq!(percentile_error(&[1.0, 2.0, f64::INFINITY], 0.5, 0.3, 2.0), None);
    }

    #[test]
    fn weighted_percentiles_of_equal_weights_are_plain_ones() {
        let values = [1.0, 2.0, 4.0, 9.0];
        let equal = values.map(|value| (value, 0.25));
        for share in [0.0, 0.1, 0.5, 0.75, 0.9, 1.0] {
            assert!((weighted_percentile(&equal, share) - percentile(&values, share)).abs() < 1e-12, "{share}");
        }
        // Middles at 0.3, 0.7 and 0.9: half-way from 0.3 to 0.9 is 0.6, three quarters of the way from 1 to 5.
        let found = weighted_percentile(&[(1.0, 0.6), (5.0, 0.2), (6.0, 0.2)], 0.5);
        assert!((found - 4.0).abs() < 1e-12, "{found}");
        assert_eq!((weighted_percentile(&[], 0.5), weighted_percentile(&[(3.0, 2.0)], 0.1)), (0.0, 3.0));
    }

    #[test]
    fn percentiles_interpolate() {
        assert_eq!(percentile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(percentile(&[7.0], 0.1), 7.0);
        assert_eq!(percentile(&[1.0, 2.0, f64::INFINITY], 0.5), 2.0);
    }

    #[test]
    fn shrinking_takes_the_noise_out_of_the_variance() {
        let means = [1.0, 3.0, 5.0, 9.0, 2.0];
        let all = variance(&means);
        let left = shrunk(&means, all / 4.0);
        assert!((variance(&left) - 0.75 * all).abs() < 1e-12);
        assert!((mean(left.into_iter()) - 4.0).abs() < 1e-12);
        assert_eq!(shrunk(&means, 2.0 * all), [4.0; 5]);
        assert_eq!(shrunk(&means, 0.0), means);
    }
}
