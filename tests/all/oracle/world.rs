//! One alternative with all its numbers drawn, for one household: numbers, strengths and ratios at a moment of its life.

use super::life::Now;
use super::tables::of_one_cycle;
use mkba::model::*;
use mkba::units::{Cycle, TimeUnit};
use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};

/// Hazard of a move that is certain: every wait is shorter, and the split stays.
const SURE: f64 = 1e12;

/// One alternative with all its numbers drawn.
pub struct World<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The alternative.
    pub alternative: &'a Alternative,
    /// Its place.
    pub index: usize,
    /// Drawn values.
    pub parameters: Vec<f64>,
    /// Of the household.
    pub characteristics: Vec<f64>,
}

impl World<'_> {
    /// A number that does not go by a clock.
    pub fn number(&self, number: Number) -> f64 {
        match number.origin {
            Origin::Fixed(value) => value,
            Origin::Characteristic(index) => self.characteristics[index],
            Origin::Parameter(index) => self.parameters[index],
            Origin::Table(_) => f64::NAN,
        }
    }

    /// A number at a reading of clocks.
    pub fn by_clock(&self, number: Number, reading: impl Fn(usize) -> f64) -> f64 {
        let Origin::Table(index) = number.origin else { return self.number(number) };
        let table = &self.scenario.tables[index];
        let reading = reading(table.clock);
        match &table.values {
            ClockValues::Steps(steps) => {
                let passed = steps.iter().rev().find(|(edge, _)| *edge <= reading);
                self.number(passed.unwrap_or(&steps[0]).1)
            }
            ClockValues::Formula(one) => {
                let value = |origin| self.number(Number { origin, kind: number.kind });
                let inputs: Vec<f64> = one.inputs.iter().map(|input| input.map_or(reading, value)).collect();
                one.formula.evaluate(&inputs)
            }
        }
    }

    fn at(&self, number: Number, now: &Now) -> f64 {
        self.by_clock(number, |clock| now.reading(clock))
    }

    /// Age or time since the start.
    pub fn years_or_cycles(&self, clock: usize, cycle: usize) -> f64 {
        match self.scenario.clocks[clock] {
            Clock::Age { index } => self.characteristics[index] + cycle as f64 * self.cycle() / 12.0,
            _ => cycle as f64,
        }
    }

    /// Months in a cycle.
    pub fn cycle(&self) -> f64 {
        match self.scenario.settings.cycle {
            Cycle::DAY => 12.0 / 365.25,
            Cycle::WEEK => 84.0 / 365.25,
            Cycle::MONTH => 1.0,
            Cycle::QUARTER => 3.0,
            Cycle::YEAR => 12.0,
            other if Some(other) == Cycle::several(6, TimeUnit::Week) => 6.0 * 84.0 / 365.25,
            other => panic!("no cycle of a file: {other:?}"),
        }
    }

    fn strength(&self, index: usize) -> Strength {
        let changed = self.alternative.transitions.iter().find(|(changed, _)| *changed == index);
        changed.map_or(self.scenario.transitions[index].strength, |(_, strength)| *strength)
    }

    fn own_hazard(&self, index: usize, now: &Now) -> f64 {
        let hazard = match self.strength(index) {
            Strength::Rate { rate, per } => self.at(rate, now) / per,
            Strength::Chance { chance, within } => -(1.0 - self.at(chance, now)).ln() / within,
            Strength::MeanDuration(months) => -(1.0 - self.cycle() / self.at(months, now)).ln(),
            Strength::Observed { within, .. } if self.tells_all_moves(index) => self.behind_table(index, within),
            Strength::Observed { within, .. } | Strength::ObservedRest { within, .. } => {
                let (mine, all) = self.observed(index, now);
                if all > 1.0 - 1e-12 { SURE * mine / all } else { -(1.0 - all).ln() * mine / all / within }
            }
            Strength::Duration { clock, law } => {
                let passed = now.reading(clock);
                let until = |cycles: f64| if cycles > 0.0 { self.lasting(&law.family, cycles / law.unit) } else { 0.0 };
                until(passed + 1.0) - until(passed)
            }
        };
        hazard.min(SURE)
    }

    /// Whether the rows of its domain tell where all are after a period.
    fn tells_all_moves(&self, index: usize) -> bool {
        self.scenario.domains[self.scenario.transitions[index].domain].rows == RowReading::Period
    }

    /// The hazard in a cycle behind such rows.
    fn behind_table(&self, index: usize, within: f64) -> f64 {
        let own = &self.scenario.transitions[index];
        let states = self.scenario.domains[own.domain].states.len();
        let mut table = vec![vec![0.0; states]; states];
        for (at, one) in self.scenario.transitions.iter().enumerate() {
            if let (true, Strength::Observed { chance, .. }) = (one.domain == own.domain, self.strength(at)) {
                table[one.from][one.to] = self.number(chance);
            }
        }
        (0..states).for_each(|at| table[at][at] = 1.0 - table[at].iter().sum::<f64>());
        let cycle = of_one_cycle(&table, within);
        let leaves = 1.0 - cycle[own.from][own.from];
        -(1.0 - leaves).ln() * cycle[own.from][own.to] / leaves
    }

    /// Of an exit of an observed row the share that takes it, and that of all exits.
    fn observed(&self, index: usize, now: &Now) -> (f64, f64) {
        let own = &self.scenario.transitions[index];
        let (mut given, mut mine, mut stays) = (0.0, None, None);
        for (other, one) in self.scenario.transitions.iter().enumerate() {
            if (one.domain, one.from) != (own.domain, own.from) {
                continue;
            }
            match self.strength(other) {
                Strength::Observed { chance, .. } => {
                    given += self.at(chance, now);
                    mine = mine.or((other == index).then(|| self.at(chance, now)));
                }
                Strength::ObservedRest { stays: share, .. } => stays = Some(self.at(share, now)),
                _ => {}
            }
        }
        let all = stays.map_or(given, |stays| 1.0 - stays);
        (mine.unwrap_or(all - given), all)
    }

    /// Cumulative hazard: minus the logarithm of the share that is still there.
    fn lasting(&self, family: &DurationFamily, time: f64) -> f64 {
        let of = |number: Number| self.number(number);
        match *family {
            DurationFamily::Exponential { rate } => of(rate) * time,
            DurationFamily::Weibull { shape, scale } => (time / of(scale)).powf(of(shape)),
            DurationFamily::Gompertz { shape, rate } => of(rate) * ((of(shape) * time).exp() - 1.0) / of(shape),
            DurationFamily::LogLogistic { shape, scale } => (1.0 + (time / of(scale)).powf(of(shape))).ln(),
            DurationFamily::Lognormal { meanlog, sdlog } => {
                -LogNormal::new(of(meanlog), of(sdlog)).map_or(f64::NAN, |law| law.sf(time)).ln()
            }
            DurationFamily::Gamma { shape, scale } => {
                -Gamma::new(of(shape), 1.0 / of(scale)).map_or(f64::NAN, |law| law.sf(time)).ln()
            }
        }
    }

    /// The factor of a ratio; `None` where a relative risk leaves its bounds (the engine then has a rule of its own).
    fn ratio(&self, ratio: &Ratio, own: f64, now: &Now) -> Option<f64> {
        let chance = |over: f64| 1.0 - (-own * over).exp();
        let back = |chance: f64, over: f64| -(1.0 - chance).ln() / over / own;
        match *ratio {
            Ratio::Hazard(ratio) | Ratio::Probability(ratio) => Some(self.at(ratio, now)),
            // Nothing to multiply, or nothing to leave: what never happens and what is certain stay so.
            Ratio::RelativeRisk { over, .. } | Ratio::Odds { over, .. } if own == 0.0 || chance(over) >= 1.0 => {
                Some(1.0)
            }
            Ratio::RelativeRisk { ratio, over } => {
                let after = self.at(ratio, now) * chance(over);
                (after < 1.0).then(|| back(after, over))
            }
            Ratio::Odds { ratio, over } => {
                let odds = self.at(ratio, now) * chance(over) / (1.0 - chance(over));
                Some(back(odds / (1.0 + odds), over))
            }
        }
    }

    fn strength_of_profile(&self, profile: &Profile, elapsed: usize) -> f64 {
        let months = elapsed as f64 * self.cycle();
        let (ramp, plateau) = (self.number(profile.ramp_up), self.number(profile.plateau));
        if months < ramp {
            return f64::min(1.0, (months + self.cycle()) / ramp);
        }
        let after = months - ramp - plateau;
        if after < 0.0 {
            return 1.0;
        }
        match profile.fade {
            Fade::Never => 1.0,
            Fade::AtOnce => 0.0,
            Fade::Linear(length) => f64::max(0.0, 1.0 - after / self.number(length)),
            Fade::HalfLife(length) => 0.5f64.powf(after / self.number(length)),
        }
    }

    /// The hazard of a transition before its row competes, and what multiplies its probability after that.
    fn pull(&self, index: usize, now: &Now) -> Option<(f64, f64)> {
        let own = self.own_hazard(index, now);
        let mut pull = (own, 1.0);
        let mut act = |ratio: &Ratio, factor: f64| match ratio {
            Ratio::Probability(_) => pull.1 *= factor,
            _ => pull.0 *= factor,
        };
        for (place, modifier) in self.scenario.transitions[index].modifiers.iter().enumerate() {
            let changed = self.alternative.modifiers.iter().find(|(at, of, _)| (*at, *of) == (index, place));
            let ratio = changed.map_or(Some(modifier.ratio), |(_, _, ratio)| *ratio);
            if let Some(ratio) = ratio.filter(|_| now.holds(&modifier.condition)) {
                act(&ratio, self.ratio(&ratio, own, now)?);
            }
        }
        // The strongest of each group and way of acting.
        let mut groups: Vec<(&str, bool, Ratio, f64)> = Vec::new();
        for (intervention, elapsed) in now.responding() {
            let one = &self.alternative.interventions[intervention];
            let acting = |effect: &&Effect| effect.transition == index && now.holds(&effect.condition);
            for effect in one.effects.iter().filter(acting) {
                let strength = self.strength_of_profile(&effect.profile, elapsed);
                let factor = self.ratio(&effect.ratio, own, now)?.powf(strength);
                let late = matches!(effect.ratio, Ratio::Probability(_));
                let same = groups.iter_mut().find(|(group, of, ..)| *group == one.group && *of == late);
                match same.filter(|_| !one.group.is_empty()) {
                    None => groups.push((&one.group, late, effect.ratio, factor)),
                    Some(other) if factor.ln().abs() > other.3.ln().abs() => {
                        *other = (&one.group, late, effect.ratio, factor)
                    }
                    Some(_) => {}
                }
            }
        }
        groups.iter().for_each(|(_, _, ratio, factor)| act(ratio, *factor));
        Some(pull)
    }

    /// Exits of a domain's state with the hazards that decide.
    pub fn exits(&self, domain: usize, now: &Now) -> Option<Vec<(usize, f64)>> {
        let from = now.states()[domain];
        let all = self.scenario.transitions.iter().enumerate();
        let here = all.filter(|(_, one)| (one.domain, one.from) == (domain, from)).map(|(index, _)| index);
        let here: Vec<usize> = here.filter(|index| !self.alternative.off_transitions.contains(index)).collect();
        let pulls = here.iter().map(|index| self.pull(*index, now)).collect::<Option<Vec<_>>>()?;
        let hazard: f64 = pulls.iter().map(|(hazard, _)| hazard).sum();
        if hazard == 0.0 || pulls.iter().all(|(_, ratio)| *ratio == 1.0) {
            return Some(here.into_iter().zip(pulls.into_iter().map(|(hazard, _)| hazard)).collect());
        }
        let leave = 1.0 - (-hazard).exp();
        let mut chances: Vec<f64> = pulls.iter().map(|(own, ratio)| leave * own / hazard * ratio).collect();
        if let Some(rest) = here.iter().position(|index| self.scenario.transitions[*index].takes_rest) {
            let others: f64 = chances.iter().sum::<f64>() - chances[rest];
            chances[rest] = f64::max(0.0, leave - others);
        }
        let leave: f64 = chances.iter().sum();
        let back = if leave > 1.0 - 1e-12 { SURE / leave } else { -(1.0 - leave).ln() / leave };
        Some(
            here.into_iter()
                .zip(chances.into_iter().map(|chance| if chance > 0.0 { chance * back } else { 0.0 }))
                .collect(),
        )
    }
}
