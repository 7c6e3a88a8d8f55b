//! The cost-effectiveness plane: what each plan gains and costs more, and the draws of the one that is told.
//!
//! In: the rows and points of `plane`. Out: SVG. Below the dashed line a plan pays at what a unit is worth.

use crate::report::chart::amounts::{DOT, WIDTH, dot, legend, top};
use crate::report::chart::frame::{Alternative, GREY, INK, LABEL, Outcome, TEXT, letters, plotted, width};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use std::ops::Range;

/// Height of the field, and of the axis below it.
const HEIGHT: u32 = 360;
const AXIS: u32 = 56;
/// Room at the right, and most numbers along an axis.
const RIGHT: u32 = 40;
const TICKS: usize = 8;
/// Part that is left free beside the points.
const BESIDE: f64 = 0.06;
/// Decimals of units.
const DECIMALS: u8 = 3;
/// Distance between the middles of two numbers, in pixels.
const APART: i32 = 2 * DOT + 2;

/// The picture.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn draw(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let names: Vec<&str> = chart.rows.iter().map(|row| row.0.as_str()).collect();
    let means = chart.rows.iter().map(|row| (row.1[0].unwrap_or_default(), row.1[1].unwrap_or_default()));
    let all = chart.cloud.iter().copied().chain(means.clone());
    let gained = around(all.clone().map(|point| point.0));
    let costs = around(all.map(|point| point.1));
    let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
    let widest = [costs.start, costs.end].map(|at| width(&numbers.whole(at), LABEL)).into_iter().fold(0.0, f64::max);
    plotted((WIDTH, top(names.len()) + HEIGHT + AXIS), &alternative, |canvas| {
        legend(canvas, &chart.title, &names)?;
        let mut field = ChartBuilder::on(canvas)
            .margin_top(top(names.len()) - 10)
            .margin_right(RIGHT)
            .x_label_area_size(AXIS)
            .y_label_area_size(widest as u32 + 52)
            .build_cartesian_2d(gained.clone(), costs.clone())?;
        field
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.15))
            .axis_style(GREY)
            .x_labels(TICKS)
            .y_labels(TICKS)
            .x_label_formatter(&|at| numbers.decimal(*at, DECIMALS))
            .y_label_formatter(&|at| numbers.whole(*at))
            .x_desc(chart.heads[1].as_str())
            .y_desc(language.text("chart_more_costs"))
            .label_style(letters(LABEL))
            .axis_desc_style(letters(TEXT))
            .draw()?;
        field.draw_series(LineSeries::new([(gained.start, 0.0), (gained.end, 0.0)], INK.stroke_width(2)))?;
        field.draw_series(LineSeries::new([(0.0, costs.start), (0.0, costs.end)], INK.stroke_width(2)))?;
        if let Some(value) = chart.marks.first().copied().flatten().filter(|value| *value > 0.0) {
            let ends = [gained.start.max(costs.start / value), gained.end.min(costs.end / value)];
            let line = ends.map(|at| (at, at * value));
            field.draw_series(DashedLineSeries::new(line, 6, 4, INK.stroke_width(2)))?;
        }
        let points = chart.cloud.iter().map(|point| Cross::new(*point, 3, GREY.stroke_width(1)));
        field.draw_series(points)?;
        let mut taken: Vec<(i32, i32)> = Vec::new();
        for (at, mean) in means.enumerate() {
            let (mut x, y) = field.backend_coord(&mean);
            // Plans that come to the same stand side by side.
            while taken.iter().any(|other| (other.0 - x).abs() < APART && (other.1 - y).abs() < APART) {
                x += APART;
            }
            taken.push((x, y));
            dot(canvas, at, (x, y))?;
        }
        Ok(())
    })
}

/// Values from the lowest to the highest with room beside them; 0 is among them.
fn around(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let beside = BESIDE * if high > low { high - low } else { 1.0 };
    low - beside..high + beside
}
