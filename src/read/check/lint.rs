//! Warnings about a scenario without errors: `mkba check` shows them.
//!
//! In: the scenario, and its text as a tree for the places. Out: warnings. Nothing here changes a figure; what only the
//! text can tell (names that nothing uses, numbers without a source) is in `lint_text`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{
    Alternative, CharacteristicValue, Condition, Item, ItemKind, Number, Origin, Quantity, Scenario, Strength,
};
use crate::read::check::lint_measure;
use crate::read::check::lint_text;
use crate::read::source::tree::Table;

/// Runs all checks.
pub(crate) fn run(scenario: &Scenario, root: &Table) -> Diagnostics {
    let mut found = Diagnostics::default();
    let never: Vec<bool> = (0..scenario.transitions.len()).map(|at| never_fires(scenario, at)).collect();
    warn_unreachable(scenario, &never, root, &mut found);
    warn_never(scenario, &never, root, &mut found);
    warn_starts(scenario, root, &mut found);
    warn_periods(scenario, root, &mut found);
    warn_social_payments(scenario, root, &mut found);
    lint_measure::run(scenario, root, &mut found);
    lint_text::run(root, &mut found);
    found
}

/// States that no household gets to in any alternative, with the transitions that start there.
fn warn_unreachable(scenario: &Scenario, never: &[bool], root: &Table, found: &mut Diagnostics) {
    let reached = reached(scenario, never);
    for (at, domain) in scenario.domains.iter().enumerate() {
        let states = root.table_at(&["domains", &domain.id, "states"]);
        for (state, _) in reached[at].iter().enumerate().filter(|(_, reached)| !**reached) {
            let id = &domain.states[state].id;
            let place = states.and_then(|states| states.fields.get(id)).map(|field| field.key.clone());
            let message = Message::new("state_unreachable").with("domain", &domain.id).with("state", id);
            let warning = found.warning(place, message);
            let from_here =
                scenario.transitions.iter().filter(|transition| transition.domain == at && transition.from == state);
            let names: Vec<&str> = from_here.map(|transition| transition.name.as_str()).collect();
            if !names.is_empty() {
                warning.hint(Message::new("so_these_never_happen").with("names", names.join(", ")));
            }
        }
    }
}

/// For each state of each domain whether a household can be in it: at the start, by a transition that can happen, or by
/// a move of an intervention, in any alternative.
fn reached(scenario: &Scenario, never: &[bool]) -> Vec<Vec<bool>> {
    let mut reached: Vec<Vec<bool>> = scenario.domains.iter().map(|domain| vec![false; domain.states.len()]).collect();
    let own = scenario.alternatives.iter().flat_map(|alternative| &alternative.starts);
    for start in scenario.starts.iter().chain(own) {
        let some = |share: &Option<Number>| share.is_none_or(|share| share.origin != Origin::Fixed(0.0));
        for (states, _) in start.shares.iter().filter(|(_, share)| some(share)) {
            start.domains.iter().zip(states).for_each(|(domain, state)| reached[*domain][*state] = true);
        }
    }
    let moves = scenario
        .alternatives
        .iter()
        .flat_map(|alternative| &alternative.interventions)
        .flat_map(|intervention| &intervention.moves);
    let moves = moves.map(|change| (change.domain, change.from, change.to));
    let fire = scenario.transitions.iter().zip(never).filter(|(_, never)| !**never).map(|(transition, _)| transition);
    let steps: Vec<_> =
        moves.chain(fire.map(|transition| (transition.domain, transition.from, transition.to))).collect();
    loop {
        let before = reached.clone();
        for (domain, from, to) in &steps {
            reached[*domain][*to] |= reached[*domain][*from];
        }
        if reached == before {
            return reached;
        }
    }
}

/// Whether a transition has strength 0 in the null alternative and in every other.
fn never_fires(scenario: &Scenario, at: usize) -> bool {
    scenario.alternatives.iter().all(|alternative| {
        let own = alternative.transitions.iter().find(|(transition, _)| *transition == at).map(|(_, own)| *own);
        let off = alternative.off_transitions.contains(&at);
        off || match own.unwrap_or(scenario.transitions[at].strength) {
            Strength::Rate { rate, .. } => is_zero(rate, scenario, alternative),
            Strength::Chance { chance, .. } | Strength::Observed { chance, .. } => {
                is_zero(chance, scenario, alternative)
            }
            Strength::MeanDuration(_) | Strength::Duration { .. } | Strength::ObservedRest { .. } => false,
        }
    })
}

/// Whether a number that cannot be negative is 0 in every draw.
fn is_zero(number: Number, scenario: &Scenario, alternative: &Alternative) -> bool {
    match number.origin {
        Origin::Fixed(value) => value == 0.0,
        Origin::Characteristic(at) => scenario.characteristics[at].value == CharacteristicValue::Fixed(0.0),
        Origin::Parameter(at) if alternative.derived.iter().any(|derived| derived.parameter == at) => false,
        Origin::Parameter(at) => {
            let own = alternative.parameters.iter().find(|(parameter, _)| *parameter == at).map(|(_, own)| own);
            own.unwrap_or(&scenario.parameters[at].distribution).mean() == 0.0
        }
        Origin::Table(_) => false,
    }
}

fn warn_never(scenario: &Scenario, never: &[bool], root: &Table, found: &mut Diagnostics) {
    let mut places: BTreeMap<(&str, String), &Place> = BTreeMap::new();
    for domain in &scenario.domains {
        let written = root.table_at(&["domains", &domain.id]).into_iter();
        let moves = written.flat_map(|table| table.tables_in("transitions"));
        for (text, place) in moves.filter_map(|table| table.text_at("move")) {
            let words: Vec<&str> = text.split_whitespace().collect();
            places.entry((&domain.id, words.join(" "))).or_insert(place);
        }
    }
    for (transition, _) in scenario.transitions.iter().zip(never).filter(|(_, never)| **never) {
        let domain = &scenario.domains[transition.domain];
        let [from, to] = [transition.from, transition.to].map(|state| &domain.states[state].id);
        let place = places.get(&(domain.id.as_str(), format!("{from} -> {to}"))).map(|place| (*place).clone());
        found.warning(place, Message::new("transition_never").with("name", &transition.name));
    }
}

/// Several domains that each start in shares of their own start independently of one another.
fn warn_starts(scenario: &Scenario, root: &Table, found: &mut Diagnostics) {
    let spread = scenario.starts.iter().filter(|start| start.domains.len() == 1 && start.shares.len() > 1);
    let domains: Vec<usize> = spread.map(|start| start.domains[0]).collect();
    let [.., last] = domains.as_slice() else { return };
    if domains.len() > 1 {
        let names: Vec<&str> = domains.iter().map(|at| scenario.domains[*at].id.as_str()).collect();
        let place = root.table_at(&["domains", &scenario.domains[*last].id]).and_then(|table| table.get("start"));
        let message = Message::new("starts_independent").with("names", names.join(", "));
        found.warning(place.map(|node| node.place.clone()), message).hint(Message::new("starts_together"));
    }
}

/// Rows over more than a cycle of which who arrives can move on within the period, where nobody says what they tell.
fn warn_periods(scenario: &Scenario, root: &Table, found: &mut Diagnostics) {
    let observed = |strength: &Strength| match strength {
        Strength::Observed { within, .. } | Strength::ObservedRest { within, .. } => *within > 1.0,
        _ => false,
    };
    for (at, domain) in scenario.domains.iter().enumerate() {
        let rows = || scenario.transitions.iter().filter(|one| one.domain == at && observed(&one.strength));
        let table = root.table_at(&["domains", &domain.id]);
        if table.is_some_and(|table| table.has("read_as")) {
            continue;
        }
        if let Some(onward) = rows().find(|one| rows().any(|next| next.from == one.to)) {
            let place = table.and_then(|table| table.get("rows")).map(|node| node.place.clone());
            let message = Message::new("rows_of_period").with("domain", &domain.id);
            let warning = found.warning(place, message.with("state", &domain.states[onward.to].id));
            warning.hint(Message::new("choose_reading"));
        }
    }
}

/// Domains that a condition looks at.
fn domains_of(condition: &Condition) -> Vec<usize> {
    let domain = |part: &Condition| if let Condition::State { domain, .. } = part { Some(*domain) } else { None };
    condition.parts().into_iter().filter_map(domain).collect()
}

/// Domains that an item looks at.
fn domains_of_item(scenario: &Scenario, item: &Item) -> Vec<usize> {
    match &item.quantity {
        Quantity::Time(condition) => domains_of(condition),
        Quantity::Transitions(list) => list.iter().map(|at| scenario.transitions[*at].domain).collect(),
        _ => Vec::new(),
    }
}

/// A payment by the public purse to others, for as long as a condition holds, needs an output item on one of the
/// domains of that condition: else a household that finds work loses the payment and gains nothing.
fn warn_social_payments(scenario: &Scenario, root: &Table, found: &mut Diagnostics) {
    let output = scenario.items.iter().filter(|item| item.kind == ItemKind::Output);
    let produced: BTreeSet<usize> = output.flat_map(|item| domains_of_item(scenario, item)).collect();
    let ids = root.tables_in("items").filter_map(|table| table.text_at("id"));
    let mut places: BTreeMap<&str, &Place> = BTreeMap::new();
    ids.for_each(|(id, place)| {
        places.entry(id).or_insert(place);
    });
    let public = |side: &[(usize, f64)]| side.iter().all(|(account, _)| scenario.accounts[*account].public);
    for item in &scenario.items {
        let Quantity::Time(condition) = &item.quantity else { continue };
        let domains = domains_of(condition);
        let payment = item.kind == ItemKind::Transfer && public(&item.payers) && !public(&item.receivers);
        if payment && !domains.is_empty() && !domains.iter().any(|domain| produced.contains(domain)) {
            let place = places.get(item.id.as_str()).map(|place| (*place).clone());
            let message = Message::new("payment_without_output").with("name", &item.id);
            let domain = &scenario.domains[domains[0]].id;
            found.warning(place, message).hint(Message::new("add_output").with("domain", domain));
        }
    }
}
