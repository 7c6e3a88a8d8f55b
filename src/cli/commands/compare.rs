//! `mkba compare`: what differs between two results, or whether a bundle gives the same bits again.
//!
//! In: two scenarios, cases, bundles or folders of results; or one bundle or folder to verify. Out: a text, CSV or Markdown on
//! standard output. The exit code is 3 where other bits come out.

use crate::analyse::Answer;
use crate::cli::archive::{Opened, archive_of, hash, is_bundle, open};
use crate::cli::arguments::compare::{CompareArguments, TextFormat};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::inputs::{Source, source};
use crate::cli::commands::pack::{reckoned, results};
use crate::cli::failure::{Failure, exit};
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print, tell};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Message;
use crate::read::Files;
use crate::report::bundle::{FILES, changed_by_hand};
use crate::report::comparison;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::session::Session;
use crate::session::compare::{Side, bridge, written_out};
use crate::simulate::RESULTS_VERSION;
use std::path::Path;

/// Compares, or verifies.
///
/// # Errors
/// A scenario with faults, a bundle that cannot be read, wrong settings, or Ctrl-C; a bundle that gives other bits.
pub(super) fn compare(arguments: &CompareArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    if arguments.verify {
        return verify(&arguments.run, language);
    }
    let second = arguments.second.as_deref().ok_or_else(|| Failure::Usage(Message::new("compare_needs_two")))?;
    let (a, asked_a) = side(&arguments.run.file, &arguments.run, language)?;
    let (b, asked_b) = side(second, &arguments.run, language)?;
    let asked = arguments.run.alternatives.first().cloned().or(asked_b).or(asked_a);
    let alternative = chosen(&a, &b, asked)?;
    let settings = &arguments.run;
    let pool = pool(settings.threads)?;
    // How many runs follow depends on what differs.
    let monitor = Progress::start(0, pool.current_num_threads(), true, language);
    let found = pool.install(|| bridge(&a, &b, &alternative, &monitor));
    monitor.finish();
    let found = found?;
    let label = b.scenario.alternatives.iter().find(|one| one.id == alternative).map(|one| language.of(&one.label));
    let plan = label.filter(|label| !label.is_empty()).unwrap_or(&alternative);
    print(&match arguments.format {
        TextFormat::Text => comparison::text(&found, &b.scenario, plan, language),
        TextFormat::Csv => comparison::csv(&found, &b.scenario, language).map_err(cannot_write)?,
        TextFormat::Markdown => comparison::markdown(&found, &b.scenario, plan, language),
    })
}

/// One side, and the alternative that its case or command names.
fn side(name: &Path, settings: &RunArguments, language: Language) -> Result<(Side, Option<String>), Failure> {
    if let Some(archive) = archive_of(name) {
        let opened = open(&archive)?;
        tell(&format!("{}: {}\n", plain(&name.display().to_string()), versions(&opened, language)));
        let own = opened.contents.arguments(&RunArguments::default());
        let stored = opened.results.get(FILES[0]).and_then(|bytes| serde_json::from_slice::<Answer>(bytes).ok());
        return read(&opened.recorded, &opened.contents.path, &own, stored);
    }
    let own = RunArguments { file: name.to_path_buf(), ..settings.clone() };
    let Source { files, path, run } = source(&own)?;
    read(&*files, &path, &run, None)
}

fn read(
    files: &dyn Files,
    path: &Path,
    settings: &RunArguments,
    stored: Option<Answer>,
) -> Result<(Side, Option<String>), Failure> {
    let session = Session::load(files, path, &settings.set)?;
    let of_case = session.case().and_then(|case| case.alternative.clone());
    let named = settings.alternatives.first().cloned().or(of_case);
    let scenario = session.scenario().clone();
    let options = written_out(settings.options(), &scenario);
    Ok((Side { scenario, options, stored }, named))
}

/// The alternative that is compared: the one that is asked for, else the first that both have.
fn chosen(a: &Side, b: &Side, asked: Option<String>) -> Result<String, Failure> {
    let names = |side: &Side| -> Vec<String> {
        side.scenario
            .alternatives
            .iter()
            .skip(1)
            .filter(|one| one.trouble.is_none())
            .map(|one| one.id.clone())
            .collect()
    };
    let (of_a, of_b) = (names(a), names(b));
    let both: Vec<String> = of_a.into_iter().filter(|name| of_b.contains(name)).collect();
    let found = match &asked {
        Some(asked) => both.iter().find(|name| *name == asked).cloned(),
        None => both.first().cloned(),
    };
    let unknown = || {
        let message = Message::new("compare_no_plan").with("found", asked.clone().unwrap_or_default());
        Failure::Usage(message.with("known", both.join(", ")))
    };
    found.ok_or_else(unknown)
}

/// Runs a result again from its inputs and tells whether every byte of it is the same.
fn verify(settings: &RunArguments, language: Language) -> Result<(), Failure> {
    let named = &settings.file;
    let opened = open(&archive_of(named).unwrap_or_else(|| named.clone()))?;
    let now = RunArguments { quiet: settings.quiet, threads: settings.threads, ..RunArguments::default() };
    let own = opened.contents.arguments(&now);
    let run = reckoned(&opened.recorded, &opened.contents.path, &own, language)?;
    let fresh = results(&run)?;
    let other: Vec<String> = fresh.iter().filter_map(|(name, text)| differs(&opened, name, text)).collect();
    let folder = if named.is_dir() { Some(named.as_path()) } else { named.parent().filter(|_| !is_bundle(named)) };
    let changed = folder.map(|folder| changed_by_hand(folder).map_err(Failure::Usage)).transpose()?.unwrap_or_default();
    let mut told = vec![match other.is_empty() {
        true => Message::new("verify_same").with("id", &run.answer.id).with("count", fresh.len()),
        false => Message::new("verify_other").with("files", other.join(", ")),
    }];
    if !changed.is_empty() {
        told.push(Message::new("verify_changed").with("files", changed.join(", ")));
    }
    let told = told.iter().map(|message| plain(&language.fill(message)));
    let lines: Vec<String> = std::iter::once(versions(&opened, language)).chain(told).collect();
    print(&(lines.join("\n") + "\n"))?;
    if other.is_empty() && changed.is_empty() { Ok(()) } else { Err(Failure::Told(exit::NO)) }
}

/// Where a file differs first: its name, and the line where its bytes are there; `None` where it is the same.
fn differs(opened: &Opened, name: &str, text: &str) -> Option<String> {
    if opened.contents.results.get(name).is_some_and(|wanted| *wanted == hash(text.as_bytes())) {
        return None;
    }
    let Some(kept) = opened.results.get(name) else { return Some(name.to_owned()) };
    let kept = String::from_utf8_lossy(kept);
    let line = kept.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
    Some(format!("{name}:{line}"))
}

fn versions(opened: &Opened, language: Language) -> String {
    let contents = &opened.contents;
    let now = (env!("CARGO_PKG_VERSION"), RESULTS_VERSION);
    plain(&comparison::versions(now, (&contents.version, contents.results_version), language))
}
