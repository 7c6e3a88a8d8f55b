//! Numbers that depend on clocks, tabulated once per draw.
//!
//! In: numbers of a scenario, drawn values. Out: [`Tabulated`], to be looked up at a [`Moment`] of a household's life.

use super::Fault;
use super::compile::{Inputs, Lanes};
use crate::model::{Clock, Number, Origin, Scenario};

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
        match scenario.clocks[clock] {
            Clock::Cycle => self.cycle as f64,
            Clock::Age { index } => self.traits[index] + self.cycle as f64 * scenario.settings.cycle.months() / 12.0,
            Clock::Since(_) => f64::from(self.since[clock]),
        }
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
        let steps =
            table.steps.iter().map(|(_, value)| inputs.number(Number { origin: value.origin, kind: number.kind }));
        Ok(Self {
            clock: Some(table.clock),
            edges: table.steps.iter().map(|(edge, _)| *edge).collect(),
            steps: steps.collect::<Result<_, _>>()?,
        })
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

    /// The step that holds at a moment.
    #[inline]
    pub fn step(&self, scenario: &Scenario, moment: &Moment) -> usize {
        let Some(clock) = self.clock else { return 0 };
        let reading = moment.reading(scenario, clock);
        self.edges.partition_point(|edge| *edge <= reading).saturating_sub(1)
    }

    /// The value at a moment.
    #[inline]
    pub fn at(&self, scenario: &Scenario, moment: &Moment) -> &Lanes<L> {
        &self.steps[self.step(scenario, moment)]
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

/// From this reading on nothing that looks at the clock changes any more, in cycles, at most `horizon`.
pub fn last_change(scenario: &Scenario, clock: usize) -> u32 {
    let horizon = scenario.settings.horizon as u32;
    let of_tables = scenario.tables.iter().filter(|table| table.clock == clock);
    let edges = of_tables.flat_map(|table| &table.steps).map(|(edge, _)| *edge);
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
