//! Draws against distribution functions, and draws that stay what they are.

use crate::model::{Evidence, Member, Parameter, Text};
use crate::simulate::random::parameter_draw::*;
use crate::simulate::tests::empty_scenario;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::Distribution as _;
use statrs::distribution as theory;
use statrs::distribution::ContinuousCDF;

const N: usize = 20_000;

fn draws(distribution: &Distribution) -> Vec<f64> {
    let mut stream = VariateSource::stream(3, "x");
    let quantile = Quantile::new(distribution, None);
    let mut all: Vec<f64> = (0..N as u64).map(|draw| stream.value(&quantile, draw)).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn holds(distribution: &Distribution, cdf: impl Fn(f64) -> f64) {
    let n = N as f64;
    let gaps = draws(distribution).into_iter().enumerate().map(|(rank, x)| {
        let expected = cdf(x);
        (expected - rank as f64 / n).abs().max(((rank + 1) as f64 / n - expected).abs())
    });
    let distance = gaps.fold(0.0, f64::max);
    assert!(distance < 1.95 / n.sqrt(), "{distribution:?}: distance {distance}"); // 0.1 % point
}

#[test]
fn samples_follow_their_distribution_functions() {
    for (alpha, beta) in [(2.0, 5.0), (0.5, 0.5), (400.0, 12.0)] {
        let cdf = theory::Beta::new(alpha, beta).expect("shapes");
        holds(&Distribution::Beta { alpha, beta }, |x| cdf.cdf(x));
    }
    for (shape, scale) in [(16.0, 25.0), (0.3, 2.0), (1.0, 1.0)] {
        let cdf = theory::Gamma::new(shape, 1.0 / scale).expect("shapes");
        holds(&Distribution::Gamma { shape, scale }, |x| cdf.cdf(x));
    }
    let cdf = theory::LogNormal::new(-0.9, 0.25).expect("shapes");
    holds(&Distribution::Lognormal { meanlog: -0.9, sdlog: 0.25 }, |x| cdf.cdf(x));
    let (low, mode, high) = (2.0, 5.0, 9.0);
    let cdf = theory::Beta::new(1.0 + 12.0 / 7.0, 1.0 + 16.0 / 7.0).expect("shapes");
    holds(&Distribution::Pert { low, mode, high }, |x| cdf.cdf((x - low) / (high - low)));
}

#[test]
fn samples_of_the_other_families_follow_theirs() {
    let cdf = theory::Uniform::new(-2.0, 5.0).expect("ends");
    holds(&Distribution::Uniform { low: -2.0, high: 5.0 }, |x| cdf.cdf(x));
    let cdf = theory::Triangular::new(1.0, 6.0, 2.0).expect("ends");
    holds(&Distribution::Triangular { low: 1.0, mode: 2.0, high: 6.0 }, |x| cdf.cdf(x));
    let cdf = theory::Normal::new(-1.0, 2.0).expect("shapes");
    holds(&Distribution::Normal { mean: -1.0, sd: 2.0 }, |x| cdf.cdf(x));
    let cdf = theory::Empirical::from_iter([3.0, 4.0, 7.0, 7.0]);
    let found = draws(&Distribution::Empirical(vec![3.0, 4.0, 7.0, 7.0]));
    for x in [3.0, 4.0, 7.0] {
        let share = found.iter().filter(|value| **value <= x).count() as f64 / N as f64;
        assert!((share - cdf.cdf(x)).abs() < 0.015, "{x}: {share}");
    }
    let found = draws(&Distribution::Discrete(vec![(0.0, 0.3), (1.0, 0.5), (4.0, 0.2)]));
    let share = |x: f64| found.iter().filter(|value| **value == x).count() as f64 / N as f64;
    assert!((share(0.0) - 0.3).abs() < 0.015 && (share(1.0) - 0.5).abs() < 0.015 && (share(4.0) - 0.2).abs() < 0.015);
}

/// Holds a truncated distribution against the part of another implementation's function between the bounds.
fn holds_between(of: Distribution, (min, max): (f64, f64), cdf: impl Fn(f64) -> f64) {
    let (below, mass) = (cdf(min), cdf(max) - cdf(min));
    let truncated = Distribution::Truncated { of: Box::new(of), min, max };
    holds(&truncated, |x| (cdf(x) - below) / mass);
    let found = draws(&truncated);
    assert!(found[0] >= min && found[N - 1] <= max, "{truncated:?}");
}

#[test]
fn truncated_samples_keep_the_shape_between_their_bounds() {
    let cdf = theory::Normal::new(3.0, 2.0).expect("shapes");
    holds_between(Distribution::Normal { mean: 3.0, sd: 2.0 }, (0.0, f64::INFINITY), |x| cdf.cdf(x));
    holds_between(Distribution::Normal { mean: 3.0, sd: 2.0 }, (11.0, 14.0), |x| cdf.cdf(x));
    let cdf = theory::LogNormal::new(-0.9, 0.25).expect("shapes");
    holds_between(Distribution::Lognormal { meanlog: -0.9, sdlog: 0.25 }, (0.3, 0.5), |x| cdf.cdf(x));
    let cdf = theory::Beta::new(2.0, 5.0).expect("shapes");
    holds_between(Distribution::Beta { alpha: 2.0, beta: 5.0 }, (0.1, 0.9), |x| cdf.cdf(x));
    let cdf = theory::Gamma::new(0.3, 0.5).expect("shapes");
    holds_between(Distribution::Gamma { shape: 0.3, scale: 2.0 }, (0.01, 4.0), |x| cdf.cdf(x));
    let cdf = theory::Triangular::new(1.0, 6.0, 2.0).expect("ends");
    holds_between(Distribution::Triangular { low: 1.0, mode: 2.0, high: 6.0 }, (1.5, 4.0), |x| cdf.cdf(x));
    let cdf = theory::Beta::new(1.0 + 12.0 / 7.0, 1.0 + 16.0 / 7.0).expect("shapes");
    holds_between(Distribution::Pert { low: 2.0, mode: 5.0, high: 9.0 }, (3.0, 6.0), |x| cdf.cdf((x - 2.0) / 7.0));
    let cdf = theory::Uniform::new(-2.0, 5.0).expect("ends");
    holds_between(Distribution::Uniform { low: -2.0, high: 5.0 }, (0.0, 9.0), |x| cdf.cdf(x));
}

#[test]
fn samples_agree_with_another_sampler() {
    let other = rand_distr::Gamma::new(2.5, 3.0).expect("shapes");
    let mut generator = ChaCha8Rng::seed_from_u64(1);
    let wanted: f64 = (0..N).map(|_| other.sample(&mut generator)).sum::<f64>() / N as f64;
    let found = draws(&Distribution::Gamma { shape: 2.5, scale: 3.0 }).iter().sum::<f64>() / N as f64;
    let error = (2.0 * 2.5 * 9.0 / N as f64).sqrt();
    assert!((found - wanted).abs() < 4.0 * error, "{found} and {wanted}");
}

#[test]
fn values_stay_what_they_are() {
    // Fixed for ever: a change here changes every result.
    let mut stream = VariateSource::stream(1, "hr_debt");
    let mut value = |distribution, draw| stream.value(&Quantile::new(&distribution, None), draw);
    let found = [
        value(Distribution::Pert { low: 1.5, mode: 2.5, high: 4.0 }, 0),
        value(Distribution::Beta { alpha: 8.0, beta: 2.0 }, 1),
        value(Distribution::Gamma { shape: 16.0, scale: 25.0 }, 2),
        value(Distribution::Lognormal { meanlog: 0.0, sdlog: 0.5 }, 3),
    ];
    assert_eq!(
        found.map(f64::to_bits),
        [4_612_746_742_019_672_215, 4_606_078_900_261_276_640, 4_647_902_767_461_702_214, 4_607_613_512_630_769_185]
    );
}

#[test]
fn a_draw_depends_on_its_number_alone() {
    let mut stream = VariateSource::stream(1, "a");
    let quantile = Quantile::new(&Distribution::Gamma { shape: 2.0, scale: 1.0 }, None);
    let late = stream.value(&quantile, 900);
    stream.value(&quantile, 3);
    assert_eq!(stream.value(&quantile, 900).to_bits(), late.to_bits());
    assert_ne!(VariateSource::stream(1, "b").value(&quantile, 900).to_bits(), late.to_bits());
}

fn parameter(name: &str, distribution: Distribution) -> Parameter {
    let evidence = Evidence::none();
    Parameter { name: name.into(), label: Text::default(), unit: String::new(), distribution, evidence }
}

/// Parameters of all kinds, the last two of which hang together.
fn scenario(sampling: Sampling) -> Scenario {
    let mut scenario = empty_scenario();
    scenario.settings.sampling = sampling;
    let truncated = Distribution::Normal { mean: 0.0, sd: 1.0 };
    scenario.parameters = vec![
        parameter("a", Distribution::Pert { low: 1.0, mode: 2.0, high: 4.0 }),
        parameter("b", Distribution::Fixed(3.0)),
        parameter("c", Distribution::Truncated { of: Box::new(truncated), min: 0.5, max: 2.0 }),
        parameter("d", Distribution::Discrete(vec![(0.0, 0.25), (1.0, 0.75)])),
        parameter("e", Distribution::Beta { alpha: 2.0, beta: 3.0 }),
        parameter("f", Distribution::Beta { alpha: 2.0, beta: 8.0 }),
        parameter("g", Distribution::Beta { alpha: 3.0, beta: 7.0 }),
        parameter("x", Distribution::Normal { mean: 1.0, sd: 2.0 }),
        parameter("y", Distribution::Gamma { shape: 4.0, scale: 1.0 }),
    ];
    let member = |name: &str, parameter| Member { name: name.into(), parameter };
    let shares = vec![(member("f", Some(5)), 2.0), (member("g", Some(6)), 3.0), (member("h", None), 5.0)];
    let factor = vec![vec![1.0], vec![0.6, 0.8]];
    let members = vec![member("x", Some(7)), member("y", Some(8))];
    scenario.joints = vec![Joint::Shares { members: shares }, Joint::Correlated { members, factor }];
    scenario
}

fn drawn(scenario: &Scenario, draws: &[u64]) -> Vec<Vec<f64>> {
    ParameterSampler::new(scenario, None).values(scenario, 5, draws)
}

#[test]
fn each_sobol_draw_is_the_same_in_any_company() {
    let scenario = scenario(Sampling::Sobol);
    let all = drawn(&scenario, &(0..100).collect::<Vec<u64>>());
    assert_eq!(drawn(&scenario, &(37..61).collect::<Vec<u64>>()), all[37..61]);
    assert_eq!(drawn(&scenario, &[12]), all[12..13]);
}

#[test]
fn a_figure_that_is_fixed_keeps_the_draws_of_all_others() {
    let draws: Vec<u64> = (0..64).collect();
    let whole = scenario(Sampling::Sobol);
    let all = drawn(&whole, &draws);
    let same = |other: &Scenario, known: Option<&ParameterSampler>, but: &[usize]| {
        let found = ParameterSampler::new(other, known).values(other, 5, &draws);
        for (found, wanted) in found.iter().zip(&all) {
            for (parameter, found) in other.parameters.iter().zip(found) {
                let before = whole.parameters.iter().position(|one| one.name == parameter.name);
                let before = before.expect("a name that was there");
                assert!(but.contains(&before) || *found == wanted[before], "{}", parameter.name);
            }
        }
    };
    let mut fixed = scenario(Sampling::Sobol);
    fixed.parameters[0].distribution = Distribution::Fixed(2.5);
    fixed.parameters[8].distribution = Distribution::Fixed(2.5);
    same(&fixed, None, &[0, 8]);
    same(&fixed, Some(&ParameterSampler::new(&whole, None)), &[0, 8]);
    // One that is not among the parameters any more, as a plain value stands in its place.
    let mut gone = scenario(Sampling::Sobol);
    gone.parameters.remove(0);
    gone.undrawn = vec!["a".into()];
    gone.joints.clear();
    same(&gone, None, &[5, 6, 7, 8]);
}

/// Of 8 replicates of 128 points each lies within a part of the distribution as large as a point.
#[test]
fn every_kind_of_figure_is_drawn_evenly() {
    let scenario = scenario(Sampling::Sobol);
    let draws: Vec<u64> = (0..1024).collect();
    let all = drawn(&scenario, &draws);
    for (at, parameter) in scenario.parameters.iter().enumerate().filter(|(at, _)| [0, 2, 4, 7].contains(at)) {
        for replicate in 0..8 {
            let own = all.iter().skip(replicate).step_by(8).map(|values| parameter.distribution.cdf(values[at]));
            let mut parts: Vec<usize> = own.map(|chance| (chance * 128.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..128).collect::<Vec<_>>(), "{}", parameter.name);
        }
    }
    // A quarter of each replicate, exactly.
    let ones = all.iter().filter(|values| values[3] == 1.0).count();
    assert_eq!(ones, 768);
    assert!(all.iter().all(|values| values[1] == 3.0));
}

#[test]
fn figures_that_hang_together_have_their_joint_distribution() {
    let draws: Vec<u64> = (0..1 << 14).collect();
    for sampling in Sampling::ALL {
        let scenario = scenario(sampling);
        let all = drawn(&scenario, &draws);
        let mean = |value: &dyn Fn(&[f64]) -> f64| all.iter().map(|one| value(one)).sum::<f64>() / all.len() as f64;
        // Dirichlet with counts 2, 3, 5: means 0.2 and 0.3, covariance -2 * 3 / (100 * 11).
        let margin = if sampling == Sampling::Sobol { 5e-4 } else { 5e-3 };
        assert!((mean(&|one| one[5]) - 0.2).abs() < margin, "{}", mean(&|one| one[5]));
        assert!((mean(&|one| one[6]) - 0.3).abs() < margin);
        assert!((mean(&|one| (one[5] - 0.2) * (one[6] - 0.3)) + 6.0 / 1100.0).abs() < margin);
        // A normal, and a gamma that goes with it: both have their own means and variances.
        assert!((mean(&|one| one[7]) - 1.0).abs() < 10.0 * margin);
        assert!((mean(&|one| (one[7] - 1.0) * (one[7] - 1.0)) - 4.0).abs() < 60.0 * margin);
        assert!((mean(&|one| one[8]) - 4.0).abs() < 10.0 * margin);
        // The correlation of normal scores is 0.6.
        let gamma = theory::Gamma::new(4.0, 1.0).expect("shapes");
        let score = |value: f64| crate::model::number::distribution::normal_quantile(gamma.cdf(value));
        assert!((mean(&|one| (one[7] - 1.0) / 2.0 * score(one[8])) - 0.6).abs() < 10.0 * margin);
    }
}

#[test]
fn what_means_the_same_is_drawn_together() {
    let price = Distribution::Pert { low: 1.0, mode: 2.0, high: 4.0 };
    let of = |parameters: &[(&str, &Distribution)]| {
        let mut scenario = empty_scenario();
        let parameter = |(name, distribution): &(&str, &Distribution)| Parameter {
            name: (*name).to_owned(),
            label: Text::default(),
            distribution: (*distribution).clone(),
            unit: String::new(),
            evidence: Evidence::none(),
        };
        scenario.parameters = parameters.iter().map(parameter).collect();
        scenario
    };
    let (weak, strong) = (Distribution::Uniform { low: 0.0, high: 1.0 }, Distribution::Uniform { low: 0.0, high: 2.0 });
    let one = of(&[("a", &weak), ("effect", &weak), ("price", &price)]);
    let other = of(&[("effect", &strong), ("price", &price), ("z", &weak)]);
    let shared = SharedDraws::new(&[&one, &other]);
    let draws: Vec<u64> = (0..64).collect();
    let values = |scenario: &Scenario, at: usize| {
        ParameterSampler::new(scenario, None).shared(&shared, at).values(scenario, 3, &draws)
    };
    let (first, second) = (values(&one, 0), values(&other, 1));
    // The price is one price; an effect of another size is another effect.
    assert!(first.iter().zip(&second).all(|(first, second)| first[2].to_bits() == second[1].to_bits()));
    let same = first.iter().zip(&second).filter(|(first, second)| (first[1] - second[0] / 2.0).abs() < 1e-9).count();
    assert!(same < 3, "{same}");
    // A scenario alone draws as it does without.
    let alone = SharedDraws::new(&[&one]);
    let own = ParameterSampler::new(&one, None);
    assert_eq!(own.clone().shared(&alone, 0).values(&one, 3, &draws), own.values(&one, 3, &draws));
}

/// Both ways of drawing: one name is drawn anew, independent of its values before, and no other moves.
#[test]
fn a_name_that_is_drawn_anew_moves_no_other() {
    for sampling in [Sampling::Sobol, Sampling::Random] {
        let mut scenario = empty_scenario();
        scenario.settings.sampling = sampling;
        scenario.parameters = ["a", "b"]
            .map(|name| Parameter {
                name: name.to_string(),
                label: Text::default(),
                unit: String::new(),
                distribution: Distribution::Normal { mean: 0.0, sd: 1.0 },
                evidence: Evidence::none(),
            })
            .to_vec();
        let sampler = ParameterSampler::new(&scenario, None);
        let draws: Vec<u64> = (0..4096).collect();
        let before = sampler.values(&scenario, 5, &draws);
        let after = sampler.clone().redrawing(["b".to_string()]).values(&scenario, 5, &draws);
        assert!(before.iter().zip(&after).all(|(before, after)| before[0] == after[0] && before[1] != after[1]));
        let product = before.iter().zip(&after).map(|(before, after)| before[1] * after[1]).sum::<f64>() / 4096.0;
        assert!(product.abs() < 4.0 / 64.0, "{sampling:?}: correlation {product}");
    }
}
