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
    /// Figures by name, with their value by draw.
    pub figures: Vec<(String, Vec<f64>)>,
    /// Number of draws.
    pub draws: usize,
    /// The list.
    pub sources: Sources,
}

/// One row: its draw and alternative by number, its net benefit.
struct DrawRow {
    draw: usize,
    alternative: usize,
    value: f64,
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
        let value = match by_net {
            true => row.cell("net_benefit").some_number("net_benefit", faults),
            false => {
                let (cost, effect) = (row.cell("cost"), row.cell("effect"));
                let both = (cost.some_number("cost", faults), effect.some_number("effect", faults));
                both.0.zip(both.1).map(|(cost, effect)| options.value.unwrap_or(0.0) * effect - cost)
            }
        };
        outcomes.push(DrawRow { draw, alternative: at, value: value.unwrap_or(f64::NAN) });
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
    let mut values = vec![vec![0.0; draws.len()]; names.len()];
    outcomes.iter().for_each(|one| values[one.alternative][one.draw] = one.value);
    let base = reference.map(|at| values[at].clone());
    let others = (0..names.len()).filter(|at| Some(*at) != reference);
    let net = |at: usize| -> Vec<f64> {
        let compared = |(draw, value): (usize, &f64)| value - base.as_ref().map_or(0.0, |base| base[draw]);
        values[at].iter().enumerate().map(compared).collect()
    };
    let named = reference.map_or_else(|| COMPARED.to_owned(), |at| names[at].clone());
    Some(ForeignDraws {
        net_benefit: others.clone().map(net).collect(),
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
