//! Name of a row, in files and for people.
//!
//! In: a row of a list. Out: its `id`, new in the list, and its label.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::Text;
use crate::read::list::records::Row;

/// Names for people in a row; the name in files where none is given.
pub(crate) fn names_of(row: &Row, id: &str) -> Text {
    let name = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).unwrap_or_else(|| id.to_string());
    Text { nl: name("name_nl"), en: name("name_en") }
}

/// The name of a row, new in its list.
pub(crate) fn id_of<T>(row: &Row, known: &BTreeMap<String, T>, faults: &mut Diagnostics) -> Option<String> {
    let id = row.cell("id");
    if id.is_empty() {
        faults.at(&id.place, Message::new("cell_empty").with("column", "id"));
        return None;
    }
    if known.contains_key(&id.text) {
        faults.at(&id.place, Message::new("id_twice").with("id", &id.text));
        return None;
    }
    Some(id.text)
}
