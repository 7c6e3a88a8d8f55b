//! The report as Markdown: the same chapters in the same order, with the sentences and tables of the page.
//!
//! In: the body of the page ([`html`](crate::report::html)), so that both say the same. Out: Markdown with the tables of
//! GitHub. Pictures are left out: their sentence and their numbers stand in the text. Texts of people stay texts.

mod escaped;

use crate::report::markdown::escaped::{code, escaped, first_escaped};
use roxmltree::{Document, Node};

/// The Markdown of the body of a page.
///
/// # Errors
/// A body that is no sound XML; none in practice, since it is made by us.
pub(in crate::report) fn of_body(body: &str) -> Result<String, roxmltree::Error> {
    // Signs that XML does not know are none that a reader would miss.
    let known: String = body.chars().filter(|letter| is_known(*letter)).collect();
    let whole = format!("<body>{known}</body>");
    let document = Document::parse(&whole)?;
    let mut blocks = Vec::new();
    block(document.root_element(), &mut blocks);
    Ok(blocks.join("\n\n") + "\n")
}

/// Whether a sign may stand in XML 1.0.
fn is_known(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r') || letter >= ' ' && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// Puts down what an element holds, block by block.
fn block(node: Node, blocks: &mut Vec<String>) {
    match node.tag_name().name() {
        "h1" => heading(node, "#", blocks),
        "h2" => heading(node, "##", blocks),
        "h3" => heading(node, "###", blocks),
        "p" | "figcaption" => push(first_escaped(&inline(node)), blocks),
        "ul" => push(list(node, |_| "-".to_owned()), blocks),
        "ol" => push(list(node, |at| format!("{}.", at + 1)), blocks),
        "table" => table(node, blocks),
        // The contents are links within the page; a picture has its words beside it.
        "nav" | "svg" | "summary" => {}
        _ => node.children().filter(Node::is_element).for_each(|child| block(child, blocks)),
    }
}

fn push(text: String, blocks: &mut Vec<String>) {
    if !text.is_empty() {
        blocks.push(text);
    }
}

fn heading(node: Node, sign: &str, blocks: &mut Vec<String>) {
    blocks.push(format!("{sign} {}", inline(node)));
}

fn list(node: Node, sign: impl Fn(usize) -> String) -> String {
    let items = node.children().filter(|child| child.has_tag_name("li")).enumerate();
    items.map(|(at, item)| format!("{} {}", sign(at), first_escaped(&inline(item)))).collect::<Vec<String>>().join("\n")
}

/// The text of an element on one line, with what stands out in it.
fn inline(node: Node) -> String {
    let mut text = String::new();
    for child in node.children() {
        match child.tag_name().name() {
            "" => text.push_str(&escaped(child.text().unwrap_or_default())),
            "svg" => {}
            "strong" => text.push_str(&strong(&inline(child))),
            "code" => text.push_str(&code(&plain_text(child))),
            "a" => text.push_str(&link(child)),
            // A name and what is told of it stand apart on the page.
            "span" if child.prev_sibling().is_some_and(|before| before.has_tag_name("span")) => {
                text.push_str(": ");
                text.push_str(&inline(child));
            }
            "small" => {
                text.push(' ');
                text.push_str(&inline(child));
            }
            _ => text.push_str(&inline(child)),
        }
    }
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// All text within an element.
fn plain_text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}

fn strong(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("**{text}**") }
}

/// A link where it leads to the web, else its text alone.
fn link(node: Node) -> String {
    let text = inline(node);
    let address = node.attribute("href").unwrap_or_default();
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let is_whole = !address.contains(|letter: char| letter.is_whitespace() || "<>()\\".contains(letter));
    if is_web && is_whole { format!("[{text}]({address})") } else { text }
}

/// The caption of a table, and its rows; what stands out on the page is bold.
fn table(node: Node, blocks: &mut Vec<String>) {
    let part = |name: &str| node.children().find(|child| child.has_tag_name(name));
    push(part("caption").map(|caption| strong(&inline(caption))).unwrap_or_default(), blocks);
    let mut lines = Vec::new();
    for row in part("thead").into_iter().flat_map(|head| head.children().filter(Node::is_element)) {
        let cells: Vec<Node> = row.children().filter(Node::is_element).collect();
        let is_number = |cell: &Node| cell.attribute("class") == Some("n");
        lines.push(line(cells.iter().map(|cell| inline(*cell))));
        lines.push(line(cells.iter().map(|cell| if is_number(cell) { "--:" } else { "---" }.to_owned())));
    }
    for row in part("tbody").into_iter().flat_map(|body| body.children().filter(Node::is_element)) {
        let stands_out = matches!(row.attribute("class"), Some("sum" | "told"));
        let cell = |cell: Node| if stands_out { strong(&inline(cell)) } else { inline(cell) };
        lines.push(line(row.children().filter(Node::is_element).map(cell)));
    }
    push(lines.join("\n"), blocks);
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<String>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> String {
        of_body(body).expect("sound XML")
    }

    #[test]
    fn chapters_lists_and_tables_keep_their_order() {
        let body = "<main><h2 id=\"a\">1. Kop</h2><p>Een <strong>zin</strong> met <code>a`b</code>.</p>\
                    <figure><ul class=\"bands\"><li><span class=\"name\"><span>Plan</span><span>10</span></span>\
                    <svg><desc>weg</desc></svg></li></ul><figcaption>Bij de grafiek</figcaption></figure>\
                    <div><table><caption>Tabel</caption><thead><tr><th>Naam</th><th class=\"n\">Euro</th></tr></thead>\
                    <tbody><tr class=\"\"><th>a|b</th><td>1</td></tr><tr class=\"sum\"><th>Som</th><td>1</td></tr></tbody>\
                    </table></div></main>";
        let wanted = "## 1. Kop\n\nEen **zin** met ``a`b``.\n\n- Plan: 10\n\nBij de grafiek\n\n**Tabel**\n\n\
                      | Naam | Euro |\n| --- | --: |\n| a\\|b | 1 |\n| **Som** | **1** |\n";
        assert_eq!(of(body), wanted);
    }

    #[test]
    fn texts_of_people_stay_texts() {
        let found = of(
            "<p>&lt;script&gt; *a* [x](javascript:1) # | `c` &amp;lt; \u{1}</p><p>- geen lijst</p><p>1. ook niet</p>",
        );
        assert!(found.starts_with("\\<script\\> \\*a\\* \\[x\\](javascript:1) \\# \\| \\`c\\` \\&lt;\n"), "{found}");
        assert!(found.contains("\n\\- geen lijst\n") && found.contains("\n1\\. ook niet\n"), "{found}");
        assert_eq!(of("<p><a href=\"javascript:alert(1)\">bron</a></p>"), "bron\n");
        assert_eq!(of("<p><a href=\"https://a.nl/b\">bron</a></p>"), "[bron](https://a.nl/b)\n");
    }
}
