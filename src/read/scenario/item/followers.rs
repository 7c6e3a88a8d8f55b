//! Items that follow from another one: what its use is worth, work that others lose by it, payers that take over.
//!
//! In: `use`, `worth`, `right`, `displaced` and `shifts` of an item that was read. Out: the item with what they say of
//! it, and further [`Item`]s with the same quantity and the same discount rate, so that both methods and every report
//! take them as they take any item. Nothing is multiplied here.

use crate::diagnostics::Message;
use crate::model::{Clock, ClockTable, ClockValues, Follows, Item, ItemKind, Number, Origin, Role, Text};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::list::List;
use crate::read::list::shares;
use crate::read::scenario::condition::{clock, period};
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};
use crate::units::Kind;
use crate::words::Language;

/// The word for use of which nobody knows the value.
const UNPRICED: &str = "unpriced";

/// Reads what an item says of its use, of rights and of other payers; gives the items that follow from it. `path` is
/// how names of its numbers start. `None` where a fault was reported.
pub(crate) fn read(entry: &Entry<'_>, item: &mut Item, path: &str, builder: &mut ScenarioBuilder) -> Option<Vec<Item>> {
    let right = yes(entry, "right", builder);
    let worth = worth(entry, item, path, builder);
    let displaced = displaced(entry, item, builder);
    let shifts = shifts(entry, item, path, builder);
    item.right = right?;
    Some(worth?.into_iter().chain(displaced?).chain(shifts?).collect())
}

/// Yes or no; no where nothing is said.
fn yes(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> Option<bool> {
    entry.get(key).map_or(Some(false), |node| entry::boolean(node, &mut builder.faults))
}

/// An item that follows from another one. It is no payment of its own, and what no source gives is told of the other.
fn follower(item: &Item, id: String, key: &'static str, names: &[(&str, &Text)], how: Follows) -> Item {
    let words = |language: Language| {
        let mut values = vec![("label", language.of(&item.label))];
        values.extend(names.iter().map(|(name, text)| (*name, language.of(text))));
        language.fill_in(language.text(key), &values)
    };
    Item {
        id,
        label: Text { nl: words(Language::Nl), en: words(Language::En) },
        by_rule: Vec::new(),
        right: false,
        follows: Some((item.id.clone(), how)),
        ..item.clone()
    }
}

/// What the use is worth: an item of welfare, or none where nobody knows: then the cost stays out of the balance as
/// well.
fn worth(entry: &Entry<'_>, item: &mut Item, path: &str, builder: &mut ScenarioBuilder) -> Option<Option<Item>> {
    let of_use = yes(entry, "use", builder)?;
    let Some(node) = entry.get("worth") else {
        if of_use {
            let message = Message::new("use_without_worth").with("name", &item.id);
            builder.faults.warning(Some(entry.table.place.clone()), message).hint(Message::new("write_worth"));
        }
        return Some(None);
    };
    if item.kind != ItemKind::Resource {
        builder.faults.at(&node.place, Message::new("worth_of_other_kind"));
        return None;
    }
    if let Value::Text(word) = &node.value {
        if word != UNPRICED {
            suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_word"), word, [UNPRICED]);
            return None;
        }
        return unvalued(node, item, builder).map(|()| None);
    }
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("worth"), &mut builder.faults);
    let (key, node) = entry.one_of(&["share", "amount"], Message::new("one_key_of"), &mut builder.faults)?;
    let kind = if key == "share" { Kind::Count } else { Kind::Amount };
    let number = builder.number_of_all(node, kind, &format!("{path}.worth.{key}"))?;
    if let Origin::Fixed(value) = number.origin
        && value != 0.0
        && value != 1.0
    {
        let message = Message::new("number_without_source").with("key", format!("worth.{key}")).with("value", value);
        builder.faults.warning(Some(node.place.clone()), message);
    }
    let (price, part) = if key == "share" { (item.price, Some(number)) } else { (Some(number), None) };
    let found = follower(item, format!("{}:worth", item.id), "item_worth", &[], Follows::Worth);
    Some(Some(Item {
        price,
        part,
        kind: ItemKind::Welfare,
        payers: Vec::new(),
        law: String::new(),
        cashable: 0.0,
        cashable_lag: 0.0,
        ..found
    }))
}

/// The cost of use without a value: apart from the balance. What a plan itself costs is always weighed.
fn unvalued(node: &Node, item: &mut Item, builder: &mut ScenarioBuilder) -> Option<()> {
    if item.own.is_some() {
        builder.faults.at(&node.place, Message::new("unpriced_use_of_plan")).hint(Message::new("write_worth"));
        return None;
    }
    let accounts = builder.accounts.needed("accounts", &node.place, &mut builder.faults)?;
    if !accounts.iter().any(|account| account.role == Role::Unvalued) {
        builder.faults.at(&node.place, Message::new("role_missing").with("role", "unvalued"));
        return None;
    }
    item.kind = ItemKind::Unvalued;
    Some(())
}

/// Production that others lose: what `[displacement]` says, and the public purse loses its part of it.
fn displaced(entry: &Entry<'_>, item: &Item, builder: &mut ScenarioBuilder) -> Option<Option<Item>> {
    let Some(node) = entry.get("displaced") else { return Some(None) };
    if !entry::boolean(node, &mut builder.faults)? {
        return Some(None);
    }
    if item.kind != ItemKind::Output {
        builder.faults.at(&node.place, Message::new("displaced_no_output"));
        return None;
    }
    let Some(found) = &builder.displacement else {
        builder.faults.at(&node.place, Message::new("displacement_missing")).hint(Message::new("write_displacement"));
        return None;
    };
    // A fault in it was reported.
    let (factors, others) = found.as_ref().map(|found| (found.factors, found.others))?;
    let List::Read(accounts) = &builder.accounts else { return None };
    let mut payers: Vec<(usize, f64)> = Vec::new();
    for (receiver, share) in &item.receivers {
        let payer = if accounts[*receiver].public { *receiver } else { others };
        match payers.iter_mut().find(|(known, _)| *known == payer) {
            Some((_, sum)) => *sum += share,
            None => payers.push((payer, *share)),
        }
    }
    payers.sort_by_key(|(account, _)| *account);
    let id = format!("{}:displacement", item.id);
    let twin = follower(item, id, "item_displaced", &[], Follows::Displacement);
    let times = item.times.iter().copied().chain(factors).collect();
    Some(Some(Item {
        times,
        kind: ItemKind::Resource,
        payers,
        receivers: Vec::new(),
        cashable: 0.0,
        cashable_lag: 0.0,
        ..twin
    }))
}

/// Other payers from some time after the start on: each is a payment by who takes over to who paid.
fn shifts(entry: &Entry<'_>, item: &Item, path: &str, builder: &mut ScenarioBuilder) -> Option<Vec<Item>> {
    let Some(node) = entry.get("shifts") else { return Some(Vec::new()) };
    let list = entry::list(node, &mut builder.faults)?;
    let read = |(at, node): (usize, &Node)| shift(node, item, &format!("{path}.shifts({at})"), builder);
    let all: Vec<Option<Item>> = list.iter().enumerate().map(read).collect();
    let mut all = all.into_iter().collect::<Option<Vec<Item>>>()?;
    if all.len() > 1 {
        all.iter_mut().enumerate().for_each(|(at, item)| item.id += &format!("_{}", at + 1));
    }
    Some(all)
}

fn shift(node: &Node, item: &Item, path: &str, builder: &mut ScenarioBuilder) -> Option<Item> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("shift"), &mut builder.faults);
    let [from, to, share] = ["from", "to", "share"].map(|key| entry.required(key, &mut builder.faults));
    let account = |node: Option<&Node>, builder: &mut ScenarioBuilder| {
        entry::text(node?, &mut builder.faults)?;
        shares::of_node(node?, &builder.accounts, &mut builder.faults)?.first().map(|(account, _)| *account)
    };
    let (payer, other) = (account(from, builder), account(to, builder));
    let share = share.and_then(|node| builder.number_of_all(node, Kind::Share, &format!("{path}.share")));
    let after = entry.get("after").map_or(Some(0.0), |node| period::cycles(node, builder));
    let (payer, other, share, after) = (payer?, other?, share?, after?);
    let Some((_, paid)) = item.payers.iter().find(|(account, _)| *account == payer) else {
        builder.faults.at(&from?.place, Message::new("shift_without_payer").with("name", &item.id));
        return None;
    };
    let fixed = |value: f64| Number { origin: Origin::Fixed(value), kind: Kind::Factor };
    let mut times: Vec<Number> = item.times.iter().copied().chain([fixed(*paid), share]).collect();
    if after > 0.0 {
        let clock = clock::enter(Clock::Cycle, builder);
        let values = ClockValues::Steps(vec![(0.0, fixed(0.0)), (after, fixed(1.0))]);
        times.push(clock::enter_table(ClockTable { clock, values }, Kind::Factor, builder));
    }
    let List::Read(accounts) = &builder.accounts else { return None };
    let names = [("from", &accounts[payer].label), ("to", &accounts[other].label)];
    let id = format!("{}:{}", item.id, accounts[other].id);
    let found = follower(item, id, "item_shift", &names, Follows::Shift);
    Some(Item { times, kind: ItemKind::Transfer, payers: vec![(other, 1.0)], receivers: vec![(payer, 1.0)], ..found })
}
