//! Discounting: what a euro of later is worth now.
//!
//! In: yearly rates. Out: factors at a moment, and their mean over a stretch of time. It knows nothing of cycles.

use serde::{Deserialize, Serialize};

/// A real yearly discount rate: 0.0225 is 2.25 % a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct DiscountRate(f64);

impl DiscountRate {
    /// `None` at or below -1, above 1, or not finite.
    pub fn per_year(value: f64) -> Option<Self> {
        (value.is_finite() && value > -1.0 && value <= 1.0).then_some(Self(value))
    }

    /// The rate per year.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for DiscountRate {
    type Error = String;

    fn try_from(rate: f64) -> Result<Self, String> {
        Self::per_year(rate).ok_or_else(|| format!("discount rate {rate} is not above -1 and at most 1"))
    }
}

/// How a rate works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compounding {
    /// `(1 + r)^-t`.
    Yearly,
    /// `exp(-r t)`.
    Continuous,
}

/// Forward rates over time: each holds from its year until the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Schedule")]
pub struct Discounting {
    /// Months from which a rate holds, and the rate. The first holds from 0; strictly rising.
    steps: Vec<(f64, DiscountRate)>,
    compounding: Compounding,
}

/// A schedule of which nobody knows yet whether its years rise.
#[derive(Deserialize)]
struct Schedule {
    steps: Vec<(f64, DiscountRate)>,
    compounding: Compounding,
}

impl TryFrom<Schedule> for Discounting {
    type Error = &'static str;

    fn try_from(Schedule { steps, compounding }: Schedule) -> Result<Self, Self::Error> {
        if begins_and_rises(&steps) {
            Ok(Self { steps, compounding })
        } else {
            Err("the first discount rate must hold from month 0 and the others from later months each")
        }
    }
}

/// Whether the first rate holds from 0 and the others from later moments each.
fn begins_and_rises(steps: &[(f64, DiscountRate)]) -> bool {
    let first = steps.first().is_some_and(|(from, _)| *from == 0.0);
    first && steps.windows(2).all(|pair| pair[0].0 < pair[1].0) && steps.iter().all(|step| step.0.is_finite())
}

const MONTHS_PER_YEAR: f64 = 12.0;

impl Discounting {
    /// One rate for all time, compounded yearly.
    pub fn constant(rate: DiscountRate) -> Self {
        Self { steps: vec![(0.0, rate)], compounding: Compounding::Yearly }
    }

    /// Rates with the year since the start from which each holds. `None` unless the first holds from year 0 and years
    /// rise.
    pub fn schedule(steps: &[(f64, DiscountRate)], compounding: Compounding) -> Option<Self> {
        let in_months = |(year, rate): &(f64, DiscountRate)| (year * MONTHS_PER_YEAR, *rate);
        begins_and_rises(steps).then(|| Self { steps: steps.iter().map(in_months).collect(), compounding })
    }

    /// The rate that holds at the start.
    pub fn first_rate(&self) -> DiscountRate {
        self.steps[0].1
    }

    /// Years since the start from which a rate holds, and the rate.
    pub fn steps(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.steps.iter().map(|(from, rate)| (from / MONTHS_PER_YEAR, rate.value()))
    }

    /// How rates work.
    pub fn compounding(&self) -> Compounding {
        self.compounding
    }

    /// The present value of 1 euro after `months`: `(1 + r)^(-months / 12)`, or `exp(-r months / 12)`; with several rates
    /// the product over the time that each holds.
    pub fn factor(&self, months: f64) -> f64 {
        let exponent: f64 = self.pieces(0.0, months).map(|(length, force)| force * length).sum();
        libm::exp(-(exponent / MONTHS_PER_YEAR))
    }

    /// The mean factor between two moments, in months, `from` before `until`: over each stretch with one rate
    /// `d(a) (1 - exp(-x)) / x`, with `x` its force of interest times its length.
    pub fn mean_factor(&self, from: f64, until: f64) -> f64 {
        let (mut sum, mut at) = (0.0, from);
        for (length, force) in self.pieces(from, until) {
            let x = force * length / MONTHS_PER_YEAR;
            let mean = if x == 0.0 { 1.0 } else { -libm::expm1(-x) / x };
            sum += self.factor(at) * mean * length;
            at += length;
        }
        sum / (until - from)
    }

    /// Stretches between two moments with one rate each: length in months, force of interest per year.
    fn pieces(&self, from: f64, until: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        let ends = self.steps.iter().skip(1).map(|step| step.0).chain(std::iter::once(f64::INFINITY));
        self.steps.iter().zip(ends).filter_map(move |((start, rate), end)| {
            let length = end.min(until) - start.max(from);
            (length > 0.0).then(|| (length, self.force(*rate)))
        })
    }

    fn force(&self, rate: DiscountRate) -> f64 {
        match self.compounding {
            Compounding::Yearly => libm::log1p(rate.value()),
            Compounding::Continuous => rate.value(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, margin: f64) {
        assert!((found - wanted).abs() <= margin, "found {found}, wanted {wanted}");
    }

    fn rate(value: f64) -> DiscountRate {
        DiscountRate::per_year(value).expect("a rate")
    }

    #[test]
    fn discounting_matches_published_factors() {
        let rate = Discounting::constant(self::rate(0.0225));
        for (year, factor) in
            [(1, 0.977995), (2, 0.956474), (5, 0.894712), (10, 0.800510), (20, 0.640816), (30, 0.512980)]
        {
            close(rate.factor(12.0 * f64::from(year)), factor, 5e-7);
        }
        close(1.0 / rate.factor(1.0) - 1.0, 0.0018559375, 5e-11);
        let annuity: f64 = (1..=120).map(|month| rate.factor(f64::from(month))).sum();
        close(annuity, 107.487383, 5e-7);
        let three = Discounting::constant(self::rate(0.03));
        close(three.factor(120.0), 0.744094, 5e-7);
        close((1..=120).map(|month| three.factor(f64::from(month))).sum(), 103.762406, 5e-7);
        close(-100.0 + (1..=5).map(|year| 30.0 * rate.factor(12.0 * f64::from(year))).sum::<f64>(), 40.383576, 5e-7);
    }

    #[test]
    fn a_schedule_of_forward_rates_matches_the_british_factors() {
        let steps = [(0.0, rate(0.035)), (30.0, rate(0.03)), (75.0, rate(0.025))];
        let british = Discounting::schedule(&steps, Compounding::Yearly).expect("a schedule");
        for (year, factor) in [(30, 0.356278), (31, 0.345901), (50, 0.197263), (75, 0.094214), (76, 0.091916)] {
            close(british.factor(12.0 * f64::from(year)), factor, 5e-7);
        }
        assert_eq!(british.steps().collect::<Vec<_>>(), [(0.0, 0.035), (30.0, 0.03), (75.0, 0.025)]);
    }

    #[test]
    fn continuous_discounting_is_named() {
        let one = Discounting::schedule(&[(0.0, rate(0.03))], Compounding::Continuous).expect("a schedule");
        close(one.factor(120.0), libm::exp(-0.3), 1e-15);
    }

    #[test]
    fn the_mean_over_a_stretch_is_that_of_many_moments() {
        let steps = [(0.0, rate(0.05)), (1.5, rate(0.0)), (2.0, rate(0.02))];
        for compounding in [Compounding::Yearly, Compounding::Continuous] {
            let schedule = Discounting::schedule(&steps, compounding).expect("a schedule");
            let moments = 120_000;
            let at = |step: i32| 12.0 + 24.0 * (f64::from(step) + 0.5) / f64::from(moments);
            let mean = (0..moments).map(|step| schedule.factor(at(step))).sum::<f64>() / f64::from(moments);
            close(schedule.mean_factor(12.0, 36.0), mean, 1e-11);
        }
    }

    #[test]
    fn schedules_start_at_once_and_rise() {
        let two = |a: f64, b: f64| Discounting::schedule(&[(a, rate(0.0)), (b, rate(0.0))], Compounding::Yearly);
        assert!(two(0.0, 1.0).is_some());
        assert!(two(1.0, 2.0).is_none() && two(0.0, 0.0).is_none() && two(0.0, f64::NAN).is_none());
        assert!(Discounting::schedule(&[], Compounding::Yearly).is_none());
        assert!(DiscountRate::per_year(-1.0).is_none());
    }
}
