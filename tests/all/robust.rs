//! The program among hostile names, folders, files and limits: a sentence and a code, nothing lost, nothing left.

use crate::program::{SCENARIO, SMALL, copy_with, names, program, said, shipped};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A sequence that colours a terminal, raw and as TOML writes it.
const RAW: &str = "\u{1b}[31m";
const ESCAPED: &str = "\\u001b[31m";

/// A scenario of two states that takes no time.
fn small() -> String {
    let folder = shipped();
    let list = |name: &str| folder.join(name).display().to_string();
    let head = "format = 1\nid = \"small\"\ntitle = { nl = \"Klein TITEL\", en = \"Small TITEL\" }\n";
    let lists = [("prices", "prices/nl.csv"), ("rates", "rates/nl.csv"), ("accounts", "accounts.csv")];
    let more = [("index", "prices/cpi.csv"), ("evidence", "evidence.csv")];
    let lists: String =
        lists.iter().chain(&more).map(|(key, name)| format!("lists.{key} = \"{}\"\n", list(name))).collect();
    let rest = r#"[settings]
horizon = "1 year"
calendar_start = 2026
price_year = 2025
discount_rate = 0.02
[domains.housing]
label = { nl = "Wonen TITEL", en = "Housing TITEL" }
start = "stable"
[domains.housing.states]
stable = { nl = "woont TITEL", en = "lives TITEL" }
arrears = { nl = "achter TITEL", en = "arrears TITEL" }
[[domains.housing.transitions]]
move = "stable -> arrears"
chance = 0.1
within = "1 year"
[[items]]
id = "shelter"
label = { nl = "Opvang TITEL", en = "Shelter TITEL" }
quantity = { time = "housing is arrears" }
price = "opvang_gezin_dag"
[null_alternative]
label = { nl = "Niets TITEL", en = "Nothing TITEL" }
[alternatives.help]
label = { nl = "Hulp TITEL", en = "Help TITEL" }
"#;
    format!("{head}{lists}{rest}")
}

/// The program with so many KiB of address space.
fn within(kib: u64, folder: &Path) -> Command {
    let plain = program(folder);
    let mut command = Command::new("sh");
    command.current_dir(folder).env_remove("MKBA_LANG").env_remove("RUST_BACKTRACE").env("RAYON_NUM_THREADS", "2");
    command.args(["-c", &format!("ulimit -v {kib}; exec \"$0\" \"$@\"")]).arg(plain.get_program());
    command
}

#[test]
fn no_escape_sequence_reaches_the_terminal() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join(format!("map{RAW}"));
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join(format!("good{RAW}.toml")), small().replace("TITEL", ESCAPED)).expect("written");
    let bad = small().replace("chance = 0.1", &format!("chance = \"x{ESCAPED}\"\n\"{ESCAPED}\" = 1"));
    fs::write(folder.join(format!("bad{RAW}.toml")), bad).expect("written");
    let list = fs::read_to_string(shipped().join("prices/nl.csv")).expect("shipped").replace("83.70", RAW);
    fs::write(folder.join(format!("list{RAW}.csv")), list).expect("written");
    let (good, bad) = (format!("good{RAW}.toml"), format!("bad{RAW}.toml"));
    let (list, out) = (format!("list{RAW}.csv"), format!("out{RAW}"));
    let runs: [&[&str]; 17] = [
        &["check", &good],
        &["check", &bad],
        &["check", &list],
        &["check", RAW],
        &["check", ".."],
        &["show", &good],
        &["show", &bad],
        &["run", &good, "--draws", "2", "--households", "2", "--warnings", "--problems", "--measures"],
        &["run", &good, "--draws", "2", "--households", "2", "--out", &out],
        &["run", &bad],
        &["run", &good, "--set", &format!("{RAW}=1")],
        &["run", &good, "--set", &format!("children={RAW}")],
        &["run", &good, "--prices", &list],
        &["run", &good, "--alternative", RAW],
        &["new", &format!("x{RAW}")],
        &["new", "--from", RAW, "y"],
        &["list", "scenarios", RAW],
    ];
    for language in ["nl", "en"] {
        for arguments in runs {
            let told = said(program(&folder).args(arguments).args(["--lang", language]));
            assert!(told.code.is_some_and(|code| code < 4), "{arguments:?}: {:?}", told.code);
            assert!(!told.out.contains('\u{1b}') && !told.err.contains('\u{1b}'), "{arguments:?}: {told:?}");
        }
    }
}

#[test]
fn a_run_without_enough_memory_is_refused_with_a_sentence() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("small.toml"), small()).expect("written");
    let days = small().replace("horizon = \"1 year\"", "horizon = \"40000 days\"\ncycle = \"day\"");
    fs::write(place.path().join("days.toml"), days).expect("written");
    let refused: [(u64, &[&str]); 3] = [
        (500_000, &["small.toml", "--draws", "4000000", "--households", "0"]),
        (200_000, &["days.toml", "--draws", "1000", "--households", "0"]),
        (200_000, &["days.toml", "--draws", "1000", "--households", "100", "--method", "micro"]),
    ];
    for (memory, arguments) in refused {
        let told = said(within(memory, place.path()).args(["run", "--quiet", "--lang", "en"]).args(arguments));
        assert_eq!(told.code, Some(1), "{arguments:?}: {told:?}");
        assert!(told.err.starts_with("error: This run would take about "), "{told:?}");
    }
    let told = said(within(600_000, place.path()).args(["run", "--quiet", "small.toml", "--draws", "1000"]));
    assert_eq!(told.code, Some(0), "{told:?}");
}

#[test]
fn memory_that_nobody_could_foresee_ends_with_a_code() {
    let place = tempfile::tempdir().expect("a folder");
    let many: String = (0..20_000).map(|at| format!("t_{at} = {at}\n")).collect();
    fs::write(
        place.path().join("many.toml"),
        small().replace("[domains.housing]\n", &format!("[traits]\n{many}[domains.housing]\n")),
    )
    .expect("written");
    let told = said(within(34_000, place.path()).args(["run", "--quiet", "many.toml", "--draws", "8"]));
    // A loader that does not even get that far ends with 127 on some machines.
    assert!(matches!(told.code, Some(0 | 1 | 2 | 127)), "{told:?}");
}

#[test]
fn ctrl_c_stops_a_run_of_very_many_draws_at_once() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("small.toml"), small()).expect("written");
    let mut command = program(place.path());
    command.args(["run", "small.toml", "--draws", "3000000", "--households", "0", "--out", "out"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let started = Instant::now();
    while !names(place.path()).iter().any(|name| name.starts_with(".mkba-")) {
        assert!(started.elapsed() < Duration::from_secs(60), "the run did not start");
        sleep(Duration::from_millis(5));
    }
    sleep(Duration::from_millis(700));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let asked = Instant::now();
    while child.try_wait().expect("a child").is_none() && asked.elapsed() < Duration::from_secs(10) {
        sleep(Duration::from_millis(2));
    }
    // A fifth of a second on a machine that does nothing else; tests run side by side.
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    let _ = child.kill();
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(names(place.path()), ["small.toml"]);
}

#[test]
fn what_is_no_plain_file_is_not_read() {
    let place = tempfile::tempdir().expect("a folder");
    let pipe = place.path().join("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    std::os::unix::fs::symlink("/dev/zero", place.path().join("zero.csv")).expect("a link");
    for (verb, name, wanted) in [
        ("check", "pipe.toml", "no plain file"),
        ("run", "pipe.toml", "no plain file"),
        ("check", "zero.csv", "no plain file"),
        ("check", ".", "`.` is a folder; name a file in it"),
        ("run", ".", "`.` is a folder; name a file in it"),
    ] {
        let told = said(program(place.path()).args([verb, name, "--lang", "en"]));
        assert_eq!(told.code, Some(2), "{name}: {told:?}");
        assert!(told.out.contains(wanted) || told.err.contains(wanted), "{name}: {told:?}");
    }
    let out = place.path().join("out");
    fs::create_dir(&out).expect("made");
    std::os::unix::fs::symlink("/dev/zero", out.join("manifest.json")).expect("a link");
    let told = said(program(&shipped()).args(["run", SCENARIO, "--out"]).arg(&out).args(SMALL));
    assert_eq!(told.code, Some(2), "{told:?}");
}

#[test]
fn an_edited_result_is_kept_and_leavings_of_the_system_stay() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    fs::create_dir(&out).expect("made");
    let run = || said(program(&shipped()).args(["run", SCENARIO, "--lang", "en", "--out"]).arg(&out).args(SMALL));
    assert_eq!(run().code, Some(0), "an empty folder");
    let fresh = fs::read(out.join("ledger.csv")).expect("a ledger");
    fs::write(out.join("ledger.csv"), "mine").expect("edited");
    fs::write(out.join("Thumbs.db"), "left").expect("left");
    let told = run();
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.err.contains("ledger.csv was changed by hand; it is now in ledger.edited.csv."), "{told:?}");
    assert!(told.err.contains("Thumbs.db in that folder was not made by mkba and was left as it is."), "{told:?}");
    assert_eq!(fs::read_to_string(out.join("ledger.edited.csv")).expect("kept"), "mine");
    assert_eq!(fs::read(out.join("ledger.csv")).expect("a ledger"), fresh);
    assert_eq!(names(place.path()), ["out"]);
    let again = run();
    assert!(again.code == Some(0) && !again.err.contains("by hand"), "{again:?}");
    assert!(out.join("ledger.edited.csv").exists() && out.join("Thumbs.db").exists());
}

#[test]
fn settings_of_the_command_line_are_taken_at_their_word() {
    let told = |arguments: &[&str]| {
        let told =
            said(program(&shipped()).args(["run", SCENARIO, "--lang", "en", "--quiet"]).args(SMALL).args(arguments));
        (told.code, told.err)
    };
    let (code, text) = told(&["--set", "children=1", "--set", "children=2"]);
    assert!(code == Some(1) && text.contains("`children` is on the command line twice"), "{text}");
    let (code, text) = told(&["--set", "children=0.61,0.7"]);
    assert!(code == Some(1) && text.contains("is not a number") && !text.contains("061.07"), "{text}");
    let (code, text) = told(&["--set", "children=0,7"]);
    assert!(code == Some(1) && text.contains("use a point: 0.7"), "{text}");
}

#[test]
fn no_households_are_asked_for_in_the_same_way_everywhere() {
    let folder = copy_with("[settings]\n", "[settings]\nhouseholds = 0\n");
    let text = fs::read_to_string(folder.path().join(SCENARIO)).expect("a scenario");
    let text: String = {
        let mut seen = false;
        let keep = |line: &&str| !line.starts_with("households") || !std::mem::replace(&mut seen, true);
        text.lines().filter(keep).map(|line| format!("{line}\n")).collect()
    };
    fs::write(folder.path().join(SCENARIO), text).expect("written");
    let run = |folder: &Path, more: &[&str]| {
        said(program(folder).args(["run", SCENARIO, "--json", "--quiet", "--draws", "12"]).args(more))
    };
    let (in_file, by_option) = (run(folder.path(), &[]), run(&shipped(), &["--households", "0"]));
    assert_eq!((in_file.code, by_option.code), (Some(0), Some(0)), "{}", in_file.err);
    let alternatives = |text: &str| -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(text).expect("JSON")["alternatives"].clone()
    };
    assert_eq!(alternatives(&in_file.out), alternatives(&by_option.out));
}

#[test]
fn a_list_of_the_library_is_no_scenario_to_copy() {
    let place = tempfile::tempdir().expect("a folder");
    let told = said(program(place.path()).args(["new", "--from", "prices/nl.csv", "x", "--lang", "en"]));
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(told.err.contains("is a list and no scenario") && told.err.contains("mkba new NAME"), "{told:?}");
    assert_eq!(names(place.path()), [""; 0]);
}
