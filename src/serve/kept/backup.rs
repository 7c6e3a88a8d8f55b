//! Backup: all kept cases as one file, and the way back.
//!
//! In: a database, or the bytes of a backup. Out: bytes, or cases that came back. A backup is looked at as if a stranger had
//! made it: its tables must be word for word ours, and each text a case. Nothing that is here is lost by it: a case that
//! differs gets a version more.

use crate::serve::kept::error::KeptError;
use crate::serve::kept::schema::{OURS, STEPS, migrate, tables};
use crate::serve::kept::{Kept, draft, newest, now, put};
use rusqlite::{Connection, MAIN_DB, OptionalExtension, params};

/// What came of a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Cases that were not here.
    pub added: usize,
    /// Cases that were here with another text: they have a version more.
    pub renewed: usize,
    /// Cases that were here already.
    pub same: usize,
}

/// A case of a backup: its name, when it was made, and its versions: number, time, text.
type Backed = (String, i64, Vec<(i64, i64, String)>);

impl Kept {
    /// All cases with their versions, as one file.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn backup(&self) -> Result<Vec<u8>, KeptError> {
        let mut connection = self.connection();
        Ok(connection.serialize(MAIN_DB)?.to_vec())
    }

    /// Brings the cases of a backup back, all of them or none.
    ///
    /// # Errors
    /// What is no backup, or a database that cannot be written.
    pub fn restore(&self, bytes: &[u8]) -> Result<Restored, KeptError> {
        let cases = cases(bytes)?;
        self.change(|change| {
            let mut done = Restored::default();
            for (name, made, versions) in &cases {
                let known: Option<i64> =
                    change.query_row("SELECT id FROM cases WHERE name = ?1", [name], |row| row.get(0)).optional()?;
                let Some(id) = known else {
                    change.execute("INSERT INTO cases (name, made) VALUES (?1, ?2)", params![name, made])?;
                    let id = change.last_insert_rowid();
                    for (version, saved, text) in versions {
                        put(change, id, *version, *saved, &draft(text)?)?;
                    }
                    done.added += 1;
                    continue;
                };
                let (Some((_, _, text)), Some((version, here))) = (versions.last(), newest(change, id)?) else {
                    continue;
                };
                if *text == here {
                    done.same += 1;
                } else {
                    put(change, id, version + 1, now(), &draft(text)?)?;
                    done.renewed += 1;
                }
            }
            Ok(done)
        })
    }
}

/// The cases of a backup.
fn cases(bytes: &[u8]) -> Result<Vec<Backed>, KeptError> {
    let none = |_: rusqlite::Error| KeptError::NoBackup;
    let mut backup = Connection::open_in_memory()?;
    backup.pragma_update(None, "trusted_schema", false)?;
    backup.pragma_update(None, "cell_size_check", true)?;
    backup.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false).map_err(none)?;
    let number = |name: &str| backup.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(none);
    let (owner, steps) = (number("application_id")?, number("user_version")?);
    let steps = usize::try_from(steps).unwrap_or(usize::MAX);
    if owner != i64::from(OURS) || steps == 0 {
        return Err(KeptError::NoBackup);
    }
    let steps = STEPS.get(..steps).ok_or(KeptError::Later)?;
    // Tables that are not word for word ours could make the reader do what a stranger wants.
    let mut like = Connection::open_in_memory()?;
    migrate(&mut like, steps)?;
    let sound: String = backup.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(none)?;
    if sound != "ok" || tables(&backup).map_err(none)? != tables(&like)? {
        return Err(KeptError::NoBackup);
    }
    migrate(&mut backup, &STEPS).map_err(|_| KeptError::NoBackup)?;
    let mut all = backup.prepare("SELECT id, name, made FROM cases ORDER BY id").map_err(none)?;
    let mut own = backup
        .prepare("SELECT version, saved, text FROM versions WHERE case_id = ?1 ORDER BY version")
        .map_err(none)?;
    let found: Vec<(i64, String, i64)> = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect)
        .map_err(none)?;
    let mut cases = Vec::with_capacity(found.len());
    for (id, name, made) in found {
        let versions: Vec<(i64, i64, String)> = own
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .map_err(none)?;
        if versions.is_empty() || versions.iter().any(|(_, _, text)| draft(text).is_err()) {
            return Err(KeptError::NoBackup);
        }
        cases.push((name, made, versions));
    }
    Ok(cases)
}
