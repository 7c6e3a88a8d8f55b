//! Charts about single figures: what the balance depends on, where it turns, what it is worth to know one.
//!
//! In: answers. Out: rows, the figure that matters most first.

use super::{Decided, MARGIN};
use crate::report::charted::{Charted, Measured};

/// Most figures in a picture.
const MOST: usize = 10;
/// Share of the spread below which a figure is not shown.
const SMALL: f64 = 0.005;

impl Decided<'_> {
    /// What each figure does to the balance at both ends of its range; the mark is the mean balance.
    pub(super) fn drivers(&self) -> Option<Charted> {
        let plan = self.answer.drivers.iter().flatten().find(|plan| plan.alternative == self.plan)?;
        let heads = ["decision_figure", "drivers_share", "drivers_low", "drivers_high", "chart_low", "chart_high"];
        let mut chart = self.chart("drivers", "chart_drivers", &heads);
        chart.units = vec![Measured::Share, Measured::Euro, Measured::Euro, Measured::Share, Measured::Share];
        chart.marks = vec![Some(plan.net_benefit)];
        let told = plan.figures.iter().filter_map(|figure| Some((figure, figure.low.as_ref()?, figure.high.as_ref()?)));
        for (figure, low, high) in told.filter(|(figure, ..)| figure.share >= SMALL).take(MOST) {
            let ends = [low.net_benefit, high.net_benefit, low.probability_positive, high.probability_positive];
            chart.rows.push((self.figure(&figure.id), [figure.share].into_iter().chain(ends).map(Some).collect()));
        }
        let (name, first) = chart.rows.first()?;
        let euro = |at: usize| self.numbers.euro(first[at].unwrap_or_default());
        let values = [
            ("plan", self.alternative(self.plan)),
            ("mean", self.numbers.euro(plan.net_benefit)),
            ("name", name.clone()),
            ("share", self.numbers.percent(first[0].unwrap_or_default())),
            ("low", euro(1)),
            ("high", euro(2)),
        ];
        chart.sentence = self.text("chart_drivers_told", &values);
        Some(chart)
    }

    /// Figures at a value of which the balance is 0, with their range, where they are now and where it turns; a mark says
    /// for each whether the plan pays above (1) or below (0).
    pub(super) fn break_even(&self) -> Option<Charted> {
        let plan = self.answer.break_even.iter().flatten().find(|plan| plan.alternative == self.plan)?;
        let heads = ["decision_figure", "chart_range_low", "break_even_mean", "break_even_value", "chart_range_high"];
        let mut chart = self.chart("break-even", "chart_break_even", &heads);
        chart.units = vec![Measured::Figure; heads.len() - 1];
        let turning = plan.figures.iter().filter_map(|figure| Some((figure, figure.value?)));
        let count = turning.clone().count();
        for (figure, value) in turning.take(MOST) {
            let way = if figure.pays_above { "break_even_above" } else { "break_even_below" };
            let name = format!("{} ({})", self.figure(&figure.id), self.text(way, &[]));
            chart.rows.push((name, [figure.low, figure.mean, value, figure.high].map(Some).to_vec()));
            chart.marks.push(Some(f64::from(u8::from(figure.pays_above))));
        }
        let (name, first) = chart.rows.first()?;
        let figure = |at: usize| self.numbers.figure(first[at].unwrap_or_default());
        let values = [
            ("plan", self.alternative(self.plan)),
            ("count", count.to_string()),
            ("name", name.clone()),
            ("now", figure(1)),
            ("value", figure(2)),
        ];
        chart.sentence = self.text("chart_break_even_told", &values);
        Some(chart)
    }

    /// What it is worth to know a figure before one decides, with its margin of error: those whose value is told apart
    /// from nothing.
    pub(super) fn information(&self) -> Option<Charted> {
        let answer = self.answer.information.as_ref()?;
        let heads = ["decision_figure", "chart_worth", "chart_margin"];
        let mut chart = self.chart("information", "chart_information", &heads);
        let error = |errors: &crate::analyse::statistics::design::FigureErrors| errors.get("value").unwrap_or(0.0);
        let is_told = |value: f64, error: f64| value >= 1.0 && value > 2.0 * error;
        let told = answer.figures.iter().filter(|one| is_told(one.value, error(&one.monte_carlo_errors)));
        for figure in told.take(MOST) {
            let margin = MARGIN * error(&figure.monte_carlo_errors);
            chart.rows.push((self.figure(&figure.id), vec![Some(figure.value), Some(margin)]));
        }
        let (name, first) = chart.rows.first()?;
        let values = [
            ("perfect", self.numbers.euro(answer.perfect)),
            ("name", name.clone()),
            ("value", self.numbers.whole_euro(first[0].unwrap_or_default())),
            ("error", self.numbers.small_euro(first[1].unwrap_or_default())),
        ];
        chart.sentence = self.text("chart_information_told", &values);
        Some(chart)
    }
}
