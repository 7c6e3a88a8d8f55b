//! Numbers that are drawn together, and what differs between households, held against closed forms and against the
//! distribution functions of `statrs`.

use crate::numbers::{DRAWS, covariance, drawn, follows, mean, sound, spearman};
use mkba::model::{Distribution, Joint};
use mkba::simulate::random::parameter_draw::ParameterSampler;
use mkba::simulate::{Method, RunPlan, Unwatched, run};
use statrs::distribution::{Beta, ContinuousCDF, Gamma, LogNormal, Normal, Triangular, Uniform};

/// Kendall's rank correlation of the first of many draws.
fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let count = 2_500;
    let pairs = (0..count).flat_map(|one| (0..one).map(move |other| (one, other)));
    let sign = |(one, other): (usize, usize)| ((a[one] - a[other]) * (b[one] - b[other])).signum();
    pairs.map(sign).sum::<f64>() / (count * (count - 1) / 2) as f64
}

#[test]
fn shares_of_one_whole_have_the_covariances_of_a_dirichlet() {
    let more = "[joint.exits]\ndirichlet = { counts = { back = 12, shelter = 30, gone = 3 } }\n";
    let of = drawn(&sound(&["back", "shelter", "gone"], more));
    for (one, other, product) in [("back", "shelter", 360.0), ("back", "gone", 36.0), ("shelter", "gone", 90.0)] {
        // -a_i a_j / (A^2 (A + 1)), with A the sum of all counts.
        let wanted = -product / (45.0 * 45.0 * 46.0);
        let (a, b) = (of(one), of(other));
        let error = 4.0 * (2.0 * covariance(&a, &a) * covariance(&b, &b) / DRAWS as f64).sqrt();
        let found = covariance(&a, &b);
        assert!((found - wanted).abs() < error && wanted.abs() > error, "{one} {other}: {found}, {wanted}");
    }
}

#[test]
fn shares_with_a_number_of_cases_are_counts() {
    let joint = |given: &str| {
        let scenario = sound(&["back", "shelter"], &format!("[joint.exits]\ndirichlet = {{ {given} }}\n"));
        let Joint::Shares { members } = scenario.joints[0].clone() else { panic!("shares") };
        members.into_iter().map(|(member, count)| (member.name, member.parameter, count)).collect::<Vec<_>>()
    };
    let counts = joint("counts = { back = 12, shelter = 30, gone = 6 }");
    assert_eq!(joint("shares = { back = 0.25, shelter = 0.625, gone = 0.125 }, n = 48"), counts);
    // Nothing uses the third, and yet it is a part of the whole.
    assert_eq!(
        counts.iter().map(|(_, at, count)| (at.is_some(), *count)).collect::<Vec<_>>(),
        [(true, 12.0), (false, 6.0), (true, 30.0)]
    );
}

#[test]
fn exponentials_of_normal_components_are_lognormal_with_their_covariance() {
    let more = "[joint.j]\nmultivariate_normal = { names = [\"x\", \"y\"], mean = [0.5, -1], sd = [0.3, 0.2], \
        correlation = [[1, 0.6], [0.6, 1]], exp = true }\n";
    let of = drawn(&sound(&["x", "y"], more));
    let (x, y) = (of("x"), of("y"));
    // exp(mu_x + mu_y + (s_x^2 + s_y^2) / 2) (exp(rho s_x s_y) - 1)
    let wanted = libm::exp(0.5 - 1.0 + (0.09 + 0.04) / 2.0) * libm::expm1(0.6 * 0.06);
    let error = 4.0 * (2.0 * covariance(&x, &x) * covariance(&y, &y) / DRAWS as f64).sqrt();
    let found = covariance(&x, &y);
    assert!((found - wanted).abs() < error, "{found}, {wanted}");
    for (values, mean, sd) in [(x, 0.5, 0.3), (y, -1.0, 0.2)] {
        let theory = LogNormal::new(mean, sd).expect("shapes");
        follows(values, |value| theory.cdf(value));
    }
}

const MARGINS: &str = "[parameters]\nt = { normal = { mean = 3, sd = 2, min = 1, max = 4 } }\n\
    g = { gamma = { shape = 2, scale = 3, min = 2 } }\nl = { lognormal = { meanlog = 0, sdlog = 1 } }\n\
    d = { discrete = { 0 = 0.3, 1 = 0.5, 4 = 0.2 } }\ne = { empirical = [1, 2, 2, 9] }\n\
    [[correlations]]\nbetween = [\"t\", \"g\", \"l\", \"d\", \"e\"]\n\
    spearman = [[1, 0.7, -0.5, 0, 0.2], [0.7, 1, 0, 0, 0], [-0.5, 0, 1, 0.3, 0], [0, 0, 0.3, 1, 0], [0.2, 0, 0, 0, 1]]\n";

#[test]
fn correlated_numbers_of_any_family_keep_their_margins() {
    let of = drawn(&sound(&["t", "g", "l", "d", "e"], MARGINS));
    let normal = Normal::new(3.0, 2.0).expect("shapes");
    let (below, above) = (normal.cdf(1.0), normal.cdf(4.0));
    follows(of("t"), |x| (normal.cdf(x) - below) / (above - below));
    let gamma = Gamma::new(2.0, 1.0 / 3.0).expect("shapes");
    follows(of("g"), |x| (gamma.cdf(x) - gamma.cdf(2.0)) / gamma.sf(2.0));
    let share = |name: &str, value: f64| of(name).iter().filter(|one| **one == value).count() as f64 / DRAWS as f64;
    let cases =
        [("d", 0.0, 0.3), ("d", 1.0, 0.5), ("d", 4.0, 0.2), ("e", 1.0, 0.25), ("e", 2.0, 0.5), ("e", 9.0, 0.25)];
    for (name, value, wanted) in cases {
        let error = 4.0 * (0.25 / DRAWS as f64).sqrt();
        assert!((share(name, value) - wanted).abs() < error, "{name} {value}: {}", share(name, value));
    }
}

#[test]
fn the_copula_is_that_of_a_normal() {
    let of = drawn(&sound(&["t", "g", "l", "d", "e"], MARGINS));
    for (one, other, wanted) in [("t", "g", 0.7f64), ("t", "l", -0.5), ("g", "l", 0.0)] {
        let found = spearman(&of(one), &of(other));
        assert!((found - wanted).abs() < 4.0 / (DRAWS as f64).sqrt(), "{one} {other}: {found}");
        // Of a Gaussian copula with rank correlation r: tau = 2/pi asin(2 sin(pi r / 6)).
        let pi = std::f64::consts::PI;
        let wanted = 2.0 / pi * libm::asin(2.0 * libm::sin(pi * wanted / 6.0));
        let found = kendall(&of(one), &of(other));
        assert!((found - wanted).abs() < 4.0 * 2.0 / 3.0 / 50.0, "{one} {other}: {found}, {wanted}");
    }
}

#[test]
fn another_distribution_in_an_alternative_keeps_its_rank_and_its_luck() {
    let more = format!(
        "{MARGINS}[joint.exits]\ndirichlet = {{ counts = {{ back = 12, shelter = 30 }} }}\n\
         [alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n\
         parameters.g = {{ uniform = {{ low = 10, high = 12 }} }}\nparameters.back = {{ beta = {{ alpha = 3, beta = 5 }} }}\n"
    );
    let scenario = sound(&["t", "g", "l", "d", "e", "back", "shelter"], &more);
    let here = drawn(&scenario);
    let at = |name: &str| scenario.parameters.iter().position(|one| one.name == name).expect("one");
    let names: Vec<&str> = scenario.parameters.iter().map(|one| one.name.as_str()).collect();
    let columns: Vec<Vec<f64>> = names.iter().map(|name| here(name)).collect();
    let row = |draw: usize| columns.iter().map(|column| column[draw]).collect::<Vec<f64>>();
    let sampler = ParameterSampler::new(&scenario, None);
    let there: Vec<Vec<f64>> =
        (0..DRAWS).map(|draw| sampler.changed(&scenario, 1, 5, draw as u64, &row(draw))).collect();
    let of = |name: &str| there.iter().map(|draw| draw[at(name)]).collect::<Vec<f64>>();
    let uniform = Uniform::new(10.0, 12.0).expect("ends");
    follows(of("g"), |x| uniform.cdf(x));
    assert!(spearman(&of("g"), &here("g")) > 0.999_999);
    let beta = Beta::new(3.0, 5.0).expect("shapes");
    follows(of("back"), |x| beta.cdf(x));
    assert!(of("shelter") == here("shelter"));
    // The same luck: high here where it is high in the scenario.
    assert!(spearman(&of("back"), &here("back")) > 0.3);
}

/// A distribution function.
type Cdf = Box<dyn Fn(f64) -> f64>;

/// Families of a characteristic as in a file, with their distribution functions (not a number where it has steps) and
/// means.
fn characteristics() -> Vec<(&'static str, Cdf, f64)> {
    let normal = Normal::new(3.0, 2.0).expect("shapes");
    let gamma = Gamma::new(2.5, 0.5).expect("shapes");
    let beta = Beta::new(2.0, 5.0).expect("shapes");
    let lognormal = LogNormal::new(0.2, 0.4).expect("shapes");
    let uniform = Uniform::new(1.0, 4.0).expect("ends");
    let triangular = Triangular::new(1.0, 6.0, 2.0).expect("ends");
    let pert = Beta::new(1.0 + 4.0 / 5.0, 1.0 + 16.0 / 5.0).expect("shapes");
    vec![
        ("normal = { mean = 3, sd = 2 }", Box::new(move |x| normal.cdf(x)), 3.0),
        ("gamma = { shape = 2.5, scale = 2 }", Box::new(move |x| gamma.cdf(x)), 5.0),
        ("beta = { alpha = 2, beta = 5 }", Box::new(move |x| beta.cdf(x)), 2.0 / 7.0),
        ("lognormal = { meanlog = 0.2, sdlog = 0.4 }", Box::new(move |x| lognormal.cdf(x)), libm::exp(0.2 + 0.08)),
        ("uniform = { low = 1, high = 4 }", Box::new(move |x| uniform.cdf(x)), 2.5),
        ("triangular = { low = 1, mode = 2, high = 6 }", Box::new(move |x| triangular.cdf(x)), 3.0),
        ("pert = { low = 1, mode = 2, high = 6 }", Box::new(move |x| pert.cdf((x - 1.0) / 5.0)), 2.5),
        ("empirical = [1, 2, 2, 9]", Box::new(|_| f64::NAN), 3.5),
        ("discrete = { 0 = 0.3, 1 = 0.5, 4 = 0.2 }", Box::new(|_| f64::NAN), 1.3),
    ]
}

#[test]
fn a_characteristic_of_any_family_is_spread_over_households_as_that_family() {
    for (family, cdf, wanted) in characteristics() {
        let more = format!(
            "[traits]\nsize = {{ {family} }}\n[alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n\
             [[alternatives.plan.items]]\nid = \"own\"\nquantity = {{ once = 1 }}\ntimes = [\"size\"]\namount = 1\n\
             kind = \"output\"\nreceivers = \"city\"\n"
        );
        let scenario = sound(&[], &more);
        let net = |method: Method, households: usize| {
            let plan = RunPlan { seed: 11, first_draw: 0, draws: 2, households, method };
            run(&scenario, &plan, &Unwatched)
                .unwrap_or_else(|fault| panic!("{family}: {fault:?}"))
                .alternatives
                .remove(1)
        };
        let exact = net(Method::Cohort, 0).draws[0].net_benefit[0];
        assert!((exact - wanted).abs() < 1e-9, "{family}: {exact}, {wanted}");
        let simulated = net(Method::Months, DRAWS / 2);
        let households: Vec<f64> =
            simulated.households.iter().flat_map(|draw| &draw.net_benefit).map(|one| f64::from(one[0])).collect();
        let error = (covariance(&households, &households) / households.len() as f64).sqrt();
        assert!((mean(&households) - wanted).abs() < 4.0 * error, "{family}: {}", mean(&households));
        if cdf(wanted).is_finite() {
            follows(households, &cdf);
        }
    }
}

#[test]
fn what_follows_from_numbers_that_are_drawn_together_has_their_joint_mean() {
    let more = "[parameters]\nproduct = { formula = \"x * y\" }\nboth = { formula = \"back + shelter\" }\n\
        [joint.j]\nmultivariate_normal = { names = [\"x\", \"y\"], mean = [2, 3], covariance = [[0.25, -0.2], [-0.2, 1]] }\n\
        [joint.exits]\ndirichlet = { counts = { back = 12, shelter = 30, gone = 8 } }\n";
    let scenario = sound(&["product", "both"], more);
    let of = drawn(&scenario);
    // E(xy) = E(x) E(y) + cov(x, y); Var(xy) of a bivariate normal is at most a few units here.
    let found = of("product");
    let error = 4.0 * (covariance(&found, &found) / DRAWS as f64).sqrt();
    assert!((mean(&found) - 5.8).abs() < error && error < 0.1, "{}", mean(&found));
    let theory = Beta::new(42.0, 8.0).expect("shapes");
    follows(of("both"), |x| theory.cdf(x));
    let product = scenario.parameters.iter().find(|one| one.name == "product").expect("one");
    assert_eq!(product.distribution, Distribution::Fixed(6.0));
}
