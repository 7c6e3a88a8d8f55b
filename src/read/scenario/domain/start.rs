//! Start distributions: over the states of one domain, or of several together.
//!
//! In: `start = "arrears"`, `start = { arrears = 0.7, stable = "rest" }`, `[[joint_start]]`. Out: [`Start`]s, with
//! shares sorted by states. Whether shares add up is checked at central values, in `check::central`.

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::{Number, Origin, Start};
use crate::read::builder::{ScenarioBuilder, ShareUse};
use crate::read::keys;
use crate::read::scenario::condition::move_text;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Table, Value};
use crate::units::Kind;

/// The share of all that is not named.
pub(crate) const REST: &str = "rest";
/// Most rows of a joint start.
const MAX_ROWS: usize = 10_000;

/// Starts of several domains at once.
#[derive(Default)]
pub(crate) struct Joint {
    /// Those that could be read.
    pub(crate) starts: Vec<Start>,
    /// Domains that start so, also where that could not be read.
    pub(crate) covered: BTreeSet<usize>,
    /// Some domain was meant that is not known: none is asked for a start of its own.
    pub(crate) vague: bool,
}

/// A state for each domain, and its share.
type StartRow = (Vec<usize>, Option<Number>);

/// Shares of the states of one domain: the name of one, or shares by name. `path` is how names of its numbers start.
pub(crate) fn own(
    node: &Node,
    domain: usize,
    path: &str,
    alternative: Option<usize>,
    builder: &mut ScenarioBuilder,
) -> Option<Start> {
    let find = |name: &str, place: &Place, builder: &mut ScenarioBuilder| {
        move_text::find_state(name, place, &builder.domains[domain], &mut builder.faults)
    };
    if let Value::Text(_) = node.value {
        let state = find(entry::text(node, &mut builder.faults)?, &node.place, builder)?;
        let all = Number { origin: Origin::Fixed(1.0), kind: Kind::Share };
        return Some(Start { domains: vec![domain], shares: vec![(vec![state], Some(all))] });
    }
    let table = entry::table(node, &mut builder.faults)?;
    let mut rows = Vec::new();
    for (name, field) in &table.fields {
        let state = find(name, &field.key, builder);
        let share = share(&field.node, &format!("{path}.{name}"), builder);
        rows.push(state.zip(share).map(|(state, share)| (vec![state], share)));
    }
    let shares = together(rows, &node.place, alternative, builder)?;
    Some(Start { domains: vec![domain], shares })
}

/// A share, or `"rest"`.
fn share(node: &Node, path: &str, builder: &mut ScenarioBuilder) -> Option<Option<Number>> {
    match &node.value {
        Value::Text(word) if word == REST => Some(None),
        _ => builder.number(node, Kind::Share, path).map(Some),
    }
}

/// Rows, sorted, with at most one rest; that they add up is checked later.
fn together(
    rows: Vec<Option<StartRow>>,
    place: &Place,
    alternative: Option<usize>,
    builder: &mut ScenarioBuilder,
) -> Option<Vec<StartRow>> {
    let mut rows = rows.into_iter().collect::<Option<Vec<StartRow>>>()?;
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    if rows.windows(2).any(|two| two[0].0 == two[1].0) {
        builder.faults.at(place, Message::new("start_row_twice"));
        return None;
    }
    let shares: Vec<Number> = rows.iter().filter_map(|(_, share)| *share).collect();
    if rows.len() > shares.len() + 1 {
        builder.faults.at(place, Message::new("rest_twice"));
        return None;
    }
    let rest = rows.len() > shares.len();
    builder.shares.push(ShareUse { shares, rest, place: place.clone(), alternative });
    Some(rows)
}

/// Reads a list of joint starts.
pub(crate) fn joint(node: &Node, path: &str, alternative: Option<usize>, builder: &mut ScenarioBuilder) -> Joint {
    let mut joint = Joint::default();
    let Some(list) = entry::list(node, &mut builder.faults) else {
        joint.vague = true;
        return joint;
    };
    for node in list {
        let Some(table) = entry::table(node, &mut builder.faults) else { continue };
        let found = read_joint(table, path, alternative, &mut joint, builder);
        joint.starts.extend(found);
    }
    joint
}

fn read_joint(
    table: &Table,
    path: &str,
    alternative: Option<usize>,
    joint: &mut Joint,
    builder: &mut ScenarioBuilder,
) -> Option<Start> {
    let entry = Entry::open(table, keys::of("joint_start"), &mut builder.faults);
    let names = entry.required("domains", &mut builder.faults).and_then(|node| entry::list(node, &mut builder.faults));
    joint.vague |= names.is_none();
    let mut found = Vec::new();
    for node in names? {
        let domain = entry::text(node, &mut builder.faults)
            .and_then(|name| move_text::find_domain(name, &node.place, &builder.domains, &mut builder.faults));
        if let Some(at) = domain
            && !joint.covered.insert(at)
        {
            let message = Message::new("start_twice").with("name", &builder.domains[at].id);
            builder.faults.at(&node.place, message);
        }
        found.push(domain);
    }
    joint.vague |= found.contains(&None);
    let mut domains = found.into_iter().collect::<Option<Vec<usize>>>()?;
    domains.sort_unstable();
    if domains.is_empty() {
        builder.faults.at(&table.place, Message::new("empty_list"));
        return None;
    }
    let node = entry.required("shares", &mut builder.faults)?;
    let list = entry::list(node, &mut builder.faults)?;
    let rows = list.iter().take(MAX_ROWS).map(|row| read_row(row, &domains, path, builder)).collect();
    let shares = together(rows, &node.place, alternative, builder)?;
    Some(Start { domains, shares })
}

/// A row of a joint start: `{ housing = "arrears", debt = "problematic", share = 0.4 }`.
fn read_row(node: &Node, domains: &[usize], path: &str, builder: &mut ScenarioBuilder) -> Option<StartRow> {
    let table = entry::table(node, &mut builder.faults)?;
    let names: Vec<String> = domains.iter().map(|at| builder.domains[*at].id.clone()).collect();
    check_keys(table, &names, builder);
    let (mut states, mut words) = (Vec::new(), Vec::new());
    for (at, name) in domains.iter().zip(&names) {
        let Some(node) = table.get(name) else {
            builder.faults.at(&table.place, Message::new("missing_key").with("key", name));
            states.push(None);
            continue;
        };
        let word = entry::text(node, &mut builder.faults);
        let find = |word| move_text::find_state(word, &node.place, &builder.domains[*at], &mut builder.faults);
        states.push(word.and_then(find));
        words.push(format!("{name} is {}", word.unwrap_or_default()));
    }
    let Some(node) = table.get("share") else {
        builder.faults.at(&table.place, Message::new("missing_key").with("key", "share"));
        return None;
    };
    let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
    let share = share(node, &format!("{prefix}joint_start({}).share", words.join("; ")), builder)?;
    Some((states.into_iter().collect::<Option<Vec<usize>>>()?, share))
}

/// Reports keys of a row that are neither a domain of it nor `share`.
fn check_keys(table: &Table, names: &[String], builder: &mut ScenarioBuilder) {
    for (key, field) in &table.fields {
        if key != "share" && !names.contains(key) {
            let allowed = names.iter().map(String::as_str).chain(["share"]);
            crate::read::source::suggest::unknown(
                &mut builder.faults,
                &field.key,
                Message::new("unknown_key"),
                key,
                allowed,
            );
        }
    }
}
