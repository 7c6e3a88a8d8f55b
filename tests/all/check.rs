//! `mkba check`: what it says of sound and of faulty files, and how it ends.

use crate::program::{LISTS, SCENARIO, Said, copy_with, program, said, shipped};
use std::fs;
use std::path::Path;

fn check(folder: &Path, arguments: &[&str]) -> Said {
    said(program(folder).arg("check").args(arguments))
}

#[test]
fn the_shipped_scenario_and_its_lists_have_no_faults() {
    let found = check(&shipped(), &[SCENARIO]);
    assert_eq!((found.code, found.err.as_str()), (Some(0), ""), "{}", found.out);
    let last = found.out.lines().last().expect("a line");
    assert!(
        last.starts_with(&format!("{SCENARIO}: geen fouten, "))
            && last.contains(" gezamenlijke toestanden; `mkba run` duurt ongeveer "),
        "{last}"
    );
    let lists = check(&shipped(), &LISTS);
    assert_eq!((lists.code, lists.out.lines().count()), (Some(0), LISTS.len()), "{}", lists.out);
    let prices = fs::read_to_string(shipped().join("prices/nl.csv")).expect("a list");
    let rows = prices.lines().count() - 1;
    assert!(lists.out.contains(&format!("lijst `prices`, {rows} regels\n")), "{}", lists.out);
    let alone = check(&shipped(), &["--lang", "en", "prices/nl.csv"]);
    let told = format!("{rows} rows; payers and receivers were not checked: give the list of accounts as well\n");
    assert!(alone.out.ends_with(&told), "{}", alone.out);
    assert_eq!(check(&shipped(), &["--strict", SCENARIO]).code, Some(3));
    assert_eq!(check(&shipped(), &["--strict", "accounts.csv"]).code, Some(0));
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let folder = copy_with("success = \"works\"", "succes = \"works\"");
    fs::copy(folder.path().join(SCENARIO), folder.path().join("again.toml")).expect("a copy");
    let rates =
        fs::read_to_string(folder.path().join("rates/nl.csv")).expect("a list").replacen(",0.27,", ",\"0,27\",", 1);
    fs::write(folder.path().join("rates/nl.csv"), rates).expect("written");
    let found = check(folder.path(), &[SCENARIO, "again.toml", "none.toml", "rates/nl.csv"]);
    assert_eq!((found.code, found.err.as_str()), (Some(2), ""), "{}", found.out);
    assert_eq!(found.out.matches("bedoelt u `success`?").count(), 2, "{}", found.out);
    assert_eq!(found.out.matches("gebruik een punt: 0.27").count(), 1, "one list, told once: {}", found.out);
    assert!(found.out.contains("bestand `none.toml` bestaat niet"));
    assert!(
        found.out.contains("again.toml: 2 fouten, ") && found.out.contains("rates/nl.csv: 1 fout, "),
        "{}",
        found.out
    );
    assert_eq!(check(folder.path(), &[SCENARIO]).code, Some(1));
    assert_eq!(check(folder.path(), &["none.toml"]).code, Some(2));
    assert_eq!(check(folder.path(), &[]).code, Some(2));
}

#[test]
fn a_scenario_that_cannot_be_reckoned_is_at_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let domain = |n: usize| {
        format!(
            "[domains.d{n}]\nlabel = {{ nl = \"d\", en = \"d\" }}\nstart = \"a\"\nstates = {{ a = {{ nl = \"a\", en = \"a\" }}, b = {{ nl = \"b\", en = \"b\" }} }}\ntransitions = [{{ move = \"a -> b\", rate = 0.1, per = \"1 year\" }}]\n"
        )
    };
    let top = "format = 1\nid = \"x\"\ntitle = { nl = \"x\", en = \"x\" }\nlists = { accounts = \"accounts.csv\" }\nsettings = { horizon = \"1 year\", calendar_start = 2026, price_year = 2025, discount_rate = 0 }\n";
    fs::write(folder.path().join("x.toml"), top.to_string() + &(0..20).map(domain).collect::<String>())
        .expect("written");
    fs::copy(shipped().join("accounts.csv"), folder.path().join("accounts.csv")).expect("a copy");
    let found = check(folder.path(), &["x.toml"]);
    assert_eq!(found.code, Some(1), "{}", found.out);
    assert!(
        found.out.contains("1048576 gezamenlijke toestanden")
            && found.out.ends_with("x.toml: leesbaar, maar niet door te rekenen\n"),
        "{}",
        found.out
    );
}

/// Ten years in which one may lose a job; a plan makes that rarer.
fn job(count: &str) -> String {
    format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         settings = {{ cycle = \"year\", horizon = \"10 years\", calendar_start = 2026, price_year = 2025, discount_rate = 0, count = {count}, draws = 10 }}\n\
         [domains.work]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"yes\"\n\
         states = {{ yes = {{ nl = \"x\", en = \"x\" }}, no = {{ nl = \"x\", en = \"x\" }} }}\n\
         transitions = [{{ move = \"yes -> no\", rate = 0.3, per = \"1 year\" }}]\n\
         [[items]]\nid = \"out\"\nlabel = {{ nl = \"x\", en = \"x\" }}\nquantity = {{ time = \"work is no\" }}\namount = 100\n\
         kind = \"resource\"\npayers = \"gemeente\"\n\
         [alternatives.plan]\nlabel = {{ nl = \"Werk\", en = \"Work\" }}\n\
         transitions.\"work: yes -> no\" = {{ rate = 0, per = \"1 year\" }}\n"
    )
}

#[test]
fn halving_shows_what_the_length_of_a_cycle_does() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(shipped().join("accounts.csv"), folder.path().join("accounts.csv")).expect("a copy");
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("written");
    write("x.toml", job("\"end\""));
    write("weights.toml", job(&format!("[{}]", ["1"; 11].join(", "))));
    write("study.toml", "study = 1\nid = \"s\"\ntitle = { nl = \"x\", en = \"x\" }\nbase = \"x.toml\"\n[grid]\n\"settings.seed\" = [1, 2]\n".to_string());
    let found = check(folder.path(), &["--halve", "--lang", "en", "x.toml", "weights.toml", "study.toml"]);
    assert_eq!((found.code, found.err.as_str()), (Some(0), ""), "{}", found.out);
    // 1,200 a year out of work: 10 years less the years in work, a geometric series, at each length of the cycle.
    let out = |length: f64| 10.0 - length * (1.0 - libm::exp(-3.0)) / (libm::exp(0.3 * length) - 1.0);
    let (stated, halved) = (1_200.0 * out(1.0), 1_200.0 * out(0.5));
    let row = found.out.lines().find(|line| line.starts_with("Society: the balance ")).expect("a row");
    let row = row.strip_prefix("Society: the balance").expect("a row");
    let cells: Vec<String> = row.split_whitespace().map(|cell| cell.replace(',', "").replace('−', "-")).collect();
    let share = format!("{:.2}", (halved - stated) / stated * 100.0);
    let wanted = [format!("{stated:.0}"), format!("{halved:.0}"), format!("{:.2}", halved - stated), share];
    assert_eq!(cells[..4], wanted, "{}", found.out);
    assert_eq!(found.out.matches("Not run with half the cycle: a list of weights").count(), 1, "{}", found.out);
    assert!(found.out.ends_with("do that with the scenario on which it is based.\n"), "{}", found.out);
    assert!(!check(folder.path(), &["x.toml"]).out.contains("helft"));
    assert!(check(folder.path(), &["--halve", "x.toml"]).out.contains("De helft van de cyclus: wat een jaar was"));
}
