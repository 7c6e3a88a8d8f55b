//! Table of what all versions of a study come to together, by weight.
//!
//! In: a [`Structure`]. Out: CSV.

use crate::analyse::structure::Structure;
use crate::report::tables::{finish, safe};
use std::io;

/// What all versions of a study come to together, where they have weights: a row for each alternative.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn structure(structure: &Structure) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "alternative",
        "net_benefit_mean",
        "monte_carlo_error",
        "sd",
        "p5",
        "p10",
        "p50",
        "p90",
        "p95",
        "probability_positive",
        "variance_structure",
        "variance_structure_error",
        "variance_parameters",
        "variance_parameters_error",
        "variance_chance",
    ])?;
    let some = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for own in &structure.alternatives {
        let net = &own.net_benefit;
        let mut row = vec![safe(&own.id), net.mean.to_string(), some(net.monte_carlo_error)];
        row.extend([net.sd, net.p5, net.p10, net.p50, net.p90, net.p95].map(|value| value.to_string()));
        row.extend([net.probability_positive.to_string(), own.structure.to_string()]);
        row.push(some(own.monte_carlo_errors.get("structure")));
        row.push(own.parameters.to_string());
        row.extend([some(own.monte_carlo_errors.get("parameters")), some(own.chance)]);
        table.write_record(row)?;
    }
    finish(table)
}
