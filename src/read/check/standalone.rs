//! Checks of lists on their own, without a scenario that names them.
//!
//! In: the path of a list. Out: which list it is, by its header, and every fault of it. What depends on a scenario
//! (whether the index reaches its price year) is left to the check of that scenario. A price list of a user, of which
//! only `id` and the columns that differ need be there, is laid over the shipped one.

use std::io;
use std::path::Path;

use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile, Sources};
use crate::model::Account;
use crate::read::list::List;
use crate::read::list::accounts;
use crate::read::list::category;
use crate::read::list::evidence;
use crate::read::list::index;
use crate::read::list::measure;
use crate::read::list::own_prices;
use crate::read::list::price;
use crate::read::list::rate;
use crate::read::list::records::{self, Row};
use crate::read::source::files::{self, Files, undecoded};

/// A list that was looked at on its own.
#[derive(Clone, Debug)]
pub struct LooseList {
    /// Its key in `lists`; `None` where the header is that of no list.
    pub kind: Option<&'static str>,
    /// Number of rows.
    pub rows: usize,
    /// Its text.
    pub sources: Sources,
    /// All faults.
    pub diagnostics: Diagnostics,
}

/// Accounts by which the payers and receivers of loose price lists can be checked.
#[derive(Clone, Debug, Default)]
pub struct Accounts(Option<Vec<Account>>);

impl Accounts {
    /// Whether there are any.
    pub fn are_known(&self) -> bool {
        self.0.is_some()
    }
}

/// A list that a scenario can name.
#[derive(Clone, Copy)]
struct ListKind {
    /// Its key in `lists`.
    key: &'static str,
    columns: &'static [&'static str],
    /// Whether there may be further columns.
    open: bool,
}

const KINDS: [ListKind; 8] = [
    ListKind { key: "prices", columns: &price::COLUMNS, open: false },
    ListKind { key: "rates", columns: &rate::COLUMNS, open: false },
    ListKind { key: "categories", columns: &category::COLUMNS, open: false },
    ListKind { key: "accounts", columns: &accounts::COLUMNS, open: false },
    ListKind { key: "task_fields", columns: &accounts::TASK_FIELDS, open: false },
    ListKind { key: "index", columns: &index::COLUMNS, open: true },
    ListKind { key: "evidence", columns: &evidence::COLUMNS, open: false },
    ListKind { key: "measures", columns: &measure::COLUMNS, open: false },
];

/// The accounts in a list, if it is a list of accounts without faults.
pub fn accounts(files: &dyn Files, path: &Path) -> Accounts {
    let text = files::read_text(files, path).unwrap_or_default();
    let mut faults = Diagnostics::default();
    if kind_of(&text).is_none_or(|kind| kind.key != "accounts") {
        return Accounts(None);
    }
    let rows = records::read(&text, 0, &accounts::COLUMNS, false, &mut faults);
    let found = rows.map(|rows| accounts::read(&rows, &mut faults));
    Accounts(found.filter(|_| !faults.has_faults()))
}

/// Reads a list on its own. Payers and receivers are checked where there are accounts.
///
/// # Errors
/// When the file cannot be read. A file that is no UTF-8 can be read, and has a fault.
pub fn list(files: &dyn Files, path: &Path, accounts: &Accounts) -> io::Result<LooseList> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let name = path.display().to_string();
    let text = match files::read_text(files, path) {
        Ok(text) => text,
        Err(error) if undecoded(&name, &error, &mut sources, &mut diagnostics) => {
            return Ok(LooseList { kind: None, rows: 0, sources, diagnostics });
        }
        Err(error) => return Err(error),
    };
    let kind = kind_of(&text);
    let file = sources.push(SourceFile::new(name, text, files.digest(path)).of_sheet(files.sheet(path)));
    if kind.is_none()
        && let Some(rows) = own_prices(files, &mut sources, file, accounts, &mut diagnostics)
    {
        return Ok(LooseList { kind: Some("prices"), rows, sources, diagnostics });
    }
    let text = &sources.file(file).text;
    let mut count = 0;
    if let Some(ListKind { key, columns, open }) = kind {
        let rows = records::read(text, file, columns, open, &mut diagnostics).unwrap_or_default();
        count = rows.len();
        check(key, &rows, accounts, files.today(), &mut diagnostics);
    } else {
        let message = if text.trim().is_empty() { "list_empty" } else { "list_unknown" };
        let end = text.lines().next().map_or(0, str::len);
        let keys = KINDS.map(|kind| kind.key).join(", ");
        diagnostics.fault(Some(Place { file, span: 0..end }), Message::new(message).with("names", keys));
    }
    Ok(LooseList { kind: kind.map(|kind| kind.key), rows: count, sources, diagnostics })
}

/// The shipped price list: what a list of the user is laid over.
const SHIPPED_PRICES: &str = "prices/nl.csv";

/// Checks a price list of a user. Out: its number of rows; `None` where it has no header of such a list, or where there is
/// no list to lay it over.
fn own_prices(
    files: &dyn Files,
    sources: &mut Sources,
    file: usize,
    accounts: &Accounts,
    faults: &mut Diagnostics,
) -> Option<usize> {
    // What is wrong with a header tells nothing where the file is no such list.
    records::read_some(sources.file(file), file, &price::COLUMNS, &mut Diagnostics::default())?;
    let base = files.shipped(SHIPPED_PRICES)?;
    let text = files::read_text(files, &base).ok()?;
    let shipped = sources.add(base.display().to_string(), text);
    let mut rows = records::read(&sources.file(shipped).text, shipped, &price::COLUMNS, false, faults)?;
    let own = records::read_some(sources.file(file), file, &price::COLUMNS, faults)?;
    let count = own.len();
    own_prices::lay(&mut rows, own, faults);
    check("prices", &rows, accounts, files.today(), faults);
    Some(count)
}

/// The list most like this header: the columns that both have are more than half of those that the longer of them has.
/// Where a list may have further columns, only its own are counted.
fn kind_of(text: &str) -> Option<ListKind> {
    let header = text.trim_start().lines().find(|line| !line.to_lowercase().starts_with("sep=")).unwrap_or_default();
    let split = |letter: char| [',', ';', '\t', '"'].contains(&letter);
    let found: Vec<&str> = header.split(split).map(str::trim).filter(|name| !name.is_empty()).collect();
    let share = |kind: &ListKind| {
        let ListKind { columns, open, .. } = kind;
        let there = columns.iter().filter(|column| found.contains(column)).count();
        there as f64 / if *open { columns.len() } else { columns.len().max(found.len()) } as f64
    };
    let best = KINDS.into_iter().max_by(|a, b| share(a).total_cmp(&share(b)))?;
    (share(&best) > 0.5).then_some(best)
}

/// The key in `lists` of the list with this text, by its header.
pub(crate) fn kind(text: &str) -> Option<&'static str> {
    kind_of(text).map(|kind| kind.key)
}

fn check(key: &str, rows: &[Row], accounts: &Accounts, today: Option<Date>, faults: &mut Diagnostics) {
    let accounts = accounts.0.clone().map_or(List::Unreadable, List::Read);
    match key {
        "prices" => {
            for price in price::read(rows, &accounts, today, faults).values().flatten() {
                price.definition(price.year().0, &List::Unreadable, &List::Unreadable, None, faults);
            }
        }
        "rates" => {
            let Some(first) = rows.first() else { return };
            for (name, rate) in rate::read(rows, today, faults) {
                rate.and_then(|rate| rate.definition(&name, &first.place, &List::Unreadable, faults));
            }
        }
        "categories" => drop(category::read(rows, &accounts, faults)),
        "accounts" => drop(accounts::read(rows, faults)),
        "task_fields" => drop(accounts::task_fields(rows, &accounts, today, faults)),
        "index" => drop(index::read(rows, today, faults)),
        "measures" => drop(measure::read(rows, faults)),
        _ => drop(evidence::read(rows, faults)),
    }
}
