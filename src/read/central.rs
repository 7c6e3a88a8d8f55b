//! Checks at central values: the means of all numbers.
//!
//! In: everything on the desk. Out: faults about shares that do not add up, and about strengths and ratios that take a chance
//! above 1. A number that depends on clocks is checked in each of its steps; distributions of durations only show in a draw.

use super::checks::Others;
use super::derived;
use super::desk::{Desk, RatioUse, ShareUse, StrengthUse};
use super::entry::At;
use super::moments::{self, MOST, Moment};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Alternative, ClockValues, Number, Origin, Ratio, Strength};
use crate::units::{Cycle, Probability};

/// How far a sum of shares may be from 1.
const MARGIN: f64 = 1e-9;

/// Runs all checks at central values.
pub(super) fn run(alternatives: &[Alternative], desk: &mut Desk) {
    let sound = !desk.faults.has_faults();
    let mut found = Diagnostics::default();
    for (at, alternative) in alternatives.iter().enumerate() {
        let others = derived::means(desk, at);
        let view = View { desk, others, at, alternative };
        view.check_shares(&mut found);
        if sound {
            view.check_rows(&mut found);
            view.check_ratios(&mut found);
        }
    }
    for one in found.sorted() {
        let fault = desk.faults.fault(one.place.clone(), one.message.clone());
        fault.hints.clone_from(&one.hints);
    }
}

/// The scenario as one alternative sees it.
struct View<'v> {
    desk: &'v Desk,
    others: Others,
    at: usize,
    alternative: &'v Alternative,
}

impl View<'_> {
    fn here(&self, alternative: Option<usize>) -> bool {
        alternative.is_none_or(|one| one == self.at)
    }

    /// The mean of a number at a moment; NaN where it depends on a clock of which the moment tells nothing.
    fn mean(&self, number: Number, moment: &Moment) -> f64 {
        let Origin::Table(table) = number.origin else { return self.desk.numbers.mean(number, &self.others) };
        let table = &self.desk.tables[table];
        let Some((_, value)) = moment.iter().find(|(clock, _)| *clock == table.clock) else { return f64::NAN };
        match &table.values {
            ClockValues::Steps(steps) => {
                let past = steps.partition_point(|(from, _)| from <= value);
                self.desk.numbers.mean(steps[past.saturating_sub(1)].1, &self.others)
            }
            ClockValues::Formula(formula) => {
                let mean = |origin| self.desk.numbers.mean(Number { origin, kind: number.kind }, &self.others);
                formula.at(*value, mean)
            }
        }
    }

    fn check_shares(&self, found: &mut Diagnostics) {
        for one in self.desk.shares.iter().filter(|one| self.here(one.alternative)) {
            let ShareUse { shares, rest, place, .. } = one;
            let total: f64 = shares.iter().map(|share| self.mean(*share, &Moment::new())).sum();
            let shown = (total * 1e6).round() / 1e6;
            if *rest && total > 1.0 + MARGIN {
                found.at(place, Message::new("shares_above_one").with("total", shown));
            } else if !rest && (total - 1.0).abs() > MARGIN {
                found.at(place, Message::new("shares_do_not_add_up").with("total", shown));
            }
        }
    }

    /// The strength of a transition here, `None` where it is switched off.
    fn strength(&self, transition: usize) -> Option<Strength> {
        if self.alternative.off_transitions.contains(&transition) {
            return None;
        }
        let own = self.alternative.transitions.iter().find(|(at, _)| *at == transition);
        let base = self.desk.transitions.get(transition)?.strength;
        Some(own.map_or(base, |(_, strength)| *strength))
    }

    /// Where that strength stands.
    fn place(&self, transition: usize) -> Option<&Place> {
        let of = |one: &&StrengthUse| one.transition == transition && self.here(one.alternative);
        self.desk.strengths.iter().filter(of).max_by_key(|one| one.alternative).map(|one| &one.place)
    }

    /// The exits of the state that a transition leaves.
    fn row(&self, transition: usize) -> Vec<usize> {
        let all = &self.desk.transitions;
        let Some(one) = all.get(transition) else { return Vec::new() };
        let same = |at: &usize| (all[*at].domain, all[*at].from) == (one.domain, one.from);
        (0..all.len()).filter(same).filter(|at| self.strength(*at).is_some()).collect()
    }

    /// Shares that are observed have to be so for the whole row, over one period, and stay below 1 together.
    fn check_rows(&self, found: &mut Diagnostics) {
        for first in 0..self.desk.transitions.len() {
            let row = self.row(first);
            if row.first() != Some(&first) {
                continue;
            }
            let observed: Vec<Option<(Number, f64)>> = row.iter().map(|at| self.observed(*at)).collect();
            let Some((_, within)) = observed.iter().flatten().next().copied() else { continue };
            let odd = row.iter().zip(&observed).find(|(_, one)| one.is_none_or(|(_, other)| other != within));
            let one = &self.desk.transitions[first];
            let state = &self.desk.domains[one.domain].states[one.from].id;
            if let Some((at, other)) = odd {
                let key = if other.is_none() { "row_mixed" } else { "row_periods" };
                let message = Message::new(key).with("state", state).with("name", &self.desk.transitions[*at].name);
                if let Some(place) = self.place(*at) {
                    found.at(place, message).hint(Message::new("write_row"));
                }
                continue;
            }
            let numbers: Vec<Number> = observed.iter().flatten().map(|(number, _)| *number).collect();
            let moments = match moments::moments(self.desk, &numbers, None) {
                Ok(moments) => moments,
                Err(cells) => {
                    let message = Message::new("row_clocks_too_many").with("state", state).with("cells", cells);
                    if let Some(place) = self.place(first) {
                        found.at(place, message.with("most", MOST)).hint(Message::new("fewer_steps"));
                    }
                    continue;
                }
            };
            let total = |moment: Moment| numbers.iter().map(|one| self.mean(*one, &moment)).sum::<f64>();
            let worst = moments.into_iter().map(total).fold(0.0, f64::max);
            if let (true, Some(place)) = (worst > 1.0 + MARGIN, self.place(first)) {
                let shown = (worst * 1e6).round() / 1e6;
                found.at(place, Message::new("row_above_one").with("state", state).with("total", shown));
            }
        }
    }

    fn observed(&self, transition: usize) -> Option<(Number, f64)> {
        match self.strength(transition) {
            Some(Strength::Observed { chance, within }) => Some((chance, within)),
            _ => None,
        }
    }

    /// The hazard per cycle of a transition alone; NaN where it cannot be told beforehand.
    fn hazard(&self, transition: usize, moment: &Moment) -> f64 {
        let mean = |number| self.mean(number, moment);
        let of = |chance: f64, cycles| Probability::new(chance).map_or(f64::NAN, |chance| chance.to_hazard(cycles));
        match self.strength(transition) {
            None => 0.0,
            Some(Strength::Rate { rate, per }) => mean(rate) / per,
            Some(Strength::Chance { chance, within }) => of(mean(chance), within),
            Some(Strength::MeanDuration(duration)) => {
                of(self.desk.cycle.map_or(f64::NAN, Cycle::months) / mean(duration), 1.0)
            }
            Some(Strength::Duration { .. }) => f64::NAN,
            Some(Strength::Observed { chance, within }) => {
                let row = self.row(transition);
                let total: f64 = row.iter().filter_map(|at| self.observed(*at)).map(|(one, _)| mean(one)).sum();
                if total > 0.0 { of(total.min(1.0), within) * mean(chance) / total } else { 0.0 }
            }
        }
    }

    /// Numbers on which the hazard of a transition depends.
    fn numbers(&self, transition: usize) -> Vec<Number> {
        match self.strength(transition) {
            Some(Strength::Rate { rate: one, .. } | Strength::Chance { chance: one, .. }) => vec![one],
            Some(Strength::MeanDuration(one)) => vec![one],
            Some(Strength::Observed { .. }) => {
                self.row(transition).iter().filter_map(|at| self.observed(*at)).map(|(one, _)| one).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The ratio here: an alternative may have another one, or none.
    fn ratio(&self, one: &RatioUse) -> Option<Ratio> {
        let own = self
            .alternative
            .modifiers
            .iter()
            .find(|(transition, place, _)| (*transition, Some(*place)) == (one.transition, one.modifier));
        match own {
            // Its own use is listed for this alternative.
            Some(_) if one.alternative.is_none() => None,
            _ => Some(one.ratio),
        }
    }

    fn check_ratios(&self, found: &mut Diagnostics) {
        for one in self.desk.ratios.iter().filter(|one| self.here(one.alternative)) {
            let (Some(ratio), Some(transition)) = (self.ratio(one), self.desk.transitions.get(one.transition)) else {
                continue;
            };
            let message = match ratio {
                Ratio::Hazard(_) => None,
                Ratio::Probability(_) => self.probability_fault(one),
                Ratio::RelativeRisk { ratio, over } => self.risk_fault(one.transition, ratio, over, true),
                Ratio::Odds { ratio, over } => self.risk_fault(one.transition, ratio, over, false),
            };
            if let Some(message) = message {
                let hint = if message.key == "clocks_too_many" { "fewer_steps" } else { "use_hazard_ratio" };
                found.at(&one.place, message.with("name", &transition.name)).hint(Message::new(hint));
            }
        }
    }

    /// What is wrong with a relative risk or an odds ratio.
    fn risk_fault(&self, transition: usize, ratio: Number, over: f64, relative: bool) -> Option<Message> {
        let mut numbers = self.numbers(transition);
        numbers.push(ratio);
        let lasting = match self.strength(transition) {
            Some(Strength::Duration { clock, .. }) => Some(clock),
            _ => None,
        };
        let moments = match moments::moments(self.desk, &numbers, lasting) {
            Ok(moments) => moments,
            Err(cells) => return Some(too_many(cells)),
        };
        let hazards: Vec<(f64, Moment)> = moments.into_iter().map(|at| (self.hazard(transition, &at), at)).collect();
        if hazards.iter().any(|(hazard, _)| hazard.is_infinite()) {
            return Some(Message::new("ratio_on_certainty"));
        }
        let changed = |(hazard, at): &(f64, Moment)| {
            let chance = Probability::from_hazard(*hazard, over).value();
            (chance, chance * self.mean(ratio, at))
        };
        let shown = |value: f64| format!("{value:.3}");
        let worst = hazards.iter().filter(|(hazard, _)| !hazard.is_nan()).map(changed);
        let (chance, changed) = worst.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (relative && changed > 1.0)
            .then(|| Message::new("risk_above_one").with("chance", shown(chance)).with("changed", shown(changed)))
    }

    /// What is wrong with a probability ratio, together with those that hold whenever it holds.
    fn probability_fault(&self, one: &RatioUse) -> Option<Message> {
        let row = self.row(one.transition);
        let ratios: Vec<(usize, Number)> = self.acting_with(one, &row);
        let mut numbers: Vec<Number> = row.iter().flat_map(|at| self.numbers(*at)).collect();
        numbers.extend(ratios.iter().map(|(_, ratio)| *ratio));
        let total = |at: Moment| {
            let hazards: Vec<f64> = row.iter().map(|one| self.hazard(*one, &at)).collect();
            let all: f64 = hazards.iter().sum();
            let leave = Probability::from_hazard(all, 1.0).value();
            let of = |(exit, hazard): (&usize, &f64)| {
                let ratio: f64 =
                    ratios.iter().filter(|(on, _)| on == exit).map(|(_, it)| self.mean(*it, &at)).product();
                let taker = self.desk.transitions[*exit].takes_rest;
                if taker || all == 0.0 { 0.0 } else { leave * hazard / all * ratio }
            };
            row.iter().zip(&hazards).map(of).sum::<f64>()
        };
        let moments = match moments::moments(self.desk, &numbers, None) {
            Ok(moments) => moments,
            Err(cells) => return Some(too_many(cells)),
        };
        let worst = moments.into_iter().map(total).filter(|total| total.is_finite()).fold(0.0, f64::max);
        (worst > 1.0 + MARGIN).then(|| Message::new("row_ratio_above_one").with("total", format!("{worst:.3}")))
    }

    /// Probability ratios on exits of a row that act whenever `one` acts, itself included.
    fn acting_with(&self, one: &RatioUse, row: &[usize]) -> Vec<(usize, Number)> {
        let condition = |it: &RatioUse| {
            let modifiers = &self.desk.transitions.get(it.transition)?.modifiers;
            Some(&modifiers.get(it.modifier?)?.condition)
        };
        let same = |it: &&RatioUse| {
            row.contains(&it.transition)
                && self.here(it.alternative)
                && it.together == one.together
                && condition(it) == condition(one)
        };
        let acting = self.desk.ratios.iter().filter(same).filter_map(|it| match self.ratio(it)? {
            Ratio::Probability(ratio) => Some((it.transition, ratio)),
            _ => None,
        });
        acting.collect()
    }
}

/// More steps than a table may have.
fn too_many(cells: usize) -> Message {
    Message::new("clocks_too_many").with("cells", cells).with("most", MOST)
}
