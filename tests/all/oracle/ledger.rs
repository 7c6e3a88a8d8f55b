//! What a life is worth to the three totals, row by row.

use super::life::Life;
use super::world::World;
use mkba::model::*;
use mkba::units::Compounding;

impl World<'_> {
    /// What one unit of an item is worth in a cycle to society, society in money, and the purse.
    fn worth(&self, index: usize, cycle: usize) -> [f64; 3] {
        let item = &self.scenario.items[index];
        let elsewhere = item.own.or(item.only).is_some_and(|own| own != self.index);
        let Some(price) = item.price.filter(|_| !elsewhere && !self.alternative.off_items.contains(&index)) else {
            return [0.0; 3];
        };
        let scaled = self.alternative.scaled_items.iter().filter(|(scaled, _)| *scaled == index);
        let factors =
            item.times.iter().copied().chain(scaled.map(|(_, factor)| *factor)).chain([price]).chain(item.part);
        let since = |number: &Number| match number.origin {
            Origin::Table(at) => matches!(self.scenario.clocks[self.scenario.tables[at].clock], Clock::Since(_)),
            _ => false,
        };
        // Those by how long something has lasted are looked up with the time itself.
        let factors = factors.filter(|number| !since(number));
        let factor = |number: Number| self.by_clock(number, |clock| self.years_or_cycles(clock, cycle));
        let amount = item.conversion * factors.map(factor).product::<f64>();
        let public = |side: &[(usize, f64)]| -> f64 {
            side.iter().filter(|(account, _)| self.scenario.accounts[*account].public).map(|(_, share)| share).sum()
        };
        let purse = public(&item.receivers) - public(&item.payers);
        match item.kind {
            ItemKind::Resource => [-amount, -amount, purse * amount],
            ItemKind::Output => [amount, amount, purse * amount],
            ItemKind::Transfer => [0.0, 0.0, purse * amount],
            ItemKind::Welfare => [amount, 0.0, 0.0],
            ItemKind::Unpriced => [0.0; 3],
            ItemKind::Unvalued => [0.0, -amount, purse * amount],
        }
    }

    /// What a euro after so many cycles is worth, at the rate of an item: year by year.
    fn factor(&self, item: usize, cycles: f64) -> f64 {
        let settings = &self.scenario.settings;
        let own = self.scenario.items[item].discount.map(|at| &settings.discount_rates[at].1);
        let own = own.unwrap_or(&settings.discounting);
        let rates: Vec<(f64, f64)> = own.steps().collect();
        let (mut factor, years) = (1.0, cycles * self.cycle() / 12.0);
        for (at, (from, rate)) in rates.iter().enumerate() {
            let until = rates.get(at + 1).map_or(years, |next| f64::min(next.0, years));
            let within = f64::max(0.0, until - from);
            factor *= match own.compounding() {
                Compounding::Yearly => (1.0 + rate).powf(-within),
                Compounding::Continuous => (-rate * within).exp(),
            };
        }
        factor
    }

    /// The factor for what falls in the cycle that ends at `row`.
    fn factor_within(&self, item: usize, row: usize) -> f64 {
        let end = row as f64;
        match self.scenario.settings.discount_at {
            _ if row == 0 => 1.0,
            DiscountAt::Start => self.factor(item, end - 1.0),
            DiscountAt::Middle => self.factor(item, end - 0.5),
            DiscountAt::End => self.factor(item, end),
            DiscountAt::Spread => {
                let parts = 400;
                let at = |part: u32| end - 1.0 + (f64::from(part) + 0.5) / f64::from(parts);
                (0..parts).map(|part| self.factor(item, at(part))).sum::<f64>() / f64::from(parts)
            }
        }
    }

    /// How the rows of an item count.
    fn count(&self, item: &Item) -> Count {
        item.count.clone().unwrap_or_else(|| self.scenario.settings.count.clone())
    }

    /// The weight of a row, where rows have weights.
    fn weight(&self, item: &Item, row: usize) -> Option<f64> {
        let last = self.scenario.settings.horizon;
        let end = row == 0 || row == last;
        match &self.count(item) {
            Count::Start | Count::End | Count::LifeTable => None,
            Count::AllRows => Some(1.0),
            Count::HalfCycle => Some(if end { 0.5 } else { 1.0 }),
            Count::Simpson if end => Some(1.0 / 3.0),
            Count::Simpson if row.is_multiple_of(2) => Some(2.0 / 3.0),
            Count::Simpson => Some(4.0 / 3.0),
            Count::Rows(weights) => Some(weights[row]),
        }
    }

    /// Time that counts at a row, with the factors of an item that go by how long something has lasted.
    fn time_of(&self, life: &Life, item: &Item, row: usize) -> f64 {
        let factor = |number: &Number| match number.origin {
            Origin::Table(at) => match &self.scenario.clocks[self.scenario.tables[at].clock] {
                Clock::Since(condition) => self.by_clock(*number, |_| life.since(condition, row, true) as f64),
                _ => 1.0,
            },
            _ => 1.0,
        };
        self.time(life, &item.quantity, row) * item.times.iter().chain(&item.price).map(factor).product::<f64>()
    }

    /// Whether time counts at a row.
    fn time(&self, life: &Life, quantity: &Quantity, row: usize) -> f64 {
        let states = life.row(row);
        let cycle = match self.scenario.settings.count {
            Count::End | Count::LifeTable => row.saturating_sub(1),
            _ => row,
        };
        let reading = |clock: usize| match &self.scenario.clocks[clock] {
            // Before anything is done at this border.
            Clock::Since(condition) => life.since(condition, row, true) as f64,
            _ => self.years_or_cycles(clock, cycle),
        };
        let active = |at: usize, responds: bool| row > 0 && life.is_active(self, at, row - 1, responds);
        let holds = match quantity {
            Quantity::Always => true,
            Quantity::Time(condition) => self.judge(condition, states, &reading, &active),
            _ => false,
        };
        f64::from(u8::from(holds && !self.has_ended(states)))
    }

    /// How often something that is counted happens in the cycle that ends at a row.
    fn events(&self, life: &Life, quantity: &Quantity, row: usize) -> f64 {
        match quantity {
            Quantity::Transitions(which) => life.happened[row].iter().filter(|one| which.contains(one)).count() as f64,
            Quantity::Entries { condition, start_counts } => {
                let before = if row == 0 { !start_counts } else { condition.holds(life.after(row - 1)) };
                f64::from(u8::from(!before && condition.holds(life.row(row))))
            }
            _ => 0.0,
        }
    }

    /// What is done at a border.
    fn done(&self, life: &Life, quantity: &Quantity, border: usize) -> f64 {
        let started = life.episodes.iter().filter(|one| one.start == border);
        let named = |at: usize, name: &str| self.alternative.interventions[at].name == *name;
        match quantity {
            Quantity::Once => f64::from(u8::from(border == 0)),
            Quantity::Starts(name) => started.filter(|one| named(one.intervention, name)).count() as f64,
            Quantity::Responders(name) => {
                started.filter(|one| one.responds && named(one.intervention, name)).count() as f64
            }
            _ => 0.0,
        }
    }

    /// Whether it is active in the cycle that begins at a border.
    fn active(&self, life: &Life, quantity: &Quantity, border: usize) -> f64 {
        let Quantity::ActiveTime(name) = quantity else { return 0.0 };
        let at = self.alternative.interventions.iter().position(|one| one.name == *name);
        f64::from(u8::from(at.is_some_and(|at| life.is_active(self, at, border, false))))
    }

    /// Present value of a life for the three totals: cycle by cycle, or row by row where rows have weights.
    pub fn totals(&self, life: &Life) -> [f64; 3] {
        let mut totals = [0.0; 3];
        for (index, item) in self.scenario.items.iter().enumerate() {
            let mut pay = |quantity: f64, factor: f64, cycle: usize| {
                if quantity != 0.0 {
                    let worth = self.worth(index, cycle);
                    (0..3).for_each(|total| totals[total] += worth[total] * quantity * factor);
                }
            };
            let counted = &item.quantity;
            for row in 0..life.borders.len() {
                pay(self.done(life, counted, row), self.factor(index, row as f64), row);
                let (time, events) = (|row| self.time_of(life, item, row), self.events(life, counted, row));
                if let Some(weight) = self.weight(item, row) {
                    let all = time(row) + events + self.active(life, counted, row);
                    pay(weight * all, self.factor(index, row as f64), row);
                } else if row == 0 {
                    pay(events, 1.0, 0);
                } else {
                    let time = match self.count(item) {
                        Count::Start => time(row - 1),
                        Count::LifeTable => (time(row - 1) + time(row)) / 2.0,
                        _ => time(row),
                    };
                    let all = time + events + self.active(life, counted, row - 1);
                    pay(all, self.factor_within(index, row), row - 1);
                }
            }
        }
        totals
    }
}
