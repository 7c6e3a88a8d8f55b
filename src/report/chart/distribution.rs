//! Distribution chart: the net benefit of the average household over draws, a line for each alternative.
//!
//! In: a scenario and answers. Out: SVG, 900 wide and as high as its legend needs.

use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::Scenario;
use crate::report::chart::amounts::{AXIS, Chart, DOT, Field, WIDTH, dot, legend, top};
use crate::report::chart::frame::{self, Canvas, Outcome, TEXT, colour, letters, plotted};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::plain;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

/// Height of the part with the lines, in pixels.
const HEIGHT: u32 = 360;
/// Space at the left, in which the height is explained, and at the bottom.
const LEFT: u32 = 50;
const BELOW: u32 = 12;
/// Part of the width and of the height that is left free beside and above the lines.
const BESIDE: f64 = 0.06;
const ABOVE: f64 = 1.12;
/// Points of a line that goes straight up.
const UPRIGHT: u32 = 60;
/// Distance between the middles of two numbers, in pixels.
const APART: i32 = 2 * DOT + 2;

/// One line of the picture.
struct Line<'a> {
    name: String,
    told: &'a AlternativeAnswer,
}

/// The distribution over draws as SVG.
///
/// # Errors
/// None in practice: it draws to memory.
pub fn distribution(scenario: &Scenario, answer: &Answer, language: Language, numbers: &Numbers) -> Outcome<String> {
    let lines = lines(scenario, answer, language);
    let title = language.fill_in(language.text("chart_title"), &[("scenario", language.of(&scenario.title))]);
    let alternative = frame::Alternative { title, description: description(&lines, language, numbers) };
    let size = (WIDTH, top(lines.len()) + HEIGHT + AXIS + BELOW);
    plotted(size, &alternative, |canvas| {
        let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
        legend(canvas, &subject::text(scenario, language, "chart_heading", &[]), &names)?;
        let (amounts, heights) = ranges(&lines);
        let top = top(lines.len());
        let field = Field {
            left: LEFT,
            top,
            below: BELOW,
            amounts,
            heights,
            axis: "chart_value",
            sides: true,
            language,
            numbers,
        };
        draw(canvas, &field, &lines)
    })
}

fn lines<'a>(scenario: &Scenario, answer: &'a Answer, language: Language) -> Vec<Line<'a>> {
    let line = |told: &'a AlternativeAnswer| {
        let known = scenario.alternatives.iter().find(|alternative| alternative.id == told.id);
        let name = known.map_or("", |alternative| language.of(&alternative.label));
        Line { name: if name.is_empty() { told.id.clone() } else { plain(name) }, told }
    };
    answer.alternatives.iter().map(line).collect()
}

/// Amounts and heights that the picture shows; 0 is always within.
fn ranges(lines: &[Line]) -> (Range<f64>, Range<f64>) {
    let densities = || lines.iter().map(|line| &line.told.density);
    let low = densities().map(|density| density.low).fold(0.0, f64::min);
    let high = densities().map(|density| density.high).fold(0.0, f64::max);
    let margin = if high > low { BESIDE * (high - low) } else { 1.0 };
    let heights = densities().filter_map(|density| density.curve.as_ref()).flat_map(|curve| &curve.points);
    let top = heights.map(|point| point.1).fold(0.0, f64::max);
    (low - margin..high + margin, 0.0..if top > 0.0 { top * ABOVE } else { 1.0 })
}

fn draw(canvas: &Canvas, field: &Field, lines: &[Line]) -> Outcome<()> {
    let mut chart = field.on(canvas)?;
    let across = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Center)).transform(FontTransform::Rotate270);
    let middle = (field.top + HEIGHT / 2) as i32;
    canvas.draw_text(field.language.text("chart_height"), &across, (LEFT as i32 / 2, middle))?;
    let shapes: Vec<Vec<(f64, f64)>> = lines.iter().map(|line| shape(line, field)).collect();
    for (at, (line, points)) in lines.iter().zip(&shapes).enumerate() {
        if line.told.density.curve.is_some() {
            chart.draw_series(AreaSeries::new(points.iter().copied(), 0.0, colour(at).mix(0.10)))?;
        }
        chart.draw_series(LineSeries::new(points.iter().copied(), colour(at).stroke_width(3)))?;
    }
    let mut taken = Vec::new();
    for (at, points) in shapes.iter().enumerate() {
        if let Some(place) = free_place(&chart, points, &taken) {
            dot(canvas, at, place)?;
            taken.push(place);
        }
    }
    Ok(())
}

/// The points of a line within the picture; draws that are all the same give a line straight up at their mean.
fn shape(line: &Line, field: &Field) -> Vec<(f64, f64)> {
    let points: Vec<(f64, f64)> = match &line.told.density.curve {
        Some(curve) => curve.points.clone(),
        None => {
            let mean = line.told.headline().average.mean;
            (0..=UPRIGHT).map(|at| (mean, field.heights.end * 0.9 * f64::from(at) / f64::from(UPRIGHT))).collect()
        }
    };
    points.into_iter().filter(|point| field.amounts.contains(&point.0)).collect()
}

/// Where the number of a line can stand: as high on it as possible without hiding another number.
fn free_place(chart: &Chart, points: &[(f64, f64)], taken: &[(i32, i32)]) -> Option<(i32, i32)> {
    let mut places: Vec<(i32, i32)> = points.iter().map(|point| chart.backend_coord(point)).collect();
    places.sort_by_key(|place| place.1);
    let is_free = |place: &&(i32, i32)| {
        taken.iter().all(|other| (place.0 - other.0).abs().max((place.1 - other.1).abs()) >= APART)
    };
    places.iter().find(is_free).or(places.first()).copied()
}

/// The picture in words: the mean and the range of each line.
fn description(lines: &[Line], language: Language, numbers: &Numbers) -> String {
    let sentence = |line: &Line| {
        let average = &line.told.headline().average;
        let values = [
            ("name", line.name.as_str()),
            ("mean", &numbers.euro(average.mean)),
            ("low", &numbers.euro(average.p10)),
            ("high", &numbers.euro(average.p90)),
        ];
        language.fill_in(language.text(if average.sd > 0.0 { "chart_line" } else { "chart_line_one" }), &values)
    };
    lines.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::answer;
    use crate::report::chart::layout::Picture;
    use crate::report::tests::{example, sizes};
    use crate::simulate::{Unwatched, run};

    #[test]
    fn a_picture_has_a_title_escaped_texts_and_a_line_for_each_alternative() {
        let mut scenario = example();
        scenario.title.nl = "Wonen <& \"zorg\">".into();
        scenario.alternatives[1].label.nl = "a < b".into();
        let results = run(&scenario, &sizes(), &Unwatched).expect("results");
        let svg = distribution(&scenario, &answer(&scenario, &results), Language::Nl, &Numbers::new(Language::Nl))
            .expect("a picture");
        let picture = Picture::of(&svg);
        assert_eq!(picture.size, (900.0, f64::from(top(2) + HEIGHT + AXIS + BELOW)));
        picture.assert_tidy();
        assert!(picture.shows("a < b") && picture.marks.len() > 6);
        assert!(svg.contains("<title id=\"title\">Wonen &lt;&amp; &quot;zorg&quot;&gt;: "));
        assert!(svg.contains("a &lt; b") && !svg.contains("a < b"));
        assert!((0..2).all(|at| svg.contains(&frame::web(colour(at)))));
    }

    #[test]
    fn draws_without_spread_give_a_line_at_their_mean() {
        let mut scenario = example();
        for parameter in &mut scenario.parameters {
            parameter.distribution = crate::model::Distribution::Fixed(parameter.distribution.mean());
        }
        let results = run(&scenario, &sizes(), &Unwatched).expect("results");
        let numbers = Numbers::new(Language::En);
        let svg = distribution(&scenario, &answer(&scenario, &results), Language::En, &numbers).expect("a picture");
        Picture::of(&svg).assert_tidy();
    }

    #[test]
    fn many_lines_in_one_place_and_large_amounts_stay_apart() {
        let mut scenario = example();
        scenario.title.nl = "Een titel die nergens past ".repeat(9);
        let last = scenario.alternatives[2].clone();
        for number in 0..10 {
            let mut more = last.clone();
            more.id = format!("m{number}");
            more.label.nl = "Een erg lange naam van een alternatief ".repeat(number + 1);
            scenario.alternatives.push(more);
        }
        for scale in [1e-3, 1.0, 1e6] {
            let mut scenario = scenario.clone();
            scenario.items.iter_mut().for_each(|item| item.conversion = scale);
            let results = run(&scenario, &sizes(), &Unwatched).expect("results");
            let svg = distribution(&scenario, &answer(&scenario, &results), Language::Nl, &Numbers::new(Language::Nl))
                .expect("a picture");
            Picture::of(&svg).assert_tidy();
        }
    }
}
