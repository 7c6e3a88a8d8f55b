//! Forms: the case form filled from a case file, and the page for one payer, which ties to the report.

use crate::program::{SMALL, names, program, said};
use mkba::Language;
use mkba::read::{Memory, case};
use mkba::report::forms::{FormOptions, case_fragment, case_page, partner_page};
use mkba::session::{Run, Session};
use std::fs;
use std::path::Path;

const CASE: &str = "case = 1
scenario = 'huisuitzetting'
code = '2026-014'
alternative = 'bij_vonnis'
[answers]
traits.children = 3
start.housing = 'court_order'
[form]
background = 'Een brief van de deurwaarder <b>vandaag</b>'
agreement = 'Elke maand een gesprek'
mandate = 1000
[set]
settings.draws = 16
settings.households = 8
";

/// The scenario and the run of a case, with what it says.
fn form_of(text: &str) -> (Run, mkba::model::CaseSheet) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("casus.toml");
    fs::write(&path, text).expect("written");
    let session = Session::load(&mkba::read::library::WithLibrary, &path, &[]).expect("sound");
    let sheet = session.case().expect("a case").sheet(session.scenario());
    (session.by_start(false).run().expect("a run"), sheet)
}

fn options<'o>(sheet: Option<&'o mkba::model::CaseSheet>, language: Language) -> FormOptions<'o> {
    FormOptions { focus: Some("bij_vonnis"), sheet, command: "mkba report casus.toml", language }
}

#[test]
fn a_form_is_filled_from_a_case_and_leaves_open_what_nobody_said() {
    let (run, sheet) = form_of(CASE);
    let page = case_page(&run, options(Some(&sheet), Language::Nl));
    for part in ["2026-014", "Elke maand een gesprek", "€\u{a0}1.000", "Hoeveel kinderen wonen er?", "Ondertekening"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("&lt;b&gt;vandaag&lt;/b&gt;") && !page.contains("<b>vandaag"));
    // Legitimacy and involvement are for the coach to write.
    assert!(page.matches("(in te vullen)").count() >= 4, "{page}");
    assert!(page.contains("Dat is meer dan het mandaat"), "{page}");
    let fragment = case_fragment(&run, options(Some(&sheet), Language::Nl));
    assert!(page.contains(&fragment) && !fragment.contains("<html") && !fragment.contains("<style"));
    let blank = case_page(&run, options(None, Language::En));
    assert!(blank.contains("(to be filled in)") && !blank.contains("2026-014"));
}

#[test]
fn a_form_that_says_something_unknown_is_refused() {
    let text = CASE.replace("agreement =", "agrement =").replace("mandate = 1000", "mandate = 'veel'");
    let files = Memory::default().with("casus.toml", text.as_str());
    let refused = case::open(&files, Path::new("casus.toml")).expect_err("faults");
    let faults: Vec<String> =
        refused.diagnostics.sorted().iter().map(|fault| Language::Nl.fill(&fault.message)).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("agrement")), "{faults:?}");
}

#[test]
fn the_page_for_a_payer_ties_to_its_account() {
    let (run, _) = form_of(CASE);
    let page = partner_page(&run, "gemeente", options(None, Language::En)).expect("a page");
    let told = run.answer.alternatives.iter().find(|one| one.id == "bij_vonnis").expect("the plan");
    let account = told.accounts.iter().find(|one| one.id == "gemeente").expect("the account");
    let rounded = |amount: f64| ((amount / 10.0).round() * 10.0).abs() as i64;
    let net = rounded(account.net);
    let thousands = |amount: i64| match amount >= 1000 {
        true => format!("{},{:03}", amount / 1000, amount % 1000),
        false => amount.to_string(),
    };
    let near = [net - 10, net, net + 10].map(thousands);
    assert!(near.iter().any(|text| page.contains(text.as_str())), "{near:?}: {page}");
    assert!(page.contains("In ") && page.contains("of draws you gain"));
    assert!(partner_page(&run, "welfare", options(None, Language::En)).is_none());
    assert!(partner_page(&run, "nobody", options(None, Language::En)).is_none());
}

#[test]
fn the_program_writes_forms_and_refuses_unknown_parties() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("casus.toml"), CASE).expect("written");
    let mut command = program(place.path());
    command.args(["report", "casus.toml", "--format", "case,csv", "--for", "gemeente", "--out", "uit"]).args(SMALL);
    let done = said(&mut command);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let out = place.path().join("uit");
    assert_eq!(names(&out), ["budget.csv", "case.html", "charts.csv", "manifest.json", "partner.html"]);
    let charts = fs::read_to_string(out.join("charts.csv")).expect("a table");
    for chart in ["hundred,", "paths,", "course,", "payers,", "items,", "states-housing,"] {
        assert!(charts.lines().any(|line| line.starts_with(chart)), "{chart}");
    }
    // Not in the folder of the shipped scenarios: a folder that is about to be written touches the one around it.
    let mut command = program(place.path());
    command.args(["report", "huisuitzetting", "--for", "gemeenten"]).args(SMALL);
    let done = said(&mut command);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("gemeenten") && done.err.contains("woningcorporatie"), "{}", done.err);
}
