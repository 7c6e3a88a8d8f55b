//! Exits of a situation: what the hazard of a transition depends on.
//!
//! In: the rules of an alternative, a situation. Out: [`GraphExit`]. Situations in which an exit depends on the same
//! things share it.

use crate::model::{Clock, Condition, Origin, Ratio, Strength};
use crate::simulate::cohort::graph::GraphExit;
use crate::simulate::compile::clock::Moment;
use crate::simulate::rules::episode::Stage;
use crate::simulate::rules::{Rules, Situation, looks_at_time};

/// All that the hazard of a transition depends on in a situation.
pub(crate) fn exit(rules: &Rules, characteristics: &[f64], situation: &Situation, transition: usize) -> GraphExit {
    let scenario = &rules.scenario;
    let own = &scenario.transitions[transition];
    let mut found = GraphExit {
        transition,
        modifiers: vec![],
        at_times: vec![],
        responding: vec![],
        off: vec![],
        effects_at_times: vec![],
        since: vec![0; situation.since.len()],
        ends: rules.ends(transition),
    };
    for (place, modifier) in own.modifiers.iter().enumerate() {
        let evaluate = |part: &Condition, moment: &Moment| rules.holds(part, situation, moment);
        match residue(rules, characteristics, situation, &modifier.condition, &evaluate) {
            Ok(true) => found.modifiers.push(place as u32),
            Ok(false) => continue,
            Err(rest) => found.at_times.push((place as u32, rest)),
        }
        let changed = rules.alternative.modifiers.iter().find(|(at, of, _)| (*at, *of) == (transition, place));
        let ratio = changed.map_or(Some(modifier.ratio), |(_, _, ratio)| *ratio);
        let clock = ratio.and_then(|ratio| ratio_clock(rules, ratio.number()));
        look(rules, situation, clock, &mut found.since);
    }
    for (at, intervention) in rules.alternative.interventions.iter().enumerate() {
        let acts = intervention.effects.iter().enumerate().filter(|(_, effect)| effect.transition == transition);
        let Stage::Running { elapsed, responds: true } = situation.stages[at] else { continue };
        let mut touches = false;
        for (place, effect) in acts {
            let name = (at as u32, place as u32);
            let evaluate = |part: &Condition, moment: &Moment| rules.holds(part, situation, moment);
            match residue(rules, characteristics, situation, &effect.condition, &evaluate) {
                Ok(true) => {}
                Ok(false) => {
                    found.off.push(name);
                    continue;
                }
                Err(rest) => found.effects_at_times.push((name, rest)),
            }
            touches = true;
            look(rules, situation, ratio_clock(rules, effect.ratio.number()), &mut found.since);
        }
        if touches {
            found.responding.push((at as u32, intervention.fixed_start().is_none().then_some(elapsed)));
        }
    }
    for clock in strength_clocks(rules, transition) {
        look(rules, situation, Some(clock), &mut found.since);
    }
    found
}

fn look(rules: &Rules, situation: &Situation, clock: Option<usize>, since: &mut [u32]) {
    if let Some(clock) = clock
        && matches!(rules.scenario.clocks[clock], Clock::Since(_))
    {
        since[clock] = situation.since[clock];
    }
}

fn ratio_clock(rules: &Rules, number: crate::model::Number) -> Option<usize> {
    match number.origin {
        Origin::Table(table) => Some(rules.scenario.tables[table].clock),
        _ => None,
    }
}

/// Clocks by which the strength of a transition goes, with those of the other exits that it was observed with.
fn strength_clocks(rules: &Rules, transition: usize) -> Vec<usize> {
    // Most scenarios have none, and all transitions need not be looked through for each of them.
    if rules.scenario.clocks.is_empty() {
        return Vec::new();
    }
    let own = &rules.scenario.transitions[transition];
    let row = rules.scenario.transitions.iter().enumerate();
    let row = row.filter(|(_, other)| (other.domain, other.from) == (own.domain, own.from));
    let of = |(index, other): (usize, &crate::model::Transition)| {
        let changed = rules.alternative.transitions.iter().find(|(changed, _)| *changed == index);
        match *changed.map_or(&other.strength, |(_, strength)| strength) {
            Strength::Duration { clock, .. } => Some(clock),
            strength => strength.number().and_then(|number| ratio_clock(rules, number)),
        }
    };
    row.filter_map(of).collect()
}

/// A condition in a situation: whether it holds, or what is left of it that depends on the time since the start.
/// `evaluate` evaluates parts that do not look at that time.
pub(crate) fn residue(
    rules: &Rules,
    characteristics: &[f64],
    situation: &Situation,
    condition: &Condition,
    evaluate: &impl Fn(&Condition, &Moment) -> bool,
) -> Result<bool, Condition> {
    let list = |parts: &[Condition], neutral: bool| {
        let mut left = Vec::new();
        for part in parts {
            match residue(rules, characteristics, situation, part, evaluate) {
                Ok(value) if value == neutral => {}
                Ok(value) => return Ok(value),
                Err(rest) => left.push(rest),
            }
        }
        match left.len() {
            0 => Ok(neutral),
            _ => Err(left),
        }
    };
    match condition {
        Condition::All(parts) => list(parts, true).map_err(Condition::All),
        Condition::Any(parts) => list(parts, false).map_err(Condition::Any),
        Condition::Not(part) => match residue(rules, characteristics, situation, part, evaluate) {
            Ok(value) => Ok(!value),
            Err(rest) => Err(Condition::Not(Box::new(rest))),
        },
        simple if looks_at_time(&rules.scenario, simple) => Err(simple.clone()),
        simple => Ok(evaluate(simple, &Moment { cycle: 0, since: &situation.since, characteristics })),
    }
}

/// Whether the hazard of an exit differs from cycle to cycle.
pub(crate) fn by_cycle(rules: &Rules, exit: &GraphExit) -> bool {
    let scenario = &rules.scenario;
    let by_time = |clock: usize| !matches!(scenario.clocks[clock], Clock::Since(_));
    let modifiers = exit.modifiers.iter().chain(exit.at_times.iter().map(|(place, _)| place));
    let of_modifiers = modifiers.map(|place| scenario.transitions[exit.transition].modifiers[*place as usize].ratio);
    let changed = rules.alternative.modifiers.iter().filter(|(transition, _, _)| *transition == exit.transition);
    let of_effects = exit.responding.iter().flat_map(|(at, _)| &rules.alternative.interventions[*at as usize].effects);
    let ratios: Vec<Ratio> = of_modifiers
        .chain(changed.filter_map(|(_, _, ratio)| *ratio))
        .chain(of_effects.map(|effect| effect.ratio))
        .collect();
    !exit.at_times.is_empty()
        || !exit.effects_at_times.is_empty()
        || exit.responding.iter().any(|(_, elapsed)| elapsed.is_none())
        || strength_clocks(rules, exit.transition).into_iter().any(by_time)
        || ratios.iter().filter_map(|ratio| ratio_clock(rules, ratio.number())).any(by_time)
}
