//! Ctrl-C in the middle of a long run: nothing is left, and what was there stays.

use crate::program::{SCENARIO, names, program, shipped};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// More than any of these tests waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a run of hours into `place/out`, interrupts it while it reckons, and waits for its end.
fn interrupted(place: &Path) -> Output {
    let mut command = program(&shipped());
    command.args(["run", SCENARIO, "--draws", "300000", "--households", "10", "--threads", "1", "--out"]);
    command.arg(place.join("out")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let start = Instant::now();
    let busy = || names(place).iter().any(|name| name.starts_with(".mkba-"));
    while !busy() && start.elapsed() < PATIENCE {
        sleep(Duration::from_millis(5));
    }
    assert!(busy(), "the run did not start");
    sleep(Duration::from_millis(300));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    while child.try_wait().expect("a child").is_none() && start.elapsed() < PATIENCE {
        sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    child.wait_with_output().expect("an end")
}

#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    let place = tempfile::tempdir().expect("a folder");
    let output = interrupted(place.path());
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.ends_with("Gestopt; er is niets geschreven.\n"), "{said}");
    assert_eq!(names(place.path()), [""; 0]);
}

#[test]
fn an_interrupted_run_leaves_an_earlier_result_alone() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let small = ["run", SCENARIO, "--draws", "4", "--households", "2", "--quiet", "--out"];
    let first = program(&shipped()).args(small).arg(&out).status().expect("the program starts");
    assert!(first.success());
    let result = || fs::read_to_string(out.join("result.json")).expect("a result");
    let before = result();
    assert_eq!(interrupted(place.path()).status.code(), Some(130));
    assert_eq!(names(place.path()), ["out"]);
    assert_eq!(result(), before);
    // A run to its end takes the place of the earlier one.
    let second = program(&shipped()).args(small).arg(&out).args(["--seed", "2"]).status().expect("starts");
    assert!(second.success());
    assert_ne!(result(), before);
}
