//! Base hazards of transitions, with no modifier active.
//!
//! In: strengths as the scenario gives them, drawn values. Out: a hazard per cycle for each transition, by the step of
//! its clock where it has one.

use crate::model::number::distribution::gamma_tails;
use crate::model::{Alternative, DurationFamily, DurationLaw, Strength};
use crate::simulate::compile::chance::{CERTAIN, chance_to_hazard, observed_hazard};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::period_rows::period_hazards;
use crate::simulate::compile::values::{Inputs, Tabulated};
use crate::simulate::error::SimulationError;

/// Hazard per cycle of each transition of the scenario; 0 where it is switched off.
///
/// # Errors
/// A drawn value outside the bounds of its kind, or observed shares of a row that add up to more than 1.
pub fn base_hazards<const L: usize>(
    inputs: &Inputs<L>,
    alternative: &Alternative,
) -> Result<Vec<Tabulated<L>>, SimulationError> {
    let count = inputs.scenario.transitions.len();
    let mut hazards = Vec::with_capacity(count);
    let of_periods = period_hazards(inputs, alternative)?;
    for (index, of_period) in of_periods.into_iter().enumerate() {
        hazards.push(match of_period {
            _ if alternative.off_transitions.contains(&index) => Tabulated::always([0.0; L]),
            Some(hazard) => Tabulated::always(hazard),
            None => hazard(inputs, alternative, index)?,
        });
    }
    Ok(hazards)
}

fn hazard<const L: usize>(
    inputs: &Inputs<L>,
    alternative: &Alternative,
    index: usize,
) -> Result<Tabulated<L>, SimulationError> {
    Ok(match *alternative.strength(index, &inputs.scenario.transitions[index].strength) {
        Strength::Rate { rate, per } => {
            Tabulated::new(inputs, rate)?.map(|rates| rates.map(|rate| (rate / per).min(CERTAIN)))
        }
        Strength::Chance { chance, within } => {
            Tabulated::new(inputs, chance)?.map(|chances| chances.map(|chance| chance_to_hazard(chance, within)))
        }
        Strength::MeanDuration(months) => {
            let cycle = inputs.scenario.settings.cycle.months();
            Tabulated::new(inputs, months)?.map(|months| months.map(|months| chance_to_hazard(cycle / months, 1.0)))
        }
        Strength::Observed { within, .. } | Strength::ObservedRest { within, .. } => {
            observed(inputs, alternative, index, within)?
        }
        Strength::Duration { clock, law } => Tabulated::by_cycle(clock, by_duration(inputs, &law)?),
    })
}

/// One exit of a row of shares that were seen while all exits compete: `-ln(1 - P) p / P / within`, with `P` the share
/// that leaves: the sum over the row, or where one exit takes the rest, all but what stays. Switched-off exits of the
/// row belong to it: without them the others keep their hazards.
fn observed<const L: usize>(
    inputs: &Inputs<L>,
    alternative: &Alternative,
    index: usize,
    within: f64,
) -> Result<Tabulated<L>, SimulationError> {
    let row = Shares::new(inputs, alternative, index)?;
    let mut fault = None;
    let given: Vec<&Tabulated<L>> = row.given.iter().map(|(_, share)| share).collect();
    let table = Tabulated::on_steps_of(&given, |windows| {
        let mut total = [0.0; L];
        given.iter().for_each(|share| crate::simulate::compile::lanes::add(&mut total, share.within(windows)));
        let mine = row.of(index).within(windows);
        let stays = row.rest.map(|rest| row.of(rest).within(windows));
        std::array::from_fn(|lane| {
            if total[lane] > 1.0 + 1e-9 && inputs.scenario.reaches(windows) {
                fault.get_or_insert((lane, total[lane]));
            }
            let leaves = stays.map_or(total[lane], |stays| 1.0 - stays[lane]);
            let chance = if row.rest == Some(index) { (1.0 - total[lane]).max(0.0) } else { mine[lane] };
            observed_hazard(chance, leaves, within)
        })
    });
    match fault {
        Some((lane, total)) => {
            let transition = &inputs.scenario.transitions[index];
            let domain = &inputs.scenario.domains[transition.domain];
            let (state, draw) = (domain.states[transition.from].id.clone(), inputs.draws[lane]);
            Err(SimulationError::RowAboveOne { domain: domain.id.clone(), state, draw, total })
        }
        None => Ok(table),
    }
}

/// The shares of a row that was observed.
struct Shares<const L: usize> {
    /// By transition what is given for it: its share; for one that takes the rest the share that stays.
    given: Vec<(usize, Tabulated<L>)>,
    /// The transition that takes the rest.
    rest: Option<usize>,
}

impl<const L: usize> Shares<L> {
    /// Those of the row of a transition.
    fn new(inputs: &Inputs<L>, alternative: &Alternative, index: usize) -> Result<Self, SimulationError> {
        let all = &inputs.scenario.transitions;
        let same = |at: &usize| (all[*at].domain, all[*at].from) == (all[index].domain, all[index].from);
        let mut shares = Self { given: Vec::new(), rest: None };
        for at in (0..all.len()).filter(same) {
            let number = match alternative.strength(at, &all[at].strength) {
                Strength::Observed { chance, .. } => *chance,
                Strength::ObservedRest { stays, .. } => {
                    shares.rest = Some(at);
                    *stays
                }
                _ => continue,
            };
            shares.given.push((at, Tabulated::new(inputs, number)?));
        }
        Ok(shares)
    }

    /// What is given for a transition of the row.
    fn of(&self, index: usize) -> &Tabulated<L> {
        let found = self.given.iter().find(|(at, _)| *at == index);
        &found.unwrap_or(&self.given[0]).1
    }
}

/// Hazard in each cycle since the state was entered: `H(k) - H(k - 1)`.
fn by_duration<const L: usize>(inputs: &Inputs<L>, law: &DurationLaw) -> Result<Vec<Lanes<L>>, SimulationError> {
    let numbers = law.family.numbers();
    let (first, second) = (inputs.number(numbers[0])?, inputs.number(numbers[1])?);
    let horizon = inputs.scenario.settings.horizon;
    let mut steps = vec![[0.0; L]; horizon.max(1)];
    for lane in 0..L {
        let mut before = 0.0;
        for (cycle, step) in steps.iter_mut().enumerate() {
            let after = cumulative(&law.family, first[lane], second[lane], (cycle + 1) as f64 / law.unit);
            step[lane] = if after.is_finite() { (after - before).clamp(0.0, CERTAIN) } else { CERTAIN };
            before = after.min(CERTAIN);
        }
    }
    Ok(steps)
}

/// The cumulative hazard `H(t)`. Never minus 0, which would make a wait divided by it shorter than any.
fn cumulative(family: &DurationFamily, first: f64, second: f64, time: f64) -> f64 {
    match family {
        DurationFamily::Exponential { .. } => first * time,
        DurationFamily::Weibull { .. } => libm::pow(time / second, first),
        DurationFamily::Gompertz { .. } if first == 0.0 => second * time,
        DurationFamily::Gompertz { .. } => second * libm::expm1(first * time) / first,
        DurationFamily::LogLogistic { .. } => libm::log1p(libm::pow(time / second, first)),
        DurationFamily::Lognormal { .. } => {
            let z = (libm::log(time) - first) / second;
            0.0 - libm::log(0.5 * libm::erfc(z / std::f64::consts::SQRT_2))
        }
        DurationFamily::Gamma { .. } => 0.0 - libm::log(gamma_tails(first, time / second).1),
    }
}

#[cfg(test)]
// What is reckoned a second time uses the platform's own functions: not those under test.
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;
    use crate::model::{Number, Origin};
    use crate::units::Kind;
    use statrs::distribution::{ContinuousCDF, Gamma, LogNormal, Weibull};

    #[test]
    fn cumulative_hazards_are_those_of_known_distributions() {
        let number = Number { origin: Origin::Fixed(1.0), kind: Kind::Rate };
        let weibull = Weibull::new(1.4, 9.0).expect("shapes");
        let lognormal = LogNormal::new(2.0, 0.7).expect("shapes");
        let gamma = Gamma::new(2.3, 1.0 / 4.0).expect("shapes");
        for time in [0.3, 1.0, 5.0, 12.0, 30.0] {
            let close = |family: DurationFamily, first: f64, second: f64, survival: f64| {
                let found = cumulative(&family, first, second, time);
                let wanted = -survival.ln();
                assert!((found - wanted).abs() < 1e-9 * (1.0 + wanted), "{family:?} at {time}: {found}, {wanted}");
            };
            close(DurationFamily::Weibull { shape: number, scale: number }, 1.4, 9.0, weibull.sf(time));
            close(DurationFamily::Lognormal { meanlog: number, sdlog: number }, 2.0, 0.7, lognormal.sf(time));
            close(DurationFamily::Gamma { shape: number, scale: number }, 2.3, 4.0, gamma.sf(time));
            close(
                DurationFamily::LogLogistic { shape: number, scale: number },
                2.0,
                6.0,
                1.0 / (1.0 + (time / 6.0).powi(2)),
            );
            close(
                DurationFamily::Gompertz { shape: number, rate: number },
                0.1,
                0.02,
                (-0.2 * ((0.1 * time).exp() - 1.0)).exp(),
            );
            close(DurationFamily::Exponential { rate: number }, 0.2, 0.2, (-0.2 * time).exp());
        }
    }

    #[test]
    fn what_cannot_happen_yet_has_no_hazard() {
        let number = Number { origin: Origin::Fixed(1.0), kind: Kind::Rate };
        let early = cumulative(&DurationFamily::Lognormal { meanlog: number, sdlog: number }, 2.0, 0.2, 0.3);
        assert!(early == 0.0 && early.is_sign_positive());
    }

    #[test]
    fn observed_shares_come_back() {
        // Published example: monthly 0.10 and 0.05 give hazards 0.108346 and 0.054173.
        assert!((observed_hazard(0.10, 0.15, 1.0) - 0.108346).abs() < 5e-7);
        assert!((observed_hazard(0.05, 0.15, 1.0) - 0.054173).abs() < 5e-7);
        assert_eq!(observed_hazard(0.4, 1.0, 12.0), 0.4 * CERTAIN);
    }
}
