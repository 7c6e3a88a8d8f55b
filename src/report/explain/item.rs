//! An item opened up: quantity, price, discount and shares, then each figure down to its file, line, source and grade.
//!
//! In: an item, without and with the alternative. Out: lines.

use crate::model::{Number, Origin};
use crate::report::explain::{AMOUNT, Explanation, NAME};
use crate::report::priced::PricedItem;
use crate::report::register::{Figure, register};
use crate::report::words::units::unit;
use crate::report::words::wrap::{left, plain, right};
use crate::simulate::ledger::{PUBLIC, SOCIETY, postings};

impl Explanation<'_> {
    pub(super) fn item(&mut self, at: usize) {
        let line = self.items[at].clone();
        let item = line.item;
        let label = self.own(&item.label, &item.id);
        self.say("explain_item", &[("name", &label), ("id", &item.id)]);
        self.product(&line);
        self.shares(&line);
        let figures = register(self.run.scenario(), self.told, self.language);
        for (key, number) in item
            .price
            .iter()
            .map(|price| ("explain_price", *price))
            .chain(item.times.iter().map(|it| ("explain_factor", *it)))
            .chain(item.part.iter().map(|part| ("explain_part", *part)))
        {
            self.number(key, number, &figures);
        }
        let place = self.place_of_item(&item.id);
        if let Some(place) = place {
            self.say("explain_place_of_item", &[("place", &place)]);
        }
        if let Some((other, _)) = &item.follows {
            self.say("explain_follows", &[("name", other)]);
        }
    }

    /// Quantity x price x discount, without and with the alternative.
    fn product(&mut self, line: &PricedItem<'_>) {
        let text = |key| self.language.text(key);
        let head = [text("report_without"), text("report_with")].map(|head| right(head, AMOUNT)).concat();
        let mut lines = vec![format!("  {}{head}", left("", NAME))];
        let mut row = |name: &str, cells: [String; 2]| {
            lines.push(format!("  {}{}", left(name, NAME), cells.map(|cell| right(&cell, AMOUNT)).concat()));
        };
        let four = |value: f64| self.numbers.decimal(value, 4);
        let words = unit(&line.item.unit, self.language);
        if line.price.is_some() {
            row(&format!("{} Q* ({words})", text("explain_quantity")), line.quantity.map(four));
            row(
                &format!("x {}", text("explain_price_word")),
                [self.euro(line.unit_price()), self.euro(line.unit_price())],
            );
        }
        row(&format!("= {}", text("explain_amount")), line.amount.map(|amount| self.euro(amount)));
        row(&format!("x {}", text("explain_discount")), line.discount.map(four));
        row(&format!("= {}", text("explain_present")), line.present.map(|amount| self.euro(amount)));
        self.lines.extend(lines);
        let key = if line.price.is_some() { "explain_star" } else { "explain_no_price" };
        self.say(key, &[]);
    }

    /// What the difference does to each account and to the totals.
    fn shares(&mut self, line: &PricedItem<'_>) {
        let more = self.euro(line.more());
        self.say("explain_difference", &[("more", &more)]);
        let scenario = self.run.scenario();
        for (account, share) in postings(scenario, line.item) {
            let label = self.own(&scenario.accounts[account].label, &scenario.accounts[account].id);
            let words = format!("= {more} x {}  {label}", self.numbers.exact(share));
            self.row(&scenario.accounts[account].id, &words, line.more() * share);
        }
        for (key, total) in [("report_net", SOCIETY), ("table_public", PUBLIC)] {
            let share = line.weights[total];
            let words = format!("= {more} x {}  {}", self.numbers.exact(share), self.language.text(key));
            self.row("", &words, line.more() * share);
        }
    }

    /// A figure of the item, down to where it stands.
    fn number(&mut self, key: &'static str, number: Number, figures: &[Figure]) {
        let figure = match number.origin {
            Origin::Parameter(at) => figures.iter().find(|figure| figure.parameter == at),
            _ => None,
        };
        let Some(figure) = figure else {
            let value = match number.origin {
                Origin::Fixed(value) => self.numbers.exact(value),
                Origin::Characteristic(at) => {
                    let found = &self.run.scenario().characteristics[at];
                    format!("{} = {}", found.name, self.numbers.exact(found.value.mean()))
                }
                _ => self.language.text("explain_by_time").to_owned(),
            };
            let what = self.language.text(key);
            return self.lines.push(format!("{what}: {value}"));
        };
        let what = self.language.text(key);
        self.lines.push(format!("{what}: {} ({})", figure.label, plain(&figure.id)));
        let lines = self.told_of(figure);
        self.lines.extend(lines);
    }
}
