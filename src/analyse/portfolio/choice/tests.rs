//! The choice against all choices there are.

use super::*;
use crate::analyse::portfolio::choice::problem::ChoiceCase;

/// Numbers that look like chance, the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64) / (1u64 << 31) as f64
    }
}

fn problem(numbers: &mut Numbers, cases: usize, plans: usize, limits: usize, groups: usize) -> ChoiceProblem {
    let mut made = ChoiceProblem { least: vec![0.0; groups], ..ChoiceProblem::default() };
    for at in 0..cases {
        let first = made.values.len();
        for _ in 0..plans {
            let scale = 200.0 + 4000.0 * numbers.next();
            made.values.push(scale * (3.0 * numbers.next() - 0.7));
            made.uses.extend((0..limits).map(|_| scale * (0.2 + numbers.next())));
        }
        let group = (groups > 0).then(|| at % groups);
        made.cases.push(ChoiceCase { count: 1, first, plans, group });
    }
    let total = |limit: usize| made.uses.iter().skip(limit).step_by(limits.max(1)).sum::<f64>() / plans as f64;
    made.limits = (0..limits).map(|limit| total(limit) * (0.1 + 0.5 * numbers.next())).collect();
    made
}

/// The worth of the best of all choices; `None` where none keeps to everything.
fn by_force(problem: &ChoiceProblem) -> Option<f64> {
    fn look(problem: &ChoiceProblem, at: usize, counts: &mut Vec<u32>, best: &mut Option<f64>) {
        let Some(case) = problem.cases.get(at) else {
            let found = problem.taken(counts.clone());
            if problem.allows(&found) && best.is_none_or(|best| found.value > best) {
                *best = Some(found.value);
            }
            return;
        };
        look(problem, at + 1, counts, best);
        for plan in problem.plans_of(case) {
            counts[plan] = 1;
            look(problem, at + 1, counts, best);
            counts[plan] = 0;
        }
    }
    let mut best = None;
    look(problem, 0, &mut vec![0; problem.values.len()], &mut best);
    best
}

#[test]
fn few_cases_get_the_best_of_all_choices() {
    let mut numbers = Numbers(1);
    let mut met = 0;
    for round in 0..120 {
        let (cases, plans) = [(12, 1), (8, 2), (6, 3)][round % 3];
        let mut problem = problem(&mut numbers, cases, plans, 1 + round % 3, [0, 2, 3][round / 3 % 3]);
        problem.least.iter_mut().for_each(|least| *least = 1.0);
        let wanted = by_force(&problem);
        let found = choose(&problem, None);
        assert_eq!(found.is_some(), wanted.is_some(), "round {round}");
        let (Some(found), Some(wanted)) = (found, wanted) else { continue };
        met += 1;
        assert!(problem.allows(&found.taken) && found.proven && found.gap() == 0.0, "round {round}");
        assert!(
            (found.taken.value - wanted).abs() <= 1e-9 * wanted.abs(),
            "round {round}: {} {wanted}",
            found.taken.value
        );
        // The certificate of the prices alone holds as well.
        assert!(found.prices.bound >= wanted - 1e-6 * wanted.abs(), "round {round}");
        if let Some(quick) = choose_quickly(&problem, None) {
            assert!(quick.taken.value <= wanted + 1e-9 * wanted.abs() && quick.bound >= wanted - 1e-9 * wanted.abs());
        }
    }
    assert!(met > 60, "{met}");
}

#[test]
fn many_cases_are_near_the_bound() {
    let mut numbers = Numbers(7);
    let mut problem = problem(&mut numbers, 3000, 3, 3, 5);
    let of_group = 3000.0 / 5.0;
    problem.least = vec![0.2 * of_group; 5];
    let found = choose(&problem, None).expect("a choice");
    assert!(problem.allows(&found.taken) && found.gap() < 1e-3, "{}", found.gap());
    let factors: Vec<f64> = (0..=20).map(|at| f64::from(at) / 10.0).collect();
    let free = ChoiceProblem { least: Vec::new(), ..problem.clone() };
    let free = ChoiceProblem {
        cases: free.cases.iter().map(|case| ChoiceCase { group: None, ..case.clone() }).collect(),
        ..free
    };
    let curve = curve(&free, &[0], &factors);
    let values: Vec<f64> = curve.iter().map(|one| one.as_ref().expect("a choice").taken.value).collect();
    assert!(curve.iter().skip(1).all(|one| one.as_ref().is_some_and(|one| one.gap() < 2e-3)));
    assert!(values[0] == 0.0 && values.windows(2).all(|pair| pair[1] >= pair[0] * (1.0 - 2e-3)), "{values:?}");
}

#[test]
fn households_that_are_alike_are_counted_and_not_listed() {
    // Ten at 100 each, worth 150: with 350 three fit, and the next euro returns one and a half.
    let problem = ChoiceProblem {
        limits: vec![350.0],
        cases: vec![ChoiceCase { count: 10, first: 0, plans: 1, group: None }],
        values: vec![150.0],
        uses: vec![100.0],
        least: Vec::new(),
    };
    let found = choose(&problem, None).expect("a choice");
    assert_eq!((found.taken.counts.clone(), found.taken.value, found.proven), (vec![3], 450.0, true));
    assert!((found.prices.limits[0] - 1.5).abs() < 0.01, "{:?}", found.prices);
    assert!((found.prices.bound - 525.0).abs() < 1.0, "{:?}", found.prices);
}

#[test]
fn nothing_fits_within_nothing_and_too_much_cannot_be_asked() {
    let mut problem = problem(&mut Numbers(3), 5, 2, 1, 1);
    problem.limits = vec![0.0];
    let found = choose(&problem, None).expect("nothing at all");
    assert_eq!((found.taken.value, found.gap()), (0.0, 0.0));
    problem.least = vec![1.0];
    assert_eq!(choose(&problem, None), None);
}
