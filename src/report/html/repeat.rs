//! How to repeat it: the command, the id, the seed, versions and the files that were read.
//!
//! In: the run, the command. Out: HTML. No date and no clock: the same run gives the same page.

use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::identity::inputs;
use crate::report::terminal::screen::closing::not_as_drawn;
use maud::{Markup, html};

/// Digits of a hash that are enough to see that a file is the same.
const SHORT_HASH: usize = 16;

impl Page<'_> {
    pub(super) fn repeat(&self, command: &str) -> Markup {
        let context = &self.context;
        let (answer, numbers) = (context.answer, &context.numbers);
        let heads = ["report_line", "report_value"].map(|key| self.text(key, &[])).to_vec();
        let mut table = Table::new(self.text("report_made_table", &[]), heads).with_texts(&[0]);
        let method = if answer.method == "cohort" { "method_cohort" } else { "method_micro" };
        let rows = [
            ("report_id", answer.id.clone()),
            ("report_engine", answer.engine.clone()),
            ("report_results_version", answer.results_version.to_string()),
            ("report_method", self.text(method, &[])),
            ("report_seed", answer.seed.to_string()),
            ("report_draws", numbers.whole(answer.draws as f64)),
            ("report_households", numbers.whole(answer.households as f64)),
        ];
        rows.into_iter().for_each(|(key, value)| table.row(self.text(key, &[]), vec![value]));
        let heads = ["report_file", "report_hash"].map(|key| self.text(key, &[])).to_vec();
        let mut files = Table::new(self.text("report_files", &[]), heads).with_texts(&[0]);
        for input in inputs(&self.run.sources) {
            files.row(input.name.to_owned(), vec![input.sha256.chars().take(SHORT_HASH).collect()]);
        }
        html! {
            p { (self.text("report_repeat_mean", &[])) }
            p { code { (command) } }
            @if let Some(note) = not_as_drawn(context) { p { (note) } }
            (table.html())
            @if !files.is_empty() { (files.html()) }
        }
    }
}
