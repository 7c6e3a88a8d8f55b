//! Single households: each lives in all alternatives with the same luck.
//!
//! In: compiled values of a group of draws. Out: what every alternative does for every household, and, where asked for, counts
//! as trajectories. Scenarios without history take tables, the others the month loop; both give the same courses.

use super::group::{Compiled, Engine};
use super::hazards::Hazards;
use super::luck::Luck;
use super::machine::Machine;
use super::micro::Slots;
use super::micro::counts::Counts;
use super::micro::history::{History, Keys, Scratch};
use super::micro::money::Money;
use super::micro::outcome::{Escalation, Households as Outcomes, Outcome};
use super::micro::path::Path;
use super::micro::table::Table;
use super::plain::is_plain;
use super::price::SOCIETY;
use super::price::factors::{household_traits, trait_keys};
use super::space::Space;
use super::trajectory::Trajectory;
use super::{AlternativeResults, LANES};
use crate::model::Scenario;

/// What is worked out once per scenario.
pub struct Households {
    /// Exits of joint states; `None` where history counts.
    slots: Option<Slots>,
    keys: Vec<Keys>,
    escalation: Escalation,
    trait_keys: Vec<u64>,
}

/// How households live in one alternative and draw.
enum Ways<'a> {
    Tables(Vec<Table>),
    Histories(Vec<History<'a>>),
}

impl Households {
    /// Prepares a scenario.
    pub fn new(scenario: &Scenario, space: &Space, machines: &[Machine]) -> Self {
        Self {
            slots: is_plain(scenario).then(|| Slots::new(scenario, space)),
            keys: machines.iter().map(Keys::new).collect(),
            escalation: Escalation::new(scenario, space),
            trait_keys: trait_keys(scenario),
        }
    }

    /// Simulates the households of each draw; counts them where `counted` is given.
    pub(super) fn run(
        &self,
        engine: &Engine,
        compiled: &[Compiled],
        draws: &[u64],
        results: &mut [AlternativeResults],
        mut counted: Option<&mut Vec<Vec<Trajectory<LANES>>>>,
    ) {
        if engine.plan.households == 0 {
            return;
        }
        for (lane, draw) in draws.iter().enumerate() {
            let hazards: Vec<Hazards<1>> = compiled.iter().map(|one| one.hazards.lane(lane)).collect();
            let money: Vec<Money> = (0..compiled.len()).map(|at| self.money(engine, compiled, at, lane)).collect();
            let like = |all: &Vec<Trajectory<LANES>>| all.iter().map(Counts::like).collect();
            let mut counts: Vec<Vec<Counts>> = counted.iter().flat_map(|all| all.iter()).map(like).collect();
            let households = self.of_draw(engine, &hazards, &money, *draw, &mut counts);
            if let Some(counted) = counted.as_deref_mut() {
                let share = 1.0 / engine.plan.households as f64;
                let pairs = counts.iter().flatten().zip(counted.iter_mut().flatten());
                pairs.for_each(|(counts, into)| counts.write(into, lane, share));
            }
            results.iter_mut().zip(households).skip(1).for_each(|(result, found)| result.households.push(found));
        }
    }

    fn money(&self, engine: &Engine, compiled: &[Compiled], at: usize, lane: usize) -> Money {
        let plans = (engine.items.as_slice(), &engine.timing);
        Money::new(engine.scenario, &engine.space, at, plans, (&compiled[at].amounts, lane))
    }

    fn of_draw(
        &self,
        engine: &Engine,
        hazards: &[Hazards<1>],
        money: &[Money],
        draw: u64,
        counts: &mut [Vec<Counts>],
    ) -> Vec<Outcomes> {
        let ways = self.ways(engine, hazards);
        let same: Vec<bool> =
            (0..money.len()).map(|at| ways.like_null(at) && money[at].same_states_and_events(&money[0])).collect();
        let mut households = vec![Outcomes::default(); money.len()];
        let mut paths = vec![Path::default(); money.len()];
        let mut scratch = Scratch::default();
        for household in 0..engine.plan.households {
            let luck = Luck::new(engine.plan.seed, draw, household as u64);
            let traits = household_traits(engine.scenario, &self.trait_keys, luck);
            let factors = engine.classes.values(&traits);
            self.follow(engine, &ways, luck, &traits, &mut paths, &mut scratch);
            let null_cost = -money[0].society(&paths[0], &engine.timing, &factors);
            let escalates = self.escalation.happens(&paths[0]);
            for at in 1..paths.len() {
                let net_benefit =
                    money[at].difference(&paths[at], (&money[0], &paths[0]), &engine.timing, &factors, same[at]);
                let own = -money[at].own(&paths[at], &engine.timing, &factors)[SOCIETY];
                let changed = paths[at].joint != paths[0].joint;
                let escalated_less = changed && self.escalation.months(&paths[at]) < self.escalation.months(&paths[0]);
                let group = Outcome::group(changed, escalated_less, net_benefit[SOCIETY], own);
                households[at].push(&Outcome { net_benefit, group, escalates, null_cost }, own);
            }
            for (of_classes, path) in counts.iter_mut().zip(&paths) {
                of_classes.iter_mut().zip(&factors).for_each(|(counts, factor)| counts.add(path, *factor));
            }
        }
        households
    }

    fn ways<'a>(&'a self, engine: &'a Engine, hazards: &'a [Hazards<1>]) -> Ways<'a> {
        let Some(slots) = &self.slots else {
            let history = |(at, hazards): (usize, &'a Hazards<1>)| History {
                machine: &engine.machines[at],
                space: &engine.space,
                keys: &self.keys[at],
                times: &engine.times,
                hazards,
            };
            return Ways::Histories(hazards.iter().enumerate().map(history).collect());
        };
        let mut tables: Vec<Table> = Vec::with_capacity(hazards.len());
        for (at, hazards) in hazards.iter().enumerate() {
            let table = Table::new(engine.scenario, (&engine.space, slots), at, hazards, tables.first());
            tables.push(table);
        }
        Ways::Tables(tables)
    }

    fn follow(
        &self,
        engine: &Engine,
        ways: &Ways,
        luck: Luck,
        traits: &[f64],
        paths: &mut [Path],
        scratch: &mut Scratch,
    ) {
        match (ways, &self.slots) {
            (Ways::Tables(tables), Some(slots)) => {
                let cycles = engine.scenario.settings.horizon;
                let (null, others) = paths.split_at_mut(1);
                null[0].follow(&tables[0], slots, luck, cycles, None);
                for (path, table) in others.iter_mut().zip(&tables[1..]) {
                    path.follow(table, slots, luck, cycles, Some(&null[0]));
                }
            }
            (Ways::Histories(histories), _) => {
                for (path, history) in paths.iter_mut().zip(histories) {
                    history.follow(path, luck, traits, scratch);
                }
            }
            _ => {}
        }
    }
}

impl Ways<'_> {
    /// Whether an alternative has the hazards of the null alternative, so that rows that were not simulated are equal.
    fn like_null(&self, at: usize) -> bool {
        match self {
            Ways::Tables(tables) => tables[at].like_null,
            Ways::Histories(_) => false,
        }
    }
}
