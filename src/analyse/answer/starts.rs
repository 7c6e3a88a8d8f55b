//! Net benefits by start state: what a mix of starts comes to for each of the states in it.
//!
//! In: the results of runs in which all households start in the same state. Out: [`StartAnswer`]. A mix that reads
//! "uncertain" may hide two certain answers.

use crate::analyse::answer::accounts;
use crate::analyse::answer::verdict::Verdict;
use crate::analyse::statistics::design::{FigureErrors, SamplingDesign};
use crate::analyse::statistics::spread::{Estimate, Spread};
use crate::model::Scenario;
use crate::simulate::Results;
use crate::simulate::ledger::{HEADLINE, MONEY, PUBLIC, SOCIETY};
use serde::{Deserialize, Serialize};

/// What comes out where all households start in the same state of one domain, or of domains that start together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartAnswer {
    /// Domains, by name; more than one where they start together.
    pub domains: Vec<String>,
    /// A state for each of them.
    pub states: Vec<String>,
    /// Share of the households of the scenario that start so, at the means of all parameters.
    pub share: f64,
    /// Parameter draws: the first of those of the run.
    pub draws: usize,
    /// All alternatives but the null alternative.
    pub alternatives: Vec<AlternativeByStart>,
}

/// A total over draws in a few numbers: those of [`Spread`] that decide for whom a plan pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartSpread {
    /// Mean.
    pub mean: f64,
    /// 10th percentile.
    pub p10: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Share of draws above 0.
    pub probability_positive: f64,
    /// Standard errors of these figures, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

impl StartSpread {
    fn of(spread: &Spread) -> Self {
        let Spread { mean, p10, p90, probability_positive, monte_carlo_error, ref monte_carlo_errors, .. } = *spread;
        let mut errors = monte_carlo_errors.clone().only(&["p10", "p90", "probability_positive"]);
        errors.set("mean", monte_carlo_error);
        Self { mean, p10, p90, probability_positive, monte_carlo_errors: errors }
    }
}

/// One alternative for households of one start; present values per household, euro, over draws.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlternativeByStart {
    /// Name in the scenario.
    pub id: String,
    /// What the headline total says.
    #[serde(skip)]
    pub verdict: Verdict,
    /// Society, valued quality of life included.
    pub net_benefit: StartSpread,
    /// Society in money.
    pub net_benefit_money: StartSpread,
    /// The public purse, transfers included.
    pub net_benefit_public: StartSpread,
}

impl AlternativeByStart {
    /// The total that heads the answer.
    pub fn headline(&self) -> &StartSpread {
        [&self.net_benefit, &self.net_benefit_money, &self.net_benefit_public][HEADLINE]
    }

    /// The same after it was read back.
    pub(super) fn complete(&mut self) {
        let StartSpread { mean, p10, p90, probability_positive, .. } = *self.headline();
        let known = Spread { mean, p10, p90, probability_positive, ..Spread::new(vec![mean], None) };
        self.verdict = Verdict::of(&known, &[]);
    }
}

/// What a run comes to in which all households start in `states` of `domains`.
pub fn of_start(
    scenario: &Scenario,
    results: &Results,
    domains: &[usize],
    states: &[usize],
    share: f64,
) -> StartAnswer {
    let null = &results.alternatives[0];
    let design = SamplingDesign::of(scenario, results.plan.method);
    let answer = |index: usize| {
        let own = &results.alternatives[index];
        let totals = [SOCIETY, MONEY, PUBLIC].map(|total| Estimate::of(own, total, design).average);
        let [society, money, public] = totals.each_ref().map(StartSpread::of);
        AlternativeByStart {
            id: scenario.alternatives[index].id.clone(),
            verdict: Verdict::of(&totals[HEADLINE], &accounts::accounts(scenario, index, null, own, design)),
            net_benefit: society,
            net_benefit_money: money,
            net_benefit_public: public,
        }
    };
    let named = domains.iter().zip(states);
    StartAnswer {
        domains: domains.iter().map(|domain| scenario.domains[*domain].id.clone()).collect(),
        states: named.map(|(domain, state)| scenario.domains[*domain].states[*state].id.clone()).collect(),
        share,
        draws: results.plan.draws,
        alternatives: (1..results.alternatives.len()).map(answer).collect(),
    }
}
