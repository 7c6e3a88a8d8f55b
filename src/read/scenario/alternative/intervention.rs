//! What is done for the household.
//!
//! In: a table of `[alternatives.NAME.interventions]`. Out: an [`Intervention`]; its costs go onto the desk as items.

use std::collections::BTreeSet;

use crate::diagnostics::Message;
use crate::model::{Condition, Effect, Fade, Intervention, Move, Number, Origin, Profile, Trigger};
use crate::read::builder::{Desk, RatioUse};
use crate::read::scenario::alternative::difference::Owner;
use crate::read::scenario::condition;
use crate::read::scenario::condition::move_text;
use crate::read::scenario::condition::period;
use crate::read::scenario::domain::strength::{self, RATIO};
use crate::read::scenario::domain::transition;
use crate::read::scenario::item::{self, Scope};
use crate::read::source::entry::{self, At, Entry};
use crate::read::source::tree::{Field, Node, Value};
use crate::units::Kind;

/// Keys of an intervention.
const KEYS: [&str; 13] = [
    "label", "start", "delay", "waiting", "repeat", "group", "eligible", "reached", "success", "moves", "active",
    "effects", "costs",
];

/// How the name of an unnamed number at `node` starts.
fn path_of(node: &Node, name: &str, owner: &Owner<'_>) -> String {
    format!("{}.interventions.{name}", owner.path(node))
}

/// Reads an intervention.
pub(crate) fn read(name: &str, field: &Field, owner: &Owner<'_>, desk: &mut Desk) -> Option<Intervention> {
    let sound = entry::check_name(name, &field.key, &mut desk.faults);
    let table = entry::table(&field.node, &mut desk.faults)?;
    let entry = Entry::open(table, &KEYS, &mut desk.faults);
    let label = entry.required("label", &mut desk.faults).and_then(|node| entry::label(node, &mut desk.faults));
    let trigger = entry.required("start", &mut desk.faults).and_then(|node| read_start(node, desk));
    let (delay, waiting) = (cycles(&entry, "delay", desk), cycles(&entry, "waiting", desk));
    let repeat = entry.get("repeat").map_or(Some(false), |node| entry::boolean(node, &mut desk.faults));
    let group = entry.get("group").map_or(Some(""), |node| entry::text(node, &mut desk.faults));
    let eligible = match entry.get("eligible") {
        Some(node) => condition::read(node, desk),
        None => Some(Condition::Always),
    };
    let reached = share(&entry, "reached", name, owner, desk);
    let success = share(&entry, "success", name, owner, desk);
    let moves = read_moves(&entry, desk);
    let active = cycles(&entry, "active", desk);
    let effects = read_effects(&entry, name, owner, desk);
    if let Some(node) = entry.get("costs") {
        let path = path_of(node, name, owner);
        let scope = Scope::Intervention { at: owner.at, id: owner.id, name, path: &path };
        if owner.at > 0 && desk.usual.contains(name) {
            desk.faults
                .at(&node.place, Message::new("costs_of_usual").with("name", name))
                .hint(Message::new("costs_on_top"));
        }
        item::read(node, &scope, desk);
    }
    let intervention = Intervention {
        name: sound.then(|| name.to_string())?,
        label: label?,
        trigger: trigger?,
        delay: delay?,
        waiting: waiting?,
        repeat: repeat?,
        group: group?.to_string(),
        eligible: eligible?,
        reached: reached?,
        success: success?,
        moves,
        active: active?,
        effects,
    };
    check_times(&intervention, &entry, desk);
    Some(intervention)
}

/// When it starts: `"3 months"`, `{ month = 3 }`, `{ cycle = 3 }`, or `{ when = "housing is court_order" }`.
fn read_start(node: &Node, desk: &mut Desk) -> Option<Trigger> {
    if let Value::Text(_) = node.value {
        return period::whole_cycles(node, desk).map(Trigger::Cycle);
    }
    let keys = ["month", "cycle", "when"];
    let table = entry::table(node, &mut desk.faults)?;
    let entry = Entry::open(table, &keys, &mut desk.faults);
    let (key, node) = entry.one_of(&keys, Message::new("one_key_of"), &mut desk.faults)?;
    match key {
        "when" => condition::read_about_states(node, desk).map(Trigger::Entry),
        "month" => period::month(node, desk).map(Trigger::Cycle),
        _ => period::cycle(node, desk).map(Trigger::Cycle),
    }
}

/// A whole number of cycles, 0 where it is not given.
fn cycles(entry: &Entry<'_>, key: &str, desk: &mut Desk) -> Option<usize> {
    entry.get(key).map_or(Some(0), |node| period::whole_cycles(node, desk))
}

/// It has to start before the end, and an episode has to be over before there is another.
fn check_times(one: &Intervention, entry: &Entry<'_>, desk: &mut Desk) {
    let first = if let Trigger::Cycle(cycle) = one.trigger { cycle } else { 0 };
    let start = first.saturating_add(one.delay).saturating_add(one.waiting);
    let last = ["waiting", "delay", "start"].into_iter().find_map(|key| entry.get(key));
    if let (Some(node), Some(horizon)) = (last, desk.horizon)
        && start >= horizon
    {
        desk.faults.at(&node.place, Message::new("start_too_late").with("start", start).with("horizon", horizon));
    }
    let Some(node) = entry.get("repeat").filter(|_| one.repeat) else { return };
    let lasting = |effect: &Effect| matches!(effect.profile.fade, Fade::Never | Fade::HalfLife(_));
    if let Trigger::Cycle(_) = one.trigger {
        desk.faults.at(&node.place, Message::new("repeat_fixed")).hint(Message::new("write_start_when"));
    } else if one.effects.iter().any(lasting) {
        desk.faults.at(&node.place, Message::new("repeat_endless")).hint(Message::new("write_fade_that_ends"));
    }
}

/// A share, 1 where it is not given.
fn share(entry: &Entry<'_>, key: &str, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Option<Number> {
    let Some(node) = entry.get(key) else { return Some(Number { origin: Origin::Fixed(1.0), kind: Kind::Share }) };
    desk.number(node, Kind::Share, &format!("{}.{key}", path_of(node, name, owner)))
}

fn read_moves(entry: &Entry<'_>, desk: &mut Desk) -> Vec<Move> {
    let Some(list) = entry.get("moves").and_then(|node| entry::list(node, &mut desk.faults)) else { return Vec::new() };
    let mut left = BTreeSet::new();
    let mut moves = Vec::new();
    for node in list {
        let Some(one) = move_text::full_move(node, &desk.domains, &mut desk.faults) else { continue };
        if !left.insert((one.domain, one.from)) {
            let name = move_text::move_name(one, &desk.domains);
            desk.faults.at(&node.place, Message::new("left_twice").with("name", name));
        }
        transition::check_leaves(one, &node.place, desk);
        moves.push(one);
    }
    moves.sort_unstable();
    moves
}

fn read_effects(entry: &Entry<'_>, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Vec<Effect> {
    let list = entry.get("effects").and_then(|node| entry::list(node, &mut desk.faults));
    list.unwrap_or_default().iter().flat_map(|node| read_effect(node, name, owner, desk)).collect()
}

/// An effect, once for each of the transitions on which it acts.
fn read_effect(node: &Node, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Vec<Effect> {
    let Some(table) = entry::table(node, &mut desk.faults) else { return Vec::new() };
    let allowed: Vec<&str> = ["on", "ramp_up", "plateau", "fade"].into_iter().chain(RATIO).collect();
    let entry = Entry::open(table, &allowed, &mut desk.faults);
    let on = entry.required("on", &mut desk.faults).and_then(|node| move_text::transitions(node, desk));
    let words = match &on {
        Some(on) => on.iter().map(|at| desk.transitions[*at].name.as_str()).collect::<Vec<_>>().join("; "),
        None => format!("at {}", node.place.span.start),
    };
    let path = format!("{}.effects({words})", path_of(node, name, owner));
    let ratio = strength::ratio(&entry, &path, desk);
    let profile = read_profile(&entry, &path, desk);
    let (Some(on), Some((ratio, place)), Some(profile)) = (on, ratio, profile) else { return Vec::new() };
    let use_on = |transition| RatioUse {
        transition,
        ratio,
        place: place.clone(),
        alternative: Some(owner.at),
        modifier: None,
        together: Some(name.to_string()),
    };
    desk.ratios.extend(on.iter().map(|at| use_on(*at)));
    on.into_iter().map(|transition| Effect { transition, ratio, profile }).collect()
}

fn read_profile(entry: &Entry<'_>, path: &str, desk: &mut Desk) -> Option<Profile> {
    let ramp_up = months(entry, "ramp_up", path, desk);
    let plateau = months(entry, "plateau", path, desk);
    let fade = entry.get("fade").map_or(Some(Fade::Never), |node| read_fade(node, path, desk));
    Some(Profile { ramp_up: ramp_up?, plateau: plateau?, fade: fade? })
}

/// A number of months, 0 where it is not given.
fn months(entry: &Entry<'_>, key: &str, path: &str, desk: &mut Desk) -> Option<Number> {
    let Some(node) = entry.get(key) else { return Some(Number { origin: Origin::Fixed(0.0), kind: Kind::Months }) };
    desk.number(node, Kind::Months, &format!("{path}.{key}"))
}

fn read_fade(node: &Node, path: &str, desk: &mut Desk) -> Option<Fade> {
    match &node.value {
        Value::Text(word) if word == "never" => Some(Fade::Never),
        Value::Text(word) if word == "at_once" => Some(Fade::AtOnce),
        Value::Table(table) => {
            let keys = ["linear", "half_life"];
            let entry = Entry::open(table, &keys, &mut desk.faults);
            let (key, node) = entry.one_of(&keys, Message::new("one_key_of"), &mut desk.faults)?;
            let number = desk.number(node, Kind::Months, &format!("{path}.fade.{key}"))?;
            if key == "linear" {
                return Some(Fade::Linear(number));
            }
            if number.origin == Origin::Fixed(0.0) {
                desk.faults.at(&node.place, Message::new("half_life_zero"));
                return None;
            }
            Some(Fade::HalfLife(number))
        }
        Value::Faulty => None,
        _ => {
            desk.faults.at(&node.place, Message::new("fade_wrong")).hint(Message::new("write_fade"));
            None
        }
    }
}
