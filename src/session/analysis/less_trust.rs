//! Runs that tell what comes out where less is believed.
//!
//! In: a prepared scenario, the draws of its run, half-widths by grade. Out: [`PlanLessTrust`]s. All runs go over the first
//! draws: the same parameters and the same luck. Which end of an effect is the cautious one is found out by running
//! both.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::less_trust::{CautiousEffect, PlanLessTrust, discounted, widened};
use crate::analyse::decision::otherwise::Otherwise;
use crate::analyse::decision::uses::effects;
use crate::analyse::statistics::design::Kept;
use crate::analyse::statistics::sample::mean;
use crate::model::{Distribution, HalfWidths};
use crate::session::analysis::variants::{Nets, first_draws, nets};
use crate::session::error::SessionError;
use crate::simulate::{Monitor, Prepared, SimulationError, Variation};
use std::collections::BTreeSet;

/// Most draws of each run.
const MOST_DRAWS: usize = 64;
/// Most draws of the runs that tell which end is the cautious one.
const END_DRAWS: usize = 16;
/// Shares of the distribution below both ends.
const ENDS: [f64; 2] = [0.1, 0.9];

/// Parameters, each with the quantile at which it is put.
type Ends = Vec<(usize, f64)>;

/// Of every plan; `percent` is the discount on effects that was asked for.
pub(super) fn of_plans(
    prepared: &Prepared,
    draws: &DecisionDraws,
    widths: &HalfWidths,
    percent: Option<f64>,
    monitor: &dyn Monitor,
) -> Result<Vec<PlanLessTrust>, SessionError> {
    let scenario = prepared.scenario();
    let run = first_draws(&draws.results.plan, MOST_DRAWS);
    let Some(first) = nets(Ok(prepared.clone()), &run, monitor)? else { return Ok(Vec::new()) };
    let told = |plan: usize, other: &Nets| {
        Otherwise::new(&draws.net(plan, Kept::ALL), &first[plan], &other[plan], draws.design)
    };
    let (wide, widened_figures) = widened(scenario, widths);
    let wide = if widened_figures > 0 { nets(Prepared::new(wide), &run, monitor)? } else { None };
    let of_plan: Vec<Vec<usize>> = (0..draws.plans()).map(|plan| effects(scenario, plan + 1)).collect();
    let all: BTreeSet<usize> = of_plan.iter().flatten().copied().collect();
    let few = first_draws(&run, END_DRAWS);
    let mut ends: Vec<(usize, [Nets; 2])> = Vec::new();
    for parameter in all {
        let at = |end: f64| nets(put(prepared, &[(parameter, end)]), &few, monitor);
        if let (Some(low), Some(high)) = (at(ENDS[0])?, at(ENDS[1])?) {
            ends.push((parameter, [low, high]));
        }
    }
    let mut known: Vec<(Ends, Option<Nets>)> = Vec::new();
    let mut found = Vec::new();
    for (plan, own) in of_plan.iter().enumerate() {
        let cautious = ends.iter().filter(|(parameter, _)| own.contains(parameter)).map(|(parameter, [low, high])| {
            let [low, high] = [low, high].map(|nets| mean(nets[plan].iter().copied()));
            (*parameter, if high < low { ENDS[1] } else { ENDS[0] })
        });
        let cautious: Ends = cautious.collect();
        if !cautious.is_empty() && !known.iter().any(|(ends, _)| *ends == cautious) {
            let nets = nets(put(prepared, &cautious), &run, monitor)?;
            known.push((cautious.clone(), nets));
        }
        let outcome = known.iter().find(|(ends, _)| *ends == cautious).and_then(|(_, nets)| nets.as_ref());
        let effect = |(parameter, end): &(usize, f64)| CautiousEffect {
            id: scenario.parameters[*parameter].name.clone(),
            is_high: *end == ENDS[1],
            value: drawn_in(prepared, plan + 1, *parameter).quantile(*end),
        };
        found.push(PlanLessTrust {
            alternative: draws.id(plan).to_owned(),
            widened: wide.as_ref().map(|other| told(plan, other)),
            widened_figures,
            cautious: outcome.map(|other| told(plan, other)),
            effects: cautious.iter().map(effect).collect(),
            discounted: percent.map(|percent| discounted(draws, plan, percent)),
        });
    }
    Ok(found)
}

/// What is drawn of a parameter in an alternative.
fn drawn_in(prepared: &Prepared, alternative: usize, parameter: usize) -> &Distribution {
    let scenario = prepared.scenario();
    let changed = scenario.alternatives[alternative].parameters.iter().find(|(at, _)| *at == parameter);
    changed.map_or(&scenario.parameters[parameter].distribution, |(_, own)| own)
}

/// The scenario with parameters put at quantiles of what is drawn of them, in every alternative.
fn put(prepared: &Prepared, ends: &[(usize, f64)]) -> Result<Prepared, SimulationError> {
    let scenario = prepared.scenario();
    let at = |own: &Distribution, end: f64| Distribution::Fixed(own.quantile(end));
    let uncertain = ends.iter().filter(|(parameter, _)| scenario.parameters[*parameter].distribution.is_uncertain());
    let base = uncertain.map(|(parameter, end)| {
        let own = &scenario.parameters[*parameter];
        (own.name.clone(), at(&own.distribution, *end))
    });
    let variation = Variation { parameters: base.collect(), ..Variation::default() };
    let is_changed = |parameter: usize| {
        scenario.alternatives.iter().any(|own| own.parameters.iter().any(|(changed, _)| *changed == parameter))
    };
    if !ends.iter().any(|(parameter, _)| is_changed(*parameter)) {
        return prepared.vary(&variation);
    }
    let mut other = variation.apply(scenario)?;
    for (changed, own) in other.alternatives.iter_mut().flat_map(|alternative| &mut alternative.parameters) {
        if let Some((_, end)) = ends.iter().find(|(parameter, _)| parameter == changed) {
            *own = at(own, *end);
        }
    }
    Prepared::new(other)
}
