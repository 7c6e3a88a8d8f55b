//! Warnings about lists of prices and rates: `mkba check` shows them.
//!
//! In: the texts of lists, and the year it is now. Out: warnings, each of which the row itself can answer in its
//! `note`: `answers outlier: the reason`. Sizes that do not fit the unit, outliers in a category, parts above their
//! total, years to come, the same thing twice, references to what is not there. The limits are data with a reason
//! (`scenarios/lint.csv`). What cannot be read is a fault and is told where lists are read; no figure changes here.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message, Sources, number};
use crate::read::check::standalone;
use crate::read::list::category;
use crate::read::list::index::{self, Index};
use crate::read::list::price;
use crate::read::list::rate;
use crate::read::list::records::{self, Cell, Row};

/// The limits as they are in the source.
const LIMITS: &str = include_str!("../../../scenarios/lint.csv");
/// The index where none is among the lists.
const INDEX: &str = include_str!("../../../scenarios/prices/cpi.csv");
/// Columns of the limits.
const COLUMNS: [&str; 5] = ["check", "unit", "low", "high", "reason"];

/// A row with what the checks ask of it.
struct ListLine {
    row: Row,
    id: String,
    value: Option<f64>,
    year: Option<i32>,
    /// The word of the unit, without its label.
    unit: String,
    /// The value in the prices of one year; the value itself for rates and where the index does not reach.
    indexed: Option<f64>,
    price: bool,
}

/// Looks at all lists of prices and rates among the sources. `known` are further names that a note may refer to.
pub fn run(sources: &Sources, year: i32, known: &BTreeSet<String>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let index = index(sources);
    let rows: Vec<(&str, Vec<Row>)> = (0..sources.files().len()).filter_map(|file| rows_of(sources, file)).collect();
    let of = |kind: &str| rows.iter().filter(|(name, _)| *name == kind).flat_map(|(_, rows)| rows).collect::<Vec<_>>();
    let mut lines: Vec<ListLine> = of("prices").into_iter().map(|row| line(row, true)).collect();
    lines.extend(of("rates").into_iter().map(|row| line(row, false)));
    to_one_year(&mut lines, &index);
    let mut ids: BTreeSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    ids.extend(known.iter().map(String::as_str));
    let categories: BTreeSet<String> = of("categories").into_iter().map(|row| row.text("category")).collect();
    let limits = Limits::read();
    for line in &lines {
        unit_size(line, &limits, &mut found);
        future_year(line, year, &mut found);
        references(line, &ids, &categories, &index, &mut found);
    }
    outliers(&lines, &limits, &mut found);
    parts(&lines, &mut found);
    twice(&lines, &mut found);
    found
}

/// Smallest and largest value that nobody needs to look at, by check and unit, with the reason.
struct Limits(BTreeMap<(String, String), (f64, f64, String)>);

impl Limits {
    fn read() -> Self {
        let mut faults = Diagnostics::default();
        let rows = records::read(LIMITS, 0, &COLUMNS, false, &mut faults).unwrap_or_default();
        let limit = |row: &Row| {
            let number = |column: &str| row.cell(column).number(&mut Diagnostics::default()).flatten();
            let ends = (number("low").unwrap_or(f64::MIN), number("high").unwrap_or(f64::MAX), row.text("reason"));
            ((row.text("check"), row.text("unit")), ends)
        };
        Self(rows.iter().map(limit).collect())
    }

    fn of(&self, check: &str, unit: &str) -> Option<&(f64, f64, String)> {
        self.0.get(&(check.to_string(), unit.to_string()))
    }
}

/// The rows of a list of prices, rates or categories, with its kind.
fn rows_of(sources: &Sources, file: usize) -> Option<(&'static str, Vec<Row>)> {
    let text = &sources.file(file).text;
    let kind = standalone::kind(text)?;
    let columns: &[&str] = match kind {
        "prices" => &price::COLUMNS,
        "rates" => &rate::COLUMNS,
        "categories" => &category::COLUMNS,
        _ => return None,
    };
    let rows = records::read(text, file, columns, false, &mut Diagnostics::default())?;
    Some((kind, rows.into_iter().filter(|row| !row.broken).collect()))
}

/// The index among the sources, else the one that we keep.
fn index(sources: &Sources) -> Index {
    let own =
        sources.files().iter().map(|file| file.text.as_str()).find(|text| standalone::kind(text) == Some("index"));
    let mut faults = Diagnostics::default();
    let rows = records::read(own.unwrap_or(INDEX), 0, &index::COLUMNS, true, &mut faults);
    index::read(&rows.unwrap_or_default(), None, &mut faults)
}

fn line(row: &Row, price: bool) -> ListLine {
    let number = |column: &str| row.cell(column).number(&mut Diagnostics::default()).flatten();
    let (value, year) = if price { ("central", "price_year") } else { ("value", "year") };
    let unit = row.text("unit");
    let unit = if price { unit.split(" of ").next().unwrap_or_default().to_string() } else { unit };
    let year = number(year).map(|year| year as i32);
    ListLine { row: row.clone(), id: row.text("id"), value: number(value), year, unit, indexed: number(value), price }
}

/// Prices in the newest year that any of them has.
fn to_one_year(lines: &mut [ListLine], index: &Index) {
    let Some(newest) = lines.iter().filter(|line| line.price).filter_map(|line| line.year).max() else { return };
    for line in lines.iter_mut().filter(|line| line.price) {
        let factor =
            line.year.and_then(|year| index.factor(&line.row.cell("index"), year, newest, &mut Diagnostics::default()));
        line.indexed = line.value.map(|value| value * factor.unwrap_or(1.0));
    }
}

impl ListLine {
    /// Whether the note says why this is right.
    fn answers(&self, check: &str) -> bool {
        let note = self.row.text("note");
        let reason = note.split_once(&format!("answers {check}:")).map(|(_, reason)| reason.trim());
        reason.is_some_and(|reason| reason.chars().any(char::is_alphanumeric))
    }

    fn cell(&self, price: &str, rate: &str) -> Cell {
        self.row.cell(if self.price { price } else { rate })
    }

    fn value_cell(&self) -> Cell {
        self.cell("central", "value")
    }

    /// A warning at a cell, unless the note answers it.
    fn warn(&self, check: &'static str, cell: &Cell, message: Message, found: &mut Diagnostics) {
        if !self.answers(check) {
            let warning = found.warning(Some(cell.place.clone()), message.with("id", &self.id));
            warning.hint(Message::new("lint_answer").with("check", check));
        }
    }
}

fn unit_size(line: &ListLine, limits: &Limits, found: &mut Diagnostics) {
    let Some((value, (low, high, reason))) = line.value.zip(limits.of("unit_size", &line.unit)) else { return };
    if line.price && !(*low..=*high).contains(&value.abs()) {
        let message = Message::new("lint_unit_size").with("value", number(value)).with("unit", &line.unit);
        let message = message.with("low", number(*low)).with("high", number(*high)).with("reason", reason);
        line.warn("unit_size", &line.value_cell(), message, found);
    }
}

fn future_year(line: &ListLine, now: i32, found: &mut Diagnostics) {
    if let Some(year) = line.year.filter(|year| *year > now) {
        let message = Message::new("lint_future_year").with("year", year).with("now", now);
        line.warn("future_year", &line.cell("price_year", "year"), message, found);
    }
}

/// Rows of the same category and unit, far from the middle one.
fn outliers(lines: &[ListLine], limits: &Limits, found: &mut Diagnostics) {
    let mut groups: BTreeMap<(String, &str), Vec<(f64, &ListLine)>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.price && !line.row.text("category").is_empty()) {
        if let Some(value) = line.indexed {
            groups.entry((line.row.text("category"), &line.unit)).or_default().push((value, line));
        }
    }
    let fewest = limits.of("outlier_rows", "").map_or(f64::MAX, |(fewest, ..)| *fewest);
    for ((category, unit), mut group) in groups {
        let Some((low, high, reason)) = limits.of("outlier", unit).filter(|_| group.len() as f64 >= fewest) else {
            continue;
        };
        group.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = group.len() / 2;
        let middle = if group.len() % 2 == 1 { group[half].0 } else { f64::midpoint(group[half - 1].0, group[half].0) };
        for (value, line) in group {
            if middle > 0.0 && !(*low..=*high).contains(&(value / middle)) {
                let message = Message::new("lint_outlier").with("value", format!("{value:.2}"));
                let message = message.with("middle", format!("{middle:.2}")).with("category", &category);
                line.warn("outlier", &line.value_cell(), message.with("unit", unit).with("reason", reason), found);
            }
        }
    }
}

/// Parts that are larger than the largest total of their group in the same unit, and groups without a total. A remark
/// at the total holds for all its parts.
fn parts(lines: &[ListLine], found: &mut Diagnostics) {
    let of_role = |role| lines.iter().filter(move |line| line.price && line.row.text("overlap_role") == role);
    let mut groups: BTreeSet<String> = BTreeSet::new();
    let mut largest: BTreeMap<(String, &str), (f64, &ListLine)> = BTreeMap::new();
    for total in of_role("total") {
        let group = total.row.text("overlap_group");
        groups.insert(group.clone());
        let Some(sum) = total.indexed else { continue };
        let known = largest.entry((group, &total.unit)).or_insert((sum, total));
        if sum.total_cmp(&known.0).is_ge() {
            *known = (sum, total);
        }
    }
    for part in of_role("part") {
        let group = part.row.text("overlap_group");
        if !groups.contains(&group) {
            let message = Message::new("lint_no_total").with("group", &group);
            part.warn("reference", &part.row.cell("overlap_group"), message, found);
        }
        if let Some(((sum, total), value)) = largest.get(&(group, part.unit.as_str())).zip(part.indexed)
            && value > *sum
            && !total.answers("part_above_total")
        {
            let message = Message::new("lint_part_above_total").with("value", format!("{value:.2}"));
            let message = message.with("total", &total.id).with("sum", format!("{sum:.2}"));
            part.warn("part_above_total", &part.value_cell(), message, found);
        }
    }
}

/// What makes two rows the same thing: whether it is a price, its unit, the column of the name, and the name.
type Thing<'l> = (bool, &'l str, &'static str, String);

/// The same name and unit with another value, compared with the first such row. A remark at either of them will do.
fn twice(lines: &[ListLine], found: &mut Diagnostics) {
    // The first row of a thing, and the first that has another id than that.
    let mut known: BTreeMap<Thing<'_>, (usize, Option<usize>)> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let names = ["name_nl", "name_en"].map(|column| (column, line.row.text(column).to_lowercase()));
        let things = names.into_iter().filter(|(_, name)| !name.is_empty());
        let things: Vec<Thing<'_>> =
            things.map(|(column, name)| (line.price, line.unit.as_str(), column, name)).collect();
        let other = |(first, second): &(usize, Option<usize>)| {
            if lines[*first].id == line.id { *second } else { Some(*first) }
        };
        let earliest = things.iter().filter_map(|thing| known.get(thing).and_then(other)).min();
        if let Some(other) = earliest.map(|at| &lines[at])
            && other.value != line.value
            && !other.answers("twice")
        {
            let value = |line: &ListLine| line.value.map_or(String::new(), number);
            let message = Message::new("lint_twice").with("other", &other.id).with("value", value(line));
            line.warn("twice", &line.row.cell("id"), message.with("was", value(other)), found);
        }
        for thing in things {
            let (first, second) = known.entry(thing).or_insert((at, None));
            if second.is_none() && lines[*first].id != line.id {
                *second = Some(at);
            }
        }
    }
}

/// Names that a row refers to and that are not there.
fn references(
    line: &ListLine,
    ids: &BTreeSet<&str>,
    categories: &BTreeSet<String>,
    index: &Index,
    found: &mut Diagnostics,
) {
    let note = line.row.cell("note");
    for word in note.text.split(|letter: char| letter.is_whitespace() || "(),;:\"'".contains(letter)) {
        let word = word.trim_end_matches('.');
        let letters =
            word.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_');
        let check = ["unit_size", "future_year", "part_above_total"].contains(&word);
        if letters && word.contains('_') && !check && !ids.contains(word) {
            line.warn("reference", &note, Message::new("lint_dead_id").with("found", word), found);
        }
    }
    let category = line.row.cell("category");
    if line.price && !categories.is_empty() && !category.is_empty() && !categories.contains(&category.text) {
        let message = Message::new("lint_dead_category").with("found", &category.text);
        line.warn("reference", &category, message, found);
    }
    let cell = line.row.cell("index");
    if line.price && !cell.is_empty() && !index.has(&cell.text) {
        line.warn("reference", &cell, Message::new("lint_dead_index").with("found", &cell.text), found);
    }
}
