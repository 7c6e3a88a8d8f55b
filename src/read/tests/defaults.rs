//! What the reader takes where nothing is said is what the table of keys says: a scenario in which a default is written out is the
//! same scenario.

use std::path::Path;

use crate::model::Scenario;
use crate::read::keys::forms;
use crate::read::{Memory, load};

/// A scenario with a mark `@form@` in a table of each form that has defaults; within braces the mark begins with a comma.
const MARKED: &str = r#"
format = 1
id = "defaults"
title = { nl = "x", en = "x" }
@scenario@
lists = { accounts = "accounts.csv" }
[settings]
horizon = "2 years"
calendar_start = 2026
price_year = 2025
discount_rate = 0.03
@settings@
[parameters]
works = { beta = { mean = 0.7, sd = 0.1 }@,evidence@ }
[joint.one]
multivariate_normal = { names = ["a", "b"], mean = [0.1, 0.2], covariance = [[0.01, 0], [0, 0.01]]@,normal_by_covariance@ }
[joint.two]
multivariate_normal = { names = ["c", "d"], mean = [0.1, 0.2], sd = [0.1, 0.1], correlation = [[1, 0.5], [0.5, 1]]@,normal_by_correlation@ }
[domains.home]
label = { nl = "x", en = "x" }
start = "well"
states = { well = { nl = "x", en = "x"@,state@ }, ill = { nl = "x", en = "x" } }
transitions = [{ move = "well -> ill", chance = 0.1, within = "1 year"@,transition@ }]
@domain@
[[items]]
id = "care"
quantity = { entries = "home is ill"@,quantity@ }
times = ["a", "b", "c", "d"]
amount = 10
kind = "resource"
payers = "city"
@price_terms@
[alternatives.plan]
label = { nl = "x", en = "x" }
[alternatives.plan.interventions.help]
label = { nl = "x", en = "x" }
start = { when = "home is ill" }
@intervention@
effects = [{ on = "home: well -> ill", hazard_ratio = 0.5@,effect@ }]
"#;

/// The scenario with a line at the mark of one form.
fn scenario(form: &str, line: &str) -> Scenario {
    let put = MARKED.replace(&format!("@{form}@"), line).replace(&format!("@,{form}@"), &format!(", {line}"));
    let text: String = put.split('@').enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part).collect();
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", accounts);
    match load(&files, Path::new("s.toml"), &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{form}, {line}: {:#?}", refused.diagnostics.sorted()),
    }
}

#[test]
fn a_default_that_is_written_out_changes_nothing() {
    let base = scenario("", "");
    let mut seen = 0;
    for form in forms() {
        // A quantity of an own cost has no entries, so that its one default cannot be written.
        for key in form.keys.iter().filter(|key| !key.default.is_empty() && form.name != "own_quantity") {
            let marked = [format!("@{}@", form.name), format!("@,{}@", form.name)];
            if !marked.iter().any(|mark| MARKED.contains(mark.as_str())) {
                continue;
            }
            assert_eq!(
                scenario(form.name, &format!("{} = {}", key.name, key.default)),
                base,
                "{} {}",
                form.name,
                key.name
            );
            seen += 1;
        }
    }
    let wanted = crate::read::keys::TEXT.lines().skip(1).filter(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        !cells[4].is_empty() && cells[0] != "own_quantity"
    });
    assert!(seen >= wanted.count(), "only {seen} defaults were tried");
}
