//! What `mkba check` has to say about a scenario without faults.

use crate::read::check::standalone;
use crate::read::tests::*;

/// What is said of the family with these changes, less what is said of the family itself.
fn remarks(changes: &[(&str, &str)]) -> Vec<String> {
    let of = |files: &Memory| {
        let loaded = sound(files, &[]);
        let all = loaded.remarks.sorted().into_iter();
        let names = |one: &Diagnostic| one.message.values.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let place = |one: &Diagnostic| {
            let place = one.place.as_ref().expect("a place");
            loaded.sources.file(place.file).line_column(place.span.start)
        };
        all.map(|one| {
            let (line, column) = place(one);
            (format!("{} {}", one.message.key, names(one).join(" ")), format!("{line}:{column}"))
        })
        .collect::<Vec<_>>()
    };
    let usual: Vec<String> = of(&family()).into_iter().map(|(text, _)| text).collect();
    let new = of(&changed("family.toml", changes)).into_iter().filter(|(text, _)| !usual.contains(text));
    new.map(|(text, place)| format!("{text} {place}")).collect()
}

#[test]
fn the_family_has_numbers_without_a_source() {
    let loaded = sound(&family(), &[]);
    let wanted = [
        "number_without_source family.toml:31:17",
        "number_without_source family.toml:44:10",
        "number_without_source family.toml:72:8",
        "number_without_source family.toml:88:10",
        "number_without_source family.toml:99:64",
        "number_without_source family.toml:102:57",
    ];
    assert_eq!(found(&loaded.sources, &loaded.remarks), wanted);
}

#[test]
fn states_and_transitions_that_nothing_reaches() {
    let stays = (
        "homeless = { nl = \"dakloos\", en = \"homeless\" }",
        "homeless = { nl = \"dakloos\", en = \"homeless\" }\nabroad = { nl = \"weg\", en = \"away\" }",
    );
    assert_eq!(remarks(&[stays]), ["state_unreachable housing abroad 41:1"]);
    let never = ("chance = \"executed\"", "chance = 0");
    let used = ("adults = 1", "adults = 1\nx = 2");
    let found = remarks(&[never]);
    assert_eq!(
        found,
        ["state_unreachable housing homeless 40:1", "transition_never housing: arrears -> homeless 52:8"]
    );
    assert_eq!(remarks(&[used]), ["trait_unused x 15:1"]);
    // A chance of 0 that an alternative raises can happen.
    let raised = [("chance = 0.05", "chance = 0")];
    assert_eq!(remarks(&raised), [""; 0]);
    let named = [
        ("chance = 0.05", "chance = \"zero\""),
        ("adults = 1", "adults = 1\nzero = 0"),
        ("chance = 0.02", "chance = 0"),
    ];
    assert_eq!(remarks(&named), ["transition_never housing: stable -> arrears 44:8"]);
}

#[test]
fn domains_that_start_apart_and_payments_without_production() {
    let apart = ("start = \"problematic\"", "start = { problematic = 0.5, none = 0.5 }");
    assert_eq!(remarks(&[apart]), ["starts_independent debt, housing 35:9"]);
    let payment = "[[items]]\nid = \"payment\"\nquantity = { time = \"debt is problematic\" }\namount = 1\nkind = \"transfer\"\npayers = \"state\"\nreceivers = \"landlord\"\n\n";
    let output = "[[items]]\nid = \"work\"\nquantity = { time = \"debt is none\" }\namount = 1\nkind = \"output\"\nreceivers = \"landlord\"\n\n";
    let with =
        |items: &str| remarks(&[("[[items]]\nid = \"shelter\"", &format!("{items}[[items]]\nid = \"shelter\""))]);
    assert_eq!(with(payment), ["payment_without_output payment 63:6"]);
    assert_eq!(with(&format!("{payment}{output}")), [""; 0]);
    assert_eq!(
        with(
            &payment.replace("\"state\"", "\"landlord\"").replace("receivers = \"landlord\"", "receivers = \"state\"")
        ),
        [""; 0]
    );
}

#[test]
fn loose_lists_are_known_by_their_header() {
    let files = family()
        .with("f/other.csv", "a,b\n1,2\n")
        .with("f/wrong.csv", include_str!("prices.csv").replace("state:0.5", "stat:0.5"));
    let known = standalone::accounts(&files, Path::new("f/accounts.csv"));
    assert!(known.are_known() && !standalone::accounts(&files, Path::new("f/rates.csv")).are_known());
    for (name, kind, rows) in [
        ("prices", "prices", 4),
        ("rates", "rates", 2),
        ("accounts", "accounts", 5),
        ("index", "index", 2),
        ("evidence", "evidence", 6),
    ] {
        let list = standalone::list(&files, Path::new(&format!("f/{name}.csv")), &known).expect("a list");
        assert_eq!((list.kind, list.rows, list.diagnostics.has_faults()), (Some(kind), rows, false), "{name}");
    }
    let of = |name: &str, accounts: &standalone::Accounts| {
        let list = standalone::list(&files, Path::new(name), accounts).expect("a list");
        found(&list.sources, &list.diagnostics)
    };
    assert_eq!(of("f/other.csv", &known), ["list_unknown other.csv:1:1"]);
    assert_eq!(of("f/wrong.csv", &known), ["unknown_account wrong.csv:2:71"]);
    assert_eq!(of("f/wrong.csv", &standalone::Accounts::default()), [""; 0]);
    assert!(standalone::list(&files, Path::new("f/none.csv"), &known).is_err());
}
