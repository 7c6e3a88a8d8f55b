//! Limits of a run: draws side by side, memory, and how many futures are kept one by one.
//!
//! In: nothing. Out: numbers that the whole engine goes by.

/// Draws that are worked out together.
pub const LANES: usize = 8;

/// Copies of the quasi-random sequence over which draws are dealt out, each scrambled by itself; a group of draws has
/// one of each.
pub const REPLICATES: usize = LANES;

/// Groups of draws for each thread of which the outcomes wait to be added.
pub const BATCH: usize = 32;

/// Groups in the first block of a run that goes on until there is enough, a power of two; later blocks are larger, so that looking whether
/// there is enough costs next to nothing.
pub const BLOCK: usize = 16;

/// More memory than this, in bytes, is refused before a run starts.
pub const MOST_MEMORY: f64 = 6e9;

/// Net benefits of more simulated futures than this are not kept one by one but counted in bins.
pub const KEPT: usize = 1_000_000;
