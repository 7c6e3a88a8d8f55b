//! Rows of a domain that tell where households are after a whole period: the moves of one cycle behind them.
//!
//! In: a domain of which all exits are observed over one period, drawn shares. Out: the hazard per cycle of each of its
//! transitions, under which the cycles of the period together give its table.

use crate::model::number::matrix::{Matrix, root};
use crate::model::{Alternative, RowReading, Strength};
use crate::simulate::compile::chance::observed_hazard;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::values::Inputs;
use crate::simulate::error::SimulationError;

/// Hazards of all transitions of such domains, by transition; `None` for the others.
///
/// # Errors
/// A drawn value outside the bounds of its kind, or a table in a draw of which no root is a transition matrix.
pub fn period_hazards<const L: usize>(
    inputs: &Inputs<L>,
    alternative: &Alternative,
) -> Result<Vec<Option<Lanes<L>>>, SimulationError> {
    let scenario = inputs.scenario;
    let mut hazards = vec![None; scenario.transitions.len()];
    let read_so = |at: &usize| scenario.domains[*at].rows == RowReading::Period;
    for domain in (0..scenario.domains.len()).filter(read_so) {
        let exits: Vec<usize> =
            (0..scenario.transitions.len()).filter(|at| scenario.transitions[*at].domain == domain).collect();
        exits.iter().for_each(|exit| hazards[*exit] = Some([0.0; L]));
        let mut known: Option<(Matrix, Matrix)> = None;
        for lane in 0..L {
            let (whole, within) = table(inputs, alternative, domain, &exits, lane)?;
            // Most tables are the same in all draws.
            let cycle = match known.take() {
                Some((same, cycle)) if same == whole => cycle,
                _ => root(&whole, within).map_err(|_| SimulationError::NoRoot {
                    domain: scenario.domains[domain].id.clone(),
                    draw: inputs.draws[lane],
                })?,
            };
            for exit in &exits {
                let own = &scenario.transitions[*exit];
                let row = &cycle[own.from];
                let leaves = row.iter().enumerate().filter(|(to, _)| *to != own.from).map(|(_, chance)| chance).sum();
                if let Some(hazard) = &mut hazards[*exit] {
                    hazard[lane] = observed_hazard(row[own.to], leaves, 1.0);
                }
            }
            known = Some((whole, cycle));
        }
    }
    Ok(hazards)
}

/// The table of a domain over its period in one draw, and the cycles in that period.
fn table<const L: usize>(
    inputs: &Inputs<L>,
    alternative: &Alternative,
    domain: usize,
    exits: &[usize],
    lane: usize,
) -> Result<(Matrix, f64), SimulationError> {
    let scenario = inputs.scenario;
    let states = scenario.domains[domain].states.len();
    let (mut whole, mut period): (Matrix, f64) = (vec![vec![0.0; states]; states], 1.0);
    let mut rests: Vec<(usize, usize, f64)> = Vec::new();
    for exit in exits {
        let own = &scenario.transitions[*exit];
        match *alternative.strength(*exit, &own.strength) {
            Strength::Observed { chance, within } => {
                whole[own.from][own.to] = inputs.number(chance)?[lane];
                period = within;
            }
            Strength::ObservedRest { stays, within } => {
                rests.push((own.from, own.to, inputs.number(stays)?[lane]));
                period = within;
            }
            _ => {}
        }
    }
    for (from, to, stays) in rests {
        whole[from][to] = (1.0 - stays - whole[from].iter().sum::<f64>()).max(0.0);
    }
    for (from, row) in whole.iter_mut().enumerate() {
        let leaves: f64 = row.iter().sum();
        if leaves > 1.0 + 1e-9 {
            let name = format!("{}: {}", scenario.domains[domain].id, scenario.domains[domain].states[from].id);
            let kind = crate::units::Kind::Probability;
            return Err(SimulationError::OutOfBounds { name, draw: inputs.draws[lane], value: leaves, kind });
        }
        row[from] = (1.0 - leaves).max(0.0);
    }
    Ok((whole, period))
}
