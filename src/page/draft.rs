//! A case that is being filled in: the same as its case file.
//!
//! In: the text of a case file, or the name of a scenario. Out: [`Draft`], which can be changed and written again. What it
//! does not know of a case file it keeps, but for remarks.

use crate::diagnostics::{LIBRARY, Message, Sheet};
use crate::model::{CaseSheet, Scenario};
use crate::read::library::WithLibrary;
use crate::read::{Files, Refused, case, personal};
use crate::session::Session;
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Sections of answers that hold more names.
const SECTIONS: [&str; 3] = ["traits", "parameters", "start"];
/// Longest text that somebody may write.
const MOST_LETTERS: usize = 4000;
/// The place at which the page reads its case.
pub(in crate::page) const PLACE: &str = "case.toml";

/// A case that is being filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    table: Table,
}

impl Draft {
    /// A case of a scenario, without any answer.
    pub fn of(scenario: &str) -> Self {
        let mut table = Table::new();
        table.insert("case".into(), Value::Integer(1));
        table.insert("scenario".into(), Value::String(scenario.to_owned()));
        Self { table }
    }

    /// The case of a file.
    ///
    /// # Errors
    /// A text that is no case file. Whether its scenario and answers exist is seen where it is read.
    pub fn read(text: &str) -> Result<Self, Message> {
        let table: Table = text.parse().map_err(|_| Message::new("coach_no_case"))?;
        let scenario = table.get("scenario").and_then(Value::as_str).unwrap_or_default();
        match table.get("case") {
            Some(Value::Integer(1)) if !scenario.is_empty() => Ok(Self { table }),
            _ => Err(Message::new("coach_no_case")),
        }
    }

    /// The case as a file.
    pub fn text(&self) -> String {
        toml::to_string(&self.table).unwrap_or_default()
    }

    /// The same without what its owner only wrote down: what decides the figures.
    pub(in crate::page) fn without_texts(&self) -> String {
        let mut bare = self.clone();
        bare.table.remove("form");
        bare.table.remove("code");
        bare.text()
    }

    /// What the case says on its form, and its answers, as they stand in its scenario; nothing where it has faults.
    pub(in crate::page) fn sheet(&self, scenario: &Scenario) -> Option<CaseSheet> {
        let case = case::open(&self.files(), Path::new(PLACE)).ok()??;
        Some(case.sheet(scenario))
    }

    /// The name of its scenario.
    pub fn scenario(&self) -> &str {
        self.table.get("scenario").and_then(Value::as_str).unwrap_or_default()
    }

    /// The name by which its owner knows it; empty where there is none.
    pub fn code(&self) -> &str {
        self.table.get("code").and_then(Value::as_str).unwrap_or_default()
    }

    /// The plan that is looked at.
    pub fn plan(&self) -> Option<&str> {
        self.table.get("alternative").and_then(Value::as_str)
    }

    /// Puts a text at the top of the file; an empty one is taken away.
    pub fn put(&mut self, key: &str, text: &str) {
        match shortened(text) {
            text if text.is_empty() => drop(self.table.remove(key)),
            text => drop(self.table.insert(key.to_owned(), Value::String(text))),
        }
    }

    /// The answer to a question, by what it sets.
    pub fn answer(&self, name: &str) -> Option<&Value> {
        let answers = self.table.get("answers")?.as_table()?;
        match name.split_once('.') {
            Some((section, inner)) if SECTIONS.contains(&section) => answers.get(section)?.as_table()?.get(inner),
            _ => answers.get(name),
        }
    }

    /// Answers a question, or takes the answer away.
    pub fn set_answer(&mut self, name: &str, value: Option<Value>) {
        let (section, inner) = match name.split_once('.') {
            Some((section, inner)) if SECTIONS.contains(&section) => (Some(section), inner),
            _ => (None, name),
        };
        let path: Vec<&str> = std::iter::once("answers").chain(section).collect();
        put(&mut self.table, &path, inner, value);
    }

    /// What is changed at a path of the scenario.
    pub fn change(&self, path: &str) -> Option<&Value> {
        let set = self.table.get("set")?.as_table()?;
        set.get(path).or_else(|| {
            let (last, before) = path.rsplit_once('.').map(|(before, last)| (last, before))?;
            before.split('.').try_fold(set, |table, part| table.get(part)?.as_table())?.get(last)
        })
    }

    /// Changes something at a path of the scenario, or takes the change away.
    pub fn set_change(&mut self, path: &str, value: Option<Value>) {
        let nested: Vec<&str> = path.split('.').collect();
        if let Some((last, before)) = nested.split_last() {
            let deep: Vec<&str> = std::iter::once("set").chain(before.iter().copied()).collect();
            put(&mut self.table, &deep, last, None);
        }
        put(&mut self.table, &["set"], path, value);
    }

    /// A text for the form; empty where there is none.
    pub fn form(&self, key: &str) -> &str {
        self.table.get("form").and_then(|form| form.get(key)).and_then(Value::as_str).unwrap_or_default()
    }

    /// Writes a text for the form.
    pub fn set_form(&mut self, key: &str, text: &str) {
        let text = shortened(text);
        put(&mut self.table, &["form"], key, (!text.is_empty()).then_some(Value::String(text)));
    }

    /// A session on it, with what system problems cost.
    ///
    /// # Errors
    /// Faults of the case, as of [`Session::load`].
    pub fn session(&self) -> Result<Session, Refused> {
        Session::load(&self.files(), Path::new(PLACE), &[])
    }

    /// All that somebody wrote in it: its code, texts of answers, texts for the form.
    fn texts(&self) -> Vec<&str> {
        let inner = |key: &str| self.table.get(key).and_then(Value::as_table).into_iter().flat_map(Table::values);
        std::iter::once(self.code())
            .chain(["answers", "form"].into_iter().flat_map(inner).filter_map(Value::as_str))
            .collect()
    }

    /// The key of a warning where a text of it looks as if it leads to a person.
    pub fn personal(&self) -> Option<&'static str> {
        self.texts().into_iter().find_map(personal::warning)
    }

    /// The files from which it is read: the case itself, and the library. Nothing else is there.
    pub(super) fn files(&self) -> CaseFiles {
        CaseFiles { text: self.text() }
    }
}

/// A text without spaces at its ends, and not longer than allowed.
fn shortened(text: &str) -> String {
    text.trim().replace('\r', "").chars().take(MOST_LETTERS).collect()
}

/// Puts a value into the table at a path, which is made, or takes it away together with tables that are then empty.
fn put(table: &mut Table, path: &[&str], key: &str, value: Option<Value>) {
    let Some((first, rest)) = path.split_first() else {
        match value {
            Some(value) => drop(table.insert(key.to_owned(), value)),
            None => drop(table.remove(key)),
        }
        return;
    };
    if value.is_none() && !table.contains_key(*first) {
        return;
    }
    let inner = table.entry((*first).to_owned()).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(inner) = inner {
        put(inner, rest, key, value);
        if inner.is_empty() {
            table.remove(*first);
        }
    }
}

/// The one case and the library: no path leads to a disk.
pub(super) struct CaseFiles {
    text: String,
}

impl Files for CaseFiles {
    fn read(&self, path: &Path) -> io::Result<String> {
        match path {
            path if path == Path::new(PLACE) => Ok(self.text.clone()),
            path if path.starts_with(LIBRARY) => WithLibrary.read(path),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn digest(&self, _: &Path) -> Option<String> {
        None
    }

    fn sheet(&self, _: &Path) -> Option<Sheet> {
        None
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        WithLibrary.shipped(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_written_as_it_was_read() {
        let mut draft = Draft::of("gebit");
        draft.put("code", " 2026-014 ");
        draft.set_answer("start.teeth", Some("bad".into()));
        draft.set_answer("traits.children", Some(2.into()));
        draft.set_change("parameters.works", Some(0.5.into()));
        draft.set_form("agreement", "belt zelf\r\nde tandarts");
        let again = Draft::read(&draft.text()).expect("a case");
        assert_eq!(again, draft);
        assert_eq!((again.code(), again.form("agreement")), ("2026-014", "belt zelf\nde tandarts"));
        assert_eq!(again.answer("start.teeth").and_then(Value::as_str), Some("bad"));
        draft.set_answer("start.teeth", None);
        draft.set_answer("traits.children", None);
        draft.set_change("parameters.works", None);
        draft.set_form("agreement", " ");
        draft.put("code", "");
        assert_eq!(draft, Draft::of("gebit"));
    }

    #[test]
    fn what_is_written_in_parts_is_found_and_replaced() {
        let text = "case = 1\nscenario = 'x'\n[set]\nsettings.horizon = '5 years'\nparameters.works = 0.4\n";
        let mut draft = Draft::read(text).expect("a case");
        assert_eq!(draft.change("parameters.works").and_then(Value::as_float), Some(0.4));
        draft.set_change("parameters.works", Some(0.6.into()));
        assert_eq!(draft.text().matches("works").count(), 1);
        assert!(draft.text().contains("horizon"));
    }

    #[test]
    fn every_text_of_a_case_is_looked_at() {
        let mut draft = Draft::of("gebit");
        draft.put("code", "2026-014");
        assert_eq!(draft.personal(), None);
        draft.set_form("background", "mevrouw Jansen belt");
        assert_eq!(draft.personal(), Some("coach_warn_name"));
        draft.put("code", "111222333");
        assert_eq!(draft.personal(), Some("coach_warn_citizen"));
    }

    #[test]
    fn no_path_leads_to_a_disk() {
        let files = Draft::of("gebit").files();
        for path in ["/etc/hostname", "Cargo.toml", "../Cargo.toml", "scenarios/accounts.csv"] {
            assert!(files.read(Path::new(path)).is_err(), "{path}");
        }
        assert!(files.read(Path::new(PLACE)).is_ok());
    }

    #[test]
    fn other_texts_are_no_case() {
        for text in ["", "case = 2\nscenario = 'x'", "case = 1", "format = 1", "[[", "case = 1\nscenario = 3"] {
            assert!(Draft::read(text).is_err(), "{text}");
        }
    }
}
