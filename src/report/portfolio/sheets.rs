//! The sheets of a caseload's workbook: totals, payers, years, budget, settlement, parts, cases, limits, the curve.
//!
//! In: a [`Teller`]. Out: [`Sheet`]s of cells, which `workbook` writes. A sum stands below a column only where its parts may be
//! added: percentiles never are.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::analyse::portfolio::bands::CaseloadBand;
use crate::report::budget::task_field;
use crate::report::portfolio::sections::{Teller, by_key};

/// A cell of a sheet.
pub(super) enum Cell {
    Text(String),
    Euro(f64),
    Whole(f64),
    Share(f64),
    Nothing,
}

pub(super) struct Sheet {
    pub(super) name: &'static str,
    pub(super) heads: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Columns of which the sum stands below.
    pub(super) sums: Vec<usize>,
}

/// All sheets, in their order.
pub(super) fn all(teller: &Teller<'_>) -> Vec<Sheet> {
    let answer = teller.answer;
    vec![
        totals(teller),
        payers(teller),
        years(teller),
        budget(teller),
        settlement(teller),
        groups(teller),
        cases(answer),
        limits(teller),
        curve(answer),
    ]
}

fn totals(teller: &Teller<'_>) -> Sheet {
    let row = |key: &'static str, band: &CaseloadBand| {
        let mut row = vec![Cell::Text(teller.say(key, &[]))];
        row.extend([band.mean, band.p10, band.p90, band.unknown_sd].map(Cell::Euro));
        row.push(band.luck_sd.map_or(Cell::Nothing, Cell::Euro));
        row.push(Cell::Share(band.positive));
        row
    };
    let answer = teller.answer;
    Sheet {
        name: "portfolio_totals",
        heads: vec![
            "portfolio_balance",
            "portfolio_mean",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_unknown",
            "portfolio_luck",
            "portfolio_chance",
        ],
        rows: vec![
            row("portfolio_society", &answer.net_benefit),
            row("portfolio_money", &answer.net_benefit_money),
            row("portfolio_public", &answer.net_benefit_public),
        ],
        sums: Vec::new(),
    }
}

fn payers(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.payers.iter().map(|payer| {
        let mut row = vec![Cell::Text(teller.account(&payer.account))];
        row.extend([payer.plan_cost, payer.net.mean, payer.net.p10, payer.net.p90].map(Cell::Euro));
        row.push(if payer.public { Cell::Euro(payer.cashable) } else { Cell::Nothing });
        row
    });
    Sheet {
        name: "portfolio_payers",
        heads: vec![
            "portfolio_payer",
            "portfolio_pays",
            "portfolio_net",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_bookable",
        ],
        rows: rows.collect(),
        sums: vec![1, 2, 5],
    }
}

fn settlement(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.settlement.parties.iter().map(|party| {
        let mut row = vec![Cell::Text(teller.account(&party.account))];
        row.extend([party.net, party.sure].map(Cell::Euro));
        row.extend([Cell::Share(party.loses), Cell::Euro(party.payment)]);
        row
    });
    Sheet {
        name: "portfolio_sheet_settlement",
        heads: vec!["portfolio_payer", "portfolio_net", "portfolio_surely", "portfolio_loses", "portfolio_payment"],
        rows: rows.collect(),
        sums: vec![4],
    }
}

fn limits(teller: &Teller<'_>) -> Sheet {
    let limits = teller.answer.choice.iter().flat_map(|choice| &choice.limits);
    let rows = limits.map(|limit| {
        let hours = limit.kind == "hours";
        let mut row = vec![Cell::Text(teller.limit(limit))];
        row.extend([limit.limit, limit.used].map(|value| if hours { Cell::Whole(value) } else { Cell::Euro(value) }));
        row.push(Cell::Euro(limit.price));
        row
    });
    Sheet {
        name: "portfolio_sheet_limits",
        heads: vec!["portfolio_limit", "portfolio_there_is", "portfolio_used", "portfolio_price"],
        rows: rows.collect(),
        sums: Vec::new(),
    }
}

fn cases(answer: &PortfolioAnswer) -> Sheet {
    let rows = answer.cases.iter().map(|case| {
        let given = f64::from(case.given);
        let text = |text: &String| Cell::Text(text.clone());
        let mut row = vec![text(&case.code), text(&case.scenario), text(&case.neighbourhood), text(&case.alternative)];
        row.extend([f64::from(case.households), given].map(Cell::Whole));
        row.extend([case.plan_cost, case.net_benefit, case.p10, case.p90].map(Cell::Euro));
        row.push(Cell::Share(case.positive));
        row.extend([given * case.plan_cost, given * case.net_benefit].map(Cell::Euro));
        row.push(case.how_often.map_or(Cell::Nothing, Cell::Share));
        row.push(if case.tie { Cell::Text("=".into()) } else { Cell::Nothing });
        row
    });
    Sheet {
        name: "portfolio_sheet_cases",
        heads: vec![
            "portfolio_code",
            "portfolio_by_scenario",
            "portfolio_by_neighbourhood",
            "portfolio_by_alternative",
            "portfolio_households",
            "portfolio_get_help",
            "portfolio_pays_each",
            "portfolio_balance_each",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_chance",
            "portfolio_pays",
            "portfolio_balance",
            "portfolio_often",
            "portfolio_tie",
        ],
        rows: rows.collect(),
        sums: vec![5, 11, 12],
    }
}

fn years(teller: &Teller<'_>) -> Sheet {
    let answer = teller.answer;
    let public = |account: &str| answer.payers.iter().any(|payer| payer.account == account && payer.public);
    let rows = answer.years.iter().map(|year| {
        let mut row = vec![Cell::Text(teller.account(&year.account)), Cell::Text(year.law.clone())];
        row.push(Cell::Text(task_field(&year.task_field, teller.language)));
        row.push(Cell::Text(year.calendar_year.to_string()));
        row.extend([year.plan_cost, year.net, year.p10, year.p50, year.p90].map(Cell::Euro));
        row.push(if public(&year.account) { Cell::Euro(year.cashable) } else { Cell::Nothing });
        row
    });
    Sheet {
        name: "portfolio_sheet_years",
        heads: vec![
            "portfolio_payer",
            "portfolio_law",
            "book_task_field",
            "portfolio_year",
            "portfolio_pays",
            "portfolio_net",
            "portfolio_p10",
            "portfolio_p50",
            "portfolio_p90",
            "portfolio_bookable",
        ],
        rows: rows.collect(),
        // Percentiles are never added.
        sums: vec![4, 5, 9],
    }
}

fn budget(teller: &Teller<'_>) -> Sheet {
    let need = &teller.answer.budget;
    // All years together have a row of their own: percentiles are never added.
    let rows = need.years.iter().chain([&need.total]).map(|year| {
        let mut row = vec![Cell::Text(match year.calendar_year {
            0 => teller.say("portfolio_all_years", &[]),
            year => year.to_string(),
        })];
        row.extend([year.mean, year.p50, year.p80, year.p95].map(Cell::Euro));
        row.push(Cell::Whole(year.hours));
        row
    });
    let heads =
        ["portfolio_year", "portfolio_mean", "portfolio_p50", "portfolio_p80", "portfolio_p95", "portfolio_hours"];
    Sheet { name: "portfolio_sheet_budget", heads: heads.to_vec(), rows: rows.collect(), sums: Vec::new() }
}

fn groups(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.groups.iter().map(|group| {
        let mut row = vec![Cell::Text(group.name.clone()), Cell::Text(teller.say(by_key(group.by), &[]))];
        row.extend([group.households as f64, group.helped as f64].map(Cell::Whole));
        let band = &group.net_benefit;
        row.extend([group.plan_cost, band.mean, band.p10, band.p90].map(Cell::Euro));
        row
    });
    Sheet {
        name: "portfolio_groups",
        heads: vec![
            "portfolio_part",
            "portfolio_kind",
            "portfolio_households",
            "portfolio_get_help",
            "portfolio_pays",
            "portfolio_balance",
            "portfolio_p10",
            "portfolio_p90",
        ],
        rows: rows.collect(),
        sums: Vec::new(),
    }
}

fn curve(answer: &PortfolioAnswer) -> Sheet {
    let points = answer.choice.iter().flat_map(|choice| &choice.curve);
    let rows = points.map(|point| {
        let mut row = vec![Cell::Euro(point.budget), Cell::Euro(point.value), Cell::Euro(point.bound)];
        row.extend([Cell::Whole(point.households as f64), Cell::Euro(point.price)]);
        row
    });
    let heads =
        ["portfolio_budget_column", "portfolio_balance", "portfolio_bound", "portfolio_households", "portfolio_price"];
    Sheet { name: "portfolio_sheet_curve", heads: heads.to_vec(), rows: rows.collect(), sums: Vec::new() }
}
