//! One group of draws, from drawn parameters to outcomes.
//!
//! In: a [`Prepared`] scenario, a plan, the number of a group. Out: [`GroupOutcome`], which `gather` adds up. One
//! thread works on a group, so that sums never depend on threads.

use crate::simulate::cohort::graph::Graph;
use crate::simulate::cohort::{Cohort, CohortWorkspace};
use crate::simulate::compile::ratio::Central;
use crate::simulate::engine::by_draw;
use crate::simulate::engine::compiled::{Compiled, DrawGroup};
use crate::simulate::engine::course_cache::{Address, ExpectedCourse};
use crate::simulate::engine::draw_outcome::{draw_outcome, net_flows, noise};
use crate::simulate::engine::futures::Futures;
use crate::simulate::engine::memory;
use crate::simulate::engine::occupancy::Occupancy;
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::price::{Courses, Priced, Pricing, price};
use crate::simulate::ledger::series::TimeSeries;
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::limits::LANES;
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::{Detail, Method, RunPlan};
use crate::simulate::results::{AlternativeResults, Distribution};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};

/// All groups of a run.
pub(crate) struct Groups<'a> {
    prepared: &'a Prepared,
    plan: RunPlan,
    /// Of the exact method, by alternative; `None` where it is not asked for.
    graphs: Option<&'a [Graph]>,
    /// What is asked of households; `None` where figures by draw are all that is asked.
    futures: Option<Futures>,
    central: Central<'a>,
    /// Who is where is told for each row.
    by_row: bool,
    /// By alternative trajectories that a group has done with: the system takes long to give large pieces of memory.
    spare: Vec<Mutex<Vec<Trajectory<LANES>>>>,
    /// Each year of each item is told by draw.
    by_year: bool,
}

/// Outcomes of one group of draws; sums, not means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct GroupOutcome {
    /// Drawn values by draw and parameter.
    pub(crate) parameters: Vec<Vec<f64>>,
    /// In the order of the scenario.
    pub(crate) alternatives: Vec<AlternativeResults>,
    /// By draw how often a relative risk was applied as an odds ratio, or chances were scaled down.
    pub(crate) capped: Vec<u64>,
}

impl<'a> Groups<'a> {
    /// Gets ready for a run; `may_stop_early` where the draws of the plan are the most, not the number; `part` where so
    /// many of its groups are worked out and handed on, and nothing is kept. `most_memory` in bytes.
    ///
    /// # Errors
    /// A method that does not know the scenario, a run that takes too much memory, or a mean outside its bounds.
    pub(crate) fn new(
        prepared: &'a Prepared,
        plan: RunPlan,
        detail: Detail,
        may_stop_early: bool,
        part: Option<usize>,
        most_memory: f64,
    ) -> Result<Self, SimulationError> {
        let graphs = match plan.method {
            Method::Cohort => Some(prepared.graphs()?),
            Method::Micro | Method::Months => None,
        };
        let scenario = prepared.scenario();
        let groups = part.unwrap_or(plan.draws.div_ceil(LANES));
        let mut bytes = memory::bytes(scenario, &prepared.space, graphs.unwrap_or_default(), &plan, groups);
        if part.is_none() {
            bytes += memory::kept(scenario, &plan);
        }
        if bytes > most_memory {
            return Err(SimulationError::TooLarge { bytes, most: most_memory });
        }
        let by_draw = match (detail, plan.method) {
            (Detail::ByDraw | Detail::ByYear, Method::Cohort) => true,
            (Detail::ByDraw, _) => by_draw::knows(&prepared.items),
            _ => false,
        };
        let new = || Futures::new(scenario.alternatives.len(), &plan, may_stop_early, detail == Detail::Futures);
        let futures = (!by_draw).then(new);
        Ok(Self {
            prepared,
            plan,
            graphs,
            futures,
            central: Central::new(scenario)?,
            by_row: matches!(detail, Detail::Occupancy | Detail::Futures),
            spare: scenario.alternatives.iter().map(|_| Mutex::default()).collect(),
            by_year: detail == Detail::ByYear,
        })
    }

    /// Net benefits of all households simulated so far, by alternative but the first.
    pub(crate) fn distributions(&self) -> Vec<Distribution> {
        self.futures.iter().flat_map(Futures::distributions).collect()
    }

    /// Works out one group of draws.
    pub(crate) fn run(&self, index: usize, monitor: &dyn Monitor) -> Result<GroupOutcome, SimulationError> {
        let (prepared, plan) = (self.prepared, &self.plan);
        let lanes = LANES.min(plan.draws - index * LANES);
        let draws = std::array::from_fn(|lane| plan.first_draw + (index * LANES + lane.min(lanes - 1)) as u64);
        let parameters = prepared.sampler.values(&prepared.scenario, plan.seed, &draws);
        let compiled = Compiled::all(prepared, &self.central, plan.seed, draws, &parameters)?;
        let mut alternatives = vec![AlternativeResults::default(); compiled.len()];
        // Lanes that are no draws repeat the last one: they do not count.
        let of_lane = |lane: usize| compiled.iter().map(|compiled| compiled.hazards.relative_risks_capped[lane]).sum();
        let mut capped: Vec<u64> = (0..lanes).map(of_lane).collect();
        let group = DrawGroup { prepared, plan, draws: &draws[..lanes], compiled: &compiled, monitor };
        if let Some(graphs) = self.graphs {
            if let Some(futures) = &self.futures {
                futures.run(&group, &mut alternatives, None, &mut vec![0; lanes])?;
            }
            let expected = self.expected(graphs, &draws[..lanes], &compiled);
            for course in &expected {
                capped.iter_mut().zip(&course.capped).for_each(|(count, more)| *count += more);
            }
            let means = prepared.classes.values(&prepared.characteristic_means);
            for (index, course) in expected.iter().enumerate() {
                course.occupancy.write(&mut alternatives[index]);
            }
            let courses: Vec<Courses<LANES>> =
                expected.iter().map(|course| Courses::Expected(&course.trajectory, &means)).collect();
            let times: Vec<&TimeSeries<LANES>> = expected.iter().map(|course| &course.times).collect();
            self.price(&group, &courses, &times, &mut alternatives)?;
            self.keep(expected);
        } else if let Some(futures) = &self.futures {
            let mut counted = self.empty_trajectories();
            futures.run(&group, &mut alternatives, Some(&mut counted), &mut capped)?;
            let courses: Vec<Courses<LANES>> = counted.iter().map(|of_classes| Courses::Counted(of_classes)).collect();
            for (courses, results) in courses.iter().zip(&mut alternatives) {
                self.occupancy(courses.plain(), lanes).write(results);
            }
            let times: Vec<TimeSeries<LANES>> = courses.iter().map(|_| TimeSeries::new(prepared.items.len())).collect();
            self.price(&group, &courses, &times.iter().collect::<Vec<_>>(), &mut alternatives)?;
        } else {
            by_draw::run(&group, &mut alternatives, &mut capped)?;
        }
        Ok(GroupOutcome { parameters: parameters.into_iter().take(lanes).collect(), alternatives, capped })
    }

    fn occupancy(&self, trajectory: &Trajectory<LANES>, lanes: usize) -> Occupancy {
        let Prepared { scenario, space, timing, .. } = self.prepared;
        let found = Occupancy::new(trajectory, timing, lanes);
        if self.by_row { found.with_rows(trajectory, scenario, space, lanes) } else { found }
    }

    /// Expected courses of all alternatives, by the exact method; those that are kept are not worked out again.
    fn expected(&self, graphs: &[Graph], draws: &[u64], compiled: &[Compiled]) -> Vec<Arc<ExpectedCourse>> {
        let mut workspace = CohortWorkspace::default();
        let mut course = |(index, compiled): (usize, &Compiled)| {
            let hazards = &compiled.hazards;
            let mut work_out = || {
                let (rules, characteristics) = (&self.prepared.rules[index], &self.prepared.characteristic_means);
                let cohort = Cohort { rules, graph: &graphs[index], characteristics };
                let mut trajectory = self.spare_trajectory(index);
                let capped = cohort.follow(hazards, &mut workspace, &mut trajectory);
                let occupancy = self.occupancy(&trajectory, draws.len());
                ExpectedCourse { trajectory, times: TimeSeries::new(self.prepared.items.len()), occupancy, capped }
            };
            match &self.prepared.courses {
                Some(cache) => cache.course(Address { draws: draws.to_vec(), alternative: index }, hazards, work_out),
                None => Arc::new(work_out()),
            }
        };
        compiled.iter().enumerate().map(&mut course).collect()
    }

    fn spare_trajectory(&self, alternative: usize) -> Trajectory<LANES> {
        let spare = self.spare[alternative].lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| self.empty_trajectory(alternative))
    }

    /// Keeps the trajectories of courses that nobody else keeps.
    fn keep(&self, courses: Vec<Arc<ExpectedCourse>>) {
        for (course, spare) in courses.into_iter().zip(&self.spare) {
            if let Ok(ExpectedCourse { mut trajectory, .. }) = Arc::try_unwrap(course) {
                trajectory.clear();
                spare.lock().unwrap_or_else(PoisonError::into_inner).push(trajectory);
            }
        }
    }

    fn empty_trajectory(&self, alternative: usize) -> Trajectory<LANES> {
        Trajectory::new(self.prepared.sizes(alternative))
    }

    /// By alternative and class of characteristics.
    fn empty_trajectories(&self) -> Vec<Vec<Trajectory<LANES>>> {
        let classes = self.prepared.classes.characteristics.len();
        let of_alternative = |index| (0..classes).map(|_| self.empty_trajectory(index)).collect();
        (0..self.prepared.rules.len()).map(of_alternative).collect()
    }

    /// Prices all alternatives and fills in the results over draws.
    fn price(
        &self,
        group: &DrawGroup,
        courses: &[Courses<LANES>],
        times: &[&TimeSeries<LANES>],
        results: &mut [AlternativeResults],
    ) -> Result<(), SimulationError> {
        let (prepared, lanes) = (self.prepared, group.draws.len());
        let mut null: Option<Priced<LANES>> = None;
        for (index, courses) in courses.iter().enumerate() {
            let priced = price(Pricing {
                inputs: &group.compiled[index].inputs,
                alternative: index,
                plans: &prepared.items,
                timing: &prepared.timing,
                amounts: &group.compiled[index].amounts,
                courses,
                times: times[index],
                lanes,
                by_year: self.by_year,
            })?;
            let reference = null.as_ref().unwrap_or(&priced);
            let result = &mut results[index];
            for lane in 0..lanes {
                let noise = noise(result.households.get(lane).filter(|_| self.plan.method != Method::Cohort));
                result.draws.push(draw_outcome(&priced, reference, lane, noise));
            }
            result.flows = net_flows(&priced, reference, lanes);
            result.items.clone_from(&priced.items);
            let of_draw = |lane: usize| priced.item_draws.iter().map(|item| item[lane]).collect();
            result.item_draws = (0..lanes).map(of_draw).collect();
            if self.by_year {
                let of_draw = |lane: usize| priced.item_years.iter().map(|year| year[lane]).collect();
                result.item_years = (0..lanes).map(of_draw).collect();
            }
            null.get_or_insert(priced);
        }
        Ok(())
    }
}
