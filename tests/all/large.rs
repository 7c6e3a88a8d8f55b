//! Large lists: work that grows with their size and not with its square, and warnings that are those of a slow, plain search.

use mkba::diagnostics::{Sources, number};
use mkba::read::check::lint_list;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeSet;
use std::fmt::Write;

const HEADER: &str = "id,name_nl,name_en,category,central,low,high,range,unit,price_year,index,kind,payers,receivers,law,\
                      cashable,cashable_lag,overlap_group,overlap_role,grade,source,url,checked,note\n";

/// A row as far as these tests look at it.
struct Row {
    id: String,
    name: String,
    unit: &'static str,
    value: u64,
    group: String,
    role: &'static str,
    note: &'static str,
}

fn list(rows: &[Row]) -> Sources {
    let mut text = HEADER.to_string();
    for Row { id, name, unit, value, group, role, note } in rows {
        writeln!(
            text,
            "{id},{name},,,{value},,,,{unit},2024,cpi,resource,gemeente,,,0,0,{group},{role},assumption,a,,,{note}"
        )
        .expect("written");
    }
    let mut sources = Sources::default();
    sources.add("prices.csv", text);
    sources
}

/// Warnings of these kinds: key, row, and the other row or the sum that is named.
fn told(rows: &[Row]) -> BTreeSet<(&'static str, String, String)> {
    let found = lint_list::run(&list(rows), 2026, &BTreeSet::new());
    let value = |message: &mkba::diagnostics::Message, name: &str| {
        message.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let of = |message: &mkba::diagnostics::Message| {
        let more = match message.key {
            "lint_twice" => value(message, "other") + " " + &value(message, "was"),
            "lint_part_above_total" => value(message, "total"),
            "lint_no_total" => value(message, "group"),
            _ => return None,
        };
        Some((message.key, value(message, "id"), more))
    };
    found.sorted().into_iter().filter_map(|one| of(&one.message)).collect()
}

/// The same by looking at every pair of rows.
fn plainly(rows: &[Row]) -> BTreeSet<(&'static str, String, String)> {
    let mut found = BTreeSet::new();
    let answers = |row: &Row, check: &str| row.note.starts_with(&format!("answers {check}:"));
    for (at, row) in rows.iter().enumerate() {
        let same = |other: &&Row| other.id != row.id && other.unit == row.unit && other.name == row.name;
        if let Some(other) = rows[..at].iter().find(same)
            && other.value != row.value
            && !answers(other, "twice")
            && !answers(row, "twice")
        {
            found.insert(("lint_twice", row.id.clone(), format!("{} {}", other.id, number(other.value as f64))));
        }
        if row.role != "part" {
            continue;
        }
        let totals = || rows.iter().filter(|total| total.role == "total" && total.group == row.group);
        if totals().next().is_none() && !answers(row, "reference") {
            found.insert(("lint_no_total", row.id.clone(), row.group.clone()));
        }
        let largest = totals().filter(|total| total.unit == row.unit).max_by_key(|total| total.value);
        if let Some(total) = largest
            && row.value > total.value
            && !answers(total, "part_above_total")
            && !answers(row, "part_above_total")
        {
            found.insert(("lint_part_above_total", row.id.clone(), total.id.clone()));
        }
    }
    found
}

#[test]
fn warnings_on_rows_that_belong_together_are_those_of_a_plain_search() {
    let mut seen = BTreeSet::new();
    for seed in 0..200 {
        let mut luck = ChaCha8Rng::seed_from_u64(seed);
        let mut below = |end: u64| luck.next_u64() % end;
        let notes = ["", "", "", "answers twice: so", "answers part_above_total: so", "answers reference: so"];
        let rows: Vec<Row> = (0..40)
            .map(|_| Row {
                id: format!("r{}", below(30)),
                name: format!("n{}", below(8)),
                unit: ["hour", "day"][below(2) as usize],
                value: 10 + below(4),
                group: format!("g{}", below(5)),
                role: ["part", "part", "total"][below(3) as usize],
                note: notes[below(6) as usize],
            })
            .collect();
        let (found, wanted) = (told(&rows), plainly(&rows));
        assert_eq!(found, wanted, "seed {seed}");
        seen.extend(found.into_iter().map(|(key, ..)| key));
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}

/// Seconds of the processor that a list of so many rows takes, the least of three times.
fn seconds(rows: usize) -> f64 {
    let row = |at: usize| Row {
        id: format!("r{at}"),
        name: format!("n{at}"),
        unit: "hour",
        value: 10 + at as u64 % 7,
        group: format!("g{}", at / 2),
        role: if at.is_multiple_of(2) { "total" } else { "part" },
        note: "",
    };
    let sources = list(&(0..rows).map(row).collect::<Vec<_>>());
    let once = |_| {
        let now = || {
            let time = clock_gettime(ClockId::ThreadCPUTime);
            time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
        };
        let started = now();
        assert!(lint_list::run(&sources, 2026, &BTreeSet::new()).has_faults().eq(&false));
        now() - started
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

#[test]
fn eight_times_as_many_rows_take_no_more_than_twenty_times_as_long() {
    // In proportion it is 8; with the square it is 64.
    let (few, many) = (seconds(1_000), seconds(8_000));
    assert!(many < 20.0 * few, "{few:.4} and {many:.4} seconds");
}
