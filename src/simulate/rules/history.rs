//! History of a scenario: whether what happens next follows from the states, the month and who responds (Markov) or
//! from more.
//!
//! In: a scenario. Out: what, if anything, makes its households live month by month; without it they can be simulated
//! from event to event. Everything that the faster way does not know is named here.

use crate::model::{Alternative, Clock, Condition, Item, Number, Origin, Quantity, Ratio, Scenario, Strength};

/// What gives a scenario a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// What happens goes by a clock (the time, an age), or an amount by the time since a state was entered.
    Clock,
    /// A modifier or an eligibility looks at more than states: a characteristic, a clock, an intervention that is
    /// active.
    Condition,
    /// A ratio acts on the probability, after all hazards.
    ProbabilityRatio,
    /// A transition has a distribution of durations.
    Duration,
    /// An item counts entries, or time under a condition on more than states.
    Item,
    /// Something is done in the null alternative.
    NullAlternative,
    /// An intervention is triggered by an entry.
    Entry,
    /// An intervention ends once a condition holds.
    Stop,
    /// An effect acts only while a condition holds.
    Effect,
}

impl History {
    /// Key of the words for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Clock => "history_clock",
            Self::Condition => "history_condition",
            Self::ProbabilityRatio => "history_probability_ratio",
            Self::Duration => "history_duration",
            Self::Item => "history_item",
            Self::NullAlternative => "history_null_alternative",
            Self::Entry => "history_entry",
            Self::Stop => "history_stop",
            Self::Effect => "history_effect",
        }
    }
}

/// The first reason why households have to be simulated month by month; `None` where there is none.
pub fn history(scenario: &Scenario) -> Option<History> {
    let modifiers = || scenario.transitions.iter().flat_map(|transition| &transition.modifiers);
    let found = |is: bool, history: History| is.then_some(history);
    found(happens_by_clock(scenario), History::Clock)
        .or(found(scenario.transitions.iter().any(|transition| lasts(&transition.strength)), History::Duration))
        .or(found(modifiers().any(|modifier| is_late(&modifier.ratio)), History::ProbabilityRatio))
        .or(found(modifiers().any(|modifier| looks_further(&modifier.condition)), History::Condition))
        .or(found(scenario.items.iter().any(counts_history), History::Item))
        .or(found(!scenario.alternatives[0].interventions.is_empty(), History::NullAlternative))
        .or(scenario.alternatives.iter().find_map(of_alternative))
}

/// Whether a scenario has no history.
pub fn is_plain(scenario: &Scenario) -> bool {
    history(scenario).is_none()
}

/// Whether hazards or ratios go by a clock, or anything by how long something has lasted. An amount that goes by the
/// time or an age does not: the course is the same, and is priced afterwards.
fn happens_by_clock(scenario: &Scenario) -> bool {
    let by_clock = |number: Number| matches!(number.origin, Origin::Table(_));
    let since = |clock: &Clock| matches!(clock, Clock::Since(_));
    let strengths = scenario.alternatives.iter().flat_map(|alternative| &alternative.transitions);
    let strengths = strengths.map(|(_, strength)| strength);
    let mut strengths = strengths.chain(scenario.transitions.iter().map(|transition| &transition.strength));
    let of_scenario = scenario.transitions.iter().flat_map(|transition| &transition.modifiers);
    let changed = scenario.alternatives.iter().flat_map(|alternative| &alternative.modifiers);
    let interventions = scenario.alternatives.iter().flat_map(|alternative| &alternative.interventions);
    let effects = interventions.flat_map(|intervention| &intervention.effects).map(|effect| &effect.ratio);
    let ratios = of_scenario.map(|modifier| &modifier.ratio).chain(changed.filter_map(|(_, _, ratio)| ratio.as_ref()));
    scenario.clocks.iter().any(since)
        || strengths.any(|strength| strength.number().is_some_and(by_clock))
        || ratios.chain(effects).any(|ratio| by_clock(ratio.number()))
}

fn counts_history(item: &Item) -> bool {
    match &item.quantity {
        Quantity::Time(condition) => looks_further(condition),
        Quantity::Entries { .. } => true,
        _ => false,
    }
}

fn of_alternative(alternative: &Alternative) -> Option<History> {
    let late = |ratio: &Ratio| is_late(ratio).then_some(History::ProbabilityRatio);
    let transitions =
        alternative.transitions.iter().find_map(|(_, strength)| lasts(strength).then_some(History::Duration));
    let modifiers = alternative.modifiers.iter().find_map(|(_, _, ratio)| ratio.as_ref().and_then(late));
    let interventions = alternative.interventions.iter().find_map(|intervention| match () {
        () if intervention.fixed_start().is_none() => Some(History::Entry),
        () if looks_further(&intervention.eligible) => Some(History::Condition),
        () if intervention.stop.is_some() => Some(History::Stop),
        () if intervention.effects.iter().any(|effect| !effect.condition.is_always()) => Some(History::Effect),
        () => intervention.effects.iter().find_map(|effect| late(&effect.ratio)),
    });
    transitions.or(modifiers).or(interventions)
}

fn looks_further(condition: &Condition) -> bool {
    !condition.is_about_states()
}

/// Whether a ratio acts after all hazards.
fn is_late(ratio: &Ratio) -> bool {
    matches!(ratio, Ratio::Probability(_))
}

fn lasts(strength: &Strength) -> bool {
    matches!(strength, Strength::Duration { .. })
}
