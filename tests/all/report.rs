//! Reports: tables that add up and tie to the ledger, texts that stay texts, formulas that hold what the engine found.

use calamine::{Data, Reader, Xlsx};
use mkba::analyse::answer::accounts::ledger;
use mkba::analyse::uses::{Use, uses};
use mkba::model::Origin;
use mkba::report::html::{PageOptions, markdown, page};
use mkba::report::priced::{PriceOf, priced_items};
use mkba::report::register::register;
use mkba::report::workbook::{BookOptions, workbook};
use mkba::session::Run;
use mkba::{Language, Scenario, Session};
use roxmltree::{Document, Node};
use std::fs;
use std::io::Cursor;
use std::path::Path;

const SCENARIO: &str = "scenarios/huisuitzetting.toml";
const COMMAND: &str = "mkba report huisuitzetting";
const CENT: f64 = 0.005;

fn scenario() -> Scenario {
    Scenario::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SCENARIO)).expect("a scenario")
}

fn run(scenario: Scenario) -> Run {
    Session::new(scenario).draws(16).households(4).by_start(false).run().expect("a run")
}

fn html(run: &Run, focus: Option<&str>, language: Language) -> String {
    page(run, PageOptions { focus, command: COMMAND, analysis: None, stories: &[], language })
}

fn book(run: &Run, focus: Option<&str>) -> Vec<u8> {
    workbook(run, BookOptions { focus, command: COMMAND, language: Language::Nl }).expect("a workbook")
}

/// The tables of a page, as XML.
fn tables(page: &str) -> Vec<String> {
    let starts = page.match_indices("<table").map(|(at, _)| at);
    starts.map(|at| page[at..].split_inclusive("</table>").next().unwrap_or_default().to_owned()).collect()
}

fn text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}

/// Class and cells of each row of the body; the name of the row first.
fn rows(table: &str) -> Vec<(String, Vec<String>)> {
    let document = Document::parse(table).expect("sound XML");
    let body = document.descendants().find(|node| node.has_tag_name("tbody")).expect("a body");
    let row = |row: Node| {
        let cells = row.children().filter(Node::is_element).map(text).collect();
        (row.attribute("class").unwrap_or_default().to_owned(), cells)
    };
    body.children().filter(|node| node.has_tag_name("tr")).map(row).collect()
}

/// A whole number as Dutch writes it.
fn number(cell: &str) -> Option<f64> {
    cell.replace('.', "").replace('−', "-").trim().parse().ok()
}

#[test]
fn every_table_adds_up_as_printed() {
    let run = run(scenario());
    for alternative in run.answer.alternatives.iter().map(|one| one.id.as_str()) {
        let mut sums = 0;
        for table in tables(&html(&run, Some(alternative), Language::Nl)) {
            let rows = rows(&table);
            let Some(at) = rows.iter().position(|(class, _)| class == "sum") else { continue };
            for column in 1..rows[at].1.len() {
                let Some(sum) = number(&rows[at].1[column]) else { continue };
                let parts = rows[..at].iter().map(|(_, cells)| number(&cells[column]).expect("a number"));
                assert_eq!(parts.sum::<f64>(), sum, "{alternative}, column {column}: {table}");
                sums += 1;
            }
        }
        assert!(sums >= 12, "{alternative}: only {sums} sums");
    }
}

#[test]
fn tables_tie_to_the_ledger() {
    let run = run(scenario());
    let told = run.answer.best_first()[0].clone();
    let all = ledger(run.scenario(), &run.results.alternatives);
    let own = all.iter().filter(|row| row.alternative == told.id);
    let is_party = |id: &str| run.scenario().accounts.iter().any(|account| account.id == id && account.role.is_party());
    let parties: f64 = own.clone().filter(|row| is_party(&row.account)).map(|row| row.discounted_difference).sum();
    let bookable: f64 = own.map(|row| row.discounted_cashable_amount).sum();
    let found: Vec<Vec<(String, Vec<String>)>> =
        tables(&html(&run, None, Language::Nl)).iter().map(|it| rows(it)).collect();
    let row = |name: &str| {
        let all = found.iter().flatten().find(|(_, cells)| cells[0] == name);
        all.unwrap_or_else(|| panic!("no row {name}")).1.clone()
    };
    let near = |cell: &str, wanted: f64| {
        let found = number(cell).expect("a number");
        assert!((found - wanted).abs() <= 5.0 + 1e-9, "{found} for {wanted}");
    };
    let society = row("Samenleving, in geld");
    near(&society[4], parties);
    near(&society[5], bookable);
    near(&society[4], told.net_benefit_money.average.mean);
    near(&row("saldo voor de samenleving")[1], told.net_benefit.average.mean);
    near(&row("min de kosten")[1], -told.costs_present_value);
    near(&row("waarvan publieke kas")[4], told.net_benefit_public.average.mean);
}

#[test]
fn a_page_fetches_nothing_and_keeps_texts_as_texts() {
    let mut scenario = scenario();
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    scenario.title.nl = evil.into();
    scenario.items.iter_mut().for_each(|item| item.label.nl = evil.into());
    scenario.parameters.iter_mut().for_each(|parameter| {
        parameter.label.nl = evil.into();
        parameter.evidence.source = evil.into();
        parameter.evidence.url = "javascript:alert(1)".into();
    });
    let page = html(&run(scenario), None, Language::Nl);
    for forbidden in
        ["<script", "<img", "<link", "<iframe", "<object", "javascript:", "@import", "url(", " style=", " onerror=\""]
    {
        // What stands in the page itself is not fetched: the heads of arrows.
        assert!(!page.replace("url(#", "").contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("default-src 'none'"));
    let addresses: Vec<&str> = page.split("src=\"").skip(1).collect();
    assert!(addresses.is_empty(), "{addresses:?}");
}

#[test]
fn a_page_has_a_language_landmarks_headings_in_order_and_scopes() {
    let run = run(scenario());
    for (language, code) in [(Language::Nl, "nl"), (Language::En, "en")] {
        let page = html(&run, None, language);
        assert!(page.contains(&format!("<html lang=\"{code}\">")));
        for landmark in ["<header", "<nav", "<main", "<footer"] {
            assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
        }
        let mut last = 0;
        for level in page.match_indices("<h").filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10)) {
            assert!(level <= last + 1, "h{level} behind h{last}");
            last = level;
        }
        assert_eq!(page.matches("<h1").count(), 1);
        for table in tables(&page) {
            assert!(table.contains("<caption>") && !table.contains("<th>"), "{table}");
        }
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{ids:?}");
        // A key without a text would stand there as it is.
        for prefix in ["report_", "book_", "screen_", "{noun}", "{nouns}", "{total}"] {
            assert!(!page.contains(prefix), "{prefix} in {code}");
        }
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let [first, second] = [(), ()].map(|()| run(scenario()));
    assert_eq!(html(&first, None, Language::En), html(&second, None, Language::En));
    assert_eq!(book(&first, None), book(&second, None));
}

/// Formulas and values of all cells by sheet.
fn formulas(bytes: Vec<u8>) -> Vec<(String, String, f64)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        let values = book.worksheet_range(&sheet).expect("values");
        let formulas = book.worksheet_formula(&sheet).expect("formulas");
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            let place = (top + row as u32, left + column as u32);
            let value = match values.get_value(place) {
                Some(Data::Float(value)) => *value,
                Some(Data::Int(value)) => *value as f64,
                other => panic!("{sheet} {place:?}: {formula} has no value: {other:?}"),
            };
            found.push((sheet.clone(), formula.clone(), value));
        }
    }
    found
}

#[test]
fn every_formula_carries_what_the_engine_found() {
    let run = run(scenario());
    for told in &run.answer.alternatives {
        let found = formulas(book(&run, Some(&told.id)));
        assert!(found.len() > 300, "{}", found.len());
        let of = |name: &str| found.iter().find(|(_, formula, _)| formula == name).map(|(.., value)| *value);
        let near = |name: &str, wanted: f64| {
            let found = of(name).unwrap_or_else(|| panic!("no {name}"));
            assert!((found - wanted).abs() < CENT, "{}: {name} is {found}, not {wanted}", told.id);
        };
        near("net_benefit", told.net_benefit.average.mean);
        near("net_benefit_money", told.net_benefit_money.average.mean);
        near("net_benefit_public", told.net_benefit_public.average.mean);
        let summary = |part: &str| found.iter().find(|(_, formula, _)| formula.starts_with(part)).expect("a cell").2;
        assert!((summary("-SUMPRODUCT") - told.costs_present_value).abs() < CENT, "{}", told.id);
        assert!((summary("B4+B7") - told.benefits_present_value).abs() < CENT, "{}", told.id);
        assert!((summary("AVERAGE") - told.net_benefit.average.mean).abs() < CENT, "{}", told.id);
        for (sheet, formula, _) in &found {
            for word in ["LET(", "LAMBDA(", "FILTER(", "_xl", "{"] {
                assert!(!formula.contains(word), "{sheet}: {formula}");
            }
        }
    }
}

#[test]
fn another_price_gives_what_scaling_its_draws_gives() {
    let base = run(scenario());
    let alternative = base.scenario().alternatives.iter().position(|one| one.id == "maatwerk").expect("a plan");
    let items = priced_items(&base, alternative);
    let mut prices: Vec<usize> = items
        .iter()
        .filter_map(|line| match line.price {
            Some((PriceOf::Parameter(at), _)) if (line.more() * line.weights[0]).abs() > 1.0 => Some(at),
            _ => None,
        })
        .collect();
    prices.dedup();
    assert!(prices.len() >= 5, "{prices:?}");
    for (at, factor) in prices.into_iter().zip([0.5, 0.9, 1.1, 1.25, 2.0]) {
        let mut changed = scenario();
        let of = &mut changed.parameters[at].distribution;
        *of = of.scaled(factor).expect("a price that can be scaled");
        let engine = run(changed);
        for (total, weight) in [(0, "society"), (1, "money"), (2, "public")] {
            let scaled = |line: &mkba::report::priced::PricedItem| {
                let price = match line.price {
                    Some((PriceOf::Parameter(own), mean)) if own == at => mean * factor,
                    _ => line.unit_price(),
                };
                let side = |side: usize| line.quantity[side] * price * line.discount[side];
                line.weights[total] * (side(1) - side(0))
            };
            let sum: f64 = items.iter().map(scaled).sum();
            let wanted = engine.answer.alternatives[alternative - 1].total(total).average.mean;
            assert!((sum - wanted).abs() < CENT, "{weight}: {sum} for {wanted}");
        }
    }
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let mut scenario = scenario();
    for (at, item) in scenario.items.iter_mut().enumerate() {
        item.label.nl = format!("{}HYPERLINK(1)", ["=", "+", "-", "@"][at % 4]);
    }
    scenario.title.nl = "=1+1".into();
    let bytes = book(&run(scenario), None);
    assert!(formulas(bytes.clone()).iter().all(|(_, formula, _)| !formula.contains("HYPERLINK")));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let values = book.worksheet_range("Samenvatting").expect("a sheet");
    assert_eq!(values.get_value((0, 0)), Some(&Data::String("=1+1".into())));
}

#[test]
fn every_figure_is_used_somewhere_and_the_unverified_come_first() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let Ok(scenario) = Scenario::read(&path) else { continue };
        let found = uses(&scenario);
        for (at, item) in scenario.items.iter().enumerate() {
            if let Some(Origin::Parameter(price)) = item.price.map(|price| price.origin) {
                assert!(found[price].contains(&Use::Item(at)), "{}", item.id);
            }
        }
        let unused: Vec<&str> = (0..found.len())
            .filter(|at| found[*at].is_empty())
            .map(|at| scenario.parameters[at].name.as_str())
            .collect();
        assert!(unused.is_empty(), "{}: {unused:?}", path.display());
    }
    let run = run(scenario());
    let figures = register(run.scenario(), run.answer.best_first()[0], Language::Nl);
    assert_eq!(figures.len(), run.scenario().parameters.len());
    assert!(figures.is_sorted_by_key(|figure| !figure.unverified));
    let shares: Vec<f64> = figures.iter().filter(|it| !it.unverified).map(|it| it.share.unwrap_or(0.0)).collect();
    assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
}

#[test]
fn markdown_has_the_chapters_and_tables_of_the_page() {
    let run = run(scenario());
    for language in [Language::Nl, Language::En] {
        let page = html(&run, None, language);
        let options = PageOptions { focus: None, command: COMMAND, analysis: None, stories: &[], language };
        let found = markdown(&run, options).expect("Markdown");
        let heads = |level: &str| {
            let opened = format!("<{level} ");
            let parts = page.split(&opened).skip(1).filter(|part| !part.starts_with("id=\"contents\""));
            parts.filter_map(|part| part.split(['>', '<']).nth(1).map(str::to_owned)).collect::<Vec<String>>()
        };
        let chapters: Vec<String> =
            found.lines().filter_map(|line| line.strip_prefix("## ")).map(|line| line.replace('\\', "")).collect();
        assert_eq!(chapters, heads("h2").iter().map(|head| head.replace("&amp;", "&")).collect::<Vec<String>>());
        let lines = |line: &&str| line.starts_with("| ---");
        assert_eq!(found.lines().filter(lines).count(), tables(&page).len());
        let rows = found.lines().filter(|line| line.starts_with('|')).count();
        assert_eq!(rows, tables(&page).iter().map(|table| rows_of(table) + 2).sum::<usize>());
        assert!(!found.contains("<svg") && !found.contains("{noun}"));
    }
}

fn rows_of(table: &str) -> usize {
    rows(table).len()
}
