//! The lists that a scenario names.
//!
//! In: the table of their names, and the files. Out: what is in them, on the desk. What a row means is decided in a
//! file of its own for each list.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile, Sources};
use crate::read::builder::Desk;
use crate::read::list::category;
use crate::read::list::own_prices;
use crate::read::list::price;
use crate::read::list::rate;
use crate::read::list::records::{self, Row};
use crate::read::list::shared::{self, List};
use crate::read::scenario::domain::measure;
use crate::read::source::entry::{self, At, Entry};
use crate::read::source::files::{self, Files, MAX_BYTES, NotUtf8, is_workbook};
use crate::read::source::include;
use crate::read::source::tree::Node;

/// Lists that a scenario can name.
const LISTS: [&str; 7] = ["prices", "rates", "categories", "accounts", "index", "evidence", "measures"];

/// Reads the lists that the scenario names.
pub(crate) fn read(
    node: Option<&Node>,
    files: &dyn Files,
    paths: &BTreeMap<usize, PathBuf>,
    sources: &mut Sources,
    desk: &mut Desk,
) {
    let Some(table) = node.and_then(|node| entry::table(node, &mut desk.faults)) else {
        (desk.accounts, desk.index, desk.widths) = (List::Unreadable, List::Unreadable, List::Unreadable);
        (desk.prices, desk.rates, desk.measures) = (List::Unreadable, List::Unreadable, List::Unreadable);
        return;
    };
    let entry = Entry::open(table, &LISTS, &mut desk.faults);
    let mut shelf = Shelf { files, paths, sources };
    entry.required("accounts", &mut desk.faults);
    let rows = shelf.rows(&entry, "accounts", &shared::ACCOUNTS, false, &mut desk.faults);
    desk.accounts = map(rows, |rows| shared::accounts(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "index", &shared::INDEX, true, &mut desk.faults);
    desk.index = map(rows, |rows| shared::index(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "evidence", &shared::EVIDENCE, false, &mut desk.faults);
    desk.widths = map(rows, |rows| shared::widths(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "categories", &category::COLUMNS, false, &mut desk.faults);
    let rules = map(rows, |rows| category::read(&rows, &desk.accounts, &mut desk.faults));
    let mut rows = shelf.rows(&entry, "prices", &price::COLUMNS, false, &mut desk.faults);
    if let Some(own) = files.own_prices().and_then(|path| shelf.own_prices(path, &mut desk.faults)) {
        match &mut rows {
            List::Read(rows) => desk.replaced = own_prices::lay(rows, own, &mut desk.faults),
            List::Absent => {
                desk.faults.fault(None, Message::new("own_prices_over_nothing"));
            }
            List::Unreadable => {}
        }
    }
    desk.prices = map(rows, |mut rows| {
        category::fill(&mut rows, &rules, &mut desk.faults);
        price::read(&rows, &desk.accounts, &mut desk.faults)
    });
    let rows = shelf.rows(&entry, "rates", &rate::COLUMNS, false, &mut desk.faults);
    desk.rates = map(rows, |rows| rate::read(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "measures", &measure::COLUMNS, false, &mut desk.faults);
    desk.measures = map(rows, |rows| measure::list(&rows, &mut desk.faults));
}

fn map<T, U>(list: List<T>, read: impl FnOnce(T) -> U) -> List<U> {
    match list {
        List::Absent => List::Absent,
        List::Unreadable => List::Unreadable,
        List::Read(rows) => List::Read(read(rows)),
    }
}

/// Where the lists are.
struct Shelf<'s> {
    files: &'s dyn Files,
    /// Paths of the files that may name lists; a list is found from the folder of the file that names it.
    paths: &'s BTreeMap<usize, PathBuf>,
    sources: &'s mut Sources,
}

impl Shelf<'_> {
    /// The rows of the list under this key.
    fn rows(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        columns: &[&str],
        open: bool,
        faults: &mut Diagnostics,
    ) -> List<Vec<Row>> {
        let Some(node) = entry.get(key) else {
            return if entry.sound { List::Absent } else { List::Unreadable };
        };
        let Some(name) = entry::text(node, faults) else { return List::Unreadable };
        let path = self.paths.get(&node.place.file).and_then(|path| path.parent()).unwrap_or(Path::new("")).join(name);
        let shown = include::tidy(&path).display().to_string();
        match files::read_text(self.files, &path) {
            Ok(text) => {
                let file = self.sources.add(shown, text);
                let rows = records::read(&self.sources.file(file).text, file, columns, open, faults);
                rows.map_or(List::Unreadable, List::Read)
            }
            Err(error) => {
                if !undecoded(&shown, &error, self.sources, faults) {
                    let fault = faults.fault(Some(node.place.clone()), unreadable(&shown, &error));
                    fault.hint(Message::new("path_of_list"));
                }
                List::Unreadable
            }
        }
    }

    /// The rows of the price list that is laid over that of the scenario.
    fn own_prices(&mut self, path: &Path, faults: &mut Diagnostics) -> Option<Vec<Row>> {
        let name = include::tidy(path).display().to_string();
        match files::read_text(self.files, path) {
            Ok(text) => {
                let file = self.sources.push(SourceFile { name, text, digest: self.files.digest(path) });
                records::read_some(&self.sources.file(file).text, file, &price::COLUMNS, faults)
            }
            Err(error) => {
                if !undecoded(&name, &error, self.sources, faults) {
                    faults.fault(None, unreadable(&name, &error));
                }
                None
            }
        }
    }
}

/// Reports a file that is no UTF-8 at the place that shows it; `false` where that is not what is wrong.
pub(crate) fn undecoded(name: &str, error: &io::Error, sources: &mut Sources, faults: &mut Diagnostics) -> bool {
    let Some(found) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotUtf8>()) else { return false };
    let file = sources.add(name, found.text.clone());
    let width = found.text[found.at..].chars().next().map_or(0, char::len_utf8);
    let place = Place { file, span: found.at..found.at + width };
    let key = if found.utf16 { "file_in_utf16" } else { "file_not_utf8" };
    let list = name.to_lowercase().ends_with(".csv");
    let hint = if list { "save_as_csv_utf8" } else { "save_as_utf8" };
    faults.at(&place, Message::new(key)).hint(Message::new(hint));
    true
}

/// Why a file cannot be read.
pub fn unreadable(name: &str, error: &io::Error) -> Message {
    let message = match error.kind() {
        io::ErrorKind::NotFound => Message::new("file_missing"),
        io::ErrorKind::FileTooLarge => Message::new("file_too_large").with("most", MAX_BYTES / (1024 * 1024)),
        io::ErrorKind::Unsupported if is_workbook(Path::new(name)) => Message::new("file_workbook"),
        _ => Message::new("file_unreadable").with("error", error),
    };
    message.with("file", name)
}
