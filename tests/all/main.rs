//! All integration tests in one program: one file for each thing that is proved.

mod agreement;
mod apart;
mod architecture;
#[cfg(feature = "cli")]
mod balances;
mod bias;
mod borders;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod bounded;
mod by_draw;
#[cfg(feature = "cli")]
mod case;
#[cfg(feature = "cli")]
mod check;
mod clock_formula;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
mod compare;
mod crowded;
#[cfg(feature = "cli")]
mod decision;
#[cfg(feature = "cli")]
mod drawn;
#[cfg(feature = "cli")]
mod effects;
#[cfg(feature = "cli")]
mod evaluate;
#[cfg(feature = "cli")]
mod exits;
mod extreme;
#[cfg(feature = "cli")]
mod forms;
mod futures;
mod fuzz;
mod generated;
mod golden;
mod halving;
#[cfg(feature = "cli")]
mod hostile;
#[cfg(feature = "cli")]
mod include;
mod information;
mod invariants;
mod large;
mod last_border;
mod ledger;
#[cfg(feature = "cli")]
mod library;
#[cfg(feature = "cli")]
mod library_page;
mod limits;
#[cfg(feature = "cli")]
mod listing;
mod lists;
#[cfg(feature = "cli")]
mod lists_told;
#[cfg(feature = "cli")]
mod lists_used;
mod made_up;
#[cfg(feature = "cli")]
mod measures;
mod mutate;
mod named_paths;
#[cfg(feature = "cli")]
mod new;
mod numbers;
#[cfg(feature = "cli")]
mod old_versions;
mod oracle;
#[cfg(feature = "cli")]
mod outputs;
mod own_count;
#[cfg(feature = "cli")]
mod own_prices;
#[cfg(feature = "excel")]
mod own_workbooks;
mod pages;
mod period_tables;
mod plain_words;
mod plans;
mod plausibility;
#[cfg(feature = "cli")]
mod portfolio;
#[cfg(feature = "cli")]
mod precision;
mod prepared;
#[cfg(feature = "cli")]
mod problems;
#[cfg(feature = "cli")]
mod program;
mod published;
#[cfg(feature = "cli")]
mod readme;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "cli")]
mod report_command;
#[cfg(feature = "cli")]
mod result_schema;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod robust;
mod rows;
#[cfg(feature = "cli")]
mod sameness;
#[cfg(feature = "cli")]
mod scenario_pages;
#[cfg(feature = "cli")]
mod screens;
mod serialised;
#[cfg(feature = "cli")]
mod serve;
mod session;
#[cfg(feature = "cli")]
mod shard;
mod shipped;
#[cfg(feature = "cli")]
mod show;
mod skip;
#[cfg(all(feature = "cli", unix))]
mod stopping;
#[cfg(feature = "cli")]
mod study;
mod thorough;
#[cfg(feature = "cli")]
mod ties;
mod validated;
#[cfg(feature = "cli")]
mod walkthrough;
mod while_it_holds;
mod widened;
