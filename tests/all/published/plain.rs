//! Models reckoned a second time, in plain loops that follow the papers and share nothing with the engine.
//!
//! In: numbers of the papers. Out: cost and years. The distributions come from `rand_distr`.

#![expect(clippy::disallowed_methods, reason = "another way than that of the engine")]

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Beta, Distribution, Exp1, Gamma, StandardNormal};

/// Mortality rates of the United States in 2015 at ages 25 to 99.
pub const US_2015: [f64; 75] = [
    0.001014, 0.000999, 0.001070, 0.001087, 0.001162, 0.001167, 0.001213, 0.001289, 0.001331, 0.001375, 0.001420,
    0.001490, 0.001550, 0.001616, 0.001657, 0.001747, 0.001902, 0.002052, 0.002173, 0.002395, 0.002559, 0.002807,
    0.003023, 0.003349, 0.003712, 0.004085, 0.004490, 0.004905, 0.005364, 0.005806, 0.006253, 0.006775, 0.007395,
    0.007895, 0.008418, 0.008974, 0.009666, 0.010456, 0.011384, 0.011838, 0.012667, 0.013593, 0.014700, 0.015732,
    0.017340, 0.018758, 0.020967, 0.022917, 0.024913, 0.026767, 0.029707, 0.032412, 0.035982, 0.039238, 0.043595,
    0.048727, 0.053735, 0.059911, 0.066618, 0.074051, 0.082190, 0.090754, 0.103968, 0.115093, 0.124341, 0.137872,
    0.154177, 0.172393, 0.194100, 0.212654, 0.243752, 0.259087, 0.287781, 0.316429, 0.339149,
];

/// Cost and years of a strategy of Sick-Sicker with mortality by age and a Weibull hazard of becoming sicker in the time spent
/// sick. `extra` is the cost of treatment a year, `utility` that of S1, `ratio` that of the hazard of becoming sicker.
pub fn sick_sicker_residence(extra: f64, utility: f64, ratio: f64) -> (f64, f64) {
    const YEARS: usize = 75;
    let (get_sick, recover) = (1.0 - (-0.15_f64).exp(), 1.0 - (-0.5_f64).exp());
    let weibull = |years: usize| (0.08 * years as f64).powf(1.1);
    let (mut healthy, mut sick, mut sicker) = (1.0, [0.0; YEARS + 1], 0.0);
    let (mut cost, mut qaly, mut became_sick, mut died) = (0.0, 0.0, 0.0, 0.0);
    for row in 0..=YEARS {
        let end = row == 0 || row == YEARS;
        // The weights of the tutorial: 2/3 in odd rows and 4/3 in even ones.
        let weight = if end { 1.0 / 3.0 } else { [4.0 / 3.0, 2.0 / 3.0][row % 2] } / 1.03_f64.powi(row as i32);
        let all_sick: f64 = sick.iter().sum();
        let care = 2_000.0 * healthy + (4_000.0 + extra) * all_sick + (15_000.0 + extra) * sicker;
        cost += weight * (care + 1_000.0 * became_sick + 2_000.0 * died);
        qaly += weight * (healthy + utility * all_sick + 0.5 * sicker - 0.01 * became_sick);
        if end && row > 0 {
            break;
        }
        let lives = [1.0, 3.0, 10.0].map(|times| (-US_2015[row] * times).exp());
        became_sick = healthy * lives[0] * get_sick;
        died = healthy * (1.0 - lives[0]) + all_sick * (1.0 - lives[1]) + sicker * (1.0 - lives[2]);
        healthy = healthy * lives[0] * (1.0 - get_sick) + all_sick * lives[1] * recover;
        sicker *= lives[2];
        let mut stay = [0.0; YEARS + 1];
        stay[0] = became_sick;
        for (years, here) in sick.iter().enumerate().take(YEARS) {
            let worse = 1.0 - (-(weibull(years + 1) - weibull(years)) * ratio).exp();
            sicker += here * lives[1] * worse;
            stay[years + 1] = here * lives[1] * (1.0 - recover - worse);
        }
        sick = stay;
    }
    (cost, qaly)
}

/// Cost and years of the extended microsimulation of Sick-Sicker, as an expectation; the personal modifier is 1 on average.
pub fn sick_sicker_person(treated: bool) -> (f64, f64) {
    const YEARS: usize = 30;
    let hazard = -(1.0 - 0.005_f64).ln();
    let dies = |times: f64, years: usize| 1.0 - (-times * hazard * (1.0 + 0.2 * (years as f64 + 1.0))).exp();
    let drug = if treated { 12_000.0 } else { 0.0 };
    // By completed years of being sick or sicker.
    let (mut healthy, mut sick, mut sicker) = (1.0, [0.0; YEARS + 2], [0.0; YEARS + 2]);
    let (mut cost, mut qaly) = (0.0, 0.0);
    for row in 0..=YEARS {
        let factor = 1.03_f64.powi(-(row as i32));
        cost += factor * 2_000.0 * healthy;
        qaly += factor * healthy;
        for years in 0..=YEARS {
            let utility = if treated { 0.95 - 0.03 * years as f64 } else { 0.75 };
            cost += factor * ((4_000.0 + drug) * sick[years] + (15_000.0 + drug) * sicker[years]);
            qaly += factor * (utility * sick[years] + 0.5 * sicker[years]);
        }
        let (mut next_sick, mut next_sicker) = ([0.0; YEARS + 2], [0.0; YEARS + 2]);
        next_sick[0] = healthy * 0.15;
        healthy *= 1.0 - 0.15 - 0.005;
        for years in 0..=YEARS {
            healthy += sick[years] * 0.5;
            next_sick[years + 1] = sick[years] * (1.0 - 0.5 - 0.105 - dies(3.0, years));
            next_sicker[years + 1] = sick[years] * 0.105 + sicker[years] * (1.0 - dies(10.0, years));
        }
        (sick, sicker) = (next_sick, next_sicker);
    }
    (cost, qaly)
}

/// Draws of cost and life years of HIV, with one drug and with two.
pub fn hiv(draws: usize, seed: u64) -> Vec<[[f64; 2]; 2]> {
    let mut luck = ChaCha8Rng::seed_from_u64(seed);
    let row = |counts: &[f64], luck: &mut ChaCha8Rng| -> Vec<f64> {
        let parts: Vec<f64> = counts.iter().map(|one| Gamma::new(*one, 1.0).expect("a shape").sample(luck)).collect();
        let sum: f64 = parts.iter().sum();
        parts.into_iter().map(|part| part / sum).collect()
    };
    let one = |_| {
        let a = row(&[1251.0, 350.0, 116.0, 17.0], &mut luck);
        let b = row(&[731.0, 512.0, 15.0], &mut luck);
        let c = row(&[1312.0, 437.0], &mut luck);
        let mut exponential = |mean: f64| mean * Distribution::<f64>::sample(&Exp1, &mut luck);
        let care = [(1_701.0, 1_055.0), (1_774.0, 1_278.0), (6_948.0, 2_059.0)];
        let care = care.map(|(medical, community)| exponential(medical) + exponential(community));
        let variance = (0.08801_f64 / 0.509).powi(2).ln_1p();
        let normal: f64 = StandardNormal.sample(&mut luck);
        let ratio = (0.509_f64.ln() - variance / 2.0 + variance.sqrt() * normal).exp();
        [false, true].map(|both| {
            let (mut states, mut cost, mut years) = ([1.0, 0.0, 0.0], 0.0, 0.0);
            for year in 1..=20 {
                let early = both && year <= 2;
                let times = if early { ratio } else { 1.0 };
                let [in_a, in_b, in_c] = states;
                let (ab, ac, ad) = (times * a[1], times * a[2], times * a[3]);
                let (bc, bd, cd) = (times * b[1], times * b[2], times * c[1]);
                states = [
                    in_a * (1.0 - ab - ac - ad),
                    in_a * ab + in_b * (1.0 - bc - bd),
                    in_a * ac + in_b * bc + in_c * (1.0 - cd),
                ];
                let alive: f64 = states.iter().sum();
                let drugs = 2_278.0 + if early { 2_086.5 } else { 0.0 };
                let spent: f64 = states.iter().zip(care).map(|(share, care)| share * care).sum();
                cost += (spent + alive * drugs) / 1.06_f64.powi(year);
                years += alive;
            }
            [cost, years]
        })
    };
    (0..draws).map(one).collect()
}

/// The lower triangle of which the square is the covariance.
fn cholesky(covariance: [[f64; 5]; 5]) -> [[f64; 5]; 5] {
    let mut lower = [[0.0; 5]; 5];
    for row in 0..5 {
        for column in 0..=row {
            let done: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let left = covariance[row][column] - done;
            lower[row][column] = if row == column { left.sqrt() } else { left / lower[column][column] };
        }
    }
    lower
}

/// Draws of cost and quality-adjusted years of a hip, with the standard prosthesis and with the new one, for a woman of 60.
pub fn hip(draws: usize, seed: u64) -> Vec<[[f64; 2]; 2]> {
    let mut luck = ChaCha8Rng::seed_from_u64(seed);
    let means = [0.3740968, -5.490935, -0.0367022, 0.768536, -1.344474];
    let lower = cholesky([
        [0.0022515, -0.005691, 0.000000028, 0.0000051, 0.000259],
        [-0.005691, 0.0432191, -0.000783, -0.007247, -0.000642],
        [0.000000028, -0.000783, 0.00002715, 0.000033, -0.000111],
        [0.0000051, -0.007247, 0.000033, 0.01189, 0.000184],
        [0.000259, -0.000642, -0.000111, 0.000184, 0.14636],
    ]);
    let mut one = || {
        let normals: [f64; 5] = std::array::from_fn(|_| StandardNormal.sample(&mut luck));
        let [shape, constant, age, _, new] =
            std::array::from_fn(|row| means[row] + (0..5).map(|k| lower[row][k] * normals[k]).sum::<f64>());
        let mut beta = |a: f64, b: f64| Beta::new(a, b).expect("shapes").sample(&mut luck);
        let (first_kills, second_kills, again) = (beta(2.0, 98.0), beta(2.0, 98.0), beta(4.0, 96.0));
        let mut around = |mean: f64, sd: f64| {
            let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
            beta(mean * size, (1.0 - mean) * size)
        };
        let (well, during, well_again) = (around(0.85, 0.03), around(0.30, 0.03), around(0.75, 0.04));
        let price = Gamma::new((5_294.0_f64 / 1_487.0).powi(2), 1_487.0_f64.powi(2) / 5_294.0).expect("shapes");
        let price = price.sample(&mut luck);
        [(394.0, 0.0), (579.0, new)].map(|(prosthesis, effect)| {
            let (lambda, gamma) = ((constant + 60.0 * age + effect).exp(), shape.exp());
            let (mut primary, mut revision, mut revised) = (0.0, 0.0, 0.0);
            let (mut cost, mut years) = (prosthesis, 0.0);
            for year in 1..=60 {
                let dies = match 60 + year {
                    ..65 => 0.0067,
                    65..75 => 0.0193,
                    75..85 => 0.0535,
                    _ => 0.1548,
                };
                let time = f64::from(year);
                let revise = 1.0 - (lambda * ((time - 1.0).powf(gamma) - time.powf(gamma))).exp();
                (primary, revision, revised) = if year == 1 {
                    (1.0 - first_kills, 0.0, 0.0)
                } else {
                    (
                        primary * (1.0 - revise - dies),
                        primary * revise + revised * again,
                        revision * (1.0 - second_kills - dies) + revised * (1.0 - again - dies),
                    )
                };
                cost += revision * price / 1.06_f64.powi(year);
                years += (primary * well + revision * during + revised * well_again) / 1.015_f64.powi(year);
            }
            [cost, years]
        })
    };
    (0..draws).map(|_| one()).collect()
}

/// Cost and quality-adjusted years of a knee over ten years, without a computer at the operations and with it.
pub fn knee(computer: bool) -> (f64, f64) {
    const STATES: usize = 9;
    let [a, b, c, d, e, f, g, h, i] = std::array::from_fn(|state| state);
    let (dies, dies_later) = (0.00341 + 0.00046, 0.00341 + 0.00151);
    let rows: [(usize, &[(usize, f64)]); 8] = [
        (d, &[(b, 0.01495), (c, 0.04285)]),
        (g, &[(c, 0.01385), (e, 0.02469), (f, 0.00523), (i, dies)]),
        (d, &[(b, 0.00921), (c, 0.02505), (f, 0.00250), (g, 0.01701), (i, dies)]),
        (d, &[(b, 0.00921), (c, 0.01385), (i, dies)]),
        (h, &[(b, 0.02545), (i, dies_later)]),
        (h, &[(b, 0.01590), (c, 0.00816), (g, 0.01701), (i, dies_later)]),
        (d, &[(b, 0.00921), (c, 0.01385), (f, 0.00250), (i, dies)]),
        (h, &[(e, 0.02003), (f, 0.01038), (i, dies_later)]),
    ];
    let mut chances = [[0.0; STATES]; STATES];
    for (from, (rest, exits)) in rows.into_iter().enumerate() {
        for &(to, chance) in exits {
            // The computer takes away a third of serious complications: they go to the state that takes the rest.
            chances[from][to] = if computer && to == b { chance * (1.0 - 0.34) } else { chance };
        }
        let others: f64 = chances[from].iter().sum();
        chances[from][rest] = 1.0 - others;
    }
    chances[i][i] = 1.0;
    let utility = [0.72, 0.35, 0.66, 0.78, 0.51, 0.66, 0.72, 0.68, 0.0];
    let extra = if computer { 235.0 } else { 0.0 };
    let (mut people, mut cost, mut years) = ([0.0; STATES], 0.0, 0.0);
    people[a] = 1.0;
    for month in 1..=120 {
        let factor = 1.035_f64.powf(-f64::from(month) / 12.0);
        let mut next = [0.0; STATES];
        for from in 0..STATES {
            for to in 0..STATES {
                let moved = people[from] * chances[from][to];
                next[to] += moved;
                let price = match to {
                    _ if from == a => 5_197.0 + extra,
                    _ if to == e => 7_326.0 + extra,
                    _ if to == f => 6_234.0 + extra,
                    _ if to == g => 2_844.0,
                    _ => 0.0,
                };
                cost += moved * price * factor;
            }
        }
        people = next;
        years += people.iter().zip(utility).map(|(share, utility)| share * utility).sum::<f64>() / 12.0 * factor;
    }
    (cost, years)
}
