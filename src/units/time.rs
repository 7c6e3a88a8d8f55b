//! Time: units, periods and cycles, through 1 year = 12 months = 365.25 days.
//!
//! In: a count and a word of a file. Out: exact periods, and how many cycles, months and years they are. Everything is
//! counted in seconds, of which each unit and each cycle that is halved up to [`Cycle::MOST_HALVINGS`] times holds a whole
//! number, so that no rounding decides whether a period is a whole number of cycles.

use serde::{Deserialize, Serialize};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year: 30.4375 days.
    Month,
    /// Three months.
    Quarter,
    /// 365.25 days.
    Year,
}

impl TimeUnit {
    /// Every unit with its word in files, from short to long.
    pub const WORDS: [(&str, TimeUnit); 6] = [
        ("hour", TimeUnit::Hour),
        ("day", TimeUnit::Day),
        ("week", TimeUnit::Week),
        ("month", TimeUnit::Month),
        ("quarter", TimeUnit::Quarter),
        ("year", TimeUnit::Year),
    ];

    /// The word used in files.
    pub fn key(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The unit of a word, in the singular or the plural.
    pub fn from_word(word: &str) -> Option<Self> {
        let single = word.strip_suffix('s').unwrap_or(word);
        Self::WORDS.into_iter().find(|(key, _)| *key == single).map(|(_, unit)| unit)
    }

    fn seconds(self) -> u64 {
        match self {
            TimeUnit::Hour => 3_600,
            TimeUnit::Day => 86_400,
            TimeUnit::Week => 604_800,
            TimeUnit::Month => 2_629_800,
            TimeUnit::Quarter => 7_889_400,
            TimeUnit::Year => 31_557_600,
        }
    }
}

/// A length of time, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    seconds: u64,
}

impl Period {
    /// Longest period: a thousand years.
    pub const LONGEST: Period = Period { seconds: 31_557_600_000 };

    /// So many units; `None` beyond [`Self::LONGEST`].
    pub fn new(count: u64, unit: TimeUnit) -> Option<Self> {
        let seconds = count.checked_mul(unit.seconds())?;
        Some(Self { seconds }).filter(|period| *period <= Self::LONGEST)
    }

    /// Its length in months.
    pub fn months(self) -> f64 {
        self.seconds as f64 / TimeUnit::Month.seconds() as f64
    }

    /// Its length in cycles.
    pub fn cycles(self, cycle: Cycle) -> f64 {
        self.seconds as f64 / cycle.seconds() as f64
    }

    /// Its length in cycles, where that is a whole number.
    pub fn whole_cycles(self, cycle: Cycle) -> Option<usize> {
        let whole = self.seconds.is_multiple_of(cycle.seconds());
        whole.then(|| usize::try_from(self.seconds / cycle.seconds()).ok()).flatten()
    }
}

/// The step in which time moves: so many of a unit of time, or those halved a few times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Halved")]
pub struct Cycle {
    unit: TimeUnit,
    #[serde(skip_serializing_if = "is_one")]
    count: u16,
    halvings: u8,
}

/// A length of time and how often it is halved, of which nobody knows yet whether it can be a cycle.
#[derive(Deserialize)]
struct Halved {
    unit: TimeUnit,
    #[serde(default = "one")]
    count: u16,
    halvings: u8,
}

fn one() -> u16 {
    1
}

fn is_one(count: &u16) -> bool {
    *count == one()
}

impl TryFrom<Halved> for Cycle {
    type Error = &'static str;

    fn try_from(Halved { unit, count, halvings }: Halved) -> Result<Self, Self::Error> {
        if unit == TimeUnit::Hour {
            return Err("an hour cannot be a cycle");
        }
        let named = Self::several(u64::from(count), unit).ok_or("this length of time cannot be a cycle")?;
        if halvings > Self::MOST_HALVINGS {
            return Err("a cycle cannot be halved so often");
        }
        Ok(named.halved(halvings))
    }
}

impl Cycle {
    /// 24 hours.
    pub const DAY: Cycle = Cycle::of(TimeUnit::Day);
    /// 7 days.
    pub const WEEK: Cycle = Cycle::of(TimeUnit::Week);
    /// A twelfth of a year.
    pub const MONTH: Cycle = Cycle::of(TimeUnit::Month);
    /// Three months.
    pub const QUARTER: Cycle = Cycle::of(TimeUnit::Quarter);
    /// 365.25 days.
    pub const YEAR: Cycle = Cycle::of(TimeUnit::Year);
    /// Every cycle of one unit, from short to long.
    pub const ALL: [Cycle; 5] = [Cycle::DAY, Cycle::WEEK, Cycle::MONTH, Cycle::QUARTER, Cycle::YEAR];
    /// A cycle is halved at most so often: an eighth of a month is still a whole number of seconds.
    pub const MOST_HALVINGS: u8 = 3;

    /// A cycle has at most so many of its unit.
    pub const MOST_UNITS: u16 = 1_000;

    const fn of(unit: TimeUnit) -> Self {
        Self { unit, count: 1, halvings: 0 }
    }

    /// A cycle of so many of a unit; `None` for none of them, for more than [`Self::MOST_UNITS`] or [`Period::LONGEST`], and for
    /// hours.
    pub fn several(count: u64, unit: TimeUnit) -> Option<Self> {
        let fits = unit != TimeUnit::Hour && (1..=u64::from(Self::MOST_UNITS)).contains(&count);
        Period::new(count, unit).filter(|_| fits)?;
        Some(Self { unit, count: u16::try_from(count).ok()?, halvings: 0 })
    }

    /// The same length halved so often instead, at most [`Self::MOST_HALVINGS`] times.
    pub fn halved(self, halvings: u8) -> Self {
        Self { halvings: halvings.min(Self::MOST_HALVINGS), ..self }
    }

    /// Cycles in one as it is written: 1 unless it is halved.
    pub fn parts(self) -> usize {
        1 << self.halvings
    }

    /// The word of its unit in files.
    pub fn key(self) -> &'static str {
        self.unit.key()
    }

    /// Key of the name of its unit in the catalogue of texts.
    pub fn name(self) -> &'static str {
        match self.unit {
            TimeUnit::Day if self.count > 1 => "cycle_days",
            TimeUnit::Week if self.count > 1 => "cycle_weeks",
            TimeUnit::Month if self.count > 1 => "cycle_months",
            TimeUnit::Quarter if self.count > 1 => "cycle_quarters",
            TimeUnit::Year if self.count > 1 => "cycle_years",
            TimeUnit::Hour => "cycle_hour",
            TimeUnit::Day => "cycle_day",
            TimeUnit::Week => "cycle_week",
            TimeUnit::Month => "cycle_month",
            TimeUnit::Quarter => "cycle_quarter",
            TimeUnit::Year => "cycle_year",
        }
    }

    fn seconds(self) -> u64 {
        (self.unit.seconds() * u64::from(self.count)) >> self.halvings
    }

    /// Months in a cycle.
    pub fn months(self) -> f64 {
        self.holds(TimeUnit::Month)
    }

    /// How many of a unit of time there are in a cycle.
    pub fn holds(self, unit: TimeUnit) -> f64 {
        self.seconds() as f64 / unit.seconds() as f64
    }

    /// Year since the start in which boundary `row` falls; year 0 is the first.
    pub fn year_of(self, row: usize) -> usize {
        (row as u64 * self.seconds() / TimeUnit::Year.seconds()) as usize
    }

    /// Years that so many cycles touch, at least one.
    pub fn years(self, cycles: usize) -> usize {
        ((cycles as u64 * self.seconds()).div_ceil(TimeUnit::Year.seconds()) as usize).max(1)
    }

    /// The last boundary at or before the end of so many years.
    pub fn row_after(self, years: usize) -> usize {
        (years as u64 * TimeUnit::Year.seconds() / self.seconds()) as usize
    }

    /// Months until boundary `row`, rounded up to whole ones.
    pub fn whole_months(self, row: usize) -> usize {
        (row as u64 * self.seconds()).div_ceil(TimeUnit::Month.seconds()) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(count: u64, word: &str) -> Period {
        Period::new(count, TimeUnit::from_word(word).expect("a unit")).expect("a period")
    }

    #[test]
    fn words_stand_in_the_order_of_their_units() {
        assert!(TimeUnit::WORDS.iter().all(|(word, unit)| unit.key() == *word));
        assert_eq!(Cycle::ALL.map(Cycle::key), ["day", "week", "month", "quarter", "year"]);
    }

    #[test]
    fn periods_are_exact() {
        assert_eq!(period(10, "years").whole_cycles(Cycle::MONTH), Some(120));
        assert_eq!(period(10, "years").whole_cycles(Cycle::DAY), None);
        assert_eq!(period(4, "years").whole_cycles(Cycle::DAY), Some(1_461));
        assert_eq!(period(26, "weeks").whole_cycles(Cycle::WEEK), Some(26));
        assert_eq!(period(26, "weeks").whole_cycles(Cycle::MONTH), None);
        assert_eq!(period(18, "months").whole_cycles(Cycle::QUARTER), Some(6));
        assert_eq!(period(18, "months").cycles(Cycle::YEAR), 1.5);
        assert_eq!(period(30, "days").months(), 30.0 / 30.4375);
        assert_eq!(Period::new(1_001, TimeUnit::Year), None);
        assert_eq!(Period::new(u64::MAX, TimeUnit::Year), None);
    }

    #[test]
    fn a_month_holds_what_the_calendar_says() {
        assert_eq!(Cycle::MONTH.holds(TimeUnit::Day), 365.25 / 12.0);
        assert_eq!(Cycle::MONTH.holds(TimeUnit::Year), 1.0 / 12.0);
        assert_eq!((Cycle::MONTH.months(), Cycle::QUARTER.months(), Cycle::YEAR.months()), (1.0, 3.0, 12.0));
        assert_eq!(Cycle::YEAR.holds(TimeUnit::Hour), 8_766.0);
    }

    #[test]
    fn halves_are_exact() {
        for cycle in Cycle::ALL {
            for halvings in 0..=Cycle::MOST_HALVINGS {
                let half = cycle.halved(halvings);
                let whole = Period::new(1, TimeUnit::from_word(cycle.key()).expect("a unit")).expect("a period");
                assert_eq!(whole.whole_cycles(half), Some(half.parts()), "{half:?}");
            }
        }
        assert_eq!((Cycle::MONTH.halved(1).months(), Cycle::YEAR.halved(2).months()), (0.5, 3.0));
        assert_eq!((Cycle::MONTH.halved(9), Cycle::MONTH.halved(2).halved(0)), (Cycle::MONTH.halved(3), Cycle::MONTH));
        assert_eq!([23, 24].map(|row| Cycle::MONTH.halved(1).year_of(row)), [0, 1]);
    }

    #[test]
    fn a_cycle_has_any_whole_number_of_a_unit() {
        let six = Cycle::several(6, TimeUnit::Week).expect("a cycle");
        assert_eq!((six.holds(TimeUnit::Day), six.months()), (42.0, 42.0 / 30.4375));
        assert_eq!(period(36, "weeks").whole_cycles(six), Some(6));
        assert_eq!(period(20, "weeks").whole_cycles(six), None);
        assert_eq!([8, 9].map(|row| six.year_of(row)), [0, 1]);
        assert_eq!((six.years(9), six.row_after(1), six.halved(1).months()), (2, 8, 21.0 / 30.4375));
        assert_eq!(Cycle::several(1, TimeUnit::Month), Some(Cycle::MONTH));
        assert_eq!((Cycle::several(0, TimeUnit::Week), Cycle::several(5, TimeUnit::Hour)), (None, None));
        assert_eq!(Cycle::several(1_001, TimeUnit::Day), None);
        for cycle in [six, Cycle::MONTH] {
            let text = serde_json::to_string(&cycle).expect("a text");
            assert_eq!(serde_json::from_str::<Cycle>(&text).expect("a cycle"), cycle);
        }
    }

    #[test]
    fn years_count_from_the_start() {
        assert_eq!([0, 11, 12, 24].map(|row| Cycle::MONTH.year_of(row)), [0, 0, 1, 2]);
        assert_eq!([52, 53].map(|row| Cycle::WEEK.year_of(row)), [0, 1]);
        assert_eq!((Cycle::QUARTER.years(5), Cycle::YEAR.years(5), Cycle::DAY.years(366)), (2, 5, 2));
        assert_eq!((Cycle::MONTH.row_after(2), Cycle::WEEK.row_after(1), Cycle::YEAR.row_after(3)), (24, 52, 3));
        assert_eq!(
            (Cycle::QUARTER.whole_months(2), Cycle::WEEK.whole_months(4), Cycle::WEEK.whole_months(5)),
            (6, 1, 2)
        );
    }
}
