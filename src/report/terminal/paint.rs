//! Colours of a screen: what heads it is bold, what is below 0 is red.
//!
//! In: lines without colours. Out: the same with escape sequences. Whether a terminal wants them is decided by who prints.

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const RESET: &str = "\u{1b}[0m";
const MINUS: char = '−';

/// The lines with the first `heading` of them bold, and amounts below 0 red.
pub fn painted(lines: &[String], heading: usize) -> Vec<String> {
    let paint = |(at, line): (usize, &String)| match at < heading && !line.is_empty() {
        true => format!("{BOLD}{line}{RESET}"),
        false => red(line),
    };
    lines.iter().enumerate().map(paint).collect()
}

/// The line with red amounts below 0: a minus sign, perhaps the sign of the euro, and digits.
fn red(line: &str) -> String {
    let mut painted = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(MINUS) {
        let (before, amount) = rest.split_at(at);
        let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '€' | MINUS);
        let end = amount.find(|letter| !is_part(letter)).unwrap_or(amount.len());
        // A full stop or comma behind an amount ends a sentence.
        let amount_alone = amount[..end].trim_end_matches(['.', ',']);
        painted.push_str(before);
        painted.push_str(&format!("{RED}{amount_alone}{RESET}"));
        rest = &amount[amount_alone.len()..];
    }
    painted + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_below_nothing_are_red_and_the_first_lines_bold() {
        let lines = ["kop −1", "saldo −1.250, of €3", "loss −€1,250."].map(str::to_owned);
        let wanted =
            ["\u{1b}[1mkop −1\u{1b}[0m", "saldo \u{1b}[31m−1.250\u{1b}[0m, of €3", "loss \u{1b}[31m−€1,250\u{1b}[0m."];
        assert_eq!(painted(&lines, 1), wanted);
    }
}
