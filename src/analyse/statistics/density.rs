//! The shape of a distribution as a smooth line.
//!
//! In: values. Out: [`Curve`]: a Gaussian kernel density with the bandwidth of Silverman ("Density Estimation for
//! Statistics and Data Analysis", 1986, formula 3.31). For pictures only: no figure comes from it.

use crate::analyse::statistics::sample::{percentile, variance};

/// Points of a curve.
const POINTS: usize = 240;
/// Most values that count; of more, as many evenly spaced order statistics.
const VALUES: usize = 2000;
/// Bandwidths drawn beyond the lowest and highest value.
const MARGIN: f64 = 3.0;

/// A density: value and height, by value.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The points of the line.
    pub points: Vec<(f64, f64)>,
}

impl Curve {
    /// The density of values; `None` of fewer than two values or values that do not differ.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (first, last) = (*sorted.first()?, *sorted.last()?);
        let middle_half = (percentile(&sorted, 0.75) - percentile(&sorted, 0.25)) / 1.34;
        let sd = variance(&sorted).sqrt();
        let scale = if middle_half > 0.0 { sd.min(middle_half) } else { sd };
        let bandwidth = 0.9 * scale / libm::pow(sorted.len() as f64, 0.2);
        if !(bandwidth.is_finite() && bandwidth > 0.0) {
            return None;
        }
        let every = sorted.len().div_ceil(VALUES);
        let sorted: Vec<f64> = sorted.into_iter().skip(every / 2).step_by(every).collect();
        let (from, to) = (first - MARGIN * bandwidth, last + MARGIN * bandwidth);
        let at = |point: usize| from + (to - from) * point as f64 / (POINTS - 1) as f64;
        let points = (0..POINTS).map(at).map(|value| (value, height(&sorted, value, bandwidth))).collect();
        Some(Self { points })
    }
}

fn height(values: &[f64], at: f64, bandwidth: f64) -> f64 {
    let kernel = |value: &f64| {
        let distance = (at - value) / bandwidth;
        libm::exp(-0.5 * distance * distance)
    };
    let sum: f64 = values.iter().map(kernel).sum();
    sum / (values.len() as f64 * bandwidth * libm::sqrt(2.0 * std::f64::consts::PI))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_has_area_one_and_is_highest_in_the_middle() {
        let values: Vec<f64> =
            (1..400).map(|n| f64::from(n) / 400.0).map(|p| 10.0 * libm::log(p / (1.0 - p))).collect();
        let curve = Curve::of(&values).expect("a curve");
        let step = curve.points[1].0 - curve.points[0].0;
        let area: f64 = curve.points.iter().map(|point| point.1 * step).sum();
        assert!((area - 1.0).abs() < 1e-3, "{area}");
        let top = curve.points.iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("a point");
        assert!(top.0.abs() < 3.0, "{top:?}");
    }

    #[test]
    fn no_curve_without_spread() {
        assert_eq!(Curve::of(&[]), None);
        assert_eq!(Curve::of(&[4.0]), None);
        assert_eq!(Curve::of(&[4.0, 4.0, 4.0]), None);
    }
}
