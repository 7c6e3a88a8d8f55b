//! What is far too much is refused by the program in little time and little memory, with a place where there is one.

use crate::program::{program, said};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Address space that the program gets, in KiB: a tenth of what reading all of the largest file would take.
const MEMORY: u64 = 1_000_000;
/// Longest time for one file. The limit of the reader is a second; many tests run at once.
const LONGEST: Duration = Duration::from_secs(10);

/// The small scenario of the reader's tests with its lists, in a folder.
fn family() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/tests");
    for name in ["prices.csv", "rates.csv", "accounts.csv", "index.csv", "evidence.csv", "family.toml"] {
        fs::copy(from.join(name), folder.path().join(name)).expect("a copy");
    }
    let text = fs::read_to_string(folder.path().join("family.toml")).expect("a scenario");
    (folder, text)
}

/// Exit code and output of `mkba check`, with little memory.
fn check(folder: &Path, files: &[&str]) -> (Option<i32>, String) {
    let plain = program(folder);
    let mut command = Command::new("sh");
    command.current_dir(folder).env_remove("MKBA_LANG").env("RAYON_NUM_THREADS", "2");
    command.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")]).arg(plain.get_program()).arg("check");
    let started = Instant::now();
    let said = said(command.args(files));
    assert!(started.elapsed() < LONGEST, "{files:?}: {:?}", started.elapsed());
    assert_eq!(said.err, "", "{files:?}");
    (said.code, said.out)
}

#[test]
fn very_many_domains_and_cycles() {
    let (folder, text) = family();
    let mut many = text.clone();
    for n in 0..100_000 {
        writeln!(
            many,
            "[domains.d{n}]\nlabel.nl = \"d\"\nlabel.en = \"d\"\nstart = \"a\"\nstates.a = {{ nl = \"a\", en = \"a\" }}"
        )
        .expect("written");
    }
    fs::write(folder.path().join("domains.toml"), many).expect("written");
    let long = text.replace("horizon = \"10 years\"", "horizon = \"10000000 months\"");
    fs::write(folder.path().join("cycles.toml"), long).expect("written");
    let line = text.lines().position(|line| line.starts_with("horizon")).expect("a line") + 1;
    let (code, out) = check(folder.path(), &["domains.toml"]);
    assert!(code == Some(1) && out.contains("domains.toml:"), "{code:?}: {out:.400}");
    let (code, out) = check(folder.path(), &["cycles.toml"]);
    assert!(code == Some(1) && out.contains(&format!("cycles.toml:{line}:")), "{code:?}: {out:.400}");
}

#[test]
fn files_of_gigabytes() {
    let (folder, _) = family();
    let large =
        |name: &str| File::create(folder.path().join(name)).and_then(|file| file.set_len(8 << 30)).expect("sparse");
    large("large.toml");
    large("large.csv");
    large("prices.csv");
    for (name, wanted) in [("large.toml", 2), ("large.csv", 2), ("family.toml", 1)] {
        let (code, out) = check(folder.path(), &[name]);
        assert!(code == Some(wanted) && out.contains("groter dan"), "{name} {code:?}: {out:.400}");
    }
}

#[test]
fn brackets_without_end() {
    let (folder, text) = family();
    for (name, part) in [("lists.toml", "["), ("tables.toml", "{ a = "), ("nots.toml", "{ not = ")] {
        fs::write(folder.path().join(name), format!("{text}\nx = {}", part.repeat(200_000))).expect("written");
        let (code, out) = check(folder.path(), &[name]);
        assert!(code == Some(1) && out.contains(name), "{name} {code:?}: {out:.400}");
    }
}
