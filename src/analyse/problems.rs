//! What system problems cost in this case.
//!
//! In: results of alternatives with and without a problem, from one run: the same draws, the same random numbers. Out:
//! [`ProblemAnswer`].
//!
//! Formula: in each draw the net benefit of the alternative without the problem less that with it. Where figures over
//! draws come from simulation, the noise of few households is that of the differences of the same households, and is
//! taken out as in [`crate::analyse::statistics::sample::shrunk`].

use crate::analyse::statistics::design::{Kept, SamplingDesign};
use crate::analyse::statistics::sample;
use crate::analyse::statistics::spread::Spread;
use crate::analyse::word::{self, Word};
use crate::model::{Alternative, Scenario};
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::{AlternativeResults, Method, Results};
use serde::{Deserialize, Serialize};

/// What one problem costs in one alternative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemAnswer {
    /// Name of the problem.
    pub id: String,
    /// Its group.
    #[serde(deserialize_with = "word::read")]
    pub group: Word,
    /// Name of the alternative that meets it.
    pub alternative: String,
    /// Net benefit to society that is lost, valued quality of life included, euro per household, present value; negative
    /// where the problem brings a benefit.
    pub cost_to_society: Spread,
    /// The same in money.
    pub cost_to_society_money: Spread,
    /// The same for the public purse.
    pub cost_to_public: Spread,
}

/// What every problem costs in every alternative that meets it, the alternatives in their order. `scenario` has them
/// with and without.
pub fn problems(scenario: &Scenario, results: &Results) -> Vec<ProblemAnswer> {
    let answer = |base: usize, at: usize, alternative: &Alternative| {
        let trouble = alternative.trouble.as_ref()?;
        let problem = scenario.problems.iter().find(|problem| problem.id == trouble.problem)?;
        let cost = |total| lost(results, SamplingDesign::of(scenario, results.plan.method), base, at, total);
        Some(ProblemAnswer {
            id: problem.id.clone(),
            group: problem.group.key(),
            alternative: trouble.base.clone(),
            cost_to_society: cost(SOCIETY),
            cost_to_society_money: cost(MONEY),
            cost_to_public: cost(PUBLIC),
        })
    };
    let mut answers = Vec::new();
    for (base, without) in scenario.alternatives.iter().enumerate() {
        let meets =
            |alternative: &Alternative| alternative.trouble.as_ref().is_some_and(|trouble| trouble.base == without.id);
        let with = scenario.alternatives.iter().enumerate().filter(|(_, alternative)| meets(alternative));
        answers.extend(with.filter_map(|(at, alternative)| answer(base, at, alternative)));
    }
    answers
}

/// Distribution over draws of what is lost of a total.
fn lost(results: &Results, design: SamplingDesign, base: usize, at: usize, total: usize) -> Spread {
    let (without, with) = (&results.alternatives[base], &results.alternatives[at]);
    let draws = without.draws.iter().zip(&with.draws);
    let lost = draws.map(|(a, b)| settled(a.net_benefit[total] - b.net_benefit[total], a.gross + b.gross));
    let lost: Vec<f64> = lost.collect();
    let noise = match results.plan.method {
        Method::Cohort => vec![0.0; lost.len()],
        Method::Micro | Method::Months => noise(without, with, total),
    };
    let kept = |of: &AlternativeResults| of.households.first().is_some_and(|draw| draw.net_benefit.len() > 1);
    let noise_is_known = kept(without) && kept(with);
    let noise_of = |kept: Kept| sample::mean(kept.of(noise.iter().copied()));
    let error = design.error(&lost, noise_is_known.then(|| noise_of(Kept::ALL)));
    let lost_in = |kept: Kept| kept.of(lost.iter().copied()).collect::<Vec<f64>>();
    Spread::of_draws(design, lost.len(), error, |kept| sample::shrunk(&lost_in(kept), noise_of(kept)))
}

/// By draw the variance of its mean that comes from simulating few households; 0 where there are so many that single
/// ones are not kept.
fn noise(without: &AlternativeResults, with: &AlternativeResults, total: usize) -> Vec<f64> {
    let of_draw = |(a, b): (&Households, &Households)| {
        let pairs = a.net_benefit.iter().zip(&b.net_benefit);
        let gaps: Vec<f64> = pairs.map(|(a, b)| f64::from(a[total]) - f64::from(b[total])).collect();
        sample::variance(&gaps) / gaps.len().max(1) as f64
    };
    without.households.iter().zip(&with.households).map(of_draw).collect()
}
