//! Cells with prices: each price of an item of the alternative, once, with its mean over draws.
//!
//! In: a run. Out: [`Prices`]: cells, and for each item of the scenario the cell that it multiplies.

use crate::report::priced::{PriceOf, counted, price_of};
use crate::report::workbook::sheet::HEAD;
use crate::session::Run;

/// A cell with a price, on the sheet of assumptions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PriceCell {
    pub of: PriceOf,
    /// What its name, and that of its index, end with in formulas.
    stem: String,
    /// Its row, counted from 0.
    pub row: u32,
    /// Mean over draws, euro of the price year.
    pub mean: f64,
    /// Prices of the price year over those of its own year.
    pub index: f64,
}

impl PriceCell {
    /// The name of the price, in euro of its own year.
    pub(super) fn name(&self) -> String {
        format!("price_{}", self.stem)
    }

    /// The name of its index.
    pub(super) fn index_name(&self) -> String {
        format!("index_{}", self.stem)
    }

    /// Mean over draws, euro of its own year.
    pub(super) fn own_year(&self) -> f64 {
        self.mean / self.index
    }
}

/// All cells, and which an item uses.
pub(super) struct Prices {
    pub cells: Vec<PriceCell>,
    by_item: Vec<Option<usize>>,
}

impl Prices {
    /// The prices of items that count in the null alternative or in this one.
    pub(super) fn of(run: &Run, alternative: usize) -> Self {
        let scenario = run.scenario();
        let mut all = Self { cells: Vec::new(), by_item: vec![None; scenario.items.len()] };
        for at in counted(scenario, alternative) {
            let Some((of, mean)) = price_of(run, alternative, at) else { continue };
            let known = all.cells.iter().position(|cell| cell.of == of);
            all.by_item[at] = Some(known.unwrap_or_else(|| {
                let id = match of {
                    PriceOf::Parameter(parameter) => scenario.parameters[parameter].name.as_str(),
                    PriceOf::Item(item) => scenario.items[item].id.as_str(),
                };
                let index = match of {
                    PriceOf::Parameter(parameter) => scenario.parameters[parameter].evidence.index,
                    PriceOf::Item(_) => None,
                };
                let index = index.filter(|index| *index > 0.0).unwrap_or(1.0);
                let row = HEAD + 1 + all.cells.len() as u32;
                all.cells.push(PriceCell { of, stem: all.free_stem(id), row, mean, index });
                all.cells.len() - 1
            }));
        }
        all
    }

    /// The price of an item: its cell, and 1 where it has none and its amount stands in the place of a quantity.
    pub(super) fn of_item(&self, item: usize) -> (Option<&PriceCell>, f64) {
        let cell = self.by_item[item].map(|at| &self.cells[at]);
        (cell, cell.map_or(1.0, |cell| cell.mean))
    }

    /// What stands for the price of an item in a formula.
    pub(super) fn term(&self, item: usize) -> String {
        self.of_item(item).0.map_or("1".to_owned(), |cell| format!("{}*{}", cell.name(), cell.index_name()))
    }

    /// An end of names that no other cell has: letters of the alphabet, digits and underscores. Excel does not tell
    /// capitals from other letters.
    fn free_stem(&self, id: &str) -> String {
        let id = id.strip_prefix("price:").unwrap_or(id);
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
        let plain: String = id.chars().map(letter).take(200).collect();
        let names = (1..).map(|number| match number {
            1 => plain.clone(),
            _ => format!("{plain}_{number}"),
        });
        let is_free = |name: &String| self.cells.iter().all(|cell| cell.stem != *name);
        names.into_iter().find(is_free).unwrap_or_default()
    }
}
