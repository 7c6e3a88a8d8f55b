//! What the answer hangs on, what has no price, and which prices are the user's own.
//!
//! In: drivers, items without a price, replaced prices. Out: parts of a screen.

use crate::analyse::Driver;
use crate::model::{Grade, ItemKind};
use crate::report::replaced_prices;
use crate::report::terminal::screen::context::{Context, Part};
use crate::report::words::figure_name::figure_name;
use crate::report::words::wrap::plain;
use std::collections::BTreeMap;

/// Weak figures, items without a price and replaced prices that are shown.
const WEAK: usize = 3;
const UNPRICED: usize = 3;
const REPLACED: usize = 2;
/// Share of the spread below which a figure does not matter.
const LEAST_SHARE: f64 = 0.01;
/// From this on a quantity has no decimals.
const WHOLE: f64 = 100.0;
/// Below this it has two.
const ONE: f64 = 1.0;
/// Part of a quantity by which it changes where it does not change.
const SAME: f64 = 1e-9;

/// The weakest figures on which the answer rests; those that nobody verified come first.
pub(crate) fn weak_figures(context: &Context) -> Part {
    let weak = |driver: &&Driver| {
        (is_weak(driver) || driver.range_by_rule || driver.unverified) && driver.share >= LEAST_SHARE
    };
    // Chosen by what they matter: an unverified trifle must not push out what the answer hangs on.
    let found: Vec<&Driver> = context.told.variance_split.parameters.iter().filter(weak).collect();
    let mut part = Part::default();
    let mut found = context.first(found, WEAK, "left_out_weak", &mut part.left_out);
    if found.is_empty() {
        return part;
    }
    found.sort_by_key(|driver| !driver.unverified);
    let line = |driver: &&Driver| {
        let label = figure_name(context.scenario, &driver.id, context.language);
        let values =
            [("name", label), ("grade", weaknesses(context, driver)), ("share", context.numbers.percent(driver.share))];
        context.bullet(&context.text(if context.full { "weak_part_full" } else { "weak_part" }, &values))
    };
    part.lines = context.wrap(&context.text("weak_head", &[]));
    part.lines.extend(found.iter().flat_map(line));
    part
}

fn is_weak(driver: &Driver) -> bool {
    Grade::from_key(driver.grade).is_none_or(|grade| grade >= Grade::Estimate)
}

/// Why a figure is weak.
fn weaknesses(context: &Context, driver: &Driver) -> String {
    let grade = match Grade::from_key(driver.grade) {
        Some(Grade::Estimate) => Some("grade_estimate"),
        Some(Grade::Expert) => Some("grade_expert"),
        Some(Grade::Official | Grade::Measured | Grade::Study) => driver.range_by_rule.then_some("range_by_rule"),
        Some(Grade::Assumption) | None => Some("grade_assumption"),
    };
    let unverified = driver.unverified.then_some("unverified");
    let words: Vec<String> = unverified.into_iter().chain(grade).map(|key| context.text(key, &[])).collect();
    words.join(", ")
}

/// What is counted and has no price, without and with the plan; what the plan does not change is left out.
pub(crate) fn unpriced(context: &Context) -> Part {
    let scenario = context.scenario;
    // What is counted at several places under one name is one thing to who reads.
    let mut by_name: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for answered in &context.told.items {
        let item = scenario.items.iter().find(|item| item.id == answered.id && item.kind == ItemKind::Unpriced);
        let Some(item) = item else { continue };
        let sums = by_name.entry(plain(&context.own(&item.label, &item.id))).or_default();
        sums.0 += answered.quantity_without;
        sums.1 += answered.quantity_with;
    }
    let told = |(name, (without, with)): (String, (f64, f64))| {
        let largest = without.abs().max(with.abs());
        let decimals = u8::from(largest < WHOLE) + u8::from(largest < ONE);
        let [before, after] = [without, with].map(|quantity| context.numbers.decimal(quantity, decimals));
        let change = (with - without).abs() / largest.max(f64::MIN_POSITIVE);
        let is_seen = before != after;
        (is_seen, change, context.text("unpriced_part", &[("name", name), ("without", before), ("with", after)]))
    };
    let mut found: Vec<(bool, f64, String)> =
        by_name.into_iter().map(told).filter(|(_, change, _)| *change > SAME).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let most = found.iter().filter(|(is_seen, ..)| *is_seen).count().min(UNPRICED);
    let mut part = Part::default();
    let shown = context.first(found, most, "left_out_unpriced", &mut part.left_out);
    if !shown.is_empty() {
        part.lines = context.wrap(&context.text("unpriced_head", &[]));
        part.lines.extend(shown.iter().flat_map(|(.., text)| context.bullet(text)));
    }
    if context.full {
        let left_out = scenario.about.left_out.iter().map(|text| plain(context.language.of(text)));
        let left_out: Vec<String> = left_out.collect();
        if !left_out.is_empty() {
            part.lines.extend(context.wrap(&context.text("unpriced_not_reckoned", &[])));
            part.lines.extend(left_out.iter().flat_map(|text| context.bullet(text)));
        }
    }
    part
}

/// The prices that a list of the user replaced.
pub(super) fn replaced_prices(context: &Context) -> Part {
    let rows = replaced_prices::rows(&context.answer.replaced_prices, &context.numbers);
    let count = rows.len();
    let mut part = Part::default();
    let shown = context.first(rows, REPLACED, "left_out_replaced", &mut part.left_out);
    if !shown.is_empty() {
        let values = [("count", count.to_string()), ("rows", shown.join(", "))];
        part.lines = context.wrap(&context.text("prices_replaced", &values));
    }
    part
}
