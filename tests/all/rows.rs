//! Observed rows whose shares change over time: what is observed comes out, whatever the steps of each exit.

use std::path::Path;

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

const CYCLES: usize = 12;

/// Twelve years of yearly rows out of `well`; `sick` and `dead` are written as in a scenario.
fn scenario(sick: &str, dead: &str) -> Result<Scenario, Vec<&'static str>> {
    of_years(CYCLES, &format!("well = \"rest\", sick = {sick}, dead = {dead}"))
}

fn of_years(horizon: usize, observed: &str) -> Result<Scenario, Vec<&'static str>> {
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\ncycle = \"year\"\nhorizon = \"{horizon} years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0.02\n\
         [traits]\nage = 40\n\
         [domains.health]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"well\"\n\
         states.well = {{ nl = \"x\", en = \"x\" }}\nstates.sick = {{ nl = \"x\", en = \"x\" }}\nstates.dead = {{ nl = \"x\", en = \"x\" }}\n\
         [[domains.health.rows]]\nfrom = \"well\"\nobserved = {{ {observed} }}\nover = \"1 year\"\n\
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
        let sick = "{ by = \"cycle\", formula = \"0.1 + 0 * cycle\" }";
        of_years(99, &format!("well = \"rest\", sick = {sick}, dead = {age}"))
    };
    // A hundred readings of the year, borders included.
    assert_eq!(row(500).err(), None);
    assert_eq!(row(501).err(), Some(vec!["row_clocks_too_many"]));
}

#[test]
fn any_exit_may_take_the_rest() {
    let well = "{ by = \"cycle\", steps = { 0 = 0.8, 6 = 0.5 } }";
    let dead = "{ by = \"age\", steps = { 0 = 0.02, 46 = 0.3 } }";
    let stays = |cycle: usize| if cycle < 6 { 0.8 } else { 0.5 };
    let dies = |cycle: usize| if cycle < 6 { 0.02 } else { 0.3 };
    let row = format!("well = {well}, sick = \"rest\", dead = {dead}");
    let scenario = of_years(CYCLES, &row).unwrap_or_else(|faults| panic!("{faults:?}"));
    agrees(&scenario, |cycle| 1.0 - stays(cycle) - dies(cycle), dies);
    // Nobody stays: all have left after a year.
    let leaves =
        of_years(CYCLES, "well = 0, sick = \"rest\", dead = 0.02").unwrap_or_else(|faults| panic!("{faults:?}"));
    agrees(&leaves, |_| 0.98, |_| 0.02);
}

#[test]
fn a_rest_has_to_be_known() {
    for (row, wanted) in [
        ("well = \"rest\", sick = \"rest\", dead = 0.02", "rest_twice"),
        ("well = 0.5, sick = \"rest\", dead = \"rest\"", "rest_twice"),
        ("sick = \"rest\", dead = 0.02", "rest_without_stay"),
        ("well = 0.99, sick = \"rest\", dead = 0.02", "row_above_one"),
        ("well = { by = \"cycle\", steps = { 0 = 0.5, 6 = 0.99 } }, sick = \"rest\", dead = 0.02", "row_above_one"),
        ("well = 1.5, sick = \"rest\", dead = 0.02", "number_outside"),
    ] {
        assert_eq!(of_years(CYCLES, row).err(), Some(vec![wanted]), "{row}");
    }
}

#[test]
fn ratios_act_on_what_the_rest_amounts_to() {
    // The same row, with the rest at another place.
    let more = "\nwhen = [{ if = { from = 0 }, to = \"sick\", relative_risk = 2, over = \"1 year\" }]\n[[domains.health.rows]]\nfrom = \"sick\"\nobserved = { dead = 0.1 }";
    let row = |sick: &str, well: &str| {
        let row = format!("well = {well}, sick = {sick}, dead = 0.1 }}\nover = \"1 year\"{more}");
        of_years(CYCLES, row.trim_end_matches(" }")).unwrap_or_else(|faults| panic!("{faults:?}"))
    };
    let shares = |scenario: &Scenario| {
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
        run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}")).alternatives[0].shares.clone()
    };
    let (rest, number) = (shares(&row("\"rest\"", "0.7")), shares(&row("0.2", "\"rest\"")));
    for (one, other) in rest.iter().flatten().zip(number.iter().flatten()) {
        assert!((one - other).abs() < 1e-12, "{rest:?} {number:?}");
    }
}
