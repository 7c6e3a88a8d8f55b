//! Cycle of a household in the month loop: what happens in it.
//!
//! In: a [`MonthWalk`] that stopped at a boundary, a cycle at or after it with nothing in between. Out: the transitions
//! that happen, at most one for each domain, in the order of the domains.

use crate::simulate::micro::months::exit_cache::CachedExit;
use crate::simulate::micro::months::hazard_table::Here;
use crate::simulate::micro::months::walk::MonthWalk;
use crate::simulate::random::household_stream::{CycleStream, exponential, uniform};

/// Bounds on a chance are taken to be this much wider, relative to it: far more than rounding.
const MARGIN: f64 = 1e-12;

/// So many exits are asked at once.
const TOGETHER: usize = u64::BITS as usize;

impl MonthWalk<'_> {
    /// What happens of what was gathered: in every domain the exit with the smallest `E / l`, if that is below 1.
    pub(crate) fn happen(&mut self, boundary: usize, cycle: usize) {
        self.looked = false;
        let mut first = None;
        for from in (0..self.scratch.exits.len()).step_by(TOGETHER) {
            // Nobody can guess which exit it will be: bits are quicker here than a branch for each.
            let mut open = 0;
            for (at, exit) in self.scratch.exits[from..].iter().take(TOGETHER).enumerate() {
                open |= u64::from(self.scratch.candidates.may(exit, cycle)) << at;
            }
            while open != 0 {
                let exit = self.scratch.exits[from + open.trailing_zeros() as usize];
                self.happen_to(exit, boundary, cycle, &mut first);
                open &= open - 1;
            }
        }
    }

    /// Whether one exit happens. `first` is the last one that did so far.
    #[inline(always)]
    fn happen_to(&mut self, exit: CachedExit, boundary: usize, cycle: usize, first: &mut Option<(u32, f64, u64)>) {
        let stream = self.stream.cycle(cycle + 1);
        if exit.hazard.is_nan() {
            self.look(boundary, cycle);
        }
        if exit.late {
            let happens = self.first_late(exit.domain as usize, stream);
            self.scratch.fired.extend(happens);
            return;
        }
        let transition = exit.transition as usize;
        let word = stream.word(self.tables.month_rules.keys[transition]);
        let hazard = if exit.hazard.is_nan() { self.hazard(transition) } else { exit.hazard };
        if !happens(word, hazard) {
            return;
        }
        if let Some((domain, other, other_word)) = *first
            && domain == exit.domain
        {
            if time(word, hazard) >= time(other_word, other) {
                return;
            }
            self.scratch.fired.pop();
        }
        *first = Some((exit.domain, hazard, word));
        self.scratch.fired.push(transition);
    }

    /// Hazard of an exit in the cycle that is looked at.
    fn hazard(&mut self, transition: usize) -> f64 {
        let scratch = &mut *self.scratch;
        let here = Here { situation: &scratch.situation, characteristics: self.characteristics };
        self.tables.hazard_table.hazard(transition, &scratch.now, here, &mut scratch.hazard_scratch)
    }

    /// Sees what is so in a cycle after a boundary, once.
    fn look(&mut self, boundary: usize, cycle: usize) {
        if std::mem::replace(&mut self.looked, true) {
            return;
        }
        let (rules, scratch) = (self.tables.rules, &mut *self.scratch);
        let passed = (cycle - boundary) as u32;
        let (situation, now) = (&scratch.situation, &mut scratch.now);
        now.cycle = cycle;
        now.since.clear();
        let since = |clock: usize| rules.since_after(situation, clock, situation.since[clock], passed);
        now.since.extend((0..situation.since.len()).map(since));
        for (at, elapsed) in &mut now.responding {
            *elapsed = rules.responding(situation, *at as usize, boundary, passed).unwrap_or(0);
        }
        let condition_bits = self.tables.month_rules.clock_bits(rules, situation, &now.moment(self.characteristics));
        now.condition_bits = now.condition_bits & !self.tables.month_rules.clocks | condition_bits;
    }

    /// The exit of a domain that happens, if any, where exits have to be worked out together.
    fn first_late(&mut self, domain: usize, stream: CycleStream) -> Option<usize> {
        let scratch = &mut *self.scratch;
        let row = self.tables.month_rules.row(domain, scratch.situation.states[domain]);
        let here = Here { situation: &scratch.situation, characteristics: self.characteristics };
        self.tables.hazard_table.row(row, &scratch.now, here, &mut scratch.hazard_scratch);
        let times =
            self.tables.month_rules.exits(row).iter().zip(&scratch.hazard_scratch.hazards).map(|(exit, hazard)| {
                (time(stream.word(self.tables.month_rules.keys[*exit as usize]), *hazard), *exit as usize)
            });
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
    use crate::simulate::random::household_stream::threshold;

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
