//! Shares of payers and receivers.
//!
//! In: a name, or names with shares. Out: indices with shares that add up to 1, sorted by index.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Account, ItemKind};
use crate::read::list::List;
use crate::read::list::records::Cell;
use crate::read::source::entry;
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};

/// How far a sum of shares may be from 1.
const MARGIN: f64 = 1e-9;

/// A name, its share, and the place of both.
struct Part<'t> {
    name: &'t str,
    share: f64,
    place: Place,
}

/// Shares of accounts in a scenario: `"gemeente"` or `{ gemeente = 0.8, rijk = 0.2 }`.
pub(crate) fn of_node(
    node: &Node,
    accounts: &List<Vec<Account>>,
    faults: &mut Diagnostics,
) -> Option<Vec<(usize, f64)>> {
    let parts = parts(node, faults)?;
    of_accounts(parts, &node.place, accounts, faults)
}

/// Shares of accounts in a list: `gemeente` or `gemeente:0.8 rijk:0.2`; none in an empty cell.
pub(crate) fn of_cell(
    cell: &Cell,
    accounts: &List<Vec<Account>>,
    faults: &mut Diagnostics,
) -> Option<Vec<(usize, f64)>> {
    let mut parts = Vec::new();
    for word in cell.text.split_whitespace() {
        let (name, share) = word.split_once(':').unwrap_or((word, "1"));
        let Ok(share) = cell.value_of(share) else {
            faults.at(&cell.place, Message::new("shares_wrong").with("found", word)).hint(Message::new("write_shares"));
            return None;
        };
        parts.push(Part { name, share, place: cell.place.clone() });
    }
    if parts.is_empty() {
        return Some(Vec::new());
    }
    of_accounts(parts, &cell.place, accounts, faults)
}

fn parts<'t>(node: &'t Node, faults: &mut Diagnostics) -> Option<Vec<Part<'t>>> {
    if let Value::Text(_) = node.value {
        return Some(vec![Part { name: entry::text(node, faults)?, share: 1.0, place: node.place.clone() }]);
    }
    let table = entry::table(node, faults)?;
    let mut sound = true;
    let mut parts = Vec::new();
    for (name, field) in &table.fields {
        match entry::plain(&field.node, (0.0, 1.0), "kind_share", faults) {
            Some(share) => parts.push(Part { name, share, place: field.key.clone() }),
            None => sound = false,
        }
    }
    sound.then_some(parts)
}

fn of_accounts(
    parts: Vec<Part<'_>>,
    whole: &Place,
    accounts: &List<Vec<Account>>,
    faults: &mut Diagnostics,
) -> Option<Vec<(usize, f64)>> {
    let Some(accounts) = accounts.needed("accounts", whole, faults) else {
        add_up(&parts, whole, faults);
        return None;
    };
    resolve(parts, whole, faults, |name, place, faults| {
        let found = accounts.iter().position(|account| account.id == name);
        let parties = accounts.iter().filter(|account| account.role.is_party()).map(|account| account.id.as_str());
        match found {
            None => suggest::unknown(faults, place, Message::new("unknown_account"), name, parties),
            Some(at) if !accounts[at].role.is_party() => {
                faults.at(place, Message::new("account_no_party").with("found", name));
                return None;
            }
            Some(_) => {}
        }
        found
    })
}

fn resolve(
    parts: Vec<Part<'_>>,
    whole: &Place,
    faults: &mut Diagnostics,
    mut find: impl FnMut(&str, &Place, &mut Diagnostics) -> Option<usize>,
) -> Option<Vec<(usize, f64)>> {
    let found: Vec<_> =
        parts.iter().map(|part| find(part.name, &part.place, faults).map(|at| (at, part.share))).collect();
    let mut found = found.into_iter().collect::<Option<Vec<(usize, f64)>>>()?;
    add_up(&parts, whole, faults)?;
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    Some(found).filter(|found| {
        let unique = found.len() == parts.len();
        if !unique {
            faults.at(whole, Message::new("share_twice"));
        }
        unique
    })
}

/// `None` where shares do not add up to 1 or are no shares.
fn add_up(parts: &[Part<'_>], whole: &Place, faults: &mut Diagnostics) -> Option<()> {
    let total: f64 = parts.iter().map(|part| part.share).sum();
    if (total - 1.0).abs() > MARGIN || parts.iter().any(|part| !(0.0..=1.0).contains(&part.share)) {
        faults.at(whole, Message::new("shares_do_not_add_up").with("total", rounded(total)));
        return None;
    }
    Some(())
}

/// A sum without the noise of its last digits.
fn rounded(total: f64) -> f64 {
    (total * 1e6).round() / 1e6
}

/// Every kind of item with its word in files.
pub(crate) const KINDS: [(&str, ItemKind); 5] = [
    ("resource", ItemKind::Resource),
    ("output", ItemKind::Output),
    ("transfer", ItemKind::Transfer),
    ("welfare", ItemKind::Welfare),
    ("unpriced", ItemKind::Unpriced),
];

/// Whether a kind of item has payers, and whether it has receivers.
pub(crate) fn needs(kind: ItemKind) -> (bool, bool) {
    match kind {
        ItemKind::Resource | ItemKind::Unvalued => (true, false),
        ItemKind::Output => (false, true),
        ItemKind::Transfer => (true, true),
        ItemKind::Welfare | ItemKind::Unpriced => (false, false),
    }
}
