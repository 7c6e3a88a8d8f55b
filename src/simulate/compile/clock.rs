//! Clocks: what the clocks of a household tell at a moment of its life.
//!
//! In: the cycle, cycles since states were entered, characteristics. Out: readings, and from when on a clock changes
//! nothing.

use crate::model::{Clock, ClockValues, Condition, Scenario, Strength};

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
        condition.evaluate(&|part| match part {
            Condition::Within { clock, from, to } => {
                let reading = self.reading(scenario, *clock);
                reading >= from.0 && reading < to.0
            }
            _ => true,
        })
    }
}

/// From this reading on nothing that looks at the clock changes any more, in cycles, at most `horizon`.
pub fn last_change(scenario: &Scenario, clock: usize) -> u32 {
    let horizon = scenario.settings.horizon as u32;
    let of_tables = scenario.tables.iter().filter(|table| table.clock == clock);
    let edges = of_tables.flat_map(|table| match &table.values {
        ClockValues::Steps(steps) => steps.iter().map(|(edge, _)| *edge).collect(),
        ClockValues::Formula(_) => vec![f64::from(horizon)],
    });
    let windows = scenario.conditions().flat_map(|condition| condition.parts().into_iter().cloned());
    let windows = windows.filter_map(|part| match part {
        Condition::Within { clock: of, from, to } if of == clock => Some([from.0, to.0]),
        _ => None,
    });
    let last = edges.chain(windows.flatten()).filter(|edge| edge.is_finite()).fold(0.0, f64::max);
    let lasting = scenario.transitions.iter().map(|transition| &transition.strength);
    let changed =
        scenario.alternatives.iter().flat_map(|alternative| &alternative.transitions).map(|(_, strength)| strength);
    let by_duration = |strength: &Strength| matches!(strength, Strength::Duration { clock: of, .. } if *of == clock);
    if lasting.chain(changed).any(by_duration) { horizon } else { (last.ceil() as u32).min(horizon) }
}
