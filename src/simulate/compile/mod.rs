//! From drawn parameters to numbers: what a number of the scenario is worth in a group of draws, and what a ratio is worth as
//! a hazard ratio.
//!
//! In: the scenario, parameter values of `L` draws at once. Out: [`Lanes`]. No randomness, no money.

pub mod base_hazard;
pub mod clock_table;
pub mod discounting;
pub mod effect_profile;
pub mod hazard;
pub mod joint_states;
pub mod start;

use crate::model::{Number, Origin, Ratio, Scenario};
use crate::simulate::Fault;
use crate::simulate::compile::base_hazard::{base_hazards, chance_to_hazard};
use crate::simulate::compile::clock_table::Tabulated;
use crate::units::Probability;

/// One number for each of `L` draws.
pub type Lanes<const L: usize> = [f64; L];

/// Parameter values of a group of draws, and how to look a number up.
#[derive(Clone, Debug)]
pub struct Inputs<'a, const L: usize> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Numbers of the draws; the last groups of a run repeat a draw to fill their lanes.
    pub draws: [u64; L],
    /// Values by parameter.
    pub parameters: Vec<Lanes<L>>,
}

impl<const L: usize> Inputs<'_, L> {
    /// The values of a number in these draws.
    ///
    /// # Errors
    /// A drawn value outside the bounds of its kind.
    pub fn number(&self, number: Number) -> Result<Lanes<L>, Fault> {
        let values = match number.origin {
            Origin::Fixed(value) => [value; L],
            Origin::Characteristic(index) => [self.scenario.characteristics[index].value.mean(); L],
            Origin::Parameter(index) => self.parameters[index],
            Origin::Table(_) => return Ok(Tabulated::new(self, number)?.steps[0]),
        };
        for (lane, value) in values.into_iter().enumerate() {
            if !number.kind.allows(value) {
                let name = match number.origin {
                    Origin::Fixed(_) | Origin::Table(_) => String::new(),
                    Origin::Characteristic(index) => self.scenario.characteristics[index].name.clone(),
                    Origin::Parameter(index) => self.scenario.parameters[index].name.clone(),
                };
                return Err(Fault::OutOfBounds { name, draw: self.draws[lane], value, kind: number.kind });
            }
        }
        Ok(values)
    }
}

/// Multiplies lane by lane.
#[inline(always)]
pub fn times<const L: usize>(target: &mut Lanes<L>, factor: &Lanes<L>) {
    for lane in 0..L {
        target[lane] *= factor[lane];
    }
}

/// Adds lane by lane.
#[inline(always)]
pub fn add<const L: usize>(sum: &mut Lanes<L>, part: &Lanes<L>) {
    for lane in 0..L {
        sum[lane] += part[lane];
    }
}

/// The hazard ratios that values of a ratio stand for, at this base hazard.
pub fn hazard_ratio<const L: usize>(
    ratio: &Ratio,
    values: &Lanes<L>,
    base: &Lanes<L>,
    stand_in: Option<f64>,
    capped: &mut u64,
) -> Lanes<L> {
    std::array::from_fn(|lane| {
        let (value, hazard) = (values[lane], base[lane]);
        match *ratio {
            Ratio::Hazard(_) | Ratio::Probability(_) => value,
            Ratio::Odds { over, .. } => through_odds(hazard, value, over),
            Ratio::RelativeRisk { over, .. } => {
                let chance = Probability::from_hazard(hazard, over).value();
                if value * chance < 1.0 {
                    ratio_of_hazards(hazard, value * chance, over)
                } else {
                    *capped += 1;
                    through_odds(hazard, stand_in.unwrap_or(value), over)
                }
            }
        }
    })
}

fn through_odds(hazard: f64, odds_ratio: f64, over: f64) -> f64 {
    ratio_of_hazards(hazard, Probability::from_hazard(hazard, over).times_odds(odds_ratio).value(), over)
}

/// Hazard that gives `chance` over `over` cycles, relative to `hazard`; 1 where there is no hazard or it is certain.
fn ratio_of_hazards(hazard: f64, chance: f64, over: f64) -> f64 {
    let certain = Probability::from_hazard(hazard, over).value() >= 1.0;
    if hazard <= 0.0 || certain { 1.0 } else { chance_to_hazard(chance, over) / hazard }
}

/// The numbers of a scenario at the means of all parameters.
pub fn central_inputs(scenario: &Scenario) -> Inputs<'_, 1> {
    let parameters = scenario.parameters.iter().map(|p| [p.distribution.mean()]).collect();
    Inputs { scenario, draws: [0], parameters }
}

/// The scenario at central (mean) values: for draws in which a relative risk would drive a chance above 1.
#[derive(Clone, Debug)]
pub struct Central<'a> {
    inputs: Inputs<'a, 1>,
    base: Vec<f64>,
}

impl<'a> Central<'a> {
    /// Works out hazards at the means of all parameters.
    ///
    /// # Errors
    /// A mean outside the bounds of its kind.
    pub fn new(scenario: &'a Scenario) -> Result<Self, Fault> {
        let inputs = central_inputs(scenario);
        let base = base_hazards(&inputs, &scenario.alternatives[0])?.iter().map(|table| table.steps[0][0]).collect();
        Ok(Self { inputs, base })
    }

    /// The odds ratio with the effect that a relative risk has at central values; `None` for other ratios.
    pub fn odds(&self, transition: usize, ratio: &Ratio) -> Option<f64> {
        let Ratio::RelativeRisk { ratio, over } = ratio else { return None };
        let chance = Probability::from_hazard(self.base[transition], *over).value();
        let after = Tabulated::new(&self.inputs, *ratio).ok()?.steps[0][0] * chance;
        let odds = |p: f64| p / (1.0 - p);
        (chance > 0.0 && after < 1.0).then(|| odds(after) / odds(chance))
    }
}
