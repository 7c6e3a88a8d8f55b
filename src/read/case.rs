//! Case files: one household, as answers to the questions of a scenario.
//!
//! In: a case file, which names a scenario, answers its questions and may change more of it. Out: a [`Case`], and on
//! demand the scenario with these answers. What is not answered stays as the scenario has it. No names of people are
//! asked for or needed.

mod sheet;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Message, Place, Sources};
use crate::model::{AnswerKind, Question, Scenario, Sets};
use crate::read::load::{LoadOptions, Loaded, Refused, load_both, load_on};
use crate::read::load::{load as load_scenario, load_halved as load_scenario_halved};
use crate::read::number::GivenNumber;
use crate::read::scenario::question::no_answer;
use crate::read::source::entry::{self, Entry};
use crate::read::source::files::{self, Files};
use crate::read::source::include::Composed;
use crate::read::source::overrides::{self, Change};
use crate::read::source::tree::{Node, Table, Value};
use crate::read::source::{follow_up, suggest, toml_text};
use crate::units::Cycle;

/// Keys of a case file.
const KEYS: [&str; 7] = ["case", "scenario", "code", "alternative", "answers", "form", "set"];
/// What stands before the name of a row of the price list that is changed.
const PRICE: &str = "price:";

/// One household, as answers to the questions of a scenario.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name by which its owner knows it; empty where there is none. It should not lead to a person.
    pub code: String,
    /// The alternative that is looked at first.
    pub alternative: Option<String>,
    answers: Vec<Answer>,
    texts: BTreeMap<String, String>,
    changes: Vec<Change>,
    given: Vec<GivenNumber>,
    form: sheet::SheetTexts,
    /// Prices by row of the list, as on the command line.
    prices: Vec<(String, String)>,
    alternative_place: Option<Place>,
    sources: Sources,
    path: PathBuf,
    scenario: String,
    scenario_place: Place,
}

/// The answer to one question.
#[derive(Clone, Debug)]
struct Answer {
    /// What it sets, or the id of the question.
    name: String,
    key: Place,
    node: Node,
}

/// Reads a case file; `None` where the file is none or cannot be read (it may be a scenario).
///
/// # Errors
/// [`Refused`] with every fault of the case file; the scenario is not read yet.
pub fn open(files: &dyn Files, path: &Path) -> Result<Option<Case>, Refused> {
    let Ok(text) = files::read_text(files, path) else { return Ok(None) };
    // Reading a large scenario twice would take time.
    if !text.contains("case") {
        return Ok(None);
    }
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text);
    let mut syntax = Diagnostics::default();
    let parsed = toml_text::parse(&sources.file(file).text, file, &mut syntax);
    if !parsed.table.has("case") || parsed.table.has("format") {
        return Ok(None);
    }
    let mut faults = Diagnostics::default();
    let case = read(&parsed.table, path, &mut faults);
    let lines = BTreeMap::from([(file, parsed.faulty_lines)]);
    let lines = lines.into_iter().filter(|(_, starts)| !starts.is_empty()).collect();
    let found = follow_up::without(&syntax, faults, &lines, &sources);
    match case {
        Some(case) if !found.has_faults() => Ok(Some(Case { sources, ..case })),
        _ => Err(Refused { sources, diagnostics: found }),
    }
}

/// Reads the scenario at `path`, or that of the case at `path`, with the case. `set` gives further values.
///
/// # Errors
/// [`Refused`] with every fault of the files and `set`.
pub fn load(files: &dyn Files, path: &Path, set: &[(String, String)]) -> Result<(Loaded, Option<Case>), Refused> {
    match open(files, path)? {
        Some(case) => Ok((case.load(files, set)?, Some(case))),
        None => Ok((load_scenario(files, path, set)?, None)),
    }
}

/// The same in cycles that are halved so often.
///
/// # Errors
/// As [`load`], and as [`load_scenario_halved`].
pub fn load_halved(files: &dyn Files, path: &Path, halvings: u8) -> Result<Loaded, Refused> {
    match open(files, path)? {
        Some(case) => {
            let halvings = halvings.min(Cycle::MOST_HALVINGS);
            load_on(LoadOptions { halvings, ..case.options() }, files, &case.scenario_path(files), &case.prices)
                .map(|(loaded, _)| loaded)
        }
        None => load_scenario_halved(files, path, &[], halvings),
    }
}

/// A case of a list: the scenario that it names, what it answers (name of a question, place of its title, value), and other
/// values by path.
pub(crate) struct Listed<'l> {
    pub(crate) code: &'l str,
    pub(crate) scenario: (&'l str, &'l Place),
    pub(crate) path: &'l Path,
    pub(crate) answers: Vec<(String, Place, Node)>,
    pub(crate) changes: Vec<Change>,
    pub(crate) given: Vec<GivenNumber>,
    pub(crate) sources: &'l Sources,
}

impl Case {
    /// The case that a row of a list is.
    pub(crate) fn listed(listed: Listed<'_>, faults: &mut Diagnostics) -> Self {
        let answer = |(name, key, node): (String, Place, Node)| Answer { name, key, node };
        let mut case = Self {
            code: listed.code.to_owned(),
            alternative: None,
            answers: listed.answers.into_iter().map(answer).collect(),
            texts: BTreeMap::new(),
            changes: listed.changes,
            given: listed.given,
            form: sheet::SheetTexts::default(),
            prices: Vec::new(),
            alternative_place: None,
            sources: listed.sources.clone(),
            path: listed.path.to_path_buf(),
            scenario: listed.scenario.0.to_owned(),
            scenario_place: listed.scenario.1.clone(),
        };
        case.sort_answers(faults);
        case.changes.sort_by_key(|change| change.key.span.start);
        case
    }

    /// Every answer must fit a question.
    pub(crate) fn check_answers(&self, scenario: &Scenario, faults: &mut Diagnostics) {
        self.check(scenario, faults);
    }

    /// The name of its scenario as it is written.
    pub fn scenario_name(&self) -> &str {
        &self.scenario
    }

    /// Values of numbers by name.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = (&str, f64)> {
        self.given.iter().map(|given| (given.name.as_str(), given.value))
    }
}

fn read(table: &Table, path: &Path, faults: &mut Diagnostics) -> Option<Case> {
    let entry = Entry::open(table, &KEYS, faults);
    if let Some(node) = entry.get("case") {
        entry::integer(node, (1, 1), faults);
    }
    let scenario = entry.required("scenario", faults);
    let scenario = scenario.and_then(|node| Some((entry::text(node, faults)?.to_owned(), node.place.clone())));
    let code = entry.get("code").and_then(|node| entry::text(node, faults)).unwrap_or_default().to_owned();
    let alternative = entry.get("alternative");
    let alternative_place = alternative.map(|node| node.place.clone());
    let alternative = alternative.and_then(|node| entry::text(node, faults)).map(str::to_owned);
    let answers = entry.get("answers").and_then(|node| entry::table(node, faults)).map(answers).unwrap_or_default();
    let set = entry.get("set").and_then(|node| entry::table(node, faults));
    let (set, prices) = set.map(|set| without_prices(set, faults)).unwrap_or_default();
    let mut case = Case {
        code,
        alternative,
        answers,
        texts: BTreeMap::new(),
        changes: set.as_ref().map(overrides::changes_in).unwrap_or_default(),
        given: Vec::new(),
        form: entry.get("form").and_then(|node| sheet::read(node, faults)).unwrap_or_default(),
        prices,
        alternative_place,
        sources: Sources::default(),
        path: path.to_path_buf(),
        scenario: scenario.as_ref()?.0.clone(),
        scenario_place: scenario?.1,
    };
    case.sort_answers(faults);
    case.changes.sort_by_key(|change| change.key.span.start);
    Some(case)
}

/// The table without prices, and these: `price:ROW`, in euro of the year of the row.
fn without_prices(table: &Table, faults: &mut Diagnostics) -> (Option<Table>, Vec<(String, String)>) {
    let mut rest = table.clone();
    rest.fields.retain(|name, _| !name.starts_with(PRICE));
    let prices = table.fields.iter().filter(|(name, _)| name.starts_with(PRICE));
    let prices =
        prices.filter_map(|(name, field)| Some((name.clone(), format!("{}", entry::any_number(&field.node, faults)?))));
    let prices = prices.collect();
    (Some(rest), prices)
}

/// All answers by what they set: `traits.NAME`, `parameters.NAME`, `start.DOMAIN`, or the id of a question.
fn answers(table: &Table) -> Vec<Answer> {
    let mut found = Vec::new();
    for (name, field) in &table.fields {
        match &field.node.value {
            Value::Table(inner) if ["traits", "parameters", "start"].contains(&name.as_str()) => {
                let deeper = inner.fields.iter().map(|(inner, field)| (format!("{name}.{inner}"), field));
                found.extend(deeper.map(|(name, field)| Answer {
                    name,
                    key: field.key.clone(),
                    node: field.node.clone(),
                }));
            }
            _ => found.push(Answer { name: name.clone(), key: field.key.clone(), node: field.node.clone() }),
        }
    }
    found.sort_by_key(|answer| answer.key.span.start);
    found
}

impl Case {
    /// Turns answers into values of numbers, starts and texts. Whether a question asks for them is seen later.
    fn sort_answers(&mut self, faults: &mut Diagnostics) {
        for answer in &self.answers {
            let Answer { name, key, node } = answer;
            match name.split_once('.') {
                Some(("start", domain)) => {
                    let path = ["domains", domain, "start"].map(str::to_owned).to_vec();
                    self.changes.push(Change { path, key: key.clone(), node: node.clone() });
                }
                Some(("traits" | "parameters", number)) => {
                    if let Some(value) = number_of(node, faults) {
                        let (name, place) = (number.to_owned(), node.place.clone());
                        self.given.push(GivenNumber { name, value, place });
                    }
                }
                _ => {
                    let text = match node.value {
                        Value::Integer(_) | Value::Float(_) | Value::Bool(_) => {
                            number_of(node, faults).map(crate::diagnostics::number)
                        }
                        _ => entry::text(node, faults).map(str::to_owned),
                    };
                    self.texts.extend(text.map(|text| (name.clone(), text)));
                }
            }
        }
    }

    /// The texts that answer questions for the form, by the question's id.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// Reads its scenario, with its answers. `set` gives further values, which win.
    ///
    /// # Errors
    /// [`Refused`] with every fault of the scenario, its lists, the case and `set`.
    pub fn load(&self, files: &dyn Files, set: &[(String, String)]) -> Result<Loaded, Refused> {
        self.load_all(files, set).map(|(loaded, _)| loaded)
    }

    /// The same, with the table of which the scenario was made.
    pub(crate) fn load_all(&self, files: &dyn Files, set: &[(String, String)]) -> Result<(Loaded, Composed), Refused> {
        let own = self.prices.iter().filter(|(name, _)| set.iter().all(|(other, _)| other != name));
        let set: Vec<(String, String)> = own.chain(set).cloned().collect();
        let (loaded, composed) = load_both(self.options(), files, &self.scenario_path(files), &set)?;
        let mut faults = Diagnostics::default();
        self.check(&loaded.scenario, &mut faults);
        if faults.has_faults() {
            return Err(Refused { sources: loaded.sources, diagnostics: faults });
        }
        Ok((loaded, composed))
    }

    /// Where the scenario is: beside the case, else in the library.
    fn scenario_path(&self, files: &dyn Files) -> PathBuf {
        let near = self.path.parent().unwrap_or(Path::new("")).join(&self.scenario);
        if files.read(&near).is_ok() { near } else { files.shipped(&self.scenario).unwrap_or(near) }
    }

    fn options(&self) -> LoadOptions<'_> {
        LoadOptions {
            sources: self.sources.clone(),
            paths: BTreeMap::from([(0, self.path.clone())]),
            named_at: Some(self.scenario_place.clone()),
            changes: &self.changes,
            given: &self.given,
            ..LoadOptions::default()
        }
    }

    /// Every answer must fit a question, and the alternative must exist.
    fn check(&self, scenario: &Scenario, faults: &mut Diagnostics) {
        for answer in &self.answers {
            let question = scenario.questions.iter().find(|question| question.name(scenario) == answer.name);
            match question {
                Some(question) => check_answer(answer, question, faults),
                None => {
                    let known: Vec<String> =
                        scenario.questions.iter().map(|question| question.name(scenario)).collect();
                    let known = known.iter().filter(|name| !name.is_empty()).map(String::as_str);
                    suggest::unknown(faults, &answer.key, Message::new("case_no_question"), &answer.name, known);
                }
            }
        }
        let plans = || scenario.alternatives.iter().skip(1).map(|alternative| alternative.id.as_str());
        if let (Some(asked), Some(place)) = (&self.alternative, &self.alternative_place)
            && !plans().any(|known| known == asked)
        {
            suggest::unknown(faults, place, Message::new("unknown_alternative"), asked, plans());
        }
    }
}

/// A number, or yes (1) or no (0).
fn number_of(node: &Node, faults: &mut Diagnostics) -> Option<f64> {
    match node.value {
        Value::Bool(yes) => Some(f64::from(u8::from(yes))),
        _ => entry::any_number(node, faults),
    }
}

/// Whether an answer is one of those that its question allows. A start may also be a mix of states.
fn check_answer(answer: &Answer, question: &Question, faults: &mut Diagnostics) {
    let Answer { node, .. } = answer;
    if let Value::Table(_) = node.value {
        return;
    }
    let number = match node.value {
        Value::Bool(yes) => Some(f64::from(u8::from(yes))),
        Value::Integer(value) => Some(value as f64),
        Value::Float(value) => Some(value),
        _ => None,
    };
    match (question.kind, number) {
        // What sets something was looked at when the question was read.
        (AnswerKind::Number, Some(value)) if question.sets == Sets::Nothing => {
            if let Some(message) = no_answer(value, question.min, question.max) {
                faults.at(&node.place, message);
            }
        }
        (AnswerKind::YesNo, Some(value)) if value != 0.0 && value != 1.0 => {
            faults.at(&node.place, Message::new("case_yes_or_no"));
        }
        (AnswerKind::Choice, found) => {
            let found = match (&node.value, found) {
                (Value::Text(text), _) => text.clone(),
                (_, Some(value)) => crate::diagnostics::number(value),
                _ => String::new(),
            };
            if !question.choices.iter().any(|choice| choice.value == found) {
                let known = question.choices.iter().map(|choice| choice.value.as_str());
                suggest::unknown(faults, &node.place, Message::new("case_no_choice"), &found, known);
            }
        }
        _ => {}
    }
}
