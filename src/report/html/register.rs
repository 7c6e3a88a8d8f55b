//! The register of assumptions as a table.
//!
//! In: figures of the register. Out: HTML. An address becomes a link where it is one of the web, and nothing else.

use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::register::{Figure, register};
use crate::report::words::grade_key;
use maud::{Markup, html};

/// Digits of a figure that count.
const DIGITS: i32 = 3;
/// Most places where a figure is used that are named.
const PLACES: usize = 3;

impl Page<'_> {
    pub(super) fn register(&self) -> Markup {
        let context = &self.context;
        let figures = register(context.scenario, context.told, context.language);
        let unverified = figures.iter().filter(|figure| figure.unverified).count();
        let without = figures.iter().filter(|figure| figure.source.is_empty() && !figure.derived).count();
        let values = [
            ("count", figures.len().to_string()),
            ("unverified", unverified.to_string()),
            ("without", without.to_string()),
            ("year", context.answer.price_year.to_string()),
        ];
        let heads = [
            "page_figure",
            "page_mean",
            "page_90",
            "page_unit",
            "report_year",
            "list_grade",
            "list_source",
            "report_used",
            "report_share",
        ];
        let mut table =
            Table::new(self.text("report_register_table", &[]), heads.map(|key| self.text(key, &[])).to_vec())
                .with_texts(&[2, 4, 5, 6])
                .wide();
        figures.iter().for_each(|figure| table.marked(figure.label.clone(), self.cells(figure)));
        html! { p { (self.text("report_register_mean", &values)) } (table.html()) }
    }

    fn cells(&self, figure: &Figure) -> Vec<Markup> {
        let context = &self.context;
        let number = |value: f64| {
            let whole = if value == 0.0 { 1 } else { libm::log10(value.abs()).floor() as i32 + 1 };
            context.numbers.decimal(value, (DIGITS - whole).clamp(0, 5) as u8)
        };
        let range =
            figure.range.map(|(low, high)| self.text("page_band", &[("low", number(low)), ("high", number(high))]));
        let certain = if figure.derived { "report_derived" } else { "report_certain" };
        let more = figure.used.len().saturating_sub(PLACES);
        let used = figure.used.iter().take(PLACES).cloned().collect::<Vec<String>>().join("; ");
        let is_link = figure.url.starts_with("https://") || figure.url.starts_with("http://");
        vec![
            html! { (number(figure.mean)) },
            html! { (range.unwrap_or_else(|| self.text(certain, &[]))) },
            html! { (figure.unit) },
            html! { (figure.year.map(|year| year.to_string()).unwrap_or_default()) },
            html! {
                @if figure.unverified { span class="weak" { (self.text("unverified", &[])) } ", " }
                @if !figure.derived { (self.text(grade_key(figure.grade), &[])) }
                @if figure.range_by_rule { ", " (self.text("range_by_rule", &[])) }
            },
            html! {
                @if figure.source.is_empty() && !figure.derived { (self.text("page_no_source", &[])) }
                @else if is_link { a href=(figure.url) rel="noreferrer" { (figure.source) } }
                @else { (figure.source) }
            },
            html! { (used) @if more > 0 { " " (self.text("report_used_more", &[("count", more.to_string())])) } },
            html! { (figure.share.map_or("–".to_owned(), |share| context.numbers.percent(share))) },
        ]
    }
}
