//! Pieces of a time by how long something has lasted: each has a value of its own where numbers of an item go by a clock that
//! counts since a condition.
//!
//! In: an item of a scenario. Out: [`SincePiece`]s: conditions that exclude one another and together are the time of the item,
//! each with the reading of the clock at which its numbers are looked up.

use crate::model::{Clock, ClockValues, Condition, Edge, Item, Number, Origin, Quantity, Scenario};

/// A part of the time of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct SincePiece {
    /// When it counts.
    pub condition: Condition,
    /// The clock that counts since a condition.
    pub clock: usize,
    /// What that clock tells then, in cycles; numbers are the same up to the next piece.
    pub reading: u32,
}

/// The clock since a condition by which a number goes.
pub fn since_clock(scenario: &Scenario, number: &Number) -> Option<usize> {
    let Origin::Table(table) = number.origin else { return None };
    let clock = scenario.tables[table].clock;
    matches!(scenario.clocks[clock], Clock::Since(_)).then_some(clock)
}

/// The pieces of the time of an item; none where no number of it goes by such a clock, or it counts no time.
pub fn since_pieces(scenario: &Scenario, item: &Item) -> Vec<SincePiece> {
    let time = match &item.quantity {
        Quantity::Time(condition) => condition.clone(),
        Quantity::Always => Condition::Always,
        _ => return Vec::new(),
    };
    let numbers = || item.times.iter().chain(&item.price);
    let Some(clock) = numbers().find_map(|number| since_clock(scenario, number)) else { return Vec::new() };
    let Clock::Since(set) = &scenario.clocks[clock] else { return Vec::new() };
    let piece = |condition: Condition, reading: u32| SincePiece {
        condition: Condition::All(vec![time.clone(), condition]),
        clock,
        reading,
    };
    // While the condition does not hold the clock tells 0.
    let mut pieces = vec![piece(Condition::Not(Box::new(set.clone())), 0)];
    let edges = edges(scenario, numbers(), clock);
    for (at, from) in edges.iter().enumerate() {
        let to = edges.get(at + 1).map_or(f64::INFINITY, |next| f64::from(*next));
        pieces.push(piece(Condition::Within { clock, from: Edge(f64::from(*from)), to: Edge(to) }, *from));
    }
    pieces
}

/// Readings of a clock from which on some number is another one, from 0 on, within the horizon.
fn edges<'n>(scenario: &Scenario, numbers: impl Iterator<Item = &'n Number>, clock: usize) -> Vec<u32> {
    let horizon = scenario.settings.horizon as u32;
    let mut edges = vec![0];
    for number in numbers.filter(|number| since_clock(scenario, number) == Some(clock)) {
        let Origin::Table(table) = number.origin else { continue };
        match &scenario.tables[table].values {
            ClockValues::Steps(steps) => {
                edges.extend(steps.iter().skip(1).map(|(edge, _)| edge.ceil().max(0.0) as u32))
            }
            ClockValues::Formula(_) => edges.extend(0..=horizon),
        }
    }
    edges.retain(|edge| *edge <= horizon);
    edges.sort_unstable();
    edges.dedup();
    edges
}
