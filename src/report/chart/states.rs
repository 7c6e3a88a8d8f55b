//! Who is where over time: a column for each year, without the plan at the left and with it at the right.
//!
//! In: the rows of a chart `states-DOMAIN`. Out: SVG. Each part of a column has the number of its state where it fits.

use crate::report::chart::amounts::{WIDTH, legend, top};
use crate::report::chart::frame::{
    Alternative, GREY, LABEL, Outcome, TEXT, bold, colour, letters, plotted, readable_on, width,
};
use crate::report::charted::Charted;
use crate::report::words::Language;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Height of the columns, of what stands above them and below them.
const HEIGHT: i32 = 220;
const ABOVE: i32 = 24;
const BELOW: i32 = 34;
/// Space at the sides and between both halves.
const SIDE: i32 = 24;
const BETWEEN: i32 = 40;
/// Parts lower or narrower than this have no number.
const LEAST: i32 = 14;

/// The picture.
///
/// # Errors
/// None in practice: it draws to memory.
pub(in crate::report) fn draw(chart: &Charted, language: Language) -> Outcome<String> {
    let states = (chart.heads.len() - 1) / 2;
    let names: Vec<String> = chart.heads.iter().skip(1).take(states).map(|head| bare(head).to_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let alternative = Alternative { title: chart.title.clone(), description: chart.sentence.clone() };
    let first = top(states) as i32;
    let size = (WIDTH, (first + ABOVE + HEIGHT + BELOW).unsigned_abs());
    plotted(size, &alternative, |canvas| {
        legend(canvas, &chart.title, &names)?;
        let half = (WIDTH as i32 - 2 * SIDE - BETWEEN) / 2;
        for (side, key) in ["report_without", "report_with"].into_iter().enumerate() {
            let left = SIDE + side as i32 * (half + BETWEEN);
            let style = bold(letters(TEXT)).pos(Pos::new(HPos::Left, VPos::Center));
            canvas.draw_text(language.text(key), &style, (left, first + 6))?;
            let years = chart.rows.len().max(1) as i32;
            let wide = half / years;
            let widest = chart.rows.iter().map(|row| width(&row.0, LABEL) as i32).max().unwrap_or_default() + 8;
            let each = (widest / wide.max(1) + 1).max(1);
            for (year, (name, values)) in chart.rows.iter().enumerate() {
                let x = left + year as i32 * wide;
                let mut base = 0.0;
                for state in 0..states {
                    let share = values[side * states + state].unwrap_or_default();
                    let place = |part: f64| first + ABOVE + (HEIGHT as f64 * (1.0 - part)).round() as i32;
                    let (low, high) = (place(base), place(base + share));
                    base += share;
                    if low == high {
                        continue;
                    }
                    let inside = [(x + 1, high), (x + wide - 1, low)];
                    canvas.draw(&Rectangle::new(inside, colour(state).filled()))?;
                    canvas.draw(&Rectangle::new(inside, WHITE.stroke_width(1)))?;
                    if low - high >= LEAST && wide >= LEAST {
                        let ink = readable_on(colour(state));
                        let style = letters(11.0).color(&ink).pos(Pos::new(HPos::Center, VPos::Center));
                        canvas.draw_text(&(state + 1).to_string(), &style, (x + wide / 2, (low + high) / 2))?;
                    }
                }
                if year as i32 % each == 0 {
                    let style = letters(LABEL).color(&GREY).pos(Pos::new(HPos::Center, VPos::Center));
                    let middle = (x + wide / 2).clamp(SIDE + widest / 2 - 8, WIDTH as i32 - SIDE - widest / 2 + 8);
                    canvas.draw_text(name, &style, (middle, first + ABOVE + HEIGHT + 16))?;
                }
            }
        }
        Ok(())
    })
}

/// The name of a state without the words behind it that say on which side it stands.
fn bare(head: &str) -> &str {
    head.rsplit_once(" (").map_or(head, |(name, _)| name)
}
