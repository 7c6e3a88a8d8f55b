//! Charts about plans: what waiting costs, how sure the choice is, and what is gained for how much.
//!
//! In: answers. Out: rows.

use super::Decided;
use crate::analyse::decision::alternatives::{Acceptability, Plane};
use crate::analyse::statistics::sample::mean;
use crate::report::charted::{Charted, Measured};

/// Draws of a plan that are shown as points, at most.
const POINTS: usize = 200;

impl Decided<'_> {
    /// The balance of each plan by the month in which everything starts.
    pub(super) fn waiting(&self) -> Option<Charted> {
        let plans = self.answer.waiting.as_ref()?;
        let first = plans.first()?;
        let mut chart = self.chart("waiting", "chart_waiting", &["chart_start_month"]);
        chart.heads.extend(plans.iter().map(|plan| self.alternative(&plan.alternative)));
        chart.units = vec![Measured::Euro; plans.len()];
        for (row, point) in first.months.iter().enumerate() {
            let net = plans.iter().map(|plan| plan.months.get(row).map(|point| point.net_benefit));
            chart.rows.push((self.numbers.exact(point.months), net.collect()));
            chart.places.push(point.months);
        }
        let told = plans.iter().find(|plan| plan.alternative == self.plan).unwrap_or(first);
        let (start, end) = (told.months.first()?, told.months.last()?);
        let values = [
            ("plan", self.alternative(&told.alternative)),
            ("now", self.numbers.euro(start.net_benefit)),
            ("months", self.numbers.exact(end.months)),
            ("then", self.numbers.euro(end.net_benefit)),
            ("best", self.numbers.exact(told.best_month)),
        ];
        chart.sentence = self.text("chart_waiting_told", &values);
        (chart.rows.len() > 1).then_some(chart)
    }

    /// For each effect: the chance of being best by what a unit is worth; the mark is what it is worth in the scenario.
    pub(super) fn acceptability(&self) -> Vec<Charted> {
        let all = self.answer.alternatives.iter().flat_map(|choice| &choice.acceptability);
        all.filter_map(|effect| self.acceptable(effect)).collect()
    }

    fn acceptable(&self, effect: &Acceptability) -> Option<Charted> {
        let name = effect.effect.to_uppercase();
        let mut chart = self.chart("", "chart_acceptability", &["chart_unit_value"]);
        chart.id = format!("acceptability-{}", effect.effect);
        chart.title = self.text("chart_acceptability", &[("effect", name.clone())]);
        chart.heads.extend(effect.alternatives.iter().map(|id| self.alternative(id)));
        chart.units = vec![Measured::Share; effect.alternatives.len()];
        chart.marks = vec![Some(effect.value)];
        for point in &effect.points {
            chart
                .rows
                .push((self.numbers.whole(point.value), point.probability_best.iter().map(|it| Some(*it)).collect()));
            chart.places.push(point.value);
        }
        let nearest = effect
            .points
            .iter()
            .min_by(|a, b| (a.value - effect.value).abs().total_cmp(&(b.value - effect.value).abs()))?;
        let best = effect.alternatives.iter().position(|id| *id == nearest.best)?;
        let likely = nearest.probability_best.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        let values = [
            ("value", self.numbers.whole_euro(nearest.value)),
            ("effect", name),
            ("best", self.alternative(&nearest.best)),
            ("chance", self.numbers.percent(nearest.probability_best[best])),
            ("likely", self.alternative(&effect.alternatives[likely.0])),
            ("most", self.numbers.percent(*likely.1)),
        ];
        let key = if likely.0 == best { "chart_acceptability_same" } else { "chart_acceptability_told" };
        chart.sentence = self.text(key, &values);
        Some(chart)
    }

    /// For each effect: what each plan gains and costs more on average, and the share of draws in each quarter of the
    /// plane; the points are draws of the plan that is told, the mark is what a unit is worth.
    pub(super) fn planes(&self) -> Vec<Charted> {
        let all = self.answer.alternatives.iter().flat_map(|choice| &choice.planes);
        all.filter_map(|plane| self.plane(plane)).collect()
    }

    fn plane(&self, plane: &Plane) -> Option<Charted> {
        let name = plane.effect.to_uppercase();
        let heads = [
            "waiting_plan",
            "chart_gained",
            "chart_more_costs",
            "chart_better_cheaper",
            "chart_better_dearer",
            "chart_worse_cheaper",
            "chart_worse_dearer",
        ];
        let mut chart = self.chart("", "chart_plane", &heads);
        chart.id = format!("plane-{}", plane.effect);
        chart.title = self.text("chart_plane", &[("effect", name.clone())]);
        chart.heads[1] = self.text("chart_gained", &[("effect", name.clone())]);
        chart.units = [Measured::Units, Measured::Euro].into_iter().chain([Measured::Share; 4]).collect();
        let plans = self.answer.labels.alternatives.iter().skip(1).zip(&plane.gained).zip(&plane.more_costs);
        let mut told = None;
        for (((id, _), gained), costs) in plans {
            let share = |better: bool, cheaper: bool| {
                let inside = |(gained, cost): &(&f64, &f64)| (**gained >= 0.0) == better && (**cost <= 0.0) == cheaper;
                Some(gained.iter().zip(costs).filter(inside).count() as f64 / gained.len().max(1) as f64)
            };
            let quarters = [(true, true), (true, false), (false, true), (false, false)];
            let means = [mean(gained.iter().copied()), mean(costs.iter().copied())].map(Some);
            let values = means.into_iter().chain(quarters.map(|(better, cheaper)| share(better, cheaper)));
            chart.rows.push((self.alternative(id), values.collect()));
            if id == self.plan {
                told = Some(chart.rows.len() - 1);
                chart.cloud = gained.iter().copied().zip(costs.iter().copied()).take(POINTS).collect();
            }
        }
        let value = self.answer.alternatives.iter().flat_map(|choice| &choice.acceptability);
        chart.marks = vec![value.into_iter().find(|one| one.effect == plane.effect).map(|one| one.value)];
        let row = &chart.rows[told?].1;
        let costs = row[1].unwrap_or_default();
        let values = [
            ("plan", self.alternative(self.plan)),
            ("costs", self.numbers.euro(costs.abs())),
            ("gained", self.numbers.decimal(row[0].unwrap_or_default(), 3)),
            ("effect", name),
            ("share", self.numbers.percent(row[2].unwrap_or_default())),
            ("points", chart.cloud.len().to_string()),
        ];
        let key = if costs > 0.0 { "chart_plane_dearer" } else { "chart_plane_cheaper" };
        chart.sentence = self.text(key, &values);
        Some(chart)
    }
}
