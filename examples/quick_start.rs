//! Quick start: reads a scenario, runs it, says what each alternative is worth to society.
//!
//! `cargo run --example quick_start --no-default-features`

use mkba::prelude::*;

fn main() -> Result<(), Error> {
    let scenario = Scenario::read("scenarios/huisuitzetting.toml")?;
    let answer = Session::new(scenario).draws(1000).households(0).run()?.answer();
    for alternative in answer.alternatives {
        let average = alternative.net_benefit.average;
        println!("{}: {:.0} euro ({:.0} to {:.0})", alternative.id, average.mean, average.p10, average.p90);
    }
    Ok(())
}
