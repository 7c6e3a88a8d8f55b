//! The layout of a picture for tests: where its texts and marks lie.
//!
//! In: SVG. Out: [`Picture`]: boxes around texts and marks, and whether they lie within the picture and apart.

use crate::report::chart::frame::{BOLD, width};
use roxmltree::{Document, Node};

/// A box around a text or a mark: left, top, right, bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct Box {
    pub what: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Box {
    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// What lies where.
pub struct Picture {
    pub size: (f64, f64),
    pub texts: Vec<Box>,
    pub marks: Vec<Box>,
}

impl Picture {
    /// Reads SVG; it must be sound XML with a role, a title and a description.
    pub fn of(svg: &str) -> Self {
        let document = Document::parse(svg).expect("sound XML");
        let root = document.root_element();
        assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")));
        assert_eq!(root.attribute("aria-labelledby"), Some("title description"));
        for name in ["title", "desc"] {
            let told = root.children().find(|node| node.tag_name().name() == name);
            assert!(!told.and_then(|node| node.text()).unwrap_or_default().trim().is_empty(), "no {name}");
        }
        let view: Vec<f64> = numbers(root.attribute("viewBox").expect("a view box"));
        let mut picture = Picture { size: (view[2], view[3]), texts: Vec::new(), marks: Vec::new() };
        // Ends of arrows are drawn where their line ends.
        let drawn = root.descendants().filter(|node| !node.ancestors().any(|above| above.tag_name().name() == "defs"));
        for node in drawn.filter(Node::is_element) {
            match node.tag_name().name() {
                "svg" | "g" | "title" | "desc" => {}
                "text" => picture.texts.push(around_text(&node)),
                _ => picture.marks.push(around_mark(&node)),
            }
        }
        picture
    }

    /// Whether a text can be read in full.
    pub fn shows(&self, text: &str) -> bool {
        self.texts.iter().any(|found| found.what == text)
    }

    /// All texts and marks lie within the picture, and no two texts overlap.
    pub fn assert_tidy(&self) {
        assert!(!self.texts.is_empty() && !self.marks.is_empty());
        for part in self.texts.iter().chain(&self.marks) {
            let within = part.left >= 0.0 && part.top >= 0.0 && part.right <= self.size.0 && part.bottom <= self.size.1;
            assert!(within, "outside {:?}: {part:?}", self.size);
        }
        for (at, text) in self.texts.iter().enumerate() {
            let other = self.texts[..at].iter().find(|other| other.overlaps(text));
            assert!(other.is_none(), "{text:?} overlaps {other:?}");
        }
    }
}

/// The numbers of an attribute, whatever stands between them.
fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != '-');
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn attribute(node: &Node, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, |text| text.parse().expect("a number"))
}

fn inherited<'n>(node: &Node<'n, '_>, name: &str) -> Option<&'n str> {
    node.ancestors().find_map(|above| above.attribute(name))
}

fn around_text(node: &Node) -> Box {
    let what = node.text().unwrap_or_default().trim().to_owned();
    let size: f64 = inherited(node, "font-size").expect("a size").parse().expect("a number");
    let wide = width(&what, size) * if inherited(node, "font-weight") == Some("bold") { BOLD } else { 1.0 };
    let (x, y) = (attribute(node, "x"), attribute(node, "y"));
    // Shifts of the baseline as plotters writes them.
    let baseline = match node.attribute("dy") {
        Some("0.76em") => 0.76 * size,
        Some("0.5ex") => 0.26 * size,
        Some("-0.5ex") => -0.26 * size,
        other => other.map_or(0.0, |text| panic!("{text}")),
    };
    let start = match node.attribute("text-anchor") {
        Some("middle") => -wide / 2.0,
        Some("end") => -wide,
        _ => 0.0,
    };
    let (above, below) = (baseline - 0.76 * size, baseline + 0.22 * size);
    let (left, top, right, bottom) = match node.attribute("transform") {
        Some(turned) if turned.starts_with("rotate(270") => (above, -start - wide, below, -start),
        Some(other) => panic!("{other}"),
        None => (start, above, start + wide, below),
    };
    Box { what, left: x + left, top: y + top, right: x + right, bottom: y + bottom }
}

fn around_mark(node: &Node) -> Box {
    let at = |name| attribute(node, name);
    let points: Vec<f64> = match node.tag_name().name() {
        "circle" => vec![at("cx") - at("r"), at("cy") - at("r"), at("cx") + at("r"), at("cy") + at("r")],
        "line" => vec![at("x1"), at("y1"), at("x2"), at("y2")],
        "rect" => vec![at("x"), at("y"), at("x") + at("width"), at("y") + at("height")],
        "polyline" | "polygon" => numbers(node.attribute("points").expect("points")),
        "path" => numbers(node.attribute("d").expect("a way")),
        other => panic!("an unknown mark: {other}"),
    };
    let [xs, ys] = [0, 1].map(|first| points.iter().skip(first).step_by(2).copied().collect::<Vec<f64>>());
    let least = |all: &[f64]| all.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |all: &[f64]| all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Box {
        what: node.tag_name().name().to_owned(),
        left: least(&xs),
        top: least(&ys),
        right: most(&xs),
        bottom: most(&ys),
    }
}
