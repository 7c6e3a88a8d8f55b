//! Runs that tell where a plan breaks even.
//!
//! In: a prepared scenario, its draws and additive model. Out: [`PlanBreakEven`]s. A figure gets the value that its curve
//! proposes, in all draws; the balance of that run corrects the value. Runs have the draws of the run beside them, and
//! the one plan that is looked at.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::break_even::{FigureBreakEven, PlanBreakEven, Search, break_even};
use crate::analyse::decision::known::{Models, UncertainFigure};
use crate::analyse::statistics::design::Kept;
use crate::analyse::statistics::sample::mean;
use crate::model::Distribution;
use crate::session::error::SessionError;
use crate::session::options::RunOptions;
use crate::simulate::ledger::HEADLINE;
use crate::simulate::{Method, Monitor, Prepared, RunPlan, SimulationError, Variation};

/// Most draws of each run.
const MOST_DRAWS: usize = 1024;
/// Most figures of a plan that are run.
const MOST_FIGURES: usize = 10;
/// Most runs for one figure.
const MOST_RUNS: usize = 5;
/// Part of what the plan costs that is as good as 0.
const NEAR: f64 = 0.005;
/// Smallest balance that is told from 0, euro.
const LEAST: f64 = 0.01;
/// Bytes of courses that are kept between runs that differ in prices alone.
const KEPT_BYTES: usize = 128 << 20;

/// Of the plans that were asked for, else of the best on average.
pub(super) fn of_plans(
    prepared: &Prepared,
    draws: &DecisionDraws,
    models: &Models,
    figures: &[UncertainFigure],
    options: &RunOptions,
    monitor: &dyn Monitor,
) -> Result<Vec<PlanBreakEven>, SessionError> {
    let average = |plan: usize| mean(draws.net(plan, Kept::ALL).into_iter());
    let best = (0..draws.plans()).reduce(|best, next| if average(next) > average(best) { next } else { best });
    let plans: Vec<usize> = match options.alternatives.is_empty() {
        true => best.into_iter().collect(),
        false => (0..draws.plans()).collect(),
    };
    let mut found = Vec::new();
    for plan in plans {
        let mut answer = break_even(draws, models, figures, plan);
        // By simulation a run takes too long, and its noise would hide the balance.
        if draws.results.plan.method == Method::Cohort {
            correct(prepared, draws, plan, &mut answer, monitor)?;
        }
        found.push(answer);
    }
    Ok(found)
}

fn correct(
    prepared: &Prepared,
    draws: &DecisionDraws,
    plan: usize,
    answer: &mut PlanBreakEven,
    monitor: &dyn Monitor,
) -> Result<(), SessionError> {
    let scenario = prepared.scenario().clone().with_alternatives(std::slice::from_ref(&answer.alternative));
    let Ok(scenario) = scenario else { return Ok(()) };
    let one = Prepared::new(scenario)?.keeping_courses(KEPT_BYTES);
    let base = draws.results.plan;
    let run = RunPlan { draws: base.draws.min(MOST_DRAWS), households: 0, ..base };
    let net = &draws.results.alternatives[plan + 1].draws;
    let first = mean(net.iter().take(run.draws).map(|draw| draw.net_benefit[HEADLINE]));
    // What the first draws differ by from all of them.
    let off = mean(net.iter().map(|draw| draw.net_benefit[HEADLINE])) - first;
    let balance = |id: &str, value: f64| -> Result<Option<f64>, SessionError> {
        let variation =
            Variation { parameters: vec![(id.to_owned(), Distribution::Fixed(value))], ..Variation::default() };
        let results = one.vary(&variation).and_then(|varied| varied.run_by_draw(&run, monitor));
        match results {
            Ok(results) => {
                let own = results.alternatives[1].draws.iter().map(|draw| draw.net_benefit[HEADLINE]);
                Ok(Some(mean(own) + off))
            }
            // A value that its place does not allow is none.
            Err(SimulationError::OutOfBounds { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    };
    let near = (NEAR * answer.plan_cost).max(LEAST);
    let with_value = answer.figures.iter_mut().filter(|figure| figure.value.is_some());
    for figure in with_value.take(MOST_FIGURES) {
        let mut search = Search::new(figure, near);
        let mut next = figure.value;
        for _ in 0..MOST_RUNS {
            let Some(value) = next else { break };
            let Some(found) = balance(&figure.id, value)? else { break };
            next = search.after(value, found, figure.slope);
        }
        (figure.value, figure.balance) = search.found().unzip();
    }
    let tells = |figure: &FigureBreakEven| {
        figure.value.is_some() || figure.even_chance.is_some() || figure.good_chance.is_some()
    };
    let before = answer.figures.len();
    answer.figures.retain(tells);
    answer.out_of_range += before - answer.figures.len();
    Ok(())
}
