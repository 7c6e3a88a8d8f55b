//! Suppression of follow-up errors.
//!
//! In: all faults and warnings that were found. Out: the same, once each, without what only follows from a fault of
//! syntax.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Place, Severity, Sources};
use crate::read::source::entry::ONE_LANGUAGE;

/// Drops from `found` what follows from the faults of syntax, and adds those. `faulty_lines` are starts of lines, by
/// file.
pub(crate) fn without(
    syntax: &Diagnostics,
    found: Diagnostics,
    faulty_lines: &BTreeMap<usize, BTreeSet<usize>>,
    sources: &Sources,
) -> Diagnostics {
    let mut kept = Diagnostics::default();
    for diagnostic in syntax.sorted() {
        keep(diagnostic, &mut kept);
    }
    let mut last: Vec<&Diagnostic> = Vec::new();
    let echo = |diagnostic: &Diagnostic| {
        let at = |place: &Place| {
            let starts = faulty_lines.get(&place.file);
            starts.is_some_and(|starts| starts.contains(&sources.file(place.file).line_start(place.span.start)))
        };
        let absent = diagnostic.message.key == "missing_key" || diagnostic.message.key == "one_key_of";
        diagnostic.place.as_ref().is_some_and(at) || (absent && !faulty_lines.is_empty())
    };
    // A scenario in one language is told once, not at each of its texts.
    let mut in_one_language = false;
    for diagnostic in found.sorted() {
        if diagnostic.message.key == ONE_LANGUAGE && std::mem::replace(&mut in_one_language, true) {
            continue;
        }
        last.retain(|earlier| earlier.place == diagnostic.place);
        if !echo(diagnostic) && !last.iter().any(|earlier| earlier.message == diagnostic.message) {
            keep(diagnostic, &mut kept);
        }
        last.push(diagnostic);
    }
    kept
}

/// Adds a fault or a warning as it is.
pub(crate) fn keep(diagnostic: &Diagnostic, kept: &mut Diagnostics) {
    let added = match diagnostic.severity {
        Severity::Fault => kept.fault(diagnostic.place.clone(), diagnostic.message.clone()),
        Severity::Warning => kept.warning(diagnostic.place.clone(), diagnostic.message.clone()),
    };
    added.hints.clone_from(&diagnostic.hints);
}
