//! What all pages of the server share: kept cases, who is in, work, port and language.
//!
//! In: a port, a language, kept cases. Out: [`Application`], and the address with which a browser comes in.

use crate::serve::doors::{Doors, SWAP};
use crate::serve::kept::Kept;
use crate::serve::team::TeamAnswer;
use crate::serve::work::Work;
use crate::words::Language;
use std::io;
use std::sync::{Arc, Mutex};

/// What the cases came to, with number and version of each.
pub(super) type LastTeam = (Vec<(i64, i64)>, Arc<TeamAnswer>);

/// What all pages share.
pub struct Application {
    pub(super) kept: Kept,
    pub(super) doors: Doors,
    pub(super) work: Work,
    pub(super) port: u16,
    pub(super) language: Language,
    /// What the cases came to last, with the cases that it is of.
    pub(super) team: Mutex<Option<LastTeam>>,
}

impl Application {
    /// Nobody is in yet.
    pub fn new(kept: Kept, port: u16, language: Language) -> Self {
        Self { kept, doors: Doors::new(port), work: Work::new(), port, language, team: Mutex::default() }
    }

    /// An address that lets one browser in, once.
    ///
    /// # Errors
    /// A system without a random source.
    pub fn address(&self) -> io::Result<String> {
        Ok(format!("http://127.0.0.1:{}{SWAP}{}", self.port, self.doors.token()?))
    }

    /// Stops all computations.
    pub fn end(&self) {
        self.work.end();
    }
}
