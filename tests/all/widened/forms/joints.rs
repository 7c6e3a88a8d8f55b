//! Which numbers are drawn together, and for what.

use super::variants::family;
use mkba::model::*;

pub fn forms(scenario: &Scenario, joint: &Joint) -> Vec<&'static str> {
    let within: Vec<usize> = joint.parameters().collect();
    let changed = scenario.alternatives.iter().flat_map(|alternative| &alternative.parameters);
    let changed = changed.into_iter().any(|(at, _)| within.contains(at));
    let is_drawn = |number: &Number| matches!(number.origin, Origin::Parameter(at) if within.contains(&at));
    let mut found = Vec::new();
    match joint {
        Joint::Correlated { .. } => {
            let all = |name: &str| within.iter().all(|at| family(&scenario.parameters[*at].distribution) == name);
            found.push(match (all("normal"), all("lognormal")) {
                (true, _) => "multivariate normal",
                (_, true) => "multivariate normal, exponentials",
                _ => "rank correlation",
            });
            found.extend(changed.then_some("another distribution of a correlated number"));
        }
        Joint::Shares { members } => {
            let row = scenario.transitions.iter().any(|transition| match &transition.strength {
                Strength::Observed { chance, .. } => is_drawn(chance),
                _ => false,
            });
            let stays = members.iter().any(|(member, _)| member.parameter.is_none());
            found.extend((row && !stays).then_some("row of shares of one whole"));
            found.extend((row && stays).then_some("row of shares of one whole, part of which stays"));
            let mut starts = scenario.starts.iter().flat_map(|start| &start.shares);
            let start = starts.any(|(_, share)| share.as_ref().is_some_and(is_drawn));
            found.extend(start.then_some("start with shares of one whole"));
            found.extend(changed.then_some("another distribution of a share of one whole"));
        }
    }
    let mut inputs = scenario.derived.iter().flat_map(|derived| &derived.inputs);
    let follows = inputs.any(|origin| matches!(origin, Origin::Parameter(at) if within.contains(at)));
    found.extend(follows.then_some("formula of numbers that are drawn together"));
    found
}
