//! Tables of transition probabilities that tell where all are after a period, run in shorter cycles.

use std::path::Path;

use mkba::diagnostics::Severity;
use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

/// A yearly table of four states, the last of which is death: thirteen four-week moves would not be months.
const YEAR: [[f64; 4]; 4] =
    [[0.72, 0.16, 0.05, 0.07], [0.10, 0.58, 0.20, 0.12], [0.01, 0.06, 0.65, 0.28], [0.0, 0.0, 0.0, 1.0]];

fn read(cycle: &str, rows: &[[f64; 4]; 4], more: &str) -> Result<Scenario, Vec<&'static str>> {
    let names = ["a", "b", "c", "d"];
    let states: Vec<String> =
        names.iter().map(|name| format!("states.{name} = {{ nl = \"x\", en = \"x\" }}")).collect();
    let row = |from: usize| {
        let to: Vec<String> =
            (0..4).filter(|to| *to != from).map(|to| format!("{} = {}", names[to], rows[from][to])).collect();
        format!("{{ from = \"{}\", observed = {{ {} }}, over = \"1 year\" }}", names[from], to.join(", "))
    };
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\ncycle = \"{cycle}\"\nhorizon = \"3 years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0\n\
         [domains.health]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"a\"\n{more}\n{}\nrows = [{}, {}, {}]\n\
         [[items]]\nid = \"i\"\nquantity = {{ time = \"health is b\" }}\nunit = \"year\"\nkind = \"unpriced\"\n",
        states.join("\n"),
        row(0),
        row(1),
        row(2)
    );
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", accounts);
    let keys = |diagnostics: &mkba::diagnostics::Diagnostics, severity: Severity| -> Vec<&'static str> {
        diagnostics.sorted().iter().filter(|one| one.severity == severity).map(|one| one.message.key).collect()
    };
    let loaded = load(&files, Path::new("s.toml"), &[]);
    loaded.map(|loaded| loaded.scenario).map_err(|refused| keys(&refused.diagnostics, Severity::Fault))
}

/// Shares of the four states after so many years.
fn shares(scenario: &Scenario, years: usize) -> [f64; 4] {
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
    let results = run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"));
    let mut all = [0.0; 4];
    for (joint, share) in results.alternatives[0].shares[years].iter().enumerate() {
        all[results.space.decode(joint)[0]] += share;
    }
    all
}

/// Shares after so many years, by the table itself.
fn after(years: usize) -> [f64; 4] {
    (0..years).fold([1.0, 0.0, 0.0, 0.0], |now, _| {
        std::array::from_fn(|to| (0..4).map(|from| now[from] * YEAR[from][to]).sum())
    })
}

#[test]
fn the_cycles_of_a_period_give_its_table() {
    for cycle in ["month", "quarter", "year", "6 months"] {
        let scenario = read(cycle, &YEAR, "read_as = \"period\"").unwrap_or_else(|faults| panic!("{faults:?}"));
        for years in 1..=3 {
            for (found, wanted) in shares(&scenario, years).into_iter().zip(after(years)) {
                assert!((found - wanted).abs() < 1e-10, "{cycle}, year {years}: {found}, {wanted}");
            }
        }
    }
}

#[test]
fn rows_read_as_exits_move_too_many_on() {
    let exits = shares(&read("month", &YEAR, "read_as = \"exits\"").expect("a scenario"), 1);
    assert!(exits[3] > after(1)[3] + 0.005, "{exits:?}");
    // In cycles of the period both are the same.
    let [one, other] = ["exits", "period"]
        .map(|reading| shares(&read("year", &YEAR, &format!("read_as = \"{reading}\"")).expect("a scenario"), 3));
    assert!(one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-12));
}

#[test]
fn a_table_without_a_root_is_refused() {
    // Nobody goes from a to c, yet two months would bring some there by way of b.
    let mut gap = YEAR;
    gap[0] = [0.77, 0.16, 0.0, 0.07];
    assert_eq!(read("month", &gap, "read_as = \"period\"").err(), Some(vec!["period_negative"]));
    let mut turned = YEAR;
    (turned[0], turned[1]) = ([0.05, 0.9, 0.0, 0.05], [0.9, 0.05, 0.0, 0.05]);
    assert_eq!(read("month", &turned, "read_as = \"period\"").err(), Some(vec!["period_no_logarithm"]));
    assert!(read("year", &YEAR, "read_as = \"period\"").is_ok());
}
