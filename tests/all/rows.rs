//! Observed rows whose shares change over time: what is observed comes out, whatever the steps of each exit.

use std::path::Path;

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

const CYCLES: usize = 12;

/// Twelve years of yearly rows out of `well`; `sick` and `dead` are written as in a scenario.
fn scenario(sick: &str, dead: &str) -> Result<Scenario, Vec<&'static str>> {
    of_years(CYCLES, sick, dead)
}

fn of_years(horizon: usize, sick: &str, dead: &str) -> Result<Scenario, Vec<&'static str>> {
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\ncycle = \"year\"\nhorizon = \"{horizon} years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0.02\n\
         [traits]\nage = 40\n\
         [domains.health]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"well\"\n\
         states.well = {{ nl = \"x\", en = \"x\" }}\nstates.sick = {{ nl = \"x\", en = \"x\" }}\nstates.dead = {{ nl = \"x\", en = \"x\" }}\n\
         [[domains.health.rows]]\nfrom = \"well\"\nobserved = {{ well = \"rest\", sick = {sick}, dead = {dead} }}\nover = \"1 year\"\n\
         [[items]]\nid = \"i\"\nlabel = {{ nl = \"x\", en = \"x\" }}\nquantity = {{ time = \"health is sick\" }}\namount = 1\n\
         kind = \"resource\"\npayers = \"city\"\n"
    );
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", accounts);
    let loaded = load(&files, Path::new("s.toml"), &[]);
    loaded.map(|loaded| loaded.scenario).map_err(|refused| {
        let faults = refused.diagnostics.sorted();
        faults
            .iter()
            .filter(|one| one.severity == mkba::diagnostics::Severity::Fault)
            .map(|one| one.message.key)
            .collect()
    })
}

/// Compares a scenario with a plain recursion; `sick` and `dead` are the shares that are observed in each year.
fn agrees(scenario: &Scenario, sick: impl Fn(usize) -> f64, dead: impl Fn(usize) -> f64) {
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
    let results = run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"));
    let state = |id: &str| scenario.domains[0].states.iter().position(|one| one.id == id).expect("a state");
    let share = |cycle: usize, id: &str| -> f64 {
        let all = results.alternatives[0].shares[cycle].iter().enumerate();
        all.filter(|(joint, _)| results.space.decode(*joint)[0] == state(id)).map(|(_, share)| share).sum()
    };
    let (mut well, mut ill, mut gone) = (1.0, 0.0, 0.0);
    for cycle in 0..CYCLES {
        ill += well * sick(cycle);
        gone += well * dead(cycle);
        well *= 1.0 - sick(cycle) - dead(cycle);
        for (id, wanted) in [("well", well), ("sick", ill), ("dead", gone)] {
            let found = share(cycle + 1, id);
            assert!((found - wanted).abs() < 1e-12, "{id} after year {}: {found}, {wanted}", cycle + 1);
        }
    }
}

#[test]
fn shares_with_steps_of_their_own_come_out_as_observed() {
    // Sick 0.1, from year 6 on 0.25; dead 0.02 and 0.05 from year 3, 0.4 from year 8 on.
    let scenario = scenario(
        "{ by = \"cycle\", steps = { 0 = 0.1, 6 = 0.25 } }",
        "{ by = \"cycle\", steps = { 0 = 0.02, 3 = 0.05, 8 = 0.4 } }",
    );
    let dead = |cycle: usize| match cycle {
        0..3 => 0.02,
        3..8 => 0.05,
        _ => 0.4,
    };
    agrees(&scenario.unwrap_or_else(|faults| panic!("{faults:?}")), |cycle| if cycle < 6 { 0.1 } else { 0.25 }, dead);
}

#[test]
fn a_row_goes_by_several_clocks() {
    // The years of the run decide on falling ill, the age on death: a woman of 40 is 46 in year 6. Of the shares at 90, more
    // than 1 together with those from year 6 on, nobody within the horizon sees anything.
    let by_year = scenario(
        "{ by = \"cycle\", formula = \"0.05 + 0.03 * cycle\" }",
        "{ by = \"age\", steps = { 0 = 0.02, 41 = 0.05, 46 = 0.3, 90 = 0.99 } }",
    );
    let dead = |cycle: usize| match 40 + cycle {
        ..41 => 0.02,
        41..46 => 0.05,
        _ => 0.3,
    };
    agrees(&by_year.unwrap_or_else(|faults| panic!("{faults:?}")), |cycle| 0.05 + 0.03 * cycle as f64, dead);
}

#[test]
fn steps_of_several_clocks_that_meet_above_one_are_a_fault() {
    let row = |age: u32| {
        scenario(
            "{ by = \"cycle\", steps = { 0 = 0.1, 6 = 0.6 } }",
            &format!("{{ by = \"age\", steps = {{ 0 = 0.02, {age} = 0.5 }} }}"),
        )
    };
    assert_eq!(row(51).err(), Some(vec!["row_above_one"]));
    // At 52 the twelve years are over.
    assert!(row(52).is_ok());
}

#[test]
fn a_row_with_too_many_steps_on_several_clocks_is_refused() {
    let steps =
        |last: usize| (0..last).map(|at| format!("[{}, 0.0001]", at as f64 / 100.0)).collect::<Vec<_>>().join(", ");
    let row = |moments: usize| {
        let age = format!("{{ by = \"age\", steps = [{}] }}", steps(moments));
        of_years(99, "{ by = \"cycle\", formula = \"0.1 + 0 * cycle\" }", &age)
    };
    // A hundred readings of the year, borders included.
    assert_eq!(row(500).err(), None);
    assert_eq!(row(501).err(), Some(vec!["row_clocks_too_many"]));
}
