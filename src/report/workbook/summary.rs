//! The summary: what the plan is, its totals as formulas, its spread, and how it was made.
//!
//! In: items, the answer. Out: a sheet.

use crate::report::priced::PricedItem;
use crate::report::workbook::Book;
use crate::report::workbook::draws;
use crate::report::workbook::items::FIRST;
use crate::report::workbook::sheet::{FIGURE, NAME, formula, letters, printed, start};
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

impl Book<'_> {
    pub(super) fn summary(
        &self,
        sheet: &mut Worksheet,
        items: &[PricedItem<'_>],
        last_draw: u32,
        command: &str,
    ) -> Result<(), XlsxError> {
        let (answer, styles, told) = (&self.run.answer, &self.styles, self.told);
        let title = self.own(&self.run.scenario().title, &self.run.scenario().id);
        let plan = &self.run.scenario().alternatives[self.alternative];
        let plan = format!("{}: {}", self.text("report_plan"), self.own(&plan.label, &plan.id));
        start(sheet, styles, [self.text("book_summary"), &title, &plan], &[])?;
        sheet.set_column_width(0, 2.0 * NAME)?.set_column_width(1, 4.0 * FIGURE)?;
        let total = |total: usize| items.iter().map(|row| row.weights[total] * row.more()).sum::<f64>();
        let costs: f64 =
            0.0 - items.iter().filter(|row| row.own).map(|row| row.weights[MONEY] * row.more()).sum::<f64>();
        let (net, benefits) = (total(SOCIETY), total(SOCIETY) + costs);
        let (from, to, sheet_name) = (FIRST + 1, FIRST + items.len() as u32, self.text("book_items"));
        let costs_formula = match items.is_empty() {
            true => "=0".to_owned(),
            false => format!("=-SUMPRODUCT('{sheet_name}'!$Y${from}:$Y${to},'{sheet_name}'!$W${from}:$W${to})"),
        };
        let column = letters(self.draw_column());
        let draws = format!("'{}'!${column}${}:${column}${last_draw}", self.text("book_draws"), draws::FIRST + 1);
        let values = self.run.results.alternatives[self.alternative].draws.iter();
        let shown = (last_draw - draws::FIRST) as usize;
        let of_draws = values.take(shown).map(|draw| draw.net_benefit[SOCIETY]).sum::<f64>() / shown.max(1) as f64;
        let year = answer.price_year.to_string();
        let mut at = 3;
        let mut line = |key: &'static str, text: String, value: f64, format: &Format| -> Result<(), XlsxError> {
            sheet.write_string_with_format(at, 0, self.filled(key, &[("year", &year)]), &styles.text)?;
            sheet.write_formula_with_format(at, 1, formula(text, value), format)?;
            at += 1;
            Ok(())
        };
        line("book_sum_net", "=net_benefit".to_owned(), net, &styles.euro_sum)?;
        line("book_sum_money", "=net_benefit_money".to_owned(), total(MONEY), &styles.euro)?;
        line("book_sum_public", "=net_benefit_public".to_owned(), total(PUBLIC), &styles.euro)?;
        line("book_sum_costs", costs_formula, costs, &styles.euro)?;
        line("book_sum_benefits", "=B4+B7".to_owned(), benefits, &styles.euro)?;
        if costs > 0.0 {
            line("book_sum_ratio", "=B8/B7".to_owned(), benefits / costs, &styles.factor)?;
        }
        line("book_sum_draws", format!("=AVERAGE({draws})"), of_draws, &styles.euro)?;
        let average = &told.net_benefit.average;
        let fixed = [
            ("book_sum_p10", average.p10, &styles.euro),
            ("book_sum_p50", average.p50, &styles.euro),
            ("book_sum_p90", average.p90, &styles.euro),
            ("book_sum_chance", average.probability_positive, &styles.percent),
        ];
        if answer.has_spread() {
            for (key, value, format) in fixed {
                sheet.write_string_with_format(at, 0, self.filled(key, &[]), &styles.text)?;
                sheet.write_number_with_format(at, 1, value, format)?;
                at += 1;
            }
        }
        at += 1;
        for key in ["book_how", "book_how_cells", "summary_warning"] {
            sheet.write_string_with_format(at, 0, self.filled(key, &[("year", &year)]), &styles.note)?;
            at += 1;
        }
        at += 1;
        let made = [
            ("report_id", answer.id.clone()),
            ("report_engine", answer.engine.clone()),
            ("report_results_version", answer.results_version.to_string()),
            ("report_seed", answer.seed.to_string()),
            ("report_draws", answer.draws.to_string()),
            ("report_households", answer.households.to_string()),
            ("book_command", command.to_owned()),
        ];
        for (key, value) in &made {
            sheet.write_string_with_format(at, 0, self.filled(key, &[]), &styles.text)?;
            sheet.write_string_with_format(at, 1, value, &styles.wrapped)?;
            at += 1;
        }
        printed(sheet, at, 1)
    }
}
