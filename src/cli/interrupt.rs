//! Ctrl-C: an orderly stop, at once.
//!
//! In: the signal; the hidden folder in which files are made. Out: whether to stop. Whatever does not stop by itself within
//! a moment is ended here, with nothing half done: the hidden folder goes, and a result that is taking its place gets there.

use crate::cli::failure::{Failure, exit};
use crate::cli::output::tell;
use crate::report::words::Language;
use crate::session::SessionError;
use crate::simulate::SimulationError;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The time that a run gets to stop by itself.
const GRACE: Duration = Duration::from_millis(100);

/// Set by Ctrl-C.
static STOPPED: AtomicBool = AtomicBool::new(false);
/// It was told.
static TOLD: AtomicBool = AtomicBool::new(false);
static WRITING: Mutex<Writing> = Mutex::new(Writing { workshop: None, placed: false });

/// How far the writing of files is.
struct Writing {
    /// The folder in which they are made.
    workshop: Option<PathBuf>,
    /// The result is where it should be: there is no way back.
    placed: bool,
}

fn writing() -> MutexGuard<'static, Writing> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets Ctrl-C stop a run.
pub(super) fn listen(language: Language) {
    // Where no handler can be set, Ctrl-C ends the program at once, as it does by default.
    let _ = ctrlc::set_handler(move || {
        if !STOPPED.swap(true, Ordering::Relaxed) {
            std::thread::sleep(GRACE);
        }
        let writing = writing();
        if !writing.placed {
            writing.workshop.as_ref().map(std::fs::remove_dir_all);
            tell_once(language);
            std::process::exit(exit::STOPPED.into());
        }
    });
}

/// Says that the run was stopped, unless it was said.
pub(super) fn tell_once(language: Language) {
    if !TOLD.swap(true, Ordering::Relaxed) {
        tell(&format!("{}\n", language.text("run_stopped")));
    }
}

/// Names the folder that has to go when the run is stopped.
pub(super) fn making_files_in(workshop: &Path) {
    writing().workshop = Some(workshop.to_path_buf());
}

/// Puts the result in its place, unless the run was stopped.
///
/// # Errors
/// [`Failure::Stopped`], and that of `place`.
pub(super) fn placing<T>(place: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut writing = writing();
    if interrupted() {
        return Err(SessionError::Simulation(SimulationError::Stopped).into());
    }
    let placed = place()?;
    writing.placed = true;
    Ok(placed)
}

/// Whether Ctrl-C was pressed.
pub(super) fn interrupted() -> bool {
    STOPPED.load(Ordering::Relaxed)
}
