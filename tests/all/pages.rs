//! What the pages of `docs/language` show is what the engine does. Every fenced block there is one of these; another fails:
//!
//! - `toml example`: a whole scenario, one on each page. It is read, and run by both methods.
//! - `toml part`: laid over the example by `include`, and run as well.
//! - `toml case`: a case of the example, run as well.
//! - `toml study`: a study of the example, of which every variant is run.
//! - `toml file=NAME`, `csv file=NAME`: a file beside the example.
//! - `text figures`: lines `alternative figure [item or measure] value` about the block before it; for a study a line starts with the name
//!   of the variant in quotation marks. The exact method gives the value to all digits that are shown, simulation within 4
//!   standard errors.

use mkba::analyse::answer::measures::measures;
use mkba::model::Scenario;
use mkba::read::{Disk, Loaded, Refused, case, load, study};
use mkba::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use mkba::simulate::{AlternativeResults, Method, Results, RunPlan, Unwatched, run};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Draws of each run.
const DRAWS: usize = 64;
/// Simulated households of each draw.
const HOUSEHOLDS: usize = 300;
/// What stands above a part.
const OVER: &str = "include = [\"example.toml\"]\nformat = 1\nid = \"part\"\ntitle = { nl = \"Deel\", en = \"Part\" }\n\
                    lists = { accounts = \"accounts.csv\" }\n";

/// A fenced block of a page.
pub struct Block {
    /// What stands behind the opening fence.
    pub kind: String,
    pub text: String,
    /// Line of the opening fence.
    pub line: usize,
}

/// All fenced blocks, with the line at which each opens.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(kind), None) => open = Some(Block { kind: kind.to_string(), text: String::new(), line: index + 1 }),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(block)) => block.text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block without an end");
    found
}

/// A scenario and what both methods say of it.
struct Reckoned {
    name: String,
    scenario: Scenario,
    exact: Results,
    simulated: Results,
}

fn reckon(name: &str, scenario: Scenario, place: &str) -> Reckoned {
    let of = |method, households| {
        let plan = RunPlan { seed: 1, first_draw: 0, draws: DRAWS, households, method };
        run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{place}: {fault:?}"))
    };
    let (exact, simulated) = (of(Method::Cohort, 0), of(Method::Micro, HOUSEHOLDS));
    Reckoned { name: name.to_string(), exact, simulated, scenario }
}

fn read(path: &Path, place: &str) -> Scenario {
    match load(&Disk, path, &[]) {
        Ok(Loaded { scenario, .. }) => scenario,
        Err(Refused { diagnostics, .. }) => panic!("{place}: {:#?}", diagnostics.sorted()),
    }
}

/// Values of a figure by draw.
fn values(scenario: &Scenario, of: &AlternativeResults, figure: &[&str], place: &str) -> Vec<f64> {
    let item = |id: &str| {
        let at = scenario.items.iter().position(|one| one.id == id);
        at.unwrap_or_else(|| panic!("{place}: no item {id}"))
    };
    match figure {
        ["net_benefit"] => of.draws.iter().map(|draw| draw.net_benefit[SOCIETY]).collect(),
        ["net_benefit_money"] => of.draws.iter().map(|draw| draw.net_benefit[MONEY]).collect(),
        ["net_benefit_purse"] => of.draws.iter().map(|draw| draw.net_benefit[PUBLIC]).collect(),
        ["units", id] => of.item_draws.iter().map(|draw| draw[item(id)].discounted_quantity).collect(),
        ["euro", id] => of.item_draws.iter().map(|draw| draw[item(id)].present_value).collect(),
        other => panic!("{place}: no figure {other:?}"),
    }
}

/// The mean level of a measure at the start or the end; nothing where the figure is another.
fn level(one: &Reckoned, results: &Results, at: usize, figure: &[&str], place: &str) -> Option<f64> {
    let [moment @ ("level_start" | "level_end"), id] = figure else { return None };
    let all = measures(&one.scenario, &results.space, &results.alternatives[0], &results.alternatives[at]);
    let found = all.iter().find(|one| one.id == *id).unwrap_or_else(|| panic!("{place}: no measure {id}"));
    if *moment == "level_start" { found.start_with.mean } else { found.end_with.mean }
}

/// What is untrue in one line of figures, against what was reckoned.
fn untrue(line: &str, all: &[Reckoned], place: &str) -> Option<String> {
    let (variant, rest) = match line.strip_prefix('"').and_then(|line| line.split_once('"')) {
        Some((variant, rest)) => (Some(variant), rest),
        None => (None, line),
    };
    let found = all.iter().find(|one| variant.is_none_or(|name| one.name == name));
    let one = found.unwrap_or_else(|| panic!("{place}: no variant {variant:?}"));
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [alternative, figure @ .., shown] = words.as_slice() else { panic!("{place}: {line}") };
    let at = one.scenario.alternatives.iter().position(|other| other.id == *alternative);
    let at = at.unwrap_or_else(|| panic!("{place}: no alternative {alternative}"));
    let digits = shown.split_once('.').map_or(0, |(_, digits)| digits.len());
    if let Some(exact) = level(one, &one.exact, at, figure, place) {
        let simulated = level(one, &one.simulated, at, figure, place).expect("a level");
        // A level lies within 5 of another, so its standard deviation is at most 2.5.
        let error = 2.5 / ((DRAWS * HOUSEHOLDS) as f64).sqrt();
        let told = format!("{exact:.digits$}");
        let wrong = *shown != told || (exact - simulated).abs() > 4.0 * error;
        return wrong.then(|| format!("{place}: {line}: it is {told}, simulated {simulated}"));
    }
    let of = |results: &Results| values(&one.scenario, &results.alternatives[at], figure, place);
    let (exact, simulated) = (of(&one.exact), of(&one.simulated));
    let n = DRAWS as f64;
    let mean = exact.iter().sum::<f64>() / n;
    let told = format!("{mean:.digits$}");
    if shown.replace(',', "") != told {
        return Some(format!("{place}: {line}: it is {told}"));
    }
    let gaps: Vec<f64> = simulated.iter().zip(&exact).map(|(a, b)| a - b).collect();
    let gap = gaps.iter().sum::<f64>() / n;
    let error = (gaps.iter().map(|one| (one - gap) * (one - gap)).sum::<f64>() / (n * (n - 1.0))).sqrt();
    let least = 1e-9 * mean.abs().max(1.0);
    let apart = gap.abs() > 4.0 * error + least;
    apart.then(|| format!("{place}: {line}: simulated {gap} apart, standard error {error}"))
}

/// Goes through the blocks of a page; how many lines of figures there were, and which are untrue.
fn follow(name: &str, page: &str) -> (usize, Vec<String>) {
    let folder = TempDir::new().expect("a folder");
    let path = |file: &str| -> PathBuf { folder.path().join(file) };
    let put = |file: &str, text: &str| {
        fs::create_dir_all(path(file).parent().expect("a folder")).expect("made");
        fs::write(path(file), text).expect("written");
    };
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(project.join("docs/example/accounts.csv"), path("accounts.csv")).expect("copied");
    let blocks = blocks(page);
    for block in &blocks {
        if let Some((_, file)) = block.kind.split_once(" file=") {
            put(file, &block.text);
        }
    }
    let (mut before, mut examples, mut figures): (Vec<Reckoned>, usize, usize) = (Vec::new(), 0, 0);
    let mut faults = Vec::new();
    for Block { kind, text, line } in &blocks {
        let place = format!("{name}:{line}");
        match kind.as_str() {
            "toml example" => {
                put("example.toml", text);
                before = vec![reckon("", read(&path("example.toml"), &place), &place)];
                examples += 1;
            }
            "toml part" => {
                put("part.toml", &format!("{OVER}{text}"));
                before = vec![reckon("", read(&path("part.toml"), &place), &place)];
            }
            "toml study" => {
                put("study.toml", text);
                let opened = study::open(&Disk, &path("study.toml")).expect("sound").expect("a study");
                opened.load(&Disk, &[]).unwrap_or_else(|found| panic!("{place}: {:#?}", found.diagnostics));
                let of = |variant: &study::Variant| opened.scenario(variant, &Disk, &[]).expect("read before");
                let all = opened.variants.iter();
                before = all.map(|variant| reckon(&variant.name, of(variant), &place)).collect();
            }
            "toml case" => {
                put("case.toml", text);
                let (loaded, case) = case::load(&Disk, &path("case.toml"), &[])
                    .unwrap_or_else(|found| panic!("{place}: {:#?}", found.diagnostics));
                assert!(case.is_some(), "{place}: no case");
                before = vec![reckon("", loaded.scenario, &place)];
            }
            "text figures" => {
                assert!(!before.is_empty(), "{place}: figures of nothing");
                faults.extend(text.lines().filter_map(|line| untrue(line, &before, &place)));
                figures += text.lines().count();
            }
            other => assert!(other.contains(" file="), "{place}: no test looks at a block `{other}`"),
        }
    }
    assert_eq!(examples, 1, "{name}: one whole example on each page");
    (figures, faults)
}

#[test]
fn what_the_pages_of_the_language_show_is_true() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contents = fs::read_to_string(project.join("docs/language.md")).expect("the contents");
    assert!(blocks(&contents).is_empty(), "examples stand on the pages");
    let entries = fs::read_dir(project.join("docs/language")).expect("a folder");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pages.sort();
    assert!(pages.len() >= 16, "{pages:?}");
    let mut all = Vec::new();
    for path in pages {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(contents.contains(&format!("(language/{name})")), "{name} is not in the contents");
        let (figures, faults) = follow(&name, &fs::read_to_string(&path).expect("a page"));
        assert!(figures > 0, "{name}: no figure is compared");
        all.extend(faults);
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn the_limits_of_the_model_are_those_of_the_code() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md")).expect("a page");
    let (_, limits) = page.split_once("## Limits").expect("the limits");
    let thousands = |value: usize| {
        let digits = value.to_string();
        let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
        if head.is_empty() { tail.to_string() } else { format!("{head},{tail}") }
    };
    for told in [
        format!("{} joint states", thousands(mkba::simulate::compile::joint_states::MOST_STATES)),
        format!("{} situations", thousands(mkba::simulate::cohort::graph::MOST_NODES)),
        format!("{:.0} million ways", mkba::simulate::cohort::graph::MOST_WAYS / 1e6),
        format!("{} interventions", mkba::model::MOST_INTERVENTIONS),
        format!("{} conditions", mkba::simulate::rules::MOST_ENTRIES),
        format!("{} variants", thousands(study::MOST_VARIANTS)),
        format!("{:e} euro", mkba::simulate::ledger::MOST),
        format!("{:.0} GB", mkba::simulate::MOST_MEMORY / 1e9),
    ] {
        let words = limits.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&told), "the limits do not say `{told}`");
    }
}

/// All pages of a folder and below.
pub fn markdown(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
    found
}

/// Names by which a heading is linked to.
fn anchors(page: &str) -> Vec<String> {
    let headings =
        page.lines().filter_map(|line| line.strip_prefix('#')).map(|line| line.trim_start_matches('#').trim());
    let letter = |one: char| one.is_alphanumeric() || one == ' ' || one == '-' || one == '_';
    headings
        .map(|text| text.to_lowercase().chars().filter(|one| letter(*one)).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = markdown(&project.join("docs"));
    pages.extend(["README.md", "CONTRIBUTING.md"].map(|name| project.join(name)));
    let mut links = 0;
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let to = if file.is_empty() { page.clone() } else { page.parent().expect("a folder").join(file) };
            assert!(to.exists(), "{}: {target}", page.display());
            if !anchor.is_empty() {
                let there = anchors(&fs::read_to_string(&to).expect("a page"));
                assert!(there.iter().any(|one| one == anchor), "{}: {target}", page.display());
            }
            links += 1;
        }
    }
    assert!(links > 50, "only {links} links");
}
