//! How a ratio acts: on a hazard or on a probability, at full strength or part of it.
//!
//! In: a ratio of a modifier or of an effect of an intervention, drawn values, the hazard on which it acts. Out: [`Acting`]
//! and [`CompiledEffect`], which give the factor at a moment.

use crate::model::{Effect, Ratio, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::effect_profile::strengths;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::ratio::hazard_ratio;
use crate::simulate::compile::values::{Inputs, Tabulated};
use crate::simulate::error::SimulationError;

/// How a ratio acts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Acting<const L: usize> {
    /// Not at all.
    Off,
    /// Multiplies the hazard.
    Hazard(Tabulated<L>),
    /// Multiplies the probability per cycle.
    Probability(Tabulated<L>),
}

/// An effect of an intervention on a transition.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CompiledEffect<const L: usize> {
    pub(super) transition: usize,
    pub(super) acting: Acting<L>,
    /// By completed cycles since the start.
    pub(super) strengths: Vec<Lanes<L>>,
    /// The ratio to the power of the strength, by completed cycles since the start; none where the ratio goes by a
    /// clock.
    pub(super) factors: Vec<Lanes<L>>,
}

impl<const L: usize> Acting<L> {
    /// All values.
    pub(super) fn values(&self) -> &[Lanes<L>] {
        match self {
            Self::Off => &[],
            Self::Hazard(table) | Self::Probability(table) => &table.steps,
        }
    }
}

impl<const L: usize> Acting<L> {
    /// The factor at a moment, and whether it acts on the probability.
    pub(super) fn factor(&self, scenario: &Scenario, moment: &Moment) -> (Lanes<L>, bool) {
        match self {
            Acting::Off => ([1.0; L], false),
            Acting::Hazard(ratio) => (*ratio.at(scenario, moment), false),
            Acting::Probability(ratio) => (*ratio.at(scenario, moment), true),
        }
    }

    /// The factor at each strength, where the ratio is always the same.
    fn factors(&self, strengths: &[Lanes<L>]) -> Vec<Lanes<L>> {
        let (Acting::Hazard(ratio) | Acting::Probability(ratio)) = self else { return vec![[1.0; L]; strengths.len()] };
        let Some(ratio) = ratio.constant() else { return Vec::new() };
        let log = ratio.map(libm::log);
        strengths.iter().map(|strength| at_strength(ratio, &log, strength)).collect()
    }

    /// The ratio, and whether it acts on the probability.
    pub(super) fn ratio(&self) -> Option<(&Tabulated<L>, bool)> {
        match self {
            Acting::Off => None,
            Acting::Hazard(ratio) => Some((ratio, false)),
            Acting::Probability(ratio) => Some((ratio, true)),
        }
    }

    /// One of the draws.
    pub(super) fn lane(&self, lane: usize) -> Acting<1> {
        match self {
            Acting::Off => Acting::Off,
            Acting::Hazard(ratio) => Acting::Hazard(ratio.lane(lane)),
            Acting::Probability(ratio) => Acting::Probability(ratio.lane(lane)),
        }
    }
}

impl<const L: usize> CompiledEffect<L> {
    /// Compiles an effect on a transition with this hazard of its own, for so many cycles.
    ///
    /// # Errors
    /// As of [`acting`].
    pub(super) fn new(
        inputs: &Inputs<L>,
        effect: &Effect,
        base: &Tabulated<L>,
        stand_in: Option<f64>,
        capped: &mut [u64; L],
    ) -> Result<Self, SimulationError> {
        let acting = acting(inputs, &effect.ratio, base, stand_in, capped)?;
        let strengths = strengths(inputs, &effect.profile, inputs.scenario.settings.horizon + 1)?;
        let factors = acting.factors(&strengths);
        Ok(Self { transition: effect.transition, acting, strengths, factors })
    }

    /// One of the draws.
    pub(super) fn lane(&self, lane: usize) -> CompiledEffect<1> {
        let all = |list: &Vec<Lanes<L>>| list.iter().map(|values| [values[lane]]).collect();
        CompiledEffect {
            transition: self.transition,
            acting: self.acting.lane(lane),
            strengths: all(&self.strengths),
            factors: all(&self.factors),
        }
    }

    /// The factor so many completed cycles after the start, and whether it acts on the probability.
    pub(super) fn factor(&self, scenario: &Scenario, elapsed: u32, moment: &Moment) -> (Lanes<L>, bool) {
        let elapsed = (elapsed as usize).min(self.strengths.len() - 1);
        if let Some(factor) = self.factors.get(elapsed) {
            return (*factor, matches!(self.acting, Acting::Probability(_)));
        }
        let (ratio, probability) = self.acting.factor(scenario, moment);
        (at_strength(&ratio, &ratio.map(libm::log), &self.strengths[elapsed]), probability)
    }
}

/// `ratio ^ strength`.
fn at_strength<const L: usize>(ratio: &Lanes<L>, log: &Lanes<L>, strength: &Lanes<L>) -> Lanes<L> {
    std::array::from_fn(|lane| match (strength[lane], ratio[lane]) {
        (0.0, _) => 1.0,
        (1.0, ratio) => ratio,
        (strength, _) => libm::exp(strength * log[lane]),
    })
}

/// How a ratio acts on a transition with this hazard of its own. `stand_in` is the odds ratio with which a relative risk goes
/// on that would drive a chance above 1; `capped` counts by draw where it had to.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub(super) fn acting<const L: usize>(
    inputs: &Inputs<L>,
    ratio: &Ratio,
    base: &Tabulated<L>,
    stand_in: Option<f64>,
    capped: &mut [u64; L],
) -> Result<Acting<L>, SimulationError> {
    let values = Tabulated::new(inputs, ratio.number())?;
    Ok(match ratio {
        Ratio::Hazard(_) => Acting::Hazard(values),
        Ratio::Probability(_) => Acting::Probability(values),
        Ratio::RelativeRisk { .. } | Ratio::Odds { .. } => {
            Acting::Hazard(Tabulated::on_steps_of(&[&values, base], |windows| {
                hazard_ratio(ratio, values.within(windows), base.within(windows), stand_in, capped)
            }))
        }
    })
}
