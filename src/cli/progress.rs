//! Progress of a run, and threads.
//!
//! In: draws that are done, Ctrl-C. Out: a bar on a terminal, one line where it will take long. It changes no result.

use crate::cli::failure::Failure;
use crate::cli::interrupt::interrupted;
use crate::cli::output::tell;
use crate::cli::{machine, memory};
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::simulate::Monitor;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPool;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Work that takes longer than this is announced.
const LONG: Duration = Duration::from_secs(10);
/// Time after which the first groups of draws tell how long all will take.
const TRIAL: Duration = Duration::from_millis(800);

/// Starts the threads that work which is not a run takes.
///
/// # Errors
/// Threads that the system does not give.
pub(super) fn start_threads() -> Result<(), Failure> {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if STARTED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let started = rayon::ThreadPoolBuilder::new().build_global();
    started.map_err(|error| Failure::Usage(Message::new("no_threads").with("reason", error)))
}

/// As many threads as asked for, else as many as there are cores.
///
/// # Errors
/// Threads that the system does not give.
pub(super) fn pool(threads: Option<usize>) -> Result<ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    pool.map_err(|error| Failure::Usage(Message::new("no_threads").with("reason", error)))
}

/// Watches one run.
pub(super) struct Progress {
    language: Language,
    quiet: bool,
    started: Instant,
    total: usize,
    most_memory: f64,
    done: AtomicUsize,
    announced: AtomicBool,
    bar: ProgressBar,
}

impl Progress {
    /// Starts to watch a run of so many draws on so many threads. The bar shows only where standard error is a terminal.
    pub(super) fn start(total: usize, threads: usize, quiet: bool, language: Language) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template(language.text("progress_bar")) {
            bar.set_style(style);
        }
        let (done, announced) = (AtomicUsize::new(0), AtomicBool::new(false));
        let most_memory = memory::most(threads);
        Self { language, quiet, started: Instant::now(), total, most_memory, done, announced, bar }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Says once how long it will take, where that is long.
    fn announce(&self, done: usize) {
        let passed = self.started.elapsed();
        if self.quiet || passed < TRIAL || self.announced.swap(true, Ordering::Relaxed) {
            return;
        }
        let expected = expected(passed, done, self.total);
        if expected < LONG {
            return;
        }
        let (key, count) = rounded(expected);
        let line = self.language.fill_in(self.language.text(key), &[("count", &count.to_string())]);
        self.bar.suspend(|| tell(&format!("{line}\n")));
    }
}

impl Monitor for Progress {
    fn advance(&self, draws: usize) {
        let done = self.done.fetch_add(draws, Ordering::Relaxed) + draws;
        self.bar.inc(draws as u64);
        machine::progress(self.started, done, self.total);
        if done < self.total {
            self.announce(done);
        }
    }

    fn stopped(&self) -> bool {
        interrupted()
    }

    fn most_memory(&self) -> f64 {
        self.most_memory
    }
}

/// Time that all draws take when some took so long.
fn expected(passed: Duration, done: usize, total: usize) -> Duration {
    passed.mul_f64(total as f64 / done.max(1) as f64)
}

/// Key of a text and a number for a rough time.
fn rounded(time: Duration) -> (&'static str, u64) {
    match time.as_secs() {
        seconds if seconds < 90 => ("takes_seconds", seconds.next_multiple_of(5)),
        seconds if seconds < 90 * 60 => ("takes_minutes", seconds.div_ceil(60)),
        seconds => ("takes_hours", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_draws_tell_how_long_all_take() {
        assert_eq!(expected(Duration::from_secs(2), 10, 100), Duration::from_secs(20));
        assert_eq!(rounded(Duration::from_secs(21)), ("takes_seconds", 25));
        assert_eq!(rounded(Duration::from_secs(600)), ("takes_minutes", 10));
        assert_eq!(rounded(Duration::from_secs(7000)), ("takes_hours", 2));
    }
}
