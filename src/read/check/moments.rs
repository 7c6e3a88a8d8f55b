//! Moments at which numbers that go by clocks change.
//!
//! In: numbers in the builder. Out: a reading of every clock by which they go, for each stretch of time in which none
//! of them changes and that some household can live through. Nothing is checked here.

use crate::model::number::clock::{self, Window};
use crate::model::{ClockValues, Number, Origin};
use crate::read::builder::ScenarioBuilder;

/// Clocks and what they tell; none for numbers that are always the same.
pub(crate) type Moment = Vec<(usize, f64)>;

/// Most steps that the numbers of one row may have together. A simulation keeps as many numbers for each exit.
pub(crate) const MOST: usize = 50_000;

/// Where a number changes on its clock.
fn edges(builder: &ScenarioBuilder, number: Number) -> Option<(usize, Vec<f64>)> {
    let Origin::Table(table) = number.origin else { return None };
    let table = &builder.tables[table];
    let edges = match &table.values {
        ClockValues::Steps(steps) => steps.iter().map(|(from, _)| *from).collect(),
        ClockValues::Formula(_) => builder.readings(table.clock),
    };
    Some((table.clock, edges))
}

/// Every moment at which one of these numbers changes. `lasting` is a clock that changes with every cycle.
///
/// # Errors
/// How many there would be, where that is more than [`MOST`].
pub(crate) fn moments(
    builder: &ScenarioBuilder,
    numbers: &[Number],
    lasting: Option<usize>,
) -> Result<Vec<Moment>, usize> {
    let mut axes: Vec<(usize, Vec<f64>)> = Vec::new();
    let lasting = lasting.map(|clock| (clock, builder.readings(clock)));
    for (clock, edges) in numbers.iter().filter_map(|number| edges(builder, *number)).chain(lasting) {
        match axes.iter_mut().find(|(known, _)| *known == clock) {
            Some((_, known)) => known.extend(edges),
            None => axes.push((clock, edges)),
        }
    }
    for (_, edges) in &mut axes {
        edges.sort_by(f64::total_cmp);
        edges.dedup();
    }
    let cells = axes.iter().fold(1, |cells: usize, (_, edges)| cells.saturating_mul(edges.len()));
    if axes.len() > 1 && cells > MOST {
        return Err(cells);
    }
    let shown: Vec<(usize, &[f64])> = axes.iter().map(|(clock, edges)| (*clock, &edges[..])).collect();
    let all = clock::windows(&shown).into_iter().filter(|windows| windows.len() < 2 || lived(builder, windows));
    Ok(all.map(|windows| windows.iter().map(|window| (window.clock, window.from)).collect()).collect())
}

/// Whether some household lives through these stretches at once.
fn lived(builder: &ScenarioBuilder, windows: &[Window]) -> bool {
    let Some((horizon, cycle)) = builder.horizon.zip(builder.cycle) else { return false };
    let age = |index: usize| {
        builder.numbers.characteristics.values().nth(index).and_then(|characteristic| characteristic.value.fixed())
    };
    clock::meet(windows, &builder.clocks, age, horizon, cycle.months() / 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Clock;

    #[test]
    fn stretches_that_nobody_lives_through_are_left_out() {
        let clocks = [Clock::Cycle, Clock::Age { index: 0 }];
        let edges: [(usize, &[f64]); 2] = [(0, &[0.0, 6.0]), (1, &[0.0, 41.0, 90.0])];
        let meet = |age: Option<f64>| {
            let all = clock::windows(&edges);
            all.iter().map(|condition| clock::meet(condition, &clocks, |_| age, 12, 1.0)).collect::<Vec<_>>()
        };
        // At 40 the first year is below 41; year 6 comes at 46; 90 is beyond the horizon.
        assert_eq!(meet(Some(40.0)), [true, true, false, false, true, false]);
        assert_eq!(meet(None), [true; 6]);
    }
}
