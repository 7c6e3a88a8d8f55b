//! Many cases: one prepared scenario, run for households that differ in what is known of them.
//!
//! `cargo run --example many_cases --no-default-features`

use mkba::analyse::answer;
use mkba::prelude::*;

/// What a caseworker knows of each household: so many children, so much rent in arrears.
const CASES: [(&str, f64); 3] = [("one child", 1.0), ("two children", 2.0), ("four children", 4.0)];

fn main() -> Result<(), Error> {
    let prepared = Prepared::new(Scenario::read("scenarios/huisuitzetting.toml")?)?;
    let plan = RunPlan { draws: 200, households: 0, ..prepared.plan() };
    for (name, children) in CASES {
        let values = Variation::with_values(prepared.scenario(), &[("children", children)]);
        let case = prepared.vary(&values)?;
        let results = case.run(&plan, &Unwatched)?;
        for alternative in answer(case.scenario(), &results).alternatives {
            println!("{name}, {}: {:.0} euro", alternative.id, alternative.net_benefit.average.mean);
        }
    }
    Ok(())
}
