//! Caseloads: one household is a run, sums are sums in every draw, luck averages out, and a choice keeps to its limits.

use mkba::analyse::answer::accounts;
use mkba::analyse::portfolio::Asked;
use mkba::analyse::portfolio::answer::PortfolioAnswer;
use mkba::analyse::portfolio::decide::Limits;
use mkba::read::library::WithLibrary;
use mkba::read::{Refused, caseload, load};
use mkba::session::Session;
use mkba::session::portfolio::{PlannedPortfolio, PortfolioOptions};
use mkba::simulate::Unwatched;
use mkba::words::Language;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

#[path = "../../examples/caseload.rs"]
#[allow(dead_code)]
mod made_up;

const DRAWS: usize = 16;
/// The smallest shipped scenario with questions.
const HEAD: &str = "code,scenario,alternative,neighbourhood,count,start_month,plan_cost,start.work\n";

fn list(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cases.csv");
    fs::write(&path, text).expect("written");
    (folder, path)
}

fn options(limits: Limits) -> PortfolioOptions {
    let asked = Asked { aim: 0, limits, certainty: 0.8 };
    PortfolioOptions { draws: Some(DRAWS), seed: Some(5), luck_households: 0, payer: None, asked }
}

fn planned(text: &str, options: PortfolioOptions) -> PlannedPortfolio {
    let (_folder, path) = list(text);
    let found = caseload::read(&WithLibrary, &path).unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics));
    PlannedPortfolio::new(found, options).expect("a plan")
}

fn answer(text: &str, options: PortfolioOptions) -> PortfolioAnswer {
    planned(text, options).run(&Unwatched).expect("an answer")
}

fn near(found: f64, wanted: f64, scale: f64) {
    assert!((found - wanted).abs() <= 1e-9 * (1.0 + scale.abs()), "{found} is not {wanted}");
}

#[test]
fn one_household_is_a_run() {
    let text = HEAD.to_owned() + "a,schulden,maatwerk,,1,,,works\n";
    let found = answer(&text, options(Limits::default()));
    let set = [("start.work".to_owned(), "works".to_owned())];
    let path = WithLibrary.shipped_path("schulden");
    let scenario = load(&WithLibrary, &path, &set).expect("a scenario").scenario;
    let run = Session::new(scenario).draws(DRAWS).households(0).seed(5).run().expect("a run");
    let wanted = run.answer.alternatives.iter().find(|one| one.id == "maatwerk").expect("the plan");
    let scale = wanted.costs_present_value;
    near(found.net_benefit.mean, wanted.net_benefit.average.mean, scale);
    near(found.net_benefit_public.mean, wanted.net_benefit_public.average.mean, scale);
    near(found.net_benefit.p90, wanted.net_benefit.average.p90, scale);
    // Every amount of a payer in a year is that of the ledger.
    let mut ledger: BTreeMap<(String, String, i32), (f64, f64)> = BTreeMap::new();
    for row in accounts::ledger(run.scenario(), &run.results.alternatives) {
        if row.alternative == "maatwerk" {
            let sum = ledger.entry((row.account, row.law, row.calendar_year)).or_default();
            sum.0 += row.difference;
            sum.1 += row.cashable_amount;
        }
    }
    assert!(found.years.len() > 10);
    assert!(found.years.iter().any(|year| year.task_field.code == "6.3"), "debts are booked under income schemes");
    let mut told: BTreeMap<(String, String, i32), (f64, f64)> = BTreeMap::new();
    for year in &found.years {
        let sum = told.entry((year.account.clone(), year.law.clone(), year.calendar_year)).or_default();
        sum.0 += year.net;
        sum.1 += year.cashable;
    }
    for (place, (net, cashable)) in told {
        near(net, ledger[&place].0, scale);
        near(cashable, ledger[&place].1, scale);
    }
}

trait ShippedPath {
    fn shipped_path(&self, name: &str) -> PathBuf;
}

impl ShippedPath for WithLibrary {
    fn shipped_path(&self, name: &str) -> PathBuf {
        mkba::read::library::named(Path::new(name)).expect("in the library")
    }
}

#[test]
fn a_sum_is_the_sum_in_every_draw_and_many_are_as_many() {
    let rows = "a,schulden,maatwerk,,1,,,works\nb,betalingsachterstanden,brief,,1,,,\n";
    let planned = planned(&(HEAD.to_owned() + rows), options(Limits::default()));
    let figures = planned.figures(0, DRAWS, &Unwatched).expect("figures");
    let mut sums: Vec<f64> =
        (0..DRAWS).map(|draw| figures.kinds.iter().map(|plans| plans[0].net[0][draw]).sum()).collect();
    let found = planned.answer(figures.clone(), &Unwatched).expect("an answer");
    sums.sort_by(f64::total_cmp);
    near(found.net_benefit.mean, sums.iter().sum::<f64>() / DRAWS as f64, sums[DRAWS - 1]);
    near(found.net_benefit.p10, sums[1] + 0.5 * (sums[2] - sums[1]), sums[DRAWS - 1]);
    // In two parts it is the same.
    let mut parts = planned.figures(0, 8, &Unwatched).expect("figures");
    parts.append(planned.figures(8, DRAWS - 8, &Unwatched).expect("figures"));
    for (own, wanted) in parts.kinds.iter().flatten().zip(figures.kinds.iter().flatten()) {
        assert_eq!((&own.net, &own.cost), (&wanted.net, &wanted.cost));
        assert_eq!(own.flows.len(), wanted.flows.len());
        for (own, wanted) in own.flows.iter().zip(&wanted.flows) {
            assert_eq!(own.amount, wanted.amount);
        }
    }
    // Three rows of one household are one row of three.
    let one = answer(&(HEAD.to_owned() + "a,schulden,maatwerk,,3,,,works\n"), options(Limits::default()));
    let row = |code: &str| format!("{code},schulden,maatwerk,,1,,,works\n");
    let three = answer(&(HEAD.to_owned() + &row("a") + &row("b") + &row("c")), options(Limits::default()));
    near(three.net_benefit.p90, one.net_benefit.p90, one.net_benefit.p90);
    assert_eq!((one.kinds, three.kinds, three.rows, one.households), (1, 1, 3, 3));
}

#[test]
fn luck_is_that_of_a_caseload_of_as_many() {
    use mkba::analyse::decision::risk::chance_of_gain;
    let text = HEAD.to_owned() + "a,schulden,maatwerk,,25,,,works\n";
    let planned = planned(&text, PortfolioOptions { luck_households: 40, ..options(Limits::default()) });
    let figures = planned.figures(0, DRAWS, &Unwatched).expect("figures");
    let nets = figures.kinds[0][0].net[0].clone();
    let found = planned.answer(figures, &Unwatched).expect("an answer");
    let luck = found.net_benefit.luck_sd.expect("luck");
    assert!(luck > 0.0 && found.net_benefit.p10 <= found.net_benefit.unknown_p10);
    near(found.net_benefit.positive, chance_of_gain(&nets, luck * luck / 25.0, 25.0), 1.0);
}

#[test]
fn a_later_start_and_a_known_cost_count() {
    let row = |rest: &str| HEAD.to_owned() + &format!("a,schulden,maatwerk,,2,{rest},works\n");
    let now = answer(&row(","), options(Limits::default()));
    let later = answer(&row("2026-07,"), options(Limits::default()));
    // Half of each year falls in the next one; nothing is lost.
    let of = |answer: &PortfolioAnswer, year| {
        answer.budget.years.iter().find(|one| one.calendar_year == year).map_or(0.0, |one| one.mean)
    };
    near(of(&later, 2026), of(&now, 2026) / 2.0, of(&now, 2026));
    near(later.budget.total.mean, now.budget.total.mean, now.budget.total.mean);
    let factor = later.net_benefit.mean / now.net_benefit.mean;
    near(factor, 1.0225_f64.sqrt().recip(), 1.0);
    // With a cost that is known there is no doubt about it.
    let known = answer(&row(",3000"), options(Limits::default()));
    let all = known.payers.iter().map(|payer| payer.plan_cost.max(0.0)).sum::<f64>();
    near(all, 6000.0, 6000.0);
}

#[test]
fn a_choice_keeps_to_its_limits_and_tells_how_good_it_is() {
    let rows: String = (0..12)
        .map(|at| {
            format!(
                "c{at},schulden,,{},{},,,{}\n",
                ["oost", "west"][at % 2],
                1 + at % 3,
                ["works", "social_assistance"][at % 2]
            )
        })
        .collect();
    let free = answer(&(HEAD.to_owned() + &rows), options(Limits::default()));
    let most = free.budget.total.mean;
    let budget = most * 0.4;
    let limits = Limits { budgets: vec![(None, budget)], fair_share: Some(0.2), ..Limits::default() };
    let found = answer(&(HEAD.to_owned() + &rows), options(limits));
    let choice = found.choice.as_ref().expect("a choice");
    assert!(choice.limits[0].used <= budget * (1.0 + 1e-9) && choice.value <= choice.bound + 1e-6);
    assert!(choice.gap < 0.2 && choice.fair_price.is_some_and(|price| price >= 0.0));
    // With too little money the rule cannot be met: then there is no point of the curve.
    assert!((10..=50).contains(&choice.curve.len()), "{}", choice.curve.len());
    let given: u32 = found.cases.iter().map(|case| case.given).sum();
    assert_eq!(u64::from(given), found.helped);
    for place in ["oost", "west"] {
        let of = found.cases.iter().filter(|case| case.neighbourhood == place);
        let helped: u32 = of.clone().map(|case| case.given).sum();
        let mut all: BTreeMap<&str, u32> = BTreeMap::new();
        all.extend(of.map(|case| (case.code.as_str(), case.households)));
        assert!(f64::from(helped) >= 0.2 * f64::from(all.values().sum::<u32>()) - 1e-9, "{place}");
    }
    // What is asked for can be too much.
    let limits = Limits { budgets: vec![(None, 0.0)], fair_share: Some(0.2), ..Limits::default() };
    let refused = planned(&(HEAD.to_owned() + &rows), options(limits)).run(&Unwatched).expect_err("too much");
    assert!(refused.to_string().contains("no choice"), "{refused}");
}

fn faults(text: &str) -> Vec<(String, usize)> {
    let (_folder, path) = list(text);
    let Err(Refused { sources, diagnostics }) = caseload::read(&WithLibrary, &path) else { panic!("it was read") };
    let told = |one: &&mkba::diagnostics::Diagnostic| {
        let line = one.place.as_ref().map_or(0, |place| sources.file(place.file).line_column(place.span.start).0);
        (Language::En.fill(&one.message), line)
    };
    diagnostics.sorted().iter().map(told).collect()
}

#[test]
fn all_faults_are_told_at_once_each_with_its_line() {
    let text = HEAD.to_owned()
        + "a,schulden,maatwerk,,1,,,works\n\
           b,schuldn,,,1,,,\n\
           c,schulden,maatwrk,,0,2026-13,-5,works\n\
           a,schulden,,,1.5,,,retired\n";
    let found = faults(&text);
    let lines: Vec<usize> = found.iter().map(|(_, line)| *line).collect();
    assert_eq!(lines, [3, 4, 4, 4, 4, 5, 5, 5], "{found:#?}");
    for (part, line) in [("schuldn", 3), ("maatwrk", 4), ("2026-13", 4), ("1.5", 5), ("retired", 5), ("line 2", 5)] {
        assert!(found.iter().any(|(text, at)| text.contains(part) && *at == line), "{part}: {found:#?}");
    }
    let found = faults("code,scenario,start.wrk\na,schulden,works\n");
    assert!(found.iter().any(|(text, _)| text.contains("wrk")), "{found:#?}");
    assert!(faults("code,scenario\n").iter().any(|(text, _)| text.contains("no rows")));
}

#[test]
fn a_dutch_list_is_read_as_an_english_one() {
    let text = "Code;Scenario;Aanpak;Wijk;Aantal;Kosten aanpak;start.work\na;schulden;maatwerk;oost;2;1.250,50;works\n";
    let (_folder, path) = list(text);
    let found = caseload::read(&WithLibrary, &path).expect("a list");
    let row = &found.rows[0];
    assert_eq!((row.count, row.plan_cost, row.neighbourhood.as_str()), (2, Some(1250.5), "oost"));
    assert_eq!(row.answers.starts, [("work".to_owned(), "works".to_owned())]);
}

#[test]
fn other_values_by_path_make_another_scenario() {
    let text = "code,scenario,alternative,settings.horizon\na,schulden,maatwerk,5 years\nb,schulden,maatwerk,\n";
    let found = answer(text, options(Limits::default()));
    assert_eq!(found.kinds, 2);
    let first = &found.cases[0];
    assert!((first.net_benefit - found.cases[1].net_benefit).abs() > 1.0);
}

#[test]
fn all_faults_of_all_case_files_are_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = |name: &str, answers: &str| {
        let text = format!("case = 1\nscenario = \"huisuitzetting\"\ncode = \"{name}\"\n[answers]\n{answers}\n");
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("written");
    };
    case("a", "traits.children = 99");
    case("b", "traits.children = 2");
    case("c", "start.housing = \"cort_order\"\ntraits.childen = 2");
    let mut command = crate::program::program(folder.path());
    let said = crate::program::said(command.args(["portfolio", ".", "--draws", "8", "--lang", "en"]));
    assert_eq!(said.code, Some(1), "{}", said.err);
    for told in ["a.toml:5", "`traits.children` is 99", "c.toml:5", "court_order", "c.toml:6", "traits.childen"] {
        assert!(said.err.contains(told), "{told}: {}", said.err);
    }
    assert!(!said.err.contains("b.toml"), "{}", said.err);
}

#[test]
fn an_empty_workbook_has_the_columns_and_can_be_filled_in() {
    use calamine::{Reader, Xlsx, open_workbook};
    let folder = tempfile::tempdir().expect("a folder");
    let said = crate::program::said(crate::program::program(folder.path()).args([
        "new",
        "lijst.xlsx",
        "--caseload",
        "schulden",
        "huisuitzetting",
    ]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let mut book: Xlsx<_> = open_workbook(folder.path().join("lijst.xlsx")).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names.len(), 3, "{names:?}");
    let titles: Vec<String> = book
        .worksheet_range(&names[0])
        .expect("a sheet")
        .rows()
        .next()
        .expect("titles")
        .iter()
        .map(ToString::to_string)
        .collect();
    for title in ["Code", "Scenario", "Aanpak", "Wijk", "Aantal", "Startmaand", "start.housing", "traits.children"] {
        assert!(titles.iter().any(|own| own == title), "{title}: {titles:?}");
    }
    // Filled in, it is a caseload; a fault is told by its cell.
    let write = |state: &str| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, title) in (0..).zip(&titles) {
            sheet.write_string(0, column, title).expect("written");
        }
        let at =
            |wanted: &str| u16::try_from(titles.iter().position(|own| own == wanted).expect("a column")).expect("few");
        sheet.write_string(1, at("Code"), "a").expect("written");
        sheet.write_string(1, at("Scenario"), "schulden").expect("written");
        sheet.write_string(1, at("start.work"), state).expect("written");
        book.save(folder.path().join("vol.xlsx")).expect("saved");
        caseload::read(&WithLibrary, &folder.path().join("vol.xlsx"))
    };
    assert_eq!(write("works").expect("a caseload").rows.len(), 1);
    let Err(Refused { sources, diagnostics }) = write("retired") else { panic!("it was read") };
    let place = diagnostics.sorted()[0].place.clone().expect("a place");
    let cell = sources.file(place.file).cell(place.span.start).expect("a cell");
    assert!(cell.ends_with('2') && cell.len() >= 2, "{cell}");
}

#[test]
fn the_program_writes_a_folder_that_ties() {
    let (folder, path) =
        list(&(HEAD.to_owned() + "a,schulden,,oost,2,,,works\nb,schulden,,west,1,,,social_assistance\n"));
    let out = folder.path().join("out");
    let said = crate::program::said(
        crate::program::program(folder.path())
            .args(["portfolio", "--draws", "16", "--households", "0", "--budget", "5000", "--lang", "en"])
            .arg(&path)
            .arg("--out")
            .arg(&out),
    );
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("advice about money") && said.out.contains("proven to be the best"), "{}", said.out);
    for name in [
        "cases.csv",
        "years.csv",
        "budget.csv",
        "parts.csv",
        "curve.csv",
        "portfolio.html",
        "portfolio.xlsx",
        "manifest.json",
    ] {
        assert!(out.join(name).is_file(), "{name}");
    }
    // Sums of the workbook are those of the answer.
    let answer: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("portfolio.json")).expect("a file")).expect("JSON");
    let years = answer["years"].as_array().expect("years");
    let of_payers: f64 = answer["payers"]
        .as_array()
        .expect("payers")
        .iter()
        .map(|one| one["net"]["mean"].as_f64().expect("a number"))
        .sum();
    let of_years: f64 = years.iter().map(|one| one["net"].as_f64().expect("a number")).sum();
    near(of_years, of_payers, of_payers);
    // A folder of ours is replaced by the next run.
    let again = crate::program::said(
        crate::program::program(folder.path())
            .args(["portfolio", "--draws", "8", "--households", "0", "--quiet"])
            .arg(&path)
            .arg("--out")
            .arg(&out),
    );
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(!out.join("curve.csv").exists());
}

#[test]
fn the_shipped_caseloads_are_those_of_the_generator_and_can_be_read() {
    let made = made_up::caseloads().expect("caseloads");
    let wanted = [60, 2_000, 20_000];
    assert_eq!(made.len(), wanted.len());
    for ((name, text), wanted) in made.iter().zip(wanted) {
        let path = format!("caseloads/{name}");
        assert_eq!(mkba::read::library::text(&path), Some(text.as_str()), "{name}: run the example again");
        let found =
            caseload::read(&WithLibrary, &mkba::read::library::named(Path::new(&path)).expect("in the library"));
        let found = found.unwrap_or_else(|refused| panic!("{name}: {:?}", refused.diagnostics));
        assert_eq!(found.rows.iter().map(|row| row.count).sum::<u32>(), wanted, "{name}");
    }
}
