//! Whole scenarios: what a sound one becomes, and what is said of faulty ones.

pub(crate) mod categories;
pub(crate) mod defaults;
pub(crate) mod dynamics;
pub(crate) mod excel;
pub(crate) mod forms;
pub(crate) mod ledger;
pub(crate) mod lint;
pub(crate) mod measures;
pub(crate) mod problems;
pub(crate) mod questions;
pub(crate) mod schema;

use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, Diagnostics, Place, Sources};
use crate::model::{CharacteristicValue, Condition, Distribution, Grade, Number, Origin, Quantity, Scenario, Strength};
use crate::read::*;
use crate::units::Kind;

const FAMILY: &str = include_str!("family.toml");

/// The family and its lists.
fn family() -> Memory {
    Memory::default()
        .with("f/family.toml", FAMILY)
        .with("f/prices.csv", include_str!("prices.csv"))
        .with("f/rates.csv", include_str!("rates.csv"))
        .with("f/accounts.csv", include_str!("accounts.csv"))
        .with("f/index.csv", include_str!("index.csv"))
        .with("f/categories.csv", include_str!("categories.csv"))
        .with("f/evidence.csv", include_str!("evidence.csv"))
        .with("f/measures.csv", include_str!("measures.csv"))
}

/// The family with another text in one of its files.
fn changed(file: &str, changes: &[(&str, &str)]) -> Memory {
    let mut files = family();
    let text = files.0.get_mut(&PathBuf::from("f").join(file)).expect("a file");
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old} is not there once");
        *text = text.replace(old, new);
    }
    files
}

fn read(files: &Memory, set: &[(&str, &str)]) -> Result<Loaded, Refused> {
    let set: Vec<_> = set.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect();
    load(files, Path::new("f/family.toml"), &set)
}

fn sound(files: &Memory, set: &[(&str, &str)]) -> Loaded {
    read(files, set).unwrap_or_else(|refused| panic!("{:#?}", found(&refused.sources, &refused.diagnostics)))
}

/// Key, file, line and column of everything that was found.
fn found(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let place = |one: &Diagnostic| {
        one.place.as_ref().map_or("nowhere".to_string(), |place| {
            let file = sources.file(place.file);
            let (line, column) = file.line_column(place.span.start);
            format!("{}:{line}:{column}", file.name.trim_start_matches("f/"))
        })
    };
    diagnostics.sorted().into_iter().map(|one| format!("{} {}", one.message.key, place(one))).collect()
}

fn faults(files: &Memory, set: &[(&str, &str)]) -> Vec<String> {
    match read(files, set) {
        Ok(_) => Vec::new(),
        Err(refused) => found(&refused.sources, &refused.diagnostics),
    }
}

#[test]
fn a_text_in_one_language_stands_for_both_and_is_told_once() {
    let files = changed(
        "family.toml",
        &[
            ("title = { nl = \"Een gezin\", en = \"A family\" }", "title = \"Een gezin\""),
            ("stable = { nl = \"huurt\", en = \"rents\" }", "stable = { en = \"rents\" }"),
        ],
    );
    let loaded = sound(&files, &[]);
    let title = &loaded.scenario.title;
    assert_eq!((title.nl.as_str(), title.en.as_str()), ("Een gezin", "Een gezin"));
    let states = loaded.scenario.domains.iter().flat_map(|domain| &domain.states);
    let stable = states.into_iter().find(|state| state.id == "stable").expect("a state");
    assert_eq!((stable.label.nl.as_str(), stable.label.en.as_str()), ("rents", "rents"));
    let told = loaded.warnings.sorted();
    let told: Vec<_> = told.iter().filter(|one| one.message.key == "text_in_one_language").collect();
    assert!(told.len() == 1 && !loaded.warnings.has_faults(), "{told:?}");
    // A label without any text is a fault still.
    let none = changed("family.toml", &[("title = { nl = \"Een gezin\", en = \"A family\" }", "title = {}")]);
    assert!(faults(&none, &[]).iter().any(|fault| fault.starts_with("missing_key")), "{:?}", faults(&none, &[]));
}

/// Every case of `faults.txt`: the keys, lines and columns, and nothing else.
#[test]
fn every_fault_has_its_place() {
    let mut wrong = Vec::new();
    for line in include_str!("faults.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<String> = line.split(" ~ ").map(|part| part.replace("\\n", "\n")).collect();
        let [file, old, new, wanted] = parts.as_slice() else { panic!("{line}") };
        let here = format!(" {file}:");
        let seen = faults(&changed(file, &[(old, new)]), &[]).join(", ").replace(&here, " ");
        if seen != *wanted {
            wrong.push(format!("{line}\n  found {seen}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn too_much_is_told_where_it_stands() {
    let with = |more: String| family().with("f/family.toml", FAMILY.to_string() + &more);
    let alternatives: String =
        (0..99).map(|n| format!("[alternatives.x{n:02}]\nlabel = {{ nl = \"x\", en = \"x\" }}\n")).collect();
    let found = faults(&with(alternatives), &[]);
    assert!(found.len() == 1 && found[0].starts_with("too_many family.toml:"), "{found:#?}");
    let one = |n: usize| {
        format!(
            "[alternatives.later.interventions.x{n}]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = {{ month = 0 }}\n"
        )
    };
    assert!(faults(&with((0..19).map(one).collect()), &[]).is_empty());
    let found = faults(&with((0..20).map(one).collect()), &[]);
    assert!(found.len() == 1 && found[0].starts_with("too_many family.toml:"), "{found:#?}");
}

#[test]
fn effects_that_differ_in_their_profile_alone_have_one_order() {
    let effect =
        |plateau: u32| format!("{{ on = \"housing: stable -> arrears\", hazard_ratio = 0.5, plateau = {plateau} }}");
    let scenario = |order: [u32; 3]| {
        let list = order.map(effect).join(", ");
        let old = "effects = [{ on = \"housing: stable -> arrears\", hazard_ratio = 0.5, plateau = 12, fade = { half_life = \"halved_in\" } }]";
        sound(&changed("family.toml", &[(old, &format!("effects = [{list}]")), ("halved_in =", "works_too =")]), &[])
            .scenario
    };
    assert_eq!(scenario([1, 2, 3]).alternatives, scenario([3, 1, 2]).alternatives);
}

#[test]
fn ten_faults_are_ten_reports() {
    let files = changed(
        "family.toml",
        &[
            ("horizon = \"10 years\"", "horizon = \"tien jaar\""),
            ("adults = 1", "adults = 1,5"),
            ("sd = 0.1", "sd = 3"),
            ("chance = 0.05", "chance = 5"),
            ("\"homeless -> stable\"", "\"homeless -> home\""),
            ("\"shelter_day\"", "\"shelter\""),
            ("kind = \"unpriced\"", "kind = \"priced\""),
            ("starts = \"rent\"", "starts = \"rental\""),
            ("plateau = 12", "platteau = 12"),
            ("per_month = 3", "per_month = -3"),
        ],
    );
    assert_eq!(faults(&files, &[]).len(), 10, "{:#?}", faults(&files, &[]));
}

#[test]
fn the_family_becomes_a_scenario() {
    let loaded = sound(&family(), &[]);
    assert_eq!(found(&loaded.sources, &loaded.warnings), [""; 0]);
    let scenario = loaded.scenario;
    let names: Vec<_> = scenario.parameters.iter().map(|one| one.name.as_str()).collect();
    let wanted = [
        "alternatives.custom.interventions.rent.reached",
        "domains.housing: homeless -> stable.rate",
        "domains.housing: stable -> arrears.when(all of debt is problematic; housing is arrears or stable).relative_risk",
        "executed",
        "halved_in",
        "hr_debt",
        "price:coach_hour",
        "price:police_hour",
        "price:shelter_day",
        "works",
    ];
    assert_eq!(names, wanted);
    let transitions: Vec<_> = scenario.transitions.iter().map(|one| one.name.as_str()).collect();
    let wanted = [
        "debt: problematic -> none",
        "housing: arrears -> homeless",
        "housing: homeless -> stable",
        "housing: stable -> arrears",
    ];
    assert_eq!(transitions, wanted);
    let items: Vec<_> = scenario.items.iter().map(|one| one.id.as_str()).collect();
    let wanted = [
        "custom.rent.coach",
        "custom.rent.paid",
        "eviction",
        "grief",
        "later.rent.coach",
        "later.rent.paid",
        "shelter",
    ];
    assert_eq!(items, wanted);
    let share = |value: f64| Some(Number { origin: Origin::Fixed(value), kind: Kind::Share });
    assert_eq!(scenario.starts[1].shares, [(vec![0], share(0.75)), (vec![2], share(0.25))]);
    let ids: Vec<_> = scenario.alternatives.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["null_alternative", "custom", "later"]);
}

#[test]
fn prices_are_indexed_and_converted() {
    let scenario = sound(&family(), &[]).scenario;
    let item = |id: &str| scenario.items.iter().find(|one| one.id == id).expect("an item");
    let parameter = |name: &str| scenario.parameters.iter().find(|one| one.name == name).expect("a parameter");
    let shelter = parameter("price:shelter_day");
    let factor = 1.033 * 1.03;
    let wanted = Distribution::Pert { low: 40.0, mode: 60.0, high: 90.0 }.scaled(factor).expect("a price");
    assert_eq!(shelter.distribution, wanted);
    assert!(!shelter.evidence.range_by_rule && shelter.evidence.year == Some(2023));
    let police = parameter("price:police_hour");
    let Distribution::Pert { low, mode, .. } = police.distribution else { panic!("a range by rule") };
    assert!((mode - 103.0).abs() < 1e-9 && (low - 72.1).abs() < 1e-9 && police.evidence.range_by_rule);
    assert_eq!(parameter("price:coach_hour").distribution, Distribution::Fixed(80.0));
    assert!((item("shelter").conversion - 365.25 / 12.0).abs() < 1e-12);
    assert_eq!((item("shelter").cashable, item("shelter").cashable_lag), (0.5, 12.0));
    assert_eq!(item("eviction").cashable, 0.5);
    assert_eq!(item("eviction").times[0].origin, Origin::Fixed(4.0));
    assert_eq!(item("grief").price, None);
    assert_eq!(item("custom.rent.paid").payers, [(0, 0.8), (1, 0.2)]);
    assert_eq!((item("custom.rent.paid").own, item("later.rent.paid").own), (Some(1), Some(2)));
    assert_eq!(item("later.rent.coach").quantity, Quantity::ActiveTime("rent".into()));
}

#[test]
fn alternatives_keep_what_they_are_like() {
    let scenario = sound(&family(), &[]).scenario;
    let [_, custom, later] = scenario.alternatives.as_slice() else { panic!("three alternatives") };
    assert_eq!(custom.interventions[0].reached, later.interventions[0].reached);
    assert_eq!((custom.interventions[0].fixed_start(), later.interventions[0].fixed_start()), (Some(0), Some(3)));
    assert_eq!(custom.parameters, later.parameters);
    assert_eq!(scenario.parameters[custom.parameters[0].0].name, "hr_debt");
    assert!(matches!(custom.transitions[..], [(3, Strength::Chance { .. })]));
    assert_eq!((custom.off_items.as_slice(), custom.off_transitions.as_slice()), (&[3][..], &[2][..]));
    let eligible = Condition::Not(Box::new(Condition::State { domain: 1, states: vec![2] }));
    assert_eq!(custom.interventions[0].eligible, eligible);
}

#[test]
fn every_way_to_give_a_number_gives_the_same_distribution() {
    let mean = |written: &str| {
        let loaded = sound(&changed("family.toml", &[("pert = { low = 1.5, mode = 2.5, high = 4 }", written)]), &[]);
        let found = loaded.scenario.parameters.iter().find(|one| one.name == "hr_debt").expect("one");
        (found.distribution.quantile(0.2), found.distribution.quantile(0.7))
    };
    for ways in [
        &[
            "uniform = { low = 1, high = 3 }",
            "uniform = { mean = 2, sd = 0.5773502691896258 }",
            "uniform = { low = 1.1, high = 2.9, coverage = 0.9 }",
            "uniform = { quantiles = { \"0.25\" = 1.5, \"0.5\" = 2 } }",
        ][..],
        &[
            "normal = { mean = 9, sd = 1 }",
            "normal = { low = 7.040036015459946, high = 10.959963984540054, coverage = 0.95 }",
            "normal = { quantiles = { \"0.5\" = 9, \"0.975\" = 10.959963984540054 } }",
            "normal = { mean = 9, sd = 1, min = 0.001 }",
        ],
        &[
            "lognormal = { meanlog = 0, sdlog = 0.5 }",
            "lognormal = { mean = 1.1331484530668263, sd = 0.6039005332108811 }",
            "lognormal = { low = 0.3753178574131765, high = 2.664408261552898, coverage = 0.95 }",
        ],
        &[
            "gamma = { shape = 4, scale = 0.5 }",
            "gamma = { shape = 4, rate = 2 }",
            "gamma = { mean = 2, sd = 1 }",
            "gamma = { low = 0.6831591983749155, high = 3.876828263966362, coverage = 0.9 }",
        ],
        &[
            "beta = { alpha = 2, beta = 2 }",
            "beta = { mean = 0.5, sd = 0.22360679774997896 }",
            "beta = { low = 0.13535036217158378, high = 0.8646496378284162, coverage = 0.9 }",
        ],
        &[
            "empirical = [3, 1, 2, 2]",
            "empirical = [2, 1, 2, 3]",
            "discrete = { 1 = 0.25, 2 = 0.5, 3 = 0.25 }",
            "discrete = { 3 = 0.25, 1 = 0.25, \"2.0\" = 0.5 }",
        ],
    ] {
        let (low, high) = mean(ways[0]);
        for way in &ways[1..] {
            let found = mean(way);
            assert!((found.0 - low).abs() < 1e-6 && (found.1 - high).abs() < 1e-6, "{way}: {found:?}, {low} {high}");
        }
    }
}

#[test]
fn numbers_keep_their_source() {
    let scenario = sound(&family(), &[]).scenario;
    let executed = &scenario.parameters[3];
    assert_eq!((executed.evidence.grade, executed.evidence.note.as_str()), (Grade::Measured, "counted as in the list"));
    let Distribution::Beta { alpha, beta } = executed.distribution else { panic!("a beta") };
    assert!((alpha / (alpha + beta) - 0.3).abs() < 1e-12);
}

/// Tables and blocks in another order, and lists shuffled: the same scenario.
#[test]
fn the_order_of_lines_never_matters() {
    let (top, blocks) = FAMILY.split_once("\n\n").expect("blocks");
    let mut blocks: Vec<&str> = blocks.trim().split("\n\n").collect();
    blocks.reverse();
    // A list of tables belongs to the table before it: move whole domains, and `[traits]` and the like, as they are.
    let (of_domains, others): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|block| block.contains("domains."));
    let whole = of_domains.iter().rev().filter(|block| !block.starts_with("[[")).copied().collect::<Vec<_>>();
    let moves = of_domains.iter().filter(|block| block.starts_with("[[")).copied().collect::<Vec<_>>();
    let text = [others, whole, moves].concat().join("\n\n");
    let mut files = family();
    files.0.insert("f/family.toml".into(), format!("{top}\n\n{text}\n"));
    for list in ["prices.csv", "rates.csv", "index.csv", "evidence.csv"] {
        let text = files.0.get_mut(&PathBuf::from("f").join(list)).expect("a list");
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        *text = lines.join("\r\n");
    }
    let rates = format!("\u{feff}{}", files.0[&PathBuf::from("f/rates.csv")]);
    let files = files.with("f/rates.csv", rates);
    assert_eq!(sound(&files, &[]).scenario, sound(&family(), &[]).scenario);
}

#[test]
fn the_order_of_factors_never_matters() {
    let before = "times = [\"adults\"]";
    let with = |list: &str| sound(&changed("family.toml", &[(before, list)]), &[]).scenario;
    assert_eq!(with("times = [\"adults\", 3, \"hr_debt\", 2]"), with("times = [2, \"hr_debt\", 3, \"adults\"]"));
}

#[test]
fn the_command_line_sets_values() {
    let scenario = sound(&family(), &[("adults", "2"), ("hr_debt", "3"), ("price:coach_hour", "90")]).scenario;
    assert_eq!(scenario.characteristics[0].value, CharacteristicValue::Fixed(2.0));
    let value = |name: &str| scenario.parameters.iter().find(|one| one.name == name).expect("one").distribution.clone();
    assert_eq!((value("hr_debt"), value("price:coach_hour")), (Distribution::Fixed(3.0), Distribution::Fixed(90.0)));
    assert_eq!(faults(&family(), &[("adult", "2")]), ["set_unknown nowhere"]);
    assert_eq!(faults(&family(), &[("adults", "2,5")]), ["set_no_number nowhere"]);
    assert_eq!(faults(&family(), &[("works", "7")]), ["number_outside nowhere"]);
}

#[test]
fn a_total_beside_its_part_counts_twice() {
    let files = changed(
        "family.toml",
        &[("kind = \"unpriced\"", "price = \"bed_day\"\neach = 1"), ("off = [\"items: grief\", ", "off = [")],
    );
    assert_eq!(faults(&files, &[]), ["counted_twice family.toml:79:9"]);
}

#[test]
fn two_unnamed_numbers_at_one_place_ask_for_names() {
    let twice = "{ if = \"debt is problematic\", hazard_ratio = { fixed = 2, source = \"A\" } },\n";
    let files = changed("family.toml", &[("when = [\n", &format!("when = [\n{twice}{twice}"))]);
    assert_eq!(faults(&files, &[]), ["unnamed_twice family.toml:48:46"]);
}

#[test]
fn warns_of_what_somebody_should_look_at() {
    let changes = [
        ("[parameters]", "[parameters]\nnew = 3"),
        ("grade = \"expert\", source = \"Judgement\"", "grade = \"expert\""),
    ];
    let loaded = sound(&changed("family.toml", &changes), &[]);
    let wanted = ["parameter_unused family.toml:18:1", "parameter_without_source family.toml:20:1"];
    assert_eq!(found(&loaded.sources, &loaded.warnings), wanted);
    let years: String = (2012..2024).map(|year| format!("{year},1,,\n")).collect();
    let old = changed("index.csv", &[("2024,3.3", &format!("{years}2024,3.3"))]);
    let old = old.with("f/prices.csv", include_str!("prices.csv").replace("day,2023", "day,2011"));
    let loaded = sound(&old, &[]);
    assert_eq!(found(&loaded.sources, &loaded.warnings), ["old_price prices.csv:2:53"]);
}

#[test]
fn missing_and_unfit_files_are_faults() {
    assert_eq!(faults(&Memory::default(), &[]), ["file_missing nowhere"]);
    let list = family().with("f/prices.csv", "");
    assert_eq!(faults(&list, &[]), ["list_empty prices.csv:1:1"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever is cut out of a scenario or put into it: faults or a scenario, never a panic.
    #[test]
    fn nothing_written_makes_it_panic(from in 0_usize..4_000, length in 0_usize..60, put in "[\\[\\]{}=\",.0-9a-zé\n >-]{0,12}", list in proptest::bool::ANY) {
        let name = PathBuf::from(if list { "f/prices.csv" } else { "f/family.toml" });
        let mut files = family();
        let text = files.0.get_mut(&name).expect("a file");
        let start = from % text.len();
        let end = (start + length).min(text.len());
        if text.is_char_boundary(start) && text.is_char_boundary(end) {
            text.replace_range(start..end, &put);
        }
        if let Err(refused) = read(&files, &[]) {
            proptest::prop_assert!(refused.diagnostics.has_faults());
            found(&refused.sources, &refused.diagnostics);
        }
    }
}
