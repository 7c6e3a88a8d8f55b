//! Start states of the cohort model.
//!
//! In: the rules of an alternative. Out: combinations of states. How many start in each is not known here.

use crate::model::{Number, Origin};
use crate::simulate::rules::Rules;

/// Every combination of states in which some household may start.
pub(crate) fn states(rules: &Rules) -> Vec<Vec<u16>> {
    let mut all = vec![vec![0; rules.scenario.domains.len()]];
    for start in &rules.scenario.starts {
        let start = rules.alternative.start(start);
        let never = |share: &Option<Number>| share.is_some_and(|number| number.origin == Origin::Fixed(0.0));
        let options: Vec<_> = start.shares.iter().filter(|(_, share)| !never(share)).collect();
        let combine = |states: &Vec<u16>| {
            let with = |(chosen, _): &&(Vec<usize>, Option<Number>)| {
                let mut states: Vec<u16> = states.clone();
                start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state as u16);
                states
            };
            options.iter().map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(combine).collect();
    }
    all
}
