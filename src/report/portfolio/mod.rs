//! The answer about a caseload: screen, tables, a page, a workbook.
//!
//! In: a [`PortfolioAnswer`](crate::analyse::portfolio::answer::PortfolioAnswer). Out: lines, texts, bytes. Sections are made once (`sections`), for the screen and the page.

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

/// Files of a caseload beside its tables and the manifest.
pub const PORTFOLIO_FILES: [&str; 3] = ["portfolio.json", "portfolio.html", "portfolio.xlsx"];
