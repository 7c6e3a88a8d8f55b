//! Lists in CSV or Excel: accounts, index, evidence, prices, rates, categories.
//!
//! In: files of rows. Out: prices, rates and accounts by name, each cell with its place, or faults that name file, line
//! and column.

use crate::diagnostics::{Diagnostics, Message, Place};

pub(crate) mod accounts;
pub(crate) mod category;
pub(crate) mod checked;
pub(crate) mod evidence;
pub(crate) mod index;
pub(crate) mod measure;
pub(crate) mod own_prices;
pub(crate) mod price;
pub(crate) mod price_range;
pub(crate) mod rate;
pub(crate) mod records;
pub(crate) mod shares;
pub(crate) mod uncertainty;
pub(crate) mod unit;

/// A list that may not be there.
#[derive(Clone, Debug, Default)]
pub(crate) enum List<T> {
    /// The scenario names none.
    #[default]
    Absent,
    /// It was named, but could not be read; that was reported.
    Unreadable,
    /// What is in it.
    Read(T),
}

impl<T> List<T> {
    /// What is in it. Where there is no list, that is reported at the place that needs it.
    pub(crate) fn needed(&self, key: &'static str, place: &Place, faults: &mut Diagnostics) -> Option<&T> {
        match self {
            List::Read(list) => Some(list),
            List::Unreadable => None,
            List::Absent => {
                faults
                    .at(place, Message::new("no_list").with("list", key))
                    .hint(Message::new("add_list").with("list", key));
                None
            }
        }
    }
}
