//! The life of one household, kept as plain lists of what was when: every question about the past is answered by looking
//! it up there.

use super::world::World;
use mkba::model::*;
use mkba::simulate::random::household_stream::{HouseholdStream, exponential, name_key};

/// Started episode of an intervention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episode {
    /// The intervention.
    pub intervention: usize,
    /// Border at which it starts.
    pub start: usize,
    /// Whether the household responds.
    pub responds: bool,
    /// Border at which it is stopped, with its effects.
    pub stopped: usize,
}

/// Everything that happened.
#[derive(Default)]
pub struct Life {
    /// States at each border: first before anything is done, then after each intervention that moves.
    pub borders: Vec<Vec<Vec<usize>>>,
    /// Transitions in the cycle that ends at each border.
    pub happened: Vec<Vec<usize>>,
    /// What started.
    pub episodes: Vec<Episode>,
}

/// How far an intervention is.
#[derive(Clone, Copy)]
enum Turn {
    Idle,
    Triggered(usize),
    Reached(usize),
    Started(Episode),
    Never,
}

/// The start of a cycle, or a border as far as it was passed.
pub struct Now<'a> {
    world: &'a World<'a>,
    life: &'a Life,
    cycle: usize,
}

impl Now<'_> {
    /// States as they are.
    pub fn states(&self) -> &[usize] {
        &self.life.borders[self.cycle][self.life.borders[self.cycle].len() - 1]
    }

    /// What a clock tells.
    pub fn reading(&self, clock: usize) -> f64 {
        match &self.world.scenario.clocks[clock] {
            Clock::Since(condition) => self.life.since(condition, self.cycle, false) as f64,
            _ => self.world.years_or_cycles(clock, self.cycle),
        }
    }

    /// Interventions that the household responds to, with completed cycles since the start.
    pub fn responding(&self) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for one in self.life.episodes.iter().filter(|one| one.responds) {
            found.retain(|(intervention, _)| *intervention != one.intervention);
            if self.cycle < one.stopped {
                found.push((one.intervention, self.cycle - one.start));
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether a condition holds in the cycle that begins here.
    pub fn holds(&self, condition: &Condition) -> bool {
        let active = |at: usize, responds: bool| self.life.is_active(self.world, at, self.cycle, responds);
        self.world.judge(condition, self.states(), &|clock| self.reading(clock), &active)
    }
}

impl World<'_> {
    /// Whether a condition holds.
    pub fn judge(
        &self,
        condition: &Condition,
        states: &[usize],
        reading: &dyn Fn(usize) -> f64,
        active: &dyn Fn(usize, bool) -> bool,
    ) -> bool {
        let part = |one: &Condition| self.judge(one, states, reading, active);
        match condition {
            Condition::Always => true,
            Condition::State { domain, states: wanted } => wanted.contains(&states[*domain]),
            Condition::All(parts) => parts.iter().all(part),
            Condition::Any(parts) => parts.iter().any(part),
            Condition::Not(one) => !part(one),
            Condition::Characteristic { index, from, to } => (from.0..to.0).contains(&self.characteristics[*index]),
            Condition::Active(name) => self.named(name).is_some_and(|at| active(at, false)),
            Condition::Responding(name) => self.named(name).is_some_and(|at| active(at, true)),
            Condition::Within { clock, from, to } => {
                let runs = match &self.scenario.clocks[*clock] {
                    Clock::Since(condition) => part(condition),
                    _ => true,
                };
                runs && (from.0..to.0).contains(&reading(*clock))
            }
        }
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.alternative.interventions.iter().position(|one| one.name == *name)
    }

    /// Whether everything has stopped in these states.
    pub fn has_ended(&self, states: &[usize]) -> bool {
        states.iter().enumerate().any(|(domain, state)| self.scenario.domains[domain].states[*state].ends)
    }
}

impl Life {
    fn now<'a>(&'a self, world: &'a World<'a>) -> Now<'a> {
        Now { world, life: self, cycle: self.borders.len() - 1 }
    }

    /// States at a border before anything is done.
    pub fn row(&self, row: usize) -> &[usize] {
        &self.borders[row][0]
    }

    /// States at a border after all that is done.
    pub fn after(&self, row: usize) -> &[usize] {
        &self.borders[row][self.borders[row].len() - 1]
    }

    /// Completed cycles up to this border, before or after what is done there, in which a condition on states was true
    /// throughout. What is done at a border may break it.
    pub fn since(&self, condition: &Condition, border: usize, before: bool) -> usize {
        let known = |at: usize| if at == border && before { 1 } else { self.borders[at].len() };
        let throughout = |at: usize| self.borders[at][..known(at)].iter().all(|states| condition.holds(states));
        let lasted = |cycle: &usize| condition.holds(self.after(*cycle)) && throughout(*cycle + 1);
        (0..border).rev().take_while(lasted).count()
    }

    /// Whether an intervention is active in the cycle that begins at a border, where that is asked with a household that
    /// responds to it.
    pub fn is_active(&self, world: &World, intervention: usize, border: usize, responds: bool) -> bool {
        let length = world.alternative.interventions[intervention].active;
        let mine = self.episodes.iter().filter(|one| one.intervention == intervention);
        let mine = mine.filter(|one| one.responds || !responds);
        let mut begun = mine.filter(|one| one.start <= border && border < one.stopped);
        !world.has_ended(self.after(border)) && begun.any(|one| border - one.start < length)
    }

    /// The whole life. `None` where the engine has a rule of its own.
    pub fn live(world: &World, luck: HouseholdStream) -> Option<Self> {
        let scenario = world.scenario;
        let mut life = Self { happened: vec![Vec::new()], ..Self::default() };
        let mut states = vec![0; scenario.domains.len()];
        scenario.starts.iter().for_each(|start| world.start(start, luck, &mut states));
        let mut turns = vec![Turn::Idle; world.alternative.interventions.len()];
        for border in 0..=scenario.settings.horizon {
            life.borders.push(vec![states.clone()]);
            life.pass_border(world, luck, border, &mut turns);
            if border < scenario.settings.horizon {
                states = life.after(border).to_vec();
                let happened = life.cycle(world, luck, border)?;
                happened.iter().map(|index| &scenario.transitions[*index]).for_each(|one| states[one.domain] = one.to);
                life.happened.push(happened);
            }
        }
        Some(life)
    }

    fn cycle(&self, world: &World, luck: HouseholdStream, border: usize) -> Option<Vec<usize>> {
        let now = self.now(world);
        let mut happened = Vec::new();
        if world.has_ended(now.states()) {
            return Some(happened);
        }
        for domain in 0..world.scenario.domains.len() {
            let mut first: Option<(f64, usize)> = None;
            for (index, hazard) in world.exits(domain, &now)? {
                let name = &world.scenario.transitions[index].name;
                let time = exponential(luck.cycle(border + 1).word(name_key(name))) / hazard;
                if hazard > 0.0 && time < 1.0 && first.is_none_or(|(earliest, _)| time < earliest) {
                    first = Some((time, index));
                }
            }
            happened.extend(first.map(|(_, index)| index));
        }
        let ends = |index: &usize| {
            let one = &world.scenario.transitions[*index];
            world.scenario.domains[one.domain].states[one.to].ends
        };
        if happened.iter().any(ends) {
            happened.retain(ends);
        }
        Some(happened)
    }

    fn pass_border(&mut self, world: &World, luck: HouseholdStream, border: usize, turns: &mut [Turn]) {
        for (turn, one) in turns.iter_mut().zip(&world.alternative.interventions) {
            let fires = match &one.trigger {
                Trigger::Cycle(cycle) => *cycle == border,
                Trigger::Entry(condition) => {
                    condition.holds(self.row(border)) && (border == 0 || !condition.holds(self.after(border - 1)))
                }
            };
            if fires && matches!(turn, Turn::Idle) {
                *turn = Turn::Triggered(border);
            }
        }
        self.stop(world, border, turns);
        for (at, turn) in turns.iter_mut().enumerate() {
            if !world.has_ended(self.after(border)) {
                *turn = self.turn(world, luck, (border, at), *turn);
            }
        }
    }

    /// Ends episodes of which the stop condition holds, before anything is done at a border.
    fn stop(&mut self, world: &World, border: usize, turns: &mut [Turn]) {
        for (at, one) in world.alternative.interventions.iter().enumerate() {
            if let (Turn::Started(episode), Some(stop)) = (turns[at], &one.stop)
                && !world.has_ended(self.row(border))
                && self.now(world).holds(stop)
            {
                let same = |known: &&mut Episode| known.intervention == at && known.start == episode.start;
                self.episodes.iter_mut().filter(same).for_each(|known| known.stopped = border);
                let again = one.repeat && matches!(one.trigger, Trigger::Entry(_));
                turns[at] = if again { Turn::Idle } else { Turn::Never };
            }
        }
    }

    fn turn(&mut self, world: &World, luck: HouseholdStream, (border, at): (usize, usize), turn: Turn) -> Turn {
        let one = &world.alternative.interventions[at];
        let (still, later) = match &one.trigger {
            Trigger::Cycle(_) => (true, Turn::Never),
            Trigger::Entry(condition) => (condition.holds(self.after(border)), Turn::Idle),
        };
        let waited = match turn {
            Turn::Idle | Turn::Never => return turn,
            Turn::Started(episode) => return world.started(episode, border),
            Turn::Triggered(_) | Turn::Reached(_) if !still => return Turn::Idle,
            Turn::Triggered(since) if border < since + one.delay => return turn,
            Turn::Triggered(_) if !self.now(world).holds(&one.eligible) => return later,
            Turn::Triggered(_) => {
                let reached = luck.uniform(name_key(&format!("reached: {}", one.name))) < world.number(one.reached);
                if !reached {
                    return Turn::Never;
                }
                border
            }
            Turn::Reached(since) => since,
        };
        if border < waited + one.waiting {
            return Turn::Reached(waited);
        }
        let responds = luck.uniform(name_key(&format!("success: {}", one.name))) < world.number(one.success);
        let episode = Episode { intervention: at, start: border, responds, stopped: usize::MAX };
        self.episodes.push(episode);
        let before = self.after(border).to_vec();
        let mut states = before.clone();
        for change in one.moves.iter().filter(|change| responds && before[change.domain] == change.from) {
            states[change.domain] = change.to;
        }
        self.borders[border].push(states);
        world.started(episode, border)
    }
}

impl World<'_> {
    /// What becomes of an episode at a border at or after its start.
    fn started(&self, episode: Episode, border: usize) -> Turn {
        let one = &self.alternative.interventions[episode.intervention];
        let elapsed = border - episode.start;
        let fixed = |number: Number| if let Origin::Fixed(value) = number.origin { value } else { f64::INFINITY };
        let ends = |profile: &Profile| {
            let fade = match profile.fade {
                Fade::Never | Fade::HalfLife(_) => f64::INFINITY,
                Fade::AtOnce => 0.0,
                Fade::Linear(length) => fixed(length),
            };
            ((fixed(profile.ramp_up) + fixed(profile.plateau) + fade) / self.cycle()).ceil()
        };
        let acts = |effect: &Effect| (elapsed as f64) < ends(&effect.profile);
        let goes_on = elapsed < one.active || (episode.responds && one.effects.iter().any(acts));
        match () {
            () if goes_on => Turn::Started(episode),
            () if one.repeat && matches!(one.trigger, Trigger::Entry(_)) => Turn::Idle,
            () => Turn::Never,
        }
    }

    fn start(&self, start: &Start, luck: HouseholdStream, states: &mut [usize]) {
        let shares = &self.alternative.start(start).shares;
        let names: Vec<&str> = start.domains.iter().map(|domain| self.scenario.domains[*domain].id.as_str()).collect();
        let u = luck.uniform(name_key(&format!("start: {}", names.join(", "))));
        let given: f64 = shares.iter().filter_map(|(_, share)| *share).map(|share| self.number(share)).sum();
        let mut sum = 0.0;
        let passes = |(_, share): &&(Vec<usize>, Option<Number>)| {
            sum += share.map_or(1.0 - given, |share| self.number(share));
            u < sum
        };
        let (chosen, _) = shares.iter().find(passes).unwrap_or(&shares[shares.len() - 1]);
        start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state);
    }
}
