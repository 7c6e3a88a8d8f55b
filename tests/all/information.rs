//! What knowledge is worth, from the draws of the engine, beside its closed forms.

use crate::shipped::load;
use mkba::analyse::statistics::spread::Spread;
use mkba::analyse::uncertainty::information::{
    Measure, first_order_index, partial_perfect_information, perfect_information,
};
use mkba::simulate::ledger::SOCIETY;
use mkba::simulate::{Method, RunPlan, Unwatched, run};

const DRAWS: usize = 20_000;

#[test]
fn draws_of_a_normal_net_benefit_have_its_closed_forms() {
    let scenario = load("tests/published/normal_net_benefit.toml");
    let plan = RunPlan { seed: 1, first_draw: 0, draws: DRAWS, households: 0, method: Method::Cohort };
    let results = run(&scenario, &plan, &Unwatched).expect("results");
    let net: Vec<f64> = results.alternatives[1].draws.iter().map(|draw| draw.net_benefit[SOCIETY]).collect();
    let null = vec![0.0; DRAWS];
    let both: [&[f64]; 2] = [&null, &net];
    let drawn = |name: &str| -> Vec<f64> {
        let at = scenario.parameters.iter().position(|one| one.name == name).expect("a parameter");
        results.parameters.iter().map(|draw| draw[at]).collect()
    };
    let (x, y) = (drawn("x"), drawn("y"));
    let n = DRAWS as f64;
    let chance = 0.579260_f64;
    let spread = Spread::new(net.clone(), None);
    let positive = Measure { value: spread.probability_positive, standard_error: (chance * (1.0 - chance) / n).sqrt() };
    let mean = Measure { value: spread.mean, standard_error: 5_000.0 / n.sqrt() };
    let cases = [
        ("mean", mean, 1_000.0),
        ("chance above 0", positive, chance),
        ("perfect information", perfect_information(&both), 1_534.473),
        ("x known", partial_perfect_information(&both, &[&x]), 762.708),
        ("y known", partial_perfect_information(&both, &[&y]), 1_145.379),
        ("both known", partial_perfect_information(&both, &[&x, &y]), 1_534.473),
        ("index of x", first_order_index(&net, &x), 0.36),
        ("index of y", first_order_index(&net, &y), 0.64),
    ];
    for (what, found, wanted) in cases {
        // An error that is large beside the figure would let anything pass.
        assert!(found.standard_error > 0.0 && found.standard_error < 0.05 * wanted, "{what}: {found:?}");
        assert!((found.value - wanted).abs() < 4.0 * found.standard_error, "{what}: {found:?}, exact {wanted}");
    }
}
