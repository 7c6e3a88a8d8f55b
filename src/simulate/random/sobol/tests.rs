//! The sequence against what a scrambled net must be, and against integrals that are known.

use crate::simulate::random::sobol::*;

const KEY: SobolKey = SobolKey(11);

/// Points of one replicate.
fn replicate(sequence: &SobolSequence, which: u64, dimensions: &[usize], count: u64) -> Vec<Vec<f64>> {
    let draw = |point: u64| point * REPLICATES as u64 + which;
    let point = |point| dimensions.iter().map(|at| sequence.uniform(KEY, *at, draw(point))).collect();
    (0..count).map(point).collect()
}

/// In which of `2^digits` equal parts a uniform lies.
fn part(uniform: f64, digits: u32) -> usize {
    (uniform * f64::from(1u32 << digits)) as usize
}

#[test]
fn each_dimension_has_one_point_in_each_part() {
    let sequence = SobolSequence::new(3000);
    // The last two are padded.
    for dimension in [0, 1, 7, 200, 1023, 1024, 2999] {
        for which in [0, 5] {
            for digits in [0, 3, 8] {
                let points = replicate(&sequence, which, &[dimension], 1 << digits);
                let mut parts: Vec<usize> = points.iter().map(|point| part(point[0], digits)).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..1 << digits).collect::<Vec<_>>(), "dimension {dimension}");
            }
        }
    }
}

/// The first two dimensions are a net with `t = 0`: each elementary interval of volume `2^-m` has one of `2^m` points.
#[test]
fn pairs_have_one_point_in_each_elementary_interval() {
    let sequence = SobolSequence::new(2 * DIMENSIONS);
    // The first two dimensions of the second block go through the same points in another order.
    for dimensions in [[0, 1], [DIMENSIONS, DIMENSIONS + 1]] {
        for m in [4, 7] {
            let points = replicate(&sequence, 3, &dimensions, 1 << m);
            for rows in 0..=m {
                let place = |point: &Vec<f64>| (part(point[0], rows) << (m - rows)) + part(point[1], m - rows);
                let mut places: Vec<usize> = points.iter().map(place).collect();
                places.sort_unstable();
                assert_eq!(places, (0..1 << m).collect::<Vec<_>>(), "{dimensions:?}, 2^{rows} rows of 2^{m}");
            }
        }
    }
}

/// For each of the first dimensions in threes the quality parameter `t` is at most that of Niederreiter's bound, the sum
/// of the degrees of the polynomials less one: each interval of volume `2^(t - m)` has `2^t` points.
#[test]
fn threes_are_nets_of_the_quality_that_their_polynomials_promise() {
    let sequence = SobolSequence::new(8);
    let degrees = [0, 1, 2, 3, 3, 4, 4, 5u32];
    let m = 10;
    for dimensions in [[0, 1, 2], [1, 2, 3], [0, 3, 4], [0, 2, 7]] {
        let t: u32 = dimensions.iter().map(|at| degrees[*at].saturating_sub(1)).sum();
        let points = replicate(&sequence, 0, &dimensions, 1 << m);
        for first in 0..=m - t {
            for second in 0..=m - t - first {
                let third = m - t - first - second;
                let mut counts = std::collections::BTreeMap::new();
                for point in &points {
                    *counts
                        .entry([part(point[0], first), part(point[1], second), part(point[2], third)])
                        .or_insert(0u32) += 1;
                }
                assert_eq!(counts.len(), 1 << (m - t), "{dimensions:?}");
                assert!(counts.values().all(|count| *count == 1 << t), "{dimensions:?}, t = {t}: {counts:?}");
            }
        }
    }
}

#[test]
fn a_single_point_is_uniform_over_keys() {
    let sequence = SobolSequence::new(40);
    for (dimension, draw) in [(0, 0), (1, 9), (39, 4_000)] {
        let n = 4000;
        let mut all: Vec<f64> = (0..n).map(|seed| sequence.uniform(SobolKey::of_seed(seed), dimension, draw)).collect();
        all.sort_by(f64::total_cmp);
        let gaps = all.iter().enumerate().map(|(rank, u)| (u - (rank as f64 + 0.5) / n as f64).abs());
        let distance = gaps.fold(0.0, f64::max);
        assert!(distance < 1.95 / (n as f64).sqrt(), "{dimension}, {draw}: {distance}"); // 0.1 % point
        assert!(all[0] > 0.0 && all[n as usize - 1] < 1.0);
    }
}

#[test]
fn replicates_and_distant_draws_differ() {
    let sequence = SobolSequence::new(4);
    let mut seen = std::collections::BTreeSet::new();
    for draw in (0..64).chain([1 << 35, (1 << 35) + 1, u64::MAX]) {
        for dimension in 0..4 {
            assert!(seen.insert(sequence.uniform(KEY, dimension, draw).to_bits()), "{draw}, {dimension}");
        }
    }
    // Fixed for ever: a change here changes every result.
    let fixed =
        [(0, 0), (1, 13), (3, 1_000_003)].map(|(at, draw)| sequence.uniform(SobolKey::of_seed(1), at, draw).to_bits());
    assert_eq!(fixed, [4_592_193_731_737_535_256, 4_603_564_589_699_478_079, 4_601_966_235_170_328_626]);
}

/// Root mean square error of the mean of a product of smooth functions with mean 1, over seeds.
fn error(dimensions: usize, draws: u64) -> f64 {
    let sequence = SobolSequence::new(dimensions);
    let value = |seed: u64, draw: u64| -> f64 {
        let of = |at| 1.0 + (sequence.uniform(SobolKey::of_seed(seed), at, draw) - 0.5) / (1.0 + at as f64);
        (0..dimensions).map(of).product()
    };
    let squares = (0..24).map(|seed| {
        let mean = (0..draws).map(|draw| value(seed, draw)).sum::<f64>() / draws as f64;
        (mean - 1.0) * (mean - 1.0)
    });
    (squares.sum::<f64>() / 24.0).sqrt()
}

/// A scrambled net integrates a smooth function with an error of about `n^(-3/2)`, independent points with `n^(-1/2)`.
#[test]
fn errors_of_a_smooth_function_fall_fast() {
    for dimensions in [1, 5] {
        let (few, many) = (error(dimensions, 8 << 4), error(dimensions, 8 << 8));
        // Sixteen times as many draws: 4 times less with independent ones, 64 times at best.
        assert!(few / many > 24.0, "{dimensions} dimensions: {few} and {many}");
        // The variance of the product of independent factors.
        let variance =
            (0..dimensions).map(|at| 1.0 + 1.0 / (12.0 * ((1.0 + at as f64) * (1.0 + at as f64)))).product::<f64>()
                - 1.0;
        let independent = (variance / f64::from(8u32 << 8)).sqrt();
        assert!(independent / many > 20.0, "{dimensions} dimensions: {many} instead of {independent}");
    }
}
