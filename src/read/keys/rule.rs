//! Rules of merging: what happens to each key where a file and a block both have it.
//!
//! In: the path of a value, from the top of a scenario; elements of lists of named things have their name as key. Out:
//! [`Rule`]. The column `merge` of the table of keys says:
//!
//! - nothing: the value on top, as a whole;
//! - `keys`: a table, merged key by key; each value as a whole;
//! - `entries`: a table of things by name; those of one name are merged key by key;
//! - `named KEY`: a list of tables that are found by this key; those of one name as a whole, or with `named KEY, keys`
//!   merged key by key;
//! - `together`: both lists, one behind the other.

use crate::read::keys::form;
use crate::read::keys::kind::ValueKind;

/// What happens where both tables have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Key by key. Keys of one group count as one value.
    Keys(&'static [&'static str]),
    /// Table by table, found by this key: a text, or a list of texts in any order.
    Named(&'static str),
    /// Both lists, one behind the other.
    Together,
    /// The one on top, as a whole.
    Whole,
}

/// How a value is merged, and the things in it.
#[derive(Clone, Copy)]
enum Merge {
    Whole,
    /// Key by key; whether the entries are merged key by key as well.
    Keys {
        deep: bool,
    },
    Named {
        key: &'static str,
        deep: bool,
    },
    Together,
}

impl Merge {
    fn new(text: &'static str) -> Self {
        match text {
            "keys" => Merge::Keys { deep: false },
            "entries" => Merge::Keys { deep: true },
            "together" => Merge::Together,
            _ => text.strip_prefix("named ").map_or(Merge::Whole, |named| {
                let key = named.strip_suffix(", keys");
                Merge::Named { key: key.unwrap_or(named), deep: key.is_some() }
            }),
        }
    }

    /// How the things in it are merged that have no line of their own.
    fn below(self) -> Self {
        match self {
            Merge::Keys { deep: true } | Merge::Named { deep: true, .. } => Merge::Keys { deep: false },
            _ => Merge::Whole,
        }
    }
}

/// The rule at a path.
pub(crate) fn rule(path: &[&str]) -> Rule {
    let (top, mut merge) = (ValueKind::Form("scenario"), Merge::Keys { deep: false });
    let mut kind = &top;
    for part in path {
        if let Merge::Whole = merge {
            return Rule::Whole;
        }
        match kind {
            ValueKind::Names(_, of) | ValueKind::List(_, of) => (kind, merge) = (of, merge.below()),
            ValueKind::Form(name) => {
                let Some(key) = form(name).and_then(|form| form.keys.iter().find(|key| key.name == *part)) else {
                    return Rule::Whole;
                };
                (kind, merge) = (&key.kind, Merge::new(key.merge));
            }
            _ => return Rule::Whole,
        }
    }
    match merge {
        Merge::Whole => Rule::Whole,
        Merge::Together => Rule::Together,
        Merge::Named { key, .. } => Rule::Named(key),
        Merge::Keys { .. } => match kind {
            ValueKind::Form(name) => Rule::Keys(form(name).map_or(&[], |form| &form.group)),
            _ => Rule::Keys(&[]),
        },
    }
}
