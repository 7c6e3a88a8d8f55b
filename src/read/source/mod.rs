//! Source texts: files, TOML with places, includes, merging, changes from the command line.
//!
//! In: files. Out: one table of a scenario in which every value knows where it was written, or faults of syntax.

pub(crate) mod choice;
pub(crate) mod entry;
pub(crate) mod files;
pub(crate) mod follow_up;
pub(crate) mod include;
pub(crate) mod inherit;
pub(crate) mod language;
pub(crate) mod merge;
pub(crate) mod overrides;
pub(crate) mod set_values;
pub(crate) mod suggest;
pub(crate) mod toml_text;
pub(crate) mod tree;
