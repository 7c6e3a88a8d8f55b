//! Continuous families of distributions and the ways to give them.
//!
//! In: the table of a family. Out: the [`Distribution`] without its truncation. Which way is meant shows from the keys.

use crate::diagnostics::{Diagnostics, Message, number};
use crate::model::Distribution;
use crate::model::number::distribution::normal_quantile;
use crate::read::keys;
use crate::read::number::moment_fit::beta_of;
use crate::read::number::{decimal, quantile_fit};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Table, Value};

/// Reads the distribution of a continuous family; `table` may have `min` and `max` as well.
pub(crate) fn read(family: &str, table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    let two = !matches!(family, "triangular" | "pert");
    if two && table.has("quantiles") {
        return quantiles(family, table, faults);
    }
    if two && (table.has("coverage") || (family != "uniform" && (table.has("low") || table.has("high")))) {
        return interval(family, table, faults);
    }
    match family {
        "uniform" => uniform(table, faults),
        "triangular" | "pert" => peaked(family, table, faults),
        "normal" => {
            let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
            above_zero(table, [("sd", sd)], faults)?;
            Some(Distribution::Normal { mean, sd })
        }
        "lognormal" => lognormal(table, faults),
        "beta" => beta(table, faults),
        _ => gamma(table, faults),
    }
}

/// Reads the numbers of these keys, and no others but `min` and `max`.
fn numbers<const N: usize>(table: &Table, keys: [&'static str; N], faults: &mut Diagnostics) -> Option<[f64; N]> {
    let allowed: Vec<&str> = keys.into_iter().chain(keys::of("bounds").iter().copied()).collect();
    let entry = Entry::open(table, &allowed, faults);
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

/// Reports two numbers that are not in order; `equal`: they may be the same.
fn ordered(
    table: &Table,
    [first, second]: [&str; 2],
    [low, high]: [f64; 2],
    equal: bool,
    faults: &mut Diagnostics,
) -> Option<()> {
    if low < high || (equal && low == high) {
        return Some(());
    }
    let order = Message::new("not_in_order").with("first", first).with("second", second);
    wrong(table, first, order.with("low", low).with("high", high), faults);
    None
}

fn uniform(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("mean") || table.has("sd") {
        let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
        above_zero(table, [("sd", sd)], faults)?;
        let half = sd * 3f64.sqrt();
        return Some(Distribution::Uniform { low: mean - half, high: mean + half });
    }
    let [low, high] = numbers(table, ["low", "high"], faults)?;
    ordered(table, ["low", "high"], [low, high], true, faults)?;
    Some(if low == high { Distribution::Fixed(low) } else { Distribution::Uniform { low, high } })
}

fn peaked(family: &str, table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("coverage") {
        let [low, mode, high, coverage] = numbers(table, ["low", "mode", "high", "coverage"], faults)?;
        ordered(table, ["low", "mode"], [low, mode], false, faults)?;
        ordered(table, ["mode", "high"], [mode, high], false, faults)?;
        let tail = tail(table, coverage, faults)?;
        let found = quantile_fit::fit_peaked(family, mode, [(tail, low), (1.0 - tail, high)]);
        if found.is_none() {
            wrong(table, "coverage", Message::new("quantiles_impossible").with("family", family), faults);
        }
        return found;
    }
    let [low, mode, high] = numbers(table, ["low", "mode", "high"], faults)?;
    ordered(table, ["low", "mode"], [low, mode], true, faults)?;
    ordered(table, ["mode", "high"], [mode, high], true, faults)?;
    Some(match family {
        _ if low == high => Distribution::Fixed(mode),
        "pert" => Distribution::Pert { low, mode, high },
        _ => Distribution::Triangular { low, mode, high },
    })
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
    interval("lognormal", table, faults)
}

fn beta(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("alpha") || table.has("beta") {
        let [alpha, beta] = numbers(table, ["alpha", "beta"], faults)?;
        above_zero(table, [("alpha", alpha), ("beta", beta)], faults)?;
        return Some(Distribution::Beta { alpha, beta });
    }
    let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
    if mean <= 0.0 || mean >= 1.0 {
        let node = table.get("mean")?;
        let message = Message::new("not_between").with("value", number(mean)).with("low", 0).with("high", 1);
        let fault = faults.at(&node.place, message.with("kind", "kind_share"));
        if mean == 0.0 || mean == 1.0 {
            fault.hint(Message::new("write_end_fixed").with("value", number(mean)));
        }
        entry::hint_percent(mean, fault);
        return None;
    }
    above_zero(table, [("sd", sd)], faults)?;
    let found = beta_of(mean, sd);
    if found.is_none() {
        let highest = (mean * (1.0 - mean)).sqrt();
        let message = Message::new("beta_too_wide").with("sd", sd).with("highest", format!("{highest:.3}"));
        wrong(table, "sd", message.with("mean", mean), faults);
    }
    found
}

fn gamma(table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    if table.has("rate") {
        let [shape, rate] = numbers(table, ["shape", "rate"], faults)?;
        above_zero(table, [("shape", shape), ("rate", rate)], faults)?;
        return Some(Distribution::Gamma { shape, scale: 1.0 / rate });
    }
    if table.has("shape") || table.has("scale") {
        let [shape, scale] = numbers(table, ["shape", "scale"], faults)?;
        above_zero(table, [("shape", shape), ("scale", scale)], faults)?;
        return Some(Distribution::Gamma { shape, scale });
    }
    let [mean, sd] = numbers(table, ["mean", "sd"], faults)?;
    above_zero(table, [("mean", mean), ("sd", sd)], faults)?;
    Some(Distribution::Gamma { shape: (mean / sd) * (mean / sd), scale: sd * sd / mean })
}

/// The chance below an interval with a coverage, the same as above it.
fn tail(table: &Table, coverage: f64, faults: &mut Diagnostics) -> Option<f64> {
    if coverage <= 0.0 || coverage >= 1.0 {
        wrong(table, "coverage", Message::new("coverage_wrong").with("value", coverage), faults);
        return None;
    }
    Some((1.0 - coverage) / 2.0)
}

/// An interval with coverage: the same chance below as above it.
fn interval(family: &str, table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    let [low, high, coverage] = numbers(table, ["low", "high", "coverage"], faults)?;
    if family == "lognormal" {
        above_zero(table, [("low", low), ("high", high)], faults)?;
    }
    ordered(table, ["low", "high"], [low, high], false, faults)?;
    let tail = tail(table, coverage, faults)?;
    if family == "lognormal" {
        let (from, to) = (libm::log(low), libm::log(high));
        let width = 2.0 * normal_quantile(0.5 + coverage / 2.0);
        return Some(Distribution::Lognormal { meanlog: (from + to) / 2.0, sdlog: (to - from) / width });
    }
    fitted(family, [(tail, low), (1.0 - tail, high)], "low", table, faults)
}

/// Two quantiles: `{ "0.1" = 3, "0.9" = 8 }`.
fn quantiles(family: &str, table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    let entry = Entry::open(table, keys::of("quantiles"), faults);
    let all = entry::table(entry.get("quantiles")?, faults)?;
    let mut given = Vec::new();
    for (key, field) in &all.fields {
        let chance = decimal::plain(key).ok().filter(|chance| *chance > 0.0 && *chance < 1.0);
        match chance.filter(|_| !matches!(field.node.value, Value::Table(_))) {
            Some(chance) => given.push((chance, entry::any_number(&field.node, faults)?)),
            None => {
                faults.at(&field.key, Message::new("quantile_wrong")).hint(Message::new("write_quantiles"));
                return None;
            }
        }
    }
    given.sort_by(|a, b| a.0.total_cmp(&b.0));
    let &[first, second] = given.as_slice() else {
        let message = Message::new("two_quantiles").with("found", given.len());
        faults.at(&all.place, message).hint(Message::new("write_quantiles"));
        return None;
    };
    if first.1 >= second.1 || first.0 >= second.0 {
        let order = Message::new("not_in_order").with("first", first.0).with("second", second.0);
        faults.at(&all.place, order.with("low", first.1).with("high", second.1));
        return None;
    }
    fitted(family, [first, second], "quantiles", table, faults)
}

fn fitted(
    family: &str,
    given: [(f64, f64); 2],
    key: &str,
    table: &Table,
    faults: &mut Diagnostics,
) -> Option<Distribution> {
    let found = quantile_fit::fit(family, given);
    if found.is_none() {
        wrong(table, key, Message::new("quantiles_impossible").with("family", family), faults);
    }
    found
}
