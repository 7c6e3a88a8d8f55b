//! Made-up caseloads: a neighbourhood team, a city, a region. No row is a real household.
//!
//! `cargo run --example caseload -- scenarios/caseloads` writes `team.csv`, `stad.csv` and `regio.csv`; the same seed gives
//! the same files. What is measured comes from the list of rates (`scenarios/rates/nl.csv`, by id, with its sources); the
//! rest is our choice, and says so here.

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Seed of all three.
const SEED: u64 = 20_260_101;
/// File, households, neighbourhoods, and whether households that are alike share a row.
const CASELOADS: [(&str, u32, usize, bool); 3] =
    [("team.csv", 60, 3, false), ("stad.csv", 2_000, 8, true), ("regio.csv", 20_000, 12, true)];
const NEIGHBOURHOODS: [&str; 12] = [
    "Noord",
    "Oost",
    "Zuid",
    "West",
    "Centrum",
    "Havenkwartier",
    "Stadspark",
    "De Velden",
    "Kanaaleiland",
    "Dorp",
    "Buitengebied",
    "Nieuwstad",
];
/// Kinds of cases. Our choice: nobody counts what comes to a neighbourhood team by kind of case.
const MIX: [(&str, f64); 4] =
    [("schulden", 0.45), ("betalingsachterstanden", 0.25), ("huisuitzetting", 0.2), ("dakloosheid", 0.1)];
/// Our choice: share in arrears among households with debts that rent, at a court order among families of which the
/// eviction is near, and on social assistance among all.
const ARREARS_WITH_DEBTS: f64 = 0.5;
const ORDER_NEAR_EVICTION: f64 = 0.5;
const SOCIAL_ASSISTANCE: f64 = 0.6;
/// Our choice: one, two or three children in a family.
const CHILDREN: [(u32, f64); 3] = [(1, 0.45), (2, 0.35), (3, 0.2)];
/// Adults with a mood disorder within a year: NEMESIS-3, in the note of the rate `klachten_instroom`.
const COMPLAINTS: f64 = 0.098;
/// Weights of the low, central and high end of a figure: the three points of a PERT distribution.
const POINTS: [f64; 3] = [1.0 / 6.0, 4.0 / 6.0, 1.0 / 6.0];

const HEAD: &str = "code,scenario,neighbourhood,count,start_month,start.housing,start.debt,start.work,start.mental_health,children,arrears_euro";

/// What is taken from the list of rates.
struct Rates {
    debts: f64,
    order: f64,
    complaints_with_debts: f64,
    arrears: [f64; 3],
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("scenarios/caseloads"), PathBuf::from);
    for (name, text) in caseloads()? {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// All caseloads: name of the file, and its text.
pub fn caseloads() -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let rates = rates(Path::new("scenarios/rates/nl.csv"))?;
    let one = |(name, households, neighbourhoods, grouped)| {
        Ok((name, caseload(&rates, households, neighbourhoods, grouped)?))
    };
    CASELOADS.into_iter().map(one).collect()
}

fn rates(list: &Path) -> Result<Rates, Box<dyn Error>> {
    let mut table = csv::Reader::from_path(list)?;
    let mut found: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for row in table.records() {
        let row = row?;
        let number = |at: usize| row.get(at).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
        found.insert(row.get(0).unwrap_or_default().to_owned(), [number(4), number(3), number(5)]);
    }
    let of = |id: &str| found.get(id).copied().ok_or_else(|| format!("no rate {id}"));
    let odds = COMPLAINTS / (1.0 - COMPLAINTS) * of("or_klachten_schulden")?[1];
    Ok(Rates {
        debts: of("schulden_wijkteam")?[1],
        order: of("vonnis_bij_achterstand")?[1],
        complaints_with_debts: odds / (1.0 + odds),
        arrears: of("huurachterstand_euro")?,
    })
}

fn caseload(rates: &Rates, households: u32, neighbourhoods: usize, grouped: bool) -> Result<String, Box<dyn Error>> {
    let mut luck = ChaCha8Rng::seed_from_u64(SEED);
    let mut rows: BTreeMap<String, u32> = BTreeMap::new();
    let mut listed = Vec::new();
    for _ in 0..households {
        let row = household(rates, neighbourhoods, &mut luck);
        listed.push(row.clone());
        *rows.entry(row).or_default() += 1;
    }
    let counted: Vec<(String, u32)> =
        if grouped { rows.into_iter().collect() } else { listed.into_iter().map(|row| (row, 1)).collect() };
    let mut text = format!("{HEAD}\n");
    for (at, (row, count)) in counted.into_iter().enumerate() {
        let (scenario, rest) = row.split_once('|').unwrap_or_default();
        let (neighbourhood, answers) = rest.split_once('|').unwrap_or_default();
        writeln!(text, "{:04},{scenario},{neighbourhood},{count},{answers}", at + 1)?;
    }
    Ok(text)
}

/// One household, as scenario, neighbourhood, and the cells behind the count.
fn household(rates: &Rates, neighbourhoods: usize, luck: &mut ChaCha8Rng) -> String {
    let scenario = pick(&MIX, luck);
    let neighbourhood = NEIGHBOURHOODS[luck.random_range(0..neighbourhoods)];
    let month = [1, 4, 7, 10][luck.random_range(0..4)];
    let has = |share: f64, luck: &mut ChaCha8Rng| luck.random::<f64>() < share;
    let work = if has(SOCIAL_ASSISTANCE, luck) { "social_assistance" } else { "works" };
    let indebted = scenario != "dakloosheid" && scenario != "huisuitzetting" || has(rates.debts, luck);
    let complaints = has(if indebted { rates.complaints_with_debts } else { COMPLAINTS }, luck);
    let complaints = if complaints { "severe" } else { "well" };
    let arrears = pick(&std::array::from_fn::<_, 3, _>(|at| (rates.arrears[at], POINTS[at])), luck);
    let debt = if indebted { "problematic" } else { "none" };
    let (housing, debt, children, arrears) = match scenario {
        "huisuitzetting" => {
            let housing = if has(ORDER_NEAR_EVICTION, luck) { "court_order" } else { "arrears" };
            (housing, debt, pick(&CHILDREN, luck).to_string(), arrears.to_string())
        }
        "schulden" => {
            let housing = match has(ARREARS_WITH_DEBTS, luck) {
                true if has(rates.order, luck) => "court_order",
                true => "arrears",
                false => "stable",
            };
            (housing, "", String::new(), arrears.to_string())
        }
        // An early signal: the scenario's own start of debts and home.
        "betalingsachterstanden" => ("", "", String::new(), arrears.to_string()),
        _ => ("", debt, String::new(), String::new()),
    };
    format!("{scenario}|{neighbourhood}|2026-{month:02},{housing},{debt},{work},{complaints},{children},{arrears}")
}

fn pick<T: Copy>(choices: &[(T, f64)], luck: &mut ChaCha8Rng) -> T {
    let mut left = luck.random::<f64>();
    for (choice, share) in choices {
        left -= share;
        if left < 0.0 {
            return *choice;
        }
    }
    choices[choices.len() - 1].0
}
