//! Lines of plans: the balance by the month of the start, and the chance of being best by what a unit is worth.
//!
//! In: the rows of `waiting` or `acceptability`. Out: SVG. Each line has the number of its plan.

use crate::report::chart::amounts::{DOT, WIDTH, dot, legend, top};
use crate::report::chart::frame::{Alternative, GREY, INK, LABEL, Outcome, TEXT, colour, letters, plotted, width};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use std::ops::Range;

/// Height of the field, and of the axis below it.
const HEIGHT: u32 = 300;
const AXIS: u32 = 56;
/// Room at the right.
const RIGHT: u32 = 40;
/// Most numbers along an axis.
const TICKS: usize = 8;
/// Part that is left free above and below.
const BESIDE: f64 = 0.08;
/// Distance between the middles of two numbers, in pixels.
const APART: i32 = 2 * DOT + 2;
/// Widest line, in pixels; each next one is narrower, so that lines on top of one another are both seen.
const WIDEST: u32 = 5;

/// The balance of each plan by the month in which everything starts.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn waiting(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let amounts = chart.rows.iter().flat_map(|row| &row.1).flatten();
    let (low, high) = amounts.fold((0.0_f64, 0.0_f64), |(low, high), at| (low.min(*at), high.max(*at)));
    let beside = if high > low { BESIDE * (high - low) } else { 1.0 };
    let of = Lines {
        chart,
        heights: low - beside..high + beside,
        axes: ["chart_start_month", "chart_balance"],
        written: &|amount| numbers.whole(amount),
        mark: None,
    };
    of.draw(language, numbers)
}

/// The chance that each alternative is the best by what a unit of the effect is worth.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn acceptability(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let of = Lines {
        chart,
        heights: -0.04..1.04,
        axes: ["chart_unit_value", "choice_best"],
        written: &|share| numbers.percent(share),
        mark: chart.marks.first().copied().flatten(),
    };
    of.draw(language, numbers)
}

/// A picture with a line for each column.
struct Lines<'l> {
    chart: &'l Charted,
    heights: Range<f64>,
    /// Keys of what stands along the width and the height.
    axes: [&'static str; 2],
    /// Writes a height.
    written: &'l dyn Fn(f64) -> String,
    /// A place along the width that has a line of its own.
    mark: Option<f64>,
}

impl Lines<'_> {
    fn draw(self, language: Language, numbers: &Numbers) -> Outcome<String> {
        let Self { chart, heights, axes, written, mark } = self;
        let names: Vec<&str> = chart.heads.iter().skip(1).map(String::as_str).collect();
        let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
        let widest = [heights.start, heights.end].map(|at| width(&written(at), LABEL)).into_iter().fold(0.0, f64::max);
        let (from, to) =
            (chart.places.first().copied().unwrap_or_default(), chart.places.last().copied().unwrap_or(1.0));
        let to = if to > from { to } else { from + 1.0 };
        plotted((WIDTH, top(names.len()) + HEIGHT + AXIS), &alternative, |canvas| {
            legend(canvas, &chart.title, &names)?;
            let mut field = ChartBuilder::on(canvas)
                .margin_top(top(names.len()) - 10)
                .margin_right(RIGHT)
                .x_label_area_size(AXIS)
                .y_label_area_size(widest as u32 + 52)
                .build_cartesian_2d(from..to + (to - from) * 0.02, heights.clone())?;
            field
                .configure_mesh()
                .light_line_style(TRANSPARENT)
                .bold_line_style(INK.mix(0.15))
                .axis_style(GREY)
                .x_labels(TICKS)
                .y_labels(TICKS)
                .x_label_formatter(&|at| numbers.whole(*at))
                .y_label_formatter(&|at| written(*at))
                .x_desc(language.text(axes[0]))
                .y_desc(language.text(axes[1]))
                .label_style(letters(LABEL))
                .axis_desc_style(letters(TEXT))
                .draw()?;
            field.draw_series(LineSeries::new([(from, 0.0), (to, 0.0)], INK.stroke_width(2)))?;
            if let Some(mark) = mark.filter(|mark| (from..=to).contains(mark)) {
                let ends = [(mark, heights.start), (mark, heights.end)];
                field.draw_series(DashedLineSeries::new(ends, 6, 4, INK.stroke_width(2)))?;
            }
            let mut taken: Vec<(i32, i32)> = Vec::new();
            for at in 0..names.len() {
                let points = chart.places.iter().zip(&chart.rows);
                let points: Vec<(f64, f64)> =
                    points.filter_map(|(place, (_, values))| Some((*place, values[at]?))).collect();
                let wide = WIDEST.saturating_sub(at as u32).max(1);
                field.draw_series(LineSeries::new(points.iter().copied(), colour(at).stroke_width(wide)))?;
                let places: Vec<(i32, i32)> = points.iter().map(|point| field.backend_coord(point)).collect();
                let wanted = places.len() * (at + 1) / (names.len() + 1);
                if let Some(place) = free(&places, wanted, &taken) {
                    taken.push(place);
                }
            }
            for (at, place) in taken.into_iter().enumerate() {
                dot(canvas, at, place)?;
            }
            Ok(())
        })
    }
}

/// The place nearest to the one that is wanted where a number hides no other; the one farthest from the others where there
/// is none.
fn free(places: &[(i32, i32)], wanted: usize, taken: &[(i32, i32)]) -> Option<(i32, i32)> {
    let room = |place: &(i32, i32)| {
        let apart = taken.iter().map(|other| (other.0 - place.0).abs().max((other.1 - place.1).abs()));
        apart.min().unwrap_or(i32::MAX)
    };
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|at| at.abs_diff(wanted));
    let found = order.iter().map(|at| places[*at]).find(|place| room(place) >= APART);
    found.or_else(|| places.iter().copied().max_by_key(room))
}
