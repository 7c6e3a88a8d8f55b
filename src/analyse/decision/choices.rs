//! Discrete choices of whoever reckons: discount rate, horizon, price level, displacement. They have no distribution, and
//! stand beside the figures that have one.
//!
//! In: a scenario, a table of choices. Out: the scenario with one choice made otherwise, and [`PlanChoices`].

use crate::analyse::decision::otherwise::Otherwise;
use crate::model::{Distribution, Follows, Number, Origin, Scenario};
use crate::simulate::engine::variation::Variation;
use crate::units::{DiscountRate, Discounting, Kind};
use serde::{Deserialize, Serialize};

/// Rates and horizons that are tried, with reasons.
const TABLE: &str = include_str!("choices.csv");
/// Prefix of the parameters that are prices of the list.
const PRICE: &str = "price:";
/// Shares of the distribution below the ends of a price that was read as an interval of 95 %.
const INTERVAL: [f64; 2] = [0.025, 0.975];
/// Months in a year.
const YEAR: f64 = 12.0;

/// Where all prices of the list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceLevel {
    /// At their low ends.
    Low,
    /// At the figures themselves.
    Central,
    /// At their high ends.
    High,
}

/// One choice.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReckoningChoice {
    /// Real discount rate per year, the same in all years; items with a rate of their own keep it.
    DiscountRate(f64),
    /// Horizon in years.
    Horizon(f64),
    /// All prices of the list at the same end.
    Prices(PriceLevel),
    /// Nobody loses work because another finds it.
    WithoutDisplacement,
}

/// One plan under each choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanChoices {
    /// The alternative.
    pub alternative: String,
    /// Discount rate per year at the start, as in the run.
    pub discount_rate: f64,
    /// Horizon in years, as in the run.
    pub horizon: f64,
    /// Choices other than those of the run; what the scenario does not allow is left out.
    pub choices: Vec<ChoiceOutcome>,
}

/// What comes out of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceOutcome {
    /// The choice.
    pub choice: ReckoningChoice,
    /// What comes out.
    pub outcome: Otherwise,
}

impl ReckoningChoice {
    /// All choices that are tried, in the order in which they are told.
    pub fn all() -> Vec<Self> {
        let row = |line: &str| -> Option<Self> {
            let mut cells = line.split(',');
            let (choice, value) = (cells.next()?, cells.next()?.parse().ok()?);
            match choice {
                "discount_rate" => Some(Self::DiscountRate(value)),
                "horizon" => Some(Self::Horizon(value)),
                _ => None,
            }
        };
        let prices = [PriceLevel::Low, PriceLevel::Central, PriceLevel::High].map(Self::Prices);
        TABLE.lines().filter_map(row).chain(prices).chain([Self::WithoutDisplacement]).collect()
    }

    /// The scenario with this choice; `None` where it is that of the scenario already, or has no meaning there.
    pub fn apply(self, scenario: &Scenario) -> Option<Scenario> {
        let mut other = scenario.clone();
        match self {
            Self::DiscountRate(rate) => {
                let chosen = Discounting::constant(DiscountRate::per_year(rate)?);
                let known = &scenario.settings.discounting;
                let is_same = known.steps().count() == 1 && known.first_rate().value() == rate;
                other.settings.discounting = chosen;
                (!is_same).then_some(other)
            }
            Self::Horizon(years) => {
                let cycles = years * YEAR / scenario.settings.cycle.months();
                let whole = cycles.round();
                let starts = scenario.alternatives.iter().flat_map(|own| &own.interventions);
                let last = starts.filter_map(|own| own.fixed_start()).max().unwrap_or(0);
                other.settings.horizon = whole as usize;
                let fits = (cycles - whole).abs() < 1e-9 && other.settings.horizon > last;
                (fits && other.settings.horizon != scenario.settings.horizon).then_some(other)
            }
            Self::Prices(level) => {
                let prices = scenario.parameters.iter().filter(|own| own.name.starts_with(PRICE));
                let prices = prices.filter(|own| own.distribution.is_uncertain());
                let fixed = |value: f64| Distribution::Fixed(value);
                let parameters: Vec<_> =
                    prices.map(|own| (own.name.clone(), fixed(level.of(&own.distribution)))).collect();
                let is_asked = !parameters.is_empty();
                let varied = Variation { parameters, ..Variation::default() }.apply(scenario);
                varied.ok().filter(|_| is_asked)
            }
            Self::WithoutDisplacement => {
                let displaced =
                    other.items.iter_mut().filter(|item| matches!(item.follows, Some((_, Follows::Displacement))));
                let nothing = Number { origin: Origin::Fixed(0.0), kind: Kind::Count };
                let count = displaced.map(|item| item.part = Some(nothing)).count();
                (count > 0).then_some(other)
            }
        }
    }
}

impl PriceLevel {
    /// Its word in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Central => "central",
            Self::High => "high",
        }
    }

    /// Where a price is, euro: the ends of its range, or of its interval of 95 % where it has no ends; the figure itself is
    /// the mode of a PERT, else the mean.
    fn of(self, price: &Distribution) -> f64 {
        let (low, high) = price.support();
        let is_bounded = low.is_finite() && high.is_finite();
        let end = |at: usize| if is_bounded { [low, high][at] } else { price.quantile(INTERVAL[at]) };
        match (self, price) {
            (Self::Low, _) => end(0),
            (Self::High, _) => end(1),
            (Self::Central, Distribution::Pert { mode, .. } | Distribution::Triangular { mode, .. }) => *mode,
            (Self::Central, _) => price.mean(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let all = ReckoningChoice::all();
        assert_eq!(all.len(), TABLE.lines().count() - 1 + 4);
        assert!(all.contains(&ReckoningChoice::DiscountRate(0.0225)) && all.contains(&ReckoningChoice::Horizon(10.0)));
    }

    #[test]
    fn prices_are_at_the_ends_of_their_list() {
        let price = Distribution::Pert { low: 60.0, mode: 80.0, high: 120.0 };
        let at = [PriceLevel::Low, PriceLevel::Central, PriceLevel::High].map(|level| level.of(&price));
        assert_eq!(at, [60.0, 80.0, 120.0]);
        // Without ends: an interval of 95 %.
        let price = Distribution::Gamma { shape: 100.0, scale: 1.0 };
        let [low, central, high] =
            [PriceLevel::Low, PriceLevel::Central, PriceLevel::High].map(|level| level.of(&price));
        assert!(low > 78.0 && low < 84.0 && central == 100.0 && high > 118.0 && high < 124.0, "{low} {high}");
    }
}
