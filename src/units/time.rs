//! Time: units, periods and cycles, through 1 year = 12 months = 365.25 days.
//!
//! In: a count and a word of a file. Out: exact periods, and how many cycles, months and years they are. Everything is
//! counted in half hours, of which each unit holds a whole number, so that no rounding decides whether a period is a whole
//! number of cycles.

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    fn half_hours(self) -> u64 {
        match self {
            TimeUnit::Hour => 2,
            TimeUnit::Day => 48,
            TimeUnit::Week => 336,
            TimeUnit::Month => 1_461,
            TimeUnit::Quarter => 4_383,
            TimeUnit::Year => 17_532,
        }
    }
}

/// A length of time, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    half_hours: u64,
}

impl Period {
    /// Longest period: a thousand years.
    pub const LONGEST: Period = Period { half_hours: 17_532_000 };

    /// So many units; `None` beyond [`Self::LONGEST`].
    pub fn new(count: u64, unit: TimeUnit) -> Option<Self> {
        let half_hours = count.checked_mul(unit.half_hours())?;
        Some(Self { half_hours }).filter(|period| *period <= Self::LONGEST)
    }

    /// Its length in months.
    pub fn months(self) -> f64 {
        self.half_hours as f64 / TimeUnit::Month.half_hours() as f64
    }

    /// Its length in cycles.
    pub fn cycles(self, cycle: Cycle) -> f64 {
        self.half_hours as f64 / cycle.half_hours() as f64
    }

    /// Its length in cycles, where that is a whole number.
    pub fn whole_cycles(self, cycle: Cycle) -> Option<usize> {
        let whole = self.half_hours.is_multiple_of(cycle.half_hours());
        whole.then(|| usize::try_from(self.half_hours / cycle.half_hours()).ok()).flatten()
    }
}

/// The step in which time moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cycle {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year.
    #[default]
    Month,
    /// Three months.
    Quarter,
    /// 365.25 days.
    Year,
}

impl Cycle {
    /// Every cycle with its word in files, from short to long.
    pub const WORDS: [(&str, Cycle); 5] = [
        ("day", Cycle::Day),
        ("week", Cycle::Week),
        ("month", Cycle::Month),
        ("quarter", Cycle::Quarter),
        ("year", Cycle::Year),
    ];

    /// The word used in files.
    pub fn key(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// As a unit of time.
    pub fn unit(self) -> TimeUnit {
        match self {
            Cycle::Day => TimeUnit::Day,
            Cycle::Week => TimeUnit::Week,
            Cycle::Month => TimeUnit::Month,
            Cycle::Quarter => TimeUnit::Quarter,
            Cycle::Year => TimeUnit::Year,
        }
    }

    fn half_hours(self) -> u64 {
        self.unit().half_hours()
    }

    /// Months in a cycle.
    pub fn months(self) -> f64 {
        self.holds(TimeUnit::Month)
    }

    /// How many of a unit of time there are in a cycle.
    pub fn holds(self, unit: TimeUnit) -> f64 {
        self.half_hours() as f64 / unit.half_hours() as f64
    }

    /// Year since the start in which border `row` falls; year 0 is the first.
    pub fn year_of(self, row: usize) -> usize {
        (row as u64 * self.half_hours() / TimeUnit::Year.half_hours()) as usize
    }

    /// Years that so many cycles touch, at least one.
    pub fn years(self, cycles: usize) -> usize {
        ((cycles as u64 * self.half_hours()).div_ceil(TimeUnit::Year.half_hours()) as usize).max(1)
    }

    /// The last border at or before the end of so many years.
    pub fn row_after(self, years: usize) -> usize {
        (years as u64 * TimeUnit::Year.half_hours() / self.half_hours()) as usize
    }

    /// Months until border `row`, rounded up to whole ones.
    pub fn whole_months(self, row: usize) -> usize {
        (row as u64 * self.half_hours()).div_ceil(TimeUnit::Month.half_hours()) as usize
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
        assert!(Cycle::WORDS.iter().all(|(word, cycle)| cycle.key() == *word && cycle.unit().key() == *word));
    }

    #[test]
    fn periods_are_exact() {
        assert_eq!(period(10, "years").whole_cycles(Cycle::Month), Some(120));
        assert_eq!(period(10, "years").whole_cycles(Cycle::Day), None);
        assert_eq!(period(4, "years").whole_cycles(Cycle::Day), Some(1_461));
        assert_eq!(period(26, "weeks").whole_cycles(Cycle::Week), Some(26));
        assert_eq!(period(26, "weeks").whole_cycles(Cycle::Month), None);
        assert_eq!(period(18, "months").whole_cycles(Cycle::Quarter), Some(6));
        assert_eq!(period(18, "months").cycles(Cycle::Year), 1.5);
        assert_eq!(period(30, "days").months(), 30.0 / 30.4375);
        assert_eq!(Period::new(1_001, TimeUnit::Year), None);
        assert_eq!(Period::new(u64::MAX, TimeUnit::Year), None);
    }

    #[test]
    fn a_month_holds_what_the_calendar_says() {
        assert_eq!(Cycle::Month.holds(TimeUnit::Day), 365.25 / 12.0);
        assert_eq!(Cycle::Month.holds(TimeUnit::Year), 1.0 / 12.0);
        assert_eq!((Cycle::Month.months(), Cycle::Quarter.months(), Cycle::Year.months()), (1.0, 3.0, 12.0));
        assert_eq!(Cycle::Year.holds(TimeUnit::Hour), 8_766.0);
    }

    #[test]
    fn years_count_from_the_start() {
        assert_eq!([0, 11, 12, 24].map(|row| Cycle::Month.year_of(row)), [0, 0, 1, 2]);
        assert_eq!([52, 53].map(|row| Cycle::Week.year_of(row)), [0, 1]);
        assert_eq!((Cycle::Quarter.years(5), Cycle::Year.years(5), Cycle::Day.years(366)), (2, 5, 2));
        assert_eq!((Cycle::Month.row_after(2), Cycle::Week.row_after(1), Cycle::Year.row_after(3)), (24, 52, 3));
        assert_eq!(
            (Cycle::Quarter.whole_months(2), Cycle::Week.whole_months(4), Cycle::Week.whole_months(5)),
            (6, 1, 2)
        );
    }
}
