//! Moves between states as text: `"housing: arrears -> homeless"`.
//!
//! In: texts of the scenario and the domains. Out: words with their places; moves, with indices in place of names, in
//! one fixed form however they were written. It does not know what they are used for.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Domain, Move};
use crate::read::builder::ScenarioBuilder;
use crate::read::source::entry;
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};

/// A word of a text and its place.
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) place: Place,
}

/// The words of a text, each with its place where the text stands in the file as it is.
pub(crate) fn split<'t>(text: &'t str, node: &Node) -> Vec<Word<'t>> {
    let exact = node.place.span.len() == text.len() + 2;
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let offset = word.as_ptr() as usize - text.as_ptr() as usize;
        let start = node.place.span.start + 1 + offset;
        let span = if exact { start..start + word.len() } else { node.place.span.clone() };
        words.push(Word { text: word, place: Place { file: node.place.file, span } });
    }
    words
}

/// The domain with this name.
pub(crate) fn find_domain(name: &str, place: &Place, domains: &[Domain], faults: &mut Diagnostics) -> Option<usize> {
    let found = domains.iter().position(|domain| domain.id == name);
    if found.is_none() {
        suggest::unknown(
            faults,
            place,
            Message::new("unknown_domain"),
            name,
            domains.iter().map(|domain| domain.id.as_str()),
        );
    }
    found
}

/// The state of a domain with this name.
pub(crate) fn find_state(name: &str, place: &Place, domain: &Domain, faults: &mut Diagnostics) -> Option<usize> {
    let found = domain.states.iter().position(|state| state.id == name);
    if found.is_none() && !domain.states.is_empty() {
        let message = Message::new("unknown_state").with("domain", &domain.id);
        suggest::unknown(faults, place, message, name, domain.states.iter().map(|state| state.id.as_str()));
    }
    found
}

/// Reads `"from -> to"` within a domain; gives indices of states.
pub(crate) fn arrow(node: &Node, domain: &Domain, faults: &mut Diagnostics) -> Option<(usize, usize)> {
    let text = entry::text(node, faults)?;
    let words = split(text, node);
    let [from, arrow, to] = words.as_slice() else {
        faults.at(&node.place, Message::new("move_wrong")).hint(Message::new("write_move"));
        return None;
    };
    states_of(domain, [from, arrow, to], node, faults)
}

fn states_of(domain: &Domain, words: [&Word; 3], node: &Node, faults: &mut Diagnostics) -> Option<(usize, usize)> {
    let [from, arrow, to] = words;
    if arrow.text != "->" {
        faults.at(&node.place, Message::new("move_wrong")).hint(Message::new("write_move"));
        return None;
    }
    let left = find_state(from.text, &from.place, domain, faults);
    let entered = find_state(to.text, &to.place, domain, faults);
    let (left, entered) = (left?, entered?);
    if left == entered {
        faults.at(&node.place, Message::new("move_to_itself").with("state", from.text));
        return None;
    }
    Some((left, entered))
}

/// Reads `"domain: from -> to"`.
pub(crate) fn full_move(node: &Node, domains: &[Domain], faults: &mut Diagnostics) -> Option<Move> {
    let text = entry::text(node, faults)?;
    full_move_text(text, node, domains, faults)
}

/// Reads `"domain: from -> to"` from a text that stands at `node`.
pub(crate) fn full_move_text(text: &str, node: &Node, domains: &[Domain], faults: &mut Diagnostics) -> Option<Move> {
    let words = split(text, node);
    let name = words.first().and_then(|word| word.text.strip_suffix(':'));
    let (Some(name), [first, from, arrow, to]) = (name, words.as_slice()) else {
        faults.at(&node.place, Message::new("full_move_wrong")).hint(Message::new("write_full_move"));
        return None;
    };
    let domain = find_domain(name, &first.place, domains, faults)?;
    let (from, to) = states_of(&domains[domain], [from, arrow, to], node, faults)?;
    Some(Move { domain, from, to })
}

/// Reads `"domain: from -> to"` and finds the transition. Where moves of the domain were at fault, one that is not
/// there is not reported.
pub(crate) fn transition(text: &str, node: &Node, builder: &mut ScenarioBuilder) -> Option<usize> {
    let wanted = full_move_text(text, node, &builder.domains, &mut builder.faults)?;
    let all = &builder.transitions;
    let found = all.iter().position(|it| (it.domain, it.from, it.to) == (wanted.domain, wanted.from, wanted.to));
    if found.is_none() && !builder.unsure.contains(&wanted.domain) {
        let message = Message::new("unknown_transition");
        suggest::unknown(&mut builder.faults, &node.place, message, text, all.iter().map(|it| it.name.as_str()));
    }
    found
}

/// The transitions named at `node`, one or a list of them, sorted.
pub(crate) fn transitions(node: &Node, builder: &mut ScenarioBuilder) -> Option<Vec<usize>> {
    let nodes = match &node.value {
        Value::Text(_) => std::slice::from_ref(node),
        _ => entry::list(node, &mut builder.faults)?,
    };
    if nodes.is_empty() {
        builder.faults.at(&node.place, Message::new("empty_list"));
    }
    let read_transition = |node| {
        let text = entry::text(node, &mut builder.faults)?;
        transition(text, node, builder)
    };
    let found: Vec<Option<usize>> = nodes.iter().map(read_transition).collect();
    let mut found = found.into_iter().collect::<Option<Vec<usize>>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// `domain: from -> to` in its one fixed form.
pub(crate) fn move_name(full_move: Move, domains: &[Domain]) -> String {
    let domain = &domains[full_move.domain];
    format!("{}: {} -> {}", domain.id, domain.states[full_move.from].id, domain.states[full_move.to].id)
}
