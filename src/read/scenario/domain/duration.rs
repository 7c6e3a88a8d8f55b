//! Distributions of the duration of a state.
//!
//! In: `{ weibull = { shape = 1.45, scale = 10 }, unit = "1 year" }`. Out: a [`DurationLaw`]. Hazards are worked out
//! elsewhere.

use crate::diagnostics::Message;
use crate::model::{DurationFamily, DurationLaw, Number};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::scenario::condition::period;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::Node;
use crate::units::Kind;

/// Reads the distribution of a duration. `path` is how names of its numbers start.
pub(crate) fn read(node: &Node, path: &str, builder: &mut ScenarioBuilder) -> Option<DurationLaw> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("duration"), &mut builder.faults);
    let unit = entry.required("unit", &mut builder.faults).and_then(|node| period::cycles(node, builder));
    let (family, node) =
        entry.one_of(keys::of("duration_families"), Message::new("one_family"), &mut builder.faults)?;
    let law = numbers(family, node, &format!("{path}.{family}"), builder);
    Some(DurationLaw { family: law?, unit: unit? })
}

/// Names and kinds of the numbers of a family.
fn needed(family: &str) -> &'static [(&'static str, Kind)] {
    match family {
        "exponential" => &[("rate", Kind::Rate)],
        "gompertz" => &[("shape", Kind::Real), ("rate", Kind::Rate)],
        "lognormal" => &[("meanlog", Kind::Real), ("sdlog", Kind::Positive)],
        _ => &[("shape", Kind::Positive), ("scale", Kind::Positive)],
    }
}

fn numbers(family: &str, node: &Node, path: &str, builder: &mut ScenarioBuilder) -> Option<DurationFamily> {
    let table = entry::table(node, &mut builder.faults)?;
    let keys: Vec<&str> = needed(family).iter().map(|(key, _)| *key).collect();
    let entry = Entry::open(table, &keys, &mut builder.faults);
    let mut read = |(key, kind): &(&'static str, Kind)| {
        let node = entry.required(key, &mut builder.faults)?;
        builder.number(node, *kind, &format!("{path}.{key}"))
    };
    let found: Vec<Option<Number>> = needed(family).iter().map(&mut read).collect();
    let found = found.into_iter().collect::<Option<Vec<Number>>>()?;
    let (first, last) = (*found.first()?, *found.last()?);
    Some(match family {
        "exponential" => DurationFamily::Exponential { rate: first },
        "weibull" => DurationFamily::Weibull { shape: first, scale: last },
        "gompertz" => DurationFamily::Gompertz { shape: first, rate: last },
        "loglogistic" => DurationFamily::LogLogistic { shape: first, scale: last },
        "lognormal" => DurationFamily::Lognormal { meanlog: first, sdlog: last },
        _ => DurationFamily::Gamma { shape: first, scale: last },
    })
}
