//! Effect profiles: how the effect of an intervention grows and fades.
//!
//! In: a profile and drawn values. Out: its strength by cycle since the start, 0 to 1. What a ratio makes of it is
//! `hazard`'s.

use crate::model::{Fade, Profile};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::values::Inputs;
use crate::simulate::error::SimulationError;

/// The profile `e(t)` at the start of each cycle since the start of the intervention, 0 to 1.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub fn strengths<const L: usize>(
    inputs: &Inputs<L>,
    profile: &Profile,
    cycles: usize,
) -> Result<Vec<Lanes<L>>, SimulationError> {
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
