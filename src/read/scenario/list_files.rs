//! List files that a scenario names.
//!
//! In: the table of their names, and the files. Out: what is in them, in the builder. What a row means is decided in a
//! file of its own for each list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Message, SourceFile, Sources};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::list::records::{self, Row};
use crate::read::list::{List, accounts, category, evidence, index, measure, own_prices, price, rate};
use crate::read::source::entry::{self, Entry};
use crate::read::source::files::{self, Files, undecoded, unreadable};
use crate::read::source::tree::Node;

/// Reads the lists that the scenario names.
pub(crate) fn read(
    node: Option<&Node>,
    files: &dyn Files,
    paths: &BTreeMap<usize, PathBuf>,
    sources: &mut Sources,
    builder: &mut ScenarioBuilder,
) {
    let Some(table) = node.and_then(|node| entry::table(node, &mut builder.faults)) else {
        (builder.accounts, builder.index, builder.widths) = (List::Unreadable, List::Unreadable, List::Unreadable);
        (builder.prices, builder.rates, builder.measures) = (List::Unreadable, List::Unreadable, List::Unreadable);
        return;
    };
    let entry = Entry::open(table, keys::of("lists"), &mut builder.faults);
    let mut list_files = ListFiles { files, paths, sources };
    entry.required("accounts", &mut builder.faults);
    let rows = list_files.rows(&entry, "accounts", &accounts::COLUMNS, false, &mut builder.faults);
    builder.accounts = map(rows, |rows| accounts::read(&rows, &mut builder.faults));
    let rows = list_files.rows(&entry, "task_fields", &accounts::TASK_FIELDS, false, &mut builder.faults);
    builder.task_fields =
        map(rows, |rows| accounts::task_fields(&rows, &builder.accounts, files.today(), &mut builder.faults));
    let rows = list_files.rows(&entry, "index", &index::COLUMNS, true, &mut builder.faults);
    builder.index = map(rows, |rows| index::read(&rows, files.today(), &mut builder.faults));
    let rows = list_files.rows(&entry, "evidence", &evidence::COLUMNS, false, &mut builder.faults);
    builder.widths = map(rows, |rows| evidence::read(&rows, &mut builder.faults));
    let rows = list_files.rows(&entry, "categories", &category::COLUMNS, false, &mut builder.faults);
    let rules = map(rows, |rows| category::read(&rows, &builder.accounts, &mut builder.faults));
    let mut rows = list_files.rows(&entry, "prices", &price::COLUMNS, false, &mut builder.faults);
    if let Some(own) = files.own_prices().and_then(|path| list_files.own_prices(path, &mut builder.faults)) {
        match &mut rows {
            List::Read(rows) => builder.replaced = own_prices::lay(rows, own, &mut builder.faults),
            List::Absent => {
                builder.faults.fault(None, Message::new("own_prices_over_nothing"));
            }
            List::Unreadable => {}
        }
    }
    builder.prices = map(rows, |mut rows| {
        category::fill(&mut rows, &rules, &mut builder.faults);
        price::read(&rows, &builder.accounts, files.today(), &mut builder.faults)
    });
    index_set_prices(builder);
    let rows = list_files.rows(&entry, "rates", &rate::COLUMNS, false, &mut builder.faults);
    builder.rates = map(rows, |rows| rate::read(&rows, files.today(), &mut builder.faults));
    let rows = list_files.rows(&entry, "measures", &measure::COLUMNS, false, &mut builder.faults);
    builder.measures = map(rows, |rows| measure::read(&rows, &mut builder.faults));
}

/// A price that is set is in euro of the price year of its row, as in a list of the user: takes it to the price year of
/// the scenario. What is wrong with the row or the index is told where the price is used.
fn index_set_prices(builder: &mut ScenarioBuilder) {
    let (List::Read(prices), Some(year)) = (&builder.prices, builder.price_year) else { return };
    for (name, value) in &mut builder.numbers.set {
        let row = name.strip_prefix(price::PRICE).and_then(|id| prices.get(id)?.as_ref());
        let factor = row.and_then(|row| row.factor(year, &builder.index, &mut Diagnostics::default()));
        *value *= factor.unwrap_or(1.0);
    }
}

fn map<T, U>(list: List<T>, read: impl FnOnce(T) -> U) -> List<U> {
    match list {
        List::Absent => List::Absent,
        List::Unreadable => List::Unreadable,
        List::Read(rows) => List::Read(read(rows)),
    }
}

/// Where the lists are.
struct ListFiles<'s> {
    files: &'s dyn Files,
    /// Paths of the files that may name lists; a list is found from the folder of the file that names it.
    paths: &'s BTreeMap<usize, PathBuf>,
    sources: &'s mut Sources,
}

impl ListFiles<'_> {
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
        let shown = files::tidy(&path).display().to_string();
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
        let name = files::tidy(path).display().to_string();
        match files::read_text(self.files, path) {
            Ok(text) => {
                let file = self
                    .sources
                    .push(SourceFile::new(name, text, self.files.digest(path)).of_sheet(self.files.sheet(path)));
                records::read_some(self.sources.file(file), file, &price::COLUMNS, faults)
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
