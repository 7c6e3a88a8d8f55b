//! What knowledge is worth and what drives a balance, from draws of the engine, beside closed forms, beside nested runs, and
//! as rules that always hold.

use crate::shipped::load;
use crate::thorough::{cases, thorough};
use mkba::Scenario;
use mkba::analyse::decision::DecisionDraws;
use mkba::analyse::decision::additive::Figures;
use mkba::analyse::decision::drivers::{PlanDrivers, drivers};
use mkba::analyse::decision::information::{Information, information};
use mkba::analyse::decision::known::{Models, figures};
use mkba::analyse::statistics::design::FigureErrors;
use mkba::model::Distribution;
use mkba::simulate::ledger::SOCIETY;
use mkba::simulate::{Method, Prepared, RunPlan, Unwatched, Variation};

/// What a run of so many draws says.
fn analysed(scenario: Scenario, seed: u64, draws: usize) -> (Prepared, Information, Vec<PlanDrivers>) {
    let prepared = Prepared::new(scenario).expect("a scenario");
    let plan = RunPlan { seed, first_draw: 0, draws, households: 0, method: Method::Cohort };
    let results = prepared.run_by_draw(&plan, &Unwatched).expect("results");
    let probabilities = prepared.probabilities(&plan);
    let of_run = DecisionDraws::new(prepared.scenario(), &results);
    let additive = Figures::new(prepared.scenario(), &probabilities);
    let known = figures(prepared.scenario(), &additive);
    let models = Models::new(&additive, &of_run).expect("draws enough");
    let (information, drivers) = (information(&of_run, &models, &known), drivers(&of_run, &models, &known));
    (prepared, information, drivers)
}

fn error(errors: &FigureErrors, name: &str) -> f64 {
    errors.get(name).expect("an error")
}

#[test]
fn draws_of_a_normal_net_benefit_have_its_closed_forms() {
    let (_, information, drivers) = analysed(load("tests/published/normal_net_benefit.toml"), 1, 1024);
    let value = |id: &str| {
        let figure = information.figures.iter().find(|figure| figure.id == id).expect("a figure");
        (figure.value, error(&figure.monte_carlo_errors, "value"))
    };
    let share = |id: &str| {
        let figure = drivers[0].figures.iter().find(|figure| figure.id == id).expect("a figure");
        (figure.share, error(&figure.monte_carlo_errors, "share"))
    };
    let both = information.groups.iter().find(|group| group.by == "grade").expect("a group");
    assert_eq!(both.figures, 2);
    let cases = [
        ("mean", (drivers[0].net_benefit, error(&drivers[0].monte_carlo_errors, "net_benefit")), 1_000.0),
        ("perfect information", (information.perfect, error(&information.monte_carlo_errors, "perfect")), 1_534.473),
        ("x known", value("x"), 762.708),
        ("y known", value("y"), 1_145.379),
        ("both known", (both.value, error(&both.monte_carlo_errors, "value")), 1_534.473),
        ("index of x", share("x"), 0.36),
        ("index of y", share("y"), 0.64),
    ];
    for (what, (found, error), wanted) in cases {
        assert!(error < 0.02 * wanted, "{what}: an error of {error} would let anything pass");
        assert!((found - wanted).abs() < 4.0 * error + 0.003 * wanted, "{what}: {found} +- {error}, exact {wanted}");
    }
    assert!(drivers[0].combinations_at_most < 1e-3, "{}", drivers[0].combinations_at_most);
    assert_eq!(information.most_worth, ["y", "x"]);
    // At the 10th percentile x is -1.28155.
    let low = drivers[0].figures.iter().find(|figure| figure.id == "x").and_then(|x| x.low).expect("an end");
    assert!((low.value + 1.281_55).abs() < 1e-4 && (low.net_benefit - (1_000.0 - 3_844.65)).abs() < 40.0, "{low:?}");
    // 1,000 - 3,844.65 + 4,000 y is above 0 with a chance of 1 - Phi(0.71116).
    assert!((low.probability_positive - 0.238_5).abs() < 0.02, "{low:?}");
}

/// Rules that hold whatever the figures: nobody gains more by knowing less.
#[test]
fn to_know_more_is_never_worth_less() {
    for scenario in cases(
        &["dakloosheid", "huisuitzetting"][1..],
        &["baanverlies", "schulden", "uithuisplaatsing", "huisuitzetting"][..],
    ) {
        let (prepared, information, drivers) = analysed(load(&format!("scenarios/{scenario}.toml")), 3, 512);
        let beyond = 4.0 * error(&information.monte_carlo_errors, "perfect");
        let value = |id: &str| information.figures.iter().find(|figure| figure.id == id).map(|figure| figure.value);
        for figure in &information.figures {
            assert!(figure.value >= -1e-9 && figure.value <= information.perfect + beyond, "{scenario}: {figure:?}");
        }
        let grade = |id: &str| {
            let found = prepared.scenario().parameters.iter().find(|parameter| parameter.name == id);
            found.map(|parameter| parameter.evidence.grade.key().to_owned())
        };
        for group in information.groups.iter().filter(|group| group.by == "grade") {
            let beyond = beyond + 4.0 * error(&group.monte_carlo_errors, "value");
            assert!(group.value >= -1e-9 && group.value <= information.perfect + beyond, "{scenario}: {group:?}");
            let of_group = prepared.scenario().parameters.iter().map(|parameter| parameter.name.as_str());
            for id in of_group.filter(|id| grade(id).as_ref() == Some(&group.id)) {
                let Some(value) = value(id) else { continue };
                assert!(value <= group.value + beyond, "{scenario}: {id} {value}, with others {}", group.value);
            }
        }
        for plan in &drivers {
            let sum: f64 = plan.figures.iter().map(|figure| figure.share).sum();
            assert!((0.0..=1.0).contains(&plan.combinations_at_most), "{scenario}: {}", plan.combinations_at_most);
            assert!(plan.figures.iter().all(|figure| figure.share > -0.01 && figure.share < 1.01), "{scenario}");
            assert!(sum < 1.6, "{scenario}: {sum}");
        }
    }
}

/// Against nested runs of the exact method: for each of some values of one figure the mean of all else.
#[test]
fn what_a_figure_is_worth_agrees_with_nested_runs() {
    let (points, inner) = cases((9, 64), (33, 256));
    let (prepared, information, _) = analysed(load("scenarios/huisuitzetting.toml"), 5, cases(512, 1024));
    let figure = &information.figures[0];
    let at = prepared.scenario().parameters.iter().position(|own| own.name == figure.id).expect("a parameter");
    let distribution = &prepared.scenario().parameters[at].distribution;
    let plan = RunPlan { seed: 6, first_draw: 0, draws: inner, households: 0, method: Method::Cohort };
    let means: Vec<Vec<f64>> = (0..points)
        .map(|point| {
            let value = distribution.quantile((f64::from(point) + 0.5) / f64::from(points));
            let fixed = vec![(figure.id.clone(), Distribution::Fixed(value))];
            let varied = prepared.vary(&Variation { parameters: fixed, ..Variation::default() }).expect("a variation");
            let results = varied.run_by_draw(&plan, &Unwatched).expect("results");
            let mean = |own: &mkba::simulate::AlternativeResults| {
                own.draws.iter().map(|draw| draw.net_benefit[SOCIETY]).sum::<f64>() / inner as f64
            };
            results.alternatives.iter().map(mean).collect()
        })
        .collect();
    let average = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / f64::from(points);
    let best = |row: &Vec<f64>| row.iter().copied().fold(0.0, f64::max);
    let now = (0..means[0].len()).map(|plan| average(&mut means.iter().map(|row| row[plan]))).fold(0.0, f64::max);
    let nested = average(&mut means.iter().map(best)) - now;
    let error = error(&figure.monte_carlo_errors, "value");
    let coarse = if thorough() { 0.03 } else { 0.1 };
    assert!(
        (figure.value - nested).abs() < 4.0 * error + coarse * nested,
        "{}: {} +- {error}, nested {nested}",
        figure.id,
        figure.value
    );
}

/// The precision that is promised: with 1,024 draws of the shipped scenario, beside a long run.
#[test]
fn a_run_of_1024_draws_is_near_a_long_one() {
    if !thorough() {
        return;
    }
    let path = "scenarios/huisuitzetting.toml";
    let (_, long, long_drivers) = analysed(load(path), 1, 8_192);
    let seeds = [101, 102, 103, 104];
    let mut squares = vec![0.0; long.figures.len()];
    let mut bias = vec![0.0; long.figures.len()];
    let mut share_squares = 0.0;
    let mut shares = 0.0;
    for seed in seeds {
        let (_, short, drivers) = analysed(load(path), seed, 1024);
        for (at, figure) in long.figures.iter().enumerate() {
            let other = short.figures.iter().find(|other| other.id == figure.id).expect("a figure");
            let off = other.value - figure.value;
            squares[at] += off * off / seeds.len() as f64;
            bias[at] += off / seeds.len() as f64;
        }
        for (long, short) in long_drivers.iter().zip(&drivers) {
            for figure in &long.figures {
                let other = short.figures.iter().find(|other| other.id == figure.id).expect("a figure");
                share_squares += (other.share - figure.share) * (other.share - figure.share);
                shares += 1.0;
            }
        }
    }
    let largest = (squares[..8].iter().sum::<f64>() / 8.0).sqrt();
    assert!(largest < 6.0, "the eight largest are off by {largest} euro");
    let null: Vec<f64> = (0..bias.len()).filter(|at| long.figures[*at].value < 0.5).map(|at| bias[at]).collect();
    let null = null.iter().sum::<f64>() / null.len() as f64;
    assert!(null < 1.0, "those worth nothing are told to be worth {null} euro");
    let share = f64::sqrt(share_squares / shares);
    assert!(share < 0.004, "shares are off by {share}");
}
