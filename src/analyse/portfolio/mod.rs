//! A caseload: what many households come to together, and which to help within a budget.
//!
//! In: a [`Portfolio`]: cases, and figures by draw of each kind of household. Out: a
//! [`PortfolioAnswer`].
//!
//! Prices, rates and effects are drawn once for all households; luck is each household's own. So every sum is made draw by
//! draw, and luck comes on top of it (`bands`). What is worth it, within a budget, is told by `choice` and `decide`.

pub mod answer;
pub mod bands;
pub mod cases;
pub mod choice;
pub mod decide;
pub mod figures;
mod summary;

use crate::analyse::portfolio::answer::{CaseAnswer, PortfolioAnswer};
use crate::analyse::portfolio::bands::CaseloadBand;
use crate::analyse::portfolio::cases::{Given, Portfolio};
use crate::analyse::portfolio::decide::{Decision, Limits, Offers, decide, is_tie, offers};
use crate::simulate::ledger::totals::{MONEY, PUBLIC, ROUNDING, SOCIETY};

/// What is asked of a caseload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The total by which plans are chosen, by its number.
    pub aim: usize,
    /// Limits of the choice.
    pub limits: Limits,
    /// Certainty with which no public payer is to lose.
    pub certainty: f64,
}

/// Names of totals.
pub const AIMS: [&str; 3] = ["society", "money", "public"];

/// The answer, as far as it follows from the figures; `None` where no choice was found that keeps to the limits.
pub fn answer(portfolio: &Portfolio, asked: &Asked, with_luck: bool) -> Option<PortfolioAnswer> {
    let (offers, decision) = if asked.limits.is_empty() {
        (offers(portfolio, asked.aim, &asked.limits), None)
    } else {
        let (offers, decision) = decide(portfolio, asked.aim, &asked.limits)?;
        (offers, Some(decision))
    };
    let given = decision.as_ref().map_or_else(|| as_planned(portfolio, &offers), |decision| decision.given.clone());
    let (totals, luck, flows) = (portfolio.totals(&given), portfolio.luck(&given), portfolio.flows(&given));
    let band = |total: usize| CaseloadBand::of(&totals[total], with_luck.then_some(luck.net[total]));
    let years = portfolio.cases.iter().map(|case| case.year);
    let rows = portfolio.cases.len();
    Some(PortfolioAnswer {
        id: String::new(),
        results_version: crate::simulate::RESULTS_VERSION,
        engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
        seed: 0,
        draws: portfolio.draws(),
        luck_households: 0,
        rows,
        households: portfolio.cases.iter().map(|case| u64::from(case.count)).sum(),
        kinds: portfolio.kinds.len(),
        price_year: 0,
        first_year: years.min().unwrap_or_default(),
        aim: AIMS[asked.aim],
        payer: portfolio.payer.map(|payer| portfolio.accounts[payer].id.clone()).unwrap_or_default(),
        helped: given.iter().map(|one| u64::from(one.count)).sum(),
        net_benefit: band(SOCIETY),
        net_benefit_money: band(MONEY),
        net_benefit_public: band(PUBLIC),
        payers: summary::payers(portfolio, &flows, with_luck.then_some(luck.payer_net)),
        years: summary::years(portfolio, &flows),
        budget: summary::budget(portfolio, &flows, &given, if with_luck { luck.payer_cost } else { 0.0 }),
        groups: summary::groups(portfolio, &given, asked.aim),
        settlement: summary::settlement(portfolio, &flows, asked.certainty),
        cases: case_answers(portfolio, &offers, &given, decision.as_ref()),
        choice: decision.map(|decision| decision.answer),
        labels: portfolio.accounts.iter().map(|account| (account.id.clone(), account.label.clone())).collect(),
    })
}

/// Without limits: the plan that a case has, else the one that is worth most on average, where that is anything.
fn as_planned(portfolio: &Portfolio, offers: &Offers) -> Vec<Given> {
    let mut found = Vec::new();
    for (case, own) in portfolio.cases.iter().zip(&offers.problem.cases) {
        let values = &offers.problem.values;
        let cost = |plan: usize| {
            let (case, plan) = offers.plans[plan];
            portfolio.cost_by_year(case, plan).values().sum::<f64>()
        };
        // Of plans that are worth the same but for rounding the one that costs least, else the first.
        let better = |best: usize, next: usize| {
            let gap = values[next] - values[best];
            let same = gap.abs() <= ROUNDING * (values[next].abs() + values[best].abs());
            if if same { cost(next) < cost(best) } else { gap > 0.0 } { next } else { best }
        };
        let best = offers.problem.plans_of(own).reduce(better);
        let worth_it = |plan: &usize| case.plan.is_some() || values[*plan] > 0.0;
        if let Some(best) = best.filter(worth_it) {
            let (at, plan) = offers.plans[best];
            found.push(Given { case: at, plan, count: case.count });
        }
    }
    found
}

fn case_answers(
    portfolio: &Portfolio,
    offers: &Offers,
    given: &[Given],
    decision: Option<&Decision>,
) -> Vec<CaseAnswer> {
    let mut counts = vec![0; offers.plans.len()];
    let mut at = 0;
    // Both are in the order of cases and plans.
    for one in given {
        while offers.plans.get(at).is_some_and(|plan| *plan != (one.case, one.plan)) {
            at += 1;
        }
        if let Some(count) = counts.get_mut(at) {
            *count = one.count;
        }
    }
    let answer = |(place, (case, plan)): (usize, &(usize, usize))| {
        let own = &portfolio.cases[*case];
        let band = CaseloadBand::of(&offers.worth[place], None);
        let told = decision.map(|decision| decision.margins[place]);
        CaseAnswer {
            code: own.code.clone(),
            scenario: own.scenario.clone(),
            neighbourhood: own.neighbourhood.clone(),
            households: own.count,
            alternative: portfolio.figures(*case, *plan).alternative.clone(),
            given: counts[place],
            plan_cost: portfolio.cost_by_year(*case, *plan).values().sum(),
            hours: portfolio.hours_by_year(*case, *plan).values().sum(),
            net_benefit: band.mean,
            p10: band.unknown_p10,
            p90: band.unknown_p90,
            positive: band.positive,
            margin: told.map(|told| told.0),
            how_often: told.map(|told| told.1),
            tie: told.is_some_and(|told| is_tie(counts[place], own.count, told.0)),
        }
    };
    offers.plans.iter().enumerate().map(answer).collect()
}
