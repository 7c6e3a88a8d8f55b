//! Where a plan turns, figure by figure: its range as a line of its own, the part on which the plan pays thick.
//!
//! In: the rows of `break-even`. Out: SVG. A filled dot is where a figure is now, an open diamond where the balance is 0.

use crate::report::chart::amounts::{NAMES, WIDTH, legend, name, top};
use crate::report::chart::frame::{
    Alternative, Canvas, GREY, INK, LABEL, Outcome, TEXT, colour, fit, letters, plotted, width,
};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Height of a row, and of what stands below the last.
const ROW: i32 = 60;
const BELOW: i32 = 44;
/// Room for the number at either end of a range, and the space beside it.
const NUMBER: i32 = 92;
const BESIDE: i32 = 14;
/// How far from the line the numbers stand above and below it.
const AWAY: i32 = 18;
/// Radius of a dot, and half of a diamond.
const DOT: i32 = 6;
const DIAMOND: i32 = 8;

/// The picture.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn draw(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
    let first = top(0) as i32;
    let size = (WIDTH, (first + ROW * chart.rows.len().max(1) as i32 + BELOW).unsigned_abs());
    plotted(size, &alternative, |canvas| {
        legend(canvas, &chart.title, &[])?;
        for (row, (label, values)) in chart.rows.iter().enumerate() {
            let y = first + ROW * row as i32 + ROW / 2;
            name(canvas, label, y)?;
            let [low, now, turn, high] = [0, 1, 2, 3].map(|at| values[at].unwrap_or_default());
            let pays_above = chart.marks.get(row).copied().flatten() == Some(1.0);
            range(canvas, y, [low, now, turn, high], pays_above, numbers)?;
        }
        let text = language.text("chart_break_even_key");
        let style = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Center));
        let shown = fit(text, TEXT, f64::from(WIDTH) - 20.0);
        canvas.draw_text(&shown, &style, (WIDTH as i32 / 2, size.1 as i32 - BELOW / 2))?;
        Ok(())
    })
}

/// The range of one figure, in its own unit.
fn range(
    canvas: &Canvas,
    y: i32,
    [low, now, turn, high]: [f64; 4],
    pays_above: bool,
    numbers: &Numbers,
) -> Outcome<()> {
    let (left, right) = (NAMES as i32 + NUMBER, WIDTH as i32 - NUMBER - BESIDE);
    let wide = f64::from(right - left);
    let at = |value: f64| {
        let part = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        left + (part * wide).round() as i32
    };
    let ends = [(low, left - BESIDE, HPos::Right), (high, right + BESIDE, HPos::Left)];
    for (value, x, side) in ends {
        let text = fit(&numbers.figure(value), LABEL, f64::from(NUMBER - BESIDE));
        canvas.draw_text(&text, &letters(LABEL).color(&GREY).pos(Pos::new(side, VPos::Center)), (x, y))?;
    }
    canvas.draw(&PathElement::new([(left, y), (right, y)], GREY.stroke_width(1)))?;
    let pays = if pays_above { [(at(turn), y), (right, y)] } else { [(left, y), (at(turn), y)] };
    canvas.draw(&PathElement::new(pays, colour(0).stroke_width(7)))?;
    let (x, now_x) = (at(turn), at(now));
    let corners = vec![(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y), (x, y - DIAMOND)];
    canvas.draw(&Polygon::new(corners.clone(), WHITE.filled()))?;
    canvas.draw(&PathElement::new(corners, INK.stroke_width(2)))?;
    canvas.draw(&Circle::new((now_x, y), DOT, INK.filled()))?;
    for (value, x, y) in [(turn, x, y - AWAY), (now, now_x, y + AWAY)] {
        let text = numbers.figure(value);
        let half = width(&text, LABEL) as i32 / 2 + 1;
        let style = letters(LABEL).pos(Pos::new(HPos::Center, VPos::Center));
        canvas.draw_text(&text, &style, (x.clamp(left - NUMBER + half, WIDTH as i32 - half), y))?;
    }
    Ok(())
}
