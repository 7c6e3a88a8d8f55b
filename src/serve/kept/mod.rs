//! Kept cases: a SQLite database of case files with all their versions.
//!
//! In: texts of cases. Out: cases by number and version. What [`Kept::save`] gave back is on disk, also when the power fails
//! the next moment; a text is only replaced by one that was made from it; what is deleted is written over.

pub mod backup;
mod error;
pub mod place;
mod schema;

pub use crate::serve::kept::error::KeptError;

use crate::page::Draft;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Name of the file.
const FILE: &str = "cases.sqlite";
/// How long another program may hold the database.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of randomness in the name of a case.
const NAME_BYTES: usize = 16;

/// All kept cases. One connection, so that no log beside the database is needed, which network disks and copying programs
/// would tear from it.
pub struct Kept {
    connection: Mutex<Connection>,
}

/// A case in a list: its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCase {
    /// Its number.
    pub id: i64,
    /// The name by which its owner knows it; may be empty.
    pub code: String,
    /// Its scenario.
    pub scenario: String,
    /// Version.
    pub version: i64,
    /// When it was saved, seconds since 1970.
    pub saved: i64,
    /// The case file.
    pub text: String,
}

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is this version now.
    Done(i64),
    /// Somebody saved this version since; nothing was changed.
    Newer(i64),
    /// The case was deleted.
    Gone,
}

impl Kept {
    /// Opens the cases in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// A folder or database that cannot be used.
    pub fn open(folder: &Path) -> Result<Self, KeptError> {
        private_folder(folder)?;
        let path = folder.join(FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)?;
        let kept = Self::with(connection)?;
        private_file(&path)?;
        Ok(kept)
    }

    /// Cases that are gone with the program.
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory() -> Result<Self, KeptError> {
        Self::with(Connection::open_in_memory()?)
    }

    fn with(mut connection: Connection) -> Result<Self, KeptError> {
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A rollback journal with every write waited for: what was saved survives a fall of the machine.
        connection.pragma_update(None, "journal_mode", "DELETE")?;
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        connection.pragma_update(None, "secure_delete", true)?;
        schema::migrate(&mut connection, &schema::STEPS)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Each change is a transaction: a thread that fell left nothing half done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, make: impl FnOnce(&Transaction) -> Result<T, KeptError>) -> Result<T, KeptError> {
        let mut connection = self.connection();
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let made = make(&change)?;
        change.commit()?;
        Ok(made)
    }

    /// The newest version of each case, the one saved last first.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn list(&self) -> Result<Vec<KeptCase>, KeptError> {
        let connection = self.connection();
        let mut all = connection.prepare(
            "SELECT case_id, code, scenario, max(version), saved, text FROM versions GROUP BY case_id
             ORDER BY saved DESC, case_id DESC",
        )?;
        Ok(all.query_map([], row)?.collect::<Result<_, _>>()?)
    }

    /// All versions of a case, the newest first; none where there is no such case.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn versions(&self, id: i64) -> Result<Vec<KeptCase>, KeptError> {
        let connection = self.connection();
        let mut all = connection.prepare(
            "SELECT case_id, code, scenario, version, saved, text FROM versions WHERE case_id = ?1 ORDER BY version DESC",
        )?;
        Ok(all.query_map([id], row)?.collect::<Result<_, _>>()?)
    }

    /// The newest version of a case.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn newest(&self, id: i64) -> Result<Option<KeptCase>, KeptError> {
        Ok(self.versions(id)?.into_iter().next())
    }

    /// Keeps a new case and gives its number.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn add(&self, draft: &Draft) -> Result<i64, KeptError> {
        self.change(|change| add(change, &fresh_name()?, draft))
    }

    /// Keeps what became of version `from` of a case.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn save(&self, id: i64, from: i64, draft: &Draft) -> Result<Saved, KeptError> {
        self.change(|change| {
            let (version, text) = match newest(change, id)? {
                None => return Ok(Saved::Gone),
                Some(found) => found,
            };
            if version != from {
                return Ok(Saved::Newer(version));
            }
            // What did not change needs no version.
            if text == draft.text() {
                return Ok(Saved::Done(version));
            }
            put(change, id, version + 1, now(), draft)?;
            Ok(Saved::Done(version + 1))
        })
    }

    /// A new case with the text of this one; `None` where there is no such case.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn copy(&self, id: i64) -> Result<Option<i64>, KeptError> {
        self.change(|change| match newest(change, id)? {
            Some((_, text)) => add(change, &fresh_name()?, &draft(&text)?).map(Some),
            None => Ok(None),
        })
    }

    /// Deletes a case with all its versions; says whether it was there.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn delete(&self, id: i64) -> Result<bool, KeptError> {
        self.change(|change| Ok(change.execute("DELETE FROM cases WHERE id = ?1", [id])? > 0))
    }
}

fn row(row: &rusqlite::Row) -> Result<KeptCase, rusqlite::Error> {
    Ok(KeptCase {
        id: row.get(0)?,
        code: row.get(1)?,
        scenario: row.get(2)?,
        version: row.get(3)?,
        saved: row.get(4)?,
        text: row.get(5)?,
    })
}

/// Number and text of the newest version.
fn newest(change: &Transaction, id: i64) -> Result<Option<(i64, String)>, rusqlite::Error> {
    let found = "SELECT version, text FROM versions WHERE case_id = ?1 ORDER BY version DESC LIMIT 1";
    change.query_row(found, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn add(change: &Transaction, name: &str, draft: &Draft) -> Result<i64, KeptError> {
    let now = now();
    change.execute("INSERT INTO cases (name, made) VALUES (?1, ?2)", params![name, now])?;
    let id = change.last_insert_rowid();
    put(change, id, 1, now, draft)?;
    Ok(id)
}

fn put(change: &Transaction, id: i64, version: i64, saved: i64, draft: &Draft) -> Result<(), KeptError> {
    let values = params![id, version, saved, draft.code(), draft.scenario(), draft.text()];
    change.execute(
        "INSERT INTO versions (case_id, version, saved, code, scenario, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        values,
    )?;
    Ok(())
}

fn draft(text: &str) -> Result<Draft, KeptError> {
    Draft::read(text).map_err(|_| KeptError::NoCase)
}

/// A name that no other case has.
fn fresh_name() -> Result<String, KeptError> {
    Ok(crate::serve::secret::random(NAME_BYTES)?)
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Makes the folder, where it is not there, for this user alone.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn private_file(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
