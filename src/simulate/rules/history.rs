//! History of a scenario: whether what happens next follows from the states, the month and who responds (Markov) or
//! from more.
//!
//! In: a scenario. Out: what, if anything, makes its households live month by month; without it they can be simulated
//! from event to event. Everything that the faster way does not know is named here.

use crate::model::{Alternative, Condition, Item, Origin, Quantity, Ratio, Scenario, Strength};

/// What gives a scenario a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Something goes by a clock: the time, an age, the time since a state was entered.
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
    found(!scenario.clocks.is_empty() || !scenario.tables.is_empty(), History::Clock)
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

fn counts_history(item: &Item) -> bool {
    let by_clock = |number: &crate::model::Number| matches!(number.origin, Origin::Table(_));
    let further = match &item.quantity {
        Quantity::Time(condition) => looks_further(condition),
        Quantity::Entries { .. } => true,
        _ => false,
    };
    further || item.times.iter().chain(&item.price).any(by_clock)
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
