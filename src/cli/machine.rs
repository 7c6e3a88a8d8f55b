//! What other programs read: faults and progress as JSON on standard error, one object a line.
//!
//! In: arguments as given, a [`Failure`], draws that are done. Out: lines. They are asked for by `--faults json` and
//! `--progress json`; people read the texts of `explain` and `progress`.

use crate::cli::failure::{Failure, exit};
use crate::cli::output::tell;
use crate::cli::usage;
use crate::diagnostics::{Diagnostic, Diagnostics, Message, Severity, Sources};
use crate::report::words::Language;
use serde_json::{Map, Value, json};
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Least time between two lines of progress.
const PAUSE: Duration = Duration::from_millis(200);

/// Faults are told as JSON.
static FAULTS: AtomicBool = AtomicBool::new(false);
/// Progress is told as JSON.
static PROGRESS: AtomicBool = AtomicBool::new(false);
/// Milliseconds of a run at which progress was told last.
static TOLD: AtomicU64 = AtomicU64::new(0);

/// Looks what is asked for, before arguments are read: what is wrong with them is told in the same way.
pub(super) fn listen(arguments: &[OsString]) {
    FAULTS.store(has(arguments, "--faults"), Ordering::Relaxed);
    PROGRESS.store(has(arguments, "--progress"), Ordering::Relaxed);
}

fn has(arguments: &[OsString], name: &str) -> bool {
    let texts = || arguments.iter().filter_map(|argument| argument.to_str());
    let apart = texts().zip(texts().skip(1)).any(|pair| pair == (name, "json"));
    apart || texts().any(|text| text.split_once('=') == Some((name, "json")))
}

/// Tells a failure and gives its exit code; `None` where it is not to be told so.
pub(super) fn explain(failure: &Failure, language: Language) -> Option<u8> {
    if !FAULTS.load(Ordering::Relaxed) {
        return None;
    }
    let plain = |message: &Message| vec![json!({ "key": message.key, "message": language.fill(message) })];
    let (faults, code) = match failure {
        Failure::Arguments(error) => {
            let text = usage::text(error, language)?;
            (vec![json!({ "key": "usage", "message": text.trim_end() })], exit::USAGE)
        }
        Failure::Refused(refused) => {
            let code = if refused.sources.files().is_empty() { exit::USAGE } else { exit::FAULTS };
            (all(&refused.sources, &refused.diagnostics.only(Severity::Fault), language), code)
        }
        Failure::Fault(message) => (plain(message), exit::FAULTS),
        Failure::Usage(message) => (plain(message), exit::USAGE),
        Failure::Stopped => (plain(&Message::new("run_stopped")), exit::STOPPED),
        Failure::Told(_) => return None,
    };
    tell(&format!("{}\n", json!({ "exit_code": code, "faults": faults })));
    Some(code)
}

fn all(sources: &Sources, diagnostics: &Diagnostics, language: Language) -> Vec<Value> {
    diagnostics.sorted().into_iter().map(|fault| one(sources, fault, language)).collect()
}

/// One fault; `line` and `column` count from 1, columns in characters; `cell` where the file is a workbook.
fn one(sources: &Sources, fault: &Diagnostic, language: Language) -> Value {
    let hints: Vec<String> = fault.hints.iter().map(|hint| language.fill(hint)).collect();
    let mut told = Map::new();
    told.insert("key".into(), fault.message.key.into());
    told.insert("message".into(), language.fill(&fault.message).into());
    told.insert("hints".into(), hints.into());
    if let Some(place) = &fault.place {
        let file = sources.file(place.file);
        let (line, column) = file.line_column(place.span.start);
        told.insert("file".into(), file.name.as_str().into());
        told.insert("line".into(), line.into());
        told.insert("column".into(), column.into());
        if let Some(cell) = file.cell(place.span.start) {
            told.insert("cell".into(), cell.into());
        }
    }
    Value::Object(told)
}

/// Tells how many draws of a run that started then are done, not too often.
pub(super) fn progress(started: Instant, done: usize, total: usize) {
    if !PROGRESS.load(Ordering::Relaxed) {
        return;
    }
    let passed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let last = TOLD.load(Ordering::Relaxed);
    let wait = u64::try_from(PAUSE.as_millis()).unwrap_or(u64::MAX);
    let due = done >= total || passed >= last.saturating_add(wait) || passed < last;
    let ours = due && TOLD.compare_exchange(last, passed, Ordering::Relaxed, Ordering::Relaxed).is_ok();
    // The last line is never left out.
    if ours || done >= total {
        tell(&format!("{}\n", json!({ "done": done, "total": total })));
    }
}
