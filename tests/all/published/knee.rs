//! Total knee replacement: nine states in months, amounts on moves, and chances that go to another exit when they become smaller.

use super::{alternative, plain, prints, results};
use mkba::simulate::Method;

/// Months in states and deaths of a hundred patients over ten years, as printed; 0.2 is allowed by the test of the R package that
/// reproduces the paper, as the printed chances are rounded.
#[test]
fn complications_revisions_and_deaths_are_those_of_the_paper() {
    let (scenario, results) = results("knee", Method::Cohort, 1, 0);
    let dead = scenario.domains[0].states.iter().position(|one| one.id == "I").expect("a state");
    let conventional = [("months_B", 87.32), ("months_C", 135.87), ("months_E", 5.13), ("months_F", 2.55)];
    let computer = [("months_B", 58.14), ("months_C", 136.52), ("months_E", 3.56), ("months_F", 1.89)];
    for (id, printed, deaths) in [("null_alternative", conventional, 37.10), ("cas", computer, 37.06)] {
        let of = alternative(&scenario, &results, id);
        for (item, printed) in printed {
            let at = scenario.items.iter().position(|one| one.id == item).expect("an item");
            let found = 100.0 * of.item_draws[0][at].discounted_quantity;
            assert!((found - printed).abs() < 0.2, "{id}, {item}: {found}, printed {printed}");
        }
        let all = of.shares[10].iter().enumerate();
        let found: f64 = all.filter(|(joint, _)| results.space.decode(*joint)[0] == dead).map(|(_, share)| share).sum();
        assert!((100.0 * found - deaths).abs() < 0.005, "{id}: {found} died, printed {deaths}");
    }
}

/// The paper prints 7,791.2889 pounds and 5.5264 years, and 7,208.6714 and 5.5412 with the computer. Monthly discounting gives 1.3 %
/// and 4.2 % less, in the R package as here: how the paper discounts is not known. So a plain program is the judge, and the
/// printed totals are held with the margins of that package.
#[test]
fn costs_and_years_are_those_of_a_plain_program() {
    let own = [("null_alternative", false), ("cas", true)].map(|(id, computer)| {
        let (cost, years) = plain::knee(computer);
        (id, cost, years)
    });
    prints("knee", &own, (1e-8, 1e-11));
    let printed = [("null_alternative", 7791.2889, 5.5264), ("cas", 7208.6714, 5.5412)];
    prints("knee", &printed, (100.0, 0.25));
}
