//! The columns of finished cases: what their titles stand for in the scenarios of the list.
//!
//! In: titles, scenarios. Out: what each column means, and a fault for each title that stands for nothing.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Measure, Parameter, Scenario};
use crate::read::caseload::CaseloadScenario;
use crate::read::source::suggest;
use crate::units::{Period, TimeUnit};

/// How long a case was followed.
pub(super) const MONTHS: &str = "months";
/// All public accounts together.
pub const PUBLIC: &str = "public";

/// A column that a list of finished cases may have beside those of a caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeColumn {
    /// What its title starts with, or the whole title.
    pub title: &'static str,
    /// What the rest of the title names; empty where the title is whole.
    pub names: &'static str,
}

/// All of them.
pub const OUTCOME_COLUMNS: [OutcomeColumn; 8] = [
    OutcomeColumn { title: MONTHS, names: "" },
    OutcomeColumn { title: "ever.", names: "DOMAIN.STATE" },
    OutcomeColumn { title: "cost.", names: "ACCOUNT" },
    OutcomeColumn { title: "level_start.", names: "MEASURE" },
    OutcomeColumn { title: "level_end.", names: "MEASURE" },
    OutcomeColumn { title: "seen.", names: "FIGURE" },
    OutcomeColumn { title: "events.", names: "FIGURE" },
    OutcomeColumn { title: "months.", names: "FIGURE" },
];

/// Units in which things are measured and not counted.
const MEASURED: [&str; 8] = ["hours", "EUR", "euro", "QALY", "half-days", "days", "kilometres", "share"];

/// What a title stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Ever in a state.
    Ever(String, String),
    /// What an account paid.
    Cost(String),
    /// A level of a measure; whether at the end.
    Level(String, bool),
    /// Yes or no of a share.
    Seen(String),
    /// A number of events.
    Events(String),
    /// Months at risk.
    Exposure(String),
}

/// Whether a title is one of these columns.
pub(super) fn is_own(title: &str) -> bool {
    OUTCOME_COLUMNS.iter().any(|column| match column.names {
        "" => title == column.title,
        _ => title.starts_with(column.title),
    })
}

/// What a title means; `None` of others.
pub(super) fn meaning(title: &str) -> Option<Meaning> {
    let (kind, rest) = title.split_once('.')?;
    let name = rest.to_owned();
    Some(match kind {
        "ever" => {
            let (domain, state) = rest.split_once('.').unwrap_or((rest, ""));
            Meaning::Ever(domain.to_owned(), state.to_owned())
        }
        "cost" => Meaning::Cost(name),
        "level_start" => Meaning::Level(name, false),
        "level_end" => Meaning::Level(name, true),
        "seen" => Meaning::Seen(name),
        "events" => Meaning::Events(name),
        "months" => Meaning::Exposure(name),
        _ => return None,
    })
}

/// What a figure can be learnt from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Countable {
    /// Yes or no for each case.
    Share,
    /// Events in months at risk; so many months are one unit of its time.
    Rate(f64),
    /// Stays that ended in months spent; so many months are one unit of it.
    Duration(f64),
}

/// How a figure can be counted, by its unit; `None` of what is measured, or follows from others.
pub fn countable(scenario: &Scenario, figure: &Parameter) -> Option<Countable> {
    let at = scenario.parameters.iter().position(|known| known.name == figure.name)?;
    if scenario.derived.iter().any(|derived| derived.parameter == at) {
        return None;
    }
    let words: Vec<&str> = figure.unit.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    match () {
        () if matches!(*first, "share" | "probability") => Some(Countable::Share),
        () if words.len() == 1 => months(first).map(Countable::Duration),
        () if MEASURED.contains(first) => None,
        () if matches!(words[words.len() - 2], "a" | "an" | "per") => months(last).map(Countable::Rate),
        () => None,
    }
}

/// Months in a unit of time; hours are work, not time that passes.
fn months(word: &str) -> Option<f64> {
    let unit = TimeUnit::from_word(word).filter(|unit| *unit != TimeUnit::Hour)?;
    Period::new(1, unit).map(Period::months)
}

/// Whether a scenario knows what a title stands for.
pub(super) fn knows(scenario: &Scenario, meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Ever(domain, state) => scenario
            .domains
            .iter()
            .any(|known| known.id == *domain && known.states.iter().any(|known| known.id == *state)),
        Meaning::Cost(account) => account == PUBLIC || parties(scenario).any(|known| known == account),
        Meaning::Level(measure, _) => scenario.measures.iter().any(|known: &Measure| known.id == *measure),
        Meaning::Seen(figure) | Meaning::Events(figure) | Meaning::Exposure(figure) => {
            scenario.parameters.iter().any(|known| known.name == *figure)
        }
    }
}

fn parties(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.accounts.iter().filter(|account| account.role.is_party()).map(|account| account.id.as_str())
}

/// Reports a title that no scenario of the list knows.
pub(super) fn unknown(
    title: &str,
    meaning: &Meaning,
    place: &Place,
    scenarios: &[CaseloadScenario],
    faults: &mut Diagnostics,
) {
    let all = || scenarios.iter().map(|one| &one.loaded.scenario);
    let mut known: Vec<String> = match meaning {
        Meaning::Ever(..) => all()
            .flat_map(|scenario| &scenario.domains)
            .flat_map(|domain| domain.states.iter().map(move |state| format!("ever.{}.{}", domain.id, state.id)))
            .collect(),
        Meaning::Cost(_) => {
            let accounts = all().flat_map(parties).map(|account| format!("cost.{account}"));
            accounts.chain([format!("cost.{PUBLIC}")]).collect()
        }
        Meaning::Level(_, end) => {
            let start = if *end { "level_end" } else { "level_start" };
            all().flat_map(|scenario| &scenario.measures).map(|measure| format!("{start}.{}", measure.id)).collect()
        }
        Meaning::Seen(_) | Meaning::Events(_) | Meaning::Exposure(_) => {
            let start = title.split_once('.').map_or("", |(start, _)| start);
            let figures = all().flat_map(|scenario| {
                scenario.parameters.iter().filter(move |figure| countable(scenario, figure).is_some())
            });
            figures.map(|figure| format!("{start}.{}", figure.name)).collect()
        }
    };
    known.sort();
    known.dedup();
    let message = Message::new("outcomes_unknown_column");
    suggest::unknown(faults, place, message, title, known.iter().map(String::as_str));
}
