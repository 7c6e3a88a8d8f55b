//! Whether a scenario has no history: what happens next follows from the states, the month, and who responds.
//!
//! In: a scenario. Out: whether its households can be simulated from tables.

use crate::model::{Alternative, Condition, MOST_TABULATED, Origin, Ratio, Scenario, Strength};

/// Whether tables do. Everything that they do not know is named here.
pub fn is_plain(scenario: &Scenario) -> bool {
    let about_states = |condition: &Condition| condition.is_about_states();
    let modifiers = || scenario.transitions.iter().flat_map(|one| &one.modifiers);
    scenario.clocks.is_empty()
        && scenario.tables.is_empty()
        && !scenario.domains.iter().flat_map(|one| &one.states).any(|state| state.ends)
        && modifiers().all(|one| about_states(&one.condition) && !is_late(&one.ratio))
        && scenario.transitions.iter().all(|one| !lasts(&one.strength))
        && scenario.items.iter().all(plain_item)
        && scenario.alternatives.iter().all(plain_alternative)
}

fn plain_item(item: &crate::model::Item) -> bool {
    use crate::model::Quantity;
    let known = match &item.quantity {
        Quantity::Time(condition) => condition.is_about_states(),
        Quantity::Entries { .. } => false,
        _ => true,
    };
    known && item.times.iter().chain(&item.price).all(|number| !matches!(number.origin, Origin::Table(_)))
}

fn plain_alternative(one: &Alternative) -> bool {
    one.interventions.len() <= MOST_TABULATED
        && one.transitions.iter().all(|(_, strength)| !lasts(strength))
        && one.modifiers.iter().all(|(_, _, ratio)| ratio.is_none_or(|ratio| !is_late(&ratio)))
        && one.interventions.iter().all(|one| {
            one.fixed_start().is_some()
                && one.delay == 0
                && one.waiting == 0
                && one.group.is_empty()
                && one.eligible.is_about_states()
                && one.effects.iter().all(|effect| !is_late(&effect.ratio))
        })
}

/// Whether a ratio acts after all hazards.
fn is_late(ratio: &Ratio) -> bool {
    matches!(ratio, Ratio::Probability(_))
}

fn lasts(strength: &Strength) -> bool {
    matches!(strength, Strength::Duration { .. })
}
