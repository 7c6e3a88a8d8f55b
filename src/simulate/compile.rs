//! From drawn parameters to hazards: what both methods need to know about one alternative in a group of draws.
//!
//! In: the scenario, its [`Space`], parameter values of `L` draws at once. Out: [`Values`]: hazards per exit, shares,
//! and what interventions do to transitions month by month. Structure is worked out once per scenario elsewhere; here
//! only values change. No randomness, no money.

use super::Fault;
use super::effects::Effects;
use super::space::Space;
use super::start::{self, Starts};
use crate::model::{Alternative, Number, Origin, Ratio, Scenario, Strength, Trait};
use crate::units::Probability;

/// One number for each of `L` draws.
pub type Lanes<const L: usize> = [f64; L];

/// Above this hazard per cycle a move is certain in double precision.
const CERTAIN: f64 = 800.0;

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
            Origin::Trait(index) => [trait_mean(&self.scenario.traits[index]); L],
            Origin::Parameter(index) => self.parameters[index],
            Origin::Table(index) => return self.number(self.scenario.tables[index].steps[0].1),
        };
        for (lane, value) in values.into_iter().enumerate() {
            if !number.kind.allows(value) {
                let name = match number.origin {
                    Origin::Fixed(_) | Origin::Table(_) => String::new(),
                    Origin::Trait(index) => self.scenario.traits[index].name.clone(),
                    Origin::Parameter(index) => self.scenario.parameters[index].name.clone(),
                };
                return Err(Fault::OutOfBounds { name, draw: self.draws[lane], value, kind: number.kind });
            }
        }
        Ok(values)
    }
}

/// The value of a trait: its mean where it differs between households.
fn trait_mean(one: &Trait) -> f64 {
    one.value.mean()
}

/// What one alternative looks like in a group of draws.
#[derive(Clone, Debug)]
pub struct Values<const L: usize> {
    /// Hazard per cycle of each exit of the space, with its modifiers, without interventions.
    pub hazards: Vec<Lanes<L>>,
    /// Where households start.
    pub starts: Starts<L>,
    /// Share of the eligible who are reached, by intervention.
    pub reached: Vec<Lanes<L>>,
    /// Share of the reached who respond, by intervention.
    pub success: Vec<Lanes<L>>,
    /// What interventions do to transitions.
    pub effects: Effects<L>,
    /// Number of times that a relative risk was applied as an odds ratio because it would drive a chance above 1.
    pub relative_risks_capped: u64,
}

impl<const L: usize> Values<L> {
    /// Compiles one alternative. `central` are the odds ratios that stand in for relative risks (see [`Central`]).
    ///
    /// # Errors
    /// A drawn value outside the bounds of its kind.
    pub fn new(inputs: &Inputs<L>, space: &Space, alternative: &Alternative, central: &Central) -> Result<Self, Fault> {
        let scenario = inputs.scenario;
        let base = base_hazards(inputs, alternative)?;
        let mut capped = 0;
        let mut modifiers = Vec::with_capacity(scenario.transitions.len());
        for (index, transition) in scenario.transitions.iter().enumerate() {
            let of_transition = transition.modifiers.iter().enumerate().map(|(at, modifier)| {
                let stand_in = central.modifiers[index][at];
                hazard_ratio(inputs, &modifier.ratio, &base[index], stand_in, &mut capped)
            });
            modifiers.push(of_transition.collect::<Result<Vec<_>, _>>()?);
        }
        let hazards = space.exits.iter().map(|exit| {
            let mut hazard = base[exit.transition];
            for modifier in &exit.modifiers {
                times(&mut hazard, &modifiers[exit.transition][*modifier]);
            }
            hazard.map(|value| value.min(CERTAIN))
        });
        let hazards = hazards.collect();
        let effects = Effects::new(inputs, alternative, &base, central, &mut capped)?;
        let shares = |pick: fn(&crate::model::Intervention) -> Number| {
            alternative.interventions.iter().map(|one| inputs.number(pick(one))).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            hazards,
            starts: start::starts(inputs, alternative)?,
            reached: shares(|one| one.reached)?,
            success: shares(|one| one.success)?,
            effects,
            relative_risks_capped: capped,
        })
    }
}

/// Multiplies lane by lane.
#[inline(always)]
pub fn times<const L: usize>(target: &mut Lanes<L>, factor: &Lanes<L>) {
    for lane in 0..L {
        target[lane] *= factor[lane];
    }
}

/// Hazard per cycle of each transition of the scenario with no modifier active; 0 where it is switched off.
fn base_hazards<const L: usize>(inputs: &Inputs<L>, alternative: &Alternative) -> Result<Vec<Lanes<L>>, Fault> {
    let hazard = |(index, own): (usize, &Strength)| {
        if alternative.off_transitions.contains(&index) {
            return Ok([0.0; L]);
        }
        let changed = alternative.transitions.iter().find(|(changed, _)| *changed == index);
        Ok(match changed.map_or(own, |(_, strength)| strength) {
            Strength::Rate { rate, per } => inputs.number(*rate)?.map(|rate| (rate / per).min(CERTAIN)),
            Strength::Chance { chance, within } => {
                inputs.number(*chance)?.map(|chance| chance_to_hazard(chance, *within))
            }
            Strength::Observed { .. } | Strength::Duration { .. } => return Ok([0.0; L]),
            Strength::MeanDuration(cycles) => inputs.number(*cycles)?.map(|cycles| chance_to_hazard(1.0 / cycles, 1.0)),
        })
    };
    inputs.scenario.transitions.iter().map(|t| &t.strength).enumerate().map(hazard).collect()
}

fn chance_to_hazard(chance: f64, cycles: f64) -> f64 {
    Probability::new(chance).map_or(0.0, |chance| chance.to_hazard(cycles)).min(CERTAIN)
}

/// The hazard ratio that a ratio stands for, at this base hazard.
pub fn hazard_ratio<const L: usize>(
    inputs: &Inputs<L>,
    ratio: &Ratio,
    base: &Lanes<L>,
    stand_in: Option<f64>,
    capped: &mut u64,
) -> Result<Lanes<L>, Fault> {
    let mut values = inputs.number(ratio.number())?;
    for (value, hazard) in values.iter_mut().zip(base) {
        *value = match *ratio {
            Ratio::Hazard(_) | Ratio::Probability(_) => *value,
            Ratio::Odds { over, .. } => through_odds(*hazard, *value, over),
            Ratio::RelativeRisk { over, .. } => {
                let chance = Probability::from_hazard(*hazard, over).value();
                if *value * chance < 1.0 {
                    ratio_of_hazards(*hazard, *value * chance, over)
                } else {
                    *capped += 1;
                    through_odds(*hazard, stand_in.unwrap_or(*value), over)
                }
            }
        };
    }
    Ok(values)
}

fn through_odds(hazard: f64, odds_ratio: f64, over: f64) -> f64 {
    ratio_of_hazards(hazard, Probability::from_hazard(hazard, over).times_odds(odds_ratio).value(), over)
}

/// Hazard that gives `chance` over `over` cycles, relative to `hazard`; 1 where there is no hazard or it is certain.
fn ratio_of_hazards(hazard: f64, chance: f64, over: f64) -> f64 {
    if hazard <= 0.0 || hazard >= CERTAIN { 1.0 } else { chance_to_hazard(chance, over) / hazard }
}

/// Odds ratios with the effect that relative risks have at central (mean) values, for draws in which a relative risk
/// would drive a chance above 1; `None` for other ratios.
#[derive(Clone, Debug)]
pub struct Central {
    /// By transition and modifier.
    pub modifiers: Vec<Vec<Option<f64>>>,
    /// By alternative, intervention and effect.
    pub effects: Vec<Vec<Vec<Option<f64>>>>,
}

impl Central {
    /// Works them out at the means of all parameters.
    ///
    /// # Errors
    /// A mean outside the bounds of its kind.
    pub fn new(scenario: &Scenario) -> Result<Self, Fault> {
        let parameters = scenario.parameters.iter().map(|p| [p.distribution.mean()]).collect();
        let inputs = Inputs::<1> { scenario, draws: [0], parameters };
        let null = &scenario.alternatives[0];
        let base = base_hazards(&inputs, null)?;
        let odds = |ratio: &Ratio, transition: usize| -> Result<Option<f64>, Fault> {
            let Ratio::RelativeRisk { ratio, over } = ratio else { return Ok(None) };
            let chance = Probability::from_hazard(base[transition][0], *over).value();
            let after = inputs.number(*ratio)?[0] * chance;
            let odds = |p: f64| p / (1.0 - p);
            Ok((chance > 0.0 && after < 1.0).then(|| odds(after) / odds(chance)))
        };
        let modifiers = scenario.transitions.iter().enumerate();
        let modifiers = modifiers.map(|(index, t)| t.modifiers.iter().map(|m| odds(&m.ratio, index)).collect());
        let effects = scenario.alternatives.iter().map(|alternative| {
            let of_intervention = alternative.interventions.iter();
            of_intervention.map(|i| i.effects.iter().map(|e| odds(&e.ratio, e.transition)).collect()).collect()
        });
        Ok(Self { modifiers: modifiers.collect::<Result<_, _>>()?, effects: effects.collect::<Result<_, _>>()? })
    }
}
