//! Wrapping and cutting of texts to the columns of a terminal.
//!
//! In: texts and a width in columns. Out: lines that fit. It counts columns, not bytes or characters.

use crate::report::words::numbers::TIE;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

/// A text without line breaks and other control characters, which could move or colour what a terminal shows.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Breaks a text at spaces into lines of at most `width` columns; lines after the first start with `indent` spaces. A word
/// that is longer than a line is cut short.
pub fn wrap(text: &str, width: usize, indent: usize) -> Vec<String> {
    let text = plain(text).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    textwrap::wrap(&text, options).iter().map(|line| shorten(line, width).replace(TIE, " ")).collect()
}

/// Cuts a text to `width` columns, which textwrap has no way to do; an ellipsis shows that something is gone.
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if format!("{short}{letter}…").width() > width {
            break;
        }
        short.push(letter);
    }
    let mut short = short.trim_end().to_owned();
    if width > 0 {
        short.push('…');
    }
    short
}

/// A text in a cell of `width` columns, at its left.
pub fn left(text: &str, width: usize) -> String {
    let text = shorten(&plain(text), width);
    let fill = width.saturating_sub(text.width());
    text + &" ".repeat(fill)
}

/// A text in a cell of `width` columns, at its right.
pub fn right(text: &str, width: usize) -> String {
    let text = shorten(&plain(text), width);
    " ".repeat(width.saturating_sub(text.width())) + &text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_amounts_stay_whole() {
        let text = format!("aan de gemeente €{TIE}1.200 per gezin");
        assert_eq!(wrap(&text, 18, 2), ["aan de gemeente", "  € 1.200 per", "  gezin"]);
        assert_eq!(wrap("", 10, 0), [""]);
        assert_eq!(wrap("de supercalifragilistic en", 8, 2), ["de", "  super…", "  en"]);
        assert_eq!(wrap("supercalifragilistic", 8, 0), ["superca…"]);
        assert_eq!(wrap("a  b", 8, 0), ["a b"]);
        assert_eq!(wrap("a\n\u{1b}[31mb", 8, 0), ["a [31mb"]);
    }

    #[test]
    fn cells_count_columns() {
        assert_eq!(left("één", 5), "één  ");
        assert_eq!(right("−12", 5), "  −12");
        assert_eq!(left("Zorgverzekeraars", 8), "Zorgver…");
        assert_eq!(shorten("ab", 0), "");
    }
}
