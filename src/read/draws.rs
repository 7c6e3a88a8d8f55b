//! Draws of another model: a probabilistic sensitivity analysis as a table.
//!
//! In: a list in CSV or Excel with a row for each draw and alternative. Out: [`ForeignDraws`], or every fault at once, each
//! with its line or cell.

use crate::diagnostics::{Diagnostics, Message, SourceFile, Sources};
use crate::read::list::records::{self, Row};
use crate::read::load::Refused;
use crate::read::source::files::{self, Files, undecoded, unreadable};
use std::collections::BTreeMap;
use std::path::Path;

/// Columns that have a meaning of their own.
const COLUMNS: [&str; 5] = ["draw", "alternative", "net_benefit", "cost", "effect"];
/// Further outcomes of our own draws, which are no figures.
const OUTCOMES: [&str; 4] = ["net_benefit_money", "net_benefit_public", "costs", "benefits"];
/// What the title of units gained starts with in our own draws.
const GAINED: &str = "gained ";
/// The alternative that is compared with, where the draws are compared with it already.
pub const COMPARED: &str = "null_alternative";

/// How draws are to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawsOptions {
    /// The alternative with which others are compared.
    pub reference: Option<String>,
    /// What a unit of the effect is worth, euro.
    pub value: Option<f64>,
}

/// Draws of another model.
#[derive(Clone, Debug)]
pub struct ForeignDraws {
    /// The alternative with which the others are compared, then the others.
    pub alternatives: Vec<String>,
    /// By alternative but the first, and by draw: net benefit compared with the first.
    pub net_benefit: Vec<Vec<f64>>,
    /// The same of costs and of units of effect, with what a unit is worth, euro; `None` where the table has net benefits.
    pub units: Option<ForeignUnits>,
    /// Figures by name, with their value by draw.
    pub figures: Vec<(String, Vec<f64>)>,
    /// Number of draws.
    pub draws: usize,
    /// The list.
    pub sources: Sources,
}

/// Costs and effects compared with the first alternative: by alternative but the first, and by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignUnits {
    /// Extra costs, euro.
    pub more_costs: Vec<Vec<f64>>,
    /// Units gained.
    pub gained: Vec<Vec<f64>>,
    /// What a unit is worth, euro.
    pub value: f64,
}

/// One row: its draw and alternative by number; its net benefit, or its cost and effect.
struct DrawRow {
    draw: usize,
    alternative: usize,
    value: f64,
    cost: f64,
    effect: f64,
}

/// Reads draws.
///
/// # Errors
/// [`Refused`] with every fault of the list.
pub fn read(files: &dyn Files, path: &Path, options: &DrawsOptions) -> Result<ForeignDraws, Refused> {
    let (mut sources, mut faults) = (Sources::default(), Diagnostics::default());
    let name = files::tidy(path).display().to_string();
    let text = match files::read_text(files, path) {
        Ok(text) => text,
        Err(error) => {
            if !undecoded(&name, &error, &mut sources, &mut faults) {
                faults.fault(None, unreadable(&name, &error));
            }
            return Err(Refused { sources, diagnostics: faults });
        }
    };
    let file = sources.push(SourceFile::new(name, text, files.digest(path)).of_sheet(files.sheet(path)));
    let rows = records::read_open(sources.file(file), file, &COLUMNS, &["draw", "alternative"], &mut faults);
    let found = rows.and_then(|rows| read_rows(&rows, options, &mut faults));
    match found.filter(|_| !faults.has_faults()) {
        Some(found) => Ok(ForeignDraws { sources, ..found }),
        None => Err(Refused { sources, diagnostics: faults }),
    }
}

fn read_rows(rows: &[Row], options: &DrawsOptions, faults: &mut Diagnostics) -> Option<ForeignDraws> {
    let first = rows.first().or_else(|| {
        faults.fault(None, Message::new("draws_empty"));
        None
    })?;
    let titles: Vec<String> = first.cells().map(|(title, _)| title.to_owned()).collect();
    let has = |name: &str| titles.iter().any(|title| title == name);
    let by_net = has("net_benefit");
    if !(by_net || has("cost") && has("effect")) {
        faults.at(&first.place, Message::new("draws_no_outcome"));
        return None;
    }
    if !by_net && options.value.is_none() {
        faults.at(&first.place, Message::new("draws_no_value"));
        return None;
    }
    let (mut draws, mut names): (BTreeMap<String, usize>, Vec<String>) = Default::default();
    let mut places: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for row in rows.iter().filter(|row| !row.broken) {
        let (draw, alternative) = (row.cell("draw"), row.cell("alternative"));
        let empty = [("draw", &draw), ("alternative", &alternative)].into_iter().find(|(_, cell)| cell.is_empty());
        if let Some((column, cell)) = empty {
            faults.at(&cell.place, Message::new("cell_empty").with("column", column));
            continue;
        }
        let next = draws.len();
        let draw = *draws.entry(draw.text).or_insert(next);
        let known = names.iter().position(|name| *name == alternative.text);
        let at = known.unwrap_or(names.len());
        if known.is_none() {
            names.push(alternative.text.clone());
        }
        if places.insert((draw, at), outcomes.len()).is_some() {
            let message = Message::new("draws_twice").with("draw", row.text("draw"));
            faults.at(&row.place, message.with("alternative", &alternative.text));
        }
        let mut number = |column: &'static str| row.cell(column).some_number(column, faults).unwrap_or(f64::NAN);
        let one = DrawRow { draw, alternative: at, value: f64::NAN, cost: f64::NAN, effect: f64::NAN };
        outcomes.push(if by_net {
            DrawRow { value: number("net_benefit"), ..one }
        } else {
            let (cost, effect) = (number("cost"), number("effect"));
            DrawRow { value: options.value.unwrap_or(0.0) * effect - cost, cost, effect, ..one }
        });
    }
    for (draw, number) in &draws {
        if let Some(missing) = (0..names.len()).find(|at| !places.contains_key(&(*number, *at))) {
            let message = Message::new("draws_missing").with("draw", draw).with("alternative", &names[missing]);
            faults.at(&first.place, message);
            break;
        }
    }
    let reference = match &options.reference {
        Some(wanted) => {
            let found = names.iter().position(|name| name == wanted);
            if found.is_none() {
                let message = Message::new("draws_no_reference").with("found", wanted);
                faults.at(&first.place, message.with("known", names.join(", ")));
            }
            Some(found?)
        }
        None if by_net => None,
        None => Some(0),
    };
    let figures = titles.iter().filter(|title| is_figure(title));
    let figures: Vec<(String, Vec<f64>)> =
        figures.filter_map(|title| Some((title.clone(), figure(rows, title, &draws, faults)?))).collect();
    if !figures.iter().any(|(_, values)| values.iter().any(|value| *value != values[0])) && !faults.has_faults() {
        faults.at(&first.place, Message::new("draws_no_figure"));
    }
    if faults.has_faults() {
        return None;
    }
    let others = (0..names.len()).filter(|at| Some(*at) != reference);
    let compared = |of: &dyn Fn(&DrawRow) -> f64| -> Vec<Vec<f64>> {
        let mut values = vec![vec![0.0; draws.len()]; names.len()];
        outcomes.iter().for_each(|one| values[one.alternative][one.draw] = of(one));
        let base = |draw: usize| reference.map_or(0.0, |at| values[at][draw]);
        let net = |at: usize| values[at].iter().enumerate().map(|(draw, value)| value - base(draw)).collect();
        others.clone().map(net).collect()
    };
    let units =
        |value: f64| ForeignUnits { more_costs: compared(&|one| one.cost), gained: compared(&|one| one.effect), value };
    let named = reference.map_or_else(|| COMPARED.to_owned(), |at| names[at].clone());
    Some(ForeignDraws {
        net_benefit: compared(&|one| one.value),
        units: options.value.filter(|_| !by_net).map(units),
        alternatives: std::iter::once(named).chain(others.map(|at| names[at].clone())).collect(),
        figures,
        draws: draws.len(),
        sources: Sources::default(),
    })
}

fn is_figure(title: &str) -> bool {
    !title.is_empty() && !COLUMNS.contains(&title) && !OUTCOMES.contains(&title) && !title.starts_with(GAINED)
}

/// A figure by draw; `None` where its first fault was reported.
fn figure(rows: &[Row], title: &str, draws: &BTreeMap<String, usize>, faults: &mut Diagnostics) -> Option<Vec<f64>> {
    let mut values: Vec<Option<f64>> = vec![None; draws.len()];
    for row in rows.iter().filter(|row| !row.broken) {
        let Some(draw) = draws.get(&row.text("draw")) else { continue };
        let cell = row.cell(title);
        let value = cell.some_number(title, faults)?;
        match values[*draw] {
            Some(known) if known != value => {
                let message = Message::new("draws_differ").with("figure", title).with("draw", row.text("draw"));
                faults.at(&cell.place, message);
                return None;
            }
            _ => values[*draw] = Some(value),
        }
    }
    values.into_iter().collect()
}
