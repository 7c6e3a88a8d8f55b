//! The memory that this program may take.
//!
//! In: limits of the system: of the address space, of a container, and what is free. Out: bytes. What nobody could foresee
//! ends with a code of ours.

use crate::simulate::MOST_MEMORY;

/// Share of what there is that a run may plan to take: its estimate is rough.
const SHARE: f64 = 0.8;

/// Most memory that a run on so many threads may take, in bytes.
pub(super) fn most(threads: usize) -> f64 {
    let limits = [address_space(threads), system::container(), system::free()];
    limits.into_iter().flatten().map(|left| left * SHARE).fold(MOST_MEMORY, f64::min)
}

/// What is left of the address space where that has a limit. The system's allocator sets some aside for each thread.
fn address_space(threads: usize) -> Option<f64> {
    /// Set aside for a thread, in bytes.
    const OF_THREAD: f64 = 64e6;
    let (limit, used) = system::address_space()?;
    let left = (limit - used).max(0.0);
    Some((left - threads as f64 * OF_THREAD).max(left / 4.0))
}

/// Lets the program end with a code where the system gives no more memory, instead of being aborted.
pub(super) fn end_in_order() {
    system::end_in_order();
}

#[cfg(unix)]
mod system {
    use crate::cli::failure::exit;
    use rustix::process::{Resource, getrlimit};
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// Bytes in a page of memory, as nearly all machines have it.
    const PAGE: f64 = 4096.0;

    /// Limit of the address space and what is used of it, in bytes.
    pub(super) fn address_space() -> Option<(f64, f64)> {
        let limit = getrlimit(Resource::As).current?;
        let pages = first_number(&fs::read_to_string("/proc/self/statm").unwrap_or_default());
        Some((limit as f64, pages.unwrap_or(0.0) * PAGE))
    }

    /// What is left within the limits of the containers of Linux in which the program is, in bytes.
    pub(super) fn container() -> Option<f64> {
        let own = fs::read_to_string("/proc/self/cgroup").ok()?;
        let path = own.lines().find_map(|line| line.strip_prefix("0::/"))?;
        let root = Path::new("/sys/fs/cgroup");
        let folder = root.join(path);
        let number = |path: std::path::PathBuf| first_number(&fs::read_to_string(path).ok()?);
        let left = |folder: &Path| Some(number(folder.join("memory.max"))? - number(folder.join("memory.current"))?);
        let within = folder.ancestors().take_while(|folder| folder.starts_with(root));
        within.filter_map(left).min_by(f64::total_cmp)
    }

    /// What is free on a machine with Linux, in bytes.
    pub(super) fn free() -> Option<f64> {
        let all = fs::read_to_string("/proc/meminfo").ok()?;
        let free = all.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
        Some(first_number(free)? * 1024.0)
    }

    fn first_number(text: &str) -> Option<f64> {
        text.split_whitespace().next()?.parse().ok()
    }

    pub(super) fn end_in_order() {
        // Where the system does not let us, it ends as it always did.
        let always = Arc::new(AtomicBool::new(true));
        let abort = signal_hook::consts::SIGABRT;
        let _ = signal_hook::flag::register_conditional_shutdown(abort, exit::USAGE.into(), always);
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn address_space() -> Option<(f64, f64)> {
        None
    }

    pub(super) fn container() -> Option<f64> {
        None
    }

    pub(super) fn free() -> Option<f64> {
        None
    }

    pub(super) fn end_in_order() {}
}
