//! One finished case: its cells to what became of it.
//!
//! In: a row, its scenario. Out: an [`Outcome`]; `None` where a fault was reported.

use crate::diagnostics::{Diagnostics, Message, number as shown};
use crate::model::{Parameter, Scenario};
use crate::read::caseload::CaseloadRow;
use crate::read::caseload::cells::yes_no;
use crate::read::list::records::{Cell, Row};
use crate::read::outcomes::columns::{Countable, MONTHS, Meaning, countable, is_own, knows, meaning};
use crate::read::outcomes::{CountedFigure, Outcome, Outcomes};
use std::collections::BTreeMap;

/// Most that one case may have cost, euro, and most events of it.
const MOST_EURO: f64 = 1e9;
const MOST_EVENTS: f64 = 1e6;
/// Part of a cycle by which months may differ from whole cycles: months of days and weeks are no round numbers.
const NEAR: f64 = 1e-6;

impl Outcomes {
    /// Notes a column, once.
    pub(super) fn note(&mut self, meaning: Meaning) {
        fn add<T: PartialEq>(known: &mut Vec<T>, one: T) {
            if !known.contains(&one) {
                known.push(one);
            }
        }
        match meaning {
            Meaning::Ever(domain, state) => add(&mut self.events, (domain, state)),
            Meaning::Cost(account) => add(&mut self.accounts, account),
            Meaning::Level(measure, _) => add(&mut self.measures, measure),
            Meaning::Seen(_) | Meaning::Events(_) | Meaning::Exposure(_) => {}
        }
    }

    /// Place of a figure among those that are counted: the same name in another scenario may be another figure.
    fn figure(&mut self, figure: &Parameter, countable: Countable) -> usize {
        let same = |known: &CountedFigure| {
            known.figure.name == figure.name && known.figure.distribution == figure.distribution
        };
        self.figures.iter().position(same).unwrap_or_else(|| {
            self.figures.push(CountedFigure { figure: figure.clone(), countable });
            self.figures.len() - 1
        })
    }
}

/// Events and months of a figure, and the cell of either.
#[derive(Default)]
struct Pair {
    events: Option<f64>,
    months: Option<f64>,
    cell: Option<Cell>,
}

/// What became of a case.
pub(super) fn outcome(
    row: &CaseloadRow,
    cells: &Row,
    scenario: &Scenario,
    all: &mut Outcomes,
    faults: &mut Diagnostics,
) -> Option<Outcome> {
    let mut sound = true;
    if row.count != 1 {
        faults.at(&cells.cell("count").place, Message::new("outcomes_count").with("found", row.count));
        sound = false;
    }
    if row.alternative.is_none() {
        let cell = cells.cell("alternative");
        faults.at(&cell.place, Message::new("outcomes_no_alternative")).hint(Message::new("outcomes_none"));
        sound = false;
    }
    let followed = followed(&cells.cell(MONTHS), scenario, faults);
    let mut found = Outcome {
        ever: vec![None; all.events.len()],
        costs: vec![None; all.accounts.len()],
        levels: vec![[None; 2]; all.measures.len()],
        ..Outcome::default()
    };
    let mut pairs: BTreeMap<String, Pair> = BTreeMap::new();
    for (title, cell) in cells.cells().filter(|(title, cell)| is_own(title) && !cell.is_empty()) {
        let Some(meaning) = meaning(title) else { continue };
        if !knows(scenario, &meaning) {
            let message = Message::new("outcomes_not_of_scenario").with("column", title);
            faults.at(&cell.place, message.with("scenario", &scenario.id));
            sound = false;
            continue;
        }
        sound &= put(title, cell, meaning, scenario, &mut found, (all, &mut pairs), faults).is_some();
    }
    for (name, pair) in pairs {
        sound &= add_pair(&name, &pair, scenario, &mut found, all, faults).is_some();
    }
    let (months, cycles) = followed?;
    sound.then_some(Outcome { months, cycles, ..found })
}

/// Months of following, and the whole cycles in them.
fn followed(cell: &Cell, scenario: &Scenario, faults: &mut Diagnostics) -> Option<(f64, usize)> {
    let months = cell.some_number(MONTHS, faults)?;
    let settings = &scenario.settings;
    let cycles = months / settings.cycle.months();
    let most = settings.horizon as f64 * settings.cycle.months();
    let whole = cycles.round();
    let is_whole = (cycles - whole).abs() <= NEAR * cycles;
    if !is_whole || whole < 1.0 || whole > settings.horizon as f64 {
        let message = Message::new("outcomes_months").with("found", &cell.text).with("most", shown(most));
        faults.at(&cell.place, message.with("cycle", shown(settings.cycle.months())));
        return None;
    }
    Some((months, whole as usize))
}

/// Puts a cell where it belongs.
fn put(
    title: &str,
    cell: &Cell,
    meaning: Meaning,
    scenario: &Scenario,
    found: &mut Outcome,
    (all, pairs): (&mut Outcomes, &mut BTreeMap<String, Pair>),
    faults: &mut Diagnostics,
) -> Option<()> {
    match meaning {
        Meaning::Ever(domain, state) => {
            let at = all.events.iter().position(|known| *known == (domain.clone(), state.clone()))?;
            found.ever[at] = yes_no(cell, faults)?;
        }
        Meaning::Cost(account) => {
            let at = all.accounts.iter().position(|known| *known == account)?;
            found.costs[at] = Some(within(cell, (-MOST_EURO, MOST_EURO), faults)?);
        }
        Meaning::Level(measure, is_end) => {
            let at = all.measures.iter().position(|known| *known == measure)?;
            let known = scenario.measures.iter().find(|known| known.id == measure)?;
            let level = within(cell, (f64::from(known.low), f64::from(known.high)), faults)?;
            found.levels[at][usize::from(is_end)] = Some(level);
        }
        Meaning::Seen(name) => {
            let figure = scenario.parameters.iter().find(|known| known.name == name)?;
            let Some(Countable::Share) = countable(scenario, figure) else {
                let message = Message::new("outcomes_no_share").with("column", title).with("unit", &figure.unit);
                faults.at(&cell.place, message);
                return None;
            };
            if let Some(seen) = yes_no(cell, faults)? {
                let at = all.figure(figure, Countable::Share);
                found.counts.push((at, f64::from(u8::from(seen)), 1.0));
            }
        }
        Meaning::Events(name) => {
            let value = within(cell, (0.0, MOST_EVENTS), faults)?;
            if value.fract() != 0.0 {
                faults.at(&cell.place, Message::new("outcomes_whole").with("found", &cell.text));
                return None;
            }
            let pair = pairs.entry(name).or_default();
            (pair.events, pair.cell) = (Some(value), Some(cell.clone()));
        }
        Meaning::Exposure(name) => {
            let value = within(cell, (0.0, MOST_EVENTS), faults)?;
            let pair = pairs.entry(name).or_default();
            pair.months = Some(value);
            pair.cell.get_or_insert_with(|| cell.clone());
        }
    }
    Some(())
}

fn within(cell: &Cell, (low, high): (f64, f64), faults: &mut Diagnostics) -> Option<f64> {
    let value = cell.number(faults)??;
    if !(low..=high).contains(&value) {
        let message = Message::new("outcomes_range").with("found", &cell.text);
        faults.at(&cell.place, message.with("low", shown(low)).with("high", shown(high)));
        return None;
    }
    Some(value)
}

/// Adds events and the months in which they fell to what a case tells of a figure.
fn add_pair(
    name: &str,
    pair: &Pair,
    scenario: &Scenario,
    found: &mut Outcome,
    all: &mut Outcomes,
    faults: &mut Diagnostics,
) -> Option<()> {
    let cell = pair.cell.as_ref()?;
    let (Some(events), Some(months)) = (pair.events, pair.months) else {
        faults.at(&cell.place, Message::new("outcomes_pair").with("figure", name));
        return None;
    };
    let figure = scenario.parameters.iter().find(|known| known.name == name)?;
    let countable = countable(scenario, figure);
    let Some(unit) = countable.and_then(|countable| match countable {
        Countable::Rate(unit) | Countable::Duration(unit) => Some(unit),
        Countable::Share => None,
    }) else {
        let message = Message::new("outcomes_no_rate").with("figure", name).with("unit", &figure.unit);
        faults.at(&cell.place, message);
        return None;
    };
    if months == 0.0 && events > 0.0 {
        faults.at(&cell.place, Message::new("outcomes_no_time").with("figure", name));
        return None;
    }
    let at = all.figure(figure, countable?);
    found.counts.push((at, events, months / unit));
    Some(())
}
