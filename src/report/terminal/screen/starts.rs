//! Results by start state, for the alternative that is told.
//!
//! In: answers by start. Out: a part of a screen: a line for each domain of which the start is a mix, the one in which the
//! states differ most first.

use crate::analyse::{AlternativeByStart, StartAnswer, Verdict};
use crate::report::terminal::screen::context::{Context, Part};

/// Domains that are shown.
const DOMAINS: usize = 2;

/// A state with what comes out for it.
struct OfState<'a> {
    start: &'a StartAnswer,
    found: &'a AlternativeByStart,
}

/// For whom it pays.
pub(crate) fn starts(context: &Context) -> Part {
    let mut mixes: Vec<Vec<OfState>> = Vec::new();
    for start in &context.answer.by_start {
        let found = start.alternatives.iter().find(|alternative| alternative.id == context.told.id);
        let Some(found) = found else { continue };
        match mixes.last_mut().filter(|mix| mix[0].start.domains == start.domains) {
            Some(mix) => mix.push(OfState { start, found }),
            None => mixes.push(vec![OfState { start, found }]),
        }
    }
    if mixes.is_empty() {
        return Part::default();
    }
    mixes.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    let mut part = Part::default();
    let draws = mixes[0][0].start.draws;
    let shown = context.first(mixes, DOMAINS, "left_out_starts", &mut part.left_out);
    let key = if draws < context.answer.draws { "starts_head_first" } else { "starts_head" };
    part.lines = context.wrap(&context.text(key, &[("draws", context.numbers.whole(draws as f64))]));
    part.lines.extend(shown.into_iter().flat_map(|mix| context.bullet(&line(context, mix))));
    part
}

/// How far the states lie apart: the variance between them.
fn spread(mix: &[OfState]) -> f64 {
    let mean = |one: &OfState| one.found.headline().mean;
    let centre: f64 = mix.iter().map(|one| one.start.share * mean(one)).sum();
    mix.iter().map(|one| one.start.share * (mean(one) - centre) * (mean(one) - centre)).sum()
}

/// One domain: the states in which it pays first.
fn line(context: &Context, mut mix: Vec<OfState>) -> String {
    mix.sort_by(|a, b| b.found.headline().mean.total_cmp(&a.found.headline().mean));
    let scenario = context.scenario;
    let domain = |id: &String| {
        let known = scenario.domains.iter().find(|known| known.id == *id);
        known.map_or_else(|| id.clone(), |known| context.own(&known.label, id))
    };
    let state = |domain: &String, id: &String| {
        let of = scenario.domains.iter().find(|known| known.id == *domain);
        let known = of.and_then(|of| of.states.iter().find(|known| known.id == *id));
        known.map_or_else(|| id.clone(), |known| context.own(&known.label, id))
    };
    let part = |one: &OfState| {
        let named = one.start.domains.iter().zip(&one.start.states);
        let names: Vec<String> = named.map(|(domain, id)| state(domain, id)).collect();
        let key = match one.found.verdict {
            Verdict::Pays => "starts_pays",
            Verdict::Costs => "starts_costs",
            Verdict::Uncertain => "starts_uncertain",
            Verdict::Nothing => "starts_nothing",
        };
        let key = match key {
            "starts_pays" if !context.answer.has_spread() => "starts_pays_one",
            "starts_costs" | "starts_uncertain" if !context.answer.has_spread() => "starts_costs_one",
            key => key,
        };
        let headline = one.found.headline();
        let values = [
            ("state", names.join(" + ")),
            ("share", context.numbers.percent(one.start.share)),
            ("mean", context.euro(headline.mean)),
            ("chance", context.numbers.percent(headline.probability_positive)),
        ];
        context.text(key, &values)
    };
    let domains: Vec<String> = mix[0].start.domains.iter().map(domain).collect();
    let parts: Vec<String> = mix.iter().map(part).collect();
    format!("{}: {}.", domains.join(" + "), parts.join("; "))
}
