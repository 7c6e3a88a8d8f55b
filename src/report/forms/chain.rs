//! The chain of a plan: solution, result in the field, effect, and the signal by which one sees early whether it works.
//!
//! In: a page about an alternative. Out: a [`Link`] for each thing that is done. Every figure is that of the run.

use crate::analyse::QuantityAnswer;
use crate::model::{Intervention, Scenario};
use crate::report::html::Page;
use crate::report::words::wrap::plain;
use std::collections::BTreeSet;

/// Results that are told of one thing that is done.
const RESULTS: usize = 2;
const HUNDRED: f64 = 100.0;
/// Differences in a hundred below this say nothing.
const SMALL: f64 = 0.5;

/// What is done, and what follows.
pub(super) struct Link {
    /// What is done.
    pub(super) solution: String,
    /// What then happens more or less often, or takes longer or shorter.
    pub(super) results: Vec<String>,
    /// What escalates less by it, or where households are longer.
    pub(super) effect: String,
    /// What can be seen after a year.
    pub(super) signal: String,
}

/// The chain of the alternative that is told.
pub(super) fn links(page: &Page<'_>) -> Vec<Link> {
    let alternative = &page.context.scenario.alternatives[page.alternative()];
    alternative.interventions.iter().map(|done| link(page, done)).collect()
}

fn link(page: &Page<'_>, done: &Intervention) -> Link {
    let scenario = page.context.scenario;
    let moved = done.moves.iter().map(|one| one.domain);
    let acted = done.effects.iter().map(|effect| scenario.transitions[effect.transition].domain);
    let domains: BTreeSet<usize> = moved.chain(acted).filter(|domain| !scenario.domains[*domain].auxiliary).collect();
    let open = || page.text("chain_open", &[]);
    Link {
        solution: plain(&page.context.own(&done.label, &done.name)),
        results: results(page, done),
        effect: effect(page, &domains).unwrap_or_else(open),
        signal: signal(page, &domains).unwrap_or_else(open),
    }
}

/// Moves at once, and the transitions that it changes most, per 100.
fn results(page: &Page<'_>, done: &Intervention) -> Vec<String> {
    let scenario = page.context.scenario;
    let at_once = done.moves.iter().map(|one| {
        let [from, to] = [one.from, one.to].map(|state| state_name(page, one.domain, state));
        page.text("chain_at_once", &[("from", from), ("to", to)])
    });
    let mut found: Vec<String> = at_once.take(RESULTS).collect();
    let times = |transition: usize| {
        let name = &scenario.transitions[transition].name;
        page.context.told.quantities.iter().find(|one| one.unit == "times" && one.id == *name)
    };
    let mut changed: Vec<(usize, &QuantityAnswer)> = done
        .effects
        .iter()
        .filter_map(|effect| Some((effect.transition, times(effect.transition)?)))
        .filter(|(_, one)| ((one.with - one.without) * HUNDRED).abs() >= SMALL)
        .collect();
    changed.sort_by(|a, b| {
        let size = |one: &QuantityAnswer| (one.with - one.without).abs();
        size(b.1).total_cmp(&size(a.1)).then(a.0.cmp(&b.0))
    });
    for (transition, one) in changed.into_iter().take(RESULTS.saturating_sub(found.len())) {
        let of = &scenario.transitions[transition];
        let key = if one.with < one.without { "chain_less" } else { "chain_more" };
        let values = [
            ("from", state_name(page, of.domain, of.from)),
            ("to", state_name(page, of.domain, of.to)),
            ("without", of_hundred(page, one.without)),
            ("with", of_hundred(page, one.with)),
        ];
        found.push(page.text(key, &values));
    }
    found
}

/// The escalation into these domains that differs most, else the state in which households are longer or shorter.
fn effect(page: &Page<'_>, domains: &BTreeSet<usize>) -> Option<String> {
    let told = page.context.told;
    let into = told
        .escalation
        .by_state
        .iter()
        .find(|one| domains.contains(&one.domain) && ((one.without - one.with) * HUNDRED).abs() >= SMALL);
    if let Some(into) = into {
        let values = [
            ("state", state_name(page, into.domain, into.state)),
            ("without", of_hundred(page, into.without)),
            ("with", of_hundred(page, into.with)),
        ];
        return Some(page.text("chain_escalation", &values));
    }
    let scenario = page.context.scenario;
    let months = domains.iter().flat_map(|domain| {
        scenario.domains[*domain].states.iter().enumerate().filter_map(move |(at, state)| {
            let id = format!("{}: {}", scenario.domains[*domain].id, state.id);
            let found = told.quantities.iter().find(|one| one.unit == "months" && one.id == id)?;
            Some((*domain, at, found))
        })
    });
    let (domain, state, found) =
        months.max_by(|a, b| (a.2.with - a.2.without).abs().total_cmp(&(b.2.with - b.2.without).abs()))?;
    let decimal = |value: f64| page.context.numbers.decimal(value, 1);
    let values = [
        ("state", state_name(page, domain, state)),
        ("without", decimal(found.without)),
        ("with", decimal(found.with)),
    ];
    (decimal(found.without) != decimal(found.with)).then(|| page.text("chain_months", &values))
}

/// Where households are after a year, in the state that then differs most: by it one sees early whether it is on course.
fn signal(page: &Page<'_>, domains: &BTreeSet<usize>) -> Option<String> {
    let results = &page.run.results;
    let own = &results.alternatives[page.alternative()];
    let null = &results.alternatives[0];
    let early = own.shares.len() > 1;
    let [without, with] = [null, own].map(|one| if early { one.shares.get(1) } else { Some(&one.end) });
    let (without, with) = (without?, with?);
    let mut best: Option<(usize, usize, f64, f64)> = None;
    for domain in domains {
        let states = page.context.scenario.domains[*domain].states.len();
        let mut shares = vec![(0.0, 0.0); states];
        for (joint, (a, b)) in without.iter().zip(with).enumerate() {
            let state = results.space.decode(joint)[*domain];
            shares[state].0 += a;
            shares[state].1 += b;
        }
        for (state, (a, b)) in shares.into_iter().enumerate() {
            if best.is_none_or(|(_, _, a0, b0)| (b - a).abs() > (b0 - a0).abs()) {
                best = Some((*domain, state, a, b));
            }
        }
    }
    let (domain, state, a, b) = best.filter(|(_, _, a, b)| ((b - a) * HUNDRED).abs() >= SMALL)?;
    let settings = &page.context.scenario.settings;
    let months = if early { 12.0 } else { settings.horizon as f64 * settings.cycle.months() };
    let values = [
        ("months", page.context.numbers.whole(months)),
        ("state", state_name(page, domain, state)),
        ("with", of_hundred(page, b)),
        ("without", of_hundred(page, a)),
    ];
    Some(page.text("chain_signal", &values))
}

fn of_hundred(page: &Page<'_>, times: f64) -> String {
    page.context.numbers.decimal(times * HUNDRED, u8::from(times * HUNDRED < 10.0))
}

fn state_name(page: &Page<'_>, domain: usize, state: usize) -> String {
    let scenario: &Scenario = page.context.scenario;
    let of = &scenario.domains[domain];
    let label = &of.states[state];
    format!("{}: {}", plain(&page.context.own(&of.label, &of.id)), plain(&page.context.own(&label.label, &label.id)))
}
