//! Ledger: from quantities to euros, by item and in the three totals.
//!
//! In: items, drawn prices, a [`crate::simulate::ledger::trajectory::Trajectory`], discount factors. Out: [`Priced`]:
//! quantities and amounts per item, and present values of the three totals. Count first (`series`), then price
//! (`price`). Who pays and receives is worked out on means, in `analyse::accounts`.
//!
//! Signs: a total counts what its members receive as positive and what they pay as negative.

pub mod factors;
pub(crate) mod item_plan;
pub(crate) mod item_totals;
pub mod price;
pub(crate) mod series;
pub mod totals;
pub mod trajectory;

pub use crate::simulate::ledger::item_plan::{Amount, ItemPlan, amounts, applies, postings};
pub use crate::simulate::ledger::item_totals::{ItemDraw, ItemTotals, ItemYear};
pub use crate::simulate::ledger::price::{Courses, Priced, Pricing, price};
pub use crate::simulate::ledger::series::{Series, series};
pub use crate::simulate::ledger::totals::{HEADLINE, MONEY, MOST, PUBLIC, SOCIETY, TOTALS, possible};
