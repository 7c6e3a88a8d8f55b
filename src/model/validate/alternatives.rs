//! Validation of alternatives: what they change, and interventions.
//!
//! In: the alternatives of a scenario. Out: faults.

use std::fmt::Arguments;

use crate::model::limits::{LONGEST_WAIT, MOST_ALTERNATIVES};
use crate::model::validate::Check;
use crate::model::{Alternative, Effect, Fade, Intervention, MOST_INTERVENTIONS, Profile, Trigger};
use crate::units::Kind;

impl Check<'_> {
    /// Checks all alternatives.
    pub(super) fn alternatives(&mut self) {
        let scenario = self.scenario;
        self.count(format_args!("alternatives"), scenario.alternatives.len(), 1, MOST_ALTERNATIVES + 1);
        self.distinct(format_args!("alternatives"), scenario.alternatives.iter().map(|alternative| &*alternative.id));
        for (at, alternative) in scenario.alternatives.iter().enumerate() {
            let place = format_args!("alternatives[{at}]");
            self.differences(place, alternative);
            self.derived(format_args!("{place}.derived"), &alternative.derived);
            let interventions = &alternative.interventions;
            self.count(format_args!("{place}.interventions"), interventions.len(), 0, MOST_INTERVENTIONS);
            self.rising(format_args!("{place}.interventions"), interventions.iter().map(|found| &found.name));
            for (at, intervention) in interventions.iter().enumerate() {
                self.intervention(format_args!("{place}.interventions[{at}]"), intervention);
            }
        }
    }

    /// What differs from the null alternative.
    fn differences(&mut self, place: Arguments, alternative: &Alternative) {
        let scenario = self.scenario;
        for (parameter, distribution) in &alternative.parameters {
            self.parameter(format_args!("{place}.parameters"), *parameter);
            self.distribution(format_args!("{place}.parameters"), distribution);
        }
        for start in &alternative.starts {
            let known = scenario.starts.iter().any(|known| known.domains == start.domains);
            self.refuse_unless(known, format_args!("{place}.starts"), "validate_starts");
            self.start(format_args!("{place}.starts"), start);
        }
        let transitions = scenario.transitions.len();
        for (transition, strength) in &alternative.transitions {
            self.index(format_args!("{place}.transitions"), *transition, "transitions", transitions);
            self.strength(format_args!("{place}.transitions"), strength);
        }
        self.indices(format_args!("{place}.off_transitions"), &alternative.off_transitions, "transitions", transitions);
        for (transition, at, ratio) in &alternative.modifiers {
            let place = format_args!("{place}.modifiers");
            if self.index(place, *transition, "transitions", transitions) {
                self.index(place, *at, "modifiers", scenario.transitions[*transition].modifiers.len());
            }
            ratio.iter().for_each(|ratio| self.ratio(place, ratio));
        }
        self.indices(format_args!("{place}.off_items"), &alternative.off_items, "items", scenario.items.len());
        for (item, number) in &alternative.scaled_items {
            self.index(format_args!("{place}.scaled_items"), *item, "items", scenario.items.len());
            self.number(format_args!("{place}.scaled_items"), *number);
            self.kind(format_args!("{place}.scaled_items"), *number, Kind::Count);
        }
    }

    /// A sorted list of indices.
    fn indices(&mut self, place: Arguments, found: &[usize], list: &str, count: usize) {
        self.rising(place, found);
        for index in found {
            self.index(place, *index, list, count);
        }
    }

    fn intervention(&mut self, place: Arguments, intervention: &Intervention) {
        match &intervention.trigger {
            Trigger::Cycle(cycle) => {
                self.count(format_args!("{place}.trigger"), *cycle, 0, LONGEST_WAIT);
            }
            Trigger::Entry(condition) => self.condition_on_states(format_args!("{place}.trigger"), condition),
        }
        self.count(format_args!("{place}.delay"), intervention.delay, 0, LONGEST_WAIT);
        self.count(format_args!("{place}.waiting"), intervention.waiting, 0, LONGEST_WAIT);
        self.condition(format_args!("{place}.eligible"), &intervention.eligible);
        if let Some(stop) = &intervention.stop {
            let place = format_args!("{place}.stop");
            self.condition(place, stop);
            self.refuse_unless(!stop.is_about_interventions(), place, "validate_stop");
        }
        self.number_without_clock(format_args!("{place}.reached"), intervention.reached);
        self.number_without_clock(format_args!("{place}.success"), intervention.success);
        self.kind(format_args!("{place}.reached"), intervention.reached, Kind::Share);
        self.kind(format_args!("{place}.success"), intervention.success, Kind::Share);
        self.rising(format_args!("{place}.moves"), &intervention.moves);
        for found in &intervention.moves {
            let place = format_args!("{place}.moves");
            if self.index(place, found.domain, "domains", self.scenario.domains.len()) {
                self.state(place, found.domain, found.from);
                self.state(place, found.domain, found.to);
            }
        }
        let froms = intervention.moves.iter().map(|found| (found.domain, found.from));
        self.rising(format_args!("{place}.moves"), froms);
        let sorted = intervention.effects.is_sorted_by_key(|effect| effect.transition);
        self.refuse_unless(sorted, format_args!("{place}.effects"), "validate_order");
        for effect in &intervention.effects {
            self.effect(format_args!("{place}.effects"), effect);
        }
    }

    fn effect(&mut self, place: Arguments, effect: &Effect) {
        self.index(place, effect.transition, "transitions", self.scenario.transitions.len());
        self.ratio(place, &effect.ratio);
        self.condition(place, &effect.condition);
        let Profile { ramp_up, plateau, fade } = effect.profile;
        let fading = match fade {
            Fade::Linear(months) | Fade::HalfLife(months) => Some(months),
            Fade::Never | Fade::AtOnce => None,
        };
        for months in [ramp_up, plateau].into_iter().chain(fading) {
            self.number_without_clock(place, months);
            self.kind(place, months, Kind::Months);
        }
    }
}
