//! Numeric helpers that know nothing of households: wide instructions, and histograms that merge exactly.

pub mod histogram;
pub(crate) mod wide;
