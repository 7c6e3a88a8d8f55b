//! Ends of ranges that may be infinite, as they are serialised: not every format has infinite numbers.
//!
//! In: a number. Out: `{"at": 3.0}`, `"open_below"` or `"open_above"`, and back.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    OpenBelow,
    At(f64),
    OpenAbove,
}

/// Writes an end.
pub(super) fn serialize<S: Serializer>(end: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let written = match *end {
        f64::NEG_INFINITY => Written::OpenBelow,
        f64::INFINITY => Written::OpenAbove,
        finite => Written::At(finite),
    };
    written.serialize(serializer)
}

/// Reads an end.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(match Written::deserialize(deserializer)? {
        Written::OpenBelow => f64::NEG_INFINITY,
        Written::At(finite) => finite,
        Written::OpenAbove => f64::INFINITY,
    })
}
