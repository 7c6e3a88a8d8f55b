//! The two methods give the same figures for every form of the model.

use crate::numbers::sound;
use crate::thorough::{cases, thorough};
use crate::widened::{Forms, for_widened, probabilities_add_up, whole, widened, with_formulas};
use mkba::analyse::answer;
use mkba::model::*;
use mkba::simulate::ledger::TOTALS;
use mkba::simulate::{AlternativeResults, Method, Results, RunPlan, SimulationError, Unwatched, run};
use proptest::prelude::*;
use std::cell::Cell;

/// Draws of each scenario.
const DRAWS: usize = 16;
/// Households of each draw.
const HOUSEHOLDS: usize = 600;

/// Results; rejected where numbers leave their bounds, or where the exact method cannot be had.
fn results(scenario: &Scenario, method: Method, households: usize) -> Result<Results, TestCaseError> {
    let plan = RunPlan { seed: 7, first_draw: 0, draws: DRAWS, households, method };
    run(scenario, &plan, &Unwatched).map_err(|fault| match fault {
        SimulationError::OutOfBounds { .. }
        | SimulationError::RowAboveOne { .. }
        | SimulationError::NoRoot { .. }
        | SimulationError::TooManyWays(_)
        | SimulationError::NeedsHouseholds(_) => TestCaseError::reject(format!("{fault:?}")),
        other => TestCaseError::fail(format!("{other:?}")),
    })
}

/// How far a mean over draws is from nothing, in standard errors that are at least `least`.
fn distance(differences: &[f64], least: f64) -> f64 {
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let square = differences.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (n - 1.0);
    let error = f64::max((square / n).sqrt(), least);
    if error > 1e-9 { mean / error } else { mean * 1e6 }
}

/// Present values item by item.
fn items_agree(
    scenario: &Scenario,
    own: &AlternativeResults,
    exact: &AlternativeResults,
) -> Result<u32, TestCaseError> {
    for (index, item) in scenario.items.iter().enumerate() {
        let of = |draws: &[Vec<mkba::simulate::ledger::ItemDraw>]| -> Vec<[f64; 2]> {
            draws.iter().map(|draw| [draw[index].present_value, draw[index].discounted_quantity]).collect()
        };
        let (found, wanted) = (of(&own.item_draws), of(&exact.item_draws));
        for which in 0..2 {
            let gaps: Vec<f64> = found.iter().zip(&wanted).map(|(a, b)| a[which] - b[which]).collect();
            // What is rare varies like a Poisson number of spells, each of a few units.
            let size = |of: &[f64; 2]| if of[1] > 0.0 { (of[which] / of[1]).abs() * of[which].abs() } else { 0.0 };
            let spells = wanted.iter().map(size).sum::<f64>() / wanted.len() as f64;
            let least = (3.0 * spells / (HOUSEHOLDS * DRAWS) as f64).sqrt();
            let z = distance(&gaps, least);
            prop_assert!(z.abs() < 6.0, "item {} ({which}): z {z}, {:?}, {:?}", item.id, found[0], wanted[0]);
        }
    }
    Ok(2 * scenario.items.len() as u32)
}

/// What is expected to happen so often over all simulated households may have happened to none of them: the rule of three
/// (none of `n` was seen where up to `3 / n` have it, at 95 %) at the two-sided level of five standard errors,
/// `-ln(5.7e-7)`.
const UNSEEN: f64 = 14.4;

/// The variance of the sum over draws that simulation may not show, as what causes it happened to nobody: of each item of
/// which so little differs a Poisson number of units, each worth what one is worth. Where a price goes by a clock a unit is
/// no event: there, if so few moves differ, it is their number that is Poisson, each worth its part of the difference.
fn unseen(scenario: &Scenario, exact: &AlternativeResults, null: &AlternativeResults) -> f64 {
    let of = |all: &AlternativeResults, index: usize| {
        let of_item = all.item_draws.iter().map(|draw| [draw[index].present_value, draw[index].discounted_quantity]);
        of_item.fold([0.0; 2], |sum, one| [sum[0] + one[0] / DRAWS as f64, sum[1] + one[1] / DRAWS as f64])
    };
    let moves = exact.transitions.iter().zip(&null.transitions).map(|(own, null)| (own - null).abs()).sum::<f64>();
    let of_item = |index: usize| {
        let ([value, units], [value_without, units_without]) = (of(exact, index), of(null, index));
        let (gap, one) = ((units - units_without).abs(), units.abs().max(units_without.abs()));
        let worth = if one > 0.0 { value.abs().max(value_without.abs()) / one } else { 0.0 };
        let by_unit = if gap * (HOUSEHOLDS * DRAWS) as f64 <= UNSEEN { gap * worth * worth } else { 0.0 };
        let rare = moves > 0.0 && moves * (HOUSEHOLDS * DRAWS) as f64 <= UNSEEN;
        let by_move = if rare { (value - value_without) * (value - value_without) / moves } else { 0.0 };
        by_unit.max(by_move)
    };
    (0..scenario.items.len()).map(of_item).sum::<f64>() * DRAWS as f64 / HOUSEHOLDS as f64
}

/// The variance of the sum over draws that simulation shows.
fn noise(own: &AlternativeResults, total: usize) -> f64 {
    own.draws.iter().map(|draw| draw.noise[total]).sum()
}

/// What both methods say of an alternative; `null` is what the exact method says of the null alternative.
fn agree(
    scenario: &Scenario,
    own: &AlternativeResults,
    exact: &AlternativeResults,
    null: &AlternativeResults,
) -> Result<u32, TestCaseError> {
    let unseen = unseen(scenario, exact, null);
    for total in 0..TOTALS {
        let pairs = own.draws.iter().zip(&exact.draws);
        let gap: f64 = pairs.map(|(a, b)| a.net_benefit[total] - b.net_benefit[total]).sum();
        let error = noise(own, total).max(unseen).sqrt();
        // Households are kept in single precision.
        let pairs = own.draws.iter().zip(&exact.draws);
        let size: f64 = pairs.map(|(a, b)| a.net_benefit[total].abs() + b.net_benefit[total].abs()).sum();
        let least = 1e-6 * (1.0 + size);
        prop_assert!(gap.abs() < 5.0 * error + least, "total {total}: {gap} with error {error}");
    }
    for (found, wanted) in own.transitions.iter().zip(&exact.transitions) {
        let error = (3.0 * wanted.max(1e-3) / (HOUSEHOLDS * DRAWS) as f64).sqrt();
        prop_assert!((found - wanted).abs() < 6.0 * error, "transition {found}, expected {wanted}");
    }
    items_agree(scenario, own, exact)
}

/// How a scenario is made of a seed, and what it was picked for.
type Picked = (u64, fn(u64) -> Scenario, fn(&Scenario) -> bool);

/// Scenarios on which the methods once differed.
const PICKED: [Picked; 3] = [
    (10830790655274493808, widened, has_duration_that_cannot_end_yet),
    (6130781693775598082, widened, has_other_ratio_by_clock),
    (10875311128791660224, whole, moves_who_waits),
];

/// A lognormal duration, which nobody leaves at its very start, with a relative risk.
fn has_duration_that_cannot_end_yet(scenario: &Scenario) -> bool {
    scenario.transitions.iter().any(|transition| {
        let lognormal = |law: &DurationLaw| matches!(law.family, DurationFamily::Lognormal { .. });
        let risk = |modifier: &Modifier| matches!(modifier.ratio, Ratio::RelativeRisk { .. });
        matches!(&transition.strength, Strength::Duration { law, .. } if lognormal(law))
            && transition.modifiers.iter().any(risk)
    })
}

/// A ratio that an alternative puts in the place of another, and that goes by a clock.
fn has_other_ratio_by_clock(scenario: &Scenario) -> bool {
    let others = scenario.alternatives.iter().flat_map(|alternative| &alternative.modifiers);
    let mut others = others.filter_map(|(_, _, ratio)| ratio.as_ref());
    others.any(|ratio| matches!(ratio.number().origin, Origin::Table(_)))
}

/// An alternative in which one intervention moves households while another, for which a state was entered, has a waiting list.
fn moves_who_waits(scenario: &Scenario) -> bool {
    scenario.alternatives.iter().any(|alternative| {
        let waits = |one: &Intervention| matches!(one.trigger, Trigger::Entry(_)) && one.waiting > 0;
        let moves = |one: &Intervention| matches!(one.trigger, Trigger::Cycle(_)) && !one.moves.is_empty();
        alternative.interventions.iter().any(waits) && alternative.interventions.iter().any(moves)
    })
}

#[test]
fn both_methods_agree_on_every_form() {
    let (forms, compared, accepted) = (Forms::default(), Cell::new(0u32), Cell::new(0u32));
    let property = |seed: u64, scenario: &Scenario| {
        let exact = results(scenario, Method::Cohort, 0)?;
        let simulated = results(scenario, Method::Micro, HOUSEHOLDS)?;
        for (at, (own, other)) in simulated.alternatives.iter().zip(&exact.alternatives).enumerate() {
            let tests = agree(scenario, own, other, &exact.alternatives[0]).map_err(|error| match error {
                TestCaseError::Fail(reason) => TestCaseError::fail(format!("seed {seed}, alternative {at}: {reason}")),
                reject => reject,
            })?;
            compared.set(compared.get() + tests);
        }
        accepted.set(accepted.get() + 1);
        forms.note(scenario);
        Ok(())
    };
    for (seed, build, has) in PICKED {
        let scenario = build(seed);
        assert!(has(&scenario), "seed {seed} has lost what it was picked for");
        property(seed, &scenario).expect("agreement");
    }
    // A move so rare that no simulated household makes it.
    let rare = 7994251739200048084;
    let scenario = with_formulas(&widened(rare));
    property(rare, &scenario).expect("agreement");
    let [exact, simulated] = [(Method::Cohort, 0), (Method::Micro, HOUSEHOLDS)]
        .map(|(method, n)| results(&scenario, method, n).expect("results"));
    let pairs = simulated.alternatives.iter().zip(&exact.alternatives);
    let mut hidden = pairs.map(|(own, other)| (noise(own, 0), unseen(&scenario, other, &exact.alternatives[0])));
    assert!(hidden.any(|(noise, unseen)| noise < unseen), "it is not rare any more: {hidden:?}");
    for_widened(cases(20, 72), 11, property);
    assert!(compared.get() > cases(600, 2_000), "only {} comparisons in {} scenarios", compared.get(), accepted.get());
    if thorough() {
        forms.require(1);
    }
}

#[test]
fn the_exact_method_loses_nobody_and_no_euro() {
    for_widened(cases(40, 100), 12, |seed, scenario| {
        let results = results(scenario, Method::Cohort, 2)?;
        prop_assert!(probabilities_add_up(&results), "seed {seed}");
        let unchanged = &results.alternatives[1];
        prop_assert!(unchanged.draws.iter().all(|draw| draw.net_benefit == [0.0; TOTALS]), "seed {seed}");
        let households = unchanged.households.iter().flat_map(|draw| &draw.net_benefit);
        prop_assert!(households.clone().all(|net| *net == [0.0; TOTALS]), "seed {seed}");
        for alternative in answer(scenario, &results).alternatives {
            let sum: f64 = alternative.accounts.iter().map(|account| account.net).sum();
            let scale: f64 = alternative.accounts.iter().map(|account| account.net.abs()).sum::<f64>() + 1.0;
            prop_assert!(sum.abs() < 1e-9 * scale, "seed {seed}: accounts add up to {sum}");
        }
        Ok(())
    });
}

#[test]
fn life_goes_on_for_who_is_moved_while_something_else_is_awaited() {
    let more = "[[domains.a.transitions]]\nmove = \"two -> one\"\nchance = 0.3\nwithin = \"1 month\"\n\
        [alternatives.plan]\nlabel = { nl = \"x\", en = \"x\" }\n\
        [alternatives.plan.interventions.first]\nlabel = { nl = \"x\", en = \"x\" }\nstart = { when = \"a is one\" }\nwaiting = \"5 months\"\n\
        [alternatives.plan.interventions.second]\nlabel = { nl = \"x\", en = \"x\" }\nstart = { month = 1 }\nmoves = [\"a: one -> two\"]\n";
    let exact = results(&sound(&[], more), Method::Cohort, 0).expect("results");
    // Moved at border 1; from then on back with a chance of 0.3 in each of eleven months.
    let two = exact.alternatives[1].shares[1][1];
    assert!((two - libm::pow(0.7, 11.0)).abs() < 1e-15, "{two}");
}
