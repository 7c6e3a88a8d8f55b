//! Results of versions before this one: they are read, and a bundle of one says what the engine changed.

use crate::program::{program, said};
use mkba::analyse::Answer;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A result of version 0.1.0, results version 5, as it was written then: it is never made anew.
const OLD: &str = "tests/fixtures/result-0.1.0.json";

#[test]
fn an_old_result_is_still_read() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(OLD)).expect("a result");
    let answer: Answer = serde_json::from_str(&text).expect("fields that were added since may be missing");
    assert_eq!((answer.engine.as_str(), answer.results_version), ("mkba 0.1.0", 5));
    let plain: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let told = &plain["alternatives"][0]["net_benefit"]["average"]["mean"];
    assert_eq!(Some(answer.alternatives[0].net_benefit.average.mean), told.as_f64());
}

/// The same bundle with every entry changed by `change`.
fn rewritten(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).expect("a bundle");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).expect("an entry");
        let (name, mut text) = (entry.name().expect("a name").into_owned(), String::new());
        entry.read_to_string(&mut text).expect("a text");
        new.start_file(&name, SimpleFileOptions::default()).expect("an entry");
        new.write_all(change(&name, text).as_bytes()).expect("written");
    }
    new.finish().expect("a bundle").into_inner()
}

/// A bundle that another version made, in which a figure was another one: both are told.
#[test]
fn a_bundle_of_an_older_version_says_what_the_engine_changed() {
    let place = tempfile::tempdir().expect("a folder");
    let mkba = |arguments: &[&str]| said(program(place.path()).args(arguments).args(["--lang", "en"]));
    let done = mkba(&["bundle", "gebit", "--draws", "16", "--households", "4", "--out", "new.zip", "--quiet"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let bytes = fs::read(place.path().join("new.zip")).expect("a bundle");
    let digest =
        |text: &str| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let result = |text: &str| text.replacen("\"results_version\": 5", "\"results_version\": 4", 1);
    let mut kept = String::new();
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a bundle");
    archive.by_name("results/result.json").expect("a result").read_to_string(&mut kept).expect("a text");
    assert_ne!(result(&kept), kept, "the version stands in the result");
    let old = rewritten(&bytes, |name, text| match name {
        "results/result.json" => result(&text),
        "bundle.json" => result(&text)
            .replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.9\"")
            .replace(&digest(&kept), &digest(&result(&kept))),
        _ => text,
    });
    fs::write(place.path().join("old.zip"), old).expect("written");
    let done = mkba(&["compare", "old.zip", "--verify"]);
    assert_eq!(done.code, Some(3), "{}{}", done.out, done.err);
    for told in ["0.0.9 (results 4)", "0.1.0 (results 5)", "changelog", "result.json:"] {
        assert!(done.out.contains(told), "{told}: {}", done.out);
    }
    assert!(!done.out.contains("draws.csv"), "what is the same is not named: {}", done.out);
}
