//! The three totals of a cost-benefit analysis: society, society in money, the public purse.
//!
//! In: nothing. Out: their order, which of them heads an answer ([`HEADLINE`]), and how they are added up.

/// The three totals, printed side by side and never added.
pub const TOTALS: usize = 3;
/// Society: all parties, and valued quality of life. The balance of a societal cost-benefit analysis.
pub const SOCIETY: usize = 0;
/// Society in money: all parties, without valued quality of life.
pub const MONEY: usize = 1;
/// The public purse: the public accounts, transfers included.
pub const PUBLIC: usize = 2;

/// The total that heads an answer: it decides the order of plans, the verdict, the groups of households, the chance
/// that a plan pays, payback, what drives the spread, and the value of information. It is chosen here alone.
pub const HEADLINE: usize = SOCIETY;

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
