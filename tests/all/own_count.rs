//! An item with a `count` of its own: it comes to what all items come to where the settings say that.

use std::path::Path;

use mkba::diagnostics::Diagnostics;
use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

const ACCOUNTS: &str =
    "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";

const COUNTS: [&str; 7] = [
    "\"start\"",
    "\"end\"",
    "\"life_table\"",
    "\"all_rows\"",
    "\"half_cycle\"",
    "\"simpson\"",
    "[0.1, 1, 0.5, 2, 1, 1, 0]",
];

/// Six years of being well and ill, with help; `own` stands in each item, `of_all` in the settings.
fn read(of_all: &str, own: &str, more: &str) -> Result<Scenario, Diagnostics> {
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\ncycle = \"year\"\nhorizon = \"6 years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0.04\n\
         count = {of_all}\n\
         [domains.health]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"well\"\n\
         states.well = {{ nl = \"x\", en = \"x\" }}\nstates.ill = {{ nl = \"x\", en = \"x\" }}\n\
         transitions = [{{ move = \"well -> ill\", chance = 0.3, within = \"1 year\" }}, {{ move = \"ill -> well\", chance = 0.2, within = \"1 year\" }}]\n\
         [[items]]\nid = \"care\"\nquantity = {{ time = \"health is ill\" }}\namount = 1000\nunit = \"year\"\nkind = \"resource\"\npayers = \"city\"\n{own}\n\
         [[items]]\nid = \"same\"\nquantity = {{ time = \"health is ill\" }}\namount = 1000\nunit = \"year\"\nkind = \"resource\"\npayers = \"city\"\n\
         [[items]]\nid = \"rising\"\nquantity = {{ time = \"health is ill\" }}\namount = 1\nunit = \"year\"\nkind = \"resource\"\npayers = \"city\"\n\
         times = [{{ by = \"cycle\", steps = {{ 0 = 10, 2 = 30 }} }}]\n{own}\n\
         [[items]]\nid = \"attack\"\nquantity = {{ transitions = \"health: well -> ill\" }}\namount = 500\nkind = \"welfare\"\n{own}\n\
         {more}\n\
         [alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n[alternatives.plan.interventions.drug]\n\
         label = {{ nl = \"x\", en = \"x\" }}\nstart = {{ month = 0 }}\nactive = \"2 years\"\n\
         effects = [{{ on = \"health: well -> ill\", hazard_ratio = 0.5 }}]\n\
         costs = [{{ id = \"pills\", quantity = \"active_time\", amount = 70, unit = \"year\", kind = \"resource\", payers = \"city\"\n, {comma} }}]\n",
        comma = own.replace('\n', ""),
    );
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", ACCOUNTS);
    match load(&files, Path::new("s.toml"), &[]) {
        Ok(loaded) => Ok(loaded.scenario),
        Err(refused) => Err(refused.diagnostics),
    }
}

/// Present value of an item in both alternatives.
fn worth(scenario: &Scenario, method: Method, id: &str) -> [f64; 2] {
    let households = if method == Method::Cohort { 0 } else { 300 };
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households, method };
    let results = run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"));
    let at = scenario.items.iter().position(|item| item.id.ends_with(id)).expect("an item");
    [0, 1].map(|alternative| results.alternatives[alternative].item_draws[0][at].present_value)
}

#[test]
fn it_is_counted_as_if_the_settings_said_so() {
    for count in COUNTS {
        let all = read(count, "", "").expect("sound");
        let own = read("\"end\"", &format!("count = {count}"), "").expect("sound");
        let end = read("\"end\"", "", "").expect("sound");
        for method in [Method::Cohort, Method::Micro, Method::Months] {
            for id in ["care", "rising", "attack", "pills"] {
                let (wanted, found) = (worth(&all, method, id), worth(&own, method, id));
                let near = |(wanted, found): (&f64, &f64)| (wanted - found).abs() < 1e-9 * (1.0 + wanted.abs());
                assert!(wanted.iter().zip(&found).all(near), "{count} {method:?} {id}: {wanted:?}, {found:?}");
            }
            // What stands beside it in the same states goes on as the settings say.
            assert_eq!(worth(&own, method, "same"), worth(&end, method, "same"), "{count} {method:?}");
        }
    }
}

#[test]
fn time_by_months_or_help_takes_that_of_the_settings() {
    let item = |rest: &str| {
        format!("[[items]]\nid = \"odd\"\nunit = \"year\"\nkind = \"unpriced\"\ncount = \"start\"\n{rest}")
    };
    for rest in [
        "quantity = { time = \"drug is active\" }",
        "quantity = { time = \"health is ill\" }\nif = { until = \"2 years\" }",
        "quantity = { time = \"health is ill\" }\ntimes = [{ by = \"since health is ill\", steps = { 0 = 1, 2 = 2 } }]",
    ] {
        let faults = read("\"end\"", "", &item(rest)).expect_err("refused");
        let keys: Vec<&str> = faults.sorted().iter().map(|fault| fault.message.key).collect();
        assert_eq!(keys, ["own_count_of_moments"], "{rest}");
    }
    let faults = read("\"end\"", "count = [1, 1]", "").expect_err("refused");
    assert!(faults.sorted().iter().any(|fault| fault.message.key == "weights_wrong_number"));
}
