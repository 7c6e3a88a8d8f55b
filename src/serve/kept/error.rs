//! Why a case was not kept or found.
//!
//! In: errors of the database and of files. Out: [`KeptError`], as a message for people.

use crate::diagnostics::{Message, system_reason};

/// Why something was not done.
#[derive(Debug)]
pub enum KeptError {
    /// The database said no.
    Database(rusqlite::Error),
    /// A folder or file cannot be made.
    Files(std::io::Error),
    /// The database belongs to another program.
    Foreign,
    /// The database was made by a later version.
    Later,
    /// A backup that is none.
    NoBackup,
    /// A text that is no case.
    NoCase,
}

impl From<rusqlite::Error> for KeptError {
    fn from(error: rusqlite::Error) -> Self {
        KeptError::Database(error)
    }
}

impl From<std::io::Error> for KeptError {
    fn from(error: std::io::Error) -> Self {
        KeptError::Files(error)
    }
}

impl KeptError {
    /// What it says to people.
    pub fn message(&self) -> Message {
        match self {
            KeptError::Database(reason) => Message::new("serve_not_kept").with("reason", reason),
            KeptError::Files(error) => Message::new("serve_not_kept").with("reason", system_reason(error)),
            KeptError::Foreign => Message::new("serve_foreign_database"),
            KeptError::Later => Message::new("serve_later_database"),
            KeptError::NoBackup => Message::new("serve_no_backup"),
            KeptError::NoCase => Message::new("coach_no_case"),
        }
    }
}
