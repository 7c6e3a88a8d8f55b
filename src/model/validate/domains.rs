//! Validation of domains, starts and transitions.
//!
//! In: the domains of a scenario. Out: faults.

use std::fmt::Arguments;

use crate::model::limits::{MOST_PERIOD_STATES, MOST_START_ROWS, MOST_STATES, MOST_TRANSITIONS};
use crate::model::validate::Check;
use crate::model::{Clock, Origin, Ratio, RowReading, Start, Strength, Transition};
use crate::units::{Cycle, Kind};

impl Check<'_> {
    /// Checks domains, starts and transitions.
    pub(super) fn domains(&mut self) {
        let scenario = self.scenario;
        let domains = &scenario.domains;
        self.distinct(format_args!("domains"), domains.iter().map(|domain| &*domain.id));
        for (at, domain) in domains.iter().enumerate() {
            self.count(format_args!("domains[{at}].states"), domain.states.len(), 1, MOST_STATES);
            if domain.rows == RowReading::Period {
                self.count(format_args!("domains[{at}].states"), domain.states.len(), 1, MOST_PERIOD_STATES);
            }
            self.distinct(format_args!("domains[{at}].states"), domain.states.iter().map(|state| &*state.id));
        }
        let mut starting: Vec<usize> = scenario.starts.iter().flat_map(|start| &start.domains).copied().collect();
        starting.sort_unstable();
        self.refuse_unless(starting.into_iter().eq(0..domains.len()), format_args!("starts"), "validate_starts");
        scenario.starts.iter().enumerate().for_each(|(at, start)| self.start(format_args!("starts[{at}]"), start));
        self.count(format_args!("transitions"), scenario.transitions.len(), 0, MOST_TRANSITIONS);
        let key = |transition: &Transition| (transition.domain, transition.from, transition.to);
        self.rising(format_args!("transitions"), scenario.transitions.iter().map(key));
        self.distinct(format_args!("transitions"), scenario.transitions.iter().map(|transition| &*transition.name));
        for (at, transition) in scenario.transitions.iter().enumerate() {
            self.transition(at, transition);
        }
        let rests = scenario.transitions.iter().filter(|transition| transition.takes_rest);
        self.rising(
            format_args!("transitions.takes_rest"),
            rests.map(|transition| (transition.domain, transition.from)),
        );
    }

    /// Where households start in some domains.
    pub(super) fn start(&mut self, place: Arguments, start: &Start) {
        self.rising(place, &start.domains);
        for domain in &start.domains {
            self.index(place, *domain, "domains", self.scenario.domains.len());
        }
        self.count(place, start.shares.len(), 1, MOST_START_ROWS);
        for (states, share) in &start.shares {
            self.count(place, states.len(), start.domains.len(), start.domains.len());
            for (domain, state) in start.domains.iter().zip(states) {
                self.state(place, *domain, *state);
            }
            if let Some(share) = share {
                self.number_without_clock(place, *share);
                self.kind(place, *share, Kind::Share);
            }
        }
        let rests = start.shares.iter().filter(|(_, share)| share.is_none()).count();
        self.count(place, rests, 0, 1);
        let fixed = |(_, share): &(Vec<usize>, Option<crate::model::Number>)| match share.map(|share| share.origin) {
            Some(Origin::Fixed(value)) => Some(value),
            _ => None,
        };
        if let Some(shares) = start.shares.iter().map(fixed).collect::<Option<Vec<f64>>>() {
            self.shares(place, shares.iter().copied());
        }
    }

    fn transition(&mut self, at: usize, transition: &Transition) {
        let Transition { domain, from, to, .. } = *transition;
        if self.index(format_args!("transitions[{at}].domain"), domain, "domains", self.scenario.domains.len()) {
            self.state(format_args!("transitions[{at}].to"), domain, to);
            self.state(format_args!("transitions[{at}].from"), domain, from);
        }
        self.strength(format_args!("transitions[{at}].strength"), &transition.strength);
        if let Some(own) = self.scenario.domains.get(domain) {
            let (escalation, rows) = (transition.escalation && own.auxiliary, own.rows);
            self.refuse_unless(!escalation, format_args!("transitions[{at}].escalation"), "validate_auxiliary");
            if rows == RowReading::Period {
                self.of_period(format_args!("transitions[{at}].strength"), &transition.strength);
            }
        }
        for (place, modifier) in transition.modifiers.iter().enumerate() {
            self.condition(format_args!("transitions[{at}].modifiers[{place}]"), &modifier.condition);
            self.ratio(format_args!("transitions[{at}].modifiers[{place}]"), &modifier.ratio);
        }
    }

    /// How strong a transition is whose domain has a table of a period: a share that no clock changes.
    fn of_period(&mut self, place: Arguments, strength: &Strength) {
        match strength {
            Strength::Observed { chance: number, .. } | Strength::ObservedRest { stays: number, .. } => {
                self.number_without_clock(place, *number);
            }
            _ => self.refuse_unless(false, place, "validate_period"),
        }
    }

    /// How strong a transition is.
    pub(super) fn strength(&mut self, place: Arguments, strength: &Strength) {
        let kind = match strength {
            Strength::Rate { .. } => Kind::Rate,
            Strength::MeanDuration(_) => Kind::Duration(Cycle::MONTH),
            _ => Kind::Probability,
        };
        match *strength {
            Strength::Rate { rate: number, per: period }
            | Strength::Chance { chance: number, within: period }
            | Strength::Observed { chance: number, within: period }
            | Strength::ObservedRest { stays: number, within: period } => {
                self.number(place, number);
                self.kind(place, number, kind);
                self.positive(place, period);
            }
            Strength::MeanDuration(number) => {
                self.number(place, number);
                self.kind(place, number, kind);
            }
            Strength::Duration { clock, law } => {
                let since = matches!(self.scenario.clocks.get(clock), Some(Clock::Since(_)));
                self.refuse_unless(since, place, "validate_duration");
                law.family.numbers().into_iter().for_each(|number| self.number_without_clock(place, number));
                self.positive(place, law.unit);
            }
        }
    }

    /// A ratio that acts on a transition.
    pub(super) fn ratio(&mut self, place: Arguments, ratio: &Ratio) {
        self.number(place, ratio.number());
        self.kind(place, ratio.number(), Kind::Ratio);
        if let Ratio::RelativeRisk { over, .. } | Ratio::Odds { over, .. } = *ratio {
            self.positive(place, over);
        }
    }
}
