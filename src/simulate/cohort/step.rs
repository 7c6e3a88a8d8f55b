//! Cohort step: one cycle of the exact method, the hot loop.
//!
//! In: the mass in each situation, chances, what has to be worked out. Out: where the mass ends, and what moved. Works
//! on `L` draws side by side. `docs/hot-path.md` explains it and tells how fast it is.

use crate::simulate::cohort::cache_line::CacheLine;
use crate::simulate::cohort::chances::Chances;
use crate::simulate::cohort::graph::{CycleRange, Flow, Graph, Source};
use crate::simulate::compile::lanes::{Lanes, add, times};

impl Flow {
    /// One cycle: each place gets what its sources give it.
    #[inline(always)]
    pub fn run<const L: usize>(&self, chances: &[CacheLine<L>], mass: &mut [CacheLine<L>]) {
        let (mut places, mut sources) = (self.places.iter(), &self.sources[..]);
        for (count, length) in &self.runs {
            for place in places.by_ref().take(*length) {
                let (own, later) = sources.split_at(*count);
                let mut sum = [0.0; L];
                for Source { place, way } in own {
                    add_product(&mut sum, &mass[*place as usize].0, &chances[*way as usize].0);
                }
                mass[*place as usize] = CacheLine(sum);
                sources = later;
            }
        }
    }
}

impl Graph {
    /// Adds what moves in a cycle to the transitions. What ends everything comes first: other moves of the same cycle
    /// do not happen.
    #[inline(always)]
    pub fn count_moves<const L: usize>(
        &self,
        range: &CycleRange,
        chances: &Chances<L>,
        mass: &[CacheLine<L>],
        moved: &mut [Lanes<L>],
    ) {
        for (at, nodes) in &range.moves {
            let moves = &self.moves[*at as usize];
            let row = &self.rows[moves.row as usize];
            let mut here = [0.0; L];
            for node in nodes {
                add(&mut here, &mass[*node as usize].0);
            }
            let mut unended = here;
            for other in &moves.ending {
                times(&mut unended, &chances.lasts[*other as usize]);
            }
            for (exit, chance) in self.exits[row.exits.clone()].iter().zip(&chances.ways[row.ways + 1..]) {
                add_product(&mut moved[exit.transition], if exit.ends { &here } else { &unended }, &chance.0);
            }
        }
    }
}

/// Multiplies, then adds: two roundings, never one. Works on a copy: the compiler cannot tell that the places do not
/// overlap, and would go one draw at a time.
#[inline(always)]
fn add_product<const L: usize>(sum: &mut Lanes<L>, a: &Lanes<L>, b: &Lanes<L>) {
    let mut new = *sum;
    for lane in 0..L {
        new[lane] += a[lane] * b[lane];
    }
    *sum = new;
}
