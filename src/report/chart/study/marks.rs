//! Marks of a study: for every variant and alternative the mean net benefit and its band from P10 to P90.
//!
//! In: answers by variant. Out: SVG, 900 wide and as high as its variants need; the first [`MOST`] variants are in it.

use crate::analyse::study::StudyAnswer;
use crate::model::Text;
use crate::report::chart::amounts::{AXIS, Field, NAMES, WIDTH, dot, legend, name, top};
use crate::report::chart::frame::{self, Canvas, Outcome, TEXT, colour, letters, plotted};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

/// Most variants in the picture; the table has all.
pub(super) const MOST: usize = 40;
/// Room below the axis for what the marks mean.
const BELOW: u32 = 30;
/// Height of a mark, and of the space between variants.
const MARK: u32 = 18;
const GAP: u32 = 10;
/// Half the height of the ends of a band.
const END: i32 = 4;
/// Part of the width that is left free beside the marks.
const BESIDE: f64 = 0.04;

/// The chart. `labels` are names and texts of the alternatives.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn chart(
    answer: &StudyAnswer,
    title: &Text,
    labels: &[(String, Text)],
    language: Language,
) -> Outcome<String> {
    let numbers = Numbers::new(language);
    let block = MARK * labels.len() as u32 + GAP;
    let shown = answer.variants.len().min(MOST);
    let height = (block * shown as u32).max(block);
    let title = language.of(title);
    let alternative =
        frame::Alternative { title: title.to_owned(), description: description(answer, &numbers, language) };
    let size = (WIDTH, top(labels.len()) + height + AXIS + BELOW);
    plotted(size, &alternative, |canvas| {
        let names: Vec<&str> = labels.iter().map(|(_, text)| language.of(text)).collect();
        legend(canvas, title, &names)?;
        let field = Field {
            left: NAMES,
            top: top(labels.len()),
            below: BELOW,
            amounts: amounts(answer),
            heights: 0.0..f64::from(height),
            axis: "chart_value",
            sides: true,
            language,
            numbers: &numbers,
        };
        let chart = field.on(canvas)?;
        for (at, variant) in answer.variants.iter().take(MOST).enumerate() {
            let start = block * at as u32 + GAP / 2;
            let middle = field.height_of(start + (block - GAP) / 2);
            name(canvas, &variant.name, chart.backend_coord(&(0.0, middle)).1)?;
            for (row, (id, _)) in labels.iter().enumerate() {
                let Some(found) = variant.alternatives.iter().find(|found| found.id == *id) else { continue };
                let height = field.height_of(start + MARK * row as u32 + MARK / 2);
                let spread = &found.net_benefit;
                let places = [spread.p10, spread.mean, spread.p90].map(|x| chart.backend_coord(&(x, height)));
                mark(canvas, row, places)?;
            }
        }
        let centre = (NAMES + WIDTH) as i32 / 2;
        let style = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Center));
        let mut meaning = language.text("study_legend").to_owned();
        if answer.variants.len() > MOST {
            let count = (answer.variants.len() - MOST).to_string();
            meaning = format!("{meaning}; {}", language.fill_in(language.text("study_more"), &[("count", &count)]));
        }
        let centre = if answer.variants.len() > MOST { WIDTH as i32 / 2 } else { centre };
        canvas.draw_text(&meaning, &style, (centre, (size.1 - BELOW / 2) as i32))?;
        Ok(())
    })
}

/// The amounts that the chart shows; 0 is always within.
fn amounts(answer: &StudyAnswer) -> Range<f64> {
    let alternatives = answer.variants.iter().flat_map(|variant| &variant.alternatives);
    let (low, high) = alternatives.fold((0.0_f64, 0.0_f64), |(low, high), alternative| {
        let spread = &alternative.net_benefit;
        (low.min(spread.p10.min(spread.mean)), high.max(spread.p90.max(spread.mean)))
    });
    let beside = BESIDE * if high > low { high - low } else { 1.0 };
    low - beside..high + beside
}

/// The band with its two ends, and the number of the alternative at its mean.
fn mark(canvas: &Canvas, at: usize, [low, mean, high]: [(i32, i32); 3]) -> Outcome<()> {
    let style = colour(at).stroke_width(3);
    canvas.draw(&PathElement::new([low, high], style))?;
    for (x, y) in [low, high] {
        canvas.draw(&PathElement::new([(x, y - END), (x, y + END)], style))?;
    }
    dot(canvas, at, mean)
}

/// The picture in words.
fn description(answer: &StudyAnswer, numbers: &Numbers, language: Language) -> String {
    let mut sentences = Vec::new();
    for variant in answer.variants.iter().take(MOST) {
        for alternative in &variant.alternatives {
            let name = format!("{}, {}", variant.name, alternative.id);
            let net = &alternative.net_benefit;
            let amounts = [net.mean, net.p10, net.p90].map(|amount| numbers.euro(amount));
            let values = [("name", &name), ("mean", &amounts[0]), ("low", &amounts[1]), ("high", &amounts[2])];
            let values = values.map(|(key, value)| (key, value.as_str()));
            sentences.push(
                language.fill_in(language.text(if net.sd > 0.0 { "chart_line" } else { "chart_line_one" }), &values),
            );
        }
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::layout::Picture;

    #[test]
    fn a_mark_for_each_variant_and_alternative_and_escaped_texts() {
        let mut answer = crate::report::tests::study_answer(4);
        answer.variants[0].name = "a < b & \"c\"".into();
        let label = |id: &str| (id.to_string(), Text { nl: "<plan>".into(), en: "plan".into() });
        let title = Text { nl: "Titel <1>".into(), en: "Title".into() };
        let svg = chart(&answer, &title, &[label("a"), label("b")], Language::Nl).expect("a chart");
        let picture = Picture::of(&svg);
        picture.assert_tidy();
        // One for each variant and alternative, and one for each line of the legend.
        assert_eq!(picture.marks.iter().filter(|mark| mark.what == "circle").count(), 4 * 2 + 2);
        assert!(["a < b & \"c\"", "Titel <1>", "<plan>", "x = 1"].iter().all(|text| picture.shows(text)));
        assert!(!svg.contains("<plan>"));
    }

    #[test]
    fn long_names_many_variants_and_extreme_amounts_stay_apart() {
        let label = |id: &str| (id.to_string(), Text { nl: "Een lang verhaal ".repeat(9), en: "x".into() });
        let title = Text { nl: "Een titel die nergens past ".repeat(5), en: "Study".into() };
        for (scale, count) in [(1e-4, 1), (0.0, 3), (1e7, 60)] {
            let mut answer = crate::report::tests::study_answer(count);
            for variant in &mut answer.variants {
                variant.name = "Een variant met een naam die te lang is ".repeat(2);
                for alternative in &mut variant.alternatives {
                    let spread = &mut alternative.net_benefit;
                    (spread.p10, spread.mean, spread.p90) = (-500.0 * scale, 10.0 * scale, 700.0 * scale);
                }
            }
            for labels in [&[label("a"), label("b")][..], &[label("b")][..]] {
                Picture::of(&chart(&answer, &title, labels, Language::Nl).expect("a chart")).assert_tidy();
            }
        }
    }
}
