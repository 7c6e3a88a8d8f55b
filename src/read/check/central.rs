//! Checks of shares and strengths at central values, the means of all numbers.
//!
//! In: everything in the builder. Out: faults about shares that do not add up, and about strengths that take a chance
//! above 1; those about ratios are found in `central_ratio`. A number that depends on clocks is checked in each of its
//! steps; distributions of durations only show in a draw.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Alternative, ClockValues, Number, Origin, RowReading, Strength};
use crate::read::builder::{ScenarioBuilder, ShareUse, StrengthUse};
use crate::read::check::moments::{self, MOST, Moment};
use crate::read::scenario::derived::{self, Others};
use crate::units::{Cycle, Probability};

/// How far a sum of shares may be from 1.
pub(crate) const MARGIN: f64 = 1e-9;

/// Runs all checks at central values.
pub(crate) fn run(alternatives: &[Alternative], builder: &mut ScenarioBuilder) {
    let sound = !builder.faults.has_faults();
    let mut found = Diagnostics::default();
    let mut exits: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, transition) in builder.transitions.iter().enumerate() {
        exits.entry((transition.domain, transition.from)).or_default().push(at);
    }
    for (at, alternative) in alternatives.iter().enumerate() {
        let others = derived::means(builder, at);
        let view = View { builder, others, at, alternative, exits: &exits };
        view.check_shares(&mut found);
        if sound {
            view.check_rows(&mut found);
            view.check_periods(&mut found);
            view.check_ratios(&mut found);
        }
    }
    for diagnostic in found.sorted() {
        let fault = builder.faults.fault(diagnostic.place.clone(), diagnostic.message.clone());
        fault.hints.clone_from(&diagnostic.hints);
    }
}

/// The scenario as one alternative sees it.
pub(crate) struct View<'v> {
    pub(crate) builder: &'v ScenarioBuilder,
    pub(crate) others: Others,
    pub(crate) at: usize,
    pub(crate) alternative: &'v Alternative,
    /// Transitions by the domain and the state that they leave.
    pub(crate) exits: &'v BTreeMap<(usize, usize), Vec<usize>>,
}

impl View<'_> {
    pub(crate) fn here(&self, alternative: Option<usize>) -> bool {
        alternative.is_none_or(|index| index == self.at)
    }

    /// The mean of a number at a moment; NaN where it depends on a clock of which the moment tells nothing.
    pub(crate) fn mean(&self, number: Number, moment: &Moment) -> f64 {
        let Origin::Table(table) = number.origin else { return self.builder.numbers.mean(number, &self.others) };
        let table = &self.builder.tables[table];
        let Some((_, value)) = moment.iter().find(|(clock, _)| *clock == table.clock) else { return f64::NAN };
        match &table.values {
            ClockValues::Steps(steps) => {
                let past = steps.partition_point(|(from, _)| from <= value);
                self.builder.numbers.mean(steps[past.saturating_sub(1)].1, &self.others)
            }
            ClockValues::Formula(formula) => {
                let mean = |origin| self.builder.numbers.mean(Number { origin, kind: number.kind }, &self.others);
                formula.at(*value, mean)
            }
        }
    }

    fn check_shares(&self, found: &mut Diagnostics) {
        for share_use in self.builder.shares.iter().filter(|share_use| self.here(share_use.alternative)) {
            let ShareUse { shares, rest, place, .. } = share_use;
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
    pub(crate) fn strength(&self, transition: usize) -> Option<Strength> {
        if self.alternative.off_transitions.contains(&transition) {
            return None;
        }
        let own = self.alternative.transitions.iter().find(|(at, _)| *at == transition);
        let base = self.builder.transitions.get(transition)?.strength;
        Some(own.map_or(base, |(_, strength)| *strength))
    }

    /// Where that strength stands.
    pub(crate) fn place(&self, transition: usize) -> Option<&Place> {
        let of =
            |strength_use: &&StrengthUse| strength_use.transition == transition && self.here(strength_use.alternative);
        self.builder
            .strengths
            .iter()
            .filter(of)
            .max_by_key(|strength_use| strength_use.alternative)
            .map(|strength_use| &strength_use.place)
    }

    /// The exits of the state that a transition leaves.
    pub(crate) fn row(&self, transition: usize) -> Vec<usize> {
        let left = self.builder.transitions.get(transition).map(|left| (left.domain, left.from));
        let exits = left.and_then(|left| self.exits.get(&left)).into_iter().flatten();
        exits.copied().filter(|at| self.strength(*at).is_some()).collect()
    }

    /// Shares that are observed have to be so for the whole row, over one period, and stay below 1 together.
    fn check_rows(&self, found: &mut Diagnostics) {
        for first in 0..self.builder.transitions.len() {
            let row = self.row(first);
            if row.first() != Some(&first) {
                continue;
            }
            let observed: Vec<Option<(Number, f64)>> = row.iter().map(|at| self.observed(*at)).collect();
            let Some((_, within)) = observed.iter().flatten().next().copied() else { continue };
            let odd =
                row.iter().zip(&observed).find(|(_, observation)| observation.is_none_or(|(_, other)| other != within));
            let transition = &self.builder.transitions[first];
            let state = &self.builder.domains[transition.domain].states[transition.from].id;
            if let Some((at, other)) = odd {
                let key = if other.is_none() { "row_mixed" } else { "row_periods" };
                let message = Message::new(key).with("state", state).with("name", &self.builder.transitions[*at].name);
                if let Some(place) = self.place(*at) {
                    found.at(place, message).hint(Message::new("write_row"));
                }
                continue;
            }
            let numbers: Vec<Number> = observed.iter().flatten().map(|(number, _)| *number).collect();
            let moments = match moments::moments(self.builder, &numbers, None) {
                Ok(moments) => moments,
                Err(cells) => {
                    let message = Message::new("row_clocks_too_many").with("state", state).with("cells", cells);
                    if let Some(place) = self.place(first) {
                        found.at(place, message.with("most", MOST)).hint(Message::new("fewer_steps"));
                    }
                    continue;
                }
            };
            let total = |moment: Moment| numbers.iter().map(|number| self.mean(*number, &moment)).sum::<f64>();
            let worst = moments.into_iter().map(total).fold(0.0, f64::max);
            if let (true, Some(place)) = (worst > 1.0 + MARGIN, self.place(first)) {
                let shown = (worst * 1e6).round() / 1e6;
                found.at(place, Message::new("row_above_one").with("state", state).with("total", shown));
            }
        }
    }

    /// What is given for an exit of an observed row: its share, or where it takes the rest the share that stays.
    fn observed(&self, transition: usize) -> Option<(Number, f64)> {
        match self.strength(transition) {
            Some(Strength::Observed { chance: number, within } | Strength::ObservedRest { stays: number, within }) => {
                Some((number, within))
            }
            _ => None,
        }
    }

    /// The hazard per cycle of a transition alone; NaN where it cannot be told beforehand.
    pub(crate) fn hazard(&self, transition: usize, moment: &Moment) -> f64 {
        let mean = |number| self.mean(number, moment);
        let of = |chance: f64, cycles| Probability::new(chance).map_or(f64::NAN, |chance| chance.to_hazard(cycles));
        let domain = &self.builder.domains[self.builder.transitions[transition].domain];
        match self.strength(transition) {
            None => 0.0,
            // All rows of the domain together decide.
            Some(_) if domain.rows == RowReading::Period => f64::NAN,
            Some(Strength::Rate { rate, per }) => mean(rate) / per,
            Some(Strength::Chance { chance, within }) => of(mean(chance), within),
            Some(Strength::MeanDuration(duration)) => {
                of(self.builder.cycle.map_or(f64::NAN, Cycle::months) / mean(duration), 1.0)
            }
            Some(Strength::Duration { .. }) => f64::NAN,
            Some(Strength::Observed { within, .. } | Strength::ObservedRest { within, .. }) => {
                let (own, all) = self.observed_shares(transition, moment);
                if all > 0.0 { of(all.min(1.0), within) * own / all } else { 0.0 }
            }
        }
    }

    /// Of an exit of an observed row the share that takes it, and that which leaves by any exit.
    fn observed_shares(&self, transition: usize, moment: &Moment) -> (f64, f64) {
        let given = |at: usize| self.observed(at).map_or(0.0, |(number, _)| self.mean(number, moment));
        let row = self.row(transition);
        let total: f64 = row.iter().map(|at| given(*at)).sum();
        match row.iter().find(|at| matches!(self.strength(**at), Some(Strength::ObservedRest { .. }))) {
            None => (given(transition), total),
            Some(rest) if *rest == transition => (1.0 - total, 1.0 - given(*rest)),
            Some(rest) => (given(transition), 1.0 - given(*rest)),
        }
    }

    /// Numbers on which the hazard of a transition depends.
    pub(crate) fn numbers(&self, transition: usize) -> Vec<Number> {
        match self.strength(transition) {
            Some(Strength::Rate { rate: number, .. } | Strength::Chance { chance: number, .. }) => vec![number],
            Some(Strength::MeanDuration(number)) => vec![number],
            Some(Strength::Observed { .. } | Strength::ObservedRest { .. }) => {
                self.row(transition).iter().filter_map(|at| self.observed(*at)).map(|(number, _)| number).collect()
            }
            _ => Vec::new(),
        }
    }
}
