//! A session: one scenario and what is asked of it.
//!
//! In: a scenario, from files or made in a program, and options. Out: a [`PlannedRun`], or at once the [`Run`].

use crate::analyse::answer::evidence::evidence;
use crate::analyse::uncertainty::precision::Aim;
use crate::diagnostics::{Diagnostics, Sources};
use crate::model::{HalfWidths, ReplacedPrice, Scenario};
use crate::read::case::{self, Case};
use crate::read::{Files, Loaded, Refused};
use crate::session::error::SessionError;
use crate::session::identity;
use crate::session::options::{DrawCount, HouseholdCount, MethodChoice, RunOptions};
use crate::session::run::{PlannedRun, Run};
use crate::simulate::engine::variation::at_means;
use crate::simulate::{Monitor, Prepared, Unwatched};
use std::path::Path;

/// One scenario and what is asked of it.
///
/// What was not asked is as the settings of the scenario say, by the exact method where that is possible.
#[derive(Clone, Debug)]
pub struct Session {
    scenario: Scenario,
    with_system_problems: Option<Box<Scenario>>,
    replaced_prices: Vec<ReplacedPrice>,
    half_widths: HalfWidths,
    sources: Sources,
    set: Vec<(String, String)>,
    warnings: Diagnostics,
    options: RunOptions,
    case: Option<Case>,
    known: Option<Prepared>,
}

impl Session {
    /// A session on a scenario that was not read from files, or of which the files do not matter. The id of its
    /// answer is that of the scenario's contents.
    pub fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            with_system_problems: None,
            replaced_prices: Vec::new(),
            half_widths: HalfWidths::new(),
            sources: Sources::default(),
            set: Vec::new(),
            warnings: Diagnostics::default(),
            options: RunOptions::default(),
            case: None,
            known: None,
        }
    }

    /// Reads the scenario or case at `path` and its lists; `set` gives other values to characteristics and parameters, by
    /// name, and to anything else by its path.
    ///
    /// # Errors
    /// [`Refused`] with every fault of the case, the scenario, its lists and `set`.
    pub fn load(files: &dyn Files, path: &Path, set: &[(String, String)]) -> Result<Self, Refused> {
        let (loaded, case) = case::load(files, path, set)?;
        Ok(Self { case, ..Self::of_loaded(loaded, set) })
    }

    /// A session on a scenario that was read with these values set.
    pub fn of_loaded(loaded: Loaded, set: &[(String, String)]) -> Self {
        let Loaded { scenario, with_system_problems, sources, replaced, half_widths, warnings, .. } = loaded;
        Self {
            with_system_problems,
            replaced_prices: replaced,
            half_widths,
            sources,
            set: set.to_vec(),
            warnings,
            ..Self::new(scenario)
        }
    }

    /// So many parameter draws.
    pub fn draws(mut self, draws: usize) -> Self {
        self.options.draws = DrawCount::Exactly(draws);
        self
    }

    /// Draws until the Monte Carlo errors are small enough, `ceiling` draws at most.
    pub fn precision(mut self, aims: Vec<Aim>, ceiling: usize) -> Self {
        self.options.draws = DrawCount::UntilPrecise { aims, ceiling };
        self
    }

    /// So many simulated households per draw; 0 for none.
    pub fn households(mut self, households: usize) -> Self {
        self.options.households = HouseholdCount::Exactly(households);
        self
    }

    /// Seed of parameters and of what happens to households.
    pub fn seed(mut self, seed: u64) -> Self {
        self.options.seed = Some(seed);
        self
    }

    /// Where figures over draws come from.
    pub fn method(mut self, method: MethodChoice) -> Self {
        self.options.method = method;
        self
    }

    /// The alternatives to run, by name; all where none is named.
    pub fn alternatives(mut self, names: &[impl AsRef<str>]) -> Self {
        self.options.alternatives = names.iter().map(|name| name.as_ref().to_owned()).collect();
        self
    }

    /// Whether to find out what system problems cost.
    pub fn problems(mut self, asked: bool) -> Self {
        self.options.problems = asked;
        self
    }

    /// Whether to take every parameter at its mean, in one draw.
    pub fn at_means(mut self, asked: bool) -> Self {
        self.options.at_means = asked;
        self
    }

    /// Whether to find out what comes out for each start of a mix of starts.
    pub fn by_start(mut self, asked: bool) -> Self {
        self.options.by_start = asked;
        self
    }

    /// All options at once.
    pub fn options(mut self, options: RunOptions) -> Self {
        self.options = options;
        self
    }

    /// What the page of a scenario shows: the figures of an ordinary run, for each start of a mix as well, and what system
    /// problems cost; where that is possible without households, as it tells nothing of single ones.
    pub fn for_page(self) -> Self {
        self.options(RunOptions {
            households: HouseholdCount::WhereNeeded,
            problems: true,
            by_start: true,
            ..RunOptions::default()
        })
    }

    /// Takes over what a former run has worked out, where its scenario differs in values of parameters alone: it is
    /// quicker, and no figure changes by it.
    pub fn known(mut self, prepared: Option<Prepared>) -> Self {
        self.known = prepared;
        self
    }

    /// The scenario, with all its alternatives.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The case that was read; `None` where a scenario was.
    pub fn case(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// All files that were read; none where the scenario was made in a program.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What somebody should look at in those files.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// What will be run.
    ///
    /// # Errors
    /// Options that cannot be met, or a scenario that is too large for any method.
    pub fn plan(self) -> Result<PlannedRun, SessionError> {
        let Session {
            scenario, with_system_problems, replaced_prices, half_widths, sources, set, options, known, ..
        } = self;
        if options.problems && with_system_problems.is_none() && !scenario.problems.is_empty() {
            return Err(SessionError::ProblemsNotRead);
        }
        let all: Vec<String> = scenario.alternatives.iter().skip(1).map(|alternative| alternative.id.clone()).collect();
        let central = |scenario: Scenario| if options.at_means { at_means(&scenario) } else { scenario };
        let fingerprint = identity::fingerprint(&central(scenario.clone()));
        let chosen = options.choose(scenario)?;
        let is_left_out = |id: &String| !chosen.alternatives.iter().any(|alternative| alternative.id == *id);
        let not_reckoned = all.into_iter().filter(is_left_out).collect();
        let drawn = evidence(&chosen);
        let prepared = Prepared::new(central(chosen))?;
        let prepared = known.iter().fold(prepared, Prepared::sharing);
        let plan = options.plan(&prepared)?;
        let with_system_problems = with_system_problems.filter(|_| options.problems);
        let with_system_problems = with_system_problems.map(|scenario| Box::new(central(*scenario)));
        Ok(PlannedRun {
            prepared,
            plan,
            not_reckoned,
            with_system_problems,
            replaced_prices,
            half_widths,
            sources,
            set,
            fingerprint,
            options,
            evidence: drawn,
        })
    }

    /// Runs it.
    ///
    /// # Errors
    /// As [`Session::plan`] and [`PlannedRun::run`].
    pub fn run(self) -> Result<Run, SessionError> {
        self.run_with(&Unwatched)
    }

    /// The same, with a monitor that hears of progress and may stop it.
    ///
    /// # Errors
    /// As [`Session::run`], and a stop on request.
    pub fn run_with(self, monitor: &dyn Monitor) -> Result<Run, SessionError> {
        self.plan()?.run(monitor)
    }
}
