//! Ranges of values in a study: equal steps, and points of a random or Latin hypercube design.
//!
//! In: `{ from, to, step }` or `{ from, to, count }` of a grid, `{ from, to }` of a sample. Out: values as nodes, at the
//! place where the range is written, so that a fault about a value points there.

use crate::diagnostics::{Diagnostics, Message, Place, number};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Table, Value};
use crate::read::study::MOST_VARIANTS;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Design {
    /// Independent uniform points.
    Random,
    /// Of each axis cut into as many equal parts as there are points, each part once (McKay, Beckman and Conover 1979).
    LatinHypercube,
}

/// A range of numbers, or of periods in a unit.
pub(super) struct ValueRange {
    from: f64,
    to: f64,
    whole: bool,
    unit: Option<String>,
    place: Place,
}

impl ValueRange {
    /// Reads the ends, and for a sample whether points are whole numbers.
    fn read(entry: &Entry<'_>, faults: &mut Diagnostics) -> Option<Self> {
        let end = |key, faults: &mut Diagnostics| {
            entry.required(key, faults).and_then(|node| entry::any_number(node, faults))
        };
        let (from, to) = (end("from", faults), end("to", faults));
        let unit = match entry.get("unit") {
            Some(node) => Some(entry::text(node, faults)?.to_owned()),
            None => None,
        };
        let whole = match entry.get("whole") {
            Some(node) => entry::boolean(node, faults)?,
            None => unit.is_some(),
        };
        let (from, to, place) = (from?, to?, entry.table.place.clone());
        if from > to {
            let message = Message::new("question_bounds").with("low", number(from)).with("high", number(to));
            faults.at(&place, message);
            return None;
        }
        Some(Self { from, to, whole, unit, place })
    }

    fn node(&self, value: f64) -> Node {
        let value = match &self.unit {
            Some(unit) => Value::Text(format!("{value:.0} {unit}")),
            None if value.fract() == 0.0 && value.abs() < 1e15 => Value::Integer(value as i64),
            None => Value::Float(value),
        };
        Node { place: self.place.clone(), value }
    }
}

/// The values of `{ from, to, step }` or `{ from, to, count }`, both ends included where a step falls on them.
pub(super) fn steps(table: &Table, faults: &mut Diagnostics) -> Option<Vec<Node>> {
    let entry = Entry::open(table, &["from", "to", "step", "count", "unit"], faults);
    let range = ValueRange::read(&entry, faults)?;
    let (key, node) = entry.one_of(&["step", "count"], Message::new("one_key_of"), faults)?;
    let width = range.to - range.from;
    let (count, at): (usize, Box<dyn Fn(usize) -> f64>) = if key == "step" {
        let step = entry::any_number(node, faults)?;
        if step <= 0.0 {
            faults.at(&node.place, Message::new("study_step").with("found", number(step)));
            return None;
        }
        // A hair beyond the end is the end: 0.1 cannot be written exactly.
        let count = (width / step + 1e-9).floor().min(MOST_VARIANTS as f64) as usize + 1;
        let from = range.from;
        (count, Box::new(move |at| tidy(from + step * at as f64)))
    } else {
        let count = entry::integer(node, (2, MOST_VARIANTS as i64), faults)? as usize;
        let (from, parts) = (range.from, (count - 1) as f64);
        (count, Box::new(move |at| tidy(from + width * at as f64 / parts)))
    };
    Some((0..count).map(|index| range.node(at(index))).collect())
}

/// The points of one axis of a sample. Axis and seed decide them, not the other axes.
pub(super) fn points(
    table: &Table,
    (design, count): (Design, usize),
    seed: u64,
    axis: &str,
    faults: &mut Diagnostics,
) -> Option<Vec<Node>> {
    let entry = Entry::open(table, &["from", "to", "whole", "unit"], faults);
    let range = ValueRange::read(&entry, faults)?;
    let mut generator = generator(seed, axis);
    let mut parts: Vec<usize> = (0..count).collect();
    if design == Design::LatinHypercube {
        for at in (1..count).rev() {
            parts.swap(at, below(&mut generator, at + 1));
        }
    }
    let value = |part: usize, generator: &mut ChaCha8Rng| {
        let within = (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let share = if design == Design::LatinHypercube { (part as f64 + within) / count as f64 } else { within };
        if range.whole {
            (range.from + (range.to - range.from + 1.0) * share).floor().min(range.to)
        } else {
            range.from + (range.to - range.from) * share
        }
    };
    Some(parts.into_iter().map(|part| range.node(value(part, &mut generator))).collect())
}

/// The generator of an axis: keyed by the seed and its name.
fn generator(seed: u64, axis: &str) -> ChaCha8Rng {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(axis.as_bytes());
    ChaCha8Rng::from_seed(hash.finalize().into())
}

/// A whole number below `limit`; what is left over by division does not count (`limit` is tiny beside 2^64).
fn below(generator: &mut ChaCha8Rng, limit: usize) -> usize {
    (generator.next_u64() % limit as u64) as usize
}

/// A number without the last digits that steps leave behind: 0.30000000000000004 is 0.3.
fn tidy(value: f64) -> f64 {
    format!("{value:.12}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::toml_text;

    fn table(text: &str) -> Table {
        let mut faults = Diagnostics::default();
        let parsed = toml_text::parse(text, 0, &mut faults).table;
        assert!(!faults.has_faults());
        parsed
    }

    fn numbers(nodes: &[Node]) -> Vec<f64> {
        let of = |node: &Node| match node.value {
            Value::Integer(value) => value as f64,
            Value::Float(value) => value,
            _ => f64::NAN,
        };
        nodes.iter().map(of).collect()
    }

    #[test]
    fn steps_end_where_a_step_falls_on_the_end() {
        let of = |text: &str| numbers(&steps(&table(text), &mut Diagnostics::default()).expect("a range"));
        assert_eq!(of("from = 0.1\nto = 0.5\nstep = 0.1\n"), [0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(of("from = 0\nto = 10\nstep = 4\n"), [0.0, 4.0, 8.0]);
        assert_eq!(of("from = 1\nto = 2\ncount = 3\n"), [1.0, 1.5, 2.0]);
        let periods = steps(&table("from = 0\nto = 6\nstep = 3\nunit = 'months'\n"), &mut Diagnostics::default());
        assert!(matches!(&periods.expect("periods")[1].value, Value::Text(text) if text == "3 months"));
    }

    #[test]
    fn a_latin_hypercube_has_one_point_in_each_part() {
        let table = table("from = 2\nto = 4\n");
        let of = |design, axis| {
            numbers(&points(&table, (design, 50), 7, axis, &mut Diagnostics::default()).expect("points"))
        };
        let mut parts: Vec<usize> =
            of(Design::LatinHypercube, "a").iter().map(|value| ((value - 2.0) / 2.0 * 50.0) as usize).collect();
        assert!(!parts.is_sorted(), "in an order of its own");
        parts.sort_unstable();
        assert_eq!(parts, (0..50).collect::<Vec<_>>());
        assert_ne!(of(Design::LatinHypercube, "a"), of(Design::LatinHypercube, "b"));
        let random = of(Design::Random, "a");
        assert!(random.iter().all(|value| (2.0..4.0).contains(value)));
        let mean = random.iter().sum::<f64>() / 50.0;
        assert!((mean - 3.0).abs() < 4.0 * 2.0 / (12.0_f64 * 50.0).sqrt(), "{mean}");
    }

    #[test]
    fn whole_points_are_equally_likely() {
        let table = table("from = 1\nto = 3\nwhole = true\n");
        let found = points(&table, (Design::LatinHypercube, 300), 1, "a", &mut Diagnostics::default()).expect("points");
        let found = numbers(&found);
        assert!([1.0, 2.0, 3.0].iter().all(|wanted| found.iter().filter(|value| *value == wanted).count() == 100));
    }
}
