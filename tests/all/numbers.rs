//! Numbers from file to draw: joint draws, derived parameters, changes in alternatives.

use std::path::Path;

use mkba::model::{Distribution, Scenario};
use mkba::read::{Memory, load};
use mkba::simulate::random::parameter_draw::ParameterSampler;
use mkba::simulate::{Method, RunPlan, SimulationError, Unwatched, run};
use statrs::distribution::{Beta, ContinuousCDF, Normal};

pub const DRAWS: usize = 20_000;

/// A scenario in which the numbers with these names are used, with further lines.
fn text(used: &[&str], more: &str) -> String {
    let items: String = used
        .iter()
        .map(|name| {
            format!(
                "[[items]]\nid = \"of_{name}\"\nlabel = {{ nl = \"x\", en = \"x\" }}\nquantity = {{ time = \"a is one\" }}\n\
                 amount = \"{name}\"\nkind = \"resource\"\npayers = \"city\"\n"
            )
        })
        .collect();
    format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\nhorizon = \"1 year\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0.02\n\
         [domains.a]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"one\"\n\
         states.one = {{ nl = \"x\", en = \"x\" }}\nstates.two = {{ nl = \"x\", en = \"x\" }}\n{items}{more}"
    )
}

fn read(used: &[&str], more: &str, set: &[(&str, &str)]) -> Result<Scenario, Vec<String>> {
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let text = text(used, more);
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", accounts);
    let set: Vec<_> = set.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect();
    load(&files, Path::new("s.toml"), &set).map(|loaded| loaded.scenario).map_err(|refused| {
        let shown = |one: &&mkba::diagnostics::Diagnostic| {
            let line = one.place.as_ref().map(|place| text[place.span.clone()].to_string());
            let hints: Vec<&str> = one.hints.iter().map(|hint| hint.key).collect();
            format!("{} at {} ({})", one.message.key, line.unwrap_or_default(), hints.join(" "))
        };
        let faults = refused.diagnostics.sorted();
        faults.iter().filter(|one| one.severity == mkba::diagnostics::Severity::Fault).map(shown).collect()
    })
}

pub fn sound(used: &[&str], more: &str) -> Scenario {
    read(used, more, &[]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// Values by name over many draws.
pub fn drawn(scenario: &Scenario) -> impl Fn(&str) -> Vec<f64> + use<> {
    let draws: Vec<u64> = (0..DRAWS as u64).collect();
    let all = ParameterSampler::new(scenario, None).values(scenario, 5, &draws);
    let names: Vec<String> = scenario.parameters.iter().map(|one| one.name.clone()).collect();
    move |name| {
        let at = names.iter().position(|one| one == name).unwrap_or_else(|| panic!("{name}"));
        all.iter().map(|draw| draw[at]).collect()
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (x, y) = (mean(a), mean(b));
    a.iter().zip(b).map(|(a, b)| (a - x) * (b - y)).sum::<f64>() / (a.len() as f64 - 1.0)
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank as f64);
    ranks
}

pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    covariance(&a, &b) / (covariance(&a, &a) * covariance(&b, &b)).sqrt()
}

pub fn follows(mut values: Vec<f64>, cdf: impl Fn(f64) -> f64) {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let gap = |(rank, x): (usize, &f64)| (cdf(*x) - rank as f64 / n).abs().max(((rank + 1) as f64 / n - cdf(*x)).abs());
    let distance = values.iter().enumerate().map(gap).fold(0.0, f64::max);
    assert!(distance < 1.95 / n.sqrt(), "distance {distance}"); // 0.1 % point
}

const THREE: &str = "[parameters]\n\
    a = { gamma = { mean = 5, sd = 2 } }\nb = { beta = { mean = 0.3, sd = 0.1 } }\nc = { pert = { low = 1, mode = 2, high = 9 } }\nd = { normal = { mean = 5, sd = 1 } }\n";

#[test]
fn ranks_hang_together_as_asked_and_margins_stay() {
    let more = format!(
        "{THREE}[[correlations]]\nbetween = [\"c\", \"a\", \"b\"]\nspearman = [[1, 0.2, 0.5], [0.2, 1, -0.6], [0.5, -0.6, 1]]\n"
    );
    let of = drawn(&sound(&["a", "b", "c"], &more));
    let error = 4.0 / (DRAWS as f64).sqrt();
    for (one, other, wanted) in [("a", "b", -0.6), ("a", "c", 0.2), ("b", "c", 0.5)] {
        let found = spearman(&of(one), &of(other));
        assert!((found - wanted).abs() < error, "{one} {other}: {found}");
    }
    let theory = statrs::distribution::Gamma::new(6.25, 1.25).expect("shapes");
    follows(of("a"), |x| theory.cdf(x));
    let theory = Beta::new(6.0, 14.0).expect("shapes");
    follows(of("b"), |x| theory.cdf(x));
}

#[test]
fn a_group_leaves_other_parameters_as_they_were() {
    let alone = sound(&["a", "b", "c", "d"], THREE);
    let more = format!("{THREE}[[correlations]]\nspearman = 1\nbetween = [\"b\", \"a\"]\n");
    let (alone, group) = (drawn(&alone), drawn(&sound(&["a", "b", "c", "d"], &more)));
    assert_eq!((alone("c"), alone("d")), (group("c"), group("d")));
    // The first member keeps its own variates, the others follow.
    assert_ne!(alone("b"), group("b"));
    assert!(spearman(&group("a"), &group("b")) > 0.999_999);
    // The order of names does not matter, nor whether a member is used.
    let turned = more.replace("[\"b\", \"a\"]", "[\"a\", \"b\"]");
    assert_eq!(drawn(&sound(&["a", "b"], &turned))("b"), group("b"));
    assert_eq!(drawn(&sound(&["b"], &more))("b"), group("b"));
}

#[test]
fn shares_add_up_and_each_is_a_beta() {
    let more =
        "[joint.exits]\ndirichlet = { counts = { back = 12, shelter = 30, gone = 0.4 } }\nsource = \"A count\"\n";
    let scenario = sound(&["back", "shelter", "gone"], more);
    let of = drawn(&scenario);
    let (back, shelter, gone) = (of("back"), of("shelter"), of("gone"));
    for draw in 0..DRAWS {
        assert!((back[draw] + shelter[draw] + gone[draw] - 1.0).abs() < 1e-15);
    }
    for (values, count) in [(back, 12.0), (shelter, 30.0), (gone, 0.4)] {
        let theory = Beta::new(count, 42.4 - count).expect("shapes");
        follows(values, |x| theory.cdf(x));
    }
    assert_eq!(scenario.parameters[0].distribution, Distribution::Beta { alpha: 12.0, beta: 42.4 - 12.0 });
    assert_eq!(scenario.parameters[0].evidence.source, "A count");
    let same = "[joint.exits]\ndirichlet = { n = 50, shares = { back = 0.3, shelter = 0.7 } }\n";
    let of = drawn(&sound(&["back"], same));
    let theory = Beta::new(15.0, 35.0).expect("shapes");
    follows(of("back"), |x| theory.cdf(x));
}

#[test]
fn tiny_counts_still_give_shares() {
    let of = drawn(&sound(&["x", "y"], "[joint.j]\ndirichlet = { counts = { x = 0.001, y = 0.002 } }\n"));
    assert!(of("x").iter().zip(of("y")).all(|(x, y)| (x + y - 1.0).abs() < 1e-12));
    assert!((mean(&of("x")) - 1.0 / 3.0).abs() < 0.015);
}

#[test]
fn components_have_their_means_and_covariances() {
    let more = "[joint.coefficients]\n\
        multivariate_normal = { names = [\"slope\", \"base\"], mean = [0.5, -3], covariance = [[0.04, -0.03], [-0.03, 0.09]] }\n\
        labels = { slope = { nl = \"Helling\", en = \"Slope\" } }\n";
    let scenario = sound(&["slope", "base"], more);
    let of = drawn(&scenario);
    let (slope, base) = (of("slope"), of("base"));
    assert!((covariance(&slope, &base) + 0.03).abs() < 0.0015 && (covariance(&base, &base) - 0.09).abs() < 0.004);
    let theory = Normal::new(0.5, 0.2).expect("shapes");
    follows(slope, |x| theory.cdf(x));
    assert_eq!(scenario.parameters[1].label.en, "Slope");
    let other = "[joint.coefficients]\n\
        multivariate_normal = { names = [\"base\", \"slope\"], mean = [-3, 0.5], sd = [0.3, 0.2], correlation = [[1, -0.5], [-0.5, 1]], exp = true }\n";
    let exp = drawn(&sound(&["slope", "base"], other));
    for (log, value) in base.iter().zip(exp("base")) {
        assert!((libm::exp(*log) - value).abs() < 1e-12);
    }
}

const DERIVED: &str = "[traits]\nchildren = 2\n[parameters]\nper_child = { formula = \"total / (1 + children)\" }\n\
    total = { formula = \"a * b + 1\" }\na = { gamma = { mean = 5, sd = 2 } }\nb = { beta = { mean = 0.3, sd = 0.1 } }\n\
    [alternatives.plan]\nlabel = { nl = \"x\", en = \"x\" }\nparameters.a = 10\n";

#[test]
fn derived_parameters_follow_in_every_draw_and_alternative() {
    let scenario = sound(&["per_child"], DERIVED);
    let at = |name: &str| scenario.parameters.iter().position(|one| one.name == name).expect("one");
    let draws = [0, 1, 2];
    let sampler = ParameterSampler::new(&scenario, None);
    for (draw, values) in draws.iter().zip(sampler.values(&scenario, 5, &draws)) {
        assert_eq!(values[at("total")], values[at("a")] * values[at("b")] + 1.0);
        assert_eq!(values[at("per_child")], values[at("total")] / 3.0);
        let there = sampler.changed(&scenario, 1, 5, *draw, &values);
        assert_eq!((there[at("a")], there[at("b")]), (10.0, values[at("b")]));
        assert_eq!(there[at("per_child")], (10.0 * values[at("b")] + 1.0) / 3.0);
    }
    assert_eq!(scenario.parameters[at("per_child")].distribution, Distribution::Fixed(2.5 / 3.0));
    let set = read(&["per_child"], DERIVED, &[("total", "9"), ("children", "0")]).expect("a scenario");
    let found = ParameterSampler::new(&set, None).values(&set, 5, &[7]);
    assert_eq!(found[0][set.parameters.iter().position(|one| one.name == "per_child").expect("one")], 9.0);
}

#[test]
fn a_value_that_is_set_keeps_the_draws_of_all_others() {
    let more = DERIVED.replace("b = {", "z = { gamma = { mean = 3, sd = 1 } }\nb = {");
    let scenario = read(&["per_child", "z"], &more, &[]).expect("a scenario");
    let all = drawn(&scenario);
    // Nothing uses `a` and `b` any more.
    let set = read(&["per_child", "z"], &more, &[("total", "9")]).expect("a scenario");
    assert!(set.undrawn.iter().any(|name| name == "b"), "{:?}", set.undrawn);
    assert_eq!(drawn(&set)("z"), all("z"));
    let set = read(&["per_child", "z"], &more, &[("a", "9")]).expect("a scenario");
    assert!(drawn(&set)("b") == all("b") && drawn(&set)("z") == all("z"));
    let independent = read(&["per_child", "z"], &more, &[("settings.sampling", "random")]).expect("a scenario");
    assert!(drawn(&independent)("z") != all("z") && (mean(&drawn(&independent)("z")) - mean(&all("z"))).abs() < 0.2);
}

#[test]
fn a_formula_may_stand_in_place() {
    let more = DERIVED.replace("[alternatives", "[[domains.a.transitions]]\nmove = \"one -> two\"\nwithin = \"1 year\"\nchance = { formula = \"b / 2\", source = \"A study\" }\n[alternatives");
    let scenario = sound(&["per_child"], &more);
    let of = drawn(&scenario);
    let place = "domains.a: one -> two.chance";
    assert!(of(place).iter().zip(of("b")).all(|(half, b)| *half == b / 2.0));
}

#[test]
fn a_draw_in_which_a_formula_gives_no_number_is_named() {
    let scenario = sound(&["x"], "[parameters]\nx = { formula = \"ln(a)\" }\na = { normal = { mean = 1, sd = 1 } }\n");
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 50, households: 0, method: Method::Cohort };
    match run(&scenario, &plan, &Unwatched) {
        Err(SimulationError::OutOfBounds { name, value, .. }) => assert!(name == "x" && value.is_nan()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn characteristics_may_differ_between_households() {
    let more = "[traits]\nchildren = { discrete = { 0 = 0.3, 1 = 0.5, 4 = 0.2 } }\n";
    let scenario = sound(&["children"], more);
    let mkba::model::CharacteristicValue::Random(distribution) = &scenario.characteristics[0].value else {
        panic!("random")
    };
    assert_eq!(distribution.mean(), 1.3);
    assert_eq!(
        [0.0, 0.29, 0.5, 0.81, 0.999]
            .map(|u| mkba::simulate::random::parameter_draw::characteristic_value(distribution, u)),
        [0.0, 0.0, 1.0, 4.0, 4.0]
    );
}

#[test]
fn wrong_numbers_are_told_with_their_place() {
    let mut wrong = Vec::new();
    let faults = |more: &str| read(&["a"], &format!("{THREE}{more}"), &[]).expect_err(more);
    let group =
        |between: &str, spearman: &str| format!("[[correlations]]\nbetween = {between}\nspearman = {spearman}\n");
    for (more, wanted) in [
        (group("[\"a\", \"bb\"]", "0.5"), "unknown_parameter at \"bb\" (did_you_mean allowed_names)"),
        (group("[\"a\"]", "0.5"), "members_wrong at [\"a\"] ()"),
        (group("[\"a\", \"a\"]", "0.5"), "name_twice at \"a\" ()"),
        (group("[\"a\", \"b\", \"c\"]", "0.5"), "one_correlation at 0.5 ()"),
        (group("[\"a\", \"b\"]", "1.5"), "number_outside at 1.5 ()"),
        (group("[\"a\", \"b\"]", "[[1, 0.5], [0.4, 1]]"), "not_symmetric at 0.4 ()"),
        (group("[\"a\", \"b\"]", "[[1, 0.5], [0.5, 0.9]]"), "diagonal_not_one at 0.9 ()"),
        (group("[\"a\", \"b\"]", "[[1, 0.5]]"), "size_wrong at [[1, 0.5]] ()"),
        (
            group("[\"a\", \"b\", \"c\"]", "[[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]"),
            "not_semi_definite at [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]] (check_matrix)",
        ),
        (group("[\"a\", \"b\"]", "0.5") + &group("[\"c\", \"b\"]", "0.5"), "correlated_twice at \"b\" ()"),
        ("[joint.j]\ndirichlet = { counts = { a = 1, y = 2 } }\n".into(), "name_in_joint at a (rename_either)"),
        ("[joint.j]\ndirichlet = { counts = { x = 0, y = 2 } }\n".into(), "not_above_zero at 0 ()"),
        ("[joint.j]\ndirichlet = { shares = { x = 0.5, y = 0.6 }, n = 9 }\n".into(), "shares_do_not_add_up at { x = 0.5, y = 0.6 } ()"),
        (
            "[joint.j]\nmultivariate_normal = { names = [\"x\"], mean = [1], covariance = [[0]] }\n".into(),
            "variance_not_above_zero at 0 ()",
        ),
        (
            "[joint.j]\nmultivariate_normal = { names = [\"x\", \"y\"], mean = [1], sd = [1, 1], correlation = [[1, 0], [0, 1]] }\n".into(),
            "size_wrong at [1] ()",
        ),
    ] {
        let found = faults(&more);
        if found != [wanted] {
            wrong.push(format!("{more}found {found:?}"));
        }
    }
    let formula = |written: &str| {
        read(
            &["x"],
            &format!(
                "[traits]\nkids = {{ discrete = {{ 1 = 0.5, 2 = 0.5 }} }}\n[parameters]\nab = 1\nloop = {{ formula = \"x\" }}\nx = {{ formula = \"{written}\" }}\n"
            ),
            &[],
        )
    };
    for (written, wanted) in [
        ("abc * 2", "unknown_number at abc (did_you_mean allowed_names)"),
        ("log(ab)", "unknown_function at log (allowed_names)"),
        ("exp(ab, ab)", "function_count at exp ()"),
        ("0,35 * ab", "formula_wrong at , (write_formula)"),
        ("ab +", "formula_ends at \" (write_formula)"),
        ("ln(-ab)", "formula_no_number at \"ln(-ab)\" ()"),
        ("kids * 2", "formula_of_random_trait at \"kids * 2\" (use_times)"),
        ("loop + 1", "formula_loop at \"x\" ()"),
        ("1e13", "number_outside at \"1e13\" (used_as)"),
    ] {
        let found = formula(written).expect_err(written);
        if found != [wanted] {
            wrong.push(format!("{written}: found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn long_chains_of_formulas_are_read_at_once() {
    let mut more = String::from("[parameters]\nx0 = 1\ny0 = 1\n");
    for at in 1..3_000 {
        let before = at - 1;
        more += &format!(
            "x{at} = {{ formula = \"(x{before} + y{before}) / 2\" }}\ny{at} = {{ formula = \"(y{before} + x{before}) / 2\" }}\n"
        );
    }
    let scenario = sound(&["x2999"], &more);
    assert_eq!(scenario.derived.len(), 2 * 2_999 - 1);
    assert!(drawn_once(&scenario).iter().all(|value| *value == 1.0));
}

fn drawn_once(scenario: &Scenario) -> Vec<f64> {
    ParameterSampler::new(scenario, None).values(scenario, 1, &[0]).remove(0)
}
