//! Faults and warnings as people read them.
//!
//! In: [`Diagnostics`] and the files in which they were found. Out: a text in which each shows the file, the line, the
//! column, the line itself, what was found, what is allowed and what to do. It decides nothing about them.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::diagnostics::{Diagnostic, Diagnostics, Place, Severity, SourceFile, Sources};
use crate::report::words::Language;

/// So many are shown; of more only the number is told.
const MOST_SHOWN: usize = 100;

/// Writes faults and warnings, in the order of the files. `colour` adds colours for a terminal.
pub fn render(sources: &Sources, diagnostics: &Diagnostics, language: Language, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    let sorted = diagnostics.sorted();
    for diagnostic in sorted.iter().take(MOST_SHOWN) {
        text.push_str(&renderer.render(&[group(sources, diagnostic, language)]));
        text.push_str("\n\n");
    }
    if sorted.len() > MOST_SHOWN {
        let more = (sorted.len() - MOST_SHOWN).to_string();
        text.push_str(&language.fill_in(language.text("faults_more"), &[("count", &more)]));
        text.push('\n');
    }
    text
}

fn group<'s>(sources: &'s Sources, diagnostic: &Diagnostic, language: Language) -> Group<'s> {
    let level = match diagnostic.severity {
        Severity::Fault => Level::ERROR.with_name(language.text("level_fault")),
        Severity::Warning => Level::WARNING.with_name(language.text("level_warning")),
    };
    let mut group = Group::with_title(level.primary_title(language.fill(&diagnostic.message)));
    if let Some(place) = &diagnostic.place {
        group = match cell_of(sources.file(place.file), place, language) {
            Some((origin, text)) => group.element(origin).element(text),
            None => group.element(snippet(sources, place)),
        };
    }
    for hint in &diagnostic.hints {
        let text = normalize_untrusted_str(&language.fill(hint));
        group = group.element(Level::HELP.with_name(language.text("level_hint")).message(text));
    }
    group
}

/// The cell of a workbook in which a place starts, and what it says. Its file has no lines that the user knows.
fn cell_of<'s>(
    file: &'s SourceFile,
    place: &Place,
    language: Language,
) -> Option<(Origin<'s>, Snippet<'s, annotate_snippets::Annotation<'s>>)> {
    let (sheet, cell) = (file.sheet.as_ref()?, file.cell(place.span.start)?);
    let named = language.fill_in(language.text("cell_of_sheet"), &[("sheet", &sheet.name), ("cell", &cell)]);
    let origin = Origin::path(normalize_untrusted_str(&format!("{}, {named}", file.name)));
    let written = file.text.get(place.span.clone()).unwrap_or_default();
    let inside = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let shown = inside.map_or_else(|| written.to_string(), |text| text.replace("\"\"", "\""));
    let span = 0..shown.len();
    let (line, _) = file.line_column(place.span.start);
    Some((origin, Snippet::source(shown).line_start(line).annotation(AnnotationKind::Primary.span(span))))
}

/// The line on which a place starts; only that line is given to the renderer, however long the file is.
fn snippet<'s>(sources: &'s Sources, place: &Place) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let file = sources.file(place.file);
    let text = file.text.as_str();
    let (line, _) = file.line_column(place.span.start);
    let mut start = place.span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let shown = text[line_start..line_end].trim_end_matches('\r');
    let mut end = place.span.end.clamp(start, line_end.max(start));
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let span = (start - line_start).min(shown.len())..(end - line_start).min(shown.len());
    Snippet::source(shown)
        .path(normalize_untrusted_str(&file.name))
        .line_start(line)
        .annotation(AnnotationKind::Primary.span(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Message;

    proptest::proptest! {
        /// Wherever a fault lies, it can be shown.
        #[test]
        fn any_place_can_be_shown(text in "[aé\r\n\t ]{0,30}", start in 0_usize..40, length in 0_usize..40) {
            let mut sources = Sources::default();
            let file = sources.add("s.toml", text);
            let mut all = Diagnostics::default();
            all.fault(Some(Place { file, span: start..start + length }), Message::new("empty_text"));
            render(&sources, &all, Language::Nl, false);
        }
    }

    #[test]
    fn of_very_many_faults_the_first_are_shown() {
        let mut all = Diagnostics::default();
        for _ in 0..MOST_SHOWN + 7 {
            all.fault(None, Message::new("empty_text"));
        }
        let shown = render(&Sources::default(), &all, Language::En, false);
        assert_eq!(shown.matches("this text is empty").count(), MOST_SHOWN);
        assert!(shown.ends_with("and 7 more; mend first what is shown above\n"), "{shown}");
    }

    #[test]
    fn shows_the_line_and_the_way_out_in_dutch() {
        let mut sources = Sources::default();
        let text = "een = 1\ntwée = 0,35\r\n";
        let file = sources.add("map/s.toml", text);
        let odd = sources.add("a\u{1b}[31m.toml", "x = \u{1b}[31m1");
        let mut all = Diagnostics::default();
        all.fault(Some(Place { file: odd, span: 0..1 }), Message::new("unknown_key").with("found", "\u{1b}[31m"))
            .hint(Message::new("did_you_mean").with("name", "\u{1b}[31m"));
        let start = text.find("0,35").expect("the number");
        let place = Place { file, span: start..start + 4 };
        all.fault(Some(place), Message::new("decimal_comma").with("found", "0,35"))
            .hint(Message::new("use_point").with("proposed", "0.35"));
        all.warning(None, Message::new("parameter_unused").with("name", "x\u{1b}[31m"));
        let shown = render(&sources, &all, Language::Nl, false);
        let wanted = "fout: `0,35` heeft een decimale komma\n --> map/s.toml:2:8\n  |\n2 | twée = 0,35\n  |        ^^^^\n  |\n  \
                      = hulp: gebruik een punt: 0.35\n\nfout: `";
        assert!(shown.starts_with(wanted), "{shown}");
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn a_place_behind_the_end_of_a_file_is_no_problem() {
        let mut sources = Sources::default();
        let file = sources.add("a", "é");
        let mut all = Diagnostics::default();
        for span in [0..0, 1..1, 2..2, 5..9] {
            all.fault(Some(Place { file, span }), Message::new("empty_text"));
        }
        assert_eq!(render(&sources, &all, Language::En, false).matches("error").count(), 4);
    }
}
