//! A small made-up scenario with parts to be filled in, and how it is run.

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, Results, RunPlan, Unwatched, run};
use std::path::Path;

const ACCOUNTS: &str = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nlandlord,x,x,false,party\n\
                        resources,x,x,false,resources\nwelfare,x,x,false,welfare\n\
                        unvalued,x,x,false,unvalued\nstate,x,x,true,party\nothers,x,x,false,party\n";

/// Five years of arrears that come and go, in which the street costs 3,000 euro a month. `parameters` and `items` are
/// added, `alternatives` are all there are.
pub fn text(parameters: &str, items: &str, alternatives: &str) -> String {
    format!(
        r#"format = 1
id = "made_up"
title = {{ nl = "x", en = "x" }}
lists = {{ accounts = "accounts.csv" }}
settings = {{ horizon = "5 years", calendar_start = 2026, price_year = 2025, discount_rate = 0.0225 }}
[parameters]
{parameters}
[domains.housing]
label = {{ nl = "x", en = "x" }}
start = "arrears"
states = {{ stable = {{ nl = "x", en = "x" }}, arrears = {{ nl = "x", en = "x" }}, street = {{ nl = "x", en = "x" }} }}
transitions = [
  {{ move = "stable -> arrears", chance = 0.2, within = "1 year" }},
  {{ move = "arrears -> stable", chance = 0.3, within = "1 year" }},
  {{ move = "arrears -> street", chance = 0.4, within = "1 year", escalation = true }},
  {{ move = "street -> stable", mean_duration = 8 }},
]
[domains.work]
label = {{ nl = "x", en = "x" }}
start = "out"
states = {{ out = {{ nl = "x", en = "x" }}, in = {{ nl = "x", en = "x" }} }}
transitions = [{{ move = "out -> in", chance = 0.3, within = "1 year" }}, {{ move = "in -> out", chance = 0.1, within = "1 year" }}]
[[items]]
id = "shelter"
quantity = {{ time = "housing is street" }}
amount = 3000
kind = "resource"
payers = "city"
{items}
{alternatives}
"#
    )
}

/// The scenario of a text.
pub fn scenario(text: &str) -> Scenario {
    let files = Memory::default().with("s.toml", text).with("accounts.csv", ACCOUNTS);
    let loaded = load(&files, Path::new("s.toml"), &[]);
    loaded.unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics.sorted())).scenario
}

/// Results of a run.
pub fn results(scenario: &Scenario, method: Method, draws: usize, households: usize) -> Results {
    let plan = RunPlan { seed: 3, first_draw: 0, draws, households, method };
    run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// A plan with one intervention, of which these are the lines.
pub fn plan(lines: &str) -> String {
    format!(
        "[alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n[alternatives.plan.interventions.help]\n\
         label = {{ nl = \"x\", en = \"x\" }}\n{lines}"
    )
}
