//! The verdict on an alternative: whether it pays, costs, or cannot be told.
//!
//! In: the net benefit to society of the average household, and the accounts. Out: [`Verdict`]. The band is that from
//! P10 to P90.

use crate::analyse::answer::accounts::AccountAnswer;
use crate::analyse::statistics::spread::Spread;
use crate::simulate::ledger::totals::settled;

/// What the net benefit to society says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// The sign changes within the band.
    Uncertain,
    /// The band does not go below 0, and the mean is above it.
    Pays,
    /// The band does not go above 0, and the mean is below it.
    Costs,
    /// Nothing changes for society, but for rounding.
    #[default]
    Nothing,
}

impl Verdict {
    /// The verdict on a net benefit, euro per household.
    pub fn of(average: &Spread, accounts: &[AccountAnswer]) -> Self {
        let moved: f64 = accounts.iter().map(|account| account.net.abs()).sum();
        match average {
            Spread { p10, p90, .. } if settled(p10.abs().max(p90.abs()), moved) == 0.0 => Verdict::Nothing,
            Spread { p10, p90, .. } if *p10 < 0.0 && *p90 > 0.0 => Verdict::Uncertain,
            Spread { mean, .. } if *mean > 0.0 => Verdict::Pays,
            Spread { mean, .. } if *mean < 0.0 => Verdict::Costs,
            _ => Verdict::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_decides_whether_the_sign_is_known() {
        let verdict = |values: [f64; 3]| Verdict::of(&Spread::new(values.to_vec(), None), &[]);
        assert_eq!(verdict([-100.0, 50.0, 100.0]), Verdict::Uncertain);
        assert_eq!(verdict([1.0, 50.0, 100.0]), Verdict::Pays);
        assert_eq!(verdict([-100.0, -50.0, -1.0]), Verdict::Costs);
        assert_eq!(verdict([0.0, 0.0, 0.0]), Verdict::Nothing);
    }
}
