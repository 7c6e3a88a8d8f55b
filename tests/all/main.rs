//! All integration tests in one program: one file for each thing that is proved.

mod agreement;
mod architecture;
mod bias;
#[cfg(all(feature = "app", target_os = "linux"))]
mod bounded;
mod by_draw;
#[cfg(feature = "app")]
mod check;
mod clock_formula;
#[cfg(feature = "app")]
mod command;
mod crowded;
#[cfg(feature = "app")]
mod drawn;
#[cfg(feature = "app")]
mod exits;
mod extreme;
mod fuzz;
mod generated;
mod golden;
mod halving;
#[cfg(feature = "app")]
mod include;
mod information;
mod invariants;

mod ledger;
#[cfg(feature = "app")]
mod library;
mod limits;
#[cfg(feature = "app")]
mod listing;
mod lists;
#[cfg(feature = "app")]
mod lists_told;
#[cfg(feature = "app")]
mod lists_used;
#[cfg(feature = "app")]
mod measures;
mod mutate;
mod named_paths;
#[cfg(feature = "app")]
mod new;
mod numbers;
mod oracle;
#[cfg(feature = "app")]
mod outputs;
#[cfg(feature = "app")]
mod own_prices;
mod pages;
mod plans;
mod plausibility;
#[cfg(feature = "app")]
mod precision;
#[cfg(feature = "app")]
mod problems;
#[cfg(feature = "app")]
mod program;
mod published;
#[cfg(feature = "app")]
mod readme;
mod rows;
#[cfg(feature = "app")]
mod sameness;
#[cfg(feature = "app")]
mod scenario_pages;
mod shipped;
#[cfg(feature = "app")]
mod show;
mod skip;
#[cfg(all(feature = "app", unix))]
mod stopping;
#[cfg(feature = "app")]
mod study;
mod thorough;
#[cfg(feature = "app")]
mod walkthrough;
mod widened;
