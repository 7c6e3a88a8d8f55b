//! Checks of tables of transition probabilities that tell where all are after a period.
//!
//! In: domains with `read_as = "period"`, at central values. Out: faults where their table is not whole, or where no matrix of
//! one cycle gives it.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::limits::MOST_PERIOD_STATES;
use crate::model::number::matrix::{Matrix, NoRoot, root};
use crate::model::{Number, Origin, RowReading, Strength};
use crate::read::check::central::View;
use crate::read::check::moments::Moment;

impl View<'_> {
    /// Every domain that is read so has a table of one period, of which a root is a transition matrix.
    pub(crate) fn check_periods(&self, found: &mut Diagnostics) {
        for (at, domain) in self.builder.domains.iter().enumerate() {
            if domain.rows == RowReading::Period {
                self.check_period(at, found);
            }
        }
    }

    fn check_period(&self, domain: usize, found: &mut Diagnostics) {
        let builder = self.builder;
        let own = &builder.domains[domain];
        if own.states.len() > MOST_PERIOD_STATES {
            let first = builder.transitions.iter().position(|transition| transition.domain == domain);
            if let Some(place) = first.and_then(|at| self.place(at)) {
                let message = Message::new("period_too_large").with("domain", &own.id);
                found.at(place, message.with("most", MOST_PERIOD_STATES)).hint(Message::new("period_other_cycle"));
            }
            return;
        }
        let exits = (0..builder.transitions.len()).filter(|at| builder.transitions[*at].domain == domain);
        let mut period: Option<f64> = None;
        let mut whole: Matrix = vec![vec![0.0; own.states.len()]; own.states.len()];
        let mut rests = Vec::new();
        for exit in exits.clone() {
            let transition = &builder.transitions[exit];
            // What is switched off here is still part of the table.
            let (number, within, rest) = match *self.alternative.strength(exit, &transition.strength) {
                Strength::Observed { chance, within } => (Some(chance), within, false),
                Strength::ObservedRest { stays, within } => (Some(stays), within, true),
                _ => (None, 0.0, false),
            };
            let same = number.is_some() && *period.get_or_insert(within) == within;
            let by_clock = |number: Number| matches!(number.origin, Origin::Table(_));
            let key = match () {
                () if !same => "period_needs_rows",
                () if number.is_some_and(by_clock) => "period_by_clock",
                () => {
                    let mean = number.map_or(0.0, |number| self.mean(number, &Moment::new()));
                    if rest {
                        rests.push((transition.from, transition.to, mean));
                    } else {
                        whole[transition.from][transition.to] = mean;
                    }
                    continue;
                }
            };
            if let Some(place) = self.place(exit) {
                found.at(place, Message::new(key).with("domain", &own.id).with("name", &transition.name));
            }
            return;
        }
        for (from, to, stays) in rests {
            whole[from][to] = (1.0 - stays - whole[from].iter().sum::<f64>()).max(0.0);
        }
        for (from, row) in whole.iter_mut().enumerate() {
            row[from] = 1.0 - row.iter().sum::<f64>();
        }
        let (Some(within), Some(place)) = (period, exits.clone().find_map(|exit| self.place(exit))) else { return };
        let message = match root(&whole, within) {
            Ok(_) => return,
            Err(NoRoot::Logarithm) => Message::new("period_no_logarithm"),
            Err(NoRoot::Negative(from, to, chance)) => Message::new("period_negative")
                .with("from", &own.states[from].id)
                .with("to", &own.states[to].id)
                .with("chance", format!("{chance:.2e}")),
        };
        found.at(place, message.with("domain", &own.id)).hint(Message::new("period_other_cycle"));
    }
}
