//! Ranges of amounts by figure: the balance at both ends of a figure (a tornado), and what it is worth to know one.
//!
//! In: the rows of `drivers` or `information`. Out: SVG. A low figure is an open dot, a high one a filled dot.

use crate::report::chart::amounts::{AXIS, Field, NAMES, WIDTH, legend, name, top};
use crate::report::chart::frame::{Alternative, Canvas, GREY, INK, Outcome, TEXT, colour, letters, plotted, width};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

/// Height of a row, and of what stands below the axis.
const ROW: u32 = 28;
const BELOW: u32 = 34;
/// Half the height of a bar, of the ends of a margin, and the radius of a dot.
const BAR: i32 = 6;
const END: i32 = 4;
const DOT: i32 = 6;
/// Part of the width that is left free beside the marks.
const BESIDE: f64 = 0.06;

/// The balance of a plan with each figure low and high.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn drivers(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let mean = chart.marks.first().copied().flatten().unwrap_or_default();
    let ends = chart.rows.iter().flat_map(|row| [row.1[1], row.1[2]]).flatten();
    let amounts = around(ends.chain([mean]));
    let of = Rows { chart, axis: "chart_value", sides: true, key: "chart_drivers_key", amounts };
    of.draw(language, numbers, |canvas, place, row| {
        let [low, high] = [1, 2].map(|at| place(chart.rows[row].1[at].unwrap_or_default()));
        let middle = place(mean);
        canvas.draw(&PathElement::new(
            [(middle.0, middle.1 - BAR - 4), (middle.0, middle.1 + BAR + 4)],
            GREY.stroke_width(2),
        ))?;
        canvas.draw(&PathElement::new([low, high], colour(0).stroke_width(4)))?;
        canvas.draw(&Circle::new(low, DOT, WHITE.filled()))?;
        canvas.draw(&Circle::new(low, DOT, INK.stroke_width(2)))?;
        canvas.draw(&Circle::new(high, DOT, INK.filled()))?;
        Ok(())
    })
}

/// What it is worth to know each figure, with its margin of error.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn information(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let ends = |row: &(String, Vec<Option<f64>>)| {
        let [value, margin] = [0, 1].map(|at| row.1[at].unwrap_or_default());
        [(value - margin).max(0.0), value, value + margin]
    };
    let amounts = around(chart.rows.iter().flat_map(ends));
    let amounts = 0.0..amounts.end;
    let of = Rows { chart, axis: "chart_worth", sides: false, key: "chart_information_key", amounts };
    of.draw(language, numbers, |canvas, place, row| {
        let [low, value, high] = ends(&chart.rows[row]).map(&place);
        let zero = place(0.0);
        canvas.draw(&Rectangle::new([(zero.0, zero.1 - BAR), (value.0, value.1 + BAR)], colour(5).filled()))?;
        canvas.draw(&Rectangle::new([(zero.0, zero.1 - BAR), (value.0, value.1 + BAR)], INK.stroke_width(1)))?;
        canvas.draw(&PathElement::new([low, high], INK.stroke_width(2)))?;
        for (x, y) in [low, high] {
            canvas.draw(&PathElement::new([(x, y - END), (x, y + END)], INK.stroke_width(2)))?;
        }
        Ok(())
    })
}

/// Amounts from the lowest to the highest with room beside them; 0 is among them.
fn around(amounts: impl Iterator<Item = f64>) -> Range<f64> {
    let (low, high) = amounts.fold((0.0_f64, 0.0_f64), |(low, high), amount| (low.min(amount), high.max(amount)));
    let beside = BESIDE * if high > low { high - low } else { 1.0 };
    low - beside..high + beside
}

/// A picture with a row for each figure.
struct Rows<'r> {
    chart: &'r Charted,
    /// Keys of what the amounts are, and of what the marks mean.
    axis: &'static str,
    sides: bool,
    key: &'static str,
    amounts: Range<f64>,
}

impl Rows<'_> {
    /// `mark` draws a row; it gets where an amount lies in it.
    fn draw(
        self,
        language: Language,
        numbers: &Numbers,
        mark: impl Fn(&Canvas, &dyn Fn(f64) -> (i32, i32), usize) -> Outcome<()>,
    ) -> Outcome<String> {
        let Self { chart, axis, sides, key, amounts } = self;
        let height = ROW * chart.rows.len().max(1) as u32;
        let size = (WIDTH, top(0) + height + AXIS + BELOW);
        let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
        plotted(size, &alternative, |canvas| {
            legend(canvas, &chart.title, &[])?;
            let heights = 0.0..f64::from(height);
            let field =
                Field { left: NAMES, top: top(0), below: BELOW, amounts, heights, axis, sides, language, numbers };
            let placed = field.on(canvas)?;
            for (row, (label, _)) in chart.rows.iter().enumerate() {
                let middle = field.height_of(ROW * row as u32 + ROW / 2);
                let place = |amount: f64| placed.backend_coord(&(amount, middle));
                name(canvas, label, place(0.0).1)?;
                mark(canvas, &place, row)?;
            }
            meaning(canvas, language.text(key), size)
        })
    }
}

/// What the marks mean, in the middle below the axis.
fn meaning(canvas: &Canvas, text: &str, size: (u32, u32)) -> Outcome<()> {
    let style = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Center));
    let half = width(text, TEXT) as i32 / 2 + 1;
    let middle = ((NAMES + WIDTH) as i32 / 2).min(WIDTH as i32 - half - 8).max(half);
    canvas.draw_text(text, &style, (middle, size.1 as i32 - BELOW as i32 / 2))?;
    Ok(())
}
