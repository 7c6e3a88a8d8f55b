//! Provenance of values: in which alternative or system problem each is written.
//!
//! In: tables of alternatives and system problems. Out: [`Provenance`], and [`Owner`], which names the numbers of the
//! alternative that is read.

use crate::model::limits;
use crate::read::source::tree::{Node, Table, Value};

use std::collections::BTreeMap;

/// Most alternatives in a scenario.
pub(crate) const MAX_ALTERNATIVES: usize = limits::MOST_ALTERNATIVES;
/// For every value of an alternative or a system problem, by file and where it starts: the path of the one in which it
/// is written.
pub(crate) type Provenance = BTreeMap<(usize, usize), String>;
/// Notes for every value in a table that it is written under this path.
pub(crate) fn note_provenance(table: &Table, path: &str, provenance: &mut Provenance) {
    for field in table.fields.values() {
        note_node(&field.node, path, provenance);
    }
}

fn note_node(node: &Node, path: &str, provenance: &mut Provenance) {
    provenance.insert((node.place.file, node.place.span.start), path.to_string());
    match &node.value {
        Value::Table(table) => note_provenance(table, path, provenance),
        Value::List(list) => list.iter().for_each(|node| note_node(node, path, provenance)),
        _ => {}
    }
}

/// The alternative that is read.
pub(crate) struct Owner<'o> {
    /// Its index.
    pub(crate) at: usize,
    /// Its name.
    pub(crate) id: &'o str,
    /// Where every value is written.
    pub(crate) provenance: &'o Provenance,
}

impl Owner<'_> {
    /// How the name of an unnamed number at `node` starts: with the alternative or system problem in which it is
    /// written, so that an alternative that is like another shares its numbers.
    pub(crate) fn path(&self, node: &Node) -> String {
        let written_in = self.provenance.get(&(node.place.file, node.place.span.start));
        written_in.cloned().unwrap_or_else(|| format!("alternatives.{}", self.id))
    }
}
