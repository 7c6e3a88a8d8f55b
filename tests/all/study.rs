//! Studies: each variant is what the scenario itself gives with those values, one table, one picture, faults with a place.

use crate::program::{BLOCKS, LISTS, SCENARIO, SMALL, Said, copy, names, program, said};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const HEAD: &str =
    "study = 1\nid = \"s\"\ntitle = { nl = \"Studie\", en = \"Study\" }\nbase = \"../huisuitzetting.toml\"\n";
const MONTH: &str = "alternatives.maatwerk.interventions.huurschuld.start.month";

/// The shipped scenario with a study in a folder beside it.
fn with_study(text: &str) -> TempDir {
    let folder = copy(|_, text| text);
    fs::create_dir(folder.path().join("studies")).expect("made");
    fs::write(folder.path().join("studies/s.toml"), format!("{HEAD}{text}")).expect("written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    said(program(folder).args(["run", "studies/s.toml"]).args(SMALL).args(arguments))
}

fn json(folder: &Path, file: &str, arguments: &[&str]) -> Value {
    let said = said(program(folder).args(["run", file, "--json", "--quiet"]).args(SMALL).args(arguments));
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

/// Mean net benefit of an alternative in a list of them.
fn mean<'v>(alternatives: &'v Value, id: &str, path: &str) -> &'v Value {
    let list = alternatives.as_array().expect("a list");
    let one = list.iter().find(|one| one["id"] == id).expect("the alternative");
    one.pointer(path).expect("a figure")
}

#[test]
fn a_variant_is_the_scenario_with_those_values() {
    let folder = with_study(&format!("[grid]\n\"parameters.works\" = [0.5, 0.9]\n{MONTH} = [0, 3]\n"));
    let study = json(folder.path(), "studies/s.toml", &[]);
    let variants = study["variants"].as_array().expect("variants");
    let found: Vec<&Value> = variants.iter().map(|one| &one["name"]).collect();
    assert_eq!(
        found,
        ["works = 0.5, month = 0", "works = 0.5, month = 3", "works = 0.9, month = 0", "works = 0.9, month = 3"]
    );
    for (at, works) in [(0, "works=0.5"), (2, "works=0.9")] {
        let alone = json(folder.path(), SCENARIO, &["--set", works]);
        for id in ["maatwerk", "schuldhulp"] {
            let wanted = mean(&alone["alternatives"], id, "/net_benefit/average/mean");
            assert_eq!(mean(&variants[at]["alternatives"], id, "/net_benefit/mean"), wanted, "{works} {id}");
        }
        let later = mean(&alone["alternatives"], "maatwerk_later", "/net_benefit/average/mean");
        assert_eq!(mean(&variants[at + 1]["alternatives"], "maatwerk", "/net_benefit/mean"), later, "{works}");
    }
}

#[test]
fn named_variants_may_change_anything() {
    let text = "[[variant]]\nname = \"zoals het is\"\n\
                [[variant]]\nname = \"anders\"\n\
                set = { traits.children = 4, settings.horizon = \"5 years\", \"items.griffierecht.times\" = [2] }\n";
    let folder = with_study(text);
    let study = json(folder.path(), "studies/s.toml", &[]);
    let variants = &study["variants"];
    let alone = json(folder.path(), SCENARIO, &[]);
    let figure = |value: &Value| value.as_f64().expect("a number");
    let as_it_is = figure(mean(&variants[0]["alternatives"], "maatwerk", "/net_benefit/mean"));
    assert_eq!(as_it_is, figure(mean(&alone["alternatives"], "maatwerk", "/net_benefit/average/mean")));
    assert_ne!(as_it_is, figure(mean(&variants[1]["alternatives"], "maatwerk", "/net_benefit/mean")));
}

/// Versions with weights: the mixture and its variance are those of separate runs by the law of total variance.
#[test]
fn versions_with_weights_divide_the_variance() {
    let text = "[[variant]]\nname = \"seldom\"\nweight = 3\nset = { \"parameters.works\" = 0.5 }\n\
                [[variant]]\nname = \"often\"\nweight = 1\nset = { \"parameters.works\" = 0.9 }\n";
    let folder = with_study(text);
    let study = json(folder.path(), "studies/s.toml", &[]);
    let structure = &study["structure"];
    assert_eq!((&structure["weights_sum"], &structure["versions"][0][1]), (&4.0.into(), &0.75.into()));
    let own = structure["alternatives"].as_array().expect("a list").iter().find(|one| one["id"] == "maatwerk");
    let own = own.expect("the alternative");
    let number = |value: &Value| value.as_f64().expect("a number");
    let alone = ["works=0.5", "works=0.9"].map(|set| json(folder.path(), SCENARIO, &["--set", set]));
    let figure = |at: usize, path: &str| number(mean(&alone[at]["alternatives"], "maatwerk", path));
    let [first, second] = [0, 1].map(|at| figure(at, "/net_benefit/average/mean"));
    let square = |value: f64| value * value;
    let variance = |at: usize| square(figure(at, "/net_benefit/average/sd"));
    let wanted = [
        ("/net_benefit/mean", 0.75 * first + 0.25 * second),
        ("/structure", 0.75 * 0.25 * square(first - second)),
        ("/parameters", 0.75 * variance(0) + 0.25 * variance(1)),
    ];
    for (path, wanted) in wanted {
        let found = number(own.pointer(path).expect("a figure"));
        assert!((found / wanted - 1.0).abs() < 1e-9, "{path}: {found}, by hand {wanted}");
    }
    assert!(number(&own["chance"]) > 0.0, "{own}");
    let said = run(folder.path(), &["--out", "out", "--lang", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains("add up to 4") && said.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        said.out
    );
    let table = fs::read_to_string(folder.path().join("out/structure.csv")).expect("a table");
    assert!(table.lines().count() > 2 && table.contains("variance_structure"), "{table}");
    for (weights, wanted) in
        [(["weight = 1", ""], "has no `weight`"), (["weight = 0", "weight = 0"], "all weights are 0")]
    {
        let [one, two] = weights.map(|weight| format!("{weight}\n"));
        let text = format!("[[variant]]\nname = \"a\"\n{one}[[variant]]\nname = \"b\"\n{two}");
        let said = run(with_study(&text).path(), &["--lang", "en"]);
        assert!(said.code == Some(1) && said.err.contains(wanted), "{said:?}");
    }
}

#[test]
fn one_table_and_one_picture_in_a_folder() {
    let folder = with_study("[grid]\n\"traits.children\" = [1, 2, 3]\n");
    for _ in 0..2 {
        let said = run(folder.path(), &["--out", "out", "--alternative", "maatwerk"]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.contains("children = 2") && said.out.lines().count() < 20, "{}", said.out);
    }
    let out = folder.path().join("out");
    assert_eq!(names(&out), ["manifest.json", "result.json", "study.csv", "study.svg"]);
    let table = fs::read_to_string(out.join("study.csv")).expect("a table");
    assert_eq!(table.lines().count(), 4);
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).expect("a manifest")).expect("JSON");
    let inputs: Vec<&str> =
        manifest["inputs"].as_array().expect("inputs").iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(inputs.contains(&"studies/s.toml") && inputs.contains(&SCENARIO), "{inputs:?}");
    assert_eq!((inputs.len(), manifest["variants"].as_u64()), (LISTS.len() + BLOCKS.len() + 2, Some(3)));
}

/// What is wrong, the exit code, and what is said.
#[test]
fn faults_have_their_place_and_the_nearest_name() {
    let cases = [
        ("[grid]\n\"parameters.workz\" = [1]\n", vec!["studies/s.toml:6:1", "`works`"]),
        ("[grid]\n\"parameters.works\" = [0.5, 7]\n", vec!["studies/s.toml:6:28", "7"]),
        ("[grid]\nalternatives.maatwerk.interventions.huurschult.start.month = [1]\n", vec!["6:54", "`huurschuld`"]),
        ("[grid]\n\"parameters.works\" = 0.5\n", vec!["studies/s.toml:6:22", "values = [1, 2]"]),
        ("[grid]\n\"parameters.works\" = []\n", vec!["studies/s.toml:6:22"]),
        ("[grid]\n", vec!["studies/s.toml:5:1"]),
        ("[grid]\nx = { path = \"traits.children\", values = [1], label = 3 }\n", vec!["6:47"]),
        ("", vec!["studies/s.toml:1:1", "grid, sample, variant"]),
        ("[[variant]]\nname = \"a\"\n[[variant]]\nname = \"a\"\nset = { \"trait.children\" = 1 }\n", vec!["8:8"]),
        ("[[variant]]\nname = \"a\"\nset = { \"trait.children\" = 1 }\n", vec!["7:9", "`traits`"]),
    ];
    for (text, wanted) in cases {
        let folder = with_study(text);
        let said = run(folder.path(), &["--lang", "en", "--out", "out"]);
        assert_eq!(said.code, Some(1), "{text}\n{}", said.err);
        for part in wanted {
            assert!(said.err.contains(part), "{part} is not in\n{}", said.err);
        }
        assert!(!folder.path().join("out").exists());
    }
    let many: Vec<String> = (0..151).map(|n| n.to_string()).collect();
    let many = many.join(", ");
    let folder = with_study(&format!("[grid]\n\"traits.children\" = [{many}]\n\"traits.adults\" = [{many}]\n"));
    let said = run(folder.path(), &["--lang", "en"]);
    assert!(said.code == Some(1) && said.err.contains("151 x 151"), "{}", said.err);
}

#[test]
fn faults_of_several_variants_are_told_at_once_and_a_base_that_is_not_there_has_a_place() {
    let folder = with_study("[grid]\n\"parameters.works\" = [5, 0.5, 7]\n");
    let said = run(folder.path(), &[]);
    assert!(said.code == Some(1) && said.err.contains("6:23") && said.err.contains("6:31"), "{}", said.err);
    let folder = with_study("[grid]\n\"parameters.works\" = [0.5]\n");
    fs::remove_file(folder.path().join(SCENARIO)).expect("removed");
    let said = run(folder.path(), &[]);
    assert!(said.code == Some(1) && said.err.contains("studies/s.toml:4:8"), "{}", said.err);
}

#[test]
fn the_shipped_studies_are_sound() {
    for (name, variants) in [("aanvraag-jaar", 9), ("uitdoven", 5), ("wachten", 8)] {
        let path = crate::program::shipped().join(format!("studies/{name}.toml"));
        let study = mkba::read::study::open(&mkba::read::Disk, &path).expect("sound").expect("a study");
        assert_eq!(study.load(&mkba::read::Disk, &[]).expect("sound").draws.len(), variants, "{name}");
    }
}

#[test]
fn any_figure_of_the_result_file_can_be_asked_for() {
    let figures =
        "figures = [\"accounts.gemeente.net\", \"net_benefit_public.average.mean\", \"costs_present_value\"]\n";
    let folder =
        with_study(&format!("{figures}[grid]\n\"parameters.works\" = {{ from = 0.5, to = 0.9, step = 0.2 }}\n"));
    let study = json(folder.path(), "studies/s.toml", &[]);
    let variants = study["variants"].as_array().expect("variants");
    let values: Vec<&Value> = variants.iter().map(|variant| &variant["values"][0][1]).collect();
    assert_eq!(values, [0.5, 0.7, 0.9].map(Value::from).iter().collect::<Vec<_>>());
    for (at, works) in [(0, "works=0.5"), (2, "works=0.9")] {
        let alone = json(folder.path(), SCENARIO, &["--set", works]);
        for (plan, id) in ["maatwerk", "schuldhulp"].into_iter().map(|id| (mean(&alone["alternatives"], id, ""), id)) {
            let found = mean(&variants[at]["alternatives"], id, "/figures").as_array().expect("figures").clone();
            let of = |name: &str| found.iter().find(|pair| pair[0] == name).expect("a figure")[1].clone();
            let accounts = plan["accounts"].as_array().expect("accounts");
            let gemeente = accounts.iter().find(|account| account["id"] == "gemeente").expect("an account");
            assert_eq!(of("accounts.gemeente.net"), gemeente["net"], "{works} {id}");
            assert_eq!(of("net_benefit_public.average.mean"), plan["net_benefit_public"]["average"]["mean"]);
        }
    }
    let said = run(folder.path(), &["--out", "out", "--quiet"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let table = fs::read_to_string(folder.path().join("out/study.csv")).expect("a table");
    assert!(table.lines().next().expect("a head").contains("accounts.gemeente.net"), "{table}");
    let wrong = with_study("figures = [\"accounts.gemeentes.net\"]\n[grid]\n\"parameters.works\" = [0.5, 0.9]\n");
    let said = run(wrong.path(), &[]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("accounts.gemeentes.net") && said.err.contains("corporatie"), "{}", said.err);
}

#[test]
fn points_of_a_sample_are_the_same_every_time() {
    let text = "[sample]\npoints = 12\nseed = 3\nvalues = { \"parameters.works\" = { from = 0.4, to = 0.8 }, \
                traits.children = { from = 1, to = 4, whole = true } }\n";
    let folder = with_study(text);
    let study = json(folder.path(), "studies/s.toml", &[]);
    let points = |study: &Value| -> Vec<(f64, f64)> {
        let of = |variant: &Value, at: usize| variant["values"][at][1].as_f64().expect("a number");
        study["variants"].as_array().expect("variants").iter().map(|found| (of(found, 0), of(found, 1))).collect()
    };
    let found = points(&study);
    assert_eq!(found, points(&json(folder.path(), "studies/s.toml", &[])));
    let mut parts: Vec<i64> = found.iter().map(|(works, _)| ((works - 0.4) / 0.4 * 12.0) as i64).collect();
    parts.sort_unstable();
    assert_eq!(parts, (0..12).collect::<Vec<_>>(), "one point in each twelfth");
    assert!(found.iter().all(|(_, children)| children.fract() == 0.0 && (1.0..=4.0).contains(children)));
    // More axes leave the others as they are.
    let fewer =
        with_study("[sample]\npoints = 12\nseed = 3\nvalues = { \"parameters.works\" = { from = 0.4, to = 0.8 } }\n");
    let fewer = json(fewer.path(), "studies/s.toml", &[]);
    let works = |variant: &Value| variant["values"][0][1].as_f64().expect("a number");
    let alone: Vec<f64> = fewer["variants"].as_array().expect("variants").iter().map(works).collect();
    assert_eq!(alone, found.iter().map(|(works, _)| *works).collect::<Vec<_>>());
}

#[test]
fn two_numbers_make_a_heat_map_and_a_plan_that_stays_the_same_one_sentence() {
    let folder = with_study(
        "[grid]\nalternatives.maatwerk.interventions.huurschuld.start.month = [0, 3, 6]\n\
         alternatives.maatwerk.interventions.huurschuld.success = { from = 0.5, to = 0.9, count = 3 }\n",
    );
    let said = run(folder.path(), &["--out", "out", "--lang", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.out.matches("The same in all variants").count(), 1, "{}", said.out);
    let picture = fs::read_to_string(folder.path().join("out/study.svg")).expect("a picture");
    assert!(picture.contains("thousands of euro"), "a heat map");
}
