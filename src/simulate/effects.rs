//! What interventions do to transitions, month by month.
//!
//! In: the interventions of one alternative and drawn values. Out: [`Effects`]: for each set of interventions to which a
//! household responds ("layer") and each cycle, the factor on the hazard of each transition that is touched. As all
//! interventions start at a fixed month, the layer and the cycle say all that matters.

use super::Fault;
use super::compile::{Inputs, Lanes, times};
use super::hazards::Hazards;
use crate::model::{Alternative, Fade, Profile, Scenario};

/// Factors on hazards by layer, cycle and touched transition.
#[derive(Clone, Debug)]
pub struct Effects<const L: usize> {
    /// Transitions that some intervention touches, sorted.
    pub touched: Vec<usize>,
    cycles: usize,
    factors: Vec<Lanes<L>>,
    /// For each layer and draw the first cycle from which all its factors are 1 for good.
    over: Vec<[usize; L]>,
}

impl<const L: usize> Effects<L> {
    /// Tabulates all layers of an alternative of which all interventions start at a fixed border. Layer `m` holds the
    /// interventions whose bit in `m` is set.
    pub fn new(scenario: &Scenario, alternative: &Alternative, hazards: &Hazards<L>) -> Self {
        let cycles = scenario.settings.horizon;
        let all = alternative.interventions.iter().flat_map(|one| &one.effects).map(|effect| effect.transition);
        let mut touched: Vec<usize> = all.collect();
        touched.sort_unstable();
        touched.dedup();
        let layers = 1 << alternative.interventions.len();
        let mut factors = vec![[1.0; L]; layers * cycles * touched.len()];
        for (bit, intervention) in alternative.interventions.iter().enumerate() {
            let start = intervention.fixed_start().unwrap_or(cycles);
            for (at, effect) in intervention.effects.iter().enumerate() {
                let column = touched.binary_search(&effect.transition).unwrap_or(0);
                for cycle in start..cycles {
                    let factor = hazards.effect(bit, at, cycle - start);
                    for layer in (0..layers).filter(|layer| layer >> bit & 1 == 1) {
                        times(&mut factors[(layer * cycles + cycle) * touched.len() + column], &factor);
                    }
                }
            }
        }
        let mut effects = Self { touched, cycles, factors, over: Vec::new() };
        effects.over = (0..layers).map(|layer| effects.first_cycle_without(layer)).collect();
        effects
    }

    fn first_cycle_without(&self, layer: usize) -> [usize; L] {
        std::array::from_fn(|lane| {
            let acts = |cycle: &usize| self.factors(layer, *cycle).iter().any(|factor| factor[lane] != 1.0);
            (0..self.cycles).rev().find(acts).map_or(0, |last| last + 1)
        })
    }

    /// Factors on the hazards of the touched transitions in this cycle (the cycle after border `cycle`).
    pub fn factors(&self, layer: usize, cycle: usize) -> &[Lanes<L>] {
        let from = (layer * self.cycles + cycle) * self.touched.len();
        &self.factors[from..from + self.touched.len()]
    }

    /// First cycle from which a household of this layer lives as if nothing were done for it.
    pub fn over(&self, layer: usize, lane: usize) -> usize {
        self.over[layer][lane]
    }

    /// For each touched transition the largest factor in any layer and cycle, at least 1, in one lane.
    pub fn largest(&self, lane: usize) -> Vec<f64> {
        let mut largest = vec![1.0f64; self.touched.len()];
        for chunk in self.factors.chunks(self.touched.len().max(1)) {
            largest.iter_mut().zip(chunk).for_each(|(most, factor)| *most = most.max(factor[lane]));
        }
        largest
    }
}

/// The profile `e(t)` at the start of each cycle since the start of the intervention, 0 to 1.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub fn strengths<const L: usize>(inputs: &Inputs<L>, profile: &Profile, cycles: usize) -> Result<Vec<Lanes<L>>, Fault> {
    let ramp_up = inputs.number(profile.ramp_up)?;
    let plateau = inputs.number(profile.plateau)?;
    let fade = match profile.fade {
        Fade::Never | Fade::AtOnce => [0.0; L],
        Fade::Linear(months) | Fade::HalfLife(months) => inputs.number(months)?,
    };
    let length = inputs.scenario.settings.cycle.months();
    let at = |elapsed: usize| {
        std::array::from_fn(|lane| {
            let months = elapsed as f64 * length;
            if months < ramp_up[lane] {
                return (months + length).min(ramp_up[lane]) / ramp_up[lane];
            }
            let after = months - ramp_up[lane] - plateau[lane];
            if after < 0.0 {
                return 1.0;
            }
            match profile.fade {
                Fade::Never => 1.0,
                Fade::AtOnce => 0.0,
                Fade::Linear(_) => {
                    if fade[lane] > 0.0 {
                        (1.0 - after / fade[lane]).max(0.0)
                    } else {
                        0.0
                    }
                }
                Fade::HalfLife(_) if fade[lane] <= 0.0 => 0.0,
                Fade::HalfLife(_) => libm::exp(-std::f64::consts::LN_2 * after / fade[lane]),
            }
        })
    };
    Ok((0..cycles).map(at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Number, Origin};
    use crate::units::Kind;

    fn months(value: f64) -> Number {
        Number { origin: Origin::Fixed(value), kind: Kind::Months }
    }

    fn profile_of(ramp_up: f64, plateau: f64, fade: Fade) -> Vec<f64> {
        let scenario = crate::simulate::tests::empty_scenario();
        let inputs = Inputs::<1> { scenario: &scenario, draws: [0], parameters: Vec::new() };
        let profile = Profile { ramp_up: months(ramp_up), plateau: months(plateau), fade };
        strengths(&inputs, &profile, 6).expect("valid").into_iter().map(|[value]| value).collect()
    }

    #[test]
    fn profiles_grow_stay_and_fade() {
        assert_eq!(profile_of(0.0, 0.0, Fade::Never), [1.0; 6]);
        assert_eq!(profile_of(0.0, 2.0, Fade::AtOnce), [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(profile_of(2.0, 1.0, Fade::Linear(months(2.0))), [0.5, 1.0, 1.0, 1.0, 0.5, 0.0]);
        assert_eq!(profile_of(0.0, 0.0, Fade::HalfLife(months(2.0)))[4], libm::exp(-2.0 * std::f64::consts::LN_2));
    }
}
