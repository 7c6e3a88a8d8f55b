//! Reading: from files to a [`Scenario`](crate::model::Scenario).
//!
//! In: a scenario in TOML, the lists in CSV that it names, and values from the command line. Out: a scenario with every
//! name resolved, or every error of all those files at once, each with its place. The language is described in
//! `docs/language.md`. Nothing is simulated, drawn or printed here; files come from whatever implements [`Files`].
//!
//! Folders are phases; each knows only those before it:
//!
//! - `keys`: the table of all keys of the language. `source`: the text is parsed once into a tree that knows its places, put together with the blocks that it includes
//!   (`include`, `merge`), and changed from the command line (`overrides`); `entry` reads the keys of a table.
//! - `number`: numbers, distributions and formulas. `list`: accounts, prices, rates and the other lists.
//! - `scenario`: the sections of the language, one file for each, put into one `builder`.
//! - `check`: checks of the scenario as a whole. `finish`: its final order.
//! - `load`: all of this in a row. On top of it: `case`, `caseload`, `outcomes`, `outline`, `study`, `library`.

pub(crate) mod builder;
pub mod case;
pub mod caseload;
pub mod check;
pub mod draws;
mod entry_points;
pub(crate) mod finish;
pub mod keys;
#[cfg(feature = "library")]
pub mod library;
pub mod list;
pub(crate) mod load;
pub(crate) mod number;
pub mod outcomes;
pub(crate) mod outline;
pub(crate) mod personal;
pub(crate) mod scenario;
pub(crate) mod source;
pub mod study;
#[cfg(test)]
mod tests;

pub use crate::read::load::{Loaded, Refused, load, load_halved};
pub use crate::read::outline::outline;
pub use crate::read::source::files::encoding::NotUtf8;
pub use crate::read::source::files::recorded::{KeptFile, Recorded, Recorder, Told};
pub use crate::read::source::files::remembered::Remembered;
pub use crate::read::source::files::{Disk, Files, MAX_BYTES, Memory, Over, unreadable};
pub use crate::read::source::language::language;
