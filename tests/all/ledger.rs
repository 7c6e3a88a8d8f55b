//! The ledger in cycles of other lengths, with every way of counting and discounting, over generated scenarios.

use crate::generated::{for_scenarios, in_other_time};
use crate::thorough::cases;
use mkba::analyse::answer;
use mkba::analyse::answer::accounts;
use mkba::model::{Count, DiscountAt, Scenario};
use mkba::simulate::ledger::{MONEY, TOTALS, postings};
use mkba::simulate::{Method, Results, RunPlan, SimulationError, Unwatched, run};
use mkba::units::{Cycle, DiscountRate, Discounting};
use proptest::prelude::*;

fn results(scenario: &Scenario, method: Method, draws: usize, households: usize) -> Result<Results, TestCaseError> {
    let plan = RunPlan { seed: 11, first_draw: 0, draws, households, method };
    run(scenario, &plan, &Unwatched).map_err(|fault| match fault {
        SimulationError::OutOfBounds { .. } | SimulationError::RowAboveOne { .. } => {
            TestCaseError::reject("a drawn value out of bounds")
        }
        other => TestCaseError::fail(format!("{other:?}")),
    })
}

/// Two ways through the code: households one by one, and their counts through the ledger.
#[test]
fn households_and_their_counts_come_to_the_same() {
    for_scenarios(cases(30, 100), 21, |scenario| {
        let scenario = in_other_time(scenario);
        let results = results(&scenario, Method::Micro, 4, 9)?;
        for alternative in results.alternatives.iter().skip(1) {
            for (draw, households) in alternative.draws.iter().zip(&alternative.households) {
                for total in 0..TOTALS {
                    let mean = households.sum[total] / 9.0;
                    let scale = 1.0 + draw.totals[total].abs() + (draw.totals[total] - draw.net_benefit[total]).abs();
                    let gap = (draw.net_benefit[total] - mean).abs();
                    prop_assert!(gap < 1e-9 * scale, "{} and {mean}", draw.net_benefit[total]);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn all_accounts_add_up_to_nothing_and_every_sum_ties() {
    for_scenarios(cases(30, 100), 22, |scenario| {
        let scenario = in_other_time(scenario);
        let results = results(&scenario, Method::Cohort, 5, 0)?;
        let rows = accounts::ledger(&scenario, &results.alternatives);
        for (index, told) in answer(&scenario, &results).alternatives.iter().enumerate() {
            let scale: f64 = told.accounts.iter().map(|account| account.net.abs()).sum::<f64>() + 1.0;
            let sum: f64 = told.accounts.iter().map(|account| account.net).sum();
            prop_assert!(sum.abs() < 1e-9 * scale, "accounts add up to {sum}");
            let society: f64 = told.accounts[..3].iter().map(|account| account.net).sum();
            prop_assert!((society - told.net_benefit_money.average.mean).abs() < 1e-9 * scale);
            // All accounts add up to nothing: the balance is what the counter-account of real means has less.
            let resources = told.accounts.iter().find(|account| account.id == "resources").expect("an account").net;
            prop_assert!((resources + told.net_benefit.average.mean).abs() < 1e-9 * scale);
            let alternative = &results.alternatives[index + 1];
            let flows: f64 = alternative.flows.iter().map(|flow| flow[MONEY]).sum();
            prop_assert!((society - flows).abs() < 1e-9 * scale, "flows {flows}, accounts {society}");
            let of_year = |year: i32, without: &[&str]| -> f64 {
                let counts = |row: &&accounts::LedgerRow| !without.contains(&row.account.as_str());
                let here = |row: &&accounts::LedgerRow| row.calendar_year == year && counts(row);
                let signed = |row: &accounts::LedgerRow| match row.alternative.as_str() {
                    "null_alternative" => -row.amount,
                    id if id == told.id => row.amount,
                    _ => 0.0,
                };
                rows.iter().filter(here).map(signed).sum()
            };
            for flow in &told.cash_flow {
                let all = of_year(flow.calendar_year, &["resources"]);
                let money = of_year(flow.calendar_year, &["resources", "welfare", "unvalued"]);
                for (found, wanted) in [(all, flow.net), (money, flow.net_money)] {
                    prop_assert!((found - wanted).abs() < 1e-9 * (scale + found.abs()) + 1e-6, "{found}, {wanted}");
                }
            }
            // The ledger adds up to what is told of each account: net, and what can be booked.
            for account in &told.accounts {
                let own = |row: &&accounts::LedgerRow| row.alternative == told.id && row.account == account.id;
                let net: f64 = rows.iter().filter(own).map(|row| row.discounted_difference).sum();
                let cashable: f64 = rows.iter().filter(own).map(|row| row.discounted_cashable_amount).sum();
                prop_assert!((net - account.net).abs() < 1e-9 * scale, "{}: {net}, {}", account.id, account.net);
                prop_assert!((cashable - account.cashable).abs() < 1e-9 * scale, "{cashable}, {}", account.cashable);
                let gross: f64 = rows.iter().filter(own).map(|row| row.amount - row.difference).sum();
                let null =
                    |row: &&accounts::LedgerRow| row.alternative == "null_alternative" && row.account == account.id;
                let without: f64 = rows.iter().filter(null).map(|row| row.amount).sum();
                prop_assert!((gross - without).abs() < 1e-9 * (scale + without.abs()), "{gross}, {without}");
            }
            let years = scenario.settings.horizon as f64 * scenario.settings.cycle.months() / 12.0;
            prop_assert!(told.cash_flow.len() == (years.ceil() as usize).max(1));
        }
        Ok(())
    });
}

/// A draw of an item is what its totals are the mean of; at a price the discounted units tie to the present value.
#[test]
fn draws_of_items_tie_to_their_totals() {
    for_scenarios(cases(20, 60), 23, |scenario| {
        let scenario = in_other_time(scenario);
        let results = results(&scenario, Method::Cohort, 11, 0)?;
        for alternative in &results.alternatives {
            for (at, item) in scenario.items.iter().enumerate() {
                let mean = |pick: fn(&mkba::simulate::ledger::ItemDraw) -> f64| {
                    alternative.item_draws.iter().map(|draw| pick(&draw[at])).sum::<f64>() / 11.0
                };
                let (units, value) = (mean(|one| one.discounted_quantity), mean(|one| one.present_value));
                let totals = &alternative.items[at];
                prop_assert!((units - totals.discounted_quantity).abs() <= 1e-9 * (1.0 + units.abs()));
                prop_assert!((value - totals.present_value).abs() <= 1e-9 * (1.0 + value.abs()));
                prop_assert!(item.price.is_some() || value == 0.0);
                let sum: f64 = postings(&scenario, item).iter().map(|(_, share)| share).sum();
                prop_assert!(sum.abs() < 1e-12);
            }
        }
        Ok(())
    });
}

/// Nothing changes in the household, the money or the moment: the same model written in years and in quarters of constant
/// quantities comes to the same without discounting, and payback is told in months.
#[test]
fn a_year_is_four_quarters() {
    for_scenarios(20, 24, |scenario| {
        let mut yearly = scenario.clone();
        yearly.transitions.clear();
        yearly.alternatives.iter_mut().for_each(|one| {
            one.interventions.clear();
            one.transitions.clear();
            one.off_transitions.clear();
            one.modifiers.clear();
        });
        yearly.items.retain(|item| matches!(item.quantity, mkba::model::Quantity::Time(_)));
        yearly.items.iter_mut().for_each(|item| item.conversion = 12.0);
        yearly.settings.discounting = Discounting::constant(DiscountRate::per_year(0.0).expect("a rate"));
        yearly.settings.count = Count::LifeTable;
        yearly.settings.discount_at = DiscountAt::Spread;
        (yearly.settings.cycle, yearly.settings.horizon) = (Cycle::YEAR, 3);
        let mut quarterly = yearly.clone();
        quarterly.items.iter_mut().for_each(|item| item.conversion = 3.0);
        (quarterly.settings.cycle, quarterly.settings.horizon) = (Cycle::QUARTER, 12);
        let (a, b) = (results(&yearly, Method::Cohort, 3, 0)?, results(&quarterly, Method::Cohort, 3, 0)?);
        for (a, b) in a.alternatives.iter().zip(&b.alternatives) {
            for (a, b) in a.items.iter().zip(&b.items) {
                prop_assert!((a.present_value - b.present_value).abs() < 1e-9 * (1.0 + a.present_value.abs()));
                prop_assert!(a.amount_by_year.len() == 3 && b.amount_by_year.len() == 3);
                let years = a.amount_by_year.iter().zip(&b.amount_by_year);
                prop_assert!(years.into_iter().all(|(a, b)| (a - b).abs() < 1e-9 * (1.0 + a.abs())));
            }
            prop_assert!(a.months.iter().zip(&b.months).all(|(a, b)| (a - b).abs() < 1e-9));
        }
        Ok(())
    });
}
