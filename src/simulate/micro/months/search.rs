//! Search for the next boundary at which something is done for a household or happens to it.
//!
//! In: a [`MonthWalk`] at a boundary after all that is done there. Out: the boundary, with what happens in the cycle
//! before it. Cycles in which the bitmap shows nothing are passed over.

use crate::simulate::micro::months::MonthScratch;
use crate::simulate::micro::months::candidates::{LOOK_AHEAD, top};
use crate::simulate::micro::months::exit_cache::CachedExit;
use crate::simulate::micro::months::hazard_table::Here;
use crate::simulate::micro::months::walk::MonthWalk;

impl MonthWalk<'_> {
    /// The next boundary at which something is done or happens; what happens in the cycle before it is put into
    /// `fired`.
    pub(crate) fn search(&mut self, row: usize) -> usize {
        self.scratch.fired.clear();
        let mut end = self.tables.rules.pause(&self.scratch.situation, row).min(self.cycles);
        if !self.months.times.is_empty() {
            end = row + 1;
        }
        // What happens next without help: taken over while nothing differs, else a boundary at which it may be so
        // again.
        let event = self.null.and_then(|_| self.scratch.log.events.get(self.seen)).map(|(row, _)| *row as usize);
        let copied = event.filter(|_| self.same).map_or(usize::MAX, |row| row - 1);
        if !self.same {
            end = end.min(event.unwrap_or(end));
        }
        let mut cycle = row;
        loop {
            let own = self.candidate(cycle, end);
            let found = own.min(copied);
            if found >= end {
                return end;
            }
            if found == own {
                self.happen(row, found);
            }
            if found == copied {
                self.copy();
                return found + 1;
            }
            if !self.scratch.fired.is_empty() {
                self.apart = true;
                return found + 1;
            }
            cycle = found + 1;
        }
    }

    /// Whether what happens in a row has to be worked out; else it is what happens without help.
    #[inline(always)]
    fn is_own(&self, touched: bool) -> bool {
        !self.same || self.acts && touched
    }

    /// The next cycle in which something may happen that is not taken over, before `end`, which stands for none.
    #[inline(always)]
    fn candidate(&mut self, mut cycle: usize, end: usize) -> usize {
        if self.same && !self.acts {
            return end;
        }
        if !std::mem::replace(&mut self.gathered, true) {
            self.gather();
        }
        while cycle < end {
            let MonthScratch { candidates, exits, .. } = &mut *self.scratch;
            let bits = candidates.look_ahead(exits, cycle, self.stream, &self.tables.month_rules.keys);
            if bits != 0 {
                return end.min(cycle + bits.trailing_zeros() as usize);
            }
            cycle += LOOK_AHEAD;
        }
        end
    }

    /// Gathers what may happen and is not taken over.
    fn gather(&mut self) {
        let (months, tables) = (self.months, self.tables);
        let MonthScratch { situation, now, hazard_scratch, exits, .. } = &mut *self.scratch;
        let here = Here { situation, characteristics: self.characteristics };
        let mut exit_cache = tables.exit_cache.borrow_mut();
        let all = exit_cache.exits(self.joint, |list| {
            for (domain, state) in situation.states.iter().enumerate() {
                let row = tables.month_rules.row(domain, *state);
                let (touched, late) = (tables.hazard_table.touched[row], tables.hazard_table.late[row]);
                for transition in tables.month_rules.exits(row) {
                    let at = *transition as usize;
                    let (hazard, limit) = match () {
                        () if late => (f64::NAN, i32::MAX),
                        () if tables.hazard_table.is_about_states(at) => {
                            let hazard = tables.hazard_table.hazard(at, now, here, hazard_scratch);
                            (hazard, top(hazard))
                        }
                        () => (f64::NAN, months.limits[at]),
                    };
                    list.push(CachedExit {
                        hazard,
                        transition: *transition,
                        domain: domain as u32,
                        limit,
                        touched,
                        late,
                    });
                    if late {
                        break;
                    }
                }
            }
        });
        exits.clear();
        match self.same {
            true => exits.extend(all.iter().filter(|exit| exit.touched)),
            false => exits.extend_from_slice(all),
        }
    }

    /// Takes over what happens next without help, but for rows that had to be worked out.
    fn copy(&mut self) {
        let own = self.scratch.fired.len();
        self.apart |= own > 0;
        let log = &self.scratch.log;
        let first = self.seen.checked_sub(1).map_or(0, |last| log.events[last].1);
        let transitions = &self.tables.rules.scenario.transitions;
        for at in first as usize..log.events[self.seen].1 as usize {
            let transition = self.scratch.log.happened[at];
            let moved = &transitions[transition];
            if !self
                .is_own(self.tables.hazard_table.touched[self.tables.month_rules.row(moved.domain, moved.from as u16)])
            {
                self.scratch.fired.push(transition);
            } else {
                self.apart = true;
            }
        }
        if own > 0 {
            self.scratch.fired.sort_unstable_by_key(|moved| transitions[*moved].domain);
        }
    }
}
