//! The picture of a study: for every variant and alternative the mean net benefit and its band from P10 to P90.
//!
//! In: answers by variant. Out: SVG, 900 wide and as high as needed, with a title for screen readers. Texts are escaped.

use crate::model::Text;
use crate::report::chart::distribution::{COLOURS, escape};
use crate::report::study::StudyAnswer;
use crate::report::words::Language;
use crate::report::words::numbers::{Numbers, TIE};
use crate::report::words::wrap::shorten;
use plotters::style::RGBColor;
use std::fmt::Write;

/// Width in pixels, and where the figures begin and end.
const WIDTH: f64 = 900.0;
const LEFT: f64 = 300.0;
const RIGHT: f64 = 870.0;
/// Height of a line of the legend, of a mark, and of the space between variants.
const LEGEND: f64 = 22.0;
const MARK: f64 = 13.0;
const GAP: f64 = 9.0;
/// Columns of a name.
const NAME: usize = 40;
/// Columns of the title.
const TITLE: usize = 75;
/// Columns of a label in the legend.
const LABEL: usize = 90;

/// The picture. `labels` are names and texts of the alternatives.
pub fn chart(answer: &StudyAnswer, title: &Text, labels: &[(String, Text)], language: Language) -> String {
    let numbers = Numbers::new(language);
    let top = 62.0 + LEGEND * labels.len() as f64;
    let block = MARK * labels.len() as f64 + GAP;
    let bottom = top + block * answer.variants.len() as f64;
    let axis = Axis::of(answer);
    let mut svg = String::new();
    let name = language.of(title);
    open(&mut svg, bottom + 74.0, name, &description(answer, &numbers, language));
    text(&mut svg, (20.0, 30.0), "font-size=\"20\" font-weight=\"bold\"", &shorten(name, TITLE));
    for (at, (_, label)) in labels.iter().enumerate() {
        let y = 52.0 + LEGEND * at as f64;
        let _ = writeln!(svg, "<circle cx=\"30\" cy=\"{y}\" r=\"7\" fill=\"{}\"/>", colour(at));
        text(&mut svg, (46.0, y + 5.0), "font-size=\"15\"", &shorten(language.of(label), LABEL));
    }
    axis.draw(&mut svg, (top, bottom), &numbers, language);
    for (at, variant) in answer.variants.iter().enumerate() {
        let start = top + block * at as f64 + GAP / 2.0;
        let middle = start + (block - GAP) / 2.0;
        let attributes = "font-size=\"13\" text-anchor=\"end\"";
        text(&mut svg, (LEFT - 14.0, middle + 4.0), attributes, &shorten(&variant.name, NAME));
        for (row, (id, _)) in labels.iter().enumerate() {
            let Some(one) = variant.alternatives.iter().find(|one| one.id == *id) else { continue };
            let y = start + MARK * (row as f64 + 0.5);
            let [low, mean, high] = [one.net_benefit.p10, one.net_benefit.mean, one.net_benefit.p90].map(|x| axis.x(x));
            let ink = colour(row);
            let _ = writeln!(
                svg,
                "<line x1=\"{low:.1}\" y1=\"{y:.1}\" x2=\"{high:.1}\" y2=\"{y:.1}\" stroke=\"{ink}\" stroke-width=\"3\" \
                 stroke-opacity=\"0.55\"/>\n<circle cx=\"{mean:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"{ink}\"/>"
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn colour(at: usize) -> String {
    let RGBColor(red, green, blue) = COLOURS[at % COLOURS.len()];
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn open(svg: &mut String, height: f64, title: &str, description: &str) {
    let (title, description) = (escape(title), escape(description));
    let _ = writeln!(
        svg,
        "<svg role=\"img\" aria-labelledby=\"title description\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" fill=\"#282828\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), attributes: &str, words: &str) {
    let words = escape(&words.replace(TIE, " "));
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {attributes}>{words}</text>");
}

/// The picture in words.
fn description(answer: &StudyAnswer, numbers: &Numbers, language: Language) -> String {
    let mut sentences = Vec::new();
    for variant in &answer.variants {
        for one in &variant.alternatives {
            let name = format!("{}, {}", variant.name, one.id);
            let net = &one.net_benefit;
            let amounts = [net.mean, net.p10, net.p90].map(|amount| numbers.euro(amount).replace(TIE, " "));
            let values = [("name", &name), ("mean", &amounts[0]), ("low", &amounts[1]), ("high", &amounts[2])];
            let values = values.map(|(key, value)| (key, value.as_str()));
            sentences.push(language.fill_in(language.text("chart_line"), &values));
        }
    }
    sentences.join(" ")
}

/// The amounts that the picture shows; 0 is always within.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    fn of(answer: &StudyAnswer) -> Self {
        let spreads = answer.variants.iter().flat_map(|variant| &variant.alternatives).map(|one| &one.net_benefit);
        let (low, high) = spreads.fold((0.0_f64, 0.0_f64), |(low, high), one| {
            (low.min(one.p10.min(one.mean)), high.max(one.p90.max(one.mean)))
        });
        let width = if high > low { high - low } else { 1.0 };
        let step = nice_step(width / 6.0);
        Self { low: low - 0.04 * width, high: high + 0.04 * width, step }
    }

    fn x(&self, amount: f64) -> f64 {
        LEFT + (amount - self.low) / (self.high - self.low) * (RIGHT - LEFT)
    }

    fn draw(&self, svg: &mut String, (top, bottom): (f64, f64), numbers: &Numbers, language: Language) {
        let first = (self.low / self.step).ceil();
        let ticks = (0..100).map(|at| (first + f64::from(at)) * self.step).take_while(|amount| *amount <= self.high);
        for amount in ticks {
            let x = self.x(amount);
            let (ink, width) = if amount.abs() < self.step / 2.0 { ("#282828", 1.5) } else { ("#DDDDDD", 1.0) };
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"{ink}\" \
                 stroke-width=\"{width}\"/>"
            );
            let words = numbers.decimal(amount, if self.step < 1.0 { 2 } else { 0 });
            text(svg, (x, bottom + 18.0), "font-size=\"13\" text-anchor=\"middle\"", &words);
        }
        let middle = (LEFT + RIGHT) / 2.0;
        let attributes = "font-size=\"13\" text-anchor=\"middle\"";
        text(svg, (middle, bottom + 40.0), attributes, language.text("chart_value"));
        text(svg, (middle, bottom + 60.0), attributes, language.text("study_legend"));
    }
}

/// The nearest step of 1, 2 or 5 times a power of ten that is not smaller.
fn nice_step(width: f64) -> f64 {
    let mut power = 1e-6;
    while power * 10.0 <= width && power < 1e300 {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].map(|one| one * power).into_iter().find(|step| *step >= width).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_for_each_variant_and_alternative_and_escaped_texts() {
        let mut answer = crate::report::study::tests::answer(4);
        answer.variants[0].name = "a < b & \"c\"".into();
        let label = |id: &str| (id.to_string(), Text { nl: "<plan>".into(), en: "plan".into() });
        let title = Text { nl: "Titel <1>".into(), en: "Title".into() };
        let svg = chart(&answer, &title, &[label("a"), label("b")], Language::Nl);
        assert_eq!(svg.matches("r=\"4.5\"").count(), 8);
        assert!(
            svg.contains("a &lt; b &amp; &quot;c&quot;") && svg.contains("Titel &lt;1&gt;") && !svg.contains("<plan>")
        );
        assert!(svg.starts_with("<svg role=\"img\"") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn steps_are_round() {
        for (width, step) in [(1.0, 1.0), (1.2, 2.0), (230.0, 500.0), (501.0, 1000.0), (0.03, 0.05)] {
            assert!((nice_step(width) / step - 1.0).abs() < 1e-9, "{width}: {}", nice_step(width));
        }
    }
}
