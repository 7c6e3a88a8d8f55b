//! Value of a household's course: money by part, discounted sums, counts by row, and the outcome of an alternative.
//!
//! In: courses and how alternatives differ from them. Out: net benefits, sums and counts of one draw.

pub mod counts;
pub mod discounted_quantity;
pub mod money;
pub mod outcome;
pub mod sums;
pub mod unchanged;
