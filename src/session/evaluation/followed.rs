//! Scenarios as finished cases met them: up to the moment until which a case was followed, with what it had.
//!
//! In: a scenario, an alternative, cycles. Out: the scenario until then, in which amounts are not discounted; the same with
//! one account that pays; places of states among results.

use crate::model::Scenario;
use crate::read::outcomes::PUBLIC as ALL_PUBLIC;
use crate::session::portfolio::of_payer;
use crate::units::{DiscountRate, Discounting};

/// The scenario until then, with this alternative beside the null alternative; the latter alone where that is what was had.
pub(super) fn until(scenario: &Scenario, alternative: &str, cycles: usize) -> Scenario {
    let is_plan = scenario.alternatives.iter().skip(1).any(|own| own.id == alternative);
    let plans: Vec<String> = is_plan.then(|| alternative.to_owned()).into_iter().collect();
    let mut own = scenario.clone().with_alternatives(&plans).unwrap_or_else(|_| scenario.clone());
    own.settings.horizon = cycles;
    if let Some(none) = DiscountRate::per_year(0.0) {
        own.settings.discounting = Discounting::constant(none);
    }
    own.settings.discount_rates.clear();
    own
}

/// The scenario in which this account alone is public; as it is where all public ones are meant.
pub(super) fn paid_by(scenario: &Scenario, account: &str) -> Scenario {
    if account == ALL_PUBLIC { scenario.clone() } else { of_payer(scenario, account) }
}

/// Numbers of a domain and a state, and the column of the state among those of all domains.
pub(super) fn place(scenario: &Scenario, domain: &str, state: &str) -> Option<(usize, usize, usize)> {
    let at = scenario.domains.iter().position(|known| known.id == domain)?;
    let of_domain = scenario.domains[at].states.iter().position(|known| known.id == state)?;
    let before: usize = scenario.domains[..at].iter().map(|domain| domain.states.len()).sum();
    Some((at, of_domain, before + of_domain))
}
