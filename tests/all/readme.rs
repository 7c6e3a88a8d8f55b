//! What the README shows is what the program does. `MKBA_UPDATE=1 cargo test --test all readme` puts in what it does now.

use mkba::Language;
use mkba::report::chart::distribution;
use mkba::report::terminal::screen::ScreenOptions;
use mkba::report::words::numbers::Numbers;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Tests that renew the README take turns.
static README: Mutex<()> = Mutex::new(());

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn file(name: &str) -> String {
    fs::read_to_string(path(name)).expect("a file of the project")
}

fn update() -> bool {
    std::env::var_os("MKBA_UPDATE").is_some()
}

/// The contents of the first fenced block that opens with this line.
fn block(text: &str, opening: &str) -> String {
    let (_, rest) = text.split_once(&format!("\n{opening}\n")).expect("the block");
    rest.split_once("\n```").expect("its end").0.to_string()
}

/// The text with other contents in the first fenced block that opens with this line.
fn with_block(text: &str, opening: &str, contents: &str) -> String {
    let (before, rest) = text.split_once(&format!("\n{opening}\n")).expect("the block");
    let (_, after) = rest.split_once("\n```").expect("its end");
    format!("{before}\n{opening}\n{}\n```{after}", contents.trim_end())
}

/// Compares a block of the README, or renews it.
fn shows(opening: &str, contents: &str) {
    let _turn = README.lock();
    if update() {
        fs::write(path("README.md"), with_block(&file("README.md"), opening, contents)).expect("written");
    }
    assert_eq!(block(&file("README.md"), opening).trim_end(), contents.trim_end());
}

#[test]
fn a_block_that_is_renewed_holds_the_new_text_and_the_rest_stays() {
    let page = "a\n```text\nold\nlines\n```\nb\n```text\nother\n```\n";
    let renewed = with_block(page, "```text", "new\n\n");
    assert_eq!(renewed, "a\n```text\nnew\n```\nb\n```text\nother\n```\n");
    assert_eq!(block(&renewed, "```text"), "new");
}

#[test]
fn the_output_and_the_chart_are_true() {
    let shown = crate::screens::named("huisuitzetting");
    let lines = crate::screens::lines(shown, Language::Nl, &ScreenOptions::default());
    let (scenario, numbers) = (shown.run.scenario(), Numbers::new(Language::Nl));
    let chart = distribution::distribution(scenario, &shown.run.answer, Language::Nl, &numbers).expect("a chart");
    shows("```text", &lines.join("\n"));
    if update() {
        fs::write(path("docs/huisuitzetting.svg"), &chart).expect("written");
    }
    assert!(chart == file("docs/huisuitzetting.svg"), "docs/huisuitzetting.svg is not what the program draws");
}

#[test]
fn the_example_is_a_scenario_that_runs() {
    let example = file("docs/example/example.toml");
    shows("```toml", &example);
    let scenario = crate::shipped::load("docs/example/example.toml");
    let plan = mkba::simulate::RunPlan {
        seed: 1,
        first_draw: 0,
        draws: 100,
        households: 10,
        method: mkba::simulate::Method::Cohort,
    };
    let results = mkba::simulate::run(&scenario, &plan, &mkba::simulate::Unwatched).expect("results");
    let net = mkba::analyse::answer(&scenario, &results).alternatives[0].net_benefit.average.mean;
    assert!(net > 500.0 && net < 10_000.0, "found {net}");
}
