//! A scenario as a picture in SVG.
//!
//! In: a [`Graph`]. Out: SVG in three columns: what is done, what happens, what it costs and brings. Texts are escaped.

use crate::report::chart::distribution::{COLOURS, escape};
use crate::report::chart::scenario_graph::{DomainBox, Graph};
use crate::report::words::Language;
use crate::report::words::wrap::shorten;
use plotters::style::RGBColor;
use std::fmt::Write;

/// Left sides and widths of the columns.
const SOLUTIONS: (f64, f64) = (20.0, 330.0);
const DOMAINS: (f64, f64) = (480.0, 390.0);
const EFFECTS: (f64, f64) = (1020.0, 420.0);
/// Width of the picture.
const WIDTH: f64 = 1460.0;
/// Where the boxes begin.
const TOP: f64 = 120.0;
/// Height of a line of text, of a state, and of the space between boxes.
const LINE: f64 = 19.0;
const STATE: f64 = 34.0;
const GAP: f64 = 26.0;
/// Height of the head of a box.
const HEAD: f64 = 32.0;
/// Room for arrows beside the states.
const SIDE: f64 = 56.0;
/// Columns of a text in a box, and of a state.
const WORDS: usize = 52;
const STATE_WORDS: usize = 40;
const SOLUTION_WORDS: usize = 42;

/// Colours: what is done, what escalates, what is there.
const DONE: &str = "#0072B2";
const ESCALATES: &str = "#D55E00";
const QUIET: &str = "#666666";

/// The picture.
pub fn picture(graph: &Graph, language: Language) -> String {
    let heights: Vec<f64> = graph.domains.iter().map(domain_height).collect();
    let mut tops = Vec::with_capacity(heights.len());
    let mut at = TOP;
    for height in &heights {
        tops.push(at);
        at += height + GAP;
    }
    let done: f64 = graph.interventions.iter().map(|one| solution_height(one.items.len()) + GAP).sum();
    let others = if graph.others.is_empty() { 0.0 } else { HEAD + LINE * graph.others.len() as f64 + GAP };
    let height = (at + others).max(TOP + done) + 70.0;
    let mut pen = Pen { svg: String::new(), language };
    pen.open(height, graph);
    pen.heads(graph);
    pen.influences(graph, &tops, &heights);
    for ((domain, top), height) in graph.domains.iter().zip(&tops).zip(&heights) {
        pen.domain(domain, *top, *height);
    }
    if !graph.others.is_empty() {
        pen.items(&[(String::new(), graph.others.clone())], at);
    }
    pen.solutions(graph, &tops);
    pen.legend(height - 30.0);
    pen.svg.push_str("</svg>\n");
    pen.svg
}

fn domain_height(domain: &DomainBox) -> f64 {
    let states = HEAD + STATE * domain.states.len() as f64 + 10.0;
    states.max(items_height(&domain.items))
}

fn items_height(items: &[(String, Vec<String>)]) -> f64 {
    14.0 + items
        .iter()
        .map(|(heading, items)| LINE * (items.len() + usize::from(!heading.is_empty())) as f64)
        .sum::<f64>()
}

fn solution_height(items: usize) -> f64 {
    HEAD + LINE * (items as f64 + 1.0) + 8.0
}

fn colour(at: usize) -> String {
    let RGBColor(red, green, blue) = COLOURS[at % COLOURS.len()];
    format!("#{red:02X}{green:02X}{blue:02X}")
}

struct Pen {
    svg: String,
    language: Language,
}

impl Pen {
    fn open(&mut self, height: f64, graph: &Graph) {
        let title = escape(&graph.title);
        let _ = writeln!(
            self.svg,
            "<svg role=\"img\" aria-labelledby=\"title\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"13\" \
             fill=\"#282828\">\n<title id=\"title\">{title}</title>\n<defs>"
        );
        let own = [("done", DONE), ("bad", ESCALATES), ("quiet", QUIET)].map(|(name, ink)| (name.into(), ink.into()));
        let others = (0..COLOURS.len()).map(|at| (format!("from{at}"), colour(at)));
        for (name, ink) in own.into_iter().chain(others) {
            let _ = writeln!(
                self.svg,
                "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"10\" \
                 markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
                 <path d=\"M0 0 L10 5 L0 10 z\" fill=\"{ink}\"/></marker>"
            );
        }
        let _ = writeln!(self.svg, "</defs>\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>");
    }

    fn heads(&mut self, graph: &Graph) {
        self.text((20.0, 36.0), "font-size=\"22\" font-weight=\"bold\"", &shorten(&graph.title, 100));
        let heads = [("graph_solution", SOLUTIONS.0), ("graph_result", DOMAINS.0), ("graph_effect", EFFECTS.0)];
        for (key, x) in heads {
            self.text((x, 88.0), "font-size=\"16\" font-weight=\"bold\"", self.language.text(key));
        }
    }

    fn text(&mut self, (x, y): (f64, f64), attributes: &str, words: &str) {
        let _ = writeln!(self.svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {attributes}>{}</text>", escape(words));
    }

    fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), attributes: &str) {
        let _ = writeln!(
            self.svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" {attributes}/>"
        );
    }

    fn path(&mut self, d: &str, ink: &str, marker: &str, more: &str) {
        let _ =
            writeln!(self.svg, "<path d=\"{d}\" fill=\"none\" stroke=\"{ink}\" marker-end=\"url(#{marker})\" {more}/>");
    }

    /// The box of a domain with its states and moves, and beside it what is counted in it.
    fn domain(&mut self, domain: &DomainBox, top: f64, height: f64) {
        self.rect((DOMAINS.0, top), (DOMAINS.1, height), "fill=\"#F4F4F4\" stroke=\"#999999\"");
        let attributes = "font-size=\"15\" font-weight=\"bold\"";
        self.text((DOMAINS.0 + 12.0, top + 21.0), attributes, &shorten(&domain.label, WORDS));
        let (left, right) = (DOMAINS.0 + SIDE, DOMAINS.0 + DOMAINS.1 - SIDE);
        let middle = |state: usize| top + HEAD + STATE * (state as f64 + 0.5);
        for (state, label) in domain.states.iter().enumerate() {
            let y = middle(state);
            self.rect((left, y - 12.0), (right - left, 24.0), "fill=\"#FFFFFF\" stroke=\"#999999\"");
            let x = (left + right) / 2.0;
            self.text((x, y + 4.5), "text-anchor=\"middle\"", &shorten(label, STATE_WORDS));
        }
        for (from, to, escalation) in &domain.moves {
            // Down on the right, up on the left; what lies further apart bulges further.
            let far = (*from as f64 - *to as f64).abs();
            let bulge = (12.0 + 13.0 * far).min(SIDE - 8.0);
            let shift = if from < to { 4.0 } else { -4.0 };
            let (y1, y2) = (middle(*from) + shift, middle(*to) - shift);
            let (x, out) = if from < to { (right, right + bulge) } else { (left, left - bulge) };
            let (ink, marker) = if *escalation { (ESCALATES, "bad") } else { (QUIET, "quiet") };
            let d = format!("M{x:.1} {y1:.1} C{out:.1} {y1:.1} {out:.1} {y2:.1} {x:.1} {y2:.1}");
            self.path(&d, ink, marker, "stroke-width=\"1.6\"");
        }
        if !domain.items.is_empty() {
            let y = top + HEAD / 2.0;
            let d = format!("M{:.1} {y:.1} L{:.1} {y:.1}", DOMAINS.0 + DOMAINS.1, EFFECTS.0);
            self.path(&d, "#BBBBBB", "quiet", "stroke-width=\"1.4\"");
            self.items(&domain.items, top);
        }
    }

    /// What is counted, below the states or moves on which it hangs.
    fn items(&mut self, groups: &[(String, Vec<String>)], top: f64) {
        self.rect((EFFECTS.0, top), (EFFECTS.1, items_height(groups)), "fill=\"#FFFFFF\" stroke=\"#999999\"");
        let mut y = top + 20.0;
        for (heading, items) in groups {
            if !heading.is_empty() {
                let attributes = format!("fill=\"{QUIET}\" font-style=\"italic\"");
                self.text((EFFECTS.0 + 12.0, y), &attributes, &shorten(heading, WORDS + 4));
                y += LINE;
            }
            for item in items {
                self.text((EFFECTS.0 + 28.0, y), "", &shorten(item, WORDS));
                y += LINE;
            }
        }
    }

    /// Which domains influence one another: an arc for each pair, in a lane and at heights of its own beside the domains, in
    /// the colour of the domain that influences.
    fn influences(&mut self, graph: &Graph, tops: &[f64], heights: &[f64]) {
        let lanes = graph.influences.len().max(1) as f64;
        let edge = DOMAINS.0 + DOMAINS.1;
        let ends = 2.0 * graph.domains.len() as f64;
        let height = |at: usize, slot: usize| {
            let (top, height) = (tops.get(at)?, heights.get(at)?);
            Some(top + HEAD + (height - HEAD) * (slot as f64 + 0.5) / ends)
        };
        for (lane, (from, to)) in graph.influences.iter().enumerate() {
            let (Some(y1), Some(y2)) = (height(*from, 2 * to), height(*to, 2 * from + 1)) else { continue };
            let out = edge + 25.0 + 110.0 * (lane as f64 + 1.0) / lanes;
            let d = format!("M{edge:.1} {y1:.1} C{out:.1} {y1:.1} {out:.1} {y2:.1} {edge:.1} {y2:.1}");
            let ink = colour(*from);
            self.path(
                &d,
                &ink,
                &format!("from{}", from % COLOURS.len()),
                "stroke-width=\"1.3\" stroke-dasharray=\"3 3\"",
            );
        }
    }

    /// What is done, and what it changes.
    fn solutions(&mut self, graph: &Graph, tops: &[f64]) {
        let mut top = TOP;
        for (at, one) in graph.interventions.iter().enumerate() {
            let height = solution_height(one.items.len());
            let attributes = format!("fill=\"#E8F2F9\" stroke=\"{DONE}\"");
            self.rect((SOLUTIONS.0, top), (SOLUTIONS.1, height), &attributes);
            let x = SOLUTIONS.0 + 12.0;
            self.text((x, top + 21.0), "font-weight=\"bold\"", &shorten(&one.label, SOLUTION_WORDS - 3));
            let named = one.alternatives.join(", ");
            self.text((x, top + 21.0 + LINE), &format!("fill=\"{QUIET}\""), &shorten(&named, SOLUTION_WORDS));
            for (row, item) in one.items.iter().enumerate() {
                let y = top + 21.0 + LINE * (row as f64 + 2.0);
                self.text((x, y), "", &shorten(&format!("€ {item}"), SOLUTION_WORDS));
            }
            let start = (SOLUTIONS.0 + SOLUTIONS.1, top + height / 2.0);
            for domain in one.moves.union(&one.effects) {
                let Some(end) = tops.get(*domain).map(|top| top + 14.0 + 9.0 * at as f64) else { continue };
                let style = if one.moves.contains(domain) { "2.4\"" } else { "1.4\" stroke-dasharray=\"6 4\"" };
                let (x1, y1, x2) = (start.0, start.1, DOMAINS.0);
                let bend = (x1 + x2) / 2.0;
                let d = format!("M{x1:.1} {y1:.1} C{bend:.1} {y1:.1} {bend:.1} {end:.1} {x2:.1} {end:.1}");
                self.path(&d, DONE, "done", &format!("stroke-width=\"{style}"));
            }
            top += height + GAP;
        }
    }

    fn legend(&mut self, y: f64) {
        let lines = [
            ("graph_moves", DONE, "done", "stroke-width=\"2.4\""),
            ("graph_effects", DONE, "done", "stroke-width=\"1.4\" stroke-dasharray=\"6 4\""),
            ("graph_influence", QUIET, "quiet", "stroke-width=\"1.3\" stroke-dasharray=\"3 3\""),
            ("graph_escalation", ESCALATES, "bad", "stroke-width=\"1.6\""),
        ];
        for (at, (key, ink, marker, style)) in lines.into_iter().enumerate() {
            let x = 20.0 + 385.0 * at as f64;
            self.path(&format!("M{x} {y} L{} {y}", x + 40.0), ink, marker, style);
            self.text((x + 50.0, y + 4.5), "", self.language.text(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::scenario_graph::mermaid;
    use crate::report::tests::example;

    #[test]
    fn everything_is_drawn_and_texts_are_escaped() {
        let mut scenario = example();
        scenario.title.nl = "<b>\"x\"".into();
        scenario.domains[0].label.nl = "a \"b\" <c>".into();
        let graph = Graph::of(&scenario, Language::Nl);
        let (svg, text) = (picture(&graph, Language::Nl), mermaid::text(&graph, Language::Nl));
        assert!(svg.contains("a &quot;b&quot; &lt;c&gt;") && !svg.contains("<b>") && svg.ends_with("</svg>\n"));
        assert!(text.contains("a #quot;b#quot; #lt;c#gt;") && !text.contains("<c>"));
        for domain in &graph.domains {
            for state in &domain.states {
                assert!(text.contains(&format!("[\"{state}\"]")), "{state}");
            }
        }
        let moves: usize = graph.domains.iter().map(|domain| domain.moves.len()).sum();
        assert_eq!(moves, scenario.transitions.len());
        assert!(graph.interventions.iter().all(|one| !one.alternatives.is_empty()));
        for (heading, items) in graph.domains.iter().flat_map(|domain| &domain.items) {
            assert!(!heading.is_empty() && items.iter().all(|item| svg.contains(&escape(item))), "{heading}");
        }
    }
}
