//! Kept cases: two who save, what is deleted, backups sound and spoiled.

use super::*;
use crate::serve::kept::backup::Restored;

fn case(code: &str) -> Draft {
    let mut draft = Draft::of("gebit");
    draft.put("code", code);
    draft
}

#[test]
fn nobody_saves_over_another_in_silence() {
    let kept = Kept::in_memory().expect("a database");
    let id = kept.add(&case("a")).expect("kept");
    assert_eq!(kept.save(id, 1, &case("b")).expect("saved"), Saved::Done(2));
    assert_eq!(kept.save(id, 1, &case("c")).expect("looked at"), Saved::Newer(2));
    assert_eq!(kept.save(id, 2, &case("b")).expect("saved"), Saved::Done(2));
    assert_eq!(kept.save(id, 2, &case("d")).expect("saved"), Saved::Done(3));
    let codes: Vec<String> = kept.versions(id).expect("versions").into_iter().map(|one| one.code).collect();
    assert_eq!(codes, ["d", "b", "a"]);
    let copy = kept.copy(id).expect("a copy").expect("a case");
    assert_eq!(kept.newest(copy).expect("a case").map(|one| (one.code, one.version)), Some(("d".into(), 1)));
    assert!(kept.delete(id).expect("deleted") && !kept.delete(id).expect("nothing"));
    assert_eq!(kept.save(id, 3, &case("e")).expect("looked at"), Saved::Gone);
    assert_eq!(kept.copy(id).expect("looked at"), None);
    // A number is never given twice.
    kept.delete(copy).expect("deleted");
    assert!(kept.add(&case("f")).expect("kept") > copy);
    assert_eq!(kept.list().expect("a list").len(), 1);
}

#[test]
fn what_is_deleted_is_not_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = Kept::open(folder.path()).expect("a database");
    let mut draft = case("2026-014");
    draft.set_form("background", &"zeldzaamwoord ".repeat(200));
    let id = kept.add(&draft).expect("kept");
    kept.add(&case("2026-015")).expect("kept");
    let has = |word: &str| {
        let files = std::fs::read_dir(folder.path()).expect("a folder");
        files
            .map(|file| std::fs::read(file.expect("a file").path()).expect("bytes"))
            .any(|bytes| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
    };
    assert!(has("zeldzaamwoord") && has("2026-014"));
    kept.delete(id).expect("deleted");
    assert!(!has("zeldzaamwoord") && !has("2026-014") && has("2026-015"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_backup_brings_everything_back_and_loses_nothing() {
    let kept = Kept::in_memory().expect("a database");
    let (a, b, c) = (kept.add(&case("a")), kept.add(&case("b")), kept.add(&case("c")));
    let (a, b, c) = (a.expect("kept"), b.expect("kept"), c.expect("kept"));
    kept.save(a, 1, &case("a2")).expect("saved");
    let bytes = kept.backup().expect("bytes");
    kept.save(b, 1, &case("b2")).expect("saved");
    kept.delete(a).expect("deleted");
    assert_eq!(kept.restore(&bytes).expect("cases"), Restored { added: 1, renewed: 1, same: 1 });
    let codes = |id| kept.versions(id).expect("versions").into_iter().map(|one| one.code).collect::<Vec<_>>();
    assert_eq!((codes(b), codes(c)), (vec!["b".into(), "b2".into(), "b".into()], vec!["c".into()]));
    let back = kept.list().expect("a list").into_iter().find(|one| one.code == "a2").expect("came back");
    assert_eq!(codes(back.id), ["a2", "a"]);
    let other = Kept::in_memory().expect("a database");
    assert_eq!(other.restore(&bytes).expect("cases"), Restored { added: 3, renewed: 0, same: 0 });
    assert_eq!(other.restore(&bytes).expect("cases"), Restored { added: 0, renewed: 0, same: 3 });
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let kept = Kept::in_memory().expect("a database");
    kept.add(&case("a")).expect("kept");
    let sound = kept.backup().expect("bytes");
    let made = |change: &str| {
        let other = Kept::in_memory().expect("a database");
        other.add(&case("z")).expect("kept");
        other.connection().execute_batch(change).expect("a change");
        other.backup().expect("bytes")
    };
    let view = "PRAGMA foreign_keys = OFF; DROP TABLE versions; CREATE VIEW versions AS WITH RECURSIVE n(i) AS \
                (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS version, i AS saved, 'x' AS text, 1 AS case_id FROM n";
    let trigger = "CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM cases; END";
    for (name, bytes) in [
        ("nothing", Vec::new()),
        ("text", b"SQLite format 3\0 and then nothing".to_vec()),
        ("half", sound[..sound.len() / 2].to_vec()),
        ("a view", made(view)),
        ("a trigger", made(trigger)),
        ("no case", made("UPDATE versions SET text = 'x'")),
        ("no version", made("DELETE FROM versions")),
        ("later", made("PRAGMA user_version = 99")),
        ("of another", made("PRAGMA application_id = 7")),
    ] {
        assert!(kept.restore(&bytes).is_err(), "{name}");
    }
    // Changed bytes are refused, or read without harm.
    let other = Kept::in_memory().expect("a database");
    for at in (0..sound.len()).step_by(97) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x5a;
        let _ = other.restore(&bytes);
    }
    assert_eq!(kept.list().expect("a list").len(), 1);
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_the_cases() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("mkba");
    Kept::open(&own).expect("a database").add(&case("a")).expect("kept");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&own), mode(&own.join(FILE))), (0o700, 0o600));
}
