//! Tables of an evaluation.
//!
//! In: an [`Evaluation`]. Out: names of files and CSV (comma, point as decimal sign, header). What cannot be told is an
//! empty cell.

use crate::analyse::evaluation::Evaluation;
use crate::report::tables::{finish, safe};
use serde::Serialize;
use std::io;

/// Names of the tables; each is there where it has a row.
pub const EVALUATION_TABLES: [&str; 5] = ["events.csv", "costs.csv", "levels.csv", "suspects.csv", "figures.csv"];

const EVENTS: &str = "scenario,alternative,domain,state,cases,observed,observed_share,observed_low,observed_high,\
                      predicted_share,predicted_p10,predicted_p90,count_low,count_high,verdict";
const COSTS: &str = "scenario,alternative,account,cases,observed_mean,predicted_mean,within,within_low,within_high,\
                     below,above,luck_explains,tenth_1,tenth_2,tenth_3,tenth_4,tenth_5,tenth_6,tenth_7,tenth_8,tenth_9,\
                     tenth_10";
const LEVELS: &str = "scenario,alternative,measure,cases,observed_start,observed_end,change,change_low,change_high,\
                      predicted_start,change_without,change_with,beyond,is_beyond";
const SUSPECTS: &str = "scenario,domain,state,figure,before,after,shift,effective_draws";
const FIGURES: &str = "figure,unit,cases,events,exposure,observed,before,before_sd,before_low,before_high,after,after_sd,\
                       after_low,after_high,form,verdict,out_of_reach";

/// The tables.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn tables(answer: &Evaluation) -> io::Result<Vec<(&'static str, String)>> {
    let [events, costs, levels, suspects, figures] = EVALUATION_TABLES;
    let some = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let part =
        |scenario: &str, alternative: &Option<String>| [safe(scenario), safe(alternative.as_deref().unwrap_or(""))];
    let of_events = answer.events.iter().map(|check| {
        let mut row = part(&check.scenario, &check.alternative).to_vec();
        row.extend([safe(&check.domain), safe(&check.state), check.cases.to_string(), check.observed.to_string()]);
        let shares = [
            check.observed_share,
            check.observed_low,
            check.observed_high,
            check.predicted_share,
            check.predicted_p10,
            check.predicted_p90,
        ];
        row.extend(shares.map(|share| share.to_string()));
        row.extend([check.count_low.to_string(), check.count_high.to_string(), word(&check.verdict)]);
        row
    });
    let of_costs = answer.costs.iter().map(|check| {
        let mut row = part(&check.scenario, &check.alternative).to_vec();
        row.extend([safe(&check.account), check.cases.to_string()]);
        let figures = [
            check.observed_mean,
            check.predicted_mean,
            check.within,
            check.within_low,
            check.within_high,
            check.below,
            check.above,
        ];
        row.extend(figures.map(|figure| figure.to_string()));
        row.push(check.luck_explains.to_string());
        row.extend(check.tenths.iter().map(f64::to_string));
        row
    });
    let of_levels = answer.levels.iter().map(|check| {
        let mut row = part(&check.scenario, &check.alternative).to_vec();
        row.extend([safe(&check.measure), check.cases.to_string()]);
        row.extend([check.observed_start, check.observed_end, check.change].map(|level| level.to_string()));
        row.extend([some(check.change_low), some(check.change_high)]);
        let predicted = [check.predicted_start, check.change_without, check.change_with, check.beyond];
        row.extend(predicted.map(|level| level.to_string()));
        row.push(check.is_beyond.to_string());
        row
    });
    let of_suspects = answer.suspects.iter().map(|suspect| {
        let names = [&suspect.scenario, &suspect.domain, &suspect.state, &suspect.figure].map(|name| safe(name));
        let figures = [suspect.before, suspect.after, suspect.shift, suspect.effective_draws];
        names.into_iter().chain(figures.map(|figure| figure.to_string())).collect()
    });
    let of_figures = answer.updates.iter().map(|update| {
        let mut row = vec![safe(&update.figure), safe(&update.unit), update.cases.to_string()];
        row.extend([update.events.to_string(), update.exposure.to_string(), some(update.observed)]);
        for known in [&update.before, &update.after] {
            row.extend([known.mean, known.sd, known.low, known.high].map(|figure| figure.to_string()));
        }
        row.extend([word(&update.form), word(&update.verdict), update.out_of_reach.to_string()]);
        row
    });
    let all = [
        (events, table(EVENTS, of_events)?),
        (costs, table(COSTS, of_costs)?),
        (levels, table(LEVELS, of_levels)?),
        (suspects, table(SUSPECTS, of_suspects)?),
        (figures, table(FIGURES, of_figures)?),
    ];
    Ok(all.into_iter().filter_map(|(name, text)| Some((name, text?))).collect())
}

/// A word as the answer has it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A table; `None` where it has no row.
fn table(head: &str, rows: impl Iterator<Item = Vec<String>>) -> io::Result<Option<String>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(head.split(','))?;
    let mut any = false;
    for row in rows {
        table.write_record(row)?;
        any = true;
    }
    let text = finish(table)?;
    Ok(any.then_some(text))
}
