//! Values of the scenario's numbers in a group of draws: fixed, drawn, or tabulated by clock.
//!
//! In: numbers of a scenario, drawn parameter values. Out: [`Inputs`], which looks a number up, and [`Tabulated`], to
//! be looked up at a [`Moment`] of a household's life.

use crate::model::number::clock::{self, Window};
use crate::model::{Clock, ClockFormula, ClockValues, Number, Origin, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::error::SimulationError;
use crate::units::Kind;

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
    pub fn number(&self, number: Number) -> Result<Lanes<L>, SimulationError> {
        let values = match number.origin {
            Origin::Fixed(value) => [value; L],
            Origin::Characteristic(index) => [self.scenario.characteristics[index].value.mean(); L],
            Origin::Parameter(index) => self.parameters[index],
            Origin::Table(_) => return Ok(Tabulated::new(self, number)?.steps[0]),
        };
        for (lane, value) in values.into_iter().enumerate() {
            if !number.kind.allows(value) {
                let name = match number.origin {
                    Origin::Fixed(_) | Origin::Table(_) => String::new(),
                    Origin::Characteristic(index) => self.scenario.characteristics[index].name.clone(),
                    Origin::Parameter(index) => self.scenario.parameters[index].name.clone(),
                };
                return Err(SimulationError::OutOfBounds { name, draw: self.draws[lane], value, kind: number.kind });
            }
        }
        Ok(values)
    }
}

/// The numbers of a scenario at the means of all parameters.
pub fn central_inputs(scenario: &Scenario) -> Inputs<'_, 1> {
    let parameters = scenario.parameters.iter().map(|p| [p.distribution.mean()]).collect();
    Inputs { scenario, draws: [0], parameters }
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
    pub fn new(inputs: &Inputs<L>, number: Number) -> Result<Self, SimulationError> {
        let Origin::Table(index) = number.origin else { return Ok(Self::always(inputs.number(number)?)) };
        let table = &inputs.scenario.tables[index];
        let (edges, steps): (Vec<f64>, Result<Vec<_>, SimulationError>) = match &table.values {
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

    /// A table with a step wherever one of these has one, on all clocks by which they go; `value` is told the window of
    /// time in which the step holds. The reader bounds the number of steps.
    pub fn on_steps_of(all: &[&Self], mut value: impl FnMut(&[Window]) -> Lanes<L>) -> Self {
        let mut axes: Vec<Axis> = Vec::new();
        for axis in all.iter().flat_map(|table| &table.axes) {
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
        let reading = |clock| windows.iter().find(|window| window.clock == clock).map_or(0.0, |window| window.from);
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

/// Everything that a clock can tell within the horizon at the start of a cycle as it is written; an age from the mean of
/// its characteristic on, which is the same for all households where a formula goes by it. A cycle that was divided
/// keeps the value of its start in all its parts, as with steps: another reading would be another hazard.
fn readings(scenario: &Scenario, clock: usize) -> Vec<f64> {
    let (clock, settings) = (&scenario.clocks[clock], &scenario.settings);
    let start = if let Clock::Age { index } = clock { scenario.characteristics[*index].value.mean() } else { 0.0 };
    clock.readings(settings.horizon, settings.cycle, start).into_iter().step_by(settings.cycle.parts()).collect()
}

/// The values of a formula at a reading of its clock.
fn worked_out<const L: usize>(
    inputs: &Inputs<L>,
    formula: &ClockFormula,
    reading: f64,
    kind: Kind,
) -> Result<Lanes<L>, SimulationError> {
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
            return Err(SimulationError::OutOfBounds { name, draw: inputs.draws[lane], value: *found, kind });
        }
    }
    Ok(values)
}
