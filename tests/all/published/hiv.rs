//! HIV: counts of moves, and a relative risk in the first two years only.

use super::{outcomes, plain, prints, results, same_figure};
use mkba::simulate::Method;

/// The spreadsheet of the book, as printed in the test of the R package heemod that reproduces it; the book prints 44,663 and
/// 50,602 pounds, 7.991 and 8.937 years.
#[test]
fn costs_and_life_years_are_those_of_the_book() {
    let wanted = [("null_alternative", 44_663.4535637, 7.9912066), ("combination", 50_601.6513312, 8.9373889)];
    prints("hiv", &wanted, (6e-8, 6e-8));
    let (scenario, results) = results("hiv", Method::Cohort, 1, 0);
    let of = |id: &str| {
        let (costs, years) = outcomes(&scenario, &results, id);
        (costs[0], years[0])
    };
    let (mono, both) = (of("null_alternative"), of("combination"));
    let ratio = (both.0 - mono.0) / (both.1 - mono.1);
    assert!((ratio - 6_275.955_6).abs() < 6e-6, "cost per life year {ratio}");
}

/// No source prints the mean of the uncertain version; a plain program draws the rows of counts once more.
#[test]
fn rows_of_counts_give_what_a_plain_program_gives() {
    let (scenario, results) = results("hiv_counts", Method::Cohort, 4_000, 0);
    let other = plain::hiv(20_000, 6);
    for (at, id) in ["null_alternative", "combination"].into_iter().enumerate() {
        let (costs, years) = outcomes(&scenario, &results, id);
        let of = |which: usize| -> Vec<f64> { other.iter().map(|draw| draw[at][which]).collect() };
        same_figure(&format!("{id}: cost"), &costs, &of(0));
        same_figure(&format!("{id}: years"), &years, &of(1));
    }
}
