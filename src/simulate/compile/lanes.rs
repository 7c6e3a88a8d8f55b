//! Lanes: one number for each of several draws that are worked out side by side.
//!
//! In: numbers by draw. Out: their sums and products, draw by draw.

/// One number for each of `L` draws.
pub type Lanes<const L: usize> = [f64; L];

/// Multiplies lane by lane.
#[inline(always)]
pub fn times<const L: usize>(target: &mut Lanes<L>, factor: &Lanes<L>) {
    for lane in 0..L {
        target[lane] *= factor[lane];
    }
}

/// Adds lane by lane.
#[inline(always)]
pub fn add<const L: usize>(sum: &mut Lanes<L>, part: &Lanes<L>) {
    for lane in 0..L {
        sum[lane] += part[lane];
    }
}
