//! Places of items and figures: the file and the line where they stand, and what a price list says there.
//!
//! In: the entries of a scenario. Out: texts; nothing where a place is not known.

use crate::model::outline::{Entry, Shown, Source};
use crate::report::explain::Explanation;
use crate::report::words::wrap::plain;

/// Prefix of the parameters that are prices of the list.
const PRICE: &str = "price:";

impl Explanation<'_> {
    /// Where a figure stands, and for a price what the list says: its amount in euro of which year, and its index.
    pub(super) fn place_of_figure(&self, id: &str) -> Vec<String> {
        let (table, name) = match id.strip_prefix(PRICE) {
            Some(name) => ("prices", name),
            None => ("parameters", id),
        };
        let Some(found) = under(self.entries, table).and_then(|entries| under_name(entries, name)) else {
            return self.path(id).into_iter().collect();
        };
        let mut lines: Vec<String> = written(found).map(|place| self.named(&place)).into_iter().collect();
        if let Shown::Table(entries, _) = found
            && table == "prices"
        {
            let cell = |name| under_name(entries, name).and_then(plain_text).unwrap_or_default();
            let values = [("central", cell("central")), ("year", cell("price_year")), ("index", cell("index"))];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            lines.push(plain(&self.language.fill_in(self.language.text("explain_listed"), &values)));
        }
        lines
    }

    /// Where a figure stands whose name is a path: `domains.housing...`.
    fn path(&self, id: &str) -> Option<String> {
        let (first, _) = id.split_once('.')?;
        let found = self.entries.iter().find(|entry| entry.name == first)?;
        written(&found.value).map(|place| self.named(&place))
    }

    /// Where an item stands: an entry with its name, of the items or of what an intervention costs.
    pub(super) fn place_of_item(&self, id: &str) -> Option<String> {
        let last = id.rsplit(['.', ':']).next().unwrap_or(id).trim();
        let all: Vec<&Shown> = self.entries.iter().map(|entry| &entry.value).collect();
        let found =
            all.iter().find_map(|value| with_id(value, id)).or_else(|| all.iter().find_map(|it| with_id(it, last)));
        found.and_then(written)
    }

    fn named(&self, place: &str) -> String {
        format!("{}: {}", self.language.text("explain_place"), plain(place))
    }
}

fn under<'e>(entries: &'e [Entry], name: &str) -> Option<&'e [Entry]> {
    match under_name(entries, name)? {
        Shown::Table(entries, _) => Some(entries),
        _ => None,
    }
}

fn under_name<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Shown> {
    entries.iter().find(|entry| entry.name == name).map(|entry| &entry.value)
}

fn plain_text(value: &Shown) -> Option<String> {
    match value {
        Shown::Plain(text, _) | Shown::Text(text, _) => Some(text.clone()),
        _ => None,
    }
}

/// File and line of a value: its own, else the first within it that has one.
fn written(value: &Shown) -> Option<String> {
    if let Source::File { name, line } = value.source() {
        return Some(format!("{name}:{line}"));
    }
    match value {
        Shown::Table(entries, _) => entries.iter().find_map(|entry| written(&entry.value)),
        Shown::List(list, _) => list.iter().find_map(written),
        _ => None,
    }
}

/// The first table within a value whose `id` is this.
fn with_id<'e>(value: &'e Shown, id: &str) -> Option<&'e Shown> {
    match value {
        Shown::Table(entries, _) => {
            let own = under_name(entries, "id").and_then(plain_text);
            if own.as_deref() == Some(id) {
                return Some(value);
            }
            entries.iter().find_map(|entry| with_id(&entry.value, id))
        }
        Shown::List(list, _) => list.iter().find_map(|part| with_id(part, id)),
        _ => None,
    }
}
