//! Net benefits by start state: what a mix of starts comes to for each of the states in it.
//!
//! In: the results of runs in which all households start in the same state. Out: [`StartAnswer`]. A mix that reads
//! "uncertain" may hide two certain answers.

use crate::analyse::answer::verdict::Verdict;
use crate::analyse::answer::{accounts, headline::HEADLINE, headline::Total};
use crate::analyse::statistics::spread::{Estimate, Spread};
use crate::model::Scenario;
use crate::simulate::Results;
use crate::simulate::ledger::{PUBLIC, SOCIETY, WITH_WELFARE};
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

/// One alternative for households of one start; present values per household, euro, over draws.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlternativeByStart {
    /// Name in the scenario.
    pub id: String,
    /// What the headline total says.
    #[serde(skip)]
    pub verdict: Verdict,
    /// Society, in money only.
    pub net_benefit: Spread,
    /// Society, with what is valued without being cash.
    pub net_benefit_with_welfare: Spread,
    /// The public purse, transfers included.
    pub net_benefit_public: Spread,
}

impl AlternativeByStart {
    /// The total that heads the answer.
    pub fn headline(&self) -> &Spread {
        match HEADLINE {
            Total::Money => &self.net_benefit,
            Total::WithWelfare => &self.net_benefit_with_welfare,
            Total::Public => &self.net_benefit_public,
        }
    }

    /// The same after it was read back.
    pub(super) fn complete(&mut self) {
        self.verdict = Verdict::of(self.headline(), &[]);
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
    let answer = |index: usize| {
        let own = &results.alternatives[index];
        let average = |total| Estimate::of(own, total).average;
        let mut answer = AlternativeByStart {
            id: scenario.alternatives[index].id.clone(),
            verdict: Verdict::Nothing,
            net_benefit: average(SOCIETY),
            net_benefit_with_welfare: average(WITH_WELFARE),
            net_benefit_public: average(PUBLIC),
        };
        answer.verdict = Verdict::of(answer.headline(), &accounts::accounts(scenario, index, null, own));
        answer
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
