//! Numbers of every family, characteristics of every family, and numbers that are drawn together: correlated by rank,
//! multivariate normal, shares of one whole.

use super::SIZE;
use crate::generated::{Choices, text};
use mkba::model::number::joint::factor;
use mkba::model::*;
use mkba::units::Kind;

/// Gives numbers other families, about where they were.
pub fn families(scenario: &mut Scenario, choices: &mut Choices) {
    for parameter in &mut scenario.parameters {
        if parameter.distribution.is_uncertain()
            && let Some(other) = family(&parameter.distribution, choices)
        {
            parameter.distribution = other;
        }
    }
}

/// Another family between the lowest and the highest tenth of a distribution; now and then none.
fn family(own: &Distribution, choices: &mut Choices) -> Option<Distribution> {
    let [low, mode, high] = [0.1, 0.5, 0.9].map(|chance| own.quantile(chance));
    let within = |of: Distribution| Distribution::Truncated { of: Box::new(of), min: low, max: high };
    Some(match choices.below(12) {
        0 => Distribution::Uniform { low, high },
        1 => Distribution::Triangular { low, mode, high },
        2 => Distribution::Pert { low, mode, high },
        3 => narrow_normal(own),
        4 => narrow_lognormal(own),
        5 => Distribution::Discrete(vec![(low, 0.3), (mode, 0.4), (high, 0.3)]),
        6 => Distribution::Empirical(vec![low, mode, high, high]),
        7 => within(Distribution::Normal { mean: mode, sd: high - low }),
        8 => within(Distribution::Lognormal { meanlog: libm::log(mode), sdlog: 0.5 }),
        9 => within(Distribution::Gamma { shape: 4.0, scale: mode / 4.0 }),
        _ => return None,
    })
}

/// A normal so narrow that it stays within the bounds of any use.
fn narrow_normal(own: &Distribution) -> Distribution {
    Distribution::Normal { mean: own.quantile(0.5), sd: (own.quantile(0.9) - own.quantile(0.1)) / 16.0 }
}

fn narrow_lognormal(own: &Distribution) -> Distribution {
    let [low, mode, high] = [0.1, 0.5, 0.9].map(|chance| libm::log(own.quantile(chance)));
    Distribution::Lognormal { meanlog: mode, sdlog: (high - low) / 16.0 }
}

/// Gives the characteristic that differs between households any family.
pub fn characteristics(scenario: &mut Scenario, choices: &mut Choices) {
    if !matches!(scenario.characteristics[SIZE].value, CharacteristicValue::Random(_)) {
        return;
    }
    let normal = Distribution::Normal { mean: 2.5, sd: 1.0 };
    let value = match choices.below(9) {
        0 => Distribution::Triangular { low: 1.0, mode: 2.0, high: 4.0 },
        1 => Distribution::Pert { low: 1.0, mode: 2.0, high: 4.0 },
        2 => Distribution::Normal { mean: 2.5, sd: 0.3 },
        3 => Distribution::Lognormal { meanlog: 0.9, sdlog: 0.3 },
        4 => Distribution::Beta { alpha: 2.0, beta: 3.0 },
        5 => Distribution::Empirical(vec![1.0, 2.0, 2.0, 5.0]),
        6 => Distribution::Truncated { of: Box::new(normal), min: 1.0, max: 4.0 },
        _ => return,
    };
    scenario.characteristics[SIZE].value = CharacteristicValue::Random(value);
}

/// Lets numbers hang together, and something follow from them.
pub fn together(scenario: &mut Scenario, choices: &mut Choices) {
    let mut free: Vec<usize> = (0..scenario.parameters.len()).filter(|at| is_free(scenario, *at)).collect();
    // Any of them may be first.
    for at in 0..free.len() {
        let other = at + choices.below(free.len() - at);
        free.swap(at, other);
    }
    let mut free = free.into_iter();
    if choices.below(2) == 0 {
        let members: Vec<usize> = free.by_ref().take(2 + choices.below(2)).collect();
        correlate(scenario, choices, members, |spearman| 2.0 * libm::sin(std::f64::consts::PI * spearman / 6.0));
    }
    if choices.below(2) == 0 {
        let plain = |at: &usize| scenario.parameters[*at].name != "raw";
        let members: Vec<usize> = free.by_ref().filter(plain).take(2).collect();
        let shape = if choices.below(2) == 0 { narrow_normal } else { narrow_lognormal };
        for at in &members {
            let parameter = &mut scenario.parameters[*at];
            parameter.distribution = shape(&parameter.distribution);
        }
        correlate(scenario, choices, members, |pearson| pearson);
    }
    match choices.below(3) {
        0 => shares_of_start(scenario, choices),
        1 => shares_of_row(scenario, choices),
        _ => {}
    }
    follow(scenario, choices);
    change(scenario, choices);
}

/// Whether a number may be drawn together with others: nothing from which it follows, no spread that is not there.
fn is_free(scenario: &Scenario, at: usize) -> bool {
    let follows = scenario.derived.iter().any(|one| one.parameter == at);
    !follows && scenario.parameters[at].distribution.is_uncertain()
}

/// Draws two or three numbers together; `pearson` tells the correlation of normal variates.
fn correlate(scenario: &mut Scenario, choices: &mut Choices, mut at: Vec<usize>, pearson: impl Fn(f64) -> f64) {
    at.sort_by(|a, b| scenario.parameters[*a].name.cmp(&scenario.parameters[*b].name));
    let mut matrix = vec![vec![1.0; at.len()]; at.len()];
    for (row, column) in [(1, 0), (2, 0), (2, 1)].into_iter().filter(|(row, _)| *row < at.len()) {
        let correlation = pearson(choices.between(-0.6, 0.9));
        (matrix[row][column], matrix[column][row]) = (correlation, correlation);
    }
    let member = |at: &usize| Member { name: scenario.parameters[*at].name.clone(), parameter: Some(*at) };
    let members: Vec<Member> = at.iter().map(member).collect();
    if let (true, Some(factor)) = (members.len() > 1, factor(&matrix)) {
        scenario.joints.push(Joint::Correlated { members, factor });
    }
}

/// Shares of one whole, a new number for each count; the first `used` of them are parameters.
fn shares(scenario: &mut Scenario, counts: &[f64], used: usize, kind: Kind) -> Vec<Number> {
    let total: f64 = counts.iter().sum();
    let (mut members, mut numbers) = (Vec::new(), Vec::new());
    for (place, count) in counts.iter().enumerate() {
        let name = format!("share {place}");
        let parameter = (place < used).then_some(scenario.parameters.len());
        if let Some(index) = parameter {
            add(scenario, &name, Distribution::Beta { alpha: *count, beta: total - count });
            numbers.push(Number { origin: Origin::Parameter(index), kind });
        }
        members.push((Member { name, parameter }, *count));
    }
    scenario.joints.push(Joint::Shares { members });
    numbers
}

fn add(scenario: &mut Scenario, name: &str, distribution: Distribution) {
    let Some(like) = scenario.parameters.first().cloned() else { return };
    scenario.parameters.push(Parameter { name: name.into(), label: text(name), distribution, ..like });
}

fn shares_of_start(scenario: &mut Scenario, choices: &mut Choices) {
    let Some(at) = scenario.starts.iter().position(|start| start.domains.len() == 1) else { return };
    let states = scenario.domains[scenario.starts[at].domains[0]].states.len();
    if scenario.parameters.is_empty() {
        return;
    }
    let counts: Vec<f64> = (0..states).map(|_| choices.between(0.5, 20.0)).collect();
    let numbers = shares(scenario, &counts, states, Kind::Share);
    scenario.starts[at].shares =
        numbers.into_iter().enumerate().map(|(state, share)| (vec![state], Some(share))).collect();
}

/// The exits of a row that was observed, with or without those who stay among what was counted.
fn shares_of_row(scenario: &mut Scenario, choices: &mut Choices) {
    let leaves = |at: usize| (scenario.transitions[at].domain, scenario.transitions[at].from);
    let all = || 0..scenario.transitions.len();
    let plain = |at: usize| {
        matches!(scenario.transitions[at].strength, Strength::Observed { .. })
            && !scenario.alternatives.iter().flat_map(|one| &one.transitions).any(|(changed, _)| *changed == at)
    };
    let row = |first: usize| all().filter(move |at| leaves(*at) == leaves(first)).collect::<Vec<_>>();
    let rows = all().map(row).filter(|row| row.len() > 1 && row.iter().all(|at| plain(*at)));
    let Some(exits) = rows.into_iter().next().filter(|_| !scenario.parameters.is_empty()) else { return };
    let stays = choices.below(2);
    let counts: Vec<f64> = (0..exits.len() + stays).map(|_| choices.between(2.0, 20.0)).collect();
    let numbers = shares(scenario, &counts, exits.len(), Kind::Probability);
    for (at, number) in exits.iter().zip(numbers) {
        if let Strength::Observed { chance, .. } = &mut scenario.transitions[*at].strength {
            *chance = number;
        }
    }
}

/// Lets a price follow from numbers that are drawn together.
fn follow(scenario: &mut Scenario, choices: &mut Choices) {
    let members: Vec<usize> = scenario.joints.iter().flat_map(Joint::parameters).collect();
    let priced: Vec<usize> = (0..scenario.items.len()).filter(|at| scenario.items[*at].price.is_some()).collect();
    if members.is_empty() || priced.is_empty() || choices.below(3) == 0 {
        return;
    }
    let [one, other] = [0; 2].map(|_| members[choices.below(members.len())]);
    let formula = Formula::new("100 * one + sqrt(abs(other))", |_| true).expect("a formula");
    let input = |name: &String| Origin::Parameter(if name == "one" { one } else { other });
    let inputs: Vec<Origin> = formula.variables().iter().map(input).collect();
    let mean = |at: usize| scenario.parameters[at].distribution.mean();
    let at_means = 100.0 * mean(one) + mean(other).abs().sqrt();
    let parameter = scenario.parameters.len();
    add(scenario, "follows", Distribution::Fixed(at_means));
    let derived = Derived { parameter, formula, inputs };
    for alternative in scenario.alternatives.iter_mut().filter(|one| !one.derived.is_empty()) {
        alternative.derived.push(derived.clone());
    }
    scenario.derived.push(derived);
    scenario.items[priced[choices.below(priced.len())]].price =
        Some(Number { origin: Origin::Parameter(parameter), kind: Kind::Amount });
}

/// Gives one of the numbers that are drawn together another distribution in an alternative.
fn change(scenario: &mut Scenario, choices: &mut Choices) {
    let members: Vec<usize> = scenario.joints.iter().flat_map(Joint::parameters).collect();
    if members.is_empty() || choices.below(2) == 0 {
        return;
    }
    let at = members[choices.below(members.len())];
    let own = &scenario.parameters[at].distribution;
    let other = Distribution::Uniform { low: own.quantile(0.05), high: own.quantile(0.3) };
    let alternative = &mut scenario.alternatives[2];
    if alternative.parameters.iter().all(|(changed, _)| *changed != at) && alternative.derived.is_empty() {
        alternative.parameters.push((at, other));
    }
}
