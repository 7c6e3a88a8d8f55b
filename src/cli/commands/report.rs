//! `mkba report`: runs one scenario and writes a report of it.
//!
//! In: a scenario and [`ReportArguments`]. Out: a page, a workbook and the manifest, in a folder that is written as a
//! whole.

use crate::analyse::decision::{Analysis, DecisionQuestion};
use crate::cli::arguments::report::{Format, ReportArguments};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::inputs::{source, stem};
use crate::cli::commands::pack::named_as_bundle;
use crate::cli::commands::{bundle, pack, place, run};
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Message;
use crate::model::{CaseSheet, Scenario};
use crate::read::Recorder;
use crate::report::budget;
use crate::report::bundle::{MANIFEST, REPORT_FILES};
use crate::report::charted;
use crate::report::charted::decided::decided;
use crate::report::forms::{FormOptions, case_page, partner_page};
use crate::report::html::{PageOptions, markdown, page};
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::report::workbook::{BookOptions, workbook};
use crate::session::future::{Story, stories};
use crate::session::{AnalysisOptions, MethodChoice, PlannedRun, Run, Session};
use std::path::{Path, PathBuf};

/// Letters that a shell takes as they are.
const PLAIN: &str = "-_./=:,+@%";

/// Writes the report.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn report(arguments: &ReportArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let source = source(&arguments.run)?;
    let folder = arguments.run.out.clone().unwrap_or_else(|| of_file(&arguments.run.file));
    let arguments = &ReportArguments { run: source.run.clone(), ..arguments.clone() };
    let settings = &arguments.run;
    if let Some(path) = &arguments.bundle {
        named_as_bundle(path)?;
    }
    let recorder = Recorder::new(&*source.files);
    let session = Session::load(&recorder, &source.path, &settings.set)?.options(settings.options());
    let recorded = recorder.finish();
    let bundle = bundle(Some(&folder))?;
    let focus = run::focus(&session, settings);
    if let Some(account) = &arguments.partner {
        known_party(session.scenario(), account)?;
    }
    let sheet = session.case().map(|case| case.sheet(session.scenario()));
    let planned = run::warned(session, settings, language)?;
    // Runs of its own, for who reads what the choice rests on.
    let to_analyse = arguments.formats.iter().any(|format| format.is_analysed()).then(|| planned.clone());
    let run = run::planned(planned, settings, language)?;
    let stories = match to_analyse.is_some() {
        true => stories_of(&run, focus.as_deref(), settings)?,
        false => Vec::new(),
    };
    let analysis = to_analyse.map(|planned| analysed(planned, &run, settings, language)).transpose()?;
    let command = command(&run, arguments, language);
    let asked = Asked {
        arguments,
        analysis: analysis.as_ref(),
        stories: &stories,
        focus: focus.as_deref(),
        sheet: sheet.as_ref(),
        command: &command,
        language,
    };
    let written = arguments.formats.iter().map(|format| asked.written(&run, *format));
    let mut files = written.collect::<Result<Vec<(&'static str, Vec<u8>)>, Failure>>()?;
    if arguments.formats.contains(&Format::Csv)
        && let Some(told) = told(&run.answer, focus.as_deref())
    {
        let budget = budget::csv(&run, told, language).map_err(cannot_write)?;
        files.push((REPORT_FILES[6], budget.into_bytes()));
    }
    let threads = pool(settings.threads)?.current_num_threads();
    let manifest = Manifest::new(&run.answer.id, &settings.command, threads, &run.sources);
    let manifest = manifest.of_run(&run.results, run.precision.as_ref());
    files.push((MANIFEST, json::text(&manifest).map_err(cannot_write)?.into_bytes()));
    if let Some(bundle) = bundle {
        place(bundle, &files, settings.quiet, language)?;
    }
    if let Some(path) = &arguments.bundle {
        pack::write(&run, &source.inputs(recorded), path)?;
    }
    if settings.quiet {
        return Ok(());
    }
    let names = files.iter().map(|(name, _)| folder.join(name)).chain(arguments.bundle.clone());
    let written: Vec<String> = names.map(|path| path.display().to_string()).collect();
    let message = Message::new("report_written").with("files", written.join(", "));
    print(&format!("{}\n", plain(&language.fill(&message))))
}

/// Single futures of a run, of the alternative that is told.
///
/// # Errors
/// What the engine finds wrong, or Ctrl-C.
pub(super) fn stories_of(run: &Run, focus: Option<&str>, settings: &RunArguments) -> Result<Vec<Story>, Failure> {
    let told = told(&run.answer, focus).map(|told| told.id.as_str());
    let at = run.scenario().alternatives.iter().position(|one| Some(one.id.as_str()) == told).unwrap_or_default();
    let pool = pool(settings.threads)?;
    let monitor = Progress::start(0, pool.current_num_threads(), true, Language::default());
    let found = pool.install(|| stories(&run.prepared, &run.plan, at, &monitor));
    monitor.finish();
    Ok(found?)
}

/// What the choice rests on, over the draws of a run.
fn analysed(
    mut planned: PlannedRun,
    run: &Run,
    settings: &RunArguments,
    language: Language,
) -> Result<Analysis, Failure> {
    use DecisionQuestion::{Alternatives, BreakEven, Drivers, Information, Waiting};
    let asked = AnalysisOptions {
        questions: vec![Drivers, BreakEven, Waiting, Alternatives, Information],
        ..AnalysisOptions::default()
    };
    // Where it ran until it was precise, the draws that this took.
    planned.plan = run.plan;
    let pool = pool(settings.threads)?;
    // How many runs follow depends on what is found.
    let monitor = Progress::start(0, pool.current_num_threads(), true, language);
    let found = pool.install(|| planned.analyse(&asked, &monitor));
    monitor.finish();
    Ok(found?.answer)
}

/// What all files of a report need.
struct Asked<'a> {
    arguments: &'a ReportArguments,
    analysis: Option<&'a Analysis>,
    stories: &'a [Story],
    focus: Option<&'a str>,
    sheet: Option<&'a CaseSheet>,
    command: &'a str,
    language: Language,
}

impl Asked<'_> {
    /// Name and bytes of one file.
    fn written(&self, run: &Run, format: Format) -> Result<(&'static str, Vec<u8>), Failure> {
        let Asked { analysis, stories, focus, sheet, command, language, .. } = *self;
        let form = FormOptions { focus, sheet, command, language };
        Ok(match format {
            Format::Html => {
                (REPORT_FILES[0], page(run, PageOptions { focus, command, analysis, stories, language }).into_bytes())
            }
            Format::Markdown => {
                let options = PageOptions { focus, command, analysis, stories, language };
                (REPORT_FILES[5], markdown(run, options).map_err(cannot_write)?.into_bytes())
            }
            Format::Xlsx => {
                let options = BookOptions { focus, command, language };
                (REPORT_FILES[1], workbook(run, options).map_err(cannot_write)?)
            }
            Format::Case => (REPORT_FILES[2], case_page(run, form).into_bytes()),
            Format::Partner => {
                let account = self.arguments.partner.as_deref().unwrap_or_default();
                (REPORT_FILES[3], partner_page(run, account, form).unwrap_or_default().into_bytes())
            }
            Format::Csv => {
                let mut charts = charted::charted(run, focus, language);
                let plan = told(&run.answer, focus).map_or("", |told| told.id.as_str());
                charts.extend(analysis.into_iter().flat_map(|of| decided(of, run.scenario(), plan, language)));
                let text = charted::csv(&charts).map_err(cannot_write)?;
                (REPORT_FILES[4], text.into_bytes())
            }
        })
    }
}

/// Makes sure that a scenario has a party of this name.
fn known_party(scenario: &Scenario, account: &str) -> Result<(), Failure> {
    let parties = scenario.accounts.iter().filter(|known| known.role.is_party());
    let known: Vec<&str> = parties.map(|known| known.id.as_str()).collect();
    match known.contains(&account) && scenario.alternatives.len() > 1 {
        true => Ok(()),
        false => {
            let message = Message::new("partner_unknown").with("found", account);
            Err(Failure::Usage(message.with("known", known.join(", "))))
        }
    }
}

/// The folder for the report of a file, where none is named.
fn of_file(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}-rapport", stem(file)))
}

/// The command that gives the same figures again, whatever this one was: draws, households and seed are written out, and
/// what changes no figure is left out.
fn command(run: &Run, arguments: &ReportArguments, language: Language) -> String {
    let RunArguments { file, alternatives, prices, set, method, at_means, .. } = &arguments.run;
    let mut words = vec!["mkba".to_owned(), "report".to_owned(), file.display().to_string()];
    let mut option = |name: &str, value: String| words.extend([format!("--{name}"), value]);
    alternatives.iter().for_each(|name| option("alternative", name.clone()));
    arguments.partner.iter().for_each(|name| option("for", name.clone()));
    prices.iter().for_each(|path| option("prices", path.display().to_string()));
    set.iter().for_each(|(name, value)| option("set", format!("{name}={value}")));
    if *method != MethodChoice::Auto {
        option("method", run.plan.method.name().to_owned());
    }
    if !at_means {
        option("draws", run.plan.draws.to_string());
    }
    option("households", run.plan.households.to_string());
    option("seed", run.plan.seed.to_string());
    option("lang", if language == Language::Nl { "nl" } else { "en" }.to_owned());
    if *at_means {
        words.push("--at-means".to_owned());
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<String>>().join(" ")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || PLAIN.contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_break_them() {
        let cases =
            [("a.toml", "a.toml"), ("x=1", "x=1"), ("mijn map", "'mijn map'"), ("l'or", "'l'\\''or'"), ("", "''")];
        cases.into_iter().for_each(|(word, wanted)| assert_eq!(quoted(word), wanted));
        assert_eq!(of_file(Path::new("map/zaak.toml")), PathBuf::from("zaak-rapport"));
    }
}
