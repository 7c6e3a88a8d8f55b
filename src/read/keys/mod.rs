//! The keys of the scenario language: one table of all of them.
//!
//! In: `keys.tsv`, one line for each key of each table: what kind of value it takes, whether it must be there, its
//! default, how it is merged with a block, and what it means. Out: the keys that a table may have (`of`), defaults
//! (`default_of`), rules of merging (`rule`), the JSON schema and the reference page. What a value means is
//! decided by its reader; nothing is read here.
//!
//! Columns of `keys.tsv`: `table`; `key` (empty: the table itself; `*`: any other name; `+other-a-b`: all keys of the
//! table `other` but `a` and `b`); `kind` (see [`kind::ValueKind`]); `needed` (`yes`; `together`: once all blocks are put
//! together); `default`; `group` (keys that count as one value when tables are merged); `merge` (see `rule`);
//! `meaning`.

pub mod kind;
#[cfg(test)]
mod reference;
pub(crate) mod rule;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::read::keys::kind::ValueKind;

/// The table as text.
pub(crate) const TEXT: &str = include_str!("keys.tsv");

/// The table: forms of values by name.
static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::new(TEXT));

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Key {
    /// Name of the key; `*` for any name.
    pub name: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// Whether it must be there: `yes`, `together` (once all blocks are put together) or empty.
    pub needed: &'static str,
    /// What holds where it is not said, as it would be written; empty where that is not one value.
    pub default: &'static str,
    /// Keys of one group count as one value when tables are merged.
    group: &'static str,
    /// How it is merged.
    merge: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// A form that a value can have: a table with keys, or one of several other forms.
#[derive(Debug)]
pub struct Form {
    /// Its name in the table.
    pub name: &'static str,
    /// What it is.
    pub kind: ValueKind,
    /// What it means.
    pub meaning: &'static str,
    /// Its keys, in the order of the table.
    pub keys: Vec<Key>,
    /// The names of the keys.
    names: Vec<&'static str>,
    /// The names of those that count as one value.
    group: Vec<&'static str>,
}

#[derive(Debug, Default)]
struct Forms {
    /// In the order of the table.
    all: Vec<Form>,
    index: BTreeMap<&'static str, usize>,
}

/// What is written in a line.
struct KeyLine {
    table: &'static str,
    key: Key,
    /// The kind as text.
    kind: &'static str,
}

impl KeyLine {
    fn new(text: &'static str) -> Self {
        let mut cells = text.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (table, name, kind, needed) = (next(), next(), next(), next());
        let (default, group, merge, meaning) = (next(), next(), next(), next());
        let key = Key { name, kind: ValueKind::new(kind), needed, default, group, merge, meaning };
        Self { table, key, kind }
    }
}

impl Forms {
    fn new(text: &'static str) -> Self {
        let lines: Vec<KeyLine> = text.lines().skip(1).map(KeyLine::new).collect();
        let mut forms = Forms::default();
        for line in lines.iter().filter(|line| line.key.name.is_empty()) {
            let keys = keys(line.table, &lines);
            let names = keys.iter().map(|key| key.name).filter(|name| *name != "*").collect();
            let group = keys.iter().filter(|key| !key.group.is_empty()).map(|key| key.name).collect();
            let (name, kind, meaning) = (line.table, ValueKind::new(line.kind), line.key.meaning);
            forms.index.insert(name, forms.all.len());
            forms.all.push(Form { name, kind, meaning, keys, names, group });
        }
        forms
    }
}

/// All keys of a form, with those of the forms that it takes over.
fn keys(table: &str, lines: &[KeyLine]) -> Vec<Key> {
    let own = lines.iter().filter(|line| line.table == table && !line.key.name.is_empty());
    own.flat_map(|line| match line.key.name.strip_prefix('+') {
        None => vec![line.key.clone()],
        Some(other) => {
            let mut words = other.split('-');
            let other = words.next().unwrap_or_default();
            let without: Vec<&str> = words.collect();
            keys(other, lines).into_iter().filter(|key| !without.contains(&key.name)).collect()
        }
    })
    .collect()
}

/// All forms of values, in the order of the table; `file` is a whole scenario.
pub fn forms() -> &'static [Form] {
    &FORMS.all
}

/// The form of this name.
pub fn form(name: &str) -> Option<&'static Form> {
    FORMS.index.get(name).map(|at| &FORMS.all[*at])
}

/// The keys that a table of this form may have; none where there is no such form.
pub(crate) fn of(name: &str) -> &'static [&'static str] {
    form(name).map_or(&[], |form| &form.names)
}

/// What a key of a form is where nothing is said, as it would be written; empty where that is not one value.
pub(crate) fn default_of(name: &str, key: &str) -> &'static str {
    let line = form(name).and_then(|form| form.keys.iter().find(|line| line.name == key));
    line.map_or("", |key| key.default)
}
