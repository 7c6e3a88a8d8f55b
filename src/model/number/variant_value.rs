//! Values by which the variants of a study differ.
//!
//! In: what a study file says. Out: [`VariantValue`], a number where it is one.

use crate::diagnostics::number;
use serde::{Deserialize, Serialize};

/// A value in a variant: a number where it was written as one, else the text as it was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum VariantValue {
    /// A number.
    Number(f64),
    /// Anything else.
    Text(String),
}

impl VariantValue {
    /// The value as a text.
    pub fn text(&self) -> String {
        match self {
            VariantValue::Number(value) => number(*value),
            VariantValue::Text(text) => text.clone(),
        }
    }

    /// The number, also of a period such as `6 months`.
    pub fn number(&self) -> Option<f64> {
        match self {
            VariantValue::Number(value) => Some(*value),
            VariantValue::Text(text) => {
                let (number, unit) = text.split_once(' ')?;
                unit.chars().all(char::is_alphabetic).then(|| number.parse().ok())?
            }
        }
    }
}
