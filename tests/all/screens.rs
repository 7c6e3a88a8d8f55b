//! The first screens of `docs/screens.nl.md` and `docs/screens.en.md` are what the program shows, and every table of them
//! adds up as printed. After a change: `MKBA_UPDATE=1 cargo test --test all screens`, then read what changed.

use crate::program::{program, said, shipped};
use crate::thorough::{cases, thorough};
use mkba::Language;
use mkba::analyse::ProblemAnswer;
use mkba::read::Disk;
use mkba::report::terminal::screen::{ScreenOptions, screen};
use mkba::session::{Run, Session};
use mkba::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const LANGUAGES: [(Language, &str); 2] = [(Language::Nl, "nl"), (Language::En, "en")];

/// A scenario by name, and its run as the program does it where nothing else is asked.
pub struct Shown {
    pub name: String,
    pub path: PathBuf,
    pub run: Run,
    /// What `--problems` adds to the answer.
    pub problems: Vec<ProblemAnswer>,
}

/// Those that are shown where not all are asked for: one of each kind, and quick but for the first.
const FEW: [&str; 4] = ["huisuitzetting", "gebit", "tweede-stoel", "weggestuurd"];

/// Whether the files are to be made again, or every one to be compared.
pub fn every() -> bool {
    thorough() || std::env::var_os("MKBA_UPDATE").is_some()
}

/// Scenarios and cases of the library, run once for all tests that show them: [`FEW`], or where [`every`] one is asked for
/// all.
pub fn all() -> &'static [Shown] {
    static ALL: OnceLock<Vec<Shown>> = OnceLock::new();
    ALL.get_or_init(|| {
        let folders = [shipped(), shipped().join("cases")];
        let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
        paths.sort();
        assert!(paths.len() >= 17, "{paths:?}");
        let is_asked = |path: &PathBuf| FEW.iter().any(|few| path.file_stem().is_some_and(|name| name == *few));
        paths.retain(|path| every() || is_asked(path));
        assert!(paths.len() >= FEW.len(), "{paths:?}");
        let shown = |path: &PathBuf| {
            let session = Session::load(&Disk, path, &[]).expect("a scenario").problems(true).by_start(true);
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let mut run = session.run().expect("a run");
            let problems = std::mem::take(&mut run.answer.system_problems);
            Shown { name, path: path.clone(), run, problems }
        };
        paths.iter().map(shown).collect()
    })
}

/// The one of this name, which is among [`FEW`].
pub fn named(name: &str) -> &'static Shown {
    all().iter().find(|shown| shown.name == name).expect("it")
}

/// What the program shows of it.
pub fn lines(shown: &Shown, language: Language, options: &ScreenOptions<'_>) -> Vec<String> {
    screen(&shown.run.answer, shown.run.scenario(), language, options).lines
}

fn head(language: Language) -> &'static str {
    match language {
        Language::Nl => {
            "# De eerste schermen van alle scenario's\n\nWat `mkba run NAAM` toont op een scherm van 80 kolommen.\nDeze \
             pagina is gemaakt met `MKBA_UPDATE=1 cargo test --test all screens`.\n"
        }
        Language::En => {
            "# The first screens of all scenarios\n\nWhat `mkba run NAME --lang en` shows on a screen of 80 columns.\nThis \
             page was made by `MKBA_UPDATE=1 cargo test --test all screens`.\n"
        }
    }
}

fn section(shown: &Shown, language: Language) -> String {
    let text = lines(shown, language, &ScreenOptions::default()).join("\n");
    format!("\n## {}\n\n```text\n{text}\n```\n", shown.name)
}

#[test]
fn the_pages_of_screens_are_true() {
    for (language, ending) in LANGUAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/screens.{ending}.md"));
        let sections: Vec<String> = all().iter().map(|shown| section(shown, language)).collect();
        let whole = format!("{}{}", head(language), sections.concat());
        if std::env::var_os("MKBA_UPDATE").is_some() {
            fs::write(&path, &whole).expect("written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        let place = path.display();
        for (shown, section) in all().iter().zip(&sections) {
            assert!(found.contains(section), "{place} is not what the program shows of {}: {section}", shown.name);
        }
        assert!(!every() || found == whole, "{place} shows more than the program does");
    }
}

#[test]
fn the_program_shows_these_screens() {
    let found = said(program(&shipped().join("cases")).args(["run", "gebit.toml"]));
    assert_eq!(found.code, Some(0), "{}", found.err);
    let known = named("gebit");
    let wanted = lines(known, Language::Nl, &ScreenOptions::default());
    assert_eq!(found.out.lines().collect::<Vec<_>>(), wanted);
}

/// The numbers at the end of a line, without years and shares; the text before them.
fn cells(line: &str) -> Vec<f64> {
    let number = |word: &str| word.replace('−', "-").replace(['.', ','], "").parse::<f64>().ok();
    // Columns stand at least two spaces apart.
    line.split("  ").filter(|cell| !cell.trim().is_empty()).skip(1).filter_map(|cell| number(cell.trim())).collect()
}

/// Lines from one that starts with a text to one that starts with another.
fn between<'l>(lines: &'l [String], from: &str, to: &str) -> &'l [String] {
    let at = |text: &str| lines.iter().position(|line| line.starts_with(text));
    let start = at(from).unwrap_or_else(|| panic!("no {from} in {lines:#?}"));
    let end = lines[start..].iter().position(|line| line.starts_with(to)).expect("an end");
    &lines[start + 1..start + end]
}

/// Checks the sums of a Dutch screen; how many rows there were.
fn adds_up(lines: &[String], full: bool, place: &str) -> usize {
    let table = between(lines, "Wie betaalt", "Saldo:");
    let rows: Vec<(&String, Vec<f64>)> =
        table.iter().map(|line| (line, cells(line))).filter(|(_, cells)| !cells.is_empty()).collect();
    let at = |name: &str| rows.iter().position(|(line, _)| line.starts_with(name));
    let (society, public) = (at("Samenleving, in geld").expect("a row"), at("waarvan publieke kas").expect("a row"));
    let parties = &rows[..society];
    for (line, cells) in &rows[..=public] {
        assert!(cells.len() >= 4, "{place}: {line}");
        assert_eq!(cells[1] + cells[2] - cells[0], cells[3], "{place}: {line}");
    }
    // What can be booked and the year stand behind the four others, in the rows of the public purse.
    let is_public = |cells: &[f64]| cells.len() > 4;
    for column in 0..4 {
        let sum: f64 = parties.iter().map(|(_, cells)| cells[column]).sum();
        assert_eq!(sum, rows[society].1[column], "{place}: column {column} of society");
    }
    if full {
        let sum: f64 = parties.iter().map(|(_, cells)| cells[4]).sum();
        assert_eq!(sum, rows[society].1[4], "{place}: bookable");
    } else {
        for column in 0..5 {
            let sum: f64 = parties.iter().filter(|(_, cells)| is_public(cells)).map(|(_, cells)| cells[column]).sum();
            assert_eq!(sum, rows[public].1[column], "{place}: column {column} of the purse");
        }
    }
    if let Some(balance) = at("Samenleving: het saldo") {
        let more: f64 = ["Welzijn", "Zorg die meer"].iter().filter_map(|name| at(name)).map(|row| rows[row].1[0]).sum();
        assert_eq!(rows[society].1[3] + more, rows[balance].1[0], "{place}: with quality of life");
    }
    // The row of the plan that is told says the same.
    let told: Vec<&String> = lines.iter().filter(|line| line.starts_with("> ")).collect();
    assert_eq!(told.len(), 1, "{place}");
    let told = cells(told[0]);
    let [.., money, purse] = told.as_slice() else { panic!("{place}: {told:?}") };
    assert_eq!((*money, *purse), (rows[society].1[3], rows[public].1[3]), "{place}: the table of plans");
    // Of a hundred.
    let text = lines.join(" ");
    let (_, people) = text.split_once("Van de 100 ").expect("people");
    let (_, people) = people.split_once(": ").expect("groups");
    let (people, _) = people.split_once('.').expect("an end");
    let count: f64 = people
        .split("; ")
        .map(|group| group.split(' ').next().expect("a word").parse::<f64>().expect("a number"))
        .sum();
    assert_eq!(count, 100.0, "{place}: {people}");
    parties.len()
}

#[test]
fn every_table_of_every_screen_adds_up() {
    let mut rows = 0;
    for shown in all() {
        for alternative in &shown.run.answer.alternatives {
            for whole_euros in [false, true] {
                for full in [false, true] {
                    let focus = Some(alternative.id.as_str());
                    let options = ScreenOptions { focus, full, whole_euros, ..ScreenOptions::default() };
                    let place = format!("{} {} {whole_euros} {full}", shown.name, alternative.id);
                    rows += adds_up(&lines(shown, Language::Nl, &options), full, &place);
                }
            }
        }
    }
    assert!(rows > cases(200, 1_000), "only {rows} rows");
}

#[test]
fn no_screen_hides_a_plan_or_the_household_or_is_too_wide() {
    for shown in all() {
        let lines = lines(shown, Language::Nl, &ScreenOptions::default());
        for alternative in &shown.run.answer.alternatives {
            let row = |line: &&String| line.trim_start_matches(['>', ' ']).starts_with(&format!("{}:", alternative.id));
            assert_eq!(lines.iter().filter(row).count(), 1, "{}: {}", shown.name, alternative.id);
        }
        assert!(lines.iter().any(|line| line.starts_with("Het huishouden zelf")), "{}", shown.name);
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{lines:#?}");
        let best = shown.run.answer.best_first()[0];
        assert!(lines.iter().any(|line| line.starts_with(&format!("> {}:", best.id))), "{}", shown.name);
    }
}

/// Over the same draws the exact method is linear in the start: the mix is the weighted mean of its states.
#[test]
fn a_mix_is_the_weighted_mean_of_its_starts() {
    let mut mixes = 0;
    for shown in all().iter().filter(|shown| shown.run.answer.method == "cohort") {
        let answer = &shown.run.answer;
        for starts in answer.by_start.chunk_by(|one, next| one.domains == next.domains) {
            let uncertain = shown.run.scenario().starts.iter().any(|start| {
                start.shares.iter().filter_map(|(_, share)| share.as_ref()).any(|share| {
                    !matches!(share.origin, mkba::model::Origin::Fixed(_))
                        && start
                            .domains
                            .iter()
                            .any(|domain| starts[0].domains.contains(&shown.run.scenario().domains[*domain].id))
                })
            });
            let shares: f64 = starts.iter().map(|start| start.share).sum();
            assert!((shares - 1.0).abs() < 1e-9, "{}: {shares}", shown.name);
            if uncertain {
                continue;
            }
            for at in 0..answer.alternatives.len() {
                let draws = &shown.run.results.alternatives[at + 1].draws[..starts[0].draws];
                let whole =
                    |total: usize| draws.iter().map(|draw| draw.net_benefit[total]).sum::<f64>() / draws.len() as f64;
                let mixed = |mean: fn(&mkba::analyse::AlternativeByStart) -> f64| -> f64 {
                    starts.iter().map(|start| start.share * mean(&start.alternatives[at])).sum()
                };
                for (found, wanted) in [
                    (mixed(|one| one.net_benefit.mean), whole(SOCIETY)),
                    (mixed(|one| one.net_benefit_money.mean), whole(MONEY)),
                    (mixed(|one| one.net_benefit_public.mean), whole(PUBLIC)),
                ] {
                    let near = 1e-7 * (1.0 + wanted.abs());
                    assert!((found - wanted).abs() < near, "{} {:?}: {found} {wanted}", shown.name, starts[0].domains);
                }
                mixes += 1;
            }
        }
    }
    assert!(mixes > cases(5, 40), "only {mixes} mixes");
}
