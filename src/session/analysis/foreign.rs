//! Answers about draws of another model.
//!
//! In: [`ForeignDraws`]. Out: a [`ForeignAnalysis`]: alternatives, drivers, information and risk, as of a run of our own. The
//! distributions of figures are not known, so that each is taken for the values that it has in the draws, and a draw is
//! placed by the rank of its value among them. Draws are taken as independent.

use crate::analyse::answer::Labels;
use crate::analyse::decision::additive::Figures;
use crate::analyse::decision::alternatives::{Choice, Plane, acceptable, choice};
use crate::analyse::decision::drivers::drivers;
use crate::analyse::decision::information::{Information, information};
use crate::analyse::decision::known::{Models, figures};
use crate::analyse::decision::risk::risk;
use crate::analyse::decision::{Analysis, DecisionDraws, DecisionQuestion};
use crate::diagnostics::{Message, Sources};
use crate::model::{
    About, Alternative, Count, DiscountAt, Distribution, Evidence, Parameter, Sampling, Scenario, Settings, Text,
};
use crate::read::draws::{ForeignDraws, ForeignUnits};
use crate::session::analysis::AnalysisOptions;
use crate::session::error::SessionError;
use crate::session::identity;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::{HEADLINE, TOTALS};
use crate::simulate::{AlternativeResults, DrawOutcome, Method, RESULTS_VERSION, Results, RunPlan, SimulationError};
use crate::units::{Cycle, DiscountRate, Discounting, PriceYear};
use std::sync::Arc;

/// Questions that draws alone can answer.
const ASKED: [DecisionQuestion; 4] =
    [DecisionQuestion::Drivers, DecisionQuestion::Alternatives, DecisionQuestion::Information, DecisionQuestion::Risk];

/// Name of the effect, as its column is called.
const EFFECT: &str = "effect";

/// What came of an analysis of draws.
#[derive(Clone, Debug)]
pub struct ForeignAnalysis {
    /// What the draws are of: alternatives and figures alone.
    pub scenario: Scenario,
    /// What they are taken for.
    pub plan: RunPlan,
    /// The answers.
    pub answer: Analysis,
    /// The list.
    pub sources: Sources,
}

/// Answers questions about draws of another model; `id` is what they are called.
///
/// # Errors
/// A question that draws alone cannot answer.
pub fn analyse_draws(draws: ForeignDraws, id: &str, asked: &AnalysisOptions) -> Result<ForeignAnalysis, SessionError> {
    if let Some(other) = asked.questions.iter().find(|question| !ASKED.contains(question)) {
        let known = ASKED.map(DecisionQuestion::key).join(", ");
        return Err(SessionError::Draws(
            Message::new("draws_question").with("found", other.key()).with("known", known),
        ));
    }
    let scenario = scenario(&draws, id)?;
    let plan = RunPlan { seed: 0, first_draw: 0, draws: draws.draws, households: 0, method: Method::Micro };
    let results = results(&draws, &scenario, plan)?;
    let about = DecisionDraws::new(&scenario, &results);
    let chances: Vec<Vec<f64>> = scenario.parameters.iter().map(|figure| chances(&draws, figure)).collect();
    let additive = Figures::new(&scenario, &chances);
    let known = figures(&scenario, &additive);
    let by_figure = asked.has(DecisionQuestion::Drivers) || asked.has(DecisionQuestion::Information);
    let models = if by_figure { Models::new(&additive, &about) } else { None };
    let told = |question: DecisionQuestion| models.as_ref().filter(|_| asked.has(question));
    // What figures have in common is not known.
    let alone = |found: Information| Information { groups: Vec::new(), ..found };
    let answer = Analysis {
        id: identity::id(&format!("{:?}", (&draws.alternatives, &draws.net_benefit, &draws.figures)), &plan),
        results_version: RESULTS_VERSION,
        engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        values_set: Vec::new(),
        seed: plan.seed,
        draws: plan.draws,
        households: plan.households,
        method: plan.method.name(),
        sampling: scenario.settings.sampling.key(),
        // Not known: nothing says of which year the amounts are.
        price_year: 0,
        drawn_figures: known.len(),
        drivers: told(DecisionQuestion::Drivers).map(|models| drivers(&about, models, &known)),
        choices: None,
        break_even: None,
        waiting: None,
        alternatives: asked.has(DecisionQuestion::Alternatives).then(|| with_units(choice(&about), &draws)),
        information: told(DecisionQuestion::Information).map(|models| alone(information(&about, models, &known))),
        evidence: None,
        less_trust: None,
        risk: asked.has(DecisionQuestion::Risk).then(|| risk(&about)),
        labels: Labels::of(&scenario),
    };
    Ok(ForeignAnalysis { plan, answer, sources: draws.sources, scenario })
}

/// The choice with what costs and effects of the table tell of it: acceptability and the cost-effectiveness plane.
fn with_units(choice: Choice, draws: &ForeignDraws) -> Choice {
    let plane = |units: &ForeignUnits| Plane {
        effect: EFFECT.to_owned(),
        more_costs: units.more_costs.clone(),
        gained: units.gained.clone(),
    };
    let Some((plane, units)) = draws.units.as_ref().map(|units| (plane(units), units)) else { return choice };
    Choice { acceptability: vec![acceptable(&draws.alternatives, &plane, units.value)], planes: vec![plane], ..choice }
}

/// Alternatives and figures, and nothing else.
fn scenario(draws: &ForeignDraws, id: &str) -> Result<Scenario, SessionError> {
    let text = |text: &str| Text { nl: text.to_owned(), en: text.to_owned() };
    let too_odd = || SessionError::Draws(Message::new("draws_empty"));
    let alternative = |id: &String| Alternative { id: id.clone(), label: text(id), ..Alternative::default() };
    let figure = |(name, values): &(String, Vec<f64>)| Parameter {
        name: name.clone(),
        label: text(name),
        unit: String::new(),
        distribution: distribution(values),
        evidence: Evidence::none(),
    };
    let mut parameters: Vec<Parameter> = draws.figures.iter().map(figure).collect();
    parameters.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Scenario {
        id: id.to_owned(),
        title: text(id),
        about: About::default(),
        settings: Settings {
            cycle: Cycle::YEAR,
            horizon: 0,
            calendar_start: 0,
            // Nobody knows of which year the amounts are.
            price_year: PriceYear::new(2000).ok_or_else(too_odd)?,
            count: Count::End,
            discount_at: DiscountAt::Middle,
            discounting: Discounting::constant(DiscountRate::per_year(0.0).ok_or_else(too_odd)?),
            discount_rates: Vec::new(),
            draws: draws.draws,
            households: 0,
            seed: 0,
            sampling: Sampling::Random,
        },
        parameters,
        alternatives: draws.alternatives.iter().map(alternative).collect(),
        characteristics: Vec::new(),
        clocks: Vec::new(),
        tables: Vec::new(),
        joints: Vec::new(),
        undrawn: Vec::new(),
        derived: Vec::new(),
        domains: Vec::new(),
        starts: Vec::new(),
        transitions: Vec::new(),
        accounts: Vec::new(),
        task_fields: Vec::new(),
        items: Vec::new(),
        measures: Vec::new(),
        problems: Vec::new(),
        questions: Vec::new(),
    })
}

/// The values that a figure has, with the share of draws that have each.
fn distribution(values: &[f64]) -> Distribution {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut found: Vec<(f64, f64)> = Vec::new();
    let share = 1.0 / sorted.len().max(1) as f64;
    for value in sorted {
        match found.last_mut() {
            Some((known, sum)) if *known == value => *sum += share,
            _ => found.push((value, share)),
        }
    }
    match found.as_slice() {
        [(value, _)] => Distribution::Fixed(*value),
        [] => Distribution::Fixed(0.0),
        _ => Distribution::Discrete(found),
    }
}

/// By draw the middle of the chances that belong to its value; none where it never differs.
fn chances(draws: &ForeignDraws, figure: &Parameter) -> Vec<f64> {
    let Distribution::Discrete(known) = &figure.distribution else { return Vec::new() };
    let values = draws.figures.iter().find(|(name, _)| *name == figure.name).map_or(&[][..], |(_, values)| values);
    let mut below = 0.0;
    let middles: Vec<f64> = known
        .iter()
        .map(|(_, share)| {
            below += share;
            below - share / 2.0
        })
        .collect();
    let middle = |value: &f64| middles.get(known.partition_point(|(known, _)| known < value)).copied().unwrap_or(0.5);
    values.iter().map(middle).collect()
}

/// The draws as results of a run.
fn results(draws: &ForeignDraws, scenario: &Scenario, plan: RunPlan) -> Result<Results, SessionError> {
    let outcome = |value: f64| {
        let mut net_benefit = [0.0; TOTALS];
        net_benefit[HEADLINE] = value;
        let zero = [0.0; TOTALS];
        DrawOutcome { totals: zero, net_benefit, own: zero, gross: 0.0, payback: [None; TOTALS], noise: zero }
    };
    let of = |values: Vec<f64>| AlternativeResults {
        draws: values.into_iter().map(outcome).collect(),
        item_draws: vec![Vec::new(); draws.draws],
        ..AlternativeResults::default()
    };
    let all = std::iter::once(vec![0.0; draws.draws]).chain(draws.net_benefit.iter().cloned());
    Ok(Results {
        plan,
        parameters: Vec::new(),
        alternatives: all.map(of).collect(),
        space: Arc::new(Space::new(scenario).map_err(SimulationError::TooManyStates)?),
        relative_risks_capped: 0,
        capped_draws: 0,
    })
}
