//! Costs, benefits and the balance: tables by item that add up to the totals.
//!
//! In: items of the alternative that is told. Out: HTML. Benefits are all differences to society but the plan's own
//! costs in money: what they add up to, less the costs, is the net benefit.

use crate::analyse::ItemAnswer;
use crate::model::{Item, ItemKind};
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::terminal::screen::context::has_welfare;
use crate::report::terminal::screen::plans::without_displacement;
use crate::report::words::rounding::{apportion, units};
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;
use crate::simulate::ledger::{ItemPlan, MONEY, SOCIETY};
use maud::{Markup, html};

/// An item with what it adds to costs or benefits.
struct Line<'p> {
    item: &'p Item,
    answer: &'p ItemAnswer,
    amount: f64,
}

impl Page<'_> {
    /// Items of the plan with what they add to `costs_present_value` or to `benefits_present_value`.
    fn lines(&self, costs: bool) -> Vec<Line<'_>> {
        let scenario = self.context.scenario;
        let line = |answer| {
            let answer: &ItemAnswer = answer;
            let item = scenario.items.iter().find(|item| item.id == answer.id)?;
            let more = answer.amount_with? - answer.amount_without?;
            let weights = ItemPlan::weights(scenario, item);
            let amount = match (answer.own, costs) {
                (true, true) => 0.0 - weights[MONEY] * more,
                (true, false) => (weights[SOCIETY] - weights[MONEY]) * more,
                (false, true) => 0.0,
                (false, false) => weights[SOCIETY] * more,
            };
            Some(Line { item, answer, amount })
        };
        let mut lines: Vec<Line> = self.context.told.items.iter().filter_map(line).collect();
        lines.retain(|line| line.amount != 0.0);
        lines.sort_by(|a, b| b.amount.abs().total_cmp(&a.amount.abs()).then_with(|| a.item.id.cmp(&b.item.id)));
        lines
    }

    /// A table of items that adds up to `total` as printed; items that come to less than half a unit are told apart.
    fn items(&self, caption: &'static str, costs: bool, total: f64) -> Markup {
        let context = &self.context;
        let lines = self.lines(costs);
        let amounts: Vec<f64> = lines.iter().map(|line| line.amount).collect();
        let total = units(total, context.unit);
        let parts = apportion(&amounts, context.unit, total);
        let heads = ["report_item", "page_unit", "report_without", "report_with", "report_euro"];
        let mut table =
            Table::new(self.text(caption, &[]), heads.map(|key| self.text(key, &[])).to_vec()).with_texts(&[0]);
        let mut small = 0;
        for (line, part) in lines.iter().zip(parts) {
            if part == 0.0 {
                small += 1;
                continue;
            }
            let label = plain(&context.own(&line.item.label, &line.item.id));
            let quantities = [line.answer.quantity_without, line.answer.quantity_with];
            let [without, with] = quantities.map(|quantity| self.quantity(quantity));
            table.row(label, vec![unit(&line.item.unit, context.language), without, with, self.of_units(part)]);
        }
        let empty = || String::new();
        table.sum(self.text("report_total", &[]), vec![empty(), empty(), empty(), self.of_units(total)]);
        html! {
            (table.html())
            @if small > 0 { p { (self.text("report_small", &[("count", small.to_string())])) } }
        }
    }

    pub(super) fn costs(&self) -> Markup {
        html! {
            p { (self.text("report_costs_mean", &[])) }
            (self.items("report_costs_table", true, self.context.told.costs_present_value))
            (self.charts(&["items"]))
        }
    }

    pub(super) fn benefits(&self) -> Markup {
        let context = &self.context;
        let worth: f64 =
            self.lines(false).iter().filter(|line| line.item.kind == ItemKind::Welfare).map(|it| it.amount).sum();
        // As printed: what the balance says less what the costs say.
        let total = units(context.told.net_benefit.average.mean, context.unit)
            + units(context.told.costs_present_value, context.unit);
        html! {
            p { (self.text("report_benefits_mean", &[])) }
            (self.items("report_benefits_table", false, total * context.unit))
            @if has_welfare(context.told) {
                p { (self.text("report_benefits_welfare", &[("worth", context.euro(worth))])) }
            }
        }
    }

    /// Benefits less costs, the three totals, and the years in which they fall.
    pub(super) fn balance(&self) -> Markup {
        let context = &self.context;
        let told = context.told;
        let heads = ["report_line", "report_euro"].map(|key| self.text(key, &[])).to_vec();
        let mut sums = Table::new(self.text("report_balance_table", &[]), heads);
        let costs = units(told.costs_present_value, context.unit);
        let net = units(told.net_benefit.average.mean, context.unit);
        sums.row(self.text("report_benefits", &[]), vec![self.of_units(net + costs)]);
        sums.row(self.text("report_less_costs", &[]), vec![self.of_units(0.0 - costs)]);
        sums.sum(self.text("report_net", &[]), vec![self.of_units(net)]);
        let decimal = |ratio: Option<f64>| ratio.map_or("–".to_owned(), |ratio| context.numbers.decimal(ratio, 2));
        let values = [("ratio", decimal(told.benefit_cost_ratio)), ("money", decimal(told.benefit_cost_ratio_money))];
        let apart = told.apart.without_displacement.as_ref();
        html! {
            (sums.html())
            p { (self.text("report_ratios", &values)) }
            @if let Some(apart) = apart { p { (without_displacement(context, apart)) } }
            (self.years())
            (self.charts(&["course"]))
        }
    }

    /// Cash flow by calendar year, not discounted; the columns add up.
    fn years(&self) -> Markup {
        let context = &self.context;
        let flows = &context.told.cash_flow;
        let heads = ["report_calendar_year", "report_plan_cost", "report_net_with", "plans_money", "plans_public"];
        let mut table = Table::new(self.text("report_years", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        let columns: [fn(&crate::analyse::CashFlow) -> f64; 4] =
            [|flow| flow.plan_cost, |flow| flow.net, |flow| flow.net_money, |flow| flow.net_public];
        let column = |value: fn(&crate::analyse::CashFlow) -> f64| {
            let amounts: Vec<f64> = flows.iter().map(value).collect();
            apportion(&amounts, context.unit, units(amounts.iter().sum(), context.unit))
        };
        let columns = columns.map(column);
        for (at, flow) in flows.iter().enumerate() {
            let cells = columns.iter().map(|column| self.of_units(column[at])).collect();
            table.row(flow.calendar_year.to_string(), cells);
        }
        let sums = columns.iter().map(|column| self.of_units(column.iter().sum())).collect();
        table.sum(self.text("report_total", &[]), sums);
        html! { h3 { (self.text("report_years_head", &[])) } p { (self.text("report_years_mean", &[])) } (table.html()) }
    }
}
