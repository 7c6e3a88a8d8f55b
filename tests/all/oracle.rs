//! A slow and plain second reckoning of single households, straight from the words of the model: no tables, no joint
//! states, no shortcuts. Every household of the engine must come out the same.

// What is reckoned a second time uses the platform's own functions: not those under test.
#![allow(clippy::disallowed_methods)]

use crate::generated::{for_scenarios, in_other_time};
use mkba::model::*;
use mkba::simulate::draw::{changed, values};
use mkba::simulate::luck::{Luck, exponential, name_key};
use mkba::simulate::{Fault, Method, RunPlan, Unwatched, run};
use mkba::units::Cycle;
use proptest::prelude::*;

/// One alternative with all its numbers drawn.
struct World<'a> {
    scenario: &'a Scenario,
    alternative: &'a Alternative,
    index: usize,
    parameters: Vec<f64>,
}

/// What befell a household: present values of society, society with welfare, and the purse.
#[derive(Default)]
struct Course {
    /// After what is done at each border.
    states: Vec<Vec<usize>>,
    /// Before what is done at each border.
    rows: Vec<Vec<usize>>,
    totals: [f64; 3],
}

/// Factors on hazards at a cycle: one list for each intervention that started.
struct Running {
    intervention: usize,
    start: usize,
    responds: bool,
}

impl World<'_> {
    fn number(&self, number: Number) -> f64 {
        match number.origin {
            Origin::Fixed(value) => value,
            Origin::Trait(index) => self.scenario.traits[index].value.mean(),
            Origin::Parameter(index) => self.parameters[index],
            Origin::Table(_) => f64::NAN,
        }
    }

    fn own_hazard(&self, index: usize) -> f64 {
        if self.alternative.off_transitions.contains(&index) {
            return 0.0;
        }
        let changed = self.alternative.transitions.iter().find(|(changed, _)| *changed == index);
        match changed.map_or(self.scenario.transitions[index].strength, |(_, strength)| *strength) {
            Strength::Rate { rate, per } => self.number(rate) / per,
            Strength::Chance { chance, within } => -(1.0 - self.number(chance)).ln() / within,
            Strength::Observed { .. } | Strength::Duration { .. } => f64::NAN,
            Strength::MeanDuration(months) => -(1.0 - self.cycle() / self.number(months)).ln(),
        }
    }

    /// The hazard ratio of a ratio; `None` where a relative risk leaves its bounds (the engine then has a rule of its own).
    fn ratio(&self, ratio: &Ratio, own: f64) -> Option<f64> {
        if own == 0.0 {
            return Some(1.0);
        }
        let chance = |over: f64| 1.0 - (-own * over).exp();
        let back = |chance: f64, over: f64| -(1.0 - chance).ln() / over / own;
        match *ratio {
            Ratio::Hazard(ratio) | Ratio::Probability(ratio) => Some(self.number(ratio)),
            Ratio::RelativeRisk { ratio, over } => {
                let after = self.number(ratio) * chance(over);
                (after < 1.0).then(|| back(after, over))
            }
            Ratio::Odds { ratio, over } => {
                let odds = self.number(ratio) * chance(over) / (1.0 - chance(over));
                Some(back(odds / (1.0 + odds), over))
            }
        }
    }

    fn strength_of_profile(&self, profile: &Profile, elapsed: usize) -> f64 {
        let months = elapsed as f64 * self.cycle();
        let (ramp, plateau) = (self.number(profile.ramp_up), self.number(profile.plateau));
        if months < ramp {
            return f64::min(1.0, (months + self.cycle()) / ramp);
        }
        let after = months - ramp - plateau;
        if after < 0.0 {
            return 1.0;
        }
        match profile.fade {
            Fade::Never => 1.0,
            Fade::AtOnce => 0.0,
            Fade::Linear(length) => f64::max(0.0, 1.0 - after / self.number(length)),
            Fade::HalfLife(length) => 0.5f64.powf(after / self.number(length)),
        }
    }

    fn hazard(&self, index: usize, states: &[usize], running: &[Running], cycle: usize) -> Option<f64> {
        let own = self.own_hazard(index);
        let mut hazard = own;
        for modifier in &self.scenario.transitions[index].modifiers {
            if modifier.condition.holds(states) {
                hazard *= self.ratio(&modifier.ratio, own)?;
            }
        }
        for one in running.iter().filter(|one| one.responds) {
            let effects = &self.alternative.interventions[one.intervention].effects;
            for effect in effects.iter().filter(|effect| effect.transition == index) {
                let strength = self.strength_of_profile(&effect.profile, cycle - one.start);
                hazard *= self.ratio(&effect.ratio, own)?.powf(strength);
            }
        }
        Some(hazard)
    }

    /// What one unit of an item is worth to the three totals.
    fn worth(&self, index: usize) -> [f64; 3] {
        let item = &self.scenario.items[index];
        let other = item.own.is_some_and(|own| own != self.index);
        let Some(price) = item.price.filter(|_| !other && !self.alternative.off_items.contains(&index)) else {
            return [0.0; 3];
        };
        let amount = item.conversion * self.number(price) * item.times.iter().map(|n| self.number(*n)).product::<f64>();
        let public = |side: &[(usize, f64)]| -> f64 {
            side.iter().filter(|(account, _)| self.scenario.accounts[*account].public).map(|(_, share)| share).sum()
        };
        let purse = public(&item.receivers) - public(&item.payers);
        match item.kind {
            ItemKind::Resource => [-amount, -amount, purse * amount],
            ItemKind::Output => [amount, amount, purse * amount],
            ItemKind::Transfer => [0.0, 0.0, purse * amount],
            ItemKind::Welfare => [0.0, amount, 0.0],
            ItemKind::Unpriced => [0.0; 3],
        }
    }

    /// Months in a cycle.
    fn cycle(&self) -> f64 {
        match self.scenario.settings.cycle {
            Cycle::Day => 12.0 / 365.25,
            Cycle::Week => 84.0 / 365.25,
            Cycle::Month => 1.0,
            Cycle::Quarter => 3.0,
            Cycle::Year => 12.0,
        }
    }

    fn pay(&self, course: &mut Course, item: usize, quantity: f64, factor: f64) {
        let worth = self.worth(item);
        (0..3).for_each(|total| course.totals[total] += worth[total] * quantity * factor);
    }

    /// What a euro after so many cycles is worth, at the rate of an item: year by year.
    fn factor(&self, item: usize, cycles: f64) -> f64 {
        let settings = &self.scenario.settings;
        let own = self.scenario.items[item].discount.map(|at| &settings.discount_rates[at].1);
        let rates: Vec<(f64, f64)> = own.unwrap_or(&settings.discounting).steps().collect();
        let (mut factor, years) = (1.0, cycles * self.cycle() / 12.0);
        for (at, (from, rate)) in rates.iter().enumerate() {
            let until = rates.get(at + 1).map_or(years, |next| f64::min(next.0, years));
            factor *= (1.0 + rate).powf(-f64::max(0.0, until - from));
        }
        factor
    }

    /// The factor for what falls in the cycle that ends at `row`.
    fn factor_within(&self, item: usize, row: usize) -> f64 {
        let row = row as f64;
        match self.scenario.settings.discount_at {
            DiscountAt::Start => self.factor(item, row - 1.0),
            DiscountAt::Middle => self.factor(item, row - 0.5),
            DiscountAt::End => self.factor(item, row),
            DiscountAt::Spread => {
                let parts = 400;
                let at = |part: u32| row - 1.0 + (f64::from(part) + 0.5) / f64::from(parts);
                (0..parts).map(|part| self.factor(item, at(part))).sum::<f64>() / f64::from(parts)
            }
        }
    }

    /// The weight of a row, where rows have weights.
    fn weight(&self, row: usize) -> Option<f64> {
        let last = self.scenario.settings.horizon;
        let end = row == 0 || row == last;
        match &self.scenario.settings.count {
            Count::Start | Count::End | Count::LifeTable => None,
            Count::AllRows => Some(1.0),
            Count::HalfCycle => Some(if end { 0.5 } else { 1.0 }),
            Count::Simpson if end => Some(1.0 / 3.0),
            Count::Simpson if row.is_multiple_of(2) => Some(2.0 / 3.0),
            Count::Simpson => Some(4.0 / 3.0),
            Count::Rows(weights) => Some(weights[row]),
        }
    }

    /// Pays for all times and transitions of a course: cycle by cycle, or row by row where rows have weights.
    fn settle(&self, course: &mut Course, running: &[Running], happened: &[Vec<usize>]) {
        for (index, item) in self.scenario.items.iter().enumerate() {
            let holds = |course: &Course, row: usize| match &item.quantity {
                Quantity::Time(condition) => f64::from(u8::from(condition.holds(&course.rows[row]))),
                _ => 0.0,
            };
            let moved = |row: usize| match &item.quantity {
                Quantity::Transitions(which) => happened[row].iter().filter(|one| which.contains(one)).count() as f64,
                _ => 0.0,
            };
            // In the cycle that begins at this border.
            let active = |border: usize| match &item.quantity {
                Quantity::ActiveTime(name) => {
                    let goes_on = |one: &&Running| {
                        let intervention = &self.alternative.interventions[one.intervention];
                        intervention.name == *name && one.start <= border && border - one.start < intervention.active
                    };
                    running.iter().filter(goes_on).count() as f64
                }
                _ => 0.0,
            };
            for row in 0..course.rows.len() {
                if let Some(weight) = self.weight(row) {
                    let all = holds(course, row) + moved(row) + active(row);
                    self.pay(course, index, weight * all, self.factor(index, row as f64));
                } else if row > 0 {
                    let time = match self.scenario.settings.count {
                        Count::Start => holds(course, row - 1),
                        Count::LifeTable => (holds(course, row - 1) + holds(course, row)) / 2.0,
                        _ => holds(course, row),
                    };
                    let all = time + moved(row) + active(row - 1);
                    self.pay(course, index, all, self.factor_within(index, row));
                }
            }
        }
    }

    fn live(&self, luck: Luck) -> Option<Course> {
        let scenario = self.scenario;
        let mut course = Course::default();
        let mut running: Vec<Running> = Vec::new();
        let mut states: Vec<usize> = vec![0; scenario.domains.len()];
        scenario.starts.iter().for_each(|start| self.start(start, luck, &mut states));
        let mut happened = vec![Vec::new()];
        for cycle in 0..=scenario.settings.horizon {
            course.rows.push(states.clone());
            self.begin(cycle, luck, &mut states, &mut running, &mut course);
            course.states.push(states.clone());
            if cycle == scenario.settings.horizon {
                break;
            }
            let mut next = states.clone();
            let mut now = Vec::new();
            for domain in 0..scenario.domains.len() {
                let mut first: Option<(f64, usize)> = None;
                for (index, transition) in scenario.transitions.iter().enumerate() {
                    if transition.domain != domain || transition.from != states[domain] {
                        continue;
                    }
                    let wait = exponential(luck.cycle(cycle + 1).word(name_key(&transition.name)));
                    let time = wait / self.hazard(index, &states, &running, cycle)?;
                    if time < 1.0 && first.is_none_or(|(earliest, _)| time < earliest) {
                        first = Some((time, index));
                    }
                }
                if let Some((_, index)) = first {
                    next[domain] = scenario.transitions[index].to;
                    now.push(index);
                }
            }
            states = next;
            happened.push(now);
        }
        self.settle(&mut course, &running, &happened);
        Some(course)
    }

    fn start(&self, start: &Start, luck: Luck, states: &mut [usize]) {
        let shares = &self.alternative.start(start).shares;
        let names: Vec<&str> = start.domains.iter().map(|domain| self.scenario.domains[*domain].id.as_str()).collect();
        let u = luck.uniform(name_key(&format!("start: {}", names.join(", "))));
        let given: f64 = shares.iter().filter_map(|(_, share)| *share).map(|share| self.number(share)).sum();
        let mut sum = 0.0;
        let passes = |(_, share): &&(Vec<usize>, Option<Number>)| {
            sum += share.map_or(1.0 - given, |share| self.number(share));
            u < sum
        };
        let (chosen, _) = shares.iter().find(passes).unwrap_or(&shares[shares.len() - 1]);
        start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state);
    }

    fn begin(&self, row: usize, luck: Luck, states: &mut [usize], running: &mut Vec<Running>, course: &mut Course) {
        for (intervention, one) in self.alternative.interventions.iter().enumerate() {
            let reached = luck.uniform(name_key(&format!("reached: {}", one.name))) < self.number(one.reached);
            if one.fixed_start() != Some(row) || !one.eligible.holds(states) || !reached {
                continue;
            }
            let responds = luck.uniform(name_key(&format!("success: {}", one.name))) < self.number(one.success);
            running.push(Running { intervention, start: row, responds });
            for index in 0..self.scenario.items.len() {
                let counts = match &self.scenario.items[index].quantity {
                    Quantity::Starts(name) => *name == one.name,
                    Quantity::Responders(name) => *name == one.name && responds,
                    _ => false,
                };
                if counts {
                    self.pay(course, index, 1.0, self.factor(index, row as f64));
                }
            }
            let before = states.to_vec();
            for change in one.moves.iter().filter(|change| responds && before[change.domain] == change.from) {
                states[change.domain] = change.to;
            }
        }
    }
}

#[test]
fn every_household_lives_as_the_model_says() {
    let (compared, parted) = compare(60, 8, Scenario::clone);
    assert!(compared > 5_000 && parted > 1_000, "{compared} compared, {parted} parted");
}

#[test]
fn every_way_of_counting_and_discounting_is_as_the_model_says() {
    let (compared, parted) = compare(150, 9, in_other_time);
    assert!(compared > 8_000 && parted > 1_000, "{compared} compared, {parted} parted");
}

/// Households compared, and those among them whose course parts from that without help.
fn compare(cases: u32, seed: u8, change: impl Fn(&Scenario) -> Scenario) -> (u32, u32) {
    let compared = std::cell::Cell::new(0u32);
    let parted = std::cell::Cell::new(0u32);
    for_scenarios(cases, seed, |scenario| {
        let scenario = &change(scenario);
        let plan = RunPlan { seed: 3, first_draw: 0, draws: 3, households: 20, method: Method::Cohort };
        let results = match run(scenario, &plan, &Unwatched) {
            Err(Fault::OutOfBounds { .. }) => return Err(TestCaseError::reject("a drawn value out of bounds")),
            other => other.expect("results"),
        };
        let draws = values(scenario, 3, &[0, 1, 2]);
        for (draw, parameters) in draws.iter().enumerate() {
            let world = |index: usize| {
                let alternative = &scenario.alternatives[index];
                let parameters = changed(scenario, alternative, 3, draw as u64, parameters);
                World { scenario, alternative, index, parameters }
            };
            for household in 0..20usize {
                let luck = Luck::new(3, draw as u64, household as u64);
                let Some(null) = world(0).live(luck) else { continue };
                for index in 1..scenario.alternatives.len() {
                    let Some(own) = world(index).live(luck) else { continue };
                    let found = results.alternatives[index].households[draw].net_benefit[household];
                    for total in 0..3 {
                        let wanted = own.totals[total] - null.totals[total];
                        let margin = 1e-6 * (1.0 + own.totals[total].abs() + null.totals[total].abs());
                        let gap = (f64::from(found[total]) - wanted).abs();
                        prop_assert!(
                            gap < margin,
                            "{index}, draw {draw}, household {household}: {found:?}, wanted {wanted}"
                        );
                    }
                    compared.set(compared.get() + 1);
                    parted.set(parted.get() + u32::from(own.states != null.states));
                }
            }
        }
        Ok(())
    });
    (compared.get(), parted.get())
}
