//! The frame that all charts share: the SVG element with its text alternative, colours, letters and widths of texts.
//!
//! In: a size in pixels, a title, a description, a body. Out: SVG that needs no fonts of its own; texts are escaped.
//! Colours are those of Okabe and Ito ("Color Universal Design", 2008); numbers, dashes or widths say the same, so that a
//! chart can be read in black and white.

use crate::report::words::numbers::TIE;
use crate::report::words::wrap::plain;
use plotters::coord::Shift;
use plotters::prelude::*;
use std::error::Error;
use unicode_width::UnicodeWidthChar;

/// Colours of what is told apart, in their order.
pub(super) const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];
/// Texts and what counts most.
pub(super) const INK: RGBColor = RGBColor(40, 40, 40);
/// Lines and texts in the background.
pub(super) const GREY: RGBColor = RGBColor(102, 102, 102);
/// Letters of a heading, of a text and of a label, in pixels.
pub(super) const HEADING: f64 = 18.0;
pub(super) const TEXT: f64 = 15.0;
pub(super) const LABEL: f64 = 13.0;

/// How much wider bold letters are.
pub(super) const BOLD: f64 = 1.08;

/// What went wrong while drawing; nothing in practice, since it draws to memory.
pub(super) type Outcome<T> = Result<T, Box<dyn Error>>;
/// Where plotters draws.
pub(super) type Canvas<'b> = DrawingArea<SVGBackend<'b>, Shift>;

/// What a chart shows, for those who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternative {
    /// What it is.
    pub title: String,
    /// What can be seen in it.
    pub description: String,
}

/// The SVG element around a body: white, with a title and a description.
pub(super) fn picture(size: (u32, u32), alternative: &Alternative, body: &str) -> String {
    let (width, height) = size;
    let [title, description] = [&alternative.title, &alternative.description].map(|text| escape(text));
    format!(
        "<svg role=\"img\" aria-labelledby=\"title description\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"title\">{title}</title>\n\
         <desc id=\"description\">{description}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n\
         {body}</svg>\n",
        web(WHITE)
    )
}

/// The same around what plotters draws, which stands inside as an element of its own.
///
/// # Errors
/// None in practice: it draws to memory.
pub(super) fn plotted(
    size: (u32, u32),
    alternative: &Alternative,
    draw: impl FnOnce(&Canvas) -> Outcome<()>,
) -> Outcome<String> {
    let mut body = String::new();
    let canvas = SVGBackend::with_string(&mut body, size).into_drawing_area();
    draw(&canvas)?;
    canvas.present()?;
    drop(canvas);
    Ok(picture(size, alternative, &body))
}

/// A text as it can stand in SVG.
pub(super) fn escape(text: &str) -> String {
    plain(text).replace(TIE, " ").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The colour of the thing at this place; they come round again.
pub(super) fn colour(at: usize) -> RGBColor {
    COLOURS[at % COLOURS.len()]
}

/// A colour as SVG writes it.
pub(super) fn web(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Black or white, whichever can be read best on a colour.
pub(super) fn readable_on(RGBColor(red, green, blue): RGBColor) -> RGBColor {
    let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    // Contrast as WCAG 2.2 has it, (lighter + 0.05) / (darker + 0.05), is the same with both at this lightness.
    if (light + 0.05) * (light + 0.05) > 0.05 * 1.05 { BLACK } else { WHITE }
}

/// Light that one part of a colour gives, from 0 to 1 (sRGB, nearly).
fn linear(part: u8) -> f64 {
    libm::pow(f64::from(part) / 255.0, 2.2)
}

/// Letters of this size in pixels. What plotters calls the size is the height of a line.
pub(super) fn letters<'a>(size: f64) -> TextStyle<'a> {
    TextStyle::from(("sans-serif", size * 1.24)).color(&INK)
}

/// The same letters, bold.
pub(super) fn bold(style: TextStyle<'_>) -> TextStyle<'_> {
    TextStyle { font: style.font.style(FontStyle::Bold), ..style }
}

/// About how wide a text is, in pixels, in a wide sans-serif letter: a little too much rather than too little.
pub(super) fn width(text: &str, size: f64) -> f64 {
    size * text.chars().map(advance).sum::<f64>()
}

/// Width of a letter in ems.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.3,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' => 0.34,
        'f' | 'r' | 't' | '-' | '(' | ')' | '[' | ']' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '→' | '…' | '%' => 0.98,
        '−' | '+' | '=' | '<' | '>' => 0.84,
        _ if letter.is_ascii_lowercase() || letter.is_ascii_digit() => 0.62,
        _ => match letter.width().unwrap_or_default() {
            0 => 0.0,
            1 if letter.is_lowercase() => 0.62,
            1 => 0.72,
            _ => 1.05,
        },
    }
}

/// A text cut to so many pixels; an ellipsis shows that something is gone.
pub(super) fn fit(text: &str, size: f64, most: f64) -> String {
    let text = plain(text);
    if width(&text, size) <= most {
        return text;
    }
    let mut room = most - size * advance('…');
    let kept = text.chars().take_while(|letter| {
        room -= size * advance(*letter);
        room >= 0.0
    });
    kept.collect::<String>().trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(fit("kort", LABEL, 100.0), "kort");
        let cut = fit(&"heel erg lang ".repeat(20), LABEL, 100.0);
        assert!(cut.ends_with('…') && (80.0..=100.0).contains(&width(&cut, LABEL)), "{cut}");
    }

    #[test]
    fn letters_on_a_colour_can_be_read() {
        for colour in COLOURS {
            let light = |RGBColor(red, green, blue): RGBColor| {
                0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05
            };
            let (a, b) = (light(colour), light(readable_on(colour)));
            assert!(a.max(b) / a.min(b) >= 4.5, "{colour:?}");
        }
    }
}
