//! Validation of accounts, items, measures and questions.
//!
//! In: what a scenario counts, and what it says of itself. Out: faults.

use std::fmt::Arguments;

use crate::model::limits::{MOST_ITEMS, MOST_STEPS};
use crate::model::validate::Check;
use crate::model::{Clock, ClockTable, Item, ItemKind, Measure, Number, Origin, Quantity, Role, Sets};
use crate::units::Kind;

impl Check<'_> {
    /// Checks accounts, items, measures and questions.
    pub(super) fn items(&mut self) {
        let scenario = self.scenario;
        self.distinct(format_args!("accounts"), scenario.accounts.iter().map(|account| &*account.id));
        self.count(format_args!("items"), scenario.items.len(), 0, MOST_ITEMS);
        self.distinct(format_args!("items"), scenario.items.iter().map(|item| &*item.id));
        for (at, item) in scenario.items.iter().enumerate() {
            self.item(format_args!("items[{at}]"), item);
        }
        for (at, measure) in scenario.measures.iter().enumerate() {
            self.measure(format_args!("measures[{at}]"), measure);
        }
        for (at, question) in scenario.questions.iter().enumerate() {
            if let Sets::Start(domain) = question.sets {
                self.index(format_args!("questions[{at}].sets"), domain, "domains", scenario.domains.len());
            }
        }
    }

    fn item(&mut self, place: Arguments, item: &Item) {
        let scenario = self.scenario;
        match &item.quantity {
            Quantity::Time(condition) => self.condition(format_args!("{place}.quantity"), condition),
            Quantity::Entries { condition, .. } => {
                self.condition_on_states(format_args!("{place}.quantity"), condition);
            }
            Quantity::Transitions(transitions) => {
                self.rising(format_args!("{place}.quantity"), transitions);
                for transition in transitions {
                    let count = scenario.transitions.len();
                    self.index(format_args!("{place}.quantity"), *transition, "transitions", count);
                }
            }
            Quantity::Starts(_)
            | Quantity::Responders(_)
            | Quantity::ActiveTime(_)
            | Quantity::Once
            | Quantity::Always => {}
        }
        self.between(format_args!("{place}.conversion"), item.conversion, 0.0, f64::MAX);
        let times = item.times.iter().map(|number| ("times", Kind::Factor, number));
        for (key, kind, number) in times.chain(item.price.iter().map(|number| ("price", Kind::Amount, number))) {
            self.number(format_args!("{place}.{key}"), *number);
            self.kind(format_args!("{place}.{key}"), *number, kind);
        }
        if let Some(part) = item.part {
            self.number(format_args!("{place}.part"), part);
            self.kind(format_args!("{place}.part"), part, Kind::Count);
            let fixed = !matches!(part.origin, Origin::Table(_) | Origin::Characteristic(_));
            self.refuse_unless(fixed, format_args!("{place}.part"), "validate_part");
        }
        let unvalued = item.kind == ItemKind::Unvalued;
        let has_account = scenario.accounts.iter().any(|account| account.role == Role::Unvalued);
        self.refuse_unless(!unvalued || has_account && item.own.is_none(), place, "validate_unvalued");
        self.since_clocks(place, item);
        let unpriced = item.kind == ItemKind::Unpriced;
        self.refuse_unless(item.price.is_none() == unpriced, format_args!("{place}.price"), "validate_price");
        self.parties(format_args!("{place}.payers"), &item.payers);
        self.parties(format_args!("{place}.receivers"), &item.receivers);
        self.between(format_args!("{place}.cashable"), item.cashable, 0.0, 1.0);
        self.between(format_args!("{place}.cashable_lag"), item.cashable_lag, 0.0, 12_000.0);
        if let Some(count) = &item.count {
            self.row_weights(format_args!("{place}.count.rows"), count);
            let by_states = match &item.quantity {
                Quantity::Time(condition) => condition.is_about_states(),
                _ => true,
            };
            self.refuse_unless(by_states, format_args!("{place}.count"), "validate_own_count");
        }
        let rates = scenario.settings.discount_rates.len();
        for index in item.discount.iter() {
            self.index(format_args!("{place}.discount"), *index, "discount_rates", rates);
        }
        for index in item.own.iter().chain(&item.only) {
            self.index(place, *index, "alternatives", scenario.alternatives.len());
        }
    }

    /// Numbers that go by how long something has lasted belong to a time, and to one clock.
    fn since_clocks(&mut self, place: Arguments, item: &Item) {
        let scenario = self.scenario;
        let clock = |number: &Number| match number.origin {
            Origin::Table(table) => scenario.tables.get(table).map(|table| table.clock),
            _ => None,
        };
        let numbers = item.times.iter().chain(&item.price);
        let mut clocks: Vec<usize> = numbers.filter_map(clock).collect();
        clocks.retain(|clock| matches!(scenario.clocks.get(*clock), Some(Clock::Since(_))));
        clocks.dedup();
        let of_table = |number: &Number| match number.origin {
            Origin::Table(at) => scenario.tables.get(at).filter(|table| clocks.contains(&table.clock)),
            _ => None,
        };
        let steps = |table: &ClockTable| table.values.most_steps(scenario.settings.horizon);
        let steps = item.times.iter().chain(&item.price).filter_map(of_table).map(steps).sum();
        self.count(place, steps, 0, MOST_STEPS);
        let timed = matches!(item.quantity, Quantity::Time(_) | Quantity::Always);
        self.refuse_unless(clocks.is_empty() || timed && clocks.len() == 1, place, "validate_since");
        self.refuse_unless(clocks.is_empty() || item.count.is_none(), place, "validate_own_count");
    }

    /// Those who pay or receive, and their shares.
    fn parties(&mut self, place: Arguments, parties: &[(usize, f64)]) {
        for (account, _) in parties {
            self.index(place, *account, "accounts", self.scenario.accounts.len());
        }
        if !parties.is_empty() {
            self.shares(place, parties.iter().map(|(_, share)| *share));
        }
    }

    fn measure(&mut self, place: Arguments, measure: &Measure) {
        self.rising(place, measure.levels.iter().map(|levels| levels.domain));
        for levels in &measure.levels {
            if self.index(place, levels.domain, "domains", self.scenario.domains.len()) {
                let states = self.scenario.domains[levels.domain].states.len();
                self.count(place, levels.states.len(), states, states);
            }
        }
    }
}
