//! Single households: each lives in all alternatives with the same luck.
//!
//! In: compiled values of a group of draws. Out: what every alternative does for every household, and, where asked for, counts
//! as trajectories. Scenarios without history go from event to event, the others month by month.

use super::group::{Compiled, Engine};
use super::hazards::Hazards;
use super::histogram::Histogram;
use super::luck::Luck;
use super::machine::Machine;
use super::micro::counts::Counts;
use super::micro::course::{Course, Parting};
use super::micro::history::{Months, Rules, Scratch};
use super::micro::law::{Change, Law};
use super::micro::layout::Layout;
use super::micro::money::Money;
use super::micro::outcome::{Escalation, Households as Outcomes, Outcome};
use super::micro::skip::{Skip, Trace};
use super::plain::is_plain;
use super::price::factors::{household_traits, is_random, trait_keys};
use super::price::{SOCIETY, TOTALS};
use super::space::Space;
use super::trajectory::Trajectory;
use super::{AlternativeResults, Fault, KEPT, LANES, Method, Monitor, RunPlan};
use crate::model::Scenario;
use std::sync::{Mutex, PoisonError};

/// Households after which a draw looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 14;

/// Net benefits of all households of one alternative, for each total.
pub type Distribution = [Histogram; TOTALS];

/// What is worked out once per scenario.
pub struct Households {
    /// Exits of joint states; `None` where households are simulated month by month.
    layout: Option<Layout>,
    rules: Vec<Rules>,
    escalation: Escalation,
    trait_keys: Vec<u64>,
    /// Some trait differs between households.
    differ: bool,
    /// Net benefits of the whole run are few enough to be kept one by one.
    keep: bool,
    /// By thread and alternative but the first: counts can be added in any order.
    distributions: Vec<Mutex<Vec<Distribution>>>,
}

/// How households live in one draw.
enum Ways<'a> {
    Skip(Skip<'a>),
    Months(Months<'a>),
}

/// Room that is used again for every household.
#[derive(Default)]
struct Room {
    null: Course,
    partings: Vec<Parting>,
    trace: Trace,
    scratch: Scratch,
}

/// All that one draw needs.
struct OfDraw<'a> {
    engine: &'a Engine<'a>,
    ways: Ways<'a>,
    money: &'a [Money],
    draw: u64,
    /// Net benefits are kept one by one.
    keep: bool,
    monitor: &'a dyn Monitor,
}

impl Households {
    /// Prepares a scenario.
    pub fn new(scenario: &Scenario, space: &Space, machines: &[Machine], plan: &RunPlan) -> Self {
        let others = scenario.alternatives.len() - 1;
        let empty = || Mutex::new((0..others).map(|_| Distribution::default()).collect());
        Self {
            layout: (plan.method != Method::Months && is_plain(scenario)).then(|| Layout::new(scenario, space)),
            rules: machines.iter().map(|machine| Rules::new(machine, space)).collect(),
            escalation: Escalation::new(scenario, space),
            trait_keys: trait_keys(scenario),
            differ: (0..scenario.traits.len()).any(|index| is_random(scenario, index)),
            keep: plan.draws.saturating_mul(plan.households) <= KEPT,
            distributions: (0..rayon::current_num_threads()).map(|_| empty()).collect(),
        }
    }

    /// Net benefits of all households so far, by alternative but the first.
    pub fn distributions(&self) -> Vec<Distribution> {
        let mut all: Vec<Distribution> = Vec::new();
        for of_thread in &self.distributions {
            let of_thread = of_thread.lock().unwrap_or_else(PoisonError::into_inner);
            all.resize_with(of_thread.len(), Distribution::default);
            let pairs = all.iter_mut().flatten().zip(of_thread.iter().flatten());
            pairs.for_each(|(all, part)| all.merge(part));
        }
        all
    }

    /// Simulates the households of each draw; counts them where `counted` is given.
    ///
    /// # Errors
    /// A stop on request.
    pub(super) fn run(
        &self,
        engine: &Engine,
        compiled: &[Compiled],
        (draws, monitor): (&[u64], &dyn Monitor),
        results: &mut [AlternativeResults],
        mut counted: Option<&mut Vec<Vec<Trajectory<LANES>>>>,
    ) -> Result<(), Fault> {
        if engine.plan.households == 0 {
            return Ok(());
        }
        let thread = rayon::current_thread_index().unwrap_or(0) % self.distributions.len();
        let mut spread = self.distributions[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = Room::default();
        let keep = self.keeps(engine, draws);
        for (lane, draw) in draws.iter().enumerate() {
            let hazards: Vec<Hazards<1>> = compiled.iter().map(|one| one.hazards.lane(lane)).collect();
            let money = self.money(engine, compiled, lane);
            let like = |all: &Vec<Trajectory<LANES>>| all.iter().map(Counts::like).collect();
            let mut counts: Vec<Vec<Counts>> = counted.iter().flat_map(|all| all.iter()).map(like).collect();
            let ways = self.ways(engine, &hazards);
            let of_draw = OfDraw { engine, ways, money: &money, draw: *draw, keep, monitor };
            let households = self.of_draw(&of_draw, &mut room, &mut counts, &mut spread)?;
            if let Some(counted) = counted.as_deref_mut() {
                write(&mut counts, counted, lane, engine.plan.households);
            }
            results.iter_mut().skip(1).zip(households).for_each(|(result, found)| result.households.push(found));
        }
        Ok(())
    }

    /// Whether net benefits of a group are kept one by one. A run that may stop early keeps them as long as a run of that
    /// size would.
    fn keeps(&self, engine: &Engine, draws: &[u64]) -> bool {
        let so_far = draws.last().map_or(0, |last| (last - engine.plan.first_draw + 1) as usize);
        self.keep || engine.may_stop_early && so_far.saturating_mul(engine.plan.households) <= KEPT
    }

    fn money(&self, engine: &Engine, compiled: &[Compiled], lane: usize) -> Vec<Money> {
        let plans = (engine.items.as_slice(), &engine.timing);
        let mut money: Vec<Money> = Vec::with_capacity(compiled.len());
        for (at, one) in compiled.iter().enumerate() {
            let amounts = (one.amounts.as_slice(), lane);
            money.push(Money::new(engine.scenario, &engine.space, at, plans, amounts, money.first()));
        }
        money
    }

    fn of_draw(
        &self,
        of_draw: &OfDraw,
        room: &mut Room,
        counts: &mut [Vec<Counts>],
        spread: &mut [Distribution],
    ) -> Result<Vec<Outcomes>, Fault> {
        let engine = of_draw.engine;
        let timing = &engine.timing;
        let (money, others) = (&of_draw.money[0], &of_draw.money[1..]);
        let mut households = vec![Outcomes::default(); others.len()];
        room.partings.resize_with(others.len(), Parting::default);
        let (mut traits, mut factors) = (Vec::new(), Vec::new());
        for household in 0..engine.plan.households {
            if household % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && of_draw.monitor.stopped() {
                return Err(Fault::Stopped);
            }
            let luck = Luck::new(engine.plan.seed, of_draw.draw, household as u64);
            if household == 0 || self.differ {
                traits = household_traits(engine.scenario, &self.trait_keys, luck);
                factors = engine.classes.values(&traits);
            }
            of_draw.ways.follow(luck, &traits, room);
            let null = &room.null;
            let null_cost = -money.society(null, timing, &factors);
            let escalates = self.escalation.happens(null);
            for (at, (own_money, parting)) in others.iter().zip(&room.partings).enumerate() {
                let net_benefit = own_money.difference((money, null), parting, timing, &factors);
                let own = -own_money.own(null, parting, timing, &factors)[SOCIETY];
                let escalated_less = self.escalation.more_months(parting) < 0;
                let group = Outcome::group(parting.is_apart(), escalated_less, net_benefit[SOCIETY], own);
                households[at].push(&Outcome { net_benefit, group, escalates, null_cost }, own);
                if of_draw.keep {
                    households[at].net_benefit.push(net_benefit.map(|value| value as f32));
                }
                spread[at].iter_mut().zip(net_benefit).for_each(|(spread, value)| spread.push(value));
            }
            count(counts, null, &room.partings, &factors);
        }
        Ok(households)
    }

    fn ways<'a>(&'a self, engine: &'a Engine, hazards: &'a [Hazards<1>]) -> Ways<'a> {
        let (scenario, space) = (engine.scenario, &engine.space);
        let Some(layout) = &self.layout else {
            return Ways::Months(Months::new(&engine.machines, &self.rules, hazards, &engine.times));
        };
        let law = Law::new(scenario, space, layout, &hazards[0]);
        let changed = hazards.iter().enumerate().skip(1);
        let changes = changed.map(|one| Change::new(scenario, space, layout, one, &law)).collect();
        Ways::Skip(Skip { layout, law, changes, cycles: scenario.settings.horizon })
    }
}

impl Ways<'_> {
    /// Lets a household live in all alternatives.
    fn follow(&self, luck: Luck, traits: &[f64], room: &mut Room) {
        let Room { null, partings, trace, scratch } = room;
        match self {
            Ways::Skip(skip) => {
                skip.without(luck, null, trace);
                for (parting, change) in partings.iter_mut().zip(&skip.changes) {
                    skip.with(change, luck, null, trace, parting);
                }
            }
            Ways::Months(months) => months.follow(luck, traits, null, partings, scratch),
        }
    }
}

/// Counts a household in all alternatives, by class of traits.
fn count(counts: &mut [Vec<Counts>], null: &Course, partings: &[Parting], factors: &[f64]) {
    let Some((of_null, others)) = counts.split_first_mut() else { return };
    of_null.iter_mut().zip(factors).for_each(|(counts, factor)| counts.add(null, *factor));
    for (of_classes, parting) in others.iter_mut().zip(partings) {
        of_classes.iter_mut().zip(factors).for_each(|(counts, factor)| counts.part(parting, *factor));
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
