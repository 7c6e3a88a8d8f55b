//! Charts with amounts along their width: the axis in euro, the line at nothing, names of rows, numbered dots and their
//! legend.
//!
//! In: a canvas of plotters, what stands on the axis. Out: what is drawn, and a chart in which marks can be placed.

use crate::report::chart::frame::{
    BOLD, Canvas, GREY, HEADING, INK, LABEL, Outcome, TEXT, bold, colour, fit, letters, readable_on, width,
};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

/// Width of these charts in pixels.
pub(super) const WIDTH: u32 = 900;
/// Radius of a numbered dot.
pub(super) const DOT: i32 = 8;
/// Room at the left for the names of rows, in pixels, and the space around a name.
pub(super) const NAMES: u32 = 300;
const BESIDE_NAME: u32 = 14;
/// Height of the axis with its numbers and its text.
pub(super) const AXIS: u32 = 56;
/// Space around a chart.
const MARGIN: i32 = 20;
/// Height of the heading, of a line of the legend, and of the words at the line at nothing.
const HEAD: i32 = 46;
const LEGEND_LINE: i32 = 22;
const ZERO: i32 = 30;
/// Most numbers on the axis, and the space between them.
const MOST_TICKS: usize = 9;
const BETWEEN: f64 = 24.0;
/// Amounts that span less than this have cents.
const SMALL: f64 = 10.0;

/// A chart in which marks can be placed.
pub(super) type Chart<'c, 'b> = ChartContext<'c, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Height of what stands above the marks where the legend has so many lines.
pub(super) fn top(legend: usize) -> u32 {
    (HEAD + LEGEND_LINE * legend as i32 + ZERO).unsigned_abs()
}

/// The heading, and below it what each number stands for.
pub(super) fn legend(canvas: &Canvas, heading: &str, names: &[&str]) -> Outcome<()> {
    let room = f64::from(WIDTH) - 2.0 * f64::from(MARGIN);
    canvas.draw_text(&fit(heading, HEADING * BOLD, room), &bold(letters(HEADING)), (MARGIN, 14))?;
    for (at, name) in names.iter().enumerate() {
        let y = HEAD + LEGEND_LINE / 2 + LEGEND_LINE * at as i32;
        dot(canvas, at, (MARGIN + DOT, y))?;
        let style = letters(TEXT).pos(Pos::new(HPos::Left, VPos::Center));
        let x = MARGIN + 2 * DOT + 10;
        canvas.draw_text(&fit(name, TEXT, f64::from(WIDTH as i32 - x - MARGIN)), &style, (x, y))?;
    }
    Ok(())
}

/// A dot with the number of a thing, counted from 1, in its colour.
pub(super) fn dot(canvas: &Canvas, at: usize, place: (i32, i32)) -> Outcome<()> {
    let number = (at + 1).to_string();
    let size = if number.len() > 2 { 8.0 } else { 11.0 };
    let ink = readable_on(colour(at));
    let style = letters(size).color(&ink).pos(Pos::new(HPos::Center, VPos::Center));
    canvas.draw(&Circle::new(place, DOT, colour(at).filled()))?;
    canvas.draw_text(&number, &bold(style), place)?;
    Ok(())
}

/// The name of a row beside its marks.
pub(super) fn name(canvas: &Canvas, name: &str, y: i32) -> Outcome<()> {
    let style = letters(LABEL).pos(Pos::new(HPos::Right, VPos::Center));
    let name = fit(name, LABEL, f64::from(NAMES - 2 * BESIDE_NAME));
    canvas.draw_text(&name, &style, ((NAMES - BESIDE_NAME) as i32, y))?;
    Ok(())
}

/// The field in which marks stand.
pub(super) struct Field<'f> {
    /// Pixels at its left.
    pub left: u32,
    /// Pixels above it, as [`top`] says.
    pub top: u32,
    /// Pixels below the axis.
    pub below: u32,
    /// Amounts along its width; 0 is among them.
    pub amounts: Range<f64>,
    /// What stands along its height.
    pub heights: Range<f64>,
    /// Key of what the amounts are.
    pub axis: &'static str,
    /// Whether it says on which side of nothing a plan pays.
    pub sides: bool,
    /// Language of its texts.
    pub language: Language,
    /// Writes its numbers.
    pub numbers: &'f Numbers,
}

impl Field<'_> {
    /// So many pixels below its top, as it counts heights.
    pub(super) fn height_of(&self, below_top: u32) -> f64 {
        self.heights.end - f64::from(below_top)
    }

    /// Draws the axis and the line at nothing.
    pub(super) fn on<'c, 'b>(&self, canvas: &'c Canvas<'b>) -> Outcome<Chart<'c, 'b>> {
        let decimals = if self.amounts.end - self.amounts.start < SMALL { 2 } else { 0 };
        let written = |amount: &f64| self.numbers.decimal(*amount, decimals);
        let ends = [self.amounts.start, self.amounts.end].map(|amount| width(&written(&amount), LABEL));
        let widest = ends[0].max(ends[1]);
        let right = (widest / 2.0) as i32 + MARGIN;
        let room = f64::from(WIDTH as i32 - self.left as i32 - right);
        let ticks = ((room / (widest + BETWEEN)) as usize).clamp(2, MOST_TICKS);
        let mut chart = ChartBuilder::on(canvas)
            .margin_top(self.top)
            .margin_right(right)
            .margin_bottom(self.below)
            .x_label_area_size(AXIS)
            .y_label_area_size(self.left)
            .build_cartesian_2d(self.amounts.clone(), self.heights.clone())?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.15))
            .disable_y_mesh()
            .axis_style(GREY)
            .x_labels(ticks)
            .y_labels(0)
            .x_label_formatter(&written)
            .x_desc(self.language.text(self.axis))
            .label_style(letters(LABEL))
            .axis_desc_style(letters(TEXT))
            .draw()?;
        self.zero(canvas, &mut chart)?;
        Ok(chart)
    }

    /// The line at nothing, and above it on which side a plan pays.
    fn zero(&self, canvas: &Canvas, chart: &mut Chart) -> Outcome<()> {
        let line = [(0.0, self.heights.start), (0.0, self.heights.end)];
        chart.draw_series(LineSeries::new(line, INK.stroke_width(2)))?;
        if !self.sides {
            return Ok(());
        }
        let (x, top) = chart.backend_coord(&line[1]);
        let y = top - 8;
        let style = |side| letters(LABEL).pos(Pos::new(side, VPos::Bottom));
        let (loss, gain) = (self.language.text("chart_loss"), self.language.text("chart_gain"));
        let needs = |text: &str| width(text, LABEL) as i32 + 8 + MARGIN;
        if x > needs(loss) {
            canvas.draw_text(loss, &style(HPos::Right), (x - 8, y))?;
        }
        if x + needs(gain) < WIDTH as i32 {
            canvas.draw_text(gain, &style(HPos::Left), (x + 8, y))?;
        }
        Ok(())
    }
}
