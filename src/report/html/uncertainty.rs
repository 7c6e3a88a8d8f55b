//! Uncertainty and sensitivity: the spread of each plan, the figures on which it hangs, and what the choice rests on.
//!
//! In: the answers on all plans. Out: HTML, with the chart of the distribution inside it.

use crate::analyse::decision::Analysis;
use crate::analyse::decision::known::FEWEST;
use crate::model::Grade;
use crate::report::chart::distribution::distribution;
use crate::report::html::Page;
use crate::report::html::band::Scale;
use crate::report::html::table::Table;
use crate::report::words::choice_name::{choice_name, percent_a_year};
use crate::report::words::figure_name::figure_name;
use crate::report::words::grade_key;
use crate::report::words::wrap::plain;
use maud::{Markup, PreEscaped, html};

impl Page<'_> {
    pub(super) fn uncertainty(&self) -> Markup {
        let context = &self.context;
        if !context.answer.has_spread() {
            return html! { p { (self.text("report_no_spread", &[])) } };
        }
        let numbers = &context.numbers;
        let heads =
            ["report_plan", "page_mean", "report_p10", "report_p50", "report_p90", "page_chance", "report_error"];
        let mut table = Table::new(self.text("report_spread", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        for one in &context.ranked {
            let average = &one.headline().average;
            let mut cells: Vec<String> =
                [average.mean, average.p10, average.p50, average.p90].map(|amount| self.cell(amount)).to_vec();
            cells.push(numbers.percent(average.probability_positive));
            let margin = average.monte_carlo_error.map(|error| error * context.answer.margin_of_95());
            cells.push(margin.map_or("?".to_owned(), |margin| format!("±{}", numbers.small_euro(margin))));
            let name = context.name(&one.id).to_owned();
            if one.id == context.told.id { table.told(name, cells) } else { table.row(name, cells) }
        }
        // A picture that cannot be drawn is left out: the table says the same.
        let chart = distribution(context.scenario, context.answer, context.language, numbers).unwrap_or_default();
        let chart =
            chart.replace("id=\"title\"", "id=\"spread-title\"").replace("id=\"description\"", "id=\"spread-text\"");
        let chart =
            chart.replace("aria-labelledby=\"title description\"", "aria-labelledby=\"spread-title spread-text\"");
        let split = &context.told.variance_split;
        html! {
            p { (self.text("report_uncertainty_mean", &[])) }
            figure {
                div class="scroll" role="group" tabindex="0" aria-label=(self.text("report_spread_chart", &[])) { (PreEscaped(chart)) }
                figcaption { (self.text("report_spread_caption", &[])) }
            }
            (table.html())
            @if let (Some(ignorance), Some(chance)) = (split.ignorance, split.chance) {
                @let shares = [("ignorance", numbers.percent(ignorance)), ("chance", numbers.percent(chance))];
                p { (self.text("report_split", &shares)) }
            }
        }
    }

    /// What the choice rests on, in charts; nothing where that was not asked.
    pub(super) fn decision(&self) -> Markup {
        let Some(analysis) = self.analysis else { return html! {} };
        html! {
            p { (self.text("report_decision_mean", &[])) }
            @if analysis.drivers.is_none() { p { (self.text("report_decision_few", &[("least", FEWEST.to_string())])) } }
            (self.decided(analysis))
            (self.choices(analysis))
        }
    }

    /// The plan that is told under discrete choices; nothing where there are none.
    fn choices(&self, analysis: &Analysis) -> Markup {
        let context = &self.context;
        let plan = analysis.choices.iter().flatten().find(|plan| plan.alternative == context.told.id);
        let Some(plan) = plan.filter(|plan| !plan.choices.is_empty()) else { return html! {} };
        let numbers = &context.numbers;
        let heads = ["choices_choice", "otherwise_balance", "otherwise_difference", "otherwise_chance"];
        let title = self.text("choices_head", &[("plan", context.name(&plan.alternative))]);
        let mut table = Table::new(title, heads.map(|key| self.text(key, &[])).to_vec());
        for own in &plan.choices {
            let outcome = &own.outcome;
            let mut cells = [outcome.net_benefit, outcome.difference].map(|amount| self.cell(amount)).to_vec();
            cells.push(numbers.percent(outcome.probability_positive));
            table.row(choice_name(own.choice, numbers, context.language), cells);
        }
        let values = [("rate", percent_a_year(plan.discount_rate, numbers)), ("years", numbers.exact(plan.horizon))];
        html! {
            (table.html())
            p { (self.text("choices_note", &values)) }
        }
    }

    /// The figures that explain most of the spread, with what they are and how well they are known.
    pub(super) fn sensitivity(&self) -> Markup {
        let context = &self.context;
        let drivers = &context.told.variance_split.parameters;
        let Some(first) = drivers.first() else {
            return html! { p { (self.text("report_no_drivers", &[])) } };
        };
        let name = |id: &str| plain(&figure_name(context.scenario, id, context.language));
        let scale = Scale::of(drivers.iter().map(|driver| driver.share));
        let heads = ["page_figure", "report_share", "report_direction", "list_grade", "list_source"];
        let mut table = Table::new(self.text("report_drivers", &[]), heads.map(|key| self.text(key, &[])).to_vec())
            .with_texts(&[1, 2, 3]);
        for driver in drivers {
            let direction = if driver.rises { "report_rises" } else { "report_falls" };
            let grade = self.text(grade_key(Grade::from_key(driver.grade).unwrap_or(Grade::Assumption)), &[]);
            let marks = [(driver.unverified, "unverified"), (driver.range_by_rule, "range_by_rule")];
            let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, key)| self.text(key, &[]));
            let grade: Vec<String> = [grade].into_iter().chain(marks).collect();
            let source =
                if driver.source.is_empty() { self.text("page_no_source", &[]) } else { plain(&driver.source) };
            let cells =
                vec![context.numbers.percent(driver.share), self.text(direction, &[]), grade.join(", "), source];
            table.row(name(&driver.id), cells);
        }
        let values = [("name", name(&first.id)), ("share", context.numbers.percent(first.share))];
        html! {
            p { (self.text("report_sensitivity_mean", &values)) }
            figure {
                ul class="bands" {
                    @for driver in drivers {
                        @let share = context.numbers.percent(driver.share);
                        li {
                            span class="name" { span { (name(&driver.id)) } span { (share) } }
                            (scale.bar(driver.share, &format!("{}: {share}", name(&driver.id))))
                        }
                    }
                }
                figcaption { (self.text("report_drivers_caption", &[])) }
            }
            (table.html())
        }
    }
}
