//! What happens to a household in one cycle.
//!
//! In: a [`Walk`] that stopped at a border, a cycle at or after it with nothing in between. Out: the transitions that happen,
//! at most one for each domain, in the order of the domains.

use super::pulls::Here;
use super::walk::Walk;
use crate::simulate::luck::{exponential, uniform};

/// Bounds on a chance are taken to be this much wider, relative to it: far more than rounding.
const MARGIN: f64 = 1e-12;

impl Walk<'_> {
    /// What happens in a cycle: in every domain the exit with the smallest `E / l`, if that is below 1.
    pub(super) fn happen(&mut self, border: usize, cycle: usize, copied: bool) {
        self.look(border, cycle);
        let log = &self.scratch.log;
        let range = if copied {
            let first = self.seen.checked_sub(1).map_or(0, |last| log.events[last].1);
            first as usize..log.events[self.seen].1 as usize
        } else {
            0..0
        };
        for domain in 0..self.scratch.situation.states.len() {
            let row = self.way.rules.row(domain, self.scratch.situation.states[domain]);
            if self.is_own(row) {
                let first = if self.way.pulls.late[row] { self.first_late(row, cycle) } else { self.first(row, cycle) };
                self.scratch.fired.extend(first);
            } else {
                let log = &self.scratch.log.happened[range.clone()];
                let transitions = &self.way.machine.scenario.transitions;
                self.scratch.fired.extend(log.iter().filter(|one| transitions[**one].domain == domain));
            }
        }
    }

    /// What is so in a cycle after a border.
    fn look(&mut self, border: usize, cycle: usize) {
        let (machine, scratch) = (self.way.machine, &mut *self.scratch);
        let passed = (cycle - border) as u32;
        let (situation, now) = (&scratch.situation, &mut scratch.now);
        now.cycle = cycle;
        now.since.clear();
        let since = |clock: usize| machine.since_after(situation, clock, situation.since[clock], passed);
        now.since.extend((0..situation.since.len()).map(since));
        for (at, elapsed) in &mut now.responding {
            *elapsed = machine.responding(situation, *at as usize, border, passed).unwrap_or(0);
        }
        let facts = self.way.rules.clock_facts(machine, situation, &now.moment(self.traits));
        now.facts = now.facts & !self.way.rules.clocks | facts;
    }

    /// The exit of a row that happens, if any.
    fn first(&mut self, row: usize, cycle: usize) -> Option<usize> {
        let scratch = &mut *self.scratch;
        let here = Here { situation: &scratch.situation, traits: self.traits };
        let luck = self.luck.cycle(cycle + 1);
        let mut first: Option<(u64, f64, usize)> = None;
        for exit in self.way.rules.exits(row) {
            let exit = *exit as usize;
            let word = luck.word(self.way.rules.keys[exit]);
            if word > self.months.limits[exit] {
                continue;
            }
            let hazard = self.way.pulls.hazard(exit, &scratch.now, here, &mut scratch.room);
            if happens(word, hazard) && first.is_none_or(|(other, l, _)| time(word, hazard) < time(other, l)) {
                first = Some((word, hazard, exit));
            }
        }
        first.map(|(_, _, exit)| exit)
    }

    /// The same where exits have to be worked out together.
    fn first_late(&mut self, row: usize, cycle: usize) -> Option<usize> {
        let scratch = &mut *self.scratch;
        let here = Here { situation: &scratch.situation, traits: self.traits };
        self.way.pulls.row(row, &scratch.now, here, &mut scratch.room);
        let luck = self.luck.cycle(cycle + 1);
        let times = self
            .way
            .rules
            .exits(row)
            .iter()
            .zip(&scratch.room.hazards)
            .map(|(exit, hazard)| (time(luck.word(self.way.rules.keys[*exit as usize]), *hazard), *exit as usize));
        let first = times.filter(|(time, _)| *time < 1.0).min_by(|a, b| a.0.total_cmp(&b.0));
        first.map(|(_, exit)| exit)
    }
}

/// When within the cycle it would happen, were it alone: `E / hazard`.
fn time(word: u64, hazard: f64) -> f64 {
    exponential(word) / hazard
}

/// Whether `E / hazard` is below 1. A chance `1 - exp(-l)` lies between two sums of its alternating series, so that the
/// logarithm is seldom needed.
#[inline(always)]
fn happens(word: u64, hazard: f64) -> bool {
    let most = hazard * (1.0 - hazard * (0.5 - hazard * (1.0 / 6.0)));
    let least = most - hazard * hazard * hazard * hazard * (1.0 / 24.0);
    let u = uniform(word);
    match () {
        () if hazard >= 0.5 => time(word, hazard) < 1.0,
        () if u >= most * (1.0 + MARGIN) => false,
        () if u < least * (1.0 - MARGIN) => true,
        () => time(word, hazard) < 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::luck::threshold;

    #[test]
    fn bounds_decide_as_the_logarithm_does() {
        for step in 0..2000 {
            let hazard = libm::exp(-14.0 + f64::from(step) * 0.0075);
            let edge = threshold(hazard);
            let near = (0..40).map(|shift| 1u64 << shift << 10);
            let words = near.flat_map(|far| [edge.saturating_sub(far), edge.saturating_add(far)]);
            for word in words.chain([0, edge, edge / 2, u64::MAX]) {
                assert_eq!(happens(word, hazard), time(word, hazard) < 1.0, "hazard {hazard}, word {word}");
            }
        }
        assert!(!happens(0, 0.0) && !happens(1 << 40, 0.0));
    }
}
