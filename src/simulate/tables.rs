//! Numbers that depend on clocks, tabulated once per draw.
//!
//! In: numbers of a scenario, drawn values. Out: [`Tabulated`], to be looked up at a [`Moment`] of a household's life.

use super::Fault;
use super::compile::{Inputs, Lanes};
use crate::model::{Clock, ClockFormula, ClockValues, Number, Origin, Scenario};
use crate::units::Kind;

/// What the clocks of a household tell at the start of a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// Completed cycles since the start.
    pub cycle: usize,
    /// Completed cycles since, by index of the clock; 0 for other clocks.
    pub since: &'a [u32],
    /// Values of the traits.
    pub traits: &'a [f64],
}

impl Moment<'_> {
    /// What a clock tells, in its unit.
    pub fn reading(&self, scenario: &Scenario, clock: usize) -> f64 {
        let (clock, since) = (&scenario.clocks[clock], || self.since[clock] as usize);
        let (cycles, start) = match clock {
            Clock::Cycle => (self.cycle, 0.0),
            Clock::Age { index } => (self.cycle, self.traits[*index]),
            Clock::Since(_) => (since(), 0.0),
        };
        clock.reading(cycles, scenario.settings.cycle, start)
    }
}

/// A number in a group of draws, for each step of the clock on which it depends.
#[derive(Clone, Debug, PartialEq)]
pub struct Tabulated<const L: usize> {
    /// The clock, `None` for a number that is always the same.
    pub clock: Option<usize>,
    /// From where on a step holds, in the unit of the clock.
    edges: Vec<f64>,
    /// Values by step.
    pub steps: Vec<Lanes<L>>,
}

impl<const L: usize> Tabulated<L> {
    /// A number that is always the same.
    pub fn always(values: Lanes<L>) -> Self {
        Self { clock: None, edges: Vec::new(), steps: vec![values] }
    }

    /// A value for each completed cycle of a clock, the last one for ever.
    pub fn by_cycle(clock: usize, steps: Vec<Lanes<L>>) -> Self {
        Self { clock: Some(clock), edges: (0..steps.len()).map(|cycle| cycle as f64).collect(), steps }
    }

    /// The number as it stands in the scenario.
    ///
    /// # Errors
    /// A drawn value outside the bounds of its kind.
    pub fn new(inputs: &Inputs<L>, number: Number) -> Result<Self, Fault> {
        let Origin::Table(index) = number.origin else { return Ok(Self::always(inputs.number(number)?)) };
        let table = &inputs.scenario.tables[index];
        let (edges, steps): (Vec<f64>, Result<Vec<_>, Fault>) = match &table.values {
            ClockValues::Steps(steps) => {
                let value =
                    |(_, value): &(f64, Number)| inputs.number(Number { origin: value.origin, kind: number.kind });
                (steps.iter().map(|(edge, _)| *edge).collect(), steps.iter().map(value).collect())
            }
            ClockValues::Formula(formula) => {
                let edges = readings(inputs.scenario, table.clock);
                let steps = edges.iter().map(|edge| worked_out(inputs, formula, *edge, number.kind)).collect();
                (edges, steps)
            }
        };
        Ok(Self { clock: Some(table.clock), edges, steps: steps? })
    }

    /// The same table with other values.
    pub fn map(&self, change: impl FnMut(&Lanes<L>) -> Lanes<L>) -> Self {
        Self { clock: self.clock, edges: self.edges.clone(), steps: self.steps.iter().map(change).collect() }
    }

    /// A table with a step wherever one of these begins, which all go by one clock or by none; `value` is told the reading
    /// of the clock at which the step begins.
    pub fn on_steps_of(all: &[Self], value: impl FnMut(f64) -> Lanes<L>) -> Self {
        let clock = all.iter().find_map(|one| one.clock);
        let mut edges: Vec<f64> = all.iter().flat_map(|one| one.edges.iter().copied()).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let readings = if edges.is_empty() { vec![0.0] } else { edges.clone() };
        Self { clock, edges, steps: readings.into_iter().map(value).collect() }
    }

    /// The value at a reading of the own clock.
    pub fn at_reading(&self, reading: f64) -> &Lanes<L> {
        &self.steps[self.edges.partition_point(|edge| *edge <= reading).saturating_sub(1)]
    }

    /// The value at a moment.
    #[inline]
    pub fn at(&self, scenario: &Scenario, moment: &Moment) -> &Lanes<L> {
        match self.clock {
            Some(clock) => self.at_reading(moment.reading(scenario, clock)),
            None => &self.steps[0],
        }
    }

    /// One of the draws.
    pub fn lane(&self, lane: usize) -> Tabulated<1> {
        Tabulated {
            clock: self.clock,
            edges: self.edges.clone(),
            steps: self.steps.iter().map(|values| [values[lane]]).collect(),
        }
    }
}

/// Everything that a clock can tell within the horizon; an age from the mean of its trait on, which is the same for all
/// households where a formula goes by it.
fn readings(scenario: &Scenario, clock: usize) -> Vec<f64> {
    let (clock, settings) = (&scenario.clocks[clock], &scenario.settings);
    let start = if let Clock::Age { index } = clock { scenario.traits[*index].value.mean() } else { 0.0 };
    clock.readings(settings.horizon, settings.cycle, start)
}

/// The values of a formula at a reading of its clock.
fn worked_out<const L: usize>(
    inputs: &Inputs<L>,
    formula: &ClockFormula,
    reading: f64,
    kind: Kind,
) -> Result<Lanes<L>, Fault> {
    let mut values = [0.0; L];
    for (lane, found) in values.iter_mut().enumerate() {
        *found = formula.at(reading, |origin| match origin {
            Origin::Fixed(value) => value,
            Origin::Parameter(at) => inputs.parameters[at][lane],
            Origin::Trait(at) => inputs.scenario.traits[at].value.mean(),
            Origin::Table(_) => f64::NAN,
        });
        if !kind.allows(*found) {
            let name = format!("{} ({} = {})", formula.formula.text(), formula.reading, formula.shown(reading));
            return Err(Fault::OutOfBounds { name, draw: inputs.draws[lane], value: *found, kind });
        }
    }
    Ok(values)
}

/// From this reading on nothing that looks at the clock changes any more, in cycles, at most `horizon`.
pub fn last_change(scenario: &Scenario, clock: usize) -> u32 {
    let horizon = scenario.settings.horizon as u32;
    let of_tables = scenario.tables.iter().filter(|table| table.clock == clock);
    let edges = of_tables.flat_map(|table| match &table.values {
        ClockValues::Steps(steps) => steps.iter().map(|(edge, _)| *edge).collect(),
        ClockValues::Formula(_) => vec![f64::from(horizon)],
    });
    let windows = conditions(scenario).into_iter().flat_map(|condition| condition.parts().into_iter().cloned());
    let windows = windows.filter_map(|part| match part {
        crate::model::Condition::Within { clock: of, from, to } if of == clock => Some([from.0, to.0]),
        _ => None,
    });
    let last = edges.chain(windows.flatten()).filter(|edge| edge.is_finite()).fold(0.0, f64::max);
    let lasting = scenario.transitions.iter().map(|one| &one.strength);
    let changed = scenario.alternatives.iter().flat_map(|one| &one.transitions).map(|(_, strength)| strength);
    let by_duration = |strength: &crate::model::Strength| matches!(strength, crate::model::Strength::Duration { clock: of, .. } if *of == clock);
    if lasting.chain(changed).any(by_duration) { horizon } else { (last.ceil() as u32).min(horizon) }
}

/// All conditions of a scenario.
fn conditions(scenario: &Scenario) -> Vec<&crate::model::Condition> {
    let modifiers = scenario.transitions.iter().flat_map(|one| &one.modifiers).map(|one| &one.condition);
    let eligible = scenario.alternatives.iter().flat_map(|one| &one.interventions).map(|one| &one.eligible);
    let items = scenario.items.iter().filter_map(|item| match &item.quantity {
        crate::model::Quantity::Time(condition) => Some(condition),
        _ => None,
    });
    modifiers.chain(eligible).chain(items).collect()
}
