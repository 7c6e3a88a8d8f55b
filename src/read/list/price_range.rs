//! Prices fixed at an end of their range.
//!
//! In: `prices` of `[settings]`: a word, or a word for each price by name. Out: [`PriceEnds`], which fixes a price of
//! the list at that end. What an item gives as `amount` is no price of the list and stays as it is.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::read::list::List;
use crate::read::list::price::Price;
use crate::read::list::uncertainty::End;
use crate::read::source::entry;
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};

/// Ends with their words in files.
const ENDS: [(&str, End); 3] = [("low", End::Low), ("central", End::Central), ("high", End::High)];

/// Which prices are fixed at which end; all others are drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct PriceEnds {
    all: Option<End>,
    own: Vec<(String, End, Place)>,
}

impl PriceEnds {
    /// The end at which the price of this name is fixed, if any.
    pub(crate) fn of(&self, id: &str) -> Option<End> {
        self.own.iter().find(|(name, ..)| name == id).map(|(_, end, _)| *end).or(self.all)
    }

    /// Every name must be that of a price; the price list is read after the settings.
    pub(crate) fn check(&self, prices: &List<BTreeMap<String, Option<Price>>>, faults: &mut Diagnostics) {
        for (name, _, place) in &self.own {
            match prices {
                List::Read(prices) if !prices.contains_key(name) => {
                    let known = prices.keys().map(String::as_str);
                    suggest::unknown(faults, place, Message::new("unknown_price"), name, known);
                }
                List::Absent => {
                    faults.at(place, Message::new("no_list").with("list", "prices"));
                }
                _ => {}
            }
        }
    }
}

/// Reads `prices` of the settings.
pub(crate) fn read(node: &Node, faults: &mut Diagnostics) -> PriceEnds {
    let Value::Table(table) = &node.value else {
        return PriceEnds { all: end(node, faults), own: Vec::new() };
    };
    let own = table
        .fields
        .iter()
        .filter_map(|(name, field)| Some((name.clone(), end(&field.node, faults)?, field.key.clone())));
    PriceEnds { all: None, own: own.collect() }
}

fn end(node: &Node, faults: &mut Diagnostics) -> Option<End> {
    let word = entry::text(node, faults)?;
    let found = ENDS.iter().find(|(name, _)| *name == word).map(|(_, end)| *end);
    if found.is_none() {
        let known = ENDS.iter().map(|(name, _)| *name);
        suggest::unknown(faults, &node.place, Message::new("unknown_word"), word, known);
    }
    found
}
