//! Numbers that depend on clocks, tabulated once per draw.
//!
//! In: numbers of a scenario, drawn values. Out: [`Tabulated`], to be looked up at a [`Moment`] of a household's life.

use crate::model::clock::{self, Window};
use crate::model::{Clock, ClockFormula, ClockValues, Condition, Number, Origin, Scenario};
use crate::simulate::Fault;
use crate::simulate::compile::{Inputs, Lanes};
use crate::units::Kind;

/// What the clocks of a household tell at the start of a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// Completed cycles since the start.
    pub cycle: usize,
    /// Completed cycles since, by index of the clock; 0 for other clocks.
    pub since: &'a [u32],
    /// Values of the characteristics.
    pub characteristics: &'a [f64],
}

impl Moment<'_> {
    /// What a clock tells, in its unit.
    pub fn reading(&self, scenario: &Scenario, clock: usize) -> f64 {
        let (clock, since) = (&scenario.clocks[clock], || self.since[clock] as usize);
        let (cycles, start) = match clock {
            Clock::Cycle => (self.cycle, 0.0),
            Clock::Age { index } => (self.cycle, self.characteristics[*index]),
            Clock::Since(_) => (since(), 0.0),
        };
        clock.reading(cycles, scenario.settings.cycle, start)
    }

    /// Whether a condition on the time since the start alone holds.
    pub fn satisfies(&self, scenario: &Scenario, condition: &Condition) -> bool {
        condition.judged(&|part| match part {
            Condition::Within { clock, from, to } => {
                let reading = self.reading(scenario, *clock);
                reading >= from.0 && reading < to.0
            }
            _ => true,
        })
    }
}

/// One of the clocks by which a number goes.
#[derive(Clone, Debug, PartialEq)]
struct Axis {
    clock: usize,
    /// From where on a step holds, in the unit of the clock; sorted.
    edges: Vec<f64>,
}

impl Axis {
    fn step(&self, reading: f64) -> usize {
        self.edges.partition_point(|edge| *edge <= reading).saturating_sub(1)
    }
}

/// A number in a group of draws, for each combination of steps of the clocks on which it depends.
#[derive(Clone, Debug, PartialEq)]
pub struct Tabulated<const L: usize> {
    /// None for a number that is always the same.
    axes: Vec<Axis>,
    /// Values by step; the steps of the last clock follow one another.
    pub steps: Vec<Lanes<L>>,
}

impl<const L: usize> Tabulated<L> {
    /// A number that is always the same.
    pub fn always(values: Lanes<L>) -> Self {
        Self { axes: Vec::new(), steps: vec![values] }
    }

    /// The values, where they are always the same.
    pub fn constant(&self) -> Option<&Lanes<L>> {
        if self.axes.is_empty() { self.steps.first() } else { None }
    }

    /// A value for each completed cycle of a clock, the last one for ever.
    pub fn by_cycle(clock: usize, steps: Vec<Lanes<L>>) -> Self {
        let edges = (0..steps.len()).map(|cycle| cycle as f64).collect();
        Self { axes: vec![Axis { clock, edges }], steps }
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
        Ok(Self { axes: vec![Axis { clock: table.clock, edges }], steps: steps? })
    }

    /// The same table with other values.
    pub fn map(&self, change: impl FnMut(&Lanes<L>) -> Lanes<L>) -> Self {
        Self { axes: self.axes.clone(), steps: self.steps.iter().map(change).collect() }
    }

    /// A table with a step wherever one of these has one, on all clocks by which they go; `value` is told the window of time in
    /// which the step holds. The reader bounds the number of steps.
    pub fn on_steps_of(all: &[&Self], mut value: impl FnMut(&[Window]) -> Lanes<L>) -> Self {
        let mut axes: Vec<Axis> = Vec::new();
        for axis in all.iter().flat_map(|one| &one.axes) {
            match axes.iter_mut().find(|known| known.clock == axis.clock) {
                Some(known) => known.edges.extend(&axis.edges),
                None => axes.push(axis.clone()),
            }
        }
        for axis in &mut axes {
            axis.edges.sort_by(f64::total_cmp);
            axis.edges.dedup();
        }
        let edges: Vec<(usize, &[f64])> = axes.iter().map(|axis| (axis.clock, &axis.edges[..])).collect();
        let steps = clock::windows(&edges).iter().map(|window| value(window)).collect();
        Self { axes, steps }
    }

    /// The value at the start of a window, which names all own clocks.
    pub fn within(&self, windows: &[Window]) -> &Lanes<L> {
        let reading = |clock| windows.iter().find(|one| one.clock == clock).map_or(0.0, |one| one.from);
        &self.steps[self.index(reading)]
    }

    #[inline]
    fn index(&self, reading: impl Fn(usize) -> f64) -> usize {
        self.axes.iter().fold(0, |index, axis| index * axis.edges.len() + axis.step(reading(axis.clock)))
    }

    /// The value at a moment.
    #[inline]
    pub fn at(&self, scenario: &Scenario, moment: &Moment) -> &Lanes<L> {
        &self.steps[self.index(|clock| moment.reading(scenario, clock))]
    }

    /// The clocks by which it goes.
    pub fn clocks(&self) -> impl ExactSizeIterator<Item = usize> {
        self.axes.iter().map(|axis| axis.clock)
    }

    /// One of the draws.
    pub fn lane(&self, lane: usize) -> Tabulated<1> {
        Tabulated { axes: self.axes.clone(), steps: self.steps.iter().map(|values| [values[lane]]).collect() }
    }
}

/// Everything that a clock can tell within the horizon; an age from the mean of its characteristic on, which is the
/// same for all households where a formula goes by it.
fn readings(scenario: &Scenario, clock: usize) -> Vec<f64> {
    let (clock, settings) = (&scenario.clocks[clock], &scenario.settings);
    let start = if let Clock::Age { index } = clock { scenario.characteristics[*index].value.mean() } else { 0.0 };
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
            Origin::Characteristic(at) => inputs.scenario.characteristics[at].value.mean(),
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
        Condition::Within { clock: of, from, to } if of == clock => Some([from.0, to.0]),
        _ => None,
    });
    let last = edges.chain(windows.flatten()).filter(|edge| edge.is_finite()).fold(0.0, f64::max);
    let lasting = scenario.transitions.iter().map(|one| &one.strength);
    let changed = scenario.alternatives.iter().flat_map(|one| &one.transitions).map(|(_, strength)| strength);
    let by_duration = |strength: &crate::model::Strength| matches!(strength, crate::model::Strength::Duration { clock: of, .. } if *of == clock);
    if lasting.chain(changed).any(by_duration) { horizon } else { (last.ceil() as u32).min(horizon) }
}

/// All conditions of a scenario.
fn conditions(scenario: &Scenario) -> Vec<&Condition> {
    let modifiers = scenario.transitions.iter().flat_map(|one| &one.modifiers).map(|one| &one.condition);
    let eligible = scenario.alternatives.iter().flat_map(|one| &one.interventions).map(|one| &one.eligible);
    let items = scenario.items.iter().filter_map(|item| match &item.quantity {
        crate::model::Quantity::Time(condition) => Some(condition),
        _ => None,
    });
    modifiers.chain(eligible).chain(items).collect()
}
