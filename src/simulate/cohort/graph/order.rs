//! Order in which domains are split within a cycle.
//!
//! In: a scenario. Out: an order of its domains in which a cycle takes few splits. It alters the order of additions and
//! nothing else: all domains move on the joint state at the start of the cycle, whatever the order.

use crate::model::{Condition, Scenario};

/// With more domains than this the order is that of the file.
const MOST_DOMAINS: usize = 14;

/// What the order depends on, by domain.
struct Shape {
    /// Number of states.
    states: f64,
    /// Number of pairs of a state and a state to which it can lead, itself included.
    pairs: f64,
    /// Domains whose exits look at this one, as bits.
    read_by: usize,
}

/// The place of each domain in the order.
pub(crate) fn turns(scenario: &Scenario) -> Vec<u32> {
    let count = scenario.domains.len();
    if count > MOST_DOMAINS {
        return (0..count as u32).collect();
    }
    let shapes: Vec<Shape> = (0..count).map(|domain| shape(scenario, domain)).collect();
    cheapest(&shapes)
}

/// The place of each domain in the cheapest order.
///
/// A part of the mass is told apart by the new states of domains that have decided, by the old states of those that
/// have not, and by the old states of those that others still look at. So their number depends on which domains have
/// decided, not on their order, and the cheapest order follows from the cheapest orders of all sets of domains.
fn cheapest(shapes: &[Shape]) -> Vec<u32> {
    let count = shapes.len();
    let all = (1usize << count) - 1;
    let mut best = vec![(0.0, 0); all + 1];
    for decided in 1..=all {
        let last = (0..count).filter(|domain| decided >> domain & 1 == 1);
        let cost = |domain: usize| {
            let before = decided & !(1 << domain);
            best[before].0 + parts(shapes, before) * shapes[domain].pairs / shapes[domain].states
        };
        let (cost, domain) =
            last.map(|domain| (cost(domain), domain)).fold((f64::INFINITY, 0), |a, b| if b.0 < a.0 { b } else { a });
        best[decided] = (cost, domain);
    }
    let mut turns = vec![0; count];
    let mut decided = all;
    for turn in (0..count).rev() {
        let domain = best[decided].1;
        turns[domain] = turn as u32;
        decided &= !(1 << domain);
    }
    turns
}

/// How many parts of the mass are told apart when these domains have decided.
fn parts(shapes: &[Shape], decided: usize) -> f64 {
    let of_domain = |(domain, shape): (usize, &Shape)| match decided >> domain & 1 {
        1 if shape.read_by & !decided != 0 => shape.pairs,
        _ => shape.states,
    };
    shapes.iter().enumerate().map(of_domain).product()
}

fn shape(scenario: &Scenario, domain: usize) -> Shape {
    let exits = scenario.transitions.iter().filter(|transition| transition.domain == domain).count();
    let reads = |transition: &&crate::model::Transition| {
        let parts = transition.modifiers.iter().flat_map(|modifier| modifier.condition.parts());
        parts.into_iter().any(|part| matches!(part, Condition::State { domain: of, .. } if *of == domain))
    };
    let readers =
        scenario.transitions.iter().filter(reads).map(|reader| reader.domain).filter(|reader| *reader != domain);
    let states = scenario.domains[domain].states.len() as f64;
    Shape { states, pairs: states + exits as f64, read_by: readers.fold(0, |bits, reader| bits | 1 << reader) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_at_others_decides_before_them() {
        let shape = |read_by| Shape { states: 3.0, pairs: 7.0, read_by };
        // The second domain looks at the first: once it has decided, the old state of the first can be forgotten.
        let shapes = [shape(0b10), shape(0)];
        assert_eq!((parts(&shapes, 0b01), parts(&shapes, 0b10), parts(&shapes, 0b11)), (21.0, 9.0, 9.0));
        assert_eq!(cheapest(&shapes), [1, 0]);
    }
}
