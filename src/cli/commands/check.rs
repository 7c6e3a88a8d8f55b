//! `mkba check`: looks at scenarios and lists without handing over a result.
//!
//! In: [`CheckArguments`]. Out: all faults and warnings on standard output, a line for each file, and an exit code.

use crate::cli::arguments::check::CheckArguments;
use crate::cli::failure::{Failure, exit};
use crate::cli::output::print;
use crate::diagnostics::{Diagnostic, Diagnostics, Message, Severity, Sources};
use crate::model::{Evidence, Scenario};
use crate::read::case;
use crate::read::check::lint_list;
use crate::read::check::standalone::{self, Accounts};
use crate::read::library::browse;
use crate::read::library::{self, WithLibrary};
use crate::read::study;
use crate::read::{self, Over, Refused};
use crate::report::faults;
use crate::report::replaced_prices::replaced;
use crate::report::terminal::halving;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::session;
use crate::session::estimate::{self, RoughTime, RunSize};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// What was found in all files.
struct Findings<'f> {
    files: Over<'f>,
    language: Language,
    halve: bool,
    /// Where a list is used by several scenarios, what is wrong with it is told once.
    told: BTreeSet<(String, usize, String)>,
    unread: bool,
    faults: bool,
    warnings: bool,
}

/// Checks all files.
///
/// # Errors
/// Standard output that cannot be written to, and what was found, where that is not fine.
pub(super) fn run(arguments: &CheckArguments, language: Language) -> Result<(), Failure> {
    let halve = arguments.halve;
    let files = session::library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let mut findings =
        Findings { files, language, halve, told: BTreeSet::new(), unread: false, faults: false, warnings: false };
    let is_list = |path: &&PathBuf| {
        path.extension().is_some_and(|ending| ["csv", "xlsx"].iter().any(|list| ending.eq_ignore_ascii_case(list)))
    };
    let lists = arguments.files.iter().filter(is_list);
    let mut lists =
        lists.filter_map(|name| library::find(name).ok()).map(|path| standalone::accounts(&WithLibrary, &path));
    let accounts = lists.find(Accounts::are_known).unwrap_or_default();
    for name in &arguments.files {
        match library::find(name) {
            Ok(path) if is_list(&name) => findings.list(&path, &accounts)?,
            Ok(path) => findings.scenario(&path)?,
            Err(message) => {
                findings.unread = true;
                findings.line("level_fault", &message)?;
            }
        }
    }
    match &findings {
        Findings { unread: true, .. } => Err(Failure::Told(exit::USAGE)),
        Findings { faults: true, .. } => Err(Failure::Told(exit::FAULTS)),
        Findings { warnings: true, .. } if arguments.strict => Err(Failure::Told(exit::NO)),
        _ => Ok(()),
    }
}

impl Findings<'_> {
    fn list(&mut self, path: &Path, accounts: &Accounts) -> Result<(), Failure> {
        let list = match standalone::list(&WithLibrary, path, accounts) {
            Ok(list) => list,
            Err(error) => {
                self.unread = true;
                return self.line("level_fault", &read::unreadable(&path.display().to_string(), &error));
            }
        };
        let lint = lint_list::run(&list.sources, this_year(), &known_figures());
        let counts = self.tell(&list.sources, &[&list.diagnostics, &lint])?;
        let mut text = format!("{}: {counts}", path.display());
        if let Some(kind) = list.kind {
            let what = Message::new("check_list").with("kind", kind).with("rows", list.rows);
            text = format!("{text}; {}", self.language.fill(&what));
            if kind == "prices" && !accounts.are_known() {
                text = format!("{text}; {}", self.language.text("check_no_accounts"));
            }
        }
        self.print(&text)
    }

    fn scenario(&mut self, path: &Path) -> Result<(), Failure> {
        let study = match study::open(&self.files, path) {
            Ok(found) => found,
            Err(refused) => return self.refused(path, &refused),
        };
        if let Some(study) = study {
            return match study.load(&self.files, &[]) {
                Ok(all) => {
                    let counts = self.tell(&all.sources, &[&all.warnings])?;
                    let size = Message::new("check_study").with("count", all.draws.len());
                    self.print(&format!("{}: {counts}; {}", path.display(), self.language.fill(&size)))?;
                    if self.halve { self.print(self.language.text("halve_study")) } else { Ok(()) }
                }
                Err(refused) => self.refused(path, &refused),
            };
        }
        match case::load(&self.files, path, &[]) {
            Ok((loaded, _)) => {
                let lint = lint_list::run(&loaded.sources, this_year(), &known_figures());
                let mut counts = self.tell(&loaded.sources, &[&loaded.warnings, &loaded.remarks, &lint])?;
                if let Some(line) = replaced(&loaded.replaced, self.language) {
                    self.print(&line)?;
                }
                for line in marks(&loaded.scenario, self.language) {
                    self.print(&line)?;
                }
                let size = self.size(&loaded.scenario, &mut counts)?;
                self.print(&format!("{}: {counts}{}", path.display(), size.as_deref().unwrap_or_default()))?;
                if self.halve && size.is_some() {
                    let lines = match session::halving::compare(&self.files, path, &loaded.scenario) {
                        Ok(halving) => halving::lines(&halving, &loaded.scenario, self.language),
                        Err(error) => halving::not_done(&error, self.language),
                    };
                    print(&(lines.join("\n") + "\n"))?;
                }
                Ok(())
            }
            Err(refused) => self.refused(path, &refused),
        }
    }

    fn refused(&mut self, path: &Path, refused: &Refused) -> Result<(), Failure> {
        let counts = self.tell(&refused.sources, &[&refused.diagnostics])?;
        if refused.sources.files().is_empty() {
            self.unread = true;
            return Ok(());
        }
        self.print(&format!("{}: {counts}", path.display()))
    }

    /// Number of joint states and the time of a run; `None` where there can be no run. What the engine finds wrong is
    /// a fault of the scenario.
    fn size(&mut self, scenario: &Scenario, counts: &mut String) -> Result<Option<String>, Failure> {
        match estimate::of_run(scenario) {
            Ok(RunSize { joint_states, time }) => {
                let states = self.language.fill(&Message::new("check_states").with("count", joint_states));
                Ok(Some(format!("; {states}; {}", self.time(time))))
            }
            Err(fault) => {
                self.faults = true;
                self.line("level_fault", &fault.message())?;
                *counts = self.language.text("check_cannot_run").to_string();
                Ok(None)
            }
        }
    }

    fn time(&self, time: RoughTime) -> String {
        let (key, count) = match time {
            RoughTime::Moment => ("check_time_moment", 0),
            RoughTime::Seconds(count) => ("check_time_seconds", count),
            RoughTime::Minutes(count) => ("check_time_minutes", count),
            RoughTime::Hours(count) => ("check_time_hours", count),
        };
        self.language.fill_in(self.language.text(key), &[("count", &count.to_string())])
    }

    /// Shows faults and warnings that were not shown yet; gives their numbers in words.
    fn tell(&mut self, sources: &Sources, all: &[&Diagnostics]) -> Result<String, Failure> {
        let mut new = Diagnostics::default();
        let (mut faults, mut warnings) = (0, 0);
        for diagnostic in all.iter().flat_map(|diagnostics| diagnostics.sorted()) {
            match diagnostic.severity {
                Severity::Fault => faults += 1,
                Severity::Warning => warnings += 1,
            }
            if self.told.insert(key(sources, diagnostic)) {
                let added = match diagnostic.severity {
                    Severity::Fault => new.fault(diagnostic.place.clone(), diagnostic.message.clone()),
                    Severity::Warning => new.warning(diagnostic.place.clone(), diagnostic.message.clone()),
                };
                added.hints.clone_from(&diagnostic.hints);
            }
        }
        self.faults |= faults > 0;
        self.warnings |= warnings > 0;
        // Faults first: they must not drown in warnings.
        let colour = io::stdout().is_terminal();
        for severity in [Severity::Fault, Severity::Warning] {
            print(&faults::render(sources, &new.only(severity), self.language, colour))?;
        }
        let count = |none, one, more, count: usize| {
            let key = [none, one].get(count).copied().unwrap_or(more);
            self.language.fill_in(self.language.text(key), &[("count", &count.to_string())])
        };
        let faults = count("check_no_faults", "check_one_fault", "check_faults", faults);
        let warnings = count("check_no_warnings", "check_one_warning", "check_warnings", warnings);
        Ok(format!("{faults}, {warnings}"))
    }

    fn line(&self, level: &'static str, message: &Message) -> Result<(), Failure> {
        self.print(&format!("{}: {}", self.language.text(level), self.language.fill(message)))
    }

    fn print(&self, text: &str) -> Result<(), Failure> {
        print(&format!("{}\n", plain(text)))
    }
}

/// The figures that nobody verified, and those of which something comes from a rule, each in a line.
fn marks(scenario: &Scenario, language: Language) -> Vec<String> {
    let named = |marked: fn(&Evidence) -> bool| {
        let found = scenario.parameters.iter().filter(move |parameter| marked(&parameter.evidence));
        found.map(|parameter| parameter.name.as_str()).collect::<Vec<_>>()
    };
    let ruled = scenario.items.iter().filter(|item| !item.by_rule.is_empty());
    let ruled: Vec<String> = ruled.map(|item| format!("{} ({})", item.id, item.by_rule.join(" "))).collect();
    let line = |key, names: &[&str]| {
        let message = Message::new(key).with("count", names.len()).with("names", names.join(", "));
        (!names.is_empty()).then(|| language.fill(&message))
    };
    let ruled: Vec<&str> = ruled.iter().map(String::as_str).collect();
    let lines = [
        line("check_unverified", &named(|evidence| evidence.unverified)),
        line("check_range_by_rule", &named(|evidence| evidence.range_by_rule)),
        line("check_by_rule", &ruled),
    ];
    lines.into_iter().flatten().collect()
}

/// Names of the prices and rates of the library: a note of another list may refer to them.
fn known_figures() -> BTreeSet<String> {
    browse::prices().into_iter().chain(browse::rates()).map(|figure| figure.id).collect()
}

/// The year it is, in Greenwich.
fn this_year() -> i32 {
    i32::from(Timestamp::now().to_zoned_datetime(TimeZone::UTC).year())
}

/// What tells one finding from another.
fn key(sources: &Sources, one: &Diagnostic) -> (String, usize, String) {
    let (file, at) = one
        .place
        .as_ref()
        .map_or((String::new(), 0), |place| (sources.file(place.file).name.clone(), place.span.start));
    (file, at, format!("{:?}", one.message))
}
