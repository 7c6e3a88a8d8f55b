//! The answer about a caseload: screen, tables, a page, a workbook, and the manifest of its files.
//!
//! In: a [`PortfolioAnswer`]. Out: lines, texts, bytes. Sections are made once (`sections`), for the screen and the page.

pub mod page;
pub mod screen;
mod sections;
#[cfg(feature = "excel")]
mod sheets;
pub mod tables;
#[cfg(feature = "excel")]
pub mod template;
#[cfg(feature = "excel")]
pub mod workbook;

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::diagnostics::Sources;
use crate::report::identity::{self, Input};
use serde::Serialize;

/// Files of a caseload beside its tables and the manifest.
pub const PORTFOLIO_FILES: [&str; 3] = ["portfolio.json", "portfolio.html", "portfolio.xlsx"];

/// How the files of a caseload were made.
#[derive(Debug, Serialize)]
pub struct PortfolioManifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    command: &'a [String],
    threads: usize,
    seed: u64,
    draws: usize,
    households: usize,
    luck: &'static str,
    parameters: &'static str,
    inputs: Vec<Input<'a>>,
}

impl<'a> PortfolioManifest<'a> {
    /// The manifest of a caseload.
    pub fn new(answer: &'a PortfolioAnswer, command: &'a [String], threads: usize, sources: &'a Sources) -> Self {
        Self {
            program: identity::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: answer.results_version,
            id: &answer.id,
            command,
            threads,
            seed: answer.seed,
            draws: answer.draws,
            households: answer.luck_households,
            luck: identity::LUCK,
            parameters: identity::PARAMETERS,
            inputs: identity::inputs(sources),
        }
    }
}
