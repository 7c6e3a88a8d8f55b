//! Kinds of values of the scenario language.
//!
//! In: the column `kind` of the table of keys. Out: [`ValueKind`].
//!
//! - `text`; `yes_no`; `plain`, a plain number, and `whole`, a whole one, with bounds such as `0..1` or `1..`;
//! - `period`, such as `"18 months"`; `unit`, such as `"hour of police"`;
//! - `"low" "high"`: one of these words;
//! - `list of KIND`, `list[2..] of KIND`; `names: KIND`, `names[1..]: KIND`: a table of things by name;
//! - `table`, `table[1..3]`: a table with the keys that follow; `keys`: keys that other tables take over;
//! - `KIND or KIND`; the name of another form.

/// How many, or from where to where; open where there is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The least.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
}

/// A kind of value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// A text that is not empty.
    Text,
    /// Yes or no.
    YesNo,
    /// A plain number within bounds.
    Plain(Range),
    /// A whole number within bounds.
    Whole(Range),
    /// A period, such as `"18 months"`.
    Period,
    /// The unit of an amount, such as `"hour of police"`.
    Unit,
    /// One of these words.
    Words(Vec<&'static str>),
    /// A list of so many values.
    List(Range, Box<ValueKind>),
    /// So many values by name.
    Names(Range, Box<ValueKind>),
    /// A table with so many of the keys of its form.
    Table(Range),
    /// Keys that other forms take over.
    Keys,
    /// One of these.
    Any(Vec<ValueKind>),
    /// The form of this name.
    Form(&'static str),
}

impl ValueKind {
    /// The kind of this text.
    pub(crate) fn new(text: &'static str) -> Self {
        let parts: Vec<&str> = text.split(" or ").collect();
        if parts.len() > 1 {
            return ValueKind::Any(parts.into_iter().map(ValueKind::new).collect());
        }
        if text.starts_with('"') {
            return ValueKind::Words(text.split(' ').map(|word| word.trim_matches('"')).collect());
        }
        if let Some((range, of)) = text.strip_prefix("list").and_then(|rest| rest.split_once(" of ")) {
            return ValueKind::List(Range::new(range), Box::new(ValueKind::new(of)));
        }
        if let Some((range, of)) = text.strip_prefix("names").and_then(|rest| rest.split_once(": ")) {
            return ValueKind::Names(Range::new(range), Box::new(ValueKind::new(of)));
        }
        if let Some(range) = text.strip_prefix("table") {
            return ValueKind::Table(Range::new(range));
        }
        let (word, range) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            "text" => ValueKind::Text,
            "yes_no" => ValueKind::YesNo,
            "plain" => ValueKind::Plain(Range::new(range)),
            "whole" => ValueKind::Whole(Range::new(range)),
            "period" => ValueKind::Period,
            "unit" => ValueKind::Unit,
            "keys" => ValueKind::Keys,
            _ => ValueKind::Form(text),
        }
    }
}

impl Range {
    /// `1..3`, `[1..3]`, `0..`; an empty text is open at both ends.
    fn new(text: &str) -> Self {
        let text = text.trim_matches(['[', ']']);
        let (least, most) = text.split_once("..").unwrap_or_default();
        Self { least: least.parse().ok(), most: most.parse().ok() }
    }
}
