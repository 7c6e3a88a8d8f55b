//! Relative effects as hazard ratios: hazard ratios, odds ratios, relative risks.
//!
//! In: a ratio, its values, the hazard on which it acts. Out: what the hazard is multiplied by; and [`Central`], which
//! says with which odds ratio a relative risk goes on that would drive a chance above 1.

use crate::model::{Ratio, Scenario};
use crate::simulate::compile::base_hazard::base_hazards;
use crate::simulate::compile::chance::chance_to_hazard;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::values::{Inputs, Tabulated, central_inputs};
use crate::simulate::error::SimulationError;
use crate::units::Probability;

/// The hazard ratios that values of a ratio stand for, at this base hazard; `capped` counts by draw where a relative
/// risk had to go as an odds ratio.
pub fn hazard_ratio<const L: usize>(
    ratio: &Ratio,
    values: &Lanes<L>,
    base: &Lanes<L>,
    stand_in: Option<f64>,
    capped: &mut [u64; L],
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
                    capped[lane] += 1;
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
    pub fn new(scenario: &'a Scenario) -> Result<Self, SimulationError> {
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
