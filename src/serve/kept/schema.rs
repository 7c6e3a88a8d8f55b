//! Tables of kept cases, and how those of an earlier version become those of today.
//!
//! In: a connection. Out: one whose tables are those of today. Each step is one transaction with the rest: after a fall all of
//! them are done, or none.

use crate::serve::kept::error::KeptError;
use rusqlite::{Connection, TransactionBehavior};

/// Says that a database is ours: the letters "mkba".
pub(super) const OURS: i32 = 0x6d6b_6261;

/// Steps from an empty database to today's; a step that was published never changes.
pub(super) const STEPS: [&str; 1] = [
    // A case has a name of its own that a backup knows it by; an id is never given twice, so that a page of a case that was
    // deleted leads nowhere. Times are seconds since 1970.
    "CREATE TABLE cases (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        made INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE versions (
        case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
        version INTEGER NOT NULL CHECK (version > 0),
        saved INTEGER NOT NULL,
        code TEXT NOT NULL,
        scenario TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (case_id, version)
    ) STRICT, WITHOUT ROWID;",
];

/// Brings the tables to those of the last of these steps.
///
/// # Errors
/// A database of another program or of a later version, or one that cannot be written.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), KeptError> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name: &str| change.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (owner, done) = (number("application_id")?, number("user_version")?);
    let is_empty = change.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? == 0;
    if owner != i64::from(OURS) && !is_empty {
        return Err(KeptError::Foreign);
    }
    let done = usize::try_from(done).ok().filter(|done| *done <= steps.len()).ok_or(KeptError::Later)?;
    for step in &steps[done..] {
        change.execute_batch(step)?;
    }
    if done < steps.len() {
        change.pragma_update(None, "application_id", OURS)?;
        change.pragma_update(None, "user_version", i64::try_from(steps.len()).unwrap_or(i64::MAX))?;
    }
    Ok(change.commit()?)
}

/// The tables as they were made, for a comparison.
pub(super) fn tables(connection: &Connection) -> Result<Vec<(String, Option<String>)>, rusqlite::Error> {
    let mut all =
        connection.prepare("SELECT type || ' ' || name || ' ' || tbl_name, sql FROM sqlite_schema ORDER BY 1")?;
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a number")
    }

    #[test]
    fn each_step_is_done_once_and_keeps_what_is_there() {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate(&mut connection, &STEPS).expect("tables");
        connection.execute("INSERT INTO cases (name, made) VALUES ('a', 1)", []).expect("a row");
        migrate(&mut connection, &STEPS).expect("nothing to do");
        assert_eq!(version(&connection), 1);
        let next = "ALTER TABLE cases ADD COLUMN note TEXT NOT NULL DEFAULT 'none'";
        migrate(&mut connection, &[STEPS[0], next]).expect("a step more");
        let row = connection.query_row("SELECT name, note FROM cases", [], |row| Ok((row.get(0)?, row.get(1)?)));
        assert_eq!(row, Ok(("a".to_owned(), "none".to_owned())));
        assert_eq!(version(&connection), 2);
        assert!(matches!(migrate(&mut connection, &STEPS), Err(KeptError::Later)));
    }

    #[test]
    fn a_step_that_fails_leaves_all_as_it_was() {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate(&mut connection, &STEPS).expect("tables");
        let before = tables(&connection);
        let steps = [STEPS[0], "CREATE TABLE more (a TEXT) STRICT", "CREATE TABLE more (a TEXT) STRICT"];
        assert!(migrate(&mut connection, &steps).is_err());
        assert_eq!((tables(&connection), version(&connection)), (before, 1));
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let mut connection = Connection::open_in_memory().expect("a database");
        connection.execute_batch("CREATE TABLE songs (title TEXT)").expect("a table");
        assert!(matches!(migrate(&mut connection, &STEPS), Err(KeptError::Foreign)));
        assert_eq!(tables(&connection).map(|all| all.len()), Ok(1));
    }
}
