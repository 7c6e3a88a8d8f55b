//! What the scenario of a group of cases predicts of them.
//!
//! In: a group, kinds of households. Out: a [`Followed`] group. The scenario is run up to the moment until which the cases
//! were followed, without discounting. Whether a household was ever in a state comes from a scenario in which nobody
//! leaves it. Costs are those of single households, each in a draw of its own: what we do not know and luck together.
//!
//! What one account paid is the public total where it is the only public account.

use crate::analyse::answer::measures::measures;
use crate::analyse::evaluation::cases::{ExpectedLevels, Followed};
use crate::model::Scenario;
use crate::read::outcomes::{Outcome, Outcomes};
use crate::session::error::SessionError;
use crate::session::evaluation::followed::{paid_by, place, until};
use crate::session::evaluation::{Group, MOST_DRAWS};
use crate::session::portfolio::Kinds;
use crate::session::trace::holding;
use crate::simulate::ledger::PUBLIC;
use crate::simulate::{Method, Monitor, Results, RunPlan};

/// Simulated households per draw for events where the exact method cannot tell them.
const HOUSEHOLDS: usize = 100;

/// The group with what is predicted.
pub(super) fn followed(
    outcomes: &Outcomes,
    kinds: &Kinds,
    group: &Group,
    plan: &RunPlan,
    monitor: &dyn Monitor,
) -> Result<Followed, SessionError> {
    let scenario = until(kinds.prepared(group.kind)?.scenario(), &group.alternative, group.cycles);
    let own = scenario.alternatives.len() - 1;
    let prepared = kinds.remade(group.kind, scenario.clone())?;
    let method = prepared.best_method();
    let households = if method == Method::Cohort { 0 } else { HOUSEHOLDS };
    let few = RunPlan { draws: plan.draws.min(MOST_DRAWS), households, method, ..*plan };
    let told = |known: &dyn Fn(&Outcome) -> bool| group.cases.iter().any(|case| known(&outcomes.rows[*case]));
    let base = prepared.run_occupancy(&few, monitor)?;
    let mut chances = vec![Vec::new(); outcomes.events.len()];
    for (at, (domain, state)) in outcomes.events.iter().enumerate() {
        let Some((domain, state, column)) = place(&scenario, domain, state) else { continue };
        if told(&|row| row.ever[at].is_some()) {
            let held = kinds.remade(group.kind, holding(&scenario, domain, state))?.run_occupancy(&few, monitor)?;
            let ends = held.alternatives[own].ends_by_draw.iter();
            chances[at] = ends.map(|[_, end]| end[column].clamp(0.0, 1.0)).collect();
        }
    }
    let mut costs = vec![Vec::new(); outcomes.accounts.len()];
    for (at, account) in outcomes.accounts.iter().enumerate() {
        if told(&|row| row.costs[at].is_some()) {
            let one = RunPlan { households: 1, method: Method::Micro, ..*plan };
            let results = kinds.remade(group.kind, paid_by(&scenario, account))?.run_by_draw(&one, monitor)?;
            costs[at] = results.alternatives[own].draws.iter().map(|draw| -draw.totals[PUBLIC]).collect();
        }
    }
    Ok(Followed {
        scenario: scenario.id.clone(),
        alternative: group.alternative.clone(),
        cases: group.cases.clone(),
        chances,
        costs,
        levels: outcomes.measures.iter().map(|id| levels(&scenario, &base, own, id)).collect(),
        figures: scenario.parameters.iter().map(|figure| figure.name.clone()).collect(),
        drawn: base.parameters,
    })
}

/// What is expected of a measure.
fn levels(scenario: &Scenario, results: &Results, own: usize, id: &str) -> Option<ExpectedLevels> {
    let all = measures(scenario, &results.space, &results.alternatives[0], &results.alternatives[own]);
    let found = all.into_iter().find(|measure| measure.id == id)?;
    Some(ExpectedLevels {
        start: found.start_without.mean?,
        end_without: found.end_without.mean?,
        end_with: found.end_with.mean?,
    })
}
