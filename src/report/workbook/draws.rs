//! The sheet of draws: the totals of every alternative, and the value of every uncertain figure.
//!
//! In: results by draw. Out: a row for each draw, at most [`MOST`].

use crate::report::workbook::Book;
use crate::report::workbook::sheet::{FIGURE, HEAD, start};
use crate::simulate::ledger::TOTALS;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Most draws on the sheet; `draws.csv` of a run has all.
const MOST: usize = 10_000;
/// First row, counted from 0.
pub(super) const FIRST: u32 = HEAD + 1;

impl Book<'_> {
    /// Row behind the last draw, counted from 0.
    pub(super) fn last_draw(&self) -> u32 {
        FIRST + self.run.results.parameters.len().min(MOST) as u32
    }

    /// Column of the net benefit to society of the alternative, counted from 0.
    pub(super) fn draw_column(&self) -> u16 {
        1 + ((self.alternative - 1) * TOTALS) as u16
    }

    pub(super) fn draws(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (scenario, results) = (self.run.scenario(), &self.run.results);
        let uncertain: Vec<usize> =
            (0..scenario.parameters.len()).filter(|at| scenario.parameters[*at].distribution.is_uncertain()).collect();
        let mut heads = vec![self.text("book_draw").to_owned()];
        for alternative in scenario.alternatives.iter().skip(1) {
            for key in ["book_draw_society", "book_draw_money", "book_draw_public"] {
                heads.push(self.filled(key, &[("plan", &alternative.id)]));
            }
        }
        heads.extend(uncertain.iter().map(|at| scenario.parameters[*at].name.clone()));
        let names = [self.text("book_draws"), self.text("book_draws_title"), self.text("book_draws_note")];
        start(sheet, &self.styles, names, &heads)?;
        sheet.set_column_width(0, FIGURE)?;
        for (row, (draw, values)) in (FIRST..).zip(results.parameters.iter().enumerate().take(MOST)) {
            sheet.write_number_with_format(
                row,
                0,
                (results.plan.first_draw + draw as u64) as f64,
                &self.styles.whole,
            )?;
            let totals = results.alternatives.iter().skip(1).flat_map(|one| one.draws[draw].net_benefit);
            for (column, value) in (1..).zip(totals) {
                sheet.write_number_with_format(row, column, value, &self.styles.euro)?;
            }
            let first = 1 + (TOTALS * (results.alternatives.len() - 1)) as u16;
            for (column, at) in (first..).zip(&uncertain) {
                sheet.write_number(row, column, values[*at])?;
            }
        }
        Ok(())
    }
}
