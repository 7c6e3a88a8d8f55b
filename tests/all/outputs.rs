//! What stands in the files: the keys of `result.json`, and that ledger, draws and results tell the same.

use crate::program::{ALTERNATIVES, BLOCKS, LISTS, SCENARIO, SMALL, copy, fine, names, program, result, said, shipped};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// All files of a folder that `--out` makes.
pub const FILES: [&str; 7] =
    ["distribution.svg", "draws.csv", "inputs.zip", "ledger.csv", "manifest.json", "measures.csv", "result.json"];
/// Keys at the top of `result.json`, sorted.
const TOP: &str = "alternatives by_start calendar_start capped_draws currency discount_rate drawn_parameters draws engine evidence \
                   frontiers horizon_months households id labels method price_year relative_risks_capped results_version \
                   sampling scenario seed simulation title unverified";
/// Keys of an alternative, sorted.
const ALTERNATIVE: &str = "accounts apart benefit_cost_ratio benefit_cost_ratio_money \
                           benefits_money_present_value benefits_present_value cash_flow costs_present_value effects escalation \
                           groups id items measures monte_carlo_errors net_benefit net_benefit_money net_benefit_public payback quantities \
                           variance_split";
const TOTALS: [&str; 3] = ["net_benefit", "net_benefit_money", "net_benefit_public"];

/// Runs the scenario in a folder with `--out`; where it wrote.
pub fn written(folder: &Path, arguments: &[&str]) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let mut command = program(folder);
    command.args(["run", SCENARIO]).args(SMALL).args(arguments).arg("--out").arg(&out);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(names(place.path()), ["out"]);
    assert_eq!(names(&out), FILES);
    place
}

/// The text of a file that was written.
pub fn text(place: &TempDir, name: &str) -> String {
    fs::read_to_string(place.path().join("out").join(name)).expect("a file")
}

fn json(place: &TempDir, name: &str) -> Value {
    serde_json::from_str(&text(place, name)).expect("JSON")
}

/// Rows of a table, by column.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(table.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Keys of a record, sorted.
fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value.as_object().expect("a record").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[test]
fn the_result_has_exactly_the_documented_keys() {
    let result = result(&[]);
    let accounts = rows(include_str!("../../scenarios/accounts.csv"));
    assert_eq!(keys(&result), TOP);
    let ids: Vec<&str> = list(&result["alternatives"]).iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ALTERNATIVES);
    for alternative in list(&result["alternatives"]) {
        assert_eq!(keys(alternative), ALTERNATIVE);
        for total in TOTALS {
            assert_eq!(keys(&alternative[total]), "average household");
            for kind in ["average", "household"] {
                let spread = &alternative[total][kind];
                assert_eq!(
                    keys(spread),
                    "mean monte_carlo_error monte_carlo_errors p10 p5 p50 p90 p95 probability_positive sd"
                );
                let ordered = ["p5", "p10", "p50", "p90", "p95"].map(|key| spread[key].as_f64().expect("a number"));
                assert!(ordered.is_sorted(), "{spread}");
            }
        }
        for account in list(&alternative["accounts"]) {
            let from = if account["cashable_from"].is_null() { "" } else { "cashable_from " };
            assert_eq!(
                keys(account),
                format!("cashable {from}id monte_carlo_errors net net_spread plan_cost public received saved")
            );
        }
        assert_eq!(list(&alternative["accounts"]).len(), accounts.len());
        for year in list(&alternative["cash_flow"]) {
            assert_eq!(keys(year), "calendar_year net net_money net_public plan_cost");
        }
        assert_eq!(keys(&alternative["payback"]), "headline money public");
        assert_eq!(keys(&alternative["escalation"]), "escalates persists transitions");
        assert_eq!(keys(&alternative["variance_split"]), "chance ignorance monte_carlo_errors parameters");
        let groups: Vec<&str> = list(&alternative["groups"]).iter().filter_map(|one| one["id"].as_str()).collect();
        assert_eq!(groups, ["unchanged", "averted", "better", "worse"]);
    }
    for start in list(&result["by_start"]) {
        assert_eq!(keys(start), "alternatives domains draws share states");
        for alternative in list(&start["alternatives"]) {
            assert_eq!(keys(alternative), "id net_benefit net_benefit_money net_benefit_public");
            for total in TOTALS {
                assert_eq!(keys(&alternative[total]), "mean monte_carlo_errors p10 p90 probability_positive");
            }
        }
    }
}

/// Keys of records and columns of tables, each as it would stand in a page.
#[test]
fn every_key_and_column_is_documented() {
    let page = include_str!("../../docs/output-files.md");
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let arguments = ["run", SCENARIO, "--draws", "8", "--households", "4", "--quiet", "--trace", "--out"];
    let said = said(program(&shipped()).args(arguments).arg(&out));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let mut sorted = FILES.to_vec();
    sorted.push("trace.csv");
    sorted.sort_unstable();
    assert_eq!(names(&out), sorted);
    let text = |name: &str| fs::read_to_string(out.join(name)).expect("a file");
    let result: Value = serde_json::from_str(&text("result.json")).expect("JSON");
    let alternative = &list(&result["alternatives"])[0];
    let effect = &list(&alternative["effects"])[0];
    let frontier = &list(&list(&result["frontiers"])[0]["plans"])[0];
    let account = &list(&alternative["accounts"])[0];
    let mut wanted: Vec<String> = sorted.iter().map(|name| (*name).to_string()).collect();
    for record in [&result, alternative, effect, frontier, account, &account["net_spread"]] {
        wanted.extend(keys(record).split(' ').filter(|key| !["id", "public"].contains(key)).map(str::to_string));
    }
    let spread = &alternative["net_benefit"]["average"];
    wanted.extend(keys(spread).split(' ').map(str::to_string));
    for table in ["ledger.csv", "measures.csv", "trace.csv"] {
        let text = text(table);
        let head = text.lines().next().expect("a head").split(',');
        wanted.extend(head.filter(|column| !column.starts_with("level_")).map(str::to_string));
    }
    let draws = text("draws.csv");
    let columns = draws.lines().next().expect("a head").split(',').take(7);
    wanted.extend(columns.map(str::to_string));
    assert!(draws.lines().next().expect("a head").split(',').nth(7).is_some_and(|head| head.starts_with("gained ")));
    let missing: Vec<&String> = wanted.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty() && wanted.len() > 60, "{missing:?} of {}", wanted.len());
}

#[test]
fn the_verdict_comes_first_and_the_result_stays_small() {
    let place = written(&shipped(), &["--quiet"]);
    let text = text(&place, "result.json");
    let start: String = text.lines().take(35).collect();
    assert!(start.contains("\"net_benefit\"") && start.contains("\"average\": {\"mean\""), "{start}");
    // Many figures, each with its error.
    assert!(text.len() <= 60_000 * ALTERNATIVES.len(), "{} bytes", text.len());
    assert_eq!(text, fine(&["--json", "--quiet"]));
}

#[test]
fn every_year_of_the_ledger_adds_up_to_nothing_and_ties_to_the_result() {
    let place = written(&shipped(), &[]);
    let result = json(&place, "result.json");
    let ledger = rows(&text(&place, "ledger.csv"));
    let sum = |alternative: &str, year: &str, wanted: &dyn Fn(&str) -> bool| -> f64 {
        let rows = ledger.iter().filter(|row| row["alternative"] == alternative && row["calendar_year"] == year);
        rows.filter(|row| wanted(&row["account"])).map(|row| number(&row["amount"])).sum()
    };
    let own = |alternative: &str, year: &str, wanted: &dyn Fn(&str) -> bool| -> f64 {
        let prefix = format!("{alternative}.");
        let rows = ledger.iter().filter(|row| row["item"].starts_with(&prefix) && row["calendar_year"] == year);
        rows.filter(|row| wanted(&row["account"])).map(|row| number(&row["amount"])).sum()
    };
    let party = |account: &str| !["resources", "welfare", "unvalued"].contains(&account);
    let purse = rows(include_str!("../../scenarios/accounts.csv")).iter().filter(|row| row["public"] == "true").count();
    for alternative in list(&result["alternatives"]) {
        let id = alternative["id"].as_str().expect("a name");
        let accounts = list(&alternative["accounts"]).iter().filter(|account| account["public"] == true);
        let public: Vec<&str> = accounts.filter_map(|account| account["id"].as_str()).collect();
        let years = list(&alternative["cash_flow"]);
        assert!(years.len() >= 10 && public.len() == purse);
        for flow in years {
            let year = flow["calendar_year"].to_string();
            let close = |found: f64, key: &str| {
                let wanted = flow[key].as_f64().expect("a number");
                assert!((found - wanted).abs() < 1e-6, "{id} {year} {key}: {found}, in the result {wanted}");
            };
            for world in [id, "null_alternative"] {
                let scale = sum(world, &year, &|account| account == "resources").abs();
                let all = sum(world, &year, &|_| true);
                assert!(scale > 100.0 && all.abs() < 1e-6, "{world} {year}: {all} of {scale}");
            }
            let more = |wanted: &dyn Fn(&str) -> bool| sum(id, &year, wanted) - sum("null_alternative", &year, wanted);
            close(more(&party), "net_money");
            close(more(&|account| account != "resources"), "net");
            close(more(&|account| public.contains(&account)), "net_public");
            close(-own(id, &year, &party), "plan_cost");
        }
    }
}

#[test]
fn draws_have_the_mean_of_the_result() {
    let place = written(&shipped(), &[]);
    let draws = rows(&text(&place, "draws.csv"));
    assert_eq!(draws.len(), 12 * ALTERNATIVES.len());
    for alternative in list(&json(&place, "result.json")["alternatives"]) {
        for total in TOTALS {
            let own = draws.iter().filter(|row| row["alternative"] == *alternative["id"].as_str().expect("a name"));
            let values: Vec<f64> = own.map(|row| number(&row[total])).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let wanted = alternative[total]["average"]["mean"].as_f64().expect("a number");
            assert!(values.len() == 12 && (mean - wanted).abs() < 1e-8, "{total}: {mean}, in the result {wanted}");
        }
    }
}

#[test]
fn the_manifest_names_all_inputs_and_how_it_was_made() {
    let place = written(&shipped(), &["--threads", "2", "--lang", "en"]);
    let (manifest, result) = (json(&place, "manifest.json"), json(&place, "result.json"));
    assert_eq!((&manifest["program"], &manifest["id"]), (&Value::from("mkba"), &result["id"]));
    assert_eq!(manifest["threads"], 2);
    let command: Vec<&str> = list(&manifest["command"]).iter().filter_map(Value::as_str).collect();
    assert!(command.starts_with(&["run", SCENARIO]) && command.contains(&"--lang"), "{command:?}");
    let mut inputs: Vec<&str> = list(&manifest["inputs"]).iter().filter_map(|input| input["name"].as_str()).collect();
    inputs.sort_unstable();
    let mut wanted: Vec<&str> = LISTS.into_iter().chain(BLOCKS).chain([SCENARIO]).collect();
    wanted.sort_unstable();
    assert_eq!(inputs, wanted);
}

#[test]
fn no_cell_is_a_formula() {
    // Everything in texts that may reach a table or a picture: labels, a law, accounts.
    let folder = copy(|name, text| {
        let text = if name.ends_with(".csv") {
            text.replace("woningcorporatie", "=woningcorporatie")
        } else {
            let text = text.replace("woningcorporatie = ", "\"=woningcorporatie\" = ");
            text.replace("\"woningcorporatie\"", "\"=woningcorporatie\"")
        };
        let text = text.replace("\"Participatiewet (bijzondere bijstand)\"", "\"=1+1\"");
        let text = text.replace("nl = \"", "nl = \"=<a>&").replace("en = \"", "en = \"@");
        if name == "accounts.csv" { text.replace(",Gemeente,", ",=Gemeente,") } else { text }
    });
    let place = written(folder.path(), &[]);
    for name in ["ledger.csv", "draws.csv", "measures.csv"] {
        let table = text(&place, name);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        let cells: Vec<String> = reader
            .records()
            .flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let formula =
            |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        assert_eq!(cells.iter().find(formula), None, "{name}");
        let guarded = |text: &str| cells.iter().any(|cell| cell == text);
        assert!(name != "ledger.csv" || guarded("'=woningcorporatie") && guarded("'=1+1"));
    }
    let svg = text(&place, "distribution.svg");
    assert!(svg.contains("=&lt;a&gt;&amp;Huurschuld") && !svg.contains("<a>"));
}
