//! Simulated futures: what each alternative does for every household, and counts row by row.
//!
//! In: compiled values of a group of draws. Out: net benefits, groups of futures, escalations, in numbers; and, where
//! asked for, counts as trajectories. Figures by draw alone are `by_draw`'s, which is faster.

use crate::simulate::compile::discounting::Timing;
use crate::simulate::engine::compiled::DrawGroup;
use crate::simulate::engine::household::{HouseholdDraw, HouseholdVisitor};
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::totals::HEADLINE;
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::limits::{KEPT, LANES};
use crate::simulate::micro::course::{CourseDifference, Lived};
use crate::simulate::micro::simulator::Workspace;
use crate::simulate::micro::value::counts::Counts;
use crate::simulate::micro::value::money::Money;
use crate::simulate::micro::value::outcome::{Balance, Escalation, Households as Outcomes, Outcome};
use crate::simulate::micro::value::sums::Summed;
use crate::simulate::micro::value::unchanged::Unchanged;
use crate::simulate::plan::RunPlan;
use crate::simulate::results::{AlternativeResults, Distribution};
use std::sync::{Mutex, PoisonError};

/// What is gathered over all households of a run.
pub(crate) struct Futures {
    /// Net benefits of the whole run are few enough to be kept one by one.
    keep: bool,
    /// The draws of the plan are the most, not the number.
    may_stop_early: bool,
    /// The group of each household is told.
    by_household: bool,
    /// By thread and alternative but the first: counts can be added in any order.
    distributions: Vec<Mutex<Vec<Distribution>>>,
}

/// The households of one draw.
struct Reading<'a> {
    escalation: &'a Escalation,
    timing: &'a Timing,
    /// By alternative.
    money: &'a [Money],
    /// By alternative but the first.
    unchanged: Vec<Unchanged>,
    /// By alternative but the first.
    found: Vec<Outcomes>,
    /// By alternative and class of characteristics; empty where nothing is counted.
    counts: Vec<Vec<Counts>>,
    spread: &'a mut [Distribution],
    /// Net benefits are kept one by one, and groups are told.
    keep: bool,
    by_household: bool,
}

impl Futures {
    /// Nothing yet; `may_stop_early` where the draws of the plan are the most, not the number, `by_household` where the group
    /// of each is to be told.
    pub(crate) fn new(alternatives: usize, plan: &RunPlan, may_stop_early: bool, by_household: bool) -> Self {
        let others = alternatives - 1;
        let empty = || Mutex::new((0..others).map(|_| Distribution::default()).collect());
        Self {
            keep: plan.draws.saturating_mul(plan.households) <= KEPT,
            may_stop_early,
            by_household,
            distributions: (0..rayon::current_num_threads()).map(|_| empty()).collect(),
        }
    }

    /// Net benefits of all households so far, by alternative but the first.
    pub(crate) fn distributions(&self) -> Vec<Distribution> {
        let mut all: Vec<Distribution> = Vec::new();
        for of_thread in &self.distributions {
            let of_thread = of_thread.lock().unwrap_or_else(PoisonError::into_inner);
            all.resize_with(of_thread.len(), Distribution::default);
            let pairs = all.iter_mut().flatten().zip(of_thread.iter().flatten());
            pairs.for_each(|(all, part)| all.merge(part));
        }
        all
    }

    /// Simulates the households of each draw; counts them where `counted` is given. `capped` counts by draw where
    /// chances were scaled down.
    ///
    /// # Errors
    /// A stop on request.
    pub(crate) fn run(
        &self,
        group: &DrawGroup,
        results: &mut [AlternativeResults],
        mut counted: Option<&mut Vec<Vec<Trajectory<LANES>>>>,
        capped: &mut [u64],
    ) -> Result<(), SimulationError> {
        let DrawGroup { prepared, plan, draws, monitor, .. } = *group;
        if plan.households == 0 {
            return Ok(());
        }
        let thread = rayon::current_thread_index().unwrap_or(0) % self.distributions.len();
        let mut spread = self.distributions[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let mut workspace = Workspace::default();
        for (lane, draw) in draws.iter().enumerate() {
            let (hazards, money) = (group.hazards(lane), group.money(lane));
            let like = |all: &Vec<Trajectory<LANES>>| all.iter().map(Counts::like).collect();
            let (timing, domains) = (&prepared.timing, prepared.scenario().domains.len());
            let alike = !prepared.households_differ;
            let new_unchanged = |own: &Money| Unchanged::new(own, &money[0], timing, domains, alike);
            let mut reading = Reading {
                escalation: &prepared.escalation,
                timing: &prepared.timing,
                unchanged: money[1..].iter().map(new_unchanged).collect(),
                found: vec![Outcomes::default(); money.len() - 1],
                money: &money,
                counts: counted.iter().flat_map(|all| all.iter()).map(like).collect(),
                spread: &mut spread,
                keep: self.keeps(group),
                by_household: self.by_household,
            };
            let households = HouseholdDraw { prepared, plan, draw: *draw, hazards: &hazards, monitor };
            households.simulate(&mut workspace, &mut reading)?;
            capped[lane] += workspace.take_scaled();
            let Reading { mut counts, found, .. } = reading;
            if let Some(counted) = counted.as_deref_mut() {
                write(&mut counts, counted, lane, plan.households);
            }
            results.iter_mut().skip(1).zip(found).for_each(|(result, found)| result.households.push(found));
        }
        Ok(())
    }

    /// Whether net benefits of a group are kept one by one. A run that may stop early keeps them as long as a run of
    /// that size would.
    fn keeps(&self, group: &DrawGroup) -> bool {
        let so_far = group.draws.last().map_or(0, |last| (last - group.plan.first_draw + 1) as usize);
        self.keep || self.may_stop_early && so_far.saturating_mul(group.plan.households) <= KEPT
    }
}

impl HouseholdVisitor for Reading<'_> {
    fn household(&mut self, null: &impl Summed, differences: &[CourseDifference], factors: &[f64]) {
        let (null_cost, escalates) = self.read(null, factors);
        let (null_money, others) = (&self.money[0], &self.money[1..]);
        for (at, (money, difference)) in others.iter().zip(differences).enumerate() {
            let (net_benefit, own) =
                self.unchanged[at].worth(money, null_money, null, difference, self.timing, factors);
            let escalated_less = self.escalation.more_months(difference) < 0;
            let changed = self.escalation.changes_course(difference);
            let balance =
                Balance { net_benefit: net_benefit[HEADLINE], own, rounding: self.unchanged[at].rounding(factors) };
            let group = Outcome::group(changed, escalated_less, balance);
            self.found[at].push(&Outcome { net_benefit, group, escalates, null_cost }, own);
            if self.by_household {
                self.found[at].group_of.push(group);
            }
            if self.keep {
                self.found[at].net_benefit.push(net_benefit.map(|value| value as f32));
            }
            self.spread[at].iter_mut().zip(net_benefit).for_each(|(spread, value)| spread.push(value));
        }
        for (of_classes, difference) in self.counts.iter_mut().skip(1).zip(differences) {
            of_classes.iter_mut().zip(factors).for_each(|(counts, factor)| counts.add_difference(difference, *factor));
        }
    }
}

impl Reading<'_> {
    /// What a course without help costs society, and whether something escalates; counts it by class of
    /// characteristics.
    #[inline(never)]
    fn read(&mut self, null: &impl Lived, factors: &[f64]) -> (f64, bool) {
        let marks = null.marks();
        let (money, timing) = (&self.money[0], self.timing);
        let mut classes = self.counts.first_mut().into_iter().flatten().zip(factors);
        let counted = classes.next().map(|(counts, factor)| {
            counts.add_marks(marks, *factor);
            counts.count(*factor)
        });
        // A course is read as seldom as can be: mostly there is one part and one class.
        let worth = |part| money.headline(part, marks, timing, factors);
        let (look, worth_of_first) = match counted {
            Some(counts) => {
                let (look, (worth, _)) = null.read((self.escalation.look(), (worth(0), counts)));
                (look, worth)
            }
            None => null.read((self.escalation.look(), worth(0))),
        };
        for (counts, factor) in classes {
            counts.add_marks(marks, *factor);
            null.read(counts.count(*factor));
        }
        let others = (1..money.parts()).map(|part| null.read(worth(part)).sum());
        (-(worth_of_first.sum() + others.sum::<f64>()), look.found)
    }
}

/// Writes what was counted in a draw as shares into a lane.
fn write(counts: &mut [Vec<Counts>], into: &mut [Vec<Trajectory<LANES>>], lane: usize, households: usize) {
    let Some((of_null, others)) = counts.split_first_mut() else { return };
    for of_classes in others {
        of_classes.iter_mut().zip(&*of_null).for_each(|(counts, null)| counts.add_null(null));
    }
    let share = 1.0 / households as f64;
    let pairs = counts.iter_mut().flatten().zip(into.iter_mut().flatten());
    pairs.for_each(|(counts, into)| counts.write(into, lane, share));
}
