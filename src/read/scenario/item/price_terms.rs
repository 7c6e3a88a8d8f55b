//! Price terms of an item: amount, payers, receivers, evidence.
//!
//! In: `price` or `amount`, and the keys beside it. Out: [`Terms`], from the price list where they stand there, with
//! what the item itself says on top. Prices of the list become parameters.

use crate::diagnostics::{Message, Place};
use crate::model::{ItemKind, Number, Origin, Text};
use crate::read::builder::ScenarioBuilder;
use crate::read::list::price::{PRICE, Price, PriceTerms};
use crate::read::list::shares::{self, KINDS, needs};
use crate::read::list::unit::Unit;
use crate::read::number::Definition;
use crate::read::scenario::condition::clock::{self, Reach};
use crate::read::source::choice;
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::Node;
use crate::units::{Kind, TimeUnit};

/// A price is old when it is more than this many years older than the scenario's price year.
const OLD_YEARS: i32 = 10;

/// The terms of an item.
pub(crate) struct Terms {
    /// What is drawn for the price; `None` where the item is counted only.
    pub(crate) price: Option<Number>,
    pub(crate) all: PriceTerms,
}

impl Terms {
    /// Terms that were reported as faulty, so that what stands beside them can still be read.
    pub(crate) fn unread() -> Self {
        Self { price: None, all: PriceTerms::new(Text::default(), Unit::plain(None), ItemKind::Unpriced) }
    }

    /// Takes over what the item itself says. Every key is read, also after a fault.
    pub(crate) fn take_over(&mut self, entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<()> {
        let label = over(entry, "label", &mut self.all.label, |node| entry::label(node, &mut builder.faults));
        let payers = over(entry, "payers", &mut self.all.payers, |node| {
            shares::of_node(node, &builder.accounts, &mut builder.faults)
        });
        let receivers = over(entry, "receivers", &mut self.all.receivers, |node| {
            shares::of_node(node, &builder.accounts, &mut builder.faults)
        });
        let law =
            over(entry, "law", &mut self.all.law, |node| entry::text(node, &mut builder.faults).map(str::to_string));
        let cashable = over(entry, "cashable", &mut self.all.cashable, |node| {
            entry::plain(node, (0.0, 1.0), "kind_share", &mut builder.faults)
        });
        let lag = over(entry, "cashable_lag", &mut self.all.cashable_lag, |node| {
            entry::plain(node, Kind::Months.bounds(), "kind_months", &mut builder.faults)
        });
        self.all.by_rule.retain(|key| entry.table.get(key).is_none());
        label.and(payers).and(receivers).and(law).and(cashable).and(lag)
    }

    /// Payers and receivers must be there where the kind asks for them, and nowhere else.
    pub(crate) fn check_sides(&self, entry: &Entry<'_>, builder: &mut ScenarioBuilder) {
        let (pays, receives) = needs(self.all.kind);
        let word = KINDS.iter().find(|(_, kind)| *kind == self.all.kind).map_or("", |(word, _)| word);
        for (key, needed, side) in [("payers", pays, &self.all.payers), ("receivers", receives, &self.all.receivers)] {
            let given = entry.table.fields.get(key);
            if let (false, Some(field)) = (needed, given) {
                builder.faults.at(&field.key, Message::new("side_not_used").with("key", key).with("kind", word));
            } else if needed && side.is_empty() && given.is_none() {
                let place = entry.get("price").map_or(&entry.table.place, |node| &node.place);
                builder.faults.at(place, Message::new("side_missing").with("key", key).with("kind", word));
            }
        }
    }
}

/// Replaces `value` by that of the key, if it is there. `None` where the fault was reported.
fn over<T>(entry: &Entry<'_>, key: &str, value: &mut T, read: impl FnOnce(&Node) -> Option<T>) -> Option<()> {
    if let Some(node) = entry.get(key) {
        *value = read(node)?;
    }
    Some(())
}

/// Reads the terms of an item: a row of the list, an amount of its own, or none where it is counted only.
pub(crate) fn read(
    entry: &Entry<'_>,
    name: &str,
    timed: bool,
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Option<Terms> {
    if let Some(node) = entry.get("price") {
        return from_list(entry, node, builder);
    }
    let default = Unit::plain(timed.then_some(TimeUnit::Month));
    let unit = entry.get("unit").map_or(Some(default), |node| {
        let text = entry::text(node, &mut builder.faults)?;
        Unit::read(text, &node.place, &mut builder.faults)
    });
    let kind = entry.get("kind").and_then(|node| choice::word(node, &KINDS, &mut builder.faults));
    let price = amount(entry, kind, path, builder);
    let label = Text { nl: name.to_string(), en: name.to_string() };
    let (unit, kind) = (unit?, kind?);
    let price = if kind == ItemKind::Unpriced { None } else { Some(price?) };
    Some(Terms { price, all: PriceTerms::new(label, unit, kind) })
}

/// The amount that an item itself gives.
fn amount(entry: &Entry<'_>, kind: Option<ItemKind>, path: &str, builder: &mut ScenarioBuilder) -> Option<Number> {
    let unpriced = kind == Some(ItemKind::Unpriced);
    match entry.get("amount") {
        Some(node) if unpriced => {
            builder.faults.at(&node.place, Message::new("unpriced_with_amount"));
            None
        }
        Some(node) => {
            entry.required("kind", &mut builder.faults);
            clock::number(node, Kind::Amount, &format!("{path}.amount"), Reach::Items, builder)
        }
        None => {
            let faulty = !entry.sound || (kind.is_none() && entry.get("kind").is_some());
            if !unpriced && !faulty {
                builder.faults.at(&entry.table.place, Message::new("no_price")).hint(Message::new("write_price"));
            }
            None
        }
    }
}

/// The terms that stand in the price list.
fn from_list(entry: &Entry<'_>, node: &Node, builder: &mut ScenarioBuilder) -> Option<Terms> {
    for key in ["amount", "unit"] {
        if let Some(field) = entry.table.fields.get(key) {
            builder.faults.at(&field.key, Message::new("key_out_of_place").with("key", key).with("with", "price"));
        }
    }
    let id = entry::text(node, &mut builder.faults)?;
    let prices = builder.prices.needed("prices", &node.place, &mut builder.faults)?;
    let Some(row) = prices.get(id) else {
        let message = Message::new("unknown_price");
        suggest::unknown(&mut builder.faults, &node.place, message, id, prices.keys().map(String::as_str));
        return None;
    };
    let row = row.clone()?;
    let kind =
        entry.get("kind").map_or(Some(row.terms.kind), |node| choice::word(node, &KINDS, &mut builder.faults))?;
    let price = if kind == ItemKind::Unpriced { None } else { Some(price_number(&row, builder)?) };
    Some(Terms { price, all: row.terms.of_kind(kind) })
}

/// What is drawn for the price in this row of the list; `None` where a fault was reported.
pub(crate) fn price_definition(id: &str, place: &Place, builder: &mut ScenarioBuilder) -> Option<Definition> {
    let prices = builder.prices.needed("prices", place, &mut builder.faults)?;
    let Some(row) = prices.get(id) else {
        let known = prices.keys().map(String::as_str);
        suggest::unknown(&mut builder.faults, place, Message::new("unknown_price"), id, known);
        return None;
    };
    let row = row.clone()?;
    if !row.has_figure() {
        builder.faults.at(place, Message::new("fixed_not_correlated").with("name", format!("{PRICE}{id}")));
        return None;
    }
    // A price that is kept at one end stays there; what it hangs together with does not change.
    row.definition(builder.price_year?, &builder.index, &builder.widths, None, &mut builder.faults)
}

/// The price of a row as a parameter.
fn price_number(row: &Price, builder: &mut ScenarioBuilder) -> Option<Number> {
    let at = match builder.numbers.index.get(&format!("{PRICE}{}", row.id)) {
        Some(&at) => at,
        None => {
            let year = builder.price_year?;
            let (of_row, place) = row.year();
            if of_row < year - OLD_YEARS {
                let message = Message::new("old_price").with("name", &row.id).with("year", of_row).with("now", year);
                builder.faults.warning(Some(place.clone()), message);
            }
            let definition = row.definition(
                year,
                &builder.index,
                &builder.widths,
                builder.price_ends.of(&row.id),
                &mut builder.faults,
            )?;
            builder.numbers.take(definition, Kind::Amount, &mut builder.faults)?
        }
    };
    Some(Number { origin: Origin::Parameter(at), kind: Kind::Amount })
}
