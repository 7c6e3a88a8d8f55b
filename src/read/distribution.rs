//! Distributions as they are written.
//!
//! In: a table such as `{ pert = { low = 1.5, mode = 2.5, high = 4 } }`. Out: a [`Distribution`] that can be drawn from,
//! and the numbers whose bounds have to be checked. It does not draw, and does not know what the number is for.

use super::entry::{self, At, Entry};
use super::quantile::normal_quantile;
use super::tree::{Node, Table};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::Distribution;

/// The families, as written.
pub(super) const FAMILIES: [&str; 5] = ["fixed", "pert", "lognormal", "beta", "gamma"];

/// Numbers that must be within the bounds of the kind at which a distribution is used, with their places.
pub(super) type Ends = Vec<(f64, Option<Place>)>;

/// Reads the distribution of a table that has exactly one key of [`FAMILIES`].
pub(super) fn read(family: &str, node: &Node, faults: &mut Diagnostics) -> Option<(Distribution, Ends)> {
    if family == "fixed" {
        let value = entry::any_number(node, faults)?;
        return Some((Distribution::Fixed(value), vec![(value, Some(node.place.clone()))]));
    }
    let table = entry::table(node, faults)?;
    if family == "pert" {
        return pert(table, faults);
    }
    let distribution = match family {
        "lognormal" => lognormal(table, faults)?,
        "beta" => beta(table, faults)?,
        _ => gamma(table, faults)?,
    };
    match check(distribution) {
        Some(distribution) => Some((distribution, vec![(distribution.mean(), Some(node.place.clone()))])),
        None => {
            faults.at(&node.place, Message::new("distribution_impossible"));
            None
        }
    }
}

/// The distribution, if its parameters can be drawn from.
pub(super) fn check(distribution: Distribution) -> Option<Distribution> {
    let sound = match distribution {
        Distribution::Fixed(value) => value.is_finite(),
        Distribution::Pert { low, mode, high } => low <= mode && mode <= high && (high - low).is_finite(),
        Distribution::Lognormal { meanlog, sdlog } => meanlog.is_finite() && sdlog.is_finite() && sdlog >= 0.0,
        Distribution::Beta { alpha: a, beta: b } | Distribution::Gamma { shape: a, scale: b } => {
            a.is_finite() && b.is_finite() && a > 0.0 && b > 0.0
        }
    };
    (sound && distribution.mean().is_finite()).then_some(distribution)
}

/// A PERT, or a fixed value where it has no width.
pub(super) fn pert_or_fixed(low: f64, mode: f64, high: f64) -> Distribution {
    if low == high { Distribution::Fixed(mode) } else { Distribution::Pert { low, mode, high } }
}

/// A beta with this mean and standard deviation; `None` where there is none.
pub(super) fn beta_of(mean: f64, sd: f64) -> Option<Distribution> {
    let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
    let within = mean > 0.0 && mean < 1.0 && sd > 0.0 && size > 0.0;
    check(Distribution::Beta { alpha: mean * size, beta: (1.0 - mean) * size }).filter(|_| within)
}

/// A gamma with this mean and standard deviation; `None` where there is none.
pub(super) fn gamma_of(mean: f64, sd: f64) -> Option<Distribution> {
    let shape = (mean / sd) * (mean / sd);
    check(Distribution::Gamma { shape, scale: sd * sd / mean }).filter(|_| mean > 0.0 && sd > 0.0)
}

/// Reads the numbers of these keys, and no others.
fn numbers<const N: usize>(table: &Table, keys: [&'static str; N], faults: &mut Diagnostics) -> Option<[f64; N]> {
    let entry = Entry::open(table, &keys, faults);
    let values = keys.map(|key| entry.required(key, faults).and_then(|node| entry::any_number(node, faults)));
    let mut all = [0.0; N];
    for (place, value) in all.iter_mut().zip(values) {
        *place = value?;
    }
    Some(all)
}

/// Reports a number of `table` that is not as it should be.
fn wrong(table: &Table, key: &str, message: Message, faults: &mut Diagnostics) {
    let place = table.get(key).map_or(&table.place, |node| &node.place);
    faults.at(place, message);
}

/// Reports those of these keys whose number is not above 0.
fn above_zero<const N: usize>(table: &Table, given: [(&str, f64); N], faults: &mut Diagnostics) -> Option<()> {
    let mut sound = true;
    for (key, value) in given {
        if value <= 0.0 {
            wrong(table, key, Message::new("not_above_zero").with("key", key).with("value", value), faults);
            sound = false;
        }
    }
    sound.then_some(())
}

fn pert(table: &Table, faults: &mut Diagnostics) -> Option<(Distribution, Ends)> {
    let [low, mode, high] = numbers(table, ["low", "mode", "high"], faults)?;
    let order = |first, second| Message::new("not_in_order").with("first", first).with("second", second);
    if low > mode {
        wrong(table, "low", order("low", "mode").with("low", low).with("high", mode), faults);
        return None;
    }
    if mode > high {
        wrong(table, "mode", order("mode", "high").with("low", mode).with("high", high), faults);
        return None;
    }
    let end = |key, value| (value, table.get(key).map(|node| node.place.clone()));
    Some((pert_or_fixed(low, mode, high), vec![end("low", low), end("high", high)]))
}

fn lognormal(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("meanlog") || table.has("sdlog") {
        let [meanlog, sdlog] = numbers(table, ["meanlog", "sdlog"], faults)?;
        above_zero(table, [("sdlog", sdlog)], faults)?;
        return Some(Distribution::Lognormal { meanlog, sdlog });
    }
    if table.has("mean") || table.has("sd") {
        let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
        above_zero(table, [("mean", mean), ("sd", sd)], faults)?;
        let variance = libm::log1p((sd / mean) * (sd / mean));
        return Some(Distribution::Lognormal { meanlog: libm::log(mean) - variance / 2.0, sdlog: variance.sqrt() });
    }
    let [low, high, coverage] = numbers(table, ["low", "high", "coverage"], faults)?;
    above_zero(table, [("low", low), ("high", high)], faults)?;
    if low >= high {
        let order = Message::new("not_in_order").with("first", "low").with("second", "high");
        wrong(table, "low", order.with("low", low).with("high", high), faults);
        return None;
    }
    if coverage <= 0.0 || coverage >= 1.0 {
        wrong(table, "coverage", Message::new("coverage_wrong").with("value", coverage), faults);
        return None;
    }
    let (from, to) = (libm::log(low), libm::log(high));
    let width = 2.0 * normal_quantile(0.5 + coverage / 2.0);
    Some(Distribution::Lognormal { meanlog: (from + to) / 2.0, sdlog: (to - from) / width })
}

fn beta(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("alpha") || table.has("beta") {
        let [alpha, beta] = numbers(table, ["alpha", "beta"], faults)?;
        above_zero(table, [("alpha", alpha), ("beta", beta)], faults)?;
        return Some(Distribution::Beta { alpha, beta });
    }
    let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
    above_zero(table, [("mean", mean), ("sd", sd)], faults)?;
    if mean >= 1.0 {
        let node = table.get("mean")?;
        let fault = faults.at(&node.place, entry::outside(mean, 0, 1, "kind_share"));
        entry::hint_percent(mean, fault);
        return None;
    }
    let found = beta_of(mean, sd);
    if found.is_none() {
        let highest = (mean * (1.0 - mean)).sqrt();
        let message = Message::new("beta_too_wide").with("sd", sd).with("highest", format!("{highest:.3}"));
        wrong(table, "sd", message.with("mean", mean), faults);
    }
    found
}

fn gamma(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("shape") || table.has("scale") {
        let [shape, scale] = numbers(table, ["shape", "scale"], faults)?;
        above_zero(table, [("shape", shape), ("scale", scale)], faults)?;
        return Some(Distribution::Gamma { shape, scale });
    }
    let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
    above_zero(table, [("mean", mean), ("sd", sd)], faults)?;
    Some(Distribution::Gamma { shape: (mean / sd) * (mean / sd), scale: sd * sd / mean })
}
