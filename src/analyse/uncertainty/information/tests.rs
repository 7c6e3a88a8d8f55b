use crate::analyse::uncertainty::information::*;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Net benefit `M + A x + B y` with x and y standard normal.
const M: f64 = 1_000.0;
const A: f64 = 3_000.0;
const B: f64 = 4_000.0;

/// Every pair of the middles of `n` equal parts of the normal distribution.
fn grid(n: usize) -> (Vec<f64>, Vec<f64>) {
    let normal = Normal::standard();
    let middle = |at: usize| normal.inverse_cdf((at as f64 + 0.5) / n as f64);
    (0..n * n).map(|at| (middle(at / n), middle(at % n))).unzip()
}

/// Value of information about a net benefit that is normal with this standard deviation: `s phi(m/s) - |m|
/// Phi(-|m|/s)`.
fn closed(s: f64) -> f64 {
    let normal = Normal::standard();
    s * normal.pdf(M / s) - M * normal.cdf(-M / s)
}

#[test]
fn closed_forms_of_a_normal_net_benefit() {
    assert!((closed(5_000.0) - 1_534.473).abs() < 5e-4);
    assert!((closed(A) - 762.708).abs() < 5e-4 && (closed(B) - 1_145.379).abs() < 5e-4);
    let (x, y) = grid(600);
    let net: Vec<f64> = x.iter().zip(&y).map(|(x, y)| M + A * x + B * y).collect();
    let null = vec![0.0; net.len()];
    let both: [&[f64]; 2] = [&null, &net];
    let near = |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-3, "{found}, exact {wanted}");
    let positive = net.iter().filter(|net| **net > 0.0).count() as f64 / net.len() as f64;
    near(positive, 0.579260);
    near(perfect_information(&both).value, 1_534.473);
    near(partial_perfect_information(&both, &[&x]).value, 762.708);
    near(partial_perfect_information(&both, &[&y]).value, 1_145.379);
    near(partial_perfect_information(&both, &[&x, &y]).value, 1_534.473);
    near(first_order_index(&net, &x).value, 0.36);
    near(first_order_index(&net, &y).value, 0.64);
}

#[test]
fn only_ranks_of_a_parameter_count() {
    let (x, y) = grid(40);
    let net: Vec<f64> = x.iter().zip(&y).map(|(x, y)| M + A * x + B * y).collect();
    let stretched: Vec<f64> = x.iter().map(|x| libm::exp(5.0 * x)).collect();
    let null = vec![0.0; net.len()];
    let of = |known: &[f64]| partial_perfect_information(&[&null, &net], &[known]);
    assert_eq!(of(&x), of(&stretched));
}

#[test]
fn a_parameter_that_matters_by_its_curve_alone_is_seen() {
    let (x, y) = grid(100);
    let net: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * x + y).collect();
    // Without a straight relation a correlation would see nothing. On the grid x and y are independent.
    let squares: Vec<f64> = x.iter().map(|x| x * x).collect();
    let wanted = variance(&squares) / (variance(&squares) + variance(&y));
    let found = first_order_index(&net, &x).value;
    assert!((found - wanted).abs() < 1e-3, "{found}, exact {wanted}");
}

#[test]
fn a_parameter_with_two_values_and_one_that_says_nothing() {
    let (x, y) = grid(100);
    let side: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x > 0.0))).collect();
    let net: Vec<f64> = side.iter().zip(&y).map(|(side, y)| 20.0 * side - 10.0 + y).collect();
    let null = vec![0.0; net.len()];
    // Known, it gains 10 in one half of the cases.
    assert!((partial_perfect_information(&[&null, &net], &[&side]).value - 5.0).abs() < 1e-9);
    let silent = vec![3.0; net.len()];
    assert!(partial_perfect_information(&[&null, &net], &[&silent]).value.abs() < 1e-9);
    assert!(first_order_index(&net, &silent).value.abs() < 1e-9);
    assert_eq!(first_order_index(&silent, &x).value, 0.0);
}

#[test]
fn nothing_to_know_is_worth_nothing() {
    let none = Measure { value: 0.0, standard_error: 0.0 };
    assert_eq!(perfect_information(&[]), none);
    assert_eq!(perfect_information(&[&[], &[]]), none);
    assert_eq!(perfect_information(&[&[1.0, 5.0]]), none);
    assert_eq!(first_order_index(&[], &[]), none);
    assert_eq!(partial_perfect_information(&[&[1.0], &[2.0]], &[&[3.0]]).value, 0.0);
}
