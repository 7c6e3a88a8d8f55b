//! Scenario graph in SVG.
//!
//! In: a [`Graph`]. Out: SVG in three columns: what is done, what happens, what it costs and brings. Texts are escaped.

use crate::report::chart::frame::{
    self, BOLD, COLOURS, GREY, HEADING, INK, LABEL, TEXT, colour, escape, fit, picture, web,
};
use crate::report::chart::scenario_graph::{DomainBox, Graph};
use crate::report::words::Language;
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
/// Space between a text and the side of its box, and how far a text below a heading stands in.
const PAD: f64 = 12.0;
const INSET: f64 = 28.0;

/// Colours: what is done, what escalates, what is there.
const DONE: RGBColor = COLOURS[0];
const ESCALATES: RGBColor = COLOURS[1];
const QUIET: RGBColor = GREY;
/// Sides of boxes, and of what stands in them.
const SIDES: &str = "stroke=\"#999999\"";
/// Line of an influence.
const INFLUENCE: &str = "stroke-width=\"1.3\" stroke-dasharray=\"3 3\"";
/// What an intervention does, and moves. Widths and dashes tell them apart in black and white.
const MOVES_AT_ONCE: Arrow = Arrow { line: "stroke-width=\"2.4\"", ink: DONE, head: "done" };
const CHANGES_CHANCES: Arrow = Arrow { line: "stroke-width=\"1.4\" stroke-dasharray=\"6 4\"", ink: DONE, head: "done" };
const MOVING: Arrow = Arrow { line: "stroke-width=\"1.4\"", ink: QUIET, head: "quiet" };
const ESCALATING: Arrow = Arrow { line: "stroke-width=\"3\"", ink: ESCALATES, head: "bad" };

/// The picture.
pub fn draw(graph: &Graph, language: Language) -> String {
    let heights: Vec<f64> = graph.domains.iter().map(domain_height).collect();
    let mut tops = Vec::with_capacity(heights.len());
    let mut below = TOP;
    for height in &heights {
        tops.push(below);
        below += height + GAP;
    }
    let done: f64 = graph.interventions.iter().map(|done| solution_height(done.items.len()) + GAP).sum();
    let others = [(String::new(), graph.others.clone())];
    let lowest = if graph.others.is_empty() { below } else { below + items_height(&others) + GAP };
    let height = lowest.max(TOP + done) + 50.0;
    let mut drawing = Drawing { svg: String::new(), language };
    drawing.markers();
    drawing.heads(graph);
    drawing.influences(graph, &tops, &heights);
    for ((domain, top), height) in graph.domains.iter().zip(&tops).zip(&heights) {
        drawing.domain(domain, *top, *height);
    }
    if !graph.others.is_empty() {
        drawing.items(&others, below);
    }
    drawing.solutions(graph, &tops, &heights);
    drawing.legend(height - 30.0);
    let body =
        format!("<g font-family=\"sans-serif\" font-size=\"{LABEL}\" fill=\"{}\">\n{}</g>\n", web(INK), drawing.svg);
    let alternative = frame::Alternative { title: graph.title.clone(), description: description(graph, language) };
    picture((WIDTH as u32, height as u32), &alternative, &body)
}

/// The picture in words, column by column.
fn description(graph: &Graph, language: Language) -> String {
    let done = graph.interventions.iter().map(|done| done.label.clone());
    let domains = graph.domains.iter().map(|domain| match domain.states.as_slice() {
        [] => domain.label.clone(),
        states => format!("{} ({})", domain.label, states.join(", ")),
    });
    let in_domains = graph.domains.iter().flat_map(|domain| &domain.items).flat_map(|(_, items)| items);
    let items = graph.interventions.iter().flat_map(|done| &done.items).chain(in_domains).chain(&graph.others);
    let columns = [
        ("graph_solution", done.collect::<Vec<_>>()),
        ("graph_result", domains.collect()),
        ("graph_effect", items.cloned().collect()),
    ];
    let told = columns.into_iter().filter(|(_, parts)| !parts.is_empty());
    let sentences = told.map(|(key, parts)| format!("{}: {}.", language.text(key), parts.join("; ")));
    sentences.collect::<Vec<_>>().join(" ")
}

fn domain_height(domain: &DomainBox) -> f64 {
    let states = HEAD + STATE * domain.states.len() as f64 + 10.0;
    states.max(items_height(&domain.items))
}

fn items_height(items: &[(String, Vec<String>)]) -> f64 {
    let lines = items.iter().map(|(heading, items)| items.len() + usize::from(!heading.is_empty()));
    14.0 + LINE * lines.sum::<usize>() as f64
}

fn solution_height(items: usize) -> f64 {
    HEAD + LINE * (items as f64 + 1.0) + 8.0
}

/// An arrow: how its line is drawn, its colour, and the name of its head.
struct Arrow<'a> {
    line: &'a str,
    ink: RGBColor,
    head: &'a str,
}

struct Drawing {
    svg: String,
    language: Language,
}

impl Drawing {
    /// Heads of arrows, one for each colour.
    fn markers(&mut self) {
        self.svg.push_str("<defs>\n");
        let own = [("done", DONE), ("bad", ESCALATES), ("quiet", QUIET)].map(|(name, ink)| (name.to_owned(), ink));
        let others = (0..COLOURS.len()).map(|at| (format!("from{at}"), colour(at)));
        for (name, ink) in own.into_iter().chain(others) {
            let _ = writeln!(
                self.svg,
                "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"10\" \
                 markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
                 <path d=\"M0 0 L10 5 L0 10 z\" fill=\"{}\"/></marker>",
                web(ink)
            );
        }
        self.svg.push_str("</defs>\n");
    }

    fn heads(&mut self, graph: &Graph) {
        let title = fit(&graph.title, HEADING * BOLD, WIDTH - 40.0);
        self.text((20.0, 36.0), &format!("font-size=\"{HEADING}\" font-weight=\"bold\""), &title);
        let heads = [("graph_solution", SOLUTIONS.0), ("graph_result", DOMAINS.0), ("graph_effect", EFFECTS.0)];
        for (key, x) in heads {
            let attributes = format!("font-size=\"{TEXT}\" font-weight=\"bold\"");
            self.text((x, 88.0), &attributes, self.language.text(key));
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

    fn arrow(&mut self, d: &str, arrow: &Arrow) {
        let Arrow { line, ink, head } = arrow;
        let ink = web(*ink);
        let _ =
            writeln!(self.svg, "<path d=\"{d}\" fill=\"none\" stroke=\"{ink}\" marker-end=\"url(#{head})\" {line}/>");
    }

    /// The box of a domain with its states and moves, and beside it what is counted in it.
    fn domain(&mut self, domain: &DomainBox, top: f64, height: f64) {
        self.rect((DOMAINS.0, top), (DOMAINS.1, height), &format!("fill=\"#F4F4F4\" {SIDES}"));
        let attributes = format!("font-size=\"{TEXT}\" font-weight=\"bold\"");
        let label = fit(&domain.label, TEXT * BOLD, DOMAINS.1 - 2.0 * PAD);
        self.text((DOMAINS.0 + PAD, top + 21.0), &attributes, &label);
        let (left, right) = (DOMAINS.0 + SIDE, DOMAINS.0 + DOMAINS.1 - SIDE);
        let middle = |state: usize| top + HEAD + STATE * (state as f64 + 0.5);
        for (state, label) in domain.states.iter().enumerate() {
            let y = middle(state);
            self.rect((left, y - 12.0), (right - left, 24.0), &format!("fill=\"#FFFFFF\" {SIDES}"));
            let label = fit(label, LABEL, right - left - PAD);
            self.text(((left + right) / 2.0, y + 4.5), "text-anchor=\"middle\"", &label);
        }
        for (from, to, escalation) in &domain.moves {
            // Down on the right, up on the left; what lies further apart bulges further.
            let far = (*from as f64 - *to as f64).abs();
            let bulge = (12.0 + 13.0 * far).min(SIDE - 8.0);
            let shift = if from < to { 4.0 } else { -4.0 };
            let (y1, y2) = (middle(*from) + shift, middle(*to) - shift);
            let (x, out) = if from < to { (right, right + bulge) } else { (left, left - bulge) };
            let d = format!("M{x:.1} {y1:.1} C{out:.1} {y1:.1} {out:.1} {y2:.1} {x:.1} {y2:.1}");
            self.arrow(&d, if *escalation { &ESCALATING } else { &MOVING });
        }
        if !domain.items.is_empty() {
            let y = top + HEAD / 2.0;
            let d = format!("M{:.1} {y:.1} L{:.1} {y:.1}", DOMAINS.0 + DOMAINS.1, EFFECTS.0);
            self.arrow(&d, &MOVING);
            self.items(&domain.items, top);
        }
    }

    /// What is counted, below the states or moves on which it hangs.
    fn items(&mut self, groups: &[(String, Vec<String>)], top: f64) {
        self.rect((EFFECTS.0, top), (EFFECTS.1, items_height(groups)), &format!("fill=\"#FFFFFF\" {SIDES}"));
        let mut y = top + 20.0;
        for (heading, items) in groups {
            if !heading.is_empty() {
                let attributes = format!("fill=\"{}\" font-style=\"italic\"", web(QUIET));
                let heading = fit(heading, LABEL, EFFECTS.1 - 2.0 * PAD);
                self.text((EFFECTS.0 + PAD, y), &attributes, &heading);
                y += LINE;
            }
            for item in items {
                self.text((EFFECTS.0 + INSET, y), "", &fit(item, LABEL, EFFECTS.1 - INSET - PAD));
                y += LINE;
            }
        }
    }

    /// Which domains influence one another: an arc for each pair, in a lane and at heights of its own beside the domains,
    /// in the colour of the domain that influences.
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
            let head = format!("from{}", from % COLOURS.len());
            self.arrow(&d, &Arrow { line: INFLUENCE, ink: colour(*from), head: &head });
        }
    }

    /// What is done, and what it changes.
    fn solutions(&mut self, graph: &Graph, tops: &[f64], heights: &[f64]) {
        let mut top = TOP;
        let room = SOLUTIONS.1 - 2.0 * PAD;
        for (at, done) in graph.interventions.iter().enumerate() {
            let height = solution_height(done.items.len());
            let attributes = format!("fill=\"#E8F2F9\" stroke=\"{}\"", web(DONE));
            self.rect((SOLUTIONS.0, top), (SOLUTIONS.1, height), &attributes);
            let x = SOLUTIONS.0 + PAD;
            self.text((x, top + 21.0), "font-weight=\"bold\"", &fit(&done.label, LABEL * BOLD, room));
            let named = fit(&done.alternatives.join(", "), LABEL, room);
            self.text((x, top + 21.0 + LINE), &format!("fill=\"{}\"", web(QUIET)), &named);
            for (row, item) in done.items.iter().enumerate() {
                let y = top + 21.0 + LINE * (row as f64 + 2.0);
                self.text((x, y), "", &fit(&format!("€ {item}"), LABEL, room));
            }
            let (x1, y1) = (SOLUTIONS.0 + SOLUTIONS.1, top + height / 2.0);
            for domain in done.moves.union(&done.effects) {
                let (Some(box_top), Some(box_height)) = (tops.get(*domain), heights.get(*domain)) else { continue };
                let end = box_top + (14.0 + 9.0 * at as f64).min(box_height - 6.0);
                let x2 = DOMAINS.0;
                let bend = (x1 + x2) / 2.0;
                let d = format!("M{x1:.1} {y1:.1} C{bend:.1} {y1:.1} {bend:.1} {end:.1} {x2:.1} {end:.1}");
                self.arrow(&d, if done.moves.contains(domain) { &MOVES_AT_ONCE } else { &CHANGES_CHANCES });
            }
            top += height + GAP;
        }
    }

    fn legend(&mut self, y: f64) {
        let influencing = Arrow { line: INFLUENCE, ink: QUIET, head: "quiet" };
        let lines = [
            ("graph_moves", &MOVES_AT_ONCE),
            ("graph_effects", &CHANGES_CHANCES),
            ("graph_influence", &influencing),
            ("graph_escalation", &ESCALATING),
        ];
        let mut x = 20.0;
        for (key, arrow) in lines {
            self.arrow(&format!("M{x:.1} {y} L{:.1} {y}", x + 40.0), arrow);
            let words = self.language.text(key);
            self.text((x + 50.0, y + 4.5), "", words);
            x += 50.0 + frame::width(words, LABEL) + 30.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::layout::Picture;
    use crate::report::chart::scenario_graph::mermaid;
    use crate::report::tests::example;

    #[test]
    fn everything_is_drawn_and_texts_are_escaped() {
        let mut scenario = example();
        scenario.title.nl = "<b>\"x\"".into();
        scenario.domains[0].label.nl = "a \"b\" <c>".into();
        let graph = Graph::of(&scenario, Language::Nl);
        let (svg, text) = (draw(&graph, Language::Nl), mermaid::text(&graph, Language::Nl));
        Picture::of(&svg).assert_tidy();
        assert!(svg.contains("a &quot;b&quot; &lt;c&gt;") && !svg.contains("<b>") && svg.ends_with("</svg>\n"));
        assert!(text.contains("a #quot;b#quot; #lt;c#gt;") && !text.contains("<c>"));
        for domain in &graph.domains {
            for state in &domain.states {
                assert!(text.contains(&format!("[\"{state}\"]")), "{state}");
            }
        }
        let moves: usize = graph.domains.iter().map(|domain| domain.moves.len()).sum();
        assert_eq!(moves, scenario.transitions.len());
        assert!(graph.interventions.iter().all(|intervention| !intervention.alternatives.is_empty()));
        for (heading, items) in graph.domains.iter().flat_map(|domain| &domain.items) {
            assert!(!heading.is_empty() && items.iter().all(|item| svg.contains(&escape(item))), "{heading}");
        }
    }
}
