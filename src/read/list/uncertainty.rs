//! Uncertainty of a figure of a list: standard deviation, range, distribution.
//!
//! In: a figure, its range as far as it came with one, and the half-width that the rule for its grade gives. Out: a
//! distribution. The rules are those of `docs/language.md`; nothing is read from files here.

use crate::model::Distribution;
use crate::read::number::moment_fit::{beta_of, check, gamma_of, pert_or_fixed};

/// Widths of an interval of 95 % of a normal distribution, in standard deviations: the whole and the half.
const WHOLE: f64 = 3.92;
const HALF: f64 = 1.96;

/// Where the figure lies and what is known of its range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// Relative half-width by the rule for the grade; used only where neither end is given.
    pub(crate) half_width: f64,
}

/// The family of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Fixed,
    Uniform,
    Triangular,
    Pert,
    Normal,
    Beta,
    Gamma,
    Lognormal,
}

impl Family {
    /// Whether low and high are its ends, and not an interval.
    pub(crate) fn has_ends(self) -> bool {
        matches!(self, Family::Uniform | Family::Triangular | Family::Pert)
    }
}

/// One value of a figure instead of what is not known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Its low end.
    Low,
    /// The figure itself.
    Central,
    /// Its high end.
    High,
}

impl Estimate {
    /// Whether it lies half-way between its ends, where both are given.
    pub(crate) fn in_the_middle(&self) -> bool {
        let middle = |(low, high): (f64, f64)| (low + high) / 2.0;
        let off = self.low.zip(self.high).map(middle).map(|middle| (middle - self.value).abs());
        off.is_none_or(|off| off <= 1e-9 * self.value.abs().max(1.0))
    }

    /// The figure at one end.
    pub(crate) fn at(&self, end: End) -> Distribution {
        let (low, high) = self.ends();
        Distribution::Fixed(match end {
            End::Low => low,
            End::Central => self.value,
            End::High => high,
        })
    }

    /// Whether neither end came with the figure.
    pub(crate) fn is_bare(&self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// Both ends: given, or mirrored in the figure where one is missing, or by the rule.
    fn ends(&self) -> (f64, f64) {
        let width = self.value.abs() * self.half_width;
        match (self.low, self.high) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, 2.0 * self.value - low),
            (None, Some(high)) => (2.0 * self.value - high, high),
            (None, None) => (self.value - width, self.value + width),
        }
    }

    /// Whether low, value and high are in order.
    pub(crate) fn in_order(&self) -> bool {
        self.low.is_none_or(|low| low <= self.value) && self.high.is_none_or(|high| self.value <= high)
    }

    fn pert(&self) -> Option<Distribution> {
        let (low, high) = self.ends();
        check(pert_or_fixed(low, self.value, high))
    }
}

/// A price: PERT between its ends, or a gamma with an interval of 95 %.
pub(crate) fn price(figure: Estimate, interval: bool) -> Option<Distribution> {
    if !interval || figure.is_bare() {
        return figure.pert();
    }
    let (low, high) = figure.ends();
    if low == high {
        return Some(Distribution::Fixed(figure.value));
    }
    gamma_of(figure.value, (high - low) / WHOLE)
}

/// A rate. `share`: ends are kept within 0 and 1.
pub(crate) fn rate(figure: Estimate, family: Family, share: bool) -> Option<Distribution> {
    let value = figure.value;
    let bare = figure.is_bare();
    let (low, high) = figure.ends();
    if low == high {
        return Some(Distribution::Fixed(value));
    }
    let (low, high) = if share && family.has_ends() {
        (low.clamp(0.0, value.max(0.0)), high.clamp(value.min(1.0), 1.0))
    } else {
        (low, high)
    };
    match family {
        Family::Fixed => Some(Distribution::Fixed(value)),
        Family::Uniform => check(Distribution::Uniform { low, high }),
        Family::Triangular => check(Distribution::Triangular { low, mode: value, high }),
        Family::Pert => check(pert_or_fixed(low, value, high)),
        Family::Normal if bare => {
            check(Distribution::Normal { mean: value, sd: figure.half_width * value.abs() / HALF })
        }
        Family::Normal => check(Distribution::Normal { mean: value, sd: (high - low) / WHOLE }),
        Family::Beta if bare => beta_of(value, figure.half_width * value.min(1.0 - value) / HALF),
        Family::Beta => beta_of(value, (high - low) / WHOLE),
        Family::Gamma if bare => gamma_of(value, figure.half_width * value / HALF),
        Family::Gamma => gamma_of(value, (high - low) / WHOLE),
        Family::Lognormal => lognormal(figure),
    }
}

/// A lognormal with the figure as its median; a missing end is mirrored as a ratio.
fn lognormal(figure: Estimate) -> Option<Distribution> {
    let value = figure.value;
    let sdlog = match (figure.low, figure.high) {
        (Some(low), Some(high)) => libm::log(high / low) / WHOLE,
        (Some(low), None) => libm::log(value / low) / HALF,
        (None, Some(high)) => libm::log(high / value) / HALF,
        (None, None) => libm::log1p(figure.half_width) / HALF,
    };
    check(Distribution::Lognormal { meanlog: libm::log(value), sdlog }).filter(|_| value > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, low: Option<f64>, high: Option<f64>) -> Estimate {
        Estimate { value, low, high, half_width: 0.2 }
    }

    #[test]
    fn prices_follow_their_range() {
        let given = figure(100.0, Some(80.0), Some(150.0));
        assert_eq!(price(given, false), Some(Distribution::Pert { low: 80.0, mode: 100.0, high: 150.0 }));
        let Some(Distribution::Gamma { shape, scale }) = price(given, true) else { panic!("a gamma") };
        assert!((shape * scale - 100.0).abs() < 1e-9);
        assert!((shape.sqrt() * scale - 70.0 / 3.92).abs() < 1e-9);
        let bare = Some(Distribution::Pert { low: 80.0, mode: 100.0, high: 120.0 });
        assert_eq!(price(figure(100.0, None, None), true), bare);
        assert_eq!(price(figure(100.0, Some(80.0), None), false), bare);
        assert_eq!(
            price(Estimate { half_width: 0.0, ..figure(9.0, None, None) }, false),
            Some(Distribution::Fixed(9.0))
        );
    }

    #[test]
    fn rates_follow_their_family() {
        let given = figure(0.3, Some(0.2), Some(0.4));
        let Some(Distribution::Beta { alpha, beta }) = rate(given, Family::Beta, true) else { panic!("a beta") };
        let size = alpha + beta;
        assert!((alpha / size - 0.3).abs() < 1e-12);
        assert!(((0.3 * 0.7 / (size + 1.0)).sqrt() - 0.2 / 3.92).abs() < 1e-12);
        let Some(Distribution::Lognormal { meanlog, sdlog }) =
            rate(figure(2.0, None, Some(4.0)), Family::Lognormal, false)
        else {
            panic!("a lognormal")
        };
        assert!((libm::exp(meanlog) - 2.0).abs() < 1e-12 && (sdlog - libm::log(2.0) / 1.96).abs() < 1e-12);
        let wide = Estimate { half_width: 1.0, ..figure(0.8, None, None) };
        assert_eq!(rate(wide, Family::Pert, true), Some(Distribution::Pert { low: 0.0, mode: 0.8, high: 1.0 }));
        assert_eq!(rate(figure(0.5, Some(-9.0), Some(9.0)), Family::Beta, true), None);
        assert_eq!(rate(given, Family::Fixed, true), Some(Distribution::Fixed(0.3)));
        assert_eq!(rate(given, Family::Uniform, true), Some(Distribution::Uniform { low: 0.2, high: 0.4 }));
        let skew = figure(0.3, Some(0.2), Some(0.9));
        assert_eq!(
            rate(skew, Family::Triangular, true),
            Some(Distribution::Triangular { low: 0.2, mode: 0.3, high: 0.9 })
        );
        assert!(given.in_the_middle() && !skew.in_the_middle());
        let Some(Distribution::Normal { mean, sd }) = rate(given, Family::Normal, true) else { panic!("a normal") };
        assert!(mean == 0.3 && (sd - 0.2 / 3.92).abs() < 1e-12);
        let Some(Distribution::Normal { sd, .. }) = rate(figure(-5.0, None, None), Family::Normal, false) else {
            panic!("a normal")
        };
        assert!((sd - 0.2 * 5.0 / 1.96).abs() < 1e-12);
    }
}
