//! What `mkba check` says of lists with the mistakes of real ones: each lint has a list that trips it, a sound list that does
//! not, and a remark that answers it. The shipped lists are clean.

use mkba::diagnostics::Sources;
use mkba::read::check::lint_list;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const NOW: i32 = 2026;
const PRICES: &str = "id,name_nl,name_en,category,central,low,high,range,unit,price_year,index,kind,payers,receivers,law,cashable,cashable_lag,overlap_group,overlap_role,grade,source,url,checked,note";
const RATES: &str = "id,name_nl,name_en,value,low,high,range,unit,distribution,year,grade,source,url,checked,note";

/// Keys of warnings with the line at which they stand.
fn found(texts: &[&str]) -> Vec<(&'static str, usize)> {
    let mut sources = Sources::default();
    for (at, text) in texts.iter().enumerate() {
        sources.add(format!("{at}.csv"), *text);
    }
    let all = lint_list::run(&sources, NOW, &BTreeSet::new());
    let line = |place: &mkba::diagnostics::Place| sources.file(place.file).line_column(place.span.start).0;
    all.sorted().into_iter().map(|one| (one.message.key, one.place.as_ref().map_or(0, line))).collect()
}

/// A row of prices: id, category, value, unit, year, group and role, note.
fn price(id: &str, category: &str, value: &str, unit: &str, year: i32, overlap: &str, note: &str) -> String {
    format!(
        "{id},naam {id},name {id},{category},{value},,,,{unit},{year},cpi,resource,gemeente,,,,,{overlap},study,S,,2026-01-01,{note}"
    )
}

fn prices(rows: &[String]) -> String {
    format!("{PRICES}\n{}\n", rows.join("\n"))
}

fn plain(id: &str, value: &str, unit: &str, note: &str) -> String {
    price(id, "help", value, unit, 2024, ",", note)
}

#[test]
fn the_shipped_lists_are_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a list");
    let texts = ["prices/nl.csv", "rates/nl.csv", "categories.csv", "prices/cpi.csv"].map(read);
    assert_eq!(found(&texts.each_ref().map(String::as_str)), []);
}

#[test]
fn a_size_that_does_not_fit_the_unit() {
    let list = |value, unit, note| prices(&[plain("consult", value, unit, note)]);
    assert_eq!(found(&[&list("3732", "hour", "")]), [("lint_unit_size", 2)]);
    assert_eq!(found(&[&list("3732", "event", "")]), []);
    assert_eq!(found(&[&list("0.5", "month of storage", "")]), [("lint_unit_size", 2)]);
    assert_eq!(found(&[&list("3732", "hour", "answers unit_size: a whole team")]), []);
    // A remark without a reason answers nothing.
    assert_eq!(found(&[&list("3732", "hour", "answers unit_size: ")]), [("lint_unit_size", 2)]);
}

#[test]
fn an_outlier_in_its_category_after_indexing() {
    let list = |last: &str, year, note: &str| {
        let mut rows: Vec<String> =
            ["50", "60", "70"].map(|value| plain(&format!("h{value}"), value, "hour", "")).to_vec();
        rows.push(price("last", "help", last, "hour", year, ",", note));
        prices(&rows)
    };
    assert_eq!(found(&[&list("300", 2024, "")]), [("lint_outlier", 5)]);
    assert_eq!(found(&[&list("100", 2024, "")]), []);
    assert_eq!(found(&[&list("300", 2024, "answers outlier: counsel")]), []);
    // With an index by which prices became ten times as high, 100 euro of the year before are 1,000 now.
    let index = "year,cpi,source,note\n2023,0,S,\n2024,900,S,\n";
    assert_eq!(found(&[&list("100", 2023, ""), index]), [("lint_outlier", 5)]);
}

#[test]
fn a_part_above_its_total_and_a_group_without_one() {
    let list = |part: &str, note: &str, of_total: &str| {
        let total = price("all", "help", "1000", "year", 2024, "g,total", of_total);
        prices(&[total, price("part", "other", part, "year", 2024, "g,part", note)])
    };
    assert_eq!(found(&[&list("1200", "", "")]), [("lint_part_above_total", 3)]);
    assert_eq!(found(&[&list("900", "", "")]), []);
    assert_eq!(found(&[&list("1200", "answers part_above_total: a dear form", "")]), []);
    assert_eq!(found(&[&list("1200", "", "answers part_above_total: a mean")]), []);
    let alone = prices(&[price("part", "help", "900", "year", 2024, "g,part", "")]);
    assert_eq!(found(&[&alone]), [("lint_no_total", 2)]);
}

#[test]
fn a_year_to_come() {
    let list = |year, note| prices(&[price("a", "help", "50", "hour", year, ",", note)]);
    assert_eq!(found(&[&list(NOW + 1, "")]), [("lint_future_year", 2)]);
    assert_eq!(found(&[&list(NOW, "")]), []);
    assert_eq!(found(&[&list(NOW + 1, "answers future_year: tariff that was decided")]), []);
    let rates = format!("{RATES}\nr,naam,name,0.3,,,,share,beta,{},study,S,,2026-01-01,\n", NOW + 1);
    assert_eq!(found(&[&rates]), [("lint_future_year", 2)]);
}

#[test]
fn the_same_thing_twice_with_another_value() {
    let again = |value: &str, note: &str| {
        let one = plain("a", "50", "hour", "");
        prices(&[one, plain("b", value, "hour", note).replace("naam b", "Naam A")])
    };
    assert_eq!(found(&[&again("60", "")]), [("lint_twice", 3)]);
    assert_eq!(found(&[&again("50", "")]), []);
    assert_eq!(found(&[&again("60", "answers twice: by the other collective agreement")]), []);
}

#[test]
fn references_to_what_is_not_there() {
    let list = |note| prices(&[plain("some_hour", "50", "hour", ""), plain("a", "60", "hour", note)]);
    assert_eq!(found(&[&list("derived: twice 30 (other_hour)")]), [("lint_dead_id", 3)]);
    assert_eq!(found(&[&list("derived: more than some_hour. See repo/some_file.csv")]), []);
    let categories = "category,name_nl,name_en,payers,receivers,law,cashable,cashable_lag,grade,source,url,note\nwork,a,a,,,,,,,,,\n";
    let rows = prices(&[plain("a", "60", "hour", "")]);
    assert_eq!(found(&[&rows, categories]), [("lint_dead_category", 2)]);
    assert_eq!(found(&[&rows.replace(",cpi,", ",cpl,")]), [("lint_dead_index", 2)]);
}
