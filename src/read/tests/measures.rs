//! Levels of measures.

use crate::model::{Levels, Measure};
use crate::read::tests::*;

/// The family with its list of measures, and these lines below the label of housing and of debts.
fn measured(housing: &str, debt: &str) -> Memory {
    let lists = "evidence = \"evidence.csv\" }";
    let labels = ["{ nl = \"Huisvesting\", en = \"Housing\" }", "{ nl = \"Schulden\", en = \"Debts\" }"];
    changed(
        "family.toml",
        &[
            (lists, "evidence = \"evidence.csv\", measures = \"measures.csv\" }"),
            (labels[0], &format!("{}\n{housing}", labels[0])),
            (labels[1], &format!("{}\n{debt}", labels[1])),
        ],
    )
}

fn warned(files: &Memory) -> Vec<String> {
    let loaded = sound(files, &[]);
    let all = loaded.remarks.sorted().into_iter().filter(|one| one.message.key.starts_with("measure"));
    let words = |one: &Diagnostic| one.message.values.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
    all.map(|one| format!("{} {}", one.message.key, words(one).join(" "))).collect()
}

#[test]
fn levels_stand_by_domain_and_state() {
    let housing = "measures = { ladder = { stable = 6, arrears = 5, homeless = 2 }, home = { stable = 5, arrears = 3, homeless = 1 } }";
    let files = measured(housing, "measures.home = { none = 5, problematic = 2 }");
    let scenario = sound(&files, &[]).scenario;
    let levels = |measure: &Measure| {
        measure.levels.iter().map(|Levels { domain, states }| (*domain, states.clone())).collect::<Vec<_>>()
    };
    assert_eq!(scenario.measures.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["home", "ladder"]);
    // States are sorted by name: arrears, homeless, stable.
    let written_in = [(0, vec![Some(5), Some(2)]), (1, vec![Some(3), Some(1), Some(5)])];
    assert_eq!(levels(&scenario.measures[0]), written_in);
    assert_eq!(levels(&scenario.measures[1]), [(1, vec![Some(5), Some(2), Some(6)])]);
    assert_eq!(warned(&files), [""; 0]);
    assert_eq!(sound(&family(), &[]).scenario.measures, []);
}

#[test]
fn what_is_wrong_with_levels_is_told_with_the_nearest_name() {
    let housing = "measures = { home = { stable = 6, arears = 3, homeless = 1.5 }, hme = { stable = 1 } }";
    let found = faults(&measured(housing, "measures.home = 3"), &[]);
    let keys: Vec<&str> = found.iter().filter_map(|one| one.split(' ').next()).collect();
    assert_eq!(keys, ["wrong_type", "number_outside", "unknown_state", "wrong_type", "unknown_measure"]);
    let none = changed("family.toml", &[("en = \"Debts\" }", "en = \"Debts\" }\nmeasures.home = { none = 5 }")]);
    assert_eq!(faults(&none, &[]), ["no_list family.toml:25:1"]);
    for row in ["home,W,H,zrm,,0,5,A,,,", "home,W,H,zrm,,5,1,A,,,", "home,W,H,other,,1,5,A,,,", "home,W,H,zrm,,1,,A,,,"]
    {
        let list = format!("id,name_nl,name_en,scale,editions,low,high,source,url,checked,note\n{row}\n");
        let files = measured("measures.home = { stable = 1 }", "").with("f/measures.csv", &list);
        assert!(faults(&files, &[]).iter().any(|one| one.contains("measures.csv:2:")), "{row}");
    }
}

#[test]
fn states_without_a_level_and_two_editions_are_warned_of() {
    let files = measured("measures = { home = { stable = 5 }, days = { stable = 1, arrears = 1, homeless = 1 } }", "");
    assert_eq!(warned(&files), ["measure_partial home arrears, homeless"]);
    let files = measured(
        "measures.days = { stable = 1, arrears = 1, homeless = 1 }",
        "measures.time = { none = 1, problematic = 1 }",
    );
    assert_eq!(warned(&files), ["measures_of_two_editions days (2013), time (2017)"]);
    // A state in which everything stops needs no level.
    let life = "[domains.life]\nlabel = { nl = \"Leven\", en = \"Life\" }\nstart = \"alive\"\nmeasures.home = { alive = 4 }\n\
        transitions = [{ move = \"alive -> dead\", chance = 0.01, within = \"1 year\" }]\n\
        states = { alive = { nl = \"leeft\", en = \"alive\" }, dead = { nl = \"dood\", en = \"dead\", ends = true } }\n";
    let mut files = measured("", "");
    files.0.get_mut(Path::new("f/family.toml")).expect("a file").push_str(&format!("\n{life}"));
    assert_eq!(warned(&files), [""; 0]);
}
