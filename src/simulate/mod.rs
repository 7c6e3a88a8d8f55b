//! From a scenario and a run plan to results: a pure function.
//!
//! In: a [`Scenario`] and a [`RunPlan`]. Out: [`Results`]. No printing, no files, no clock. The same for any number of
//! threads: draws are worked out in groups of [`LANES`], collected by index and added in order.
//!
//! Order of work: [`random`] draws values of parameters; [`compile`] them to hazards; [`cohort`] (exact) or [`micro`] (households)
//! give a [`ledger::trajectory::Trajectory`]; [`ledger`] turns it into euros.

pub mod cohort;
pub mod compile;
pub mod engine;
pub mod ledger;
pub mod micro;
pub mod numeric;
pub mod random;
pub mod rules;
#[cfg(test)]
pub mod tests;

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::{ItemDraw, ItemTotals, TOTALS};
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::rules::Machine;
use crate::units::Kind;
use rayon::prelude::*;

/// Draws that are worked out together.
pub const LANES: usize = 8;

/// Groups of draws for each thread of which the outcomes wait to be added.
pub const BATCH: usize = 32;

/// Groups in the first blocks of a run that goes on until there is enough; later ones are an eighth of all before them,
/// so that looking whether there is enough costs next to nothing.
const BLOCK: usize = 16;

/// More memory than this, in bytes, is refused before a run starts.
pub const MOST_MEMORY: f64 = 6e9;

/// Net benefits of more simulated futures than this are not kept one by one but counted in bins.
pub const KEPT: usize = 1_000_000;

/// Raised only when numbers change.
pub const RESULTS_VERSION: u32 = 4;

/// Which method gives the figures over draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Exact over joint states; households, where asked for, are simulated beside it.
    Cohort,
    /// Simulated households give everything: from event to event where a scenario has no history, else month by month.
    Micro,
    /// Simulated households give everything, month by month whatever the scenario: slower, and the plainest.
    Months,
}

impl Method {
    /// Its name on the command line and in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cohort => "cohort",
            Self::Micro => "micro",
            Self::Months => "months",
        }
    }
}

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunPlan {
    /// Seed of parameters and luck.
    pub seed: u64,
    /// Number of the first draw.
    pub first_draw: u64,
    /// Number of draws.
    pub draws: usize,
    /// Simulated households per draw; 0 for none.
    pub households: usize,
    /// Where figures over draws come from.
    pub method: Method,
}

/// How much a run finds out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Everything that is in [`Results`].
    All,
    /// Figures by draw: parameters, and of each alternative `draws` (without payback), `item_draws`, and sums over
    /// `households`. What is a mean over draws, goes by row, or tells single households apart is empty or 0.
    ByDraw,
}

/// Why a run gave no results.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// A drawn value outside the bounds of its kind.
    OutOfBounds {
        /// Parameter or characteristic.
        name: String,
        /// Number of the draw.
        draw: u64,
        /// The value.
        value: f64,
        /// What it stands for.
        kind: Kind,
    },
    /// An amount or a quantity of an item that no household can have.
    TooMuch {
        /// Item.
        item: String,
        /// Number of the draw.
        draw: u64,
    },
    /// Too many joint states.
    TooManyStates(f64),
    /// Too many ways for the exact method in which a cycle can go.
    TooManyWays(f64),
    /// The run would take more memory than [`MOST_MEMORY`], in bytes.
    TooLarge(f64),
    /// The exact method cannot do without households: this characteristic differs between them and steers what happens.
    NeedsHouseholds(String),
    /// Too many conditions whose entries are counted.
    TooManyEntries(usize),
    /// Too many interventions in one alternative.
    TooManyInterventions(String),
    /// Stopped on request.
    Stopped,
}

/// Hears of progress and may stop a run.
pub trait Monitor: Sync {
    /// So many more draws are done.
    fn advance(&self, draws: usize);
    /// Whether to stop.
    fn stopped(&self) -> bool;
}

/// Nobody listens.
pub struct Unwatched;

impl Monitor for Unwatched {
    fn advance(&self, _draws: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}

/// One draw of one alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawOutcome {
    /// Present value of each total for the average household, in euro.
    pub totals: [f64; TOTALS],
    /// The same less the null alternative: net benefit.
    pub net_benefit: [f64; TOTALS],
    /// Present value of the alternative's own items for each total (costs are negative).
    pub own: [f64; TOTALS],
    /// First row from which the cumulative discounted net flow of each total stays at or above 0.
    pub payback: [Option<usize>; TOTALS],
    /// Variance of net benefit between households over their number, for each total; 0 with the exact method.
    pub noise: [f64; TOTALS],
}

/// Results of one alternative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlternativeResults {
    /// By draw.
    pub draws: Vec<DrawOutcome>,
    /// By item of the scenario: mean per household over draws.
    pub items: Vec<ItemTotals>,
    /// By draw and item of the scenario.
    pub item_draws: Vec<Vec<ItemDraw>>,
    /// Mean number per household of each transition.
    pub transitions: Vec<f64>,
    /// Mean months per household in each joint state, counted as the settings say.
    pub months: Vec<f64>,
    /// Mean discounted net flow of each total by row.
    pub flows: Vec<[f64; TOTALS]>,
    /// Mean share of households in each joint state at the end of each year, year 0 first.
    pub shares: Vec<Vec<f64>>,
    /// Mean share of households in each joint state at the horizon, which need not be the end of a year.
    pub end: Vec<f64>,
    /// By draw; empty where no households were simulated, and for the null alternative.
    pub households: Vec<Households>,
    /// Net benefits of all those households for each total, in bins.
    pub distribution: crate::simulate::engine::futures::Distribution,
}

/// Everything a run found out.
#[derive(Clone, Debug)]
pub struct Results {
    /// What was run.
    pub plan: RunPlan,
    /// Drawn values by draw and parameter, before alternatives change any.
    pub parameters: Vec<Vec<f64>>,
    /// In the order of the scenario.
    pub alternatives: Vec<AlternativeResults>,
    /// The joint states.
    pub space: Space,
    /// Relative risks that were applied as odds ratios because they would drive a chance above 1.
    pub relative_risks_capped: u64,
}

impl Results {
    /// How households were simulated: `events` or `months`; `None` where none were.
    pub fn simulation(&self, scenario: &Scenario) -> Option<&'static str> {
        let by_events = self.plan.method != Method::Months && crate::simulate::rules::history::is_plain(scenario);
        (self.plan.households > 0).then_some(if by_events { "events" } else { "months" })
    }
}

/// Whether what was found so far is enough.
pub type Enough<'a> = &'a (dyn Fn(&[AlternativeResults]) -> bool + Sync);

/// Runs a scenario.
///
/// # Errors
/// A drawn value outside its bounds, a scenario too large for the engine, or a stop on request.
pub fn run(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, Fault> {
    run_until(scenario, plan, monitor, None)
}

/// Runs a scenario for figures by draw alone ([`Detail::ByDraw`]): by simulation that takes two thirds of the time. The figures
/// are those of [`run`] but for rounding.
///
/// # Errors
/// As of [`run`].
pub fn run_by_draw(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, Fault> {
    // The exact method gives figures by draw without households.
    let households = if plan.method == Method::Cohort { 0 } else { plan.households };
    run_engine(
        crate::simulate::engine::group::Engine::new(scenario, RunPlan { households, ..*plan }, Detail::ByDraw)?,
        monitor,
        None,
    )
}

/// Runs a scenario until there is enough: asked after each block of draws, with what was found so far by alternative (of
/// which only the lists by draw are complete). The results are those of a plain run of so many draws, bit for bit; the
/// draws of the plan are the most. Blocks are the same for any number of threads.
///
/// # Errors
/// As of [`run`].
pub fn run_until(
    scenario: &Scenario,
    plan: &RunPlan,
    monitor: &dyn Monitor,
    enough: Option<Enough>,
) -> Result<Results, Fault> {
    let mut engine = crate::simulate::engine::group::Engine::new(scenario, *plan, Detail::All)?;
    engine.may_stop_early = enough.is_some();
    run_engine(engine, monitor, enough)
}

fn run_engine(
    engine: crate::simulate::engine::group::Engine,
    monitor: &dyn Monitor,
    enough: Option<Enough>,
) -> Result<Results, Fault> {
    let (scenario, plan) = (engine.scenario, engine.plan);
    let groups = plan.draws.div_ceil(LANES);
    let one = |index| {
        if monitor.stopped() {
            return Err(Fault::Stopped);
        }
        let part = engine.run(index, monitor)?;
        monitor.advance(LANES.min(plan.draws - index * LANES));
        Ok(part)
    };
    let mut sums = crate::simulate::engine::gather::Sums::new(scenario, &engine.space);
    // Batches, so that not all parts are kept at once. Parts are added in order: batches change no sum, and the fault
    // that is reported is that of the first group that has one.
    let batch = BATCH * rayon::current_num_threads();
    let mut done = 0;
    while done < groups {
        let border = enough.map_or(groups, |_| groups.min(done + BLOCK.max(done / 8)));
        for first in (done..border).step_by(batch) {
            let parts: Vec<Result<crate::simulate::engine::group::Part, Fault>> =
                (first..border.min(first + batch)).into_par_iter().map(one).collect();
            for part in parts {
                sums.add(part?);
            }
        }
        done = border;
        if enough.is_some_and(|enough| enough(&sums.alternatives)) {
            break;
        }
    }
    let plan = RunPlan { draws: plan.draws.min(done * LANES), ..plan };
    let distributions = engine.distributions();
    Ok(sums.finish(plan, engine.space, distributions))
}

/// The method for figures over draws where the user names none: exact where it can be, else by simulation.
///
/// # Errors
/// A scenario too large for the engine.
pub fn best_method(scenario: &Scenario) -> Result<Method, Fault> {
    let space = Space::new(scenario).map_err(Fault::TooManyStates)?;
    let machines: Vec<Machine> = scenario.alternatives.iter().map(|one| Machine::new(scenario, one)).collect();
    Ok(if crate::simulate::engine::group::graphs(&machines, &space).is_ok() { Method::Cohort } else { Method::Micro })
}
