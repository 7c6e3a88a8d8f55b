//! Rows of a caseload, one after the other, with the scenarios that they name.
//!
//! In: rows of cells. Out: [`CaseloadRow`]s, and faults. A scenario is read once. Rows with the same answers are checked
//! once.

use crate::diagnostics::{Diagnostic, Diagnostics, Message, Place, Severity, Sources};
use crate::model::{AnswerKind, Scenario, Sets};
use crate::read::case::{Case, Listed};
use crate::read::caseload::columns::question;
use crate::read::caseload::{Answers, COLUMNS, CaseloadRow, CaseloadScenario, Further, cells};
use crate::read::list::records::{Cell, Row};
use crate::read::load::{Refused, load};
use crate::read::number::GivenNumber;
use crate::read::personal;
use crate::read::source::files::Files;
use crate::read::source::overrides::{Change, in_full, parts};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Words for no plan, where a row may say so.
const NO_PLAN: [&str; 4] = ["none", "geen", "no plan", "geen plan"];

/// Reads the rows of one list.
pub(super) struct RowReader<'r> {
    files: &'r dyn Files,
    path: &'r Path,
    sources: &'r Sources,
    further: &'r Further,
    pub(super) faults: Diagnostics,
    pub(super) scenarios: Vec<CaseloadScenario>,
    /// By name: its number, or nothing where it was reported.
    known: BTreeMap<String, Option<usize>>,
    /// Columns that some scenario knows.
    used: BTreeSet<String>,
    /// What was read of rows with these answers.
    read: BTreeMap<String, Option<Answers>>,
    codes: BTreeMap<String, usize>,
}

impl<'r> RowReader<'r> {
    /// A reader of the list at `path`, which is the first of `sources`.
    pub(super) fn new(
        files: &'r dyn Files,
        path: &'r Path,
        sources: &'r Sources,
        further: &'r Further,
        faults: Diagnostics,
    ) -> Self {
        let (known, used, read, codes) = Default::default();
        Self { files, path, sources, further, faults, scenarios: Vec::new(), known, used, read, codes }
    }

    /// Whether a column is read by others, or means nothing.
    fn is_fixed(&self, title: &str) -> bool {
        let own = COLUMNS.iter().map(|column| column.name).chain(self.further.names.iter().copied());
        title.is_empty() || own.into_iter().any(|name| name == title) || (self.further.is_own)(title)
    }

    /// All rows that have no fault, with their cells.
    pub(super) fn all(&mut self, rows: &[Row]) -> Result<Vec<(CaseloadRow, Row)>, Refused> {
        let mut found = Vec::with_capacity(rows.len());
        for cells in rows.iter().filter(|row| !row.broken) {
            if let Some(row) = self.row(cells)? {
                found.push((row, cells.clone()));
            }
        }
        if !self.scenarios.is_empty() {
            self.unused_columns(rows);
        }
        Ok(found)
    }

    fn row(&mut self, row: &Row) -> Result<Option<CaseloadRow>, Refused> {
        let scenario = row.cell("scenario");
        let line = self.sources.file(row.place.file).line_column(row.place.span.start).0;
        let code = Some(row.text("id")).filter(|code| !code.is_empty()).unwrap_or_else(|| line.to_string());
        let (cell, faults) = (|name: &str| row.cell(name), &mut self.faults);
        let count = cells::count(&cell("count"), faults);
        let start = cells::month(&cell("start_month"), faults);
        let plan_cost = cells::cost(&cell("plan_cost"), faults);
        if let Some(first) = self.codes.insert(code.clone(), line) {
            let message = Message::new("caseload_code_twice").with("found", &code).with("line", first);
            self.faults.at(&cell("id").place, message);
        }
        if let Some(warning) = personal::warning(&cell("id").text) {
            self.faults.warning(Some(cell("id").place.clone()), Message::new(warning));
        }
        let Some(number) = self.scenario(&scenario)? else { return Ok(None) };
        let alternative = self.alternative(number, &cell("alternative"));
        let answers = self.answers(number, row, &scenario.place);
        let (Some(count), Some(start), Some(plan_cost), Some(alternative), Some(answers)) =
            (count, start, plan_cost, alternative, answers)
        else {
            return Ok(None);
        };
        let neighbourhood = row.text("neighbourhood");
        Ok(Some(CaseloadRow {
            code,
            scenario: number,
            alternative,
            neighbourhood,
            count,
            start,
            plan_cost,
            answers,
            line,
        }))
    }

    /// The number of the scenario that a cell names.
    fn scenario(&mut self, cell: &Cell) -> Result<Option<usize>, Refused> {
        if cell.is_empty() {
            self.faults.at(&cell.place, Message::new("cell_empty").with("column", "scenario"));
            return Ok(None);
        }
        if let Some(known) = self.known.get(&cell.text) {
            if known.is_none() {
                self.faults.at(&cell.place, Message::new("caseload_no_scenario").with("found", &cell.text));
            }
            return Ok(*known);
        }
        let number = match place_of(self.files, self.path, &cell.text) {
            Some(path) => {
                let loaded = load(self.files, &path, &[])?;
                self.scenarios.push(CaseloadScenario { name: cell.text.clone(), loaded });
                Some(self.scenarios.len() - 1)
            }
            None => {
                let names = self.files.shipped_names();
                let message = Message::new("caseload_no_scenario");
                suggest::unknown(&mut self.faults, &cell.place, message, &cell.text, names.iter().map(String::as_str));
                None
            }
        };
        self.known.insert(cell.text.clone(), number);
        Ok(number)
    }

    /// The plan in a cell, by its name or its label; within `Some` nothing where nothing is filled in.
    fn alternative(&mut self, scenario: usize, cell: &Cell) -> Option<Option<String>> {
        if cell.is_empty() {
            return Some(None);
        }
        let scenario = &self.scenarios[scenario].loaded.scenario;
        let may_have_none = self.further.may_have_no_plan;
        let no_plan = may_have_none && NO_PLAN.contains(&cell.text.to_lowercase().as_str());
        if let Some(null) = scenario.alternatives.first().filter(|_| no_plan) {
            return Some(Some(null.id.clone()));
        }
        let from = usize::from(!may_have_none);
        let plans = || scenario.alternatives.iter().skip(from);
        let found = plans().find(|plan| plan.id == cell.text).or_else(|| {
            let same = |text: &str| text.to_lowercase() == cell.text.to_lowercase();
            plans().find(|plan| same(&plan.label.nl) || same(&plan.label.en))
        });
        if found.is_none() {
            let known = plans().map(|plan| plan.id.as_str());
            suggest::unknown(&mut self.faults, &cell.place, Message::new("unknown_alternative"), &cell.text, known);
        }
        found.map(|plan| Some(plan.id.clone()))
    }

    /// The columns of answers in a row that are filled in.
    fn answers(&mut self, number: usize, row: &Row, place: &Place) -> Option<Answers> {
        let scenario = &self.scenarios[number].loaded.scenario;
        let (mut answers, mut changes, mut given) = (Vec::new(), Vec::new(), Vec::new());
        let (mut key, mut sound) = (number.to_string(), true);
        for (title, cell) in row.cells() {
            if self.is_fixed(title) {
                continue;
            }
            let asked = question(title, scenario);
            let by_path = asked.is_none().then(|| target(title, scenario)).flatten();
            if asked.is_some() || by_path.is_some() {
                self.used.insert(title.to_owned());
            }
            if cell.is_empty() {
                continue;
            }
            key += &format!("\u{1f}{title}\u{1f}{}", cell.text);
            let node = match (asked, &by_path) {
                (Some(question), _) => cells::answer(cell, question, &mut self.faults),
                (None, Some(Target::Number(_))) => cells::number(cell, &mut self.faults),
                (None, Some(Target::Path(_))) => cells::value(cell, &mut self.faults),
                (None, None) => {
                    let message = Message::new("caseload_no_question").with("column", title);
                    self.faults.at(&cell.place, message.with("scenario", &scenario.id));
                    None
                }
            };
            let Some(node) = node else {
                sound = false;
                continue;
            };
            match (asked, by_path) {
                (Some(question), _) => answers.push((question.name(scenario), cell.place.clone(), node)),
                (None, Some(Target::Number(name))) => {
                    if let Value::Float(value) = node.value {
                        given.push(GivenNumber { name, value, place: cell.place.clone() });
                    }
                }
                (None, Some(Target::Path(path))) => changes.push(Change { path, key: cell.place.clone(), node }),
                (None, None) => {}
            }
        }
        if !sound {
            return None;
        }
        if let Some(known) = self.read.get(&key) {
            if known.is_none() {
                self.faults.at(place, Message::new("caseload_same_fault"));
            }
            return known.clone();
        }
        let found = self.checked(number, row, place, answers, changes, given);
        self.read.insert(key, found.clone());
        found
    }

    /// Answers that were looked at as those of a case file are.
    fn checked(
        &mut self,
        number: usize,
        row: &Row,
        place: &Place,
        answers: Vec<(String, Place, Node)>,
        changes: Vec<Change>,
        given: Vec<GivenNumber>,
    ) -> Option<Answers> {
        let own = &self.scenarios[number];
        let scenario = &own.loaded.scenario;
        let starts: Vec<(String, String)> = answers.iter().filter_map(|answer| start(answer, scenario)).collect();
        let simple = changes.is_empty() && given.is_empty();
        let mut told = Diagnostics::default();
        let listed = Listed {
            code: &row.text("id"),
            scenario: (&own.name, place),
            path: self.path,
            answers,
            changes,
            given,
            sources: self.sources,
        };
        let case = Case::listed(listed, &mut told);
        case.check_answers(scenario, &mut told);
        let mut found = Answers { numbers: Vec::new(), starts, changed: None };
        found.numbers = case.numbers().map(|(name, value)| (name.to_owned(), value)).collect();
        if !simple && !told.has_faults() {
            match case.load(self.files, &[]) {
                Ok(loaded) => found.changed = Some(Arc::new(loaded.scenario)),
                Err(refused) => move_here(&refused.diagnostics, place, &mut told),
            }
        }
        let sound = !told.has_faults();
        told.sorted().into_iter().for_each(|one| repeat(one, one.place.clone(), &mut self.faults));
        sound.then_some(found)
    }

    /// Reports columns that no scenario of the list knows, and in which something stands.
    fn unused_columns(&mut self, rows: &[Row]) {
        let Some(row) = rows.first() else { return };
        let filled = |title: &str| rows.iter().any(|row| !row.cell(title).is_empty());
        let titles: Vec<String> = row.cells().map(|(title, _)| title.to_owned()).collect();
        let scenarios = self.scenarios.iter().map(|one| &one.loaded.scenario);
        let known: Vec<String> = scenarios
            .flat_map(|scenario| scenario.questions.iter().map(|question| question.name(scenario)))
            .filter(|name| !name.is_empty())
            .chain(COLUMNS.iter().map(|column| column.name.to_owned()))
            .collect();
        let is_odd = |title: &&String| !self.is_fixed(title) && filled(title) && !self.used.contains(*title);
        let odd: Vec<&String> = titles.iter().filter(is_odd).collect();
        for title in odd {
            let known = known.iter().map(String::as_str);
            suggest::unknown(&mut self.faults, &row.place, Message::new("caseload_unknown_column"), title, known);
        }
    }
}

/// What a title that is no question stands for.
enum Target {
    /// A characteristic or parameter.
    Number(String),
    /// Anything else in the scenario.
    Path(Vec<String>),
}

fn target(title: &str, scenario: &Scenario) -> Option<Target> {
    let path = in_full(parts(title));
    let name = match path.as_slice() {
        [name] => Some(name),
        [group, name] if group == "traits" || group == "parameters" => Some(name),
        _ => None,
    };
    let has = |name: &String| {
        scenario.characteristics.iter().any(|known| known.name == *name)
            || scenario.parameters.iter().any(|known| known.name == *name)
    };
    if let Some(name) = name.filter(|name| has(name)) {
        return Some(Target::Number(name.clone()));
    }
    let sections = ["settings", "domains", "items", "alternatives", "parameters"];
    let known = path.len() > 1 && path.first().is_some_and(|first| sections.contains(&first.as_str()));
    known.then_some(Target::Path(path))
}

/// The start state that an answer gives, by domain.
fn start((name, _, node): &(String, Place, Node), scenario: &Scenario) -> Option<(String, String)> {
    let asked = scenario.questions.iter().find(|question| question.name(scenario) == *name)?;
    match (&asked.sets, asked.kind, &node.value) {
        (Sets::Start(domain), AnswerKind::Choice, Value::Text(state)) => {
            Some((scenario.domains.get(*domain)?.id.clone(), state.clone()))
        }
        _ => None,
    }
}

/// Where a scenario is: beside the list, else in the library.
pub(super) fn place_of(files: &dyn Files, list: &Path, name: &str) -> Option<PathBuf> {
    let near = list.parent().unwrap_or(Path::new("")).join(name);
    if files.read(&near).is_ok() { Some(near) } else { files.shipped(name) }
}

/// Faults of a scenario that a row changes, told at the row.
fn move_here(found: &Diagnostics, place: &Place, told: &mut Diagnostics) {
    let faults = found.sorted().into_iter().filter(|one| one.severity == Severity::Fault);
    for one in faults {
        let here = one.place.clone().filter(|place| place.file == 0).unwrap_or_else(|| place.clone());
        repeat(one, Some(here), told);
    }
}

fn repeat(one: &Diagnostic, place: Option<Place>, told: &mut Diagnostics) {
    let again = match one.severity {
        Severity::Fault => told.fault(place, one.message.clone()),
        Severity::Warning => told.warning(place, one.message.clone()),
    };
    for hint in &one.hints {
        again.hint(hint.clone());
    }
}
