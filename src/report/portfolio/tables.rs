//! Tables of a caseload.
//!
//! In: a [`PortfolioAnswer`]. Out: names of files and CSV (comma, point as decimal sign, header). What cannot be told is
//! an empty cell.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::report::budget::task_field;
use crate::report::tables::{finish, safe};
use crate::report::words::Language;
use std::io;

/// Names of the tables; the last is there where something was chosen.
pub const PORTFOLIO_TABLES: [&str; 5] = ["cases.csv", "years.csv", "budget.csv", "parts.csv", "curve.csv"];

/// The tables.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn tables(answer: &PortfolioAnswer) -> io::Result<Vec<(&'static str, String)>> {
    let [cases, years, budget, groups, curve] = PORTFOLIO_TABLES;
    let mut all = vec![
        (cases, table(CASES, answer.cases.iter().map(case))?),
        (years, table(YEARS, answer.years.iter().map(year))?),
        (
            budget,
            table(
                BUDGET,
                answer.budget.years.iter().chain([&answer.budget.total]).map(|need| {
                    let year = if need.calendar_year == 0 { String::new() } else { need.calendar_year.to_string() };
                    let figures = [need.mean, need.p50, need.p80, need.p95, need.hours].map(|value| value.to_string());
                    [safe(&answer.budget.account), year].into_iter().chain(figures).collect()
                }),
            )?,
        ),
        (
            groups,
            table(
                GROUPS,
                answer.groups.iter().map(|group| {
                    let band = &group.net_benefit;
                    let figures =
                        [group.plan_cost, band.mean, band.p10, band.p50, band.p90].map(|value| value.to_string());
                    let names = [
                        group.by.to_owned(),
                        safe(&group.name),
                        group.households.to_string(),
                        group.helped.to_string(),
                    ];
                    names.into_iter().chain(figures).collect()
                }),
            )?,
        ),
    ];
    if let Some(choice) = &answer.choice {
        let rows = choice.curve.iter().map(|point| {
            let figures = [point.budget, point.value, point.bound].map(|value| value.to_string());
            figures.into_iter().chain([point.households.to_string(), point.price.to_string()]).collect()
        });
        all.push((curve, table(CURVE, rows)?));
    }
    Ok(all)
}

const CASES: &str = "code,scenario,neighbourhood,households,alternative,given,plan_cost,hours,net_benefit,p10,p90,\
                     probability_positive,margin,how_often,tie";
const YEARS: &str = "account,law,calendar_year,plan_cost,net,p10,p50,p90,cashable,task_field,task_field_nl";
const BUDGET: &str = "account,calendar_year,mean,p50,p80,p95,hours";
const GROUPS: &str = "by,name,households,helped,plan_cost,net_benefit,p10,p50,p90";
const CURVE: &str = "budget,net_benefit,bound,households,price";

fn case(case: &crate::analyse::portfolio::answer::CaseAnswer) -> Vec<String> {
    let some = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let mut row = vec![safe(&case.code), safe(&case.scenario), safe(&case.neighbourhood), case.households.to_string()];
    row.extend([safe(&case.alternative), case.given.to_string()]);
    let figures = [case.plan_cost, case.hours, case.net_benefit, case.p10, case.p90, case.positive];
    row.extend(figures.map(|value| value.to_string()));
    row.extend([some(case.margin), some(case.how_often), case.tie.to_string()]);
    row
}

fn year(year: &crate::analyse::portfolio::answer::YearSum) -> Vec<String> {
    let figures =
        [year.plan_cost, year.net, year.p10, year.p50, year.p90, year.cashable].map(|value| value.to_string());
    let place = [safe(&year.account), safe(&year.law), year.calendar_year.to_string()];
    let task_field = [safe(&year.task_field.code), safe(&task_field(&year.task_field, Language::Nl))];
    place.into_iter().chain(figures).chain(task_field).collect()
}

fn table(head: &str, rows: impl Iterator<Item = Vec<String>>) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(head.split(','))?;
    for row in rows {
        table.write_record(row)?;
    }
    finish(table)
}
