//! Interventions.
//!
//! In: a table of `[alternatives.NAME.interventions]`. Out: an [`Intervention`]; its costs go into the builder as
//! items.

use std::collections::BTreeSet;

use crate::diagnostics::Message;
use crate::model::{Condition, Effect, Fade, Intervention, Move, Number, Origin, Profile, Trigger};
use crate::read::builder::{RatioUse, ScenarioBuilder};
use crate::read::keys;
use crate::read::scenario::alternative::provenance::Owner;
use crate::read::scenario::condition::{self, move_text, period};
use crate::read::scenario::domain::{exit, strength};
use crate::read::scenario::item;
use crate::read::scenario::item::scope::Scope;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Field, Node, Value};
use crate::units::Kind;

/// How the name of an unnamed number at `node` starts.
fn path_of(node: &Node, name: &str, owner: &Owner<'_>) -> String {
    format!("{}.interventions.{name}", owner.path(node))
}

/// Reads an intervention.
pub(crate) fn read(
    name: &str,
    field: &Field,
    owner: &Owner<'_>,
    builder: &mut ScenarioBuilder,
) -> Option<Intervention> {
    let sound = entry::check_name(name, &field.key, &mut builder.faults);
    let table = entry::table(&field.node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("intervention"), &mut builder.faults);
    let label = entry.required("label", &mut builder.faults).and_then(|node| entry::label(node, &mut builder.faults));
    let trigger = entry.required("start", &mut builder.faults).and_then(|node| read_start(node, builder));
    let (delay, waiting) = (cycles(&entry, "delay", builder), cycles(&entry, "waiting", builder));
    let repeat = entry.get("repeat").map_or(Some(false), |node| entry::boolean(node, &mut builder.faults));
    let group = entry.get("group").map_or(Some(""), |node| entry::text(node, &mut builder.faults));
    let eligible = match entry.get("eligible") {
        Some(node) => condition::read(node, builder),
        None => Some(Condition::Always),
    };
    let reached = share(&entry, "reached", name, owner, builder);
    let success = share(&entry, "success", name, owner, builder);
    let moves = read_moves(&entry, builder);
    let active = cycles(&entry, "active", builder);
    let stop = entry.get("stop").map_or(Some(None), |node| read_stop(node, builder).map(Some));
    let effects = read_effects(&entry, name, owner, builder);
    if let Some(node) = entry.get("costs") {
        let path = path_of(node, name, owner);
        let scope = Scope::Intervention { at: owner.at, id: owner.id, name, path: &path };
        if owner.at > 0 && builder.usual.contains(name) {
            builder
                .faults
                .at(&node.place, Message::new("costs_of_usual").with("name", name))
                .hint(Message::new("costs_on_top"));
        }
        item::read(node, &scope, builder);
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
        stop: stop?,
        effects,
    };
    check_times(&intervention, &entry, builder);
    Some(intervention)
}

/// The condition that ends an episode; it looks at no intervention.
fn read_stop(node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let stop = condition::read(node, builder)?;
    if stop.is_about_interventions() {
        builder.faults.at(&node.place, Message::new("stop_on_intervention")).hint(Message::new("write_stop"));
        return None;
    }
    Some(stop)
}

/// When it starts: `"3 months"`, `{ month = 3 }`, `{ cycle = 3 }`, or `{ when = "housing is court_order" }`.
fn read_start(node: &Node, builder: &mut ScenarioBuilder) -> Option<Trigger> {
    if let Value::Text(_) = node.value {
        return period::whole_cycles(node, builder).map(Trigger::Cycle);
    }
    let ways = keys::of("trigger");
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, ways, &mut builder.faults);
    let (key, node) = entry.one_of(ways, Message::new("one_key_of"), &mut builder.faults)?;
    match key {
        "when" => condition::read_about_states(node, builder).map(Trigger::Entry),
        "month" => period::month(node, builder).map(Trigger::Cycle),
        _ => period::cycle(node, builder).map(Trigger::Cycle),
    }
}

/// A whole number of cycles, 0 where it is not given.
fn cycles(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> Option<usize> {
    entry.get(key).map_or(Some(0), |node| period::whole_cycles(node, builder))
}

/// It has to start before the end, and an episode has to be over before there is another.
fn check_times(intervention: &Intervention, entry: &Entry<'_>, builder: &mut ScenarioBuilder) {
    let first = if let Trigger::Cycle(cycle) = intervention.trigger { cycle } else { 0 };
    let start = first.saturating_add(intervention.delay).saturating_add(intervention.waiting);
    let last = ["waiting", "delay", "start"].into_iter().find_map(|key| entry.get(key));
    if let (Some(node), Some(horizon)) = (last, builder.horizon)
        && start >= horizon
    {
        builder.faults.at(&node.place, Message::new("start_too_late").with("start", start).with("horizon", horizon));
    }
    let Some(node) = entry.get("repeat").filter(|_| intervention.repeat) else { return };
    let lasting = |effect: &Effect| matches!(effect.profile.fade, Fade::Never | Fade::HalfLife(_));
    if let Trigger::Cycle(_) = intervention.trigger {
        builder.faults.at(&node.place, Message::new("repeat_fixed")).hint(Message::new("write_start_when"));
    } else if intervention.stop.is_none() && intervention.effects.iter().any(lasting) {
        builder.faults.at(&node.place, Message::new("repeat_endless")).hint(Message::new("write_fade_that_ends"));
    }
}

/// A share, 1 where it is not given.
fn share(entry: &Entry<'_>, key: &str, name: &str, owner: &Owner<'_>, builder: &mut ScenarioBuilder) -> Option<Number> {
    let Some(node) = entry.get(key) else { return Some(Number { origin: Origin::Fixed(1.0), kind: Kind::Share }) };
    builder.number(node, Kind::Share, &format!("{}.{key}", path_of(node, name, owner)))
}

fn read_moves(entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Vec<Move> {
    let Some(list) = entry.get("moves").and_then(|node| entry::list(node, &mut builder.faults)) else {
        return Vec::new();
    };
    let mut left = BTreeSet::new();
    let mut moves = Vec::new();
    for node in list {
        let Some(full_move) = move_text::full_move(node, &builder.domains, &mut builder.faults) else { continue };
        if !left.insert((full_move.domain, full_move.from)) {
            let name = move_text::move_name(full_move, &builder.domains);
            builder.faults.at(&node.place, Message::new("left_twice").with("name", name));
        }
        exit::check_leaves(full_move, &node.place, builder);
        moves.push(full_move);
    }
    moves.sort_unstable();
    moves
}

fn read_effects(entry: &Entry<'_>, name: &str, owner: &Owner<'_>, builder: &mut ScenarioBuilder) -> Vec<Effect> {
    let list = entry.get("effects").and_then(|node| entry::list(node, &mut builder.faults));
    list.unwrap_or_default().iter().flat_map(|node| read_effect(node, name, owner, builder)).collect()
}

/// An effect, once for each of the transitions on which it acts.
fn read_effect(node: &Node, name: &str, owner: &Owner<'_>, builder: &mut ScenarioBuilder) -> Vec<Effect> {
    let Some(table) = entry::table(node, &mut builder.faults) else { return Vec::new() };
    let entry = Entry::open(table, keys::of("effect"), &mut builder.faults);
    let on = entry.required("on", &mut builder.faults).and_then(|node| move_text::transitions(node, builder));
    let words = match &on {
        Some(on) => on.iter().map(|at| builder.transitions[*at].name.as_str()).collect::<Vec<_>>().join("; "),
        None => format!("at {}", node.place.span.start),
    };
    let path = format!("{}.effects({words})", path_of(node, name, owner));
    let ratio = strength::ratio(&entry, &path, builder);
    let profile = read_profile(&entry, &path, builder);
    let condition = entry.get("if").map_or(Some(Condition::Always), |node| condition::read(node, builder));
    let (Some(on), Some((ratio, place)), Some(profile), Some(condition)) = (on, ratio, profile, condition) else {
        return Vec::new();
    };
    let use_on = |transition| RatioUse {
        transition,
        ratio,
        place: place.clone(),
        alternative: Some(owner.at),
        modifier: None,
        together: Some(name.to_string()),
    };
    builder.ratios.extend(on.iter().map(|at| use_on(*at)));
    on.into_iter().map(|transition| Effect { transition, ratio, profile, condition: condition.clone() }).collect()
}

fn read_profile(entry: &Entry<'_>, path: &str, builder: &mut ScenarioBuilder) -> Option<Profile> {
    let ramp_up = months(entry, "ramp_up", path, builder);
    let plateau = months(entry, "plateau", path, builder);
    let fade = entry.get("fade").map_or(Some(Fade::Never), |node| read_fade(node, path, builder));
    Some(Profile { ramp_up: ramp_up?, plateau: plateau?, fade: fade? })
}

/// A number of months, 0 where it is not given.
fn months(entry: &Entry<'_>, key: &str, path: &str, builder: &mut ScenarioBuilder) -> Option<Number> {
    let Some(node) = entry.get(key) else { return Some(Number { origin: Origin::Fixed(0.0), kind: Kind::Months }) };
    builder.number(node, Kind::Months, &format!("{path}.{key}"))
}

fn read_fade(node: &Node, path: &str, builder: &mut ScenarioBuilder) -> Option<Fade> {
    match &node.value {
        Value::Text(word) if word == "never" => Some(Fade::Never),
        Value::Text(word) if word == "at_once" => Some(Fade::AtOnce),
        Value::Table(table) => {
            let ways = keys::of("fade");
            let entry = Entry::open(table, ways, &mut builder.faults);
            let (key, node) = entry.one_of(ways, Message::new("one_key_of"), &mut builder.faults)?;
            let number = builder.number(node, Kind::Months, &format!("{path}.fade.{key}"))?;
            if key == "linear" {
                return Some(Fade::Linear(number));
            }
            if number.origin == Origin::Fixed(0.0) {
                builder.faults.at(&node.place, Message::new("half_life_zero"));
                return None;
            }
            Some(Fade::HalfLife(number))
        }
        Value::Faulty => None,
        _ => {
            builder.faults.at(&node.place, Message::new("fade_wrong")).hint(Message::new("write_fade"));
            None
        }
    }
}
