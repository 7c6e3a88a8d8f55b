//! All integration tests in one program: one file for each thing that is proved.

#[cfg(feature = "app")]
mod command;
mod generated;
mod golden;
mod invariants;
mod layering;
mod oracle;
#[cfg(feature = "app")]
mod outputs;
#[cfg(feature = "app")]
mod program;
#[cfg(feature = "app")]
mod sameness;
#[cfg(all(feature = "app", unix))]
mod stopping;
