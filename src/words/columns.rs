//! Column names of price lists and rate lists in Dutch and English.
//!
//! In: the title of a column as a spreadsheet has it. Out: the name of the column in files (`central` for `Bedrag`). The
//! names are data (`columns.csv`): of each language the first is the one that we write, the others are read as well.

use std::sync::OnceLock;

#[cfg(feature = "report")]
use crate::words::Language;

const TABLE: &str = include_str!("columns.csv");

/// A column and its titles.
struct Titles {
    column: String,
    nl: Vec<String>,
    en: Vec<String>,
}

fn table() -> &'static [Titles] {
    static TITLES: OnceLock<Vec<Titles>> = OnceLock::new();
    TITLES.get_or_init(|| {
        let titles = |text: &str| text.split('|').map(str::to_string).collect();
        let row = |row: csv::StringRecord| Titles {
            column: row[0].to_string(),
            nl: titles(row.get(1).unwrap_or_default()),
            en: titles(row.get(2).unwrap_or_default()),
        };
        csv::Reader::from_reader(TABLE.as_bytes()).into_records().filter_map(Result::ok).map(row).collect()
    })
}

/// A title without what makes no difference: capitals, spaces, signs, and what stands between brackets (`Bedrag (€)`).
fn plain(title: &str) -> String {
    let title =
        title.split_once('(').map_or(title, |(before, _)| if before.trim().is_empty() { title } else { before });
    title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which of these columns has this title, in any language; a name as it is in files always is that column.
pub(crate) fn named<'c>(title: &str, columns: &[&'c str]) -> Option<&'c str> {
    let own = columns.iter().find(|column| **column == title);
    let wanted = plain(title);
    let is = |column: &&&str| {
        let titles = table().iter().find(|titles| titles.column == ***column);
        let mut all = titles.into_iter().flat_map(|titles| titles.nl.iter().chain(&titles.en));
        !wanted.is_empty() && (plain(column) == wanted || all.any(|title| plain(title) == wanted))
    };
    own.or_else(|| columns.iter().find(is)).copied()
}

/// The titles of these columns, and their names in files.
pub(crate) fn titles<'c>(columns: &'c [&'c str]) -> impl Iterator<Item = &'c str> {
    let of = |titles: &'static Titles| titles.nl.iter().chain(&titles.en).map(String::as_str);
    let known = move |titles: &&'static Titles| columns.contains(&titles.column.as_str());
    columns.iter().copied().chain(table().iter().filter(known).flat_map(of))
}

/// The title that we write above a column.
#[cfg(feature = "report")]
pub(crate) fn title(column: &str, language: Language) -> &str {
    let found = table().iter().find(|titles| titles.column == column);
    let of = |titles: &'static Titles| match language {
        Language::Nl => titles.nl.first(),
        Language::En => titles.en.first(),
    };
    found.and_then(of).map_or(column, String::as_str)
}

/// Whether cells side by side can be the header of a list with these columns: `id`, and another one beside it.
pub(crate) fn is_header<'t>(cells: impl Iterator<Item = &'t str>, columns: &[&str]) -> bool {
    let (mut has_id, mut others) = (false, 0);
    for found in cells.filter_map(|title| named(title.trim(), columns)) {
        has_id |= found == "id";
        others += usize::from(found != "id");
    }
    has_id && others > 0
}

/// Whether cells side by side can be the header of any list of prices or rates.
#[cfg(feature = "excel")]
pub(crate) fn is_any_header<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let columns: Vec<&str> = table().iter().map(|titles| titles.column.as_str()).collect();
    is_header(cells, &columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_any_case_and_language() {
        let columns = ["id", "name_nl", "central", "price_year"];
        for (title, wanted) in [
            ("id", Some("id")),
            ("CODE", Some("id")),
            ("Bedrag (€)", Some("central")),
            ("price year", Some("price_year")),
            ("Prijs-jaar", Some("price_year")),
            ("omschrijving:", Some("name_nl")),
            ("Bron", None),
            ("", None),
            ("()", None),
        ] {
            assert_eq!(named(title, &columns), wanted, "{title}");
        }
        assert_eq!(named("Jaar", &["year"]), Some("year"));
        assert!(is_header(["Code", "x", "Bedrag"].into_iter(), &columns));
        assert!(!is_header(["Code", "x"].into_iter(), &columns));
    }

    #[test]
    fn no_title_stands_for_two_columns_of_one_list() {
        let rates = ["value", "year", "distribution"];
        let prices = ["central", "price_year"];
        let cases = ["scenario", "alternative", "neighbourhood", "count", "start_month", "plan_cost"];
        let of_others: Vec<&str> = rates.iter().chain(&prices).chain(&cases).copied().collect();
        for lists in [&rates[..], &prices, &cases] {
            let mine = |titles: &&Titles| {
                lists.contains(&titles.column.as_str()) || !of_others.contains(&titles.column.as_str())
            };
            let mut seen = std::collections::BTreeMap::new();
            for titles in table().iter().filter(mine) {
                for title in titles.nl.iter().chain(&titles.en) {
                    let other = seen.insert(plain(title), &titles.column);
                    assert!(other.is_none_or(|other| *other == titles.column), "{title}: {other:?}");
                }
            }
        }
    }
}
