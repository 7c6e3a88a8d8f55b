//! Answers as bytes for people and programs.
//!
//! In: answers, results, the scenario. Out: texts of a summary, of files, of faults. No reckoning of figures, and only
//! [`bundle`] touches the disk.

pub mod budget;
#[cfg(feature = "cli")]
pub mod bundle;
pub mod case_form;
pub mod chart;
pub mod charted;
#[cfg(feature = "cli")]
pub mod comparison;
pub mod decision;
pub mod dutch_csv;
pub mod evaluation;
#[cfg(feature = "cli")]
pub mod explain;
#[cfg(feature = "cli")]
pub mod faults;
pub mod forms;
pub mod future;
pub mod html;
pub mod identity;
pub mod json;
mod markdown;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod portfolio;
pub mod precision;
pub mod price_list;
pub mod priced;
pub mod register;
pub mod replaced_prices;
pub mod run_faults;
pub mod scenario_page;
pub mod scenario_text;
pub mod tables;
pub mod terminal;
pub mod words;
#[cfg(feature = "excel")]
pub mod workbook;

#[cfg(test)]
mod tests;
