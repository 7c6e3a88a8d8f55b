//! The course of the balance: how it grows month by month, when it is paid back, and where it ends.
//!
//! In: the rows of the chart `course`. Out: SVG. The line of society is thick, that of the purse thin, both numbered.

use crate::report::chart::amounts::{WIDTH, dot, legend, top};
use crate::report::chart::frame::{Alternative, GREY, INK, LABEL, Outcome, TEXT, colour, letters, plotted, width};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;

/// Height of the field, and of the axis below it.
const HEIGHT: u32 = 300;
const AXIS: u32 = 56;
/// Room at the right for the last dot.
const RIGHT: u32 = 40;
/// Most numbers along an axis.
const TICKS: usize = 8;
/// Part that is left free above and below.
const BESIDE: f64 = 0.08;

/// The picture.
///
/// # Errors
/// None in practice: it draws to memory.
pub(in crate::report) fn draw(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let names: Vec<&str> = chart.heads.iter().skip(1).map(String::as_str).collect();
    let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
    let mark = |at: usize| chart.marks.get(at).copied().flatten();
    let step = mark(7).unwrap_or(1.0);
    let line = |column: usize| -> Vec<(f64, f64)> {
        let points = chart.rows.iter().enumerate();
        points.filter_map(|(row, (_, values))| Some((row as f64 * step, values[column]?))).collect()
    };
    let lines = [line(0), line(1)];
    let months = chart.rows.len().saturating_sub(1) as f64 * step;
    let ends = [mark(3), mark(5)].into_iter().flatten();
    let heights = lines.iter().flatten().map(|point| point.1).chain(ends).chain([0.0]);
    let (low, high) = heights.fold((0.0_f64, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    let margin = if high > low { BESIDE * (high - low) } else { 1.0 };
    let (low, high) = (low - margin, high + margin);
    let written = |amount: &f64| numbers.whole(*amount);
    let left = (width(&written(&low), LABEL).max(width(&written(&high), LABEL)) + 44.0) as u32;
    plotted((WIDTH, top(2) + HEIGHT + AXIS), &alternative, |canvas| {
        legend(canvas, &chart.title, &names)?;
        let mut field = ChartBuilder::on(canvas)
            .margin_top(top(2) - 10)
            .margin_right(RIGHT)
            .x_label_area_size(AXIS)
            .y_label_area_size(left)
            .build_cartesian_2d(0.0..months.max(1.0) * 1.02, low..high)?;
        field
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.15))
            .axis_style(GREY)
            .x_labels(TICKS)
            .y_labels(TICKS)
            .x_label_formatter(&|month| numbers.whole(*month))
            .y_label_formatter(&written)
            .x_desc(language.text("chart_month"))
            .y_desc(language.text("chart_cumulative"))
            .label_style(letters(LABEL))
            .axis_desc_style(letters(TEXT))
            .draw()?;
        field.draw_series(LineSeries::new([(0.0, 0.0), (months, 0.0)], INK.stroke_width(2)))?;
        let thick = (high - low) * 0.012;
        if let (Some(from), Some(to)) = (mark(0), mark(2)) {
            let band = Rectangle::new([(from, -thick), (to, thick)], GREY.mix(0.6).filled());
            field.draw_series([band])?;
        }
        if let Some(month) = mark(6) {
            field.draw_series(LineSeries::new([(month, -3.0 * thick), (month, 3.0 * thick)], INK.stroke_width(4)))?;
        }
        if let (Some(from), Some(to)) = (mark(3), mark(5)) {
            let wide = months * 0.006;
            let band = Rectangle::new([(months - wide, from), (months + wide, to)], colour(0).mix(0.45).filled());
            field.draw_series([band])?;
        }
        let mut taken: Vec<(i32, i32)> = Vec::new();
        for (at, points) in lines.iter().enumerate() {
            field.draw_series(LineSeries::new(points.iter().copied(), colour(at).stroke_width(3 - at as u32)))?;
            // A third and two thirds along, so that the numbers stand apart.
            let Some(point) = points.get(points.len() * (at + 1) / 3) else { continue };
            let place = field.backend_coord(point);
            if taken.iter().all(|other| (other.0 - place.0).abs() > 18 || (other.1 - place.1).abs() > 18) {
                dot(canvas, at, place)?;
                taken.push(place);
            }
        }
        Ok(())
    })
}
