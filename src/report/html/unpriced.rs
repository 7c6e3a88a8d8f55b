//! What has no price, and what is not reckoned at all.
//!
//! In: items without a price, what the scenario says that it leaves out. Out: HTML.

use crate::model::ItemKind;
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn unpriced(&self) -> Markup {
        let context = &self.context;
        let heads = ["report_item", "page_unit", "report_without", "report_with"].map(|key| self.text(key, &[]));
        let mut table = Table::new(self.text("report_unpriced_table", &[]), heads.to_vec()).with_texts(&[0]);
        for answer in &context.told.items {
            let item =
                context.scenario.items.iter().find(|item| item.id == answer.id && item.kind == ItemKind::Unpriced);
            let Some(item) = item else { continue };
            let [without, with] = [answer.quantity_without, answer.quantity_with].map(|it| self.quantity(it));
            table.row(
                plain(&context.own(&item.label, &item.id)),
                vec![unit(&item.unit, context.language), without, with],
            );
        }
        let left_out: Vec<String> =
            context.scenario.about.left_out.iter().map(|text| plain(context.language.of(text))).collect();
        html! {
            p { (self.text("report_unpriced_mean", &[])) }
            @if table.is_empty() { p { (self.text("report_nothing_unpriced", &[])) } } @else { (table.html()) }
            h3 { (self.text("report_left_out", &[])) }
            @if left_out.is_empty() { p { (self.text("page_nothing_left_out", &[])) } }
            @else { ul { @for text in left_out { li { (text) } } } }
        }
    }
}
