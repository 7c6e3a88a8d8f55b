//! Lanes aligned to lines of the processor's cache.
//!
//! In: a number for each draw of a group. Out: the same, where it is read and written fastest.

use crate::simulate::compile::lanes::Lanes;

/// One number for each of `L` draws, in a line of the cache of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct CacheLine<const L: usize>(pub Lanes<L>);

impl<const L: usize> CacheLine<L> {
    /// Nothing in any draw.
    pub const ZERO: Self = Self([0.0; L]);
}
