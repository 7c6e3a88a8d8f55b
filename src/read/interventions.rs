//! What is done for the household.
//!
//! In: a table of `[alternatives.NAME.interventions]`. Out: an [`Intervention`]; its costs go onto the desk as items.

use std::collections::BTreeSet;

use super::alternatives::Homes;
use super::desk::{Desk, RatioUse};
use super::entry::{self, At, Entry};
use super::items::{self, Scope};
use super::phrases;
use super::strength::{self, RATIO};
use super::tree::{Field, Node, Value};
use crate::diagnostics::Message;
use crate::model::{Condition, Effect, Fade, Intervention, Move, Number, Origin, Profile, Trigger};
use crate::units::{Kind, Period, TimeUnit};

/// Keys of an intervention.
const KEYS: [&str; 9] = ["label", "start", "eligible", "reached", "success", "moves", "active", "effects", "costs"];

/// The alternative to which an intervention belongs.
pub(super) struct Owner<'o> {
    /// Its index.
    pub(super) at: usize,
    /// Its name.
    pub(super) id: &'o str,
    /// Where every value is written.
    pub(super) homes: &'o Homes,
}

impl Owner<'_> {
    /// How the name of an unnamed number at `node` starts: with the alternative in which it is written, so that an
    /// alternative that is like another shares its numbers.
    fn path(&self, node: &Node, intervention: &str) -> String {
        let home = self.homes.get(&(node.place.file, node.place.span.start)).map_or(self.id, String::as_str);
        format!("alternatives.{home}.interventions.{intervention}")
    }
}

/// Reads an intervention.
pub(super) fn read(name: &str, field: &Field, owner: &Owner<'_>, desk: &mut Desk) -> Option<Intervention> {
    let sound = entry::check_name(name, &field.key, &mut desk.faults);
    let table = entry::table(&field.node, &mut desk.faults)?;
    let entry = Entry::open(table, &KEYS, &mut desk.faults);
    let label = entry.required("label", &mut desk.faults).and_then(|node| entry::label(node, &mut desk.faults));
    let start_month = entry.required("start", &mut desk.faults).and_then(|node| read_start(node, desk));
    let eligible = match entry.get("eligible") {
        Some(node) => phrases::condition(node, &desk.domains, &mut desk.faults),
        None => Some(Condition::Always),
    };
    let reached = share(&entry, "reached", name, owner, desk);
    let success = share(&entry, "success", name, owner, desk);
    let moves = read_moves(&entry, desk);
    let active_months = match entry.get("active") {
        Some(node) => entry::whole_cycles(node, (0, usize::MAX), desk.cycle, &mut desk.faults),
        None => Some(0),
    };
    let effects = read_effects(&entry, name, owner, desk);
    if let Some(node) = entry.get("costs") {
        let path = owner.path(node, name);
        let scope = Scope::Own { alternative: owner.at, name: owner.id, intervention: name, path: &path };
        items::read(node, &scope, desk);
    }
    Some(Intervention {
        name: sound.then(|| name.to_string())?,
        label: label?,
        trigger: Trigger::Cycle(start_month?),
        delay: 0,
        waiting: 0,
        repeat: false,
        group: String::new(),
        eligible: eligible?,
        reached: reached?,
        success: success?,
        moves,
        active: active_months?,
        effects,
    })
}

fn read_start(node: &Node, desk: &mut Desk) -> Option<usize> {
    let table = entry::table(node, &mut desk.faults)?;
    let entry = Entry::open(table, &["month"], &mut desk.faults);
    let node = entry.required("month", &mut desk.faults)?;
    let last = desk.horizon.zip(desk.cycle).map(|(horizon, cycle)| (horizon - 1) as f64 * cycle.months());
    let month = entry::integer(node, (0, last.map_or(i64::MAX, |last| last as i64)), &mut desk.faults)?;
    let cycles = Period::new(u64::try_from(month).ok()?, TimeUnit::Month)?.whole_cycles(desk.cycle?);
    if cycles.is_none() {
        desk.faults.at(&node.place, Message::new("month_not_whole"));
    }
    cycles
}

/// A share, 1 where it is not given.
fn share(entry: &Entry<'_>, key: &str, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Option<Number> {
    let Some(node) = entry.get(key) else { return Some(Number { origin: Origin::Fixed(1.0), kind: Kind::Share }) };
    desk.number(node, Kind::Share, &format!("{}.{key}", owner.path(node, name)))
}

fn read_moves(entry: &Entry<'_>, desk: &mut Desk) -> Vec<Move> {
    let Some(list) = entry.get("moves").and_then(|node| entry::list(node, &mut desk.faults)) else { return Vec::new() };
    let mut left = BTreeSet::new();
    let mut moves = Vec::new();
    for node in list {
        let Some(one) = phrases::full_move(node, &desk.domains, &mut desk.faults) else { continue };
        if !left.insert((one.domain, one.from)) {
            let name = phrases::move_name(one, &desk.domains);
            desk.faults.at(&node.place, Message::new("left_twice").with("name", name));
        }
        moves.push(one);
    }
    moves.sort_unstable();
    moves
}

fn read_effects(entry: &Entry<'_>, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Vec<Effect> {
    let list = entry.get("effects").and_then(|node| entry::list(node, &mut desk.faults));
    list.unwrap_or_default().iter().filter_map(|node| read_effect(node, name, owner, desk)).collect()
}

fn read_effect(node: &Node, name: &str, owner: &Owner<'_>, desk: &mut Desk) -> Option<Effect> {
    let table = entry::table(node, &mut desk.faults)?;
    let allowed: Vec<&str> = ["on", "ramp_up", "plateau", "fade"].into_iter().chain(RATIO).collect();
    let entry = Entry::open(table, &allowed, &mut desk.faults);
    let transition = entry.required("on", &mut desk.faults).and_then(|node| {
        let text = entry::text(node, &mut desk.faults)?;
        phrases::transition(text, node, desk)
    });
    let on = match transition {
        Some(at) => desk.transitions[at].name.clone(),
        None => format!("at {}", node.place.span.start),
    };
    let path = format!("{}.effects({on})", owner.path(node, name));
    let ratio = strength::ratio(&entry, &path, desk);
    let ramp_up = months(&entry, "ramp_up", &path, desk);
    let plateau = months(&entry, "plateau", &path, desk);
    let fade = match entry.get("fade") {
        Some(node) => read_fade(node, &path, desk),
        None => Some(Fade::Never),
    };
    let (transition, (ratio, place)) = (transition?, ratio?);
    desk.ratios.push(RatioUse { transition, ratio, place, alternative: Some(owner.at) });
    Some(Effect { transition, ratio, profile: Profile { ramp_up: ramp_up?, plateau: plateau?, fade: fade? } })
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
