//! Charts of money: the course of the balance, payers, and costs by item.
//!
//! In: a run, an alternative. Out: rows.

use crate::report::charted::{Charted, Source};
use crate::simulate::ledger::{HEADLINE, ItemPlan, MONEY, PUBLIC};

/// Costs by item that have a bar of their own.
const ITEMS: usize = 12;
const MONTHS_A_YEAR: f64 = 12.0;

impl Source<'_> {
    /// The balance as it grows, present value, for society and the public purse, with the band of payback and of the end.
    pub(super) fn course(&self) -> Option<Charted> {
        let results = &self.run.results.alternatives[self.at];
        if results.flows.len() < 2 {
            return None;
        }
        let mut chart = self.chart("course", "chart_course", &["chart_month", "chart_society", "plans_public"]);
        let cycle = self.run.scenario().settings.cycle;
        let mut sums = [0.0; 2];
        for (row, flow) in results.flows.iter().enumerate() {
            sums[0] += flow[HEADLINE];
            sums[1] += flow[PUBLIC];
            let month = self.numbers.decimal(row as f64 * cycle.months(), u8::from(cycle.months() < 1.0));
            chart.rows.push((month, sums.map(Some).to_vec()));
        }
        chart.every = ((MONTHS_A_YEAR / cycle.months()).round() as usize).max(1);
        let payback = &self.told.payback.headline;
        let month = |month: Option<usize>| month.map(|month| month as f64);
        let end = &self.told.headline().average;
        chart.marks = [payback.p10, payback.p50, payback.p90].map(month).to_vec();
        chart.marks.extend([end.p10, end.mean, end.p90].map(Some));
        chart.marks.push(month(payback.expected));
        chart.marks.push(Some(cycle.months()));
        let lowest = chart.rows.iter().filter_map(|row| row.1[0]).fold(0.0, f64::min);
        let key = if payback.expected.is_some() { "chart_course_told" } else { "chart_course_never" };
        let values = [
            ("lowest", self.numbers.euro(lowest)),
            ("end", self.numbers.euro(end.mean)),
            ("public", self.numbers.euro(sums[1])),
            ("low", self.numbers.euro(end.p10)),
            ("high", self.numbers.euro(end.p90)),
            ("month", payback.expected.map(|month| month.to_string()).unwrap_or_default()),
            ("chance", self.numbers.percent(payback.probability)),
        ];
        chart.sentence = self.text(key, &values);
        Some(chart)
    }

    /// What each party pays for the plan, and what it saves and receives.
    pub(super) fn payers(&self) -> Option<Charted> {
        let heads = ["report_party", "table_plan_cost", "chart_saved_received", "table_net"];
        let mut chart = self.chart("payers", "chart_payers", &heads);
        let accounts = self.run.scenario().accounts.iter().zip(&self.told.accounts);
        let mut told: Vec<_> = accounts
            .filter(|(account, answer)| {
                account.role.is_party() && (answer.plan_cost != 0.0 || answer.saved != 0.0 || answer.received != 0.0)
            })
            .collect();
        told.sort_by(|a, b| b.1.net.abs().total_cmp(&a.1.net.abs()));
        for (account, answer) in told {
            let values = vec![Some(answer.plan_cost), Some(answer.saved + answer.received), Some(answer.net)];
            chart.rows.push((self.own(&account.label, &account.id), values));
        }
        let net = |row: &(String, Vec<Option<f64>>)| row.1[2].unwrap_or_default();
        let most = chart.rows.iter().max_by(|a, b| net(a).total_cmp(&net(b)))?;
        let least = chart.rows.iter().min_by(|a, b| net(a).total_cmp(&net(b)))?;
        let values = [
            ("most", most.0.clone()),
            ("gains", self.numbers.euro(net(most))),
            ("least", least.0.clone()),
            ("loses", self.numbers.euro(net(least))),
            ("count", chart.rows.len().to_string()),
        ];
        chart.sentence = self.text("chart_payers_told", &values);
        Some(chart)
    }

    /// What the plan costs, item by item, present value in money; what costs nothing is left out.
    pub(super) fn items(&self) -> Option<Charted> {
        let scenario = self.run.scenario();
        let mut chart = self.chart("items", "chart_items", &["report_item", "report_euro"]);
        for answer in self.told.items.iter().filter(|answer| answer.own) {
            let Some(item) = scenario.items.iter().find(|item| item.id == answer.id) else { continue };
            let more = answer.amount_with.unwrap_or_default() - answer.amount_without.unwrap_or_default();
            let cost = 0.0 - ItemPlan::weights(scenario, item)[MONEY] * more;
            if cost != 0.0 {
                chart.rows.push((self.own(&item.label, &item.id), vec![Some(cost)]));
            }
        }
        let cost = |row: &(String, Vec<Option<f64>>)| row.1[0].unwrap_or_default();
        chart.rows.sort_by(|a, b| cost(b).abs().total_cmp(&cost(a).abs()).then_with(|| a.0.cmp(&b.0)));
        let total: f64 = chart.rows.iter().map(cost).sum();
        let rest: f64 = chart.rows.iter().skip(ITEMS).map(cost).sum();
        let more = chart.rows.len().saturating_sub(ITEMS);
        chart.rows.truncate(ITEMS);
        if more > 0 {
            chart.rows.push((self.text("partner_others", &[("count", more.to_string())]), vec![Some(rest)]));
        }
        let first = chart.rows.first()?;
        let values = [
            ("name", first.0.clone()),
            ("amount", self.numbers.euro(cost(first))),
            ("total", self.numbers.euro(total)),
        ];
        chart.sentence = self.text("chart_items_told", &values);
        Some(chart)
    }
}
