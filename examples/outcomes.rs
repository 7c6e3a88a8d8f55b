//! Made-up finished cases: simulated households of a shipped scenario. No row is a real household.
//!
//! `cargo run --example outcomes -- FOLDER` writes `huisuitzetting.csv` there; the same seed gives the same file. Each
//! case has the figures and the luck of a draw of its own, so that the scenario is right about them, but for one figure: evictions
//! are carried out more often than the list of rates says.

use mkba::read::{Disk, load};
use mkba::session::evaluation::{SimulatedLook, simulated};
use mkba::simulate::Unwatched;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Seed of all cases.
const SEED: u64 = 20_270_101;
/// Cases of each kind.
const OF_A_KIND: usize = 12;
/// Our choice: the share of orders that is carried out in this made-up place; the list of rates has 0.27 (0.10 to 0.35).
const CARRIED_OUT: &str = "0.6";
/// Kinds of cases: where the family stands with its home and with work, what it had, and the months of following.
const KINDS: [(&str, &str, &str, usize); 8] = [
    ("court_order", "works", "bij_vonnis", 24),
    ("court_order", "social_assistance", "bij_vonnis", 24),
    ("court_order", "social_assistance", "bij_vonnis", 12),
    ("court_order", "works", "none", 24),
    ("court_order", "social_assistance", "none", 12),
    ("arrears", "works", "maatwerk", 24),
    ("arrears", "social_assistance", "maatwerk", 12),
    ("arrears", "social_assistance", "none", 24),
];
const STATES: [(&str, &str); 2] = [("housing", "homeless"), ("housing", "court_order")];
const ACCOUNT: &str = "public";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("huisuitzetting.csv"), outcomes()?)?;
    Ok(())
}

/// The cases.
pub fn outcomes() -> Result<String, Box<dyn Error>> {
    let mut text = String::from("code,scenario,alternative,start_month,start.housing,start.work,months");
    STATES.iter().for_each(|(domain, state)| text += &format!(",ever.{domain}.{state}"));
    text += &format!(",cost.{ACCOUNT}");
    let mut measures = Vec::new();
    let mut rows = String::new();
    let mut number = 0;
    for (kind, (housing, work, plan, months)) in KINDS.into_iter().enumerate() {
        let set = [("start.housing", housing), ("start.work", work), ("order_carried_out", CARRIED_OUT)];
        let set = set.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let scenario = load(&Disk, Path::new("scenarios/huisuitzetting.toml"), &set)
            .map_err(|refused| format!("{:?}", refused.diagnostics))?
            .scenario;
        if measures.is_empty() {
            measures = scenario.measures.iter().map(|measure| measure.id.clone()).collect();
            measures.iter().for_each(|id| text += &format!(",level_start.{id},level_end.{id}"));
            text.push('\n');
        }
        let look = SimulatedLook {
            alternative: if plan == "none" { scenario.alternatives[0].id.clone() } else { plan.to_owned() },
            cycles: months,
            events: STATES.map(|(domain, state)| (domain.to_owned(), state.to_owned())).to_vec(),
            accounts: vec![ACCOUNT.to_owned()],
            measures: measures.clone(),
        };
        let first = (kind * OF_A_KIND) as u64;
        for case in simulated(&scenario, &look, (SEED, first, OF_A_KIND), &Unwatched)? {
            number += 1;
            write!(rows, "{number:03},huisuitzetting,{plan},2024-01,{housing},{work},{months}")?;
            for ever in case.ever {
                rows += if ever { ",yes" } else { ",no" };
            }
            for cost in case.costs {
                write!(rows, ",{cost:.0}")?;
            }
            for level in case.levels.into_iter().flatten() {
                rows += &level.map_or_else(|| ",".to_owned(), |level| format!(",{level}"));
            }
            rows.push('\n');
        }
    }
    Ok(text + &rows)
}
