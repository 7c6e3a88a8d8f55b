//! Total hip replacement: a life table by age and sex, a Weibull hazard since the operation, coefficients with a covariance.

use super::{outcomes, plain, prints, results, same_figure};
use mkba::simulate::Method;

/// The spreadsheet of the book, as printed in the test of the R package heemod that reproduces it.
#[test]
fn costs_and_years_are_those_of_the_spreadsheet() {
    let wanted = [("null_alternative", 512.434658, 14.6531896), ("np1", 610.311818, 14.69770986)];
    prints("hip", &wanted, (6e-7, 6e-8));
}

/// The first years of the trace, printed to 8 digits: successful primary, revision, successful revision, dead.
#[test]
fn the_trace_is_that_of_the_spreadsheet() {
    let standard = [
        (1, [0.98000000, 0.0000000, 0.0000000, 0.0200000]),
        (2, [0.97265720, 0.0007768, 0.0000000, 0.02656600]),
        (3, [0.96516548, 0.00097491, 0.00075606, 0.03310354]),
        (4, [0.95757109, 0.00115802, 0.00166964, 0.03960125]),
        (5, [0.93783561, 0.00132115, 0.00268314, 0.05816010]),
        (8, [0.88040225, 0.00168398, 0.00618146, 0.11173231]),
    ];
    let new = [
        (2, [0.97323145, 0.00020255, 0.00000000, 0.02656600]),
        (5, [0.94083683, 0.00034529, 0.00070021, 0.05811767]),
        (8, [0.88631355, 0.00044144, 0.00161577, 0.11162924]),
    ];
    let (scenario, results) = results("hip", Method::Cohort, 1, 0);
    let of = ["success_primary", "revision", "success_revision", "dead"];
    let states = of.map(|id| scenario.domains[0].states.iter().position(|one| one.id == id).expect("a state"));
    for (alternative, rows) in [(0, &standard[..]), (1, &new[..])] {
        for &(year, wanted) in rows {
            for (state, wanted) in states.into_iter().zip(wanted) {
                let all = results.alternatives[alternative].shares[year].iter().enumerate();
                let here = all.filter(|(joint, _)| results.space.decode(*joint)[0] == state);
                let found: f64 = here.map(|(_, share)| share).sum();
                // The spreadsheet prints 8 digits, in the second year of revisions 7.
                assert!((found - wanted).abs() < 6e-9, "alternative {alternative}, year {year}: {found}, {wanted}");
            }
        }
    }
}

/// No source prints the uncertain version; a plain program draws from the same distributions.
#[test]
fn uncertain_coefficients_give_what_a_plain_program_gives() {
    let (scenario, results) = results("hip_uncertain", Method::Cohort, 4_000, 0);
    let other = plain::hip(20_000, 5);
    for (at, id) in ["null_alternative", "np1"].into_iter().enumerate() {
        let (costs, years) = outcomes(&scenario, &results, id);
        let of = |which: usize| -> Vec<f64> { other.iter().map(|draw| draw[at][which]).collect() };
        same_figure(&format!("{id}: cost"), &costs, &of(0));
        same_figure(&format!("{id}: years"), &years, &of(1));
    }
    // That the coefficients are correlated shows in what their draws have in common.
    let column = |name: &str| -> Vec<f64> {
        let at = scenario.parameters.iter().position(|one| one.name == name).expect("a parameter");
        results.parameters.iter().map(|draw| draw[at]).collect()
    };
    let (shape, constant) = (column("lngamma"), column("cons"));
    let n = shape.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (a, b) = (mean(&shape), mean(&constant));
    let found = shape.iter().zip(&constant).map(|(x, y)| (x - a) * (y - b)).sum::<f64>() / (n - 1.0);
    // Variance of a sample covariance of normal variates: (s11 s22 + s12^2) / n.
    let error = ((0.0022515 * 0.0432191 + 0.005691 * 0.005691) / n).sqrt();
    assert!((found + 0.005691).abs() < 4.0 * error, "covariance {found}, error {error}");
}
