//! A list of rates with figures that were brought up to date with finished cases.
//!
//! In: the lists of rates of the scenarios as text, figures, [`RateUpdate`]s. Out: a list in CSV that takes the place of the
//! one that was read: rows of figures that were updated have their new value, interval, grade and source; a figure that
//! was in no list has a row at the end.

use crate::analyse::evaluation::cases::{Counts, Tally};
use crate::analyse::evaluation::update::{RateUpdate, UpdateForm};
use crate::diagnostics::{SourceFile, number};
use crate::model::{Grade, Parameter};
use crate::read::list::rate::COLUMNS;

/// Half an interval of 95 % of a normal distribution, in standard deviations: how a list reads low and high.
const HALF: f64 = 1.96;

/// The list; `year` is the last year in which a case was followed, where that is known. `None` where nothing was updated.
pub(super) fn updated(
    files: &[&SourceFile],
    tallies: &[Tally],
    updates: &[RateUpdate],
    year: Option<i32>,
) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for file in files {
        let found = list(file);
        let is_new = |row: &Vec<String>| !rows.iter().any(|known| known[0] == row[0]);
        let fresh: Vec<Vec<String>> = found.into_iter().filter(is_new).collect();
        rows.extend(fresh);
    }
    let mut any = false;
    for (tally, update) in tallies.iter().zip(updates) {
        if update.form == UpdateForm::Certain || tally.cases == 0 {
            continue;
        }
        any = true;
        let figure = &tally.figure;
        let label = [figure.label.nl.as_str(), &figure.label.en, &figure.unit];
        let same = |row: &&mut Vec<String>| [1, 2, 7].map(|at| row[at].as_str()) == label;
        match rows.iter_mut().find(same) {
            Some(row) => fill(row, tally, update, year),
            None => {
                let mut row = vec![String::new(); COLUMNS.len()];
                row[0].clone_from(&figure.name);
                fill(&mut row, tally, update, year);
                rows.push(row);
            }
        }
    }
    if !any {
        return None;
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    table.write_record(COLUMNS).ok()?;
    rows.iter().try_for_each(|row| table.write_record(row)).ok()?;
    String::from_utf8(table.into_inner().ok()?).ok()
}

/// The rows of a list of rates, by our columns; none of another file, or of a list with semicolons, in which numbers may
/// have decimal commas.
fn list(file: &SourceFile) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return Vec::new() };
    let places: Option<Vec<usize>> =
        COLUMNS.iter().map(|column| header.iter().position(|title| title.trim() == *column)).collect();
    let Some(places) = places else { return Vec::new() };
    let row = |record: csv::StringRecord| {
        places.iter().map(|at| record.get(*at).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    reader.into_records().filter_map(Result::ok).map(row).collect()
}

fn fill(row: &mut [String], tally: &Tally, update: &RateUpdate, year: Option<i32>) {
    let Parameter { label, unit, evidence, .. } = &tally.figure;
    let (mean, half) = (update.after.mean, HALF * update.after.sd);
    // A list takes the width alone for what is not known; a share or a rate has no end below 0.
    let low = (mean - half).max(0.0);
    let family = match tally.counts {
        Counts::Share => "beta",
        Counts::Rate | Counts::Duration => "gamma",
    };
    let (events, exposure) = (number(update.events), number(update.exposure));
    let counted = match tally.counts {
        Counts::Share => format!("{events} of {exposure} cases"),
        Counts::Rate => format!("{events} events in {exposure} units of time, {} cases", tally.cases),
        Counts::Duration => format!("{events} stays that ended in {exposure} {unit}, {} cases", tally.cases),
    };
    let before = &update.before;
    let source = if evidence.source.is_empty() { "no source" } else { &evidence.source };
    let known = [number(before.mean), number(before.low), number(before.high)];
    let note = format!(
        "own finished cases: {counted}; together with what was known before: {} ({} to {}; {}; {source})",
        known[0],
        known[1],
        known[2],
        evidence.grade.key()
    );
    let values = [
        (1, label.nl.clone()),
        (2, label.en.clone()),
        (3, mean.to_string()),
        (4, low.to_string()),
        (5, (low + 2.0 * half).to_string()),
        (6, "95".to_owned()),
        (7, unit.clone()),
        (8, family.to_owned()),
        (9, year.map_or_else(String::new, |year| year.to_string())),
        (10, Grade::Measured.key().to_owned()),
        (11, format!("Eigen afgeronde zaken (n = {})", tally.cases)),
        (12, String::new()),
        (13, String::new()),
        (14, note),
    ];
    for (at, value) in values {
        row[at] = value;
    }
}
