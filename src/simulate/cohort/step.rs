//! One cycle of the exact method: the hot loop.
//!
//! In: the mass in each joint state, chances. Out: where it ends. Works on `L` draws side by side.

use super::chances::Chances;
use crate::simulate::compile::{Lanes, times};
use crate::simulate::space::Space;

/// More ways than this are refused by the exact method: about a second for each draw and alternative over ten years.
pub const MOST_WAYS: f64 = 5e6;

/// For each joint state where each combination of outcomes ends, in the order in which [`Targets::step`] makes them.
#[derive(Debug)]
pub struct Targets {
    of_joint: Vec<Vec<u32>>,
    widest: usize,
}

impl Targets {
    /// Works them out once per scenario. `Err` holds the number of ways when there are more than [`MOST_WAYS`].
    pub fn new(space: &Space) -> Result<Self, f64> {
        let found = space.outcomes();
        if found > MOST_WAYS {
            return Err(found);
        }
        let of_joint: Vec<Vec<u32>> = (0..space.states).map(|joint| targets(space, joint)).collect();
        let widest = of_joint.iter().map(Vec::len).max().unwrap_or(1);
        Ok(Self { of_joint, widest })
    }

    /// One cycle: `mass` becomes where it ends; what moved is added to `moved`.
    pub fn step<const L: usize>(
        &self,
        space: &Space,
        mass: &mut Vec<Lanes<L>>,
        chances: &Chances<L>,
        scratch: &mut Scratch<L>,
        moved: &mut [Lanes<L>],
    ) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it knows these instructions. They do the same multiplications and
            // additions on four draws at a time instead of two, in the same order and never fused: the same bits.
            // Measured on the shipped scenario, 400 draws, one thread: 1.4 s instead of 3.6 s.
            unsafe { self.step_wide(space, mass, chances, scratch, moved) };
            std::mem::swap(mass, &mut scratch.to);
            return;
        }
        self.step_plain(space, mass, chances, scratch, moved);
        std::mem::swap(mass, &mut scratch.to);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn step_wide<const L: usize>(
        &self,
        space: &Space,
        from: &[Lanes<L>],
        chances: &Chances<L>,
        scratch: &mut Scratch<L>,
        moved: &mut [Lanes<L>],
    ) {
        self.step_plain(space, from, chances, scratch, moved);
    }

    /// Parts of the mass of a joint state are made domain by domain: those that leave by an exit behind those that were
    /// there, which then stay. The parts of the last domain are not kept but added to where they end.
    #[inline(always)]
    fn step_plain<const L: usize>(
        &self,
        space: &Space,
        from: &[Lanes<L>],
        chances: &Chances<L>,
        scratch: &mut Scratch<L>,
        moved: &mut [Lanes<L>],
    ) {
        let Scratch { to, parts } = scratch;
        to.clear();
        to.resize(from.len(), [0.0; L]);
        parts.resize(self.widest, [0.0; L]);
        for (joint, mass) in from.iter().enumerate() {
            if *mass == [0.0; L] {
                continue;
            }
            count_moves(space, joint, mass, chances, moved);
            parts[0] = *mass;
            let mut count = 1;
            let targets = &self.of_joint[joint];
            let Some((last, rows)) = space.joint_rows[joint].split_last() else {
                add(&mut to[joint], mass);
                continue;
            };
            for row in rows {
                let (stayed, left) = parts.split_at_mut(count);
                let exits = space.rows[*row as usize].exits.clone();
                for (exit, left) in exits.clone().zip(left.chunks_exact_mut(count)) {
                    let chance = chances.exits[exit];
                    for (to, from) in left.iter_mut().zip(&*stayed) {
                        set_product(to, from, &chance);
                    }
                }
                let stay = chances.stay[*row as usize];
                for part in stayed {
                    times(part, &stay);
                }
                count += count * exits.len();
            }
            let exits = space.rows[*last as usize].exits.clone();
            let ways = std::iter::once(&chances.stay[*last as usize]).chain(&chances.exits[exits]);
            for (chance, targets) in ways.zip(targets.chunks_exact(count)) {
                let chance = *chance;
                for (part, target) in parts.iter().zip(targets) {
                    add_product(&mut to[*target as usize], part, &chance);
                }
            }
        }
    }
}

/// Adds what moves out of a joint state to the transitions.
#[inline(always)]
fn count_moves<const L: usize>(
    space: &Space,
    joint: usize,
    mass: &Lanes<L>,
    chances: &Chances<L>,
    moved: &mut [Lanes<L>],
) {
    for row in &space.joint_rows[joint] {
        for exit in space.rows[*row as usize].exits.clone() {
            add_product(&mut moved[space.exits[exit].transition], mass, &chances.exits[exit]);
        }
    }
}

/// Room that is used again in every cycle.
#[derive(Debug, Default)]
pub struct Scratch<const L: usize> {
    to: Vec<Lanes<L>>,
    parts: Vec<Lanes<L>>,
}

/// Works on copies: the compiler cannot tell that the places do not overlap, and would go one draw at a time.
#[inline(always)]
fn set_product<const L: usize>(to: &mut Lanes<L>, a: &Lanes<L>, b: &Lanes<L>) {
    let mut product = *a;
    for lane in 0..L {
        product[lane] *= b[lane];
    }
    *to = product;
}

/// Multiplies, then adds: two roundings, never one.
#[inline(always)]
fn add_product<const L: usize>(sum: &mut Lanes<L>, a: &Lanes<L>, b: &Lanes<L>) {
    let mut new = *sum;
    for lane in 0..L {
        new[lane] += a[lane] * b[lane];
    }
    *sum = new;
}

/// Adds lane by lane.
#[inline(always)]
pub fn add<const L: usize>(sum: &mut Lanes<L>, part: &Lanes<L>) {
    for lane in 0..L {
        sum[lane] += part[lane];
    }
}

fn targets(space: &Space, joint: usize) -> Vec<u32> {
    let mut targets = vec![joint as isize];
    for row in &space.joint_rows[joint] {
        let before = targets.len();
        for exit in space.rows[*row as usize].exits.clone() {
            let shift = space.exits[exit].shift;
            (0..before).for_each(|at| targets.push(targets[at] + shift));
        }
    }
    targets.into_iter().map(|target| target as u32).collect()
}
