//! The outline of a scenario: all its tables as they were put together, with their places.
//!
//! In: a scenario without faults. Out: all its values with their places, with what it includes, what alternatives take
//! from those they are like, the rows of the lists that it uses, and what holds where nothing is said.

pub(crate) mod defaults;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostics::{Diagnostics, Place, Sources};
use crate::model::outline::{Entry, Shown, Source};
use crate::model::{Scenario, Text};
use crate::read::case;
use crate::read::list::List;
use crate::read::list::accounts;
use crate::read::list::category;
use crate::read::list::checked;
use crate::read::list::own_prices;
use crate::read::list::price::{self, PRICE};
use crate::read::list::rate;
use crate::read::list::records::name::names_of;
use crate::read::list::records::{self, Row};
use crate::read::load::{Loaded, Refused, load_all};
use crate::read::number::decimal;
use crate::read::source::files::{self, Files};
use crate::read::source::include::Composed;
use crate::read::source::inherit;
use crate::read::source::tree::{Node, Table, Value};

/// Cells of a price that are shown; its names are those of the item.
const OF_PRICE: [&str; 19] = [
    "category",
    "central",
    "low",
    "high",
    "range",
    "unit",
    "price_year",
    "index",
    "kind",
    "payers",
    "receivers",
    "law",
    "cashable",
    "cashable_lag",
    "grade",
    "source",
    "url",
    "checked",
    "note",
];
/// Cells of a rate that are shown.
const OF_RATE: [&str; 12] =
    ["value", "low", "high", "range", "unit", "distribution", "year", "grade", "source", "url", "checked", "note"];
/// The scenario or case at `path`, fully put together.
///
/// # Errors
/// [`Refused`] as by [`crate::read::load()`].
pub fn outline(files: &dyn Files, path: &Path) -> Result<(Loaded, Vec<Entry>), Refused> {
    let (loaded, composed) = match case::open(files, path)? {
        Some(case) => case.load_all(files, &[])?,
        None => load_all(files, path, &[])?,
    };
    let own = files.own_prices().map(|path| files::tidy(path).display().to_string());
    let painter = Painter { sources: &loaded.sources, composed: &composed, own };
    let entries = painter.scenario(&loaded.scenario);
    Ok((loaded, entries))
}

struct Painter<'p> {
    sources: &'p Sources,
    composed: &'p Composed,
    /// Name of the list that is laid over the prices.
    own: Option<String>,
}

impl Painter<'_> {
    fn scenario(&self, scenario: &Scenario) -> Vec<Entry> {
        let table = inherit::resolved(&self.composed.table);
        let mut entries = self.entries(&table);
        let rows = |key, columns: &[&str]| self.rows(key, columns).unwrap_or_default();
        let (mut prices, rates) = (rows("prices", &price::COLUMNS), rows("rates", &rate::COLUMNS));
        let mut nothing = Diagnostics::default();
        let own = self.own.as_ref().and_then(|own| self.sources.files().iter().position(|file| file.name == *own));
        let own = own.and_then(|at| records::read_some(self.sources.file(at), at, &price::COLUMNS, &mut nothing));
        own_prices::lay(&mut prices, own.unwrap_or_default(), &mut nothing);
        if let Some(rules) = self.rows("categories", &category::COLUMNS) {
            let rules = rules.into_iter().map(|row| (row.text("category"), Some(row))).collect();
            category::fill(&mut prices, &List::Read(rules), &mut Diagnostics::default());
        }
        let rates: BTreeMap<String, &Row> = rates.iter().rev().map(|row| (row.text("id"), row)).collect();
        let mut used = BTreeSet::new();
        names_under("price", &table, &mut used);
        for entry in &mut entries {
            match (entry.name.as_str(), &mut entry.value) {
                ("settings", Shown::Table(settings, _)) => crate::read::outline::defaults::settings(settings),
                ("parameters", Shown::Table(parameters, _)) => {
                    parameters.iter_mut().for_each(|parameter| self.add_rate(parameter, &rates));
                    parameters.sort_by_key(|parameter| !is_unverified(parameter));
                }
                ("null_alternative", null) => crate::read::outline::defaults::interventions(null),
                ("alternatives", Shown::Table(alternatives, _)) => {
                    alternatives.iter_mut().for_each(|alternative| {
                        crate::read::outline::defaults::interventions(&mut alternative.value);
                        crate::read::outline::defaults::mark_off(&mut alternative.value);
                    });
                }
                _ => {}
            }
        }
        prices.retain(|row| used.contains(&row.text("id")));
        // A price may also be unverified by the index that takes it to the price year.
        let marked = scenario.parameters.iter().filter(|known| known.evidence.unverified);
        let marked: BTreeSet<&str> = marked.filter_map(|known| known.name.strip_prefix(PRICE)).collect();
        prices.sort_by_key(|row| !checked::is_unverified(row) && !marked.contains(row.text("id").as_str()));
        let means = scenario.parameters.iter().rev().map(|known| (known.name.as_str(), known.distribution.mean()));
        let means: BTreeMap<&str, f64> = means.filter(|(name, _)| name.starts_with(PRICE)).collect();
        let year = scenario.settings.price_year.year();
        let prices: Vec<Entry> = prices
            .iter()
            .map(|row| {
                let mut price = self.price(row, &means, year);
                if marked.contains(price.name.as_str()) && !is_unverified(&price) {
                    mark_unverified(&mut price);
                }
                price
            })
            .collect();
        let accounts: Vec<Entry> = rows("accounts", &accounts::COLUMNS).iter().map(|row| self.account(row)).collect();
        for (name, list) in [("prices", prices), ("accounts", accounts)] {
            if let Some(first) = list.first() {
                let source = first.value.source().clone();
                entries.push(Entry { name: name.to_string(), value: Shown::Table(list, source) });
            }
        }
        entries
    }

    fn entries(&self, table: &Table) -> Vec<Entry> {
        let entry = |(name, node): (&String, &Node)| Entry { name: name.clone(), value: self.value(node) };
        table.fields.iter().map(|(name, field)| (name, &field.node)).map(entry).collect()
    }

    fn value(&self, node: &Node) -> Shown {
        let source = self.source(&node.place);
        match &node.value {
            Value::Text(text) => Shown::Text(text.clone(), source),
            Value::List(list) => Shown::List(list.iter().map(|element| self.value(element)).collect(), source),
            Value::Table(table) => match words(table) {
                Some(words) => Shown::Words(words, source),
                None => Shown::Table(self.entries(table), source),
            },
            _ => Shown::Plain(self.written(&node.place), source),
        }
    }

    fn source(&self, place: &Place) -> Source {
        let file = self.sources.file(place.file);
        Source::File { name: file.name.clone(), line: file.line_column(place.span.start).0 }
    }

    fn written(&self, place: &Place) -> String {
        self.sources.file(place.file).text.get(place.span.clone()).unwrap_or_default().to_string()
    }

    /// The rows of the list under this key, which was read without faults.
    fn rows(&self, key: &str, columns: &[&str]) -> Option<Vec<Row>> {
        let Value::Table(lists) = &self.composed.table.get("lists")?.value else { return None };
        let node = lists.get(key)?;
        let Value::Text(name) = &node.value else { return None };
        let folder = self.composed.paths.get(&node.place.file)?.parent()?;
        let shown = files::tidy(&folder.join(name)).display().to_string();
        let file = self.sources.files().iter().position(|file| file.name == shown)?;
        records::read(&self.sources.file(file).text, file, columns, false, &mut Diagnostics::default())
    }

    /// What the rate list says of a parameter that takes a row of it.
    fn add_rate(&self, parameter: &mut Entry, rates: &BTreeMap<String, &Row>) {
        let Shown::Table(entries, _) = &mut parameter.value else { return };
        let Some(Shown::Text(name, _)) = entries.iter().find(|entry| entry.name == "rate").map(|entry| &entry.value)
        else {
            return;
        };
        let Some(row) = rates.get(name).copied() else { return };
        if !entries.iter().any(|entry| entry.name == "label") {
            entries.push(self.names_of(row));
        }
        let own: BTreeSet<String> = entries.iter().map(|cell| cell.name.clone()).collect();
        entries.extend(self.cells(row, &OF_RATE).into_iter().filter(|cell| !own.contains(&cell.name)));
    }

    /// A price with what it comes to in the price year of the scenario; `means` by name of the parameter.
    fn price(&self, row: &Row, means: &BTreeMap<&str, f64>, year: i32) -> Entry {
        let mut entries = vec![self.names_of(row)];
        entries.extend(self.cells(row, &OF_PRICE));
        let by_rule = row.by_rule.clone();
        if !by_rule.is_empty() {
            let place = row.cell(by_rule[0]).place;
            let names = by_rule.into_iter().map(|key| Shown::Text(key.to_string(), Source::Reckoned)).collect();
            entries.push(Entry { name: "by_rule".to_string(), value: Shown::List(names, self.source(&place)) });
        }
        if let Some(mean) = means.get(format!("{PRICE}{}", row.text("id")).as_str()) {
            let value = Shown::Plain(format!("{mean:.2}"), Source::Reckoned);
            entries.push(Entry { name: format!("mean_{year}"), value });
        }
        Entry { name: row.text("id"), value: Shown::Table(entries, self.source(&row.place)) }
    }

    fn account(&self, row: &Row) -> Entry {
        let mut entries = vec![self.names_of(row)];
        entries.extend(self.cells(row, &["public", "role"]));
        Entry { name: row.text("id"), value: Shown::Table(entries, self.source(&row.place)) }
    }

    fn names_of(&self, row: &Row) -> Entry {
        let words = names_of(row, &row.text("id"));
        Entry { name: "label".to_string(), value: Shown::Words(words, self.source(&row.place)) }
    }

    /// The cells in these columns that are filled in.
    fn cells(&self, row: &Row, columns: &[&str]) -> Vec<Entry> {
        let cell = |column: &&str| {
            let cell = row.cell(column);
            let (source, text) = (self.source(&cell.place), cell.text);
            let plain = decimal::plain(&text).is_ok() || text == "true" || text == "false";
            let value = if plain { Shown::Plain(text.clone(), source) } else { Shown::Text(text.clone(), source) };
            (!text.is_empty()).then(|| Entry { name: column.to_string(), value })
        };
        let mut entries: Vec<Entry> = columns.iter().filter_map(cell).collect();
        if columns.contains(&"checked") && checked::is_unverified(row) {
            entries.insert(0, unverified());
        }
        entries
    }
}

/// Whether a figure from a list says that nobody verified it.
fn is_unverified(entry: &Entry) -> bool {
    matches!(&entry.value, Shown::Table(entries, _) if entries.iter().any(|entry| entry.name == "unverified"))
}

fn unverified() -> Entry {
    Entry { name: "unverified".to_string(), value: Shown::Plain("true".to_string(), Source::Reckoned) }
}

fn mark_unverified(price: &mut Entry) {
    if let Shown::Table(entries, _) = &mut price.value {
        entries.insert(0, unverified());
    }
}

fn words(table: &Table) -> Option<Text> {
    let text = |key| match table.get(key).map(|node| &node.value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    if table.fields.len() == 2 { Some(Text { nl: text("nl")?, en: text("en")? }) } else { None }
}

/// Collects the texts under this key, however deep.
fn names_under(key: &str, table: &Table, found: &mut BTreeSet<String>) {
    for (name, field) in &table.fields {
        if let (true, Value::Text(text)) = (name == key, &field.node.value) {
            found.insert(text.clone());
        }
        names_in(key, &field.node, found);
    }
}

fn names_in(key: &str, node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::Table(table) => names_under(key, table, found),
        Value::List(list) => list.iter().for_each(|node| names_in(key, node, found)),
        _ => {}
    }
}
