//! Names of figures for people, also of those that have no label of their own.
//!
//! In: a scenario, a figure of it. Out: its label; else, for a figure that stands in a transition or an item, their labels.

use crate::model::{Scenario, Text};
use crate::report::words::Language;

/// Places of figures that stand in a transition or an item.
const DOMAINS: &str = "domains.";
const ITEMS: &str = "items.";

/// The name of the figure with this id; the id where nothing is known of it.
pub fn figure_name(scenario: &Scenario, id: &str, language: Language) -> String {
    let label = scenario.parameters.iter().find(|known| known.name == id).map_or("", |known| language.of(&known.label));
    if !label.is_empty() && label != id {
        return label.to_owned();
    }
    // Behind the last full stop stands the key.
    let place = id.rsplit_once('.').map_or(id, |(place, _)| place);
    let found = match (place.strip_prefix(DOMAINS), place.strip_prefix(ITEMS)) {
        (Some(name), _) => transition_name(scenario, name, language),
        (_, Some(name)) => {
            scenario.items.iter().find(|item| item.id == name).map(|item| own(&item.label, name, language))
        }
        _ => None,
    };
    found.unwrap_or_else(|| id.to_owned())
}

/// The names of figures whose ids are joined by ` + `, as shares that are drawn together.
pub fn figure_names(scenario: &Scenario, id: &str, language: Language) -> String {
    id.split(" + ").map(|one| figure_name(scenario, one, language)).collect::<Vec<String>>().join(" + ")
}

/// The name of a transition: its domain, and the states that it leaves and enters; `None` where it is not known.
pub fn transition_name(scenario: &Scenario, name: &str, language: Language) -> Option<String> {
    let found = scenario.transitions.iter().find(|transition| transition.name == name)?;
    let domain = scenario.domains.get(found.domain)?;
    let state = |at: usize| domain.states.get(at).map(|state| own(&state.label, &state.id, language));
    Some(format!("{}: {} → {}", own(&domain.label, &domain.id, language), state(found.from)?, state(found.to)?))
}

fn own(text: &Text, otherwise: &str, language: Language) -> String {
    let text = language.of(text);
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;

    #[test]
    fn a_figure_without_a_label_is_called_after_its_place() {
        let mut scenario = example();
        let name = scenario.transitions[0].name.clone();
        let id = format!("domains.{name}.chance");
        scenario.parameters[0].name.clone_from(&id);
        scenario.parameters[0].label = Text { nl: id.clone(), en: id.clone() };
        let found = figure_name(&scenario, &id, Language::Nl);
        assert!(found.contains(" → ") && !found.contains("domains"), "{found}");
        let item = scenario.items[0].clone();
        assert_eq!(figure_name(&scenario, &format!("items.{}.times", item.id), Language::Nl), item.label.nl);
        let labelled = &scenario.parameters[1];
        assert_eq!(figure_name(&scenario, &labelled.name, Language::En), labelled.label.en);
        assert_eq!(figure_name(&scenario, "nothing.known", Language::En), "nothing.known");
    }
}
