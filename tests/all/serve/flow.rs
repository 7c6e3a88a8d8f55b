//! A case from start to file, as a browser without a script sends it; its figures are those of a session on the same case.

use super::site::{Answer, Site};
use axum::http::StatusCode;
use mkba::page::Draft;

fn case_of(answer: &Answer) -> String {
    answer.field("case")
}

fn next(site: &Site, answer: &Answer, to: &str, more: &[(&str, &str)]) -> Answer {
    let [case, at, kept, version] = ["case", "at", "kept", "version"].map(|name| answer.field(name));
    let mut pairs = vec![("case", case.as_str()), ("at", &at), ("lang", "nl"), ("to", to)];
    pairs.extend(more);
    if !kept.is_empty() {
        pairs.extend([("kept", kept.as_str()), ("version", version.as_str())]);
    }
    let answer = site.post("/", &pairs);
    assert_eq!(answer.status, StatusCode::OK, "{to}");
    answer
}

#[test]
fn a_case_is_made_without_a_script() {
    let site = Site::new();
    let start = site.get("/");
    assert!(start.text().contains("<title>Kies de situatie - mkba</title>"), "{}", start.text());
    let household = next(&site, &start, "new:gebit", &[]);
    assert_eq!(household.field("at"), "household");
    let check = next(&site, &household, "check", &[]);
    let result = next(&site, &check, "result", &[("code", "2026-014")]);
    let text = result.text();
    assert!(
        text.contains("data-final") && !text.contains("worden nog uitgerekend") && text.contains("id=\"decision\""),
        "{text}"
    );
    assert!(text.matches("<h2").count() > 8, "{}", text.matches("<h2").count());
    let form = next(&site, &result, "form", &[]);
    assert!(form.text().contains("2026-014") && form.text().contains("data-final"));
    let file = site.post("/file", &[("case", &case_of(&form)), ("at", "form"), ("form.background", "belt zelf")]);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"2026-014.toml\"");
    let draft = Draft::read(&file.text()).expect("a case");
    assert_eq!((draft.code(), draft.form("background")), ("2026-014", "belt zelf"));
}

#[test]
fn final_figures_are_those_of_a_session_on_the_same_case() {
    let site = Site::new();
    for id in ["gebit", "weggestuurd", "tweede-stoel"] {
        let case = Draft::of(id).text();
        let part = site.post("/part", &[("case", &case), ("at", "result"), ("stage", "full")]);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.toml");
        std::fs::write(&path, &case).expect("written");
        let told = crate::program::said(crate::program::program(folder.path()).args(["run", "case.toml", "--json"]));
        let told: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
        let text = part.text();
        let own = told["id"].as_str().expect("an id");
        assert!(text.contains(&format!("data-id=\"{own}\"")), "{id}: {own}");
        let figures = text.split("<data ").skip(1).map(|part| {
            let value = |name: &str| {
                let after = part.split_once(&format!("{name}=\"")).map_or("", |(_, after)| after);
                after.split('"').next().unwrap_or_default().to_owned()
            };
            (value("data-plan"), value("data-total"), value("value"))
        });
        let mut compared = 0;
        for (plan, total, value) in figures {
            let key = match total.as_str() {
                "plans_with_welfare" => "net_benefit",
                "plans_money" => "net_benefit_money",
                _ => "net_benefit_public",
            };
            let all = told["alternatives"].as_array().expect("a list");
            let known = all.iter().find(|one| one["id"] == plan.as_str()).expect("the plan");
            let mean = known[key]["average"]["mean"].as_f64().expect("a number");
            assert_eq!(value.parse::<f64>().map(f64::to_bits), Ok(mean.to_bits()), "{id} {plan} {total}");
            compared += 1;
        }
        assert!(compared >= 3, "{id}: {compared}");
    }
}

#[test]
fn a_case_is_kept_changed_copied_and_deleted() {
    let site = Site::new();
    let case = Draft::of("gebit").text();
    let keep = |more: &[(&str, &str)]| {
        let mut pairs = vec![("case", case.as_str()), ("at", "check"), ("lang", "nl")];
        pairs.extend(more);
        site.post("/keep", &pairs)
    };
    let first = keep(&[("code", "2026-014")]);
    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, "/cases/1?lang=nl&at=check&saved=1"));
    let opened = site.get(first.header("location"));
    assert_eq!((opened.field("kept"), opened.field("version")), ("1".into(), "1".into()));
    assert!(opened.text().contains("Bewaard als versie 1."));
    // Two tabs from version 1: the second one is asked.
    let one = [("kept", "1"), ("version", "1")];
    let tab = keep(&[&one[..], &[("code", "2026-015")]].concat());
    assert_eq!(tab.header("location"), "/cases/1?lang=nl&at=check&saved=2");
    let other = keep(&[&one[..], &[("code", "2026-016")]].concat());
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!((other.field("version"), other.text().contains("2026-016")), ("2".into(), true));
    assert!(!site.get("/cases").text().contains("2026-016"));
    let mine = [("case", other.field("case")), ("at", "check".into()), ("kept", "1".into()), ("version", "2".into())];
    let mine: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(site.post("/keep", &mine).header("location"), "/cases/1?lang=nl&at=check&saved=3");
    assert_eq!(site.get("/cases/1/versions").text().matches("?version=").count(), 3);
    assert!(site.get("/cases/1?version=1").text().contains("2026-014"));
    // Beside it, a copy, a file, and away.
    let apart = site.post("/keep", &[&mine[..], &[("apart", "1")]].concat());
    assert_eq!(apart.header("location"), "/cases/2?lang=nl&at=check&saved=1");
    assert_eq!(site.post("/cases/1/copy", &[]).header("location"), "/cases/3?lang=nl&at=check");
    let file = site.get("/cases/1/file");
    assert!(Draft::read(&file.text()).is_ok());
    assert_eq!(site.send_file("/import", &file.bytes).header("location"), "/cases/4?lang=nl&at=check&saved=1");
    assert!(site.get("/cases/1/delete").text().contains("2026-016 verwijderen?"));
    let backup = site.get("/backup");
    assert_eq!(backup.header("content-disposition"), "attachment; filename=\"mkba-zaken.mkba\"");
    assert_eq!(site.post("/cases/1/delete", &[]).header("location"), "/cases?lang=nl&deleted=1");
    assert_eq!(site.get("/cases/1").status, StatusCode::NOT_FOUND);
    assert_eq!(keep(&[("kept", "1"), ("version", "3")]).status, StatusCode::CONFLICT);
    let back = site.send_file("/restore", &backup.bytes);
    assert_eq!(back.header("location"), "/cases?lang=nl&added=1&renewed=0&same=3");
    assert!(site.get(back.header("location")).text().contains("Teruggezet: 1 nieuw"));
}

#[test]
fn what_looks_like_a_person_is_warned_of() {
    let site = Site::new();
    let case = Draft::of("gebit").text();
    for (code, warned) in [("111222333", true), ("2026-014", false), ("12-03-1984", true)] {
        let kept = site.post("/keep", &[("case", &case), ("at", "check"), ("code", code)]);
        let opened = site.get(kept.header("location")).text();
        assert_eq!(
            opened.split_once("role=\"status\"").is_some_and(|(_, after)| after
                .split("</div>")
                .next()
                .is_some_and(|note| note.matches("<p>").count() > 1)),
            warned,
            "{code}"
        );
    }
    assert_eq!(site.get("/cases").text().matches("class=\"fault\"").count(), 2);
}

#[test]
fn the_team_sees_the_sum_and_what_recurs() {
    let site = Site::new();
    assert!(site.get("/team").text().contains("Er zijn nog geen zaken bewaard."));
    for code in ["a", "b"] {
        site.post("/keep", &[("case", &Draft::of("gebit").text()), ("at", "check"), ("code", code)]);
    }
    let lost = "case = 1\nscenario = \"gebit\"\ncode = \"spoiled\"\n[answers]\nstart.teeth = \"no such\"\n";
    site.post("/keep", &[("case", lost), ("at", "check")]);
    let team = site.get("/team").text();
    assert!(team.contains("<li>spoiled: "), "{team}");
    // The same households as a folder of case files on the command line.
    let folder = tempfile::tempdir().expect("a folder");
    for code in ["a", "b"] {
        let mut draft = Draft::of("gebit");
        draft.put("code", code);
        std::fs::write(folder.path().join(format!("{code}.toml")), draft.text()).expect("written");
    }
    let arguments = ["portfolio", ".", "--draws", "256", "--households", "0", "--json"];
    let told = crate::program::said(crate::program::program(folder.path()).args(arguments));
    let told: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    let mean = told["net_benefit"]["mean"].as_f64().expect("a number");
    let shown = mkba::report::words::numbers::Numbers::new(mkba::Language::Nl).whole(mean);
    assert!(team.contains(&format!(">{shown}<")), "{shown}: {team}");
}
