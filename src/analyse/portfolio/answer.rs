//! The answer about a caseload, as plain data: the same for the screen, tables, pages and workbooks.
//!
//! In: nothing. Out: [`PortfolioAnswer`] and its parts. Euro of the price year for all households together, unless a name
//! says otherwise; balances are present values at the start of the caseload, amounts of a year are not discounted.

use crate::analyse::portfolio::bands::CaseloadBand;
use crate::analyse::task_field::BookedField;
use crate::model::Text;
use serde::Serialize;

/// What comes of a caseload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PortfolioAnswer {
    /// Everything that decides the numbers, as one short name.
    pub id: String,
    /// Version of results.
    pub results_version: u32,
    /// Program and version.
    pub engine: String,
    /// Seed.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// Simulated households per draw by which luck was told; 0 where it was not.
    pub luck_households: usize,
    /// Rows of the list.
    pub rows: usize,
    /// Households in it.
    pub households: u64,
    /// Different kinds of households, each of which was reckoned once.
    pub kinds: usize,
    /// All amounts are in euro of this year.
    pub price_year: i32,
    /// First calendar year; present values are at its first of January.
    pub first_year: i32,
    /// The total by which plans are chosen: `society`, `money` or `public`.
    pub aim: &'static str,
    /// The account that pays for the plans.
    pub payer: String,
    /// Households that get a plan.
    pub helped: u64,
    /// Net benefit to society, in money, and to the public purse.
    pub net_benefit: CaseloadBand,
    /// The same in money.
    pub net_benefit_money: CaseloadBand,
    /// The same for the public purse.
    pub net_benefit_public: CaseloadBand,
    /// By payer, all years together.
    pub payers: Vec<PayerSum>,
    /// By payer, law and calendar year.
    pub years: Vec<YearSum>,
    /// What the payer must set aside.
    pub budget: BudgetNeed,
    /// By scenario, plan, neighbourhood and start.
    pub groups: Vec<GroupSum>,
    /// Who gains while another pays, and what would set that right.
    pub settlement: Settlement,
    /// The choice within limits; empty where there were none.
    pub choice: Option<ChoiceAnswer>,
    /// By row of the list and plan.
    pub cases: Vec<CaseAnswer>,
    /// Names of accounts for people.
    pub labels: Vec<(String, Text)>,
}

/// What a payer pays and gains, not discounted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PayerSum {
    /// Account.
    pub account: String,
    /// Belongs to the public purse.
    pub public: bool,
    /// What it pays for the plans, mean.
    pub plan_cost: f64,
    /// What it gains in all; luck is known of the payer of the plans alone.
    pub net: CaseloadBand,
    /// Of that what can be booked.
    pub cashable: f64,
}

/// What a payer gains under a law in a calendar year, not discounted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearSum {
    /// Account.
    pub account: String,
    /// Law or fund.
    pub law: String,
    /// Task field.
    pub task_field: BookedField,
    /// Calendar year.
    pub calendar_year: i32,
    /// What it pays for the plans, mean.
    pub plan_cost: f64,
    /// What it gains in all, mean.
    pub net: f64,
    /// 10th percentile over draws.
    pub p10: f64,
    /// Median over draws.
    pub p50: f64,
    /// 90th percentile over draws.
    pub p90: f64,
    /// What can be booked, mean.
    pub cashable: f64,
}

/// Budget that is enough with a certainty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetNeed {
    /// Account.
    pub account: String,
    /// All years together.
    pub total: BudgetYear,
    /// By calendar year.
    pub years: Vec<BudgetYear>,
}

/// What the plans cost their payer, not discounted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BudgetYear {
    /// Calendar year; 0 for all together.
    pub calendar_year: i32,
    /// Mean.
    pub mean: f64,
    /// Enough with 50 % certainty.
    pub p50: f64,
    /// Enough with 80 % certainty.
    pub p80: f64,
    /// Enough with 95 % certainty.
    pub p95: f64,
    /// Hours that the plans take, mean.
    pub hours: f64,
}

/// What a part of the caseload comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupSum {
    /// What it is a part by: `scenario`, `alternative`, `neighbourhood`, `start`.
    pub by: &'static str,
    /// Its name.
    pub name: String,
    /// Households in the list.
    pub households: u64,
    /// Households that get a plan.
    pub helped: u64,
    /// What their plans cost the payer, not discounted.
    pub plan_cost: f64,
    /// Net benefit of the total that is aimed at, without luck.
    pub net_benefit: CaseloadBand,
}

/// Payments between public payers by which none of them loses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settlement {
    /// The certainty with which each payer is to end level or better.
    pub certainty: f64,
    /// Whether payments can do that.
    pub possible: bool,
    /// What is missing where they cannot.
    pub missing: f64,
    /// Public payers that gain or lose.
    pub parties: Vec<SettlementParty>,
}

/// A public payer in a settlement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SettlementParty {
    /// Account.
    pub account: String,
    /// Mean of what it gains, not discounted.
    pub net: f64,
    /// What it gains at least with the certainty.
    pub sure: f64,
    /// Chance that it loses.
    pub loses: f64,
    /// What it receives of the others; negative is paid.
    pub payment: f64,
}

/// A choice within limits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChoiceAnswer {
    /// The limits.
    pub limits: Vec<LimitAnswer>,
    /// Households that get a plan.
    pub households: u64,
    /// What the choice is worth: mean of the total that is aimed at.
    pub value: f64,
    /// No choice within the limits is worth more.
    pub bound: f64,
    /// How far it can be below the best possible, as a share.
    pub gap: f64,
    /// It is proven to be the best possible.
    pub proven: bool,
    /// Least chance that a plan pays for one household on average; `None` where none was asked.
    pub least_chance: Option<f64>,
    /// Least share of each neighbourhood that gets a plan; `None` where none was asked.
    pub fair_share: Option<f64>,
    /// What that rule costs.
    pub fair_price: Option<f64>,
    /// By neighbourhood what helping one more there than the money alone would say costs.
    pub fair_premiums: Vec<(String, f64)>,
    /// What comes of other budgets.
    pub curve: Vec<CurvePoint>,
    /// What a choice that looks at bad luck comes to; `None` where it is not known.
    pub risk: Option<RiskChoice>,
    /// Draws in which the choice was made anew, to tell how often a case is chosen.
    pub choice_draws: usize,
}

/// A limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitAnswer {
    /// `budget` or `hours`.
    pub kind: &'static str,
    /// Calendar year; `None` for all together.
    pub calendar_year: Option<i32>,
    /// What there is.
    pub limit: f64,
    /// What the choice uses, mean.
    pub used: f64,
    /// What one more returns.
    pub price: f64,
}

/// What a budget brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Budget, all years together.
    pub budget: f64,
    /// Mean of the total that is aimed at.
    pub value: f64,
    /// No choice is worth more.
    pub bound: f64,
    /// Households that get a plan.
    pub households: u64,
    /// What the next euro returns.
    pub price: f64,
}

/// Choices by their mean, and by their worst draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskChoice {
    /// Mean of the worst tenth of draws, of the choice by its mean.
    pub worst: f64,
    /// The same of the choice that looks at these.
    pub careful_worst: f64,
    /// Mean of that choice.
    pub careful_value: f64,
    /// Households of which it chooses otherwise.
    pub changed: u64,
}

/// A plan of a row of the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseAnswer {
    /// The name by which its owner knows it.
    pub code: String,
    /// Scenario.
    pub scenario: String,
    /// Where it lives.
    pub neighbourhood: String,
    /// Households.
    pub households: u32,
    /// Plan.
    pub alternative: String,
    /// Households that get it.
    pub given: u32,
    /// What it costs the payer for one household, not discounted.
    pub plan_cost: f64,
    /// Hours for one household.
    pub hours: f64,
    /// Net benefit for one household of the total that is aimed at, mean.
    pub net_benefit: f64,
    /// 10th percentile of the average of such households.
    pub p10: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Chance that it pays on average.
    pub positive: f64,
    /// How far it stands above (negative: below) the best other choice for this household, at the prices of the limits;
    /// `None` without limits.
    pub margin: Option<f64>,
    /// Share of draws in which it is chosen; `None` without limits.
    pub how_often: Option<f64>,
    /// It is as good as another case, or as doing nothing: who gets it is not told by money.
    pub tie: bool,
}
