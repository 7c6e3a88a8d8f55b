//! A parsed scenario file as a tree in which every key and value knows its place.
//!
//! In: the tree of the TOML parser. Out: [`Table`] and [`Node`], owned, with keys in the order of the alphabet. Numbers
//! that a computer cannot hold are reported here; what keys mean is decided elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostics, Message, Place};

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Date,
    List(Vec<Node>),
    Table(Table),
    /// Something that was reported already.
    Faulty,
}

/// A key with its place, and the value.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: Place,
    pub(crate) node: Node,
}

/// A table: fields by key.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) place: Place,
    pub(crate) fields: BTreeMap<String, Field>,
}

impl Table {
    /// A table without fields.
    pub(crate) fn empty() -> Self {
        Self { place: Place { file: 0, span: 0..0 }, fields: BTreeMap::new() }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.fields.get(key).map(|field| &field.node)
    }

    /// The table under these keys, one below the other.
    pub(crate) fn table_at(&self, path: &[&str]) -> Option<&Table> {
        let Some((key, rest)) = path.split_first() else { return Some(self) };
        if let Value::Table(below) = &self.get(key)?.value { below.table_at(rest) } else { None }
    }

    /// The entries of a list under a key that are tables.
    pub(crate) fn tables_in(&self, key: &str) -> impl Iterator<Item = &Table> {
        let list: &[Node] =
            if let Some(Value::List(list)) = self.get(key).map(|node| &node.value) { list } else { &[] };
        list.iter().filter_map(|node| if let Value::Table(table) = &node.value { Some(table) } else { None })
    }

    /// The text under a key, and its place.
    pub(crate) fn text_at(&self, key: &str) -> Option<(&str, &Place)> {
        let node = self.get(key)?;
        if let Value::Text(text) = &node.value { Some((text, &node.place)) } else { None }
    }

    /// The keys of the table under a key; none where there is no table.
    pub(crate) fn keys_under(&self, key: &str) -> impl Iterator<Item = &String> {
        let below =
            if let Some(Value::Table(below)) = self.get(key).map(|node| &node.value) { Some(below) } else { None };
        below.into_iter().flat_map(|below| below.fields.keys())
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }
}

impl Value {
    /// Key of the name of this type in the catalogue of texts.
    pub(crate) fn type_key(&self) -> &'static str {
        match self {
            Value::Text(_) => "type_text",
            Value::Integer(_) | Value::Float(_) => "type_number",
            Value::Bool(_) => "type_bool",
            Value::Date => "type_date",
            Value::List(_) => "type_list",
            Value::Table(_) | Value::Faulty => "type_table",
        }
    }
}

/// Makes the tree of a file.
pub(crate) fn plant(root: &DeTable<'_>, file: usize, faults: &mut Diagnostics) -> Table {
    Planter { file, faults }.table(root, 0..0)
}

struct Planter<'a> {
    file: usize,
    faults: &'a mut Diagnostics,
}

impl Planter<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place { file: self.file, span }
    }

    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Table {
        let mut fields = BTreeMap::new();
        for (key, value) in table.iter() {
            let field = Field { key: self.place(key.span()), node: self.node(value) };
            fields.insert(key.get_ref().to_string(), field);
        }
        Table { place: self.place(span), fields }
    }

    fn node(&mut self, spanned: &Spanned<DeValue<'_>>) -> Node {
        let place = self.place(spanned.span());
        let value = match spanned.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(integer) => self.integer(integer.as_str(), integer.radix(), &place),
            DeValue::Float(float) => self.float(float.as_str(), &place),
            DeValue::Boolean(yes) => Value::Bool(*yes),
            DeValue::Datetime(_) => Value::Date,
            DeValue::Array(list) => Value::List(list.iter().map(|node| self.node(node)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table, spanned.span())),
        };
        Node { place, value }
    }

    fn integer(&mut self, text: &str, radix: u32, place: &Place) -> Value {
        i64::from_str_radix(text, radix).map_or_else(|_| self.unusable(text, place), Value::Integer)
    }

    fn float(&mut self, text: &str, place: &Place) -> Value {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Value::Float(value),
            _ => self.unusable(text, place),
        }
    }

    fn unusable(&mut self, text: &str, place: &Place) -> Value {
        self.faults.at(place, Message::new("number_unusable").with("found", text));
        Value::Faulty
    }
}
