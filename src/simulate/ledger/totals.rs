//! The three totals of a cost-benefit analysis: society, with welfare, public.
//!
//! In: nothing. Out: their order, and how they are added up.

/// The three totals, printed side by side and never added.
pub const TOTALS: usize = 3;
/// All accounts but the counter-accounts.
pub const SOCIETY: usize = 0;
/// Society, and what is valued without being cash.
pub const WITH_WELFARE: usize = 1;
/// The public accounts, transfers included.
pub const PUBLIC: usize = 2;

/// Euro for each of the three totals.
pub type Totals = [f64; TOTALS];

/// No item can come to more than this per household, in euro or in units of its price: beyond it sums lose their cents.
pub const MOST: f64 = 1e12;

/// Part of all that is paid and received below which a balance is rounding: flows that cancel need not do so in the
/// last digits.
pub const ROUNDING: f64 = 1e-12;

/// A balance of flows whose sizes add up to `gross`: exactly 0 where it is rounding.
#[inline(always)]
pub fn settled(balance: f64, gross: f64) -> f64 {
    if balance.abs() <= ROUNDING * gross { 0.0 } else { balance }
}

/// Whether an item can come to this, in euro or units of its price, with so many units in one unit of quantity.
pub fn possible(present: f64, units: f64) -> bool {
    present.abs() <= MOST && units <= MOST
}

/// Adds `part` times `factor`.
#[inline(always)]
pub fn add(sum: &mut Totals, part: Totals, factor: f64) {
    for total in 0..TOTALS {
        sum[total] += part[total] * factor;
    }
}
