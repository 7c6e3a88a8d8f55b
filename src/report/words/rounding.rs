//! Rounding of a table as a whole, so that no cell contradicts its sum.
//!
//! In: amounts and a unit, 1, 10 or 100 euro. Out: whole numbers of that unit that add up to the rounded total, each as
//! near to its amount as that allows (the method of the largest remainder).

/// Amounts from this on are rounded to [`COARSE`] euro.
const LARGE: f64 = 10_000.0;
/// Units of rounding, in euro.
const FINE: f64 = 10.0;
const COARSE: f64 = 100.0;

/// The unit for tables of which this is the largest total, in euro; 1 where whole euros are asked for.
pub fn unit(largest: f64, whole_euros: bool) -> f64 {
    match (whole_euros, largest.abs() < LARGE) {
        (true, _) => 1.0,
        (false, true) => FINE,
        (false, false) => COARSE,
    }
}

/// The nearest whole number of units.
pub fn units(amount: f64, unit: f64) -> f64 {
    // Minus 0 is 0.
    (amount / unit).round() + 0.0
}

/// Amounts as whole numbers of units that add up to `total`, itself a whole number of units. What is left after
/// rounding down goes to the largest remainders, the first where they are equal; an amount of exactly 0 stays 0.
pub fn apportion(amounts: &[f64], unit: f64, total: f64) -> Vec<f64> {
    let exact: Vec<f64> = amounts.iter().map(|amount| amount / unit).collect();
    let mut whole: Vec<f64> = exact.iter().map(|value| value.floor() + 0.0).collect();
    let mut order: Vec<usize> = (0..exact.len()).filter(|at| exact[*at] != 0.0).collect();
    let left = total - whole.iter().sum::<f64>();
    if order.is_empty() || !left.is_finite() {
        return whole;
    }
    let remainder = |at: &usize| exact[*at] - exact[*at].floor();
    order.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(b)));
    let each = (left / order.len() as f64).floor();
    let more = left - each * order.len() as f64;
    for (place, at) in order.into_iter().enumerate() {
        whole[at] += each + if (place as f64) < more { 1.0 } else { 0.0 };
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_rounded_total() {
        assert_eq!(apportion(&[-2_977.0, 1_833.0, 1_394.0], 10.0, 25.0), [-298.0, 183.0, 140.0]);
        assert_eq!(apportion(&[1.0, 1.0, 1.0], 10.0, 0.0), [0.0, 0.0, 0.0]);
        assert_eq!(apportion(&[4.0, 0.0, 4.0, 4.0], 10.0, 1.0), [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(apportion(&[], 10.0, 0.0), [0.0; 0]);
        assert_eq!((unit(9_999.0, false), unit(-10_000.0, false), unit(1e9, true)), (10.0, 100.0, 1.0));
    }

    proptest::proptest! {
        /// Nearest total: every part is its amount rounded down or up, and 0 stays 0.
        #[test]
        fn no_part_is_more_than_a_unit_off(
            amounts in proptest::collection::vec(proptest::prop_oneof![-1e5..1e5_f64, proptest::strategy::Just(0.0)], 1..14),
            unit in proptest::sample::select(vec![1.0, 10.0, 100.0]),
        ) {
            let total = units(amounts.iter().sum(), unit);
            let parts = apportion(&amounts, unit, total);
            proptest::prop_assert_eq!(parts.iter().sum::<f64>(), total);
            for (part, amount) in parts.iter().zip(&amounts) {
                proptest::prop_assert!((part - amount / unit).abs() < 1.0 + 1e-9, "{} {}", part, amount);
                proptest::prop_assert!(*amount != 0.0 || *part == 0.0);
            }
        }
    }
}
