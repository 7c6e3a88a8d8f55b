//! Texts as they can stand in Markdown: nothing in them is taken for a sign of it.
//!
//! In: texts. Out: the same with backslashes where CommonMark and the tables of GitHub need them.

/// Signs that mean something anywhere in a line.
const SIGNS: &str = "\\`*_[]<>|~#&$";

/// A text within a line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if SIGNS.contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A line, of which the beginning is no sign of a list or a heading.
pub(super) fn first_escaped(line: &str) -> String {
    if line.starts_with(['-', '+', '=']) {
        return format!("\\{line}");
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some(sign @ ('.' | ')')) if digits > 0 => format!("{}\\{sign}{}", &line[..digits], &line[digits + 1..]),
        _ => line.to_owned(),
    }
}

/// A text as code: between more back-ticks than stand in it one behind the other.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // In a table a bar parts cells, in code as well.
    format!("{fence}{room}{}{room}{fence}", text.replace('|', "\\|"))
}
