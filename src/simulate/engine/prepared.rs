//! Prepared scenarios: everything that is worked out once per scenario, to run it many times.
//!
//! In: a [`Scenario`]. Out: [`Prepared`]: joint states, transition rules, graphs of the exact method, plans of items,
//! discount factors. It is immutable and can be shared by threads; it owns its scenario. Runs follow in `run`.

use crate::model::{Condition, Distribution, Evidence, MOST_INTERVENTIONS, Scenario};
use crate::simulate::cohort::graph::Graph;
use crate::simulate::compile::discounting::Timing;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::engine::course_cache::CourseCache;
use crate::simulate::engine::variation::Variation;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::factors::{
    FactorClasses, characteristic_keys, characteristic_means, characteristics_looked_at, is_random,
    steering_characteristic,
};
use crate::simulate::ledger::item_plan::ItemPlan;
use crate::simulate::ledger::trajectory::Sizes;
use crate::simulate::micro::events::exit_layout::Layout;
use crate::simulate::micro::months::MonthRules;
use crate::simulate::micro::value::outcome::Escalation;
use crate::simulate::plan::Method;
use crate::simulate::random::parameter_draw::{ParameterSampler, SharedDraws};
use crate::simulate::rules::history::is_plain;
use crate::simulate::rules::{MOST_ENTRIES, Rules, special_times};
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// A scenario that is ready to be run.
///
/// Runs with other draws, seeds, households and methods follow from the same one ([`Self::run`]), runs with other
/// values from [`Self::vary`]. What only one method needs is worked out when it is first asked for, and kept.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) scenario: Arc<Scenario>,
    /// The joint states.
    pub(crate) space: Arc<Space>,
    pub(crate) timing: Arc<Timing>,
    pub(crate) escalation: Arc<Escalation>,
    /// Transition rules, by alternative.
    pub(crate) rules: Arc<[Rules]>,
    /// Conditions of which the time is counted that are not about states alone.
    pub(crate) times: Vec<Condition>,
    pub(crate) items: Arc<[ItemPlan]>,
    /// Characteristics by which items are multiplied.
    pub(crate) classes: FactorClasses,
    pub(crate) characteristic_means: Vec<f64>,
    /// Keys of the household's random numbers for its characteristics.
    pub(crate) characteristic_keys: Vec<u64>,
    /// Some characteristic differs between households.
    pub(crate) households_differ: bool,
    /// Number of the first household that is simulated.
    pub(crate) first_household: usize,
    /// Draws its parameters.
    pub(crate) sampler: ParameterSampler,
    graphs: Arc<OnceLock<Result<Vec<Graph>, SimulationError>>>,
    exit_layout: Arc<OnceLock<Layout>>,
    month_rules: Arc<OnceLock<Vec<MonthRules>>>,
    /// Expected courses of former runs, where they are kept.
    pub(crate) courses: Option<Arc<CourseCache>>,
}

impl Prepared {
    /// Prepares a scenario.
    ///
    /// # Errors
    /// A scenario too large for the engine, or one whose parts do not fit together.
    pub fn new(scenario: impl Into<Arc<Scenario>>) -> Result<Self, SimulationError> {
        let scenario: Arc<Scenario> = scenario.into();
        let too_many =
            scenario.alternatives.iter().find(|alternative| alternative.interventions.len() > MOST_INTERVENTIONS);
        if let Some(alternative) = too_many {
            return Err(SimulationError::TooManyInterventions(alternative.id.clone()));
        }
        check(&scenario)?;
        let space = Space::new(&scenario).map_err(SimulationError::TooManyStates)?;
        let rules = rules(&scenario);
        let entries = rules.first().map_or(0, |rules| rules.entries.len());
        if entries > MOST_ENTRIES {
            return Err(SimulationError::TooManyEntries(entries));
        }
        Ok(Self {
            timing: Arc::new(Timing::new(&scenario)),
            escalation: Arc::new(Escalation::new(&scenario, &space)),
            times: special_times(&scenario),
            items: ItemPlan::all(&scenario, &space).into(),
            classes: FactorClasses::new(&scenario),
            characteristic_means: characteristic_means(&scenario),
            characteristic_keys: characteristic_keys(&scenario),
            households_differ: households_differ(&scenario),
            first_household: 0,
            sampler: ParameterSampler::new(&scenario, None),
            graphs: Arc::default(),
            exit_layout: Arc::default(),
            month_rules: Arc::default(),
            courses: None,
            rules,
            space: Arc::new(space),
            scenario,
        })
    }

    /// The same, which keeps what happens to the average household in each group of draws, up to so many bytes, for runs of
    /// the exact method with other values of parameters: what has the same hazards is not worked out again, only priced. It is shared
    /// with all that [`Self::vary`] makes of this.
    #[must_use]
    pub fn keeping_courses(self, most_bytes: usize) -> Self {
        Self { courses: Some(Arc::new(CourseCache::new(most_bytes))), ..self }
    }

    /// The same, which takes over what `known` has worked out, where both differ in values of parameters alone: graphs, tables
    /// of quantiles. No figure changes by it.
    #[must_use]
    pub fn sharing(self, known: &Self) -> Self {
        if without_values(&self.scenario) != without_values(&known.scenario) {
            return self;
        }
        Self {
            sampler: ParameterSampler::new(&self.scenario, Some(&known.sampler)),
            graphs: Arc::clone(&known.graphs),
            exit_layout: Arc::clone(&known.exit_layout),
            ..self
        }
    }

    /// The same, which draws its parameters as the scenario with this number of those that draw together: it, or the same
    /// one with other values.
    #[must_use]
    pub fn drawing_with(self, draws: &SharedDraws, scenario: usize) -> Self {
        Self { sampler: self.sampler.clone().shared(draws, scenario), ..self }
    }

    /// The same, which draws the figures of these names anew: independent of the values that they have otherwise, while all
    /// other figures and all luck stay as they are.
    #[must_use]
    pub fn redrawing(&self, names: impl IntoIterator<Item = String>) -> Self {
        Self { sampler: self.sampler.clone().redrawing(names), ..self.clone() }
    }

    fn empty_courses(&self) -> Option<Arc<CourseCache>> {
        self.courses.as_ref().map(|cache| Arc::new(CourseCache::new(cache.most_bytes)))
    }

    /// The same scenario with other values. The results are those of a scenario that is read with those values, to the
    /// bit.
    ///
    /// Other distributions of parameters leave everything that was worked out as it is. Other characteristics renew the
    /// plans of items, and, where a condition or a clock looks at one of them, the graphs of the exact method. Other
    /// start states renew all but the discount factors, as other joint states can be reached.
    ///
    /// # Errors
    /// What [`Variation::apply`] refuses, or a scenario too large for the engine.
    pub fn vary(&self, variation: &Variation) -> Result<Self, SimulationError> {
        let scenario = Arc::new(variation.apply(&self.scenario)?);
        let sampler = ParameterSampler::new(&scenario, Some(&self.sampler));
        if !variation.starts.is_empty() {
            return Ok(Self { courses: self.empty_courses(), sampler, ..Self::new(scenario)? });
        }
        check(&scenario)?;
        let rules = rules(&scenario);
        let mut varied = Self { rules, scenario, sampler, ..self.clone() };
        if !variation.characteristics.is_empty() {
            let scenario = &varied.scenario;
            varied.courses = self.empty_courses();
            varied.items = ItemPlan::all(scenario, &varied.space).into();
            varied.classes = FactorClasses::new(scenario);
            varied.characteristic_means = characteristic_means(scenario);
            varied.households_differ = households_differ(scenario);
            if !self.graphs_fit(variation) {
                varied.graphs = Arc::default();
            }
        }
        Ok(varied)
    }

    /// Whether graphs stay what they are: they know nothing of characteristics at which no condition or clock looks.
    fn graphs_fit(&self, variation: &Variation) -> bool {
        let looked_at = characteristics_looked_at(&self.scenario);
        let is_varied = |index: &usize| {
            variation.characteristics.iter().any(|(name, _)| *name == self.scenario.characteristics[*index].name)
        };
        steering_characteristic(&self.scenario).is_none() && !looked_at.iter().any(is_varied)
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The method for figures over draws where the user names none: exact where it can be, else by simulation.
    pub fn best_method(&self) -> Method {
        if self.graphs().is_ok() { Method::Cohort } else { Method::Micro }
    }

    /// Graphs of the exact method, by alternative.
    ///
    /// # Errors
    /// Too many situations or ways for the exact method, or a characteristic that steers what happens and differs between
    /// households.
    pub(crate) fn graphs(&self) -> Result<&[Graph], SimulationError> {
        // Not worked out within the lock: while its threads wait for each other they may take up other work that asks
        // for the same graphs. Who comes second finds the same.
        let found = match self.graphs.get() {
            Some(found) => found,
            None => {
                let built = self.build_graphs();
                self.graphs.get_or_init(|| built)
            }
        };
        found.as_deref().map_err(Clone::clone)
    }

    fn build_graphs(&self) -> Result<Vec<Graph>, SimulationError> {
        if let Some(index) = steering_characteristic(&self.scenario) {
            return Err(SimulationError::NeedsHouseholds(self.scenario.characteristics[index].name.clone()));
        }
        let graph = |rules| Graph::new(rules, &self.space, &self.characteristic_means, &self.times);
        let all: Vec<Result<Graph, f64>> = self.rules.par_iter().map(graph).collect();
        all.into_iter().map(|graph| graph.map_err(SimulationError::TooManyWays)).collect()
    }

    /// Exits of joint states, for the simulation from event to event; `None` where that does not know the scenario, or
    /// month by month is asked for.
    pub(crate) fn exit_layout(&self, method: Method) -> Option<&Layout> {
        let by_events = method != Method::Months && is_plain(&self.scenario);
        by_events.then(|| self.exit_layout.get_or_init(|| Layout::new(&self.scenario, &self.space)))
    }

    /// What the simulation month by month knows of each alternative.
    pub(crate) fn month_rules(&self) -> &[MonthRules] {
        let all = || self.rules.iter().map(|rules| MonthRules::new(rules, &self.space)).collect();
        self.month_rules.get_or_init(all)
    }

    /// How many of everything there are in an alternative.
    pub(crate) fn sizes(&self, alternative: usize) -> Sizes {
        Sizes {
            cycles: self.scenario.settings.horizon,
            states: self.space.states,
            transitions: self.scenario.transitions.len(),
            interventions: self.scenario.alternatives[alternative].interventions.len(),
            entries: self.rules[alternative].entries.len(),
            times: self.times.len(),
        }
    }
}

/// A scenario with nothing told of what its parameters are.
fn without_values(scenario: &Scenario) -> Scenario {
    let mut bare = scenario.clone();
    for parameter in &mut bare.parameters {
        parameter.distribution = Distribution::Fixed(0.0);
        parameter.evidence = Evidence::none();
    }
    for (_, distribution) in bare.alternatives.iter_mut().flat_map(|alternative| &mut alternative.parameters) {
        *distribution = Distribution::Fixed(0.0);
    }
    bare
}

/// Whether all that is worked out of a scenario can rely on it.
fn check(scenario: &Scenario) -> Result<(), SimulationError> {
    let faults = scenario.faults();
    if faults.has_faults() { Err(SimulationError::Invalid(faults)) } else { Ok(()) }
}

fn rules(scenario: &Arc<Scenario>) -> Arc<[Rules]> {
    scenario.alternatives.iter().map(|alternative| Rules::new(scenario, alternative)).collect()
}

fn households_differ(scenario: &Scenario) -> bool {
    (0..scenario.characteristics.len()).any(|index| is_random(scenario, index))
}
