//! The table of keys is whole, and what is made from it is up to date.

use std::collections::BTreeSet;

use crate::read::keys::kind::ValueKind;
use crate::read::keys::rule::{Rule, rule};
use crate::read::keys::{TEXT, default_of, form, forms, of, reference, schema};

/// Names of the forms in a kind.
fn named(kind: &ValueKind, all: &mut BTreeSet<&'static str>) {
    match kind {
        ValueKind::Form(name) => drop(all.insert(name)),
        ValueKind::List(_, of) | ValueKind::Names(_, of) => named(of, all),
        ValueKind::Any(kinds) => kinds.iter().for_each(|kind| named(kind, all)),
        _ => {}
    }
}

#[test]
fn every_form_is_there_once_and_used() {
    let mut used = BTreeSet::from(["file"]);
    for form in forms() {
        named(&form.kind, &mut used);
        form.keys.iter().for_each(|key| named(&key.kind, &mut used));
        let names: BTreeSet<_> = form.keys.iter().map(|key| key.name).collect();
        assert_eq!(names.len(), form.keys.len(), "{}: a key twice", form.name);
        assert!(!form.meaning.is_empty() && form.keys.iter().all(|key| !key.meaning.is_empty()), "{}", form.name);
        assert!(form.keys.iter().all(|key| ["", "yes", "together"].contains(&key.needed)), "{}", form.name);
    }
    let taken = TEXT.lines().filter_map(|line| line.split('\t').nth(1)?.strip_prefix('+')?.split('-').next());
    used.extend(taken);
    let defined: BTreeSet<&str> = forms().iter().map(|form| form.name).collect();
    assert_eq!(defined.len(), forms().len(), "a form twice");
    assert_eq!(used.difference(&defined).collect::<Vec<_>>(), Vec::<&&str>::new(), "not in the table");
    let left: Vec<_> = defined.difference(&used).collect();
    assert_eq!(left, Vec::<&&str>::new(), "not used");
    for line in TEXT.lines().skip(1) {
        let table = line.split('\t').next().unwrap_or_default();
        assert!(defined.contains(table) && line.split('\t').count() == 8, "{line}");
    }
}

#[test]
fn keys_of_other_tables_are_taken_over() {
    assert_eq!(of("ratio"), ["hazard_ratio", "relative_risk", "odds_ratio", "probability_ratio", "over"]);
    assert!(of("effect").ends_with(of("ratio")) && of("nothing").is_empty());
    assert!(!of("joint").contains(&"label") && of("joint").contains(&"source"));
    assert!(form("joint_share").is_some_and(|form| form.keys.len() == 2) && of("joint_share") == ["share"]);
    assert_eq!(default_of("settings", "draws"), "1024");
}

#[test]
fn rules_of_merging_follow_the_table() {
    let strength = ["chance", "within", "rate", "per", "mean_duration", "observed", "over", "duration"];
    for (path, wanted) in [
        ("", Rule::Keys(&[])),
        ("settings discount_rates", Rule::Keys(&[])),
        ("settings horizon", Rule::Whole),
        ("parameters x", Rule::Whole),
        ("parameters x pert", Rule::Whole),
        ("domains x", Rule::Keys(&[])),
        ("domains x states", Rule::Keys(&[])),
        ("domains x states y", Rule::Whole),
        ("domains x measures y", Rule::Keys(&[])),
        ("domains x measures y z", Rule::Whole),
        ("domains x transitions", Rule::Named("move")),
        ("domains x rows y", Rule::Keys(&["observed", "over"])),
        ("alternatives x interventions y", Rule::Keys(&[])),
        ("alternatives x interventions y effects", Rule::Whole),
        ("alternatives x items", Rule::Whole),
        ("alternatives x transitions y", Rule::Whole),
        ("system_problems x times", Rule::Keys(&[])),
        ("null_alternative interventions y", Rule::Keys(&[])),
        ("items", Rule::Named("id")),
        ("items x", Rule::Keys(&["price", "amount"])),
        ("correlations x", Rule::Whole),
        ("question x", Rule::Keys(&[])),
        ("influences", Rule::Together),
        ("nothing at all", Rule::Whole),
    ] {
        let path: Vec<&str> = path.split_whitespace().collect();
        assert_eq!(rule(&path), wanted, "{path:?}");
    }
    assert_eq!(rule(&["domains", "x", "transitions", "y"]), Rule::Keys(of("strength")));
    assert_eq!(of("strength"), strength);
}

/// What a file of the documentation has to be; `MKBA_UPDATE=1` writes it.
fn up_to_date(path: &str, wanted: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("MKBA_UPDATE").is_some() {
        std::fs::write(&path, wanted).expect("written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "{} is not what the table says: MKBA_UPDATE=1 cargo test --lib keys", path.display());
}

#[test]
fn the_schema_and_the_reference_are_made_from_the_table() {
    let schema = serde_json::to_string_pretty(&schema::schema()).expect("JSON");
    up_to_date("docs/scenario.schema.json", &(schema + "\n"));
    up_to_date("docs/reference.md", &reference::page());
}
