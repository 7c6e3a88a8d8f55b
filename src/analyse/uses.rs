//! Where each figure of a scenario is used.
//!
//! In: a [`Scenario`]. Out: for each of its parameters the places that take its value, as indices. A number that goes by
//! a clock counts where its table is used.

use crate::model::{ClockValues, Number, Origin, Ratio, Scenario, Strength};

/// A place that takes the value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// The price, a factor or the part of an item; its index.
    Item(usize),
    /// A transition, its strength or what makes it stronger; its index.
    Transition(usize),
    /// An intervention: index of the alternative, and of the intervention within it.
    Intervention(usize, usize),
    /// Where households start.
    Start,
    /// The formula of another figure; the index of that parameter.
    Figure(usize),
}

/// Places by parameter, each once, in a fixed order.
pub fn uses(scenario: &Scenario) -> Vec<Vec<Use>> {
    let mut found = Found { scenario, places: vec![Vec::new(); scenario.parameters.len()] };
    for (at, item) in scenario.items.iter().enumerate() {
        item.numbers().for_each(|number| found.number(*number, Use::Item(at)));
    }
    for (at, transition) in scenario.transitions.iter().enumerate() {
        found.strength(&transition.strength, Use::Transition(at));
        transition.modifiers.iter().for_each(|modifier| found.ratio(&modifier.ratio, Use::Transition(at)));
    }
    scenario.starts.iter().for_each(|start| found.start(start));
    for (index, alternative) in scenario.alternatives.iter().enumerate() {
        alternative.starts.iter().for_each(|start| found.start(start));
        alternative.scaled_items.iter().for_each(|(item, number)| found.number(*number, Use::Item(*item)));
        for (at, strength) in &alternative.transitions {
            found.strength(strength, Use::Transition(*at));
        }
        for (at, _, ratio) in &alternative.modifiers {
            ratio.iter().for_each(|ratio| found.ratio(ratio, Use::Transition(*at)));
        }
        for (at, intervention) in alternative.interventions.iter().enumerate() {
            let place = Use::Intervention(index, at);
            [intervention.reached, intervention.success].into_iter().for_each(|number| found.number(number, place));
            for effect in &intervention.effects {
                found.ratio(&effect.ratio, place);
                [effect.profile.ramp_up, effect.profile.plateau].into_iter().for_each(|it| found.number(it, place));
                if let crate::model::Fade::Linear(months) | crate::model::Fade::HalfLife(months) = effect.profile.fade {
                    found.number(months, place);
                }
            }
        }
        alternative.derived.iter().for_each(|derived| found.formula(derived));
    }
    scenario.derived.iter().for_each(|derived| found.formula(derived));
    let mut places = found.places;
    for of_figure in &mut places {
        of_figure.sort_unstable();
        of_figure.dedup();
    }
    places
}

struct Found<'s> {
    scenario: &'s Scenario,
    places: Vec<Vec<Use>>,
}

impl Found<'_> {
    fn number(&mut self, number: Number, place: Use) {
        self.origin(number.origin, place, self.scenario.tables.len());
    }

    /// `deep`: so many tables may still lead to one another.
    fn origin(&mut self, origin: Origin, place: Use, deep: usize) {
        let scenario = self.scenario;
        match origin {
            Origin::Parameter(at) => self.places[at].push(place),
            Origin::Table(at) if deep > 0 => match &scenario.tables[at].values {
                ClockValues::Steps(steps) => {
                    steps.iter().for_each(|(_, number)| self.origin(number.origin, place, deep - 1));
                }
                ClockValues::Formula(formula) => {
                    formula.inputs.iter().flatten().for_each(|input| self.origin(*input, place, deep - 1));
                }
            },
            Origin::Table(_) | Origin::Fixed(_) | Origin::Characteristic(_) => {}
        }
    }

    fn strength(&mut self, strength: &Strength, place: Use) {
        match strength {
            Strength::Rate { rate: number, .. }
            | Strength::Chance { chance: number, .. }
            | Strength::MeanDuration(number)
            | Strength::Observed { chance: number, .. }
            | Strength::ObservedRest { stays: number, .. } => self.number(*number, place),
            Strength::Duration { law, .. } => {
                law.family.numbers().into_iter().for_each(|number| self.number(number, place));
            }
        }
    }

    fn ratio(&mut self, ratio: &Ratio, place: Use) {
        self.number(ratio.number(), place);
    }

    fn start(&mut self, start: &crate::model::Start) {
        start.shares.iter().filter_map(|(_, share)| *share).for_each(|share| self.number(share, Use::Start));
    }

    fn formula(&mut self, derived: &crate::model::Derived) {
        let place = Use::Figure(derived.parameter);
        derived.inputs.iter().for_each(|input| self.origin(*input, place, self.scenario.tables.len()));
    }
}
