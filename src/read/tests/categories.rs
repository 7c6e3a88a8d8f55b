//! What a row of the price list does not say comes from its category.

use crate::model::Item;
use crate::model::outline::{Entry, Shown, Source};
use crate::read::check::standalone;
use crate::read::tests::*;

/// The family with a list of categories, and with changes in one of its files.
fn ruled(file: &str, changes: &[(&str, &str)]) -> Memory {
    let mut files = family();
    let scenario = FAMILY
        .replace("evidence = \"evidence.csv\" }", "evidence = \"evidence.csv\", categories = \"categories.csv\" }");
    assert_ne!(scenario, FAMILY);
    files = files.with("f/family.toml", &scenario);
    let text = files.0.get_mut(&PathBuf::from("f").join(file)).expect("a file");
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old} is not there once");
        *text = text.replace(old, new);
    }
    files
}

/// The entries of a table in a scenario in full.
fn table<'e>(entries: &'e [Entry], name: &str) -> &'e [Entry] {
    let found = entries.iter().find(|one| one.name == name).map(|one| &one.value);
    let Some(Shown::Table(entries, _)) = found else { panic!("{name} is no table") };
    entries
}

fn item(files: &Memory, id: &str) -> Item {
    sound(files, &[]).scenario.items.into_iter().find(|one| one.id == id).expect("an item")
}

#[test]
fn empty_cells_take_the_rule_and_own_values_win() {
    let empty = ruled("prices.csv", &[("cpi,resource,state,,,,,", "cpi,resource,,,,,,")]);
    let hours = item(&empty, "eviction");
    assert_eq!((hours.payers, hours.law.as_str(), hours.cashable_lag), (vec![(1, 1.0)], "Police act", 24.0));
    // The scenario gives the item its own cashable share, so that is not by rule.
    assert_eq!((hours.cashable, hours.by_rule), (0.5, vec!["payers", "law", "cashable_lag"]));
    let shelter = item(&empty, "shelter");
    assert_eq!((shelter.payers, shelter.cashable, shelter.cashable_lag), (vec![(0, 0.5), (1, 0.5)], 0.5, 12.0));
    // A resource has no receivers, whatever its category says.
    assert_eq!((shelter.receivers, shelter.by_rule), (vec![], vec![]));
    let coach = item(&empty, "later.rent.coach");
    assert_eq!((coach.payers, coach.law.as_str(), coach.cashable), (vec![(0, 1.0)], "Care act", 0.4));
    assert_eq!(coach.by_rule, ["law", "cashable", "cashable_lag"]);
}

#[test]
fn nought_is_a_value() {
    let nought = ruled(
        "prices.csv",
        &[("2025,,resource,municipality,,,,,,,official", "2025,,resource,municipality,,,0,0,,,official")],
    );
    let coach = item(&nought, "later.rent.coach");
    assert_eq!((coach.cashable, coach.cashable_lag, coach.by_rule), (0.0, 0.0, vec!["law"]));
}

#[test]
fn faults_are_told_once_where_they_stand() {
    let found = |file, changes: &[(&str, &str)]| faults(&ruled(file, changes), &[]);
    assert_eq!(found("prices.csv", &[("Police,police,", "Police,polcie,")]), ["unknown_category prices.csv:4:28"]);
    let no_kind = found("prices.csv", &[("cpi,resource,state,,,,,", "cpi,,state,,,,,")]);
    assert!(no_kind.iter().any(|one| one.starts_with("word_missing prices.csv:")), "{no_kind:?}");
    assert_eq!(found("categories.csv", &[("0.9 state", "0.8 state")]), ["shares_do_not_add_up categories.csv:2:16"]);
    assert_eq!(found("categories.csv", &[("0.4,6", "4,6")]), ["number_outside categories.csv:2:61"]);
    assert_eq!(
        found("categories.csv", &[("police,Politie", "care,Politie")]).first().map(String::as_str),
        Some("id_twice categories.csv:3:1")
    );
    assert_eq!(found("categories.csv", &[("estimate", "estimat")]), ["unknown_grade categories.csv:3:48"]);
}

#[test]
fn a_full_scenario_shows_where_the_value_comes_from() {
    let files = ruled("prices.csv", &[("cpi,resource,state,,,,,", "cpi,resource,,,,,,")]);
    let (_, entries) = outline(&files, Path::new("f/family.toml")).expect("a scenario");
    let price = table(table(&entries, "prices"), "police_hour");
    let value = |name: &str| &price.iter().find(|one| one.name == name).expect("a value").value;
    let rule = Source::File { name: "f/categories.csv".into(), line: 3 };
    assert_eq!(*value("payers"), Shown::Text("state".into(), rule.clone()));
    let Shown::List(names, place) = value("by_rule") else { panic!("no list") };
    let texts: Vec<&Shown> = names.iter().collect();
    let marked = ["payers", "law", "cashable", "cashable_lag"].map(|key| Shown::Text(key.into(), Source::Reckoned));
    assert_eq!((texts, place), (marked.iter().collect(), &rule));
}

#[test]
fn the_list_is_known_by_its_header() {
    let path = Path::new("f/categories.csv");
    let list = standalone::list(&ruled("categories.csv", &[]), path, &standalone::Accounts::default()).expect("a list");
    assert_eq!((list.kind, list.rows, list.diagnostics.has_faults()), (Some("categories"), 2, false));
    let misspelt = ruled("prices.csv", &[("cashable_lag", "cashable_lg")]);
    let list =
        standalone::list(&misspelt, Path::new("f/prices.csv"), &standalone::Accounts::default()).expect("a list");
    assert_eq!(list.kind, Some("prices"));
}

#[test]
fn a_row_without_a_day_of_checking_is_unverified() {
    let by_index = changed("prices.csv", &[("estimate,A report,,,", "estimate,A report,,2026-01-31,")]);
    let index = "year,cpi,source,checked,note\n2024,3.3,CBS,2026-01-31,\n2025,3.0,CBS,2026-01-31,\n";
    let checked = by_index.clone().with("f/index.csv", index);
    let scenario = sound(&checked, &[]).scenario;
    let unverified = |name: &str| {
        let found = scenario.parameters.iter().find(|one| one.name == name).expect("a parameter");
        found.evidence.unverified
    };
    assert!(unverified("price:shelter_day") && !unverified("price:police_hour"));
    // Nobody verified the years of the index that take it to the price year.
    let doubtful = sound(&by_index, &[]).scenario;
    let known = doubtful.parameters.iter().find(|one| one.name == "price:police_hour").expect("a price");
    assert!(known.evidence.unverified);
    // What a scenario gives itself stands in no list.
    assert!(scenario.parameters.iter().any(|one| !one.name.starts_with("price:") && !one.evidence.unverified));
    let (_, entries) = outline(&checked, Path::new("f/family.toml")).expect("a scenario");
    let prices = table(&entries, "prices");
    let ids: Vec<&str> = prices.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(ids, ["shelter_day", "coach_hour", "police_hour"]);
    let marked = |id: &str| table(prices, id).iter().any(|one| one.name == "unverified");
    assert_eq!(["shelter_day", "coach_hour", "police_hour"].map(marked), [true, true, false]);
}
