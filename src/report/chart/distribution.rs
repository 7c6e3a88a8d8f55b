//! The picture of what we do not know: the net benefit of the average household over draws, a line for each alternative.
//!
//! In: a scenario and answers. Out: SVG of 900 by 520 with a title for screen readers. It needs no fonts; texts are
//! escaped. Colours are those of Okabe and Ito ("Color Universal Design", 2008); numbers on the lines say the same.

use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::Scenario;
use crate::report::words::Language;
use crate::report::words::numbers::{Numbers, TIE};
use crate::report::words::wrap::{plain, shorten};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::ops::Range;

/// Width and height in pixels.
const SIZE: (u32, u32) = (900, 520);
/// Colours of alternatives, in their order.
pub const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];
const INK: RGBColor = RGBColor(40, 40, 40);
const GREY: RGBColor = RGBColor(130, 130, 130);
/// Height of a line of the legend.
const LEGEND_LINE: i32 = 22;
/// Columns of a name in the legend.
const NAME_WIDTH: usize = 70;
/// Room that the words beside the zero line need, in pixels.
const BESIDE_ZERO: i32 = 110;

type Outcome<T> = Result<T, Box<dyn Error>>;
type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

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
    let mut svg = String::new();
    draw(&SVGBackend::with_string(&mut svg, SIZE).into_drawing_area(), &lines, language, numbers)?;
    let title = language.fill_in(language.text("chart_title"), &[("scenario", language.of(&scenario.title))]);
    Ok(with_title(&svg, &title, &description(&lines, language, numbers)))
}

fn lines<'a>(scenario: &Scenario, answer: &'a Answer, language: Language) -> Vec<Line<'a>> {
    let line = |told: &'a AlternativeAnswer| {
        let known = scenario.alternatives.iter().find(|alternative| alternative.id == told.id);
        let name = known.map_or("", |alternative| language.of(&alternative.label));
        Line { name: if name.is_empty() { told.id.clone() } else { plain(name) }, told }
    };
    answer.alternatives.iter().map(line).collect()
}

/// Values and heights that the picture shows; 0 is always within.
fn ranges(lines: &[Line]) -> (Range<f64>, f64) {
    let densities = || lines.iter().map(|line| &line.told.density);
    let low = densities().map(|density| density.low).fold(0.0, f64::min);
    let high = densities().map(|density| density.high).fold(0.0, f64::max);
    let margin = if high > low { 0.06 * (high - low) } else { 1.0 };
    let heights = densities().filter_map(|density| density.curve.as_ref()).flat_map(|curve| &curve.points);
    let top = heights.map(|point| point.1).fold(0.0, f64::max);
    (low - margin..high + margin, if top > 0.0 { top * 1.12 } else { 1.0 })
}

fn draw(root: &DrawingArea<SVGBackend, Shift>, lines: &[Line], language: Language, numbers: &Numbers) -> Outcome<()> {
    root.fill(&WHITE)?;
    legend(root, lines, language)?;
    let (values, top) = ranges(lines);
    let mut chart = ChartBuilder::on(root)
        .margin(16)
        .margin_top(48 + LEGEND_LINE * lines.len() as i32)
        .x_label_area_size(56)
        .y_label_area_size(34)
        .build_cartesian_2d(values.clone(), 0.0..top)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(INK.mix(0.1))
        .disable_y_mesh()
        .axis_style(GREY)
        .x_labels(9)
        .y_labels(0)
        .x_label_formatter(&|value| numbers.whole(*value))
        .x_desc(language.text("chart_value"))
        .y_desc(language.text("chart_height"))
        .label_style(("sans-serif", 18, &INK))
        .axis_desc_style(("sans-serif", 18, &INK))
        .draw()?;
    for (index, line) in lines.iter().enumerate() {
        draw_line(&mut chart, index, line, &values, top)?;
    }
    zero(root, &mut chart, top, language)?;
    for (index, line) in lines.iter().enumerate() {
        mark(&mut chart, index, highest(line, &values).unwrap_or((mean(line), top * 0.9)))?;
    }
    Ok(())
}

fn draw_line(chart: &mut Chart, index: usize, line: &Line, values: &Range<f64>, top: f64) -> Outcome<()> {
    let colour = COLOURS[index % COLOURS.len()];
    let Some(curve) = &line.told.density.curve else {
        let points = [(mean(line), 0.0), (mean(line), top * 0.9)];
        chart.draw_series(LineSeries::new(points, colour.stroke_width(3)))?;
        return Ok(());
    };
    let points: Vec<(f64, f64)> = curve.points.iter().copied().filter(|point| values.contains(&point.0)).collect();
    chart.draw_series(AreaSeries::new(points.iter().copied(), 0.0, colour.mix(0.10)))?;
    chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(3)))?;
    Ok(())
}

/// Where a line without a curve stands.
fn mean(line: &Line) -> f64 {
    line.told.net_benefit.average.mean
}

/// The highest point of a curve within the picture.
fn highest(line: &Line, values: &Range<f64>) -> Option<(f64, f64)> {
    let points = line.told.density.curve.as_ref()?.points.iter().copied().filter(|point| values.contains(&point.0));
    points.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The number of a line, in a dot on it.
fn mark(chart: &mut Chart, index: usize, at: (f64, f64)) -> Outcome<()> {
    let colour = COLOURS[index % COLOURS.len()];
    let style = TextStyle::from(("sans-serif", 17, FontStyle::Bold)).color(&WHITE);
    let style = style.pos(Pos::new(HPos::Center, VPos::Center));
    let dot = EmptyElement::at(at)
        + Circle::new((0, 0), 10, colour.filled())
        + plotters::element::Text::new((index + 1).to_string(), (0, 0), style);
    chart.draw_series(std::iter::once(dot))?;
    Ok(())
}

fn zero(root: &DrawingArea<SVGBackend, Shift>, chart: &mut Chart, top: f64, language: Language) -> Outcome<()> {
    chart.draw_series(LineSeries::new([(0.0, 0.0), (0.0, top)], INK.stroke_width(2)))?;
    let (x, y) = chart.backend_coord(&(0.0, top));
    let style = |side| TextStyle::from(("sans-serif", 16)).color(&INK).pos(Pos::new(side, VPos::Top));
    if x > BESIDE_ZERO + 40 {
        root.draw_text(language.text("chart_loss"), &style(HPos::Right), (x - 8, y))?;
    }
    if x + BESIDE_ZERO < SIZE.0 as i32 {
        root.draw_text(language.text("chart_gain"), &style(HPos::Left), (x + 8, y))?;
    }
    Ok(())
}

fn legend(root: &DrawingArea<SVGBackend, Shift>, lines: &[Line], language: Language) -> Outcome<()> {
    let title = TextStyle::from(("sans-serif", 22, FontStyle::Bold)).color(&INK);
    root.draw_text(language.text("chart_heading"), &title, (20, 14))?;
    for (index, line) in lines.iter().enumerate() {
        let y = 54 + LEGEND_LINE * index as i32;
        let colour = COLOURS[index % COLOURS.len()];
        root.draw(&Circle::new((30, y), 9, colour.filled()))?;
        let number = TextStyle::from(("sans-serif", 16, FontStyle::Bold)).color(&WHITE);
        let number = number.pos(Pos::new(HPos::Center, VPos::Center));
        root.draw_text(&(index + 1).to_string(), &number, (30, y))?;
        let name = TextStyle::from(("sans-serif", 18)).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        root.draw_text(&shorten(&line.name, NAME_WIDTH), &name, (48, y))?;
    }
    Ok(())
}

/// The picture in words: the mean and the range of each line.
fn description(lines: &[Line], language: Language, numbers: &Numbers) -> String {
    let sentence = |line: &Line| {
        let average = &line.told.net_benefit.average;
        let values = [
            ("name", line.name.as_str()),
            ("mean", &numbers.euro(average.mean)),
            ("low", &numbers.euro(average.p10)),
            ("high", &numbers.euro(average.p90)),
        ];
        language.fill_in(language.text("chart_line"), &values)
    };
    lines.iter().map(sentence).collect::<Vec<_>>().join(" ").replace(TIE, " ")
}

fn with_title(svg: &str, title: &str, description: &str) -> String {
    let head =
        format!("<svg role=\"img\" aria-labelledby=\"title description\" viewBox=\"0 0 {} {}\" ", SIZE.0, SIZE.1);
    let (title, description) = (escape(title), escape(description));
    let texts = format!(">\n<title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n");
    // plotters writes one <svg ...> tag, without a view box in some versions.
    let (tag, rest) = svg.split_once('>').unwrap_or((svg, ""));
    let tag = match tag.find(" viewBox=\"") {
        Some(at) => {
            let after = tag[at + 10..].find('"').map_or(tag.len(), |end| at + 10 + end + 1);
            format!("{}{}", &tag[..at], &tag[after..])
        }
        None => tag.to_owned(),
    };
    tag.replacen("<svg ", &head, 1) + &texts + rest.trim_start()
}

/// A text as it can stand in SVG.
pub fn escape(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::answer;
    use crate::report::tests::{example, sizes};
    use crate::simulate::{Unwatched, run};

    #[test]
    fn a_picture_has_a_title_escaped_texts_and_a_line_for_each_alternative() {
        let mut scenario = example();
        scenario.title.nl = "Wonen <& \"zorg\">".into();
        scenario.alternatives[1].label.nl = "a < b".into();
        let results = run(&scenario, &sizes(), &Unwatched).expect("results");
        let svg = distribution(&scenario, &answer(&scenario, &results), Language::Nl, &Numbers::new(Language::Nl));
        let svg = svg.expect("a picture");
        assert!(svg.starts_with("<svg role=\"img\""), "{}", &svg[..200]);
        assert_eq!(svg.matches("viewBox").count(), 1);
        assert!(svg.contains("<title id=\"title\">Wonen &lt;&amp; &quot;zorg&quot;&gt;: "));
        assert!(svg.contains("a &lt; b") && !svg.contains("a < b"));
        assert!(COLOURS[..2].iter().all(|RGBColor(r, g, b)| svg.contains(&format!("#{r:02X}{g:02X}{b:02X}"))));
    }

    #[test]
    fn draws_without_spread_give_a_line_at_their_mean() {
        let mut scenario = example();
        for parameter in &mut scenario.parameters {
            parameter.distribution = crate::model::Distribution::Fixed(parameter.distribution.mean());
        }
        let results = run(&scenario, &sizes(), &Unwatched).expect("results");
        let numbers = Numbers::new(Language::En);
        let svg = distribution(&scenario, &answer(&scenario, &results), Language::En, &numbers);
        assert!(svg.expect("a picture").contains("</svg>"));
    }
}
