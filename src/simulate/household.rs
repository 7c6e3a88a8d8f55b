//! Single households: each lives in all alternatives with the same luck.
//!
//! In: compiled values of a group of draws. Out: what every alternative does for every household, and, where asked for, counts
//! as trajectories. Scenarios without history go from event to event, the others month by month.

use super::group::{Compiled, Engine};
use super::hazards::Hazards;
use super::histogram::Histogram;
use super::luck::Luck;
use super::machine::Machine;
use super::micro::change::Change;
use super::micro::counts::Counts;
use super::micro::course::{Course, Lived, Parting};
use super::micro::history::{Months, Rules, Scratch};
use super::micro::law::Law;
use super::micro::layout::Layout;
use super::micro::money::Money;
use super::micro::outcome::{Escalation, Households as Outcomes, Outcome};
use super::micro::path::Path;
use super::micro::skip::{BLOCK, Skip, Trace};
use super::micro::unchanged::Unchanged;
use super::plain::is_plain;
use super::price::factors::{household_traits, is_random, trait_keys};
use super::price::{SOCIETY, TOTALS};
use super::space::Space;
use super::timing::Timing;
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

/// A way to let households live in one draw.
trait Way {
    /// The course without help.
    type Null: Lived;
    /// Gets ready for a block of households.
    fn prepare(&self, block: &[Luck], room: &mut Room);
    /// A household of the block in all alternatives: its course without help, and how each other one parts from it.
    fn follow<'r>(
        &self,
        household: (usize, Luck),
        traits: &[f64],
        room: &'r mut Room,
    ) -> (&'r Self::Null, &'r [Parting]);
}

impl Way for Skip<'_> {
    type Null = Path;

    fn prepare(&self, block: &[Luck], room: &mut Room) {
        self.without(block, &mut room.trace);
    }

    fn follow<'r>(&self, (at, luck): (usize, Luck), _: &[f64], room: &'r mut Room) -> (&'r Path, &'r [Parting]) {
        self.with(luck, at, &mut room.trace, &mut room.partings);
        (&room.trace.paths[at], &room.partings)
    }
}

impl Way for Months<'_> {
    type Null = Course;

    fn prepare(&self, _: &[Luck], _: &mut Room) {}

    fn follow<'r>(&self, (_, luck): (usize, Luck), traits: &[f64], room: &'r mut Room) -> (&'r Course, &'r [Parting]) {
        Months::follow(self, luck, traits, &mut room.null, &mut room.partings, &mut room.scratch);
        (&room.null, &room.partings)
    }
}

/// Room that is used again for every household.
#[derive(Default)]
struct Room {
    partings: Vec<Parting>,
    trace: Trace,
    null: Course,
    scratch: Scratch,
}

/// All that one draw needs.
struct OfDraw<'a> {
    engine: &'a Engine<'a>,
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
            let of_draw = OfDraw { engine, money: &money, draw: *draw, keep, monitor };
            let households = match &self.layout {
                Some(layout) => {
                    let skip = self.skip(engine, layout, &hazards);
                    skip.begin(&mut room.trace);
                    self.of_draw(&of_draw, &skip, &mut room, &mut counts, &mut spread)?
                }
                None => {
                    let months = Months::new(&engine.machines, &self.rules, &hazards, &engine.times);
                    self.of_draw(&of_draw, &months, &mut room, &mut counts, &mut spread)?
                }
            };
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
        way: &impl Way,
        room: &mut Room,
        counts: &mut [Vec<Counts>],
        spread: &mut [Distribution],
    ) -> Result<Vec<Outcomes>, Fault> {
        let engine = of_draw.engine;
        let timing = &engine.timing;
        let (money, others) = (&of_draw.money[0], &of_draw.money[1..]);
        let mut households = vec![Outcomes::default(); others.len()];
        room.partings.resize_with(others.len(), Parting::default);
        let mut unchanged: Vec<Unchanged> = others.iter().map(|money| Unchanged::new(money, !self.differ)).collect();
        let (mut traits, mut factors) = (Vec::new(), Vec::new());
        let mut block: Vec<Luck> = Vec::with_capacity(BLOCK);
        for household in 0..engine.plan.households {
            if household % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && of_draw.monitor.stopped() {
                return Err(Fault::Stopped);
            }
            let at = household % BLOCK;
            if at == 0 {
                let numbers = household..engine.plan.households.min(household + BLOCK);
                block.clear();
                block.extend(numbers.map(|number| Luck::new(engine.plan.seed, of_draw.draw, number as u64)));
                way.prepare(&block, room);
            }
            let luck = block[at];
            if household == 0 || self.differ {
                traits = household_traits(engine.scenario, &self.trait_keys, luck);
                factors = engine.classes.values(&traits);
            }
            let (null, partings) = way.follow((at, luck), &traits, room);
            let (null_cost, escalates) = self.read(null, (money, timing), &factors, counts.first_mut());
            for (at, (own_money, parting)) in others.iter().zip(partings).enumerate() {
                let monies = (own_money, money);
                let (net_benefit, own) = unchanged[at].worth(monies, (null, parting), timing, &factors);
                let escalated_less = self.escalation.more_months(parting) < 0;
                let group = Outcome::group(parting.is_apart(), escalated_less, net_benefit[SOCIETY], own);
                households[at].push(&Outcome { net_benefit, group, escalates, null_cost }, own);
                if of_draw.keep {
                    households[at].net_benefit.push(net_benefit.map(|value| value as f32));
                }
                spread[at].iter_mut().zip(net_benefit).for_each(|(spread, value)| spread.push(value));
            }
            count(counts.get_mut(1..).unwrap_or_default(), partings, &factors);
        }
        Ok(households)
    }

    /// What a course without help costs society, and whether something escalates; counts it by class of traits.
    #[inline(never)]
    fn read(
        &self,
        null: &impl Lived,
        (money, timing): (&Money, &Timing),
        factors: &[f64],
        counts: Option<&mut Vec<Counts>>,
    ) -> (f64, bool) {
        let marks = null.marks();
        let mut classes = counts.into_iter().flatten().zip(factors);
        let counted = classes.next().map(|(counts, factor)| {
            counts.add_marks(marks, *factor);
            counts.count(*factor)
        });
        // A course is read as seldom as can be: mostly there is one part and one class.
        let worth = |part| money.society(part, marks, timing, factors);
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

    fn skip<'a>(&self, engine: &Engine, layout: &'a Layout, hazards: &[Hazards<1>]) -> Skip<'a> {
        let (scenario, space) = (engine.scenario, &engine.space);
        let law = Law::new(scenario, space, layout, &hazards[0]);
        let changed = hazards.iter().enumerate().skip(1);
        let changes = changed.map(|one| Change::new(scenario, space, layout, one, &law)).collect();
        Skip { layout, law, changes, cycles: scenario.settings.horizon }
    }
}

/// Counts by how much the alternatives of a household differ from its course without help, by class of traits.
fn count(others: &mut [Vec<Counts>], partings: &[Parting], factors: &[f64]) {
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
