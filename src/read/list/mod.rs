//! Lists in CSV or Excel: accounts, index, evidence, prices, rates, categories.
//!
//! In: files of rows. Out: prices, rates and accounts by name, each cell with its place, or faults that name file, line
//! and column.

pub(crate) mod category;
pub(crate) mod own_prices;
pub(crate) mod price;
pub(crate) mod price_range;
pub(crate) mod rate;
pub(crate) mod records;
pub(crate) mod shared;
pub(crate) mod shares;
pub mod standalone;
pub(crate) mod uncertainty;
pub(crate) mod unit;
