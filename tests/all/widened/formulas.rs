//! Numbers that are worked out from others, in the scenario and in an alternative alone.

use crate::generated::Choices;
use mkba::model::*;

/// The formula of the scenario.
const OF_SCENARIO: &str = "raw * 0.97";
/// Formulas of an alternative: of a number that the scenario works out, and of one from which it is worked out.
const ABOVE: &str = "0.5 * raw + 0.5 * own";
const BELOW: &str = "0.98 * raw";

/// Makes one parameter follow from a new one, and changes either by a formula in the last alternative.
pub fn add(scenario: &mut Scenario, choices: &mut Choices) {
    if scenario.parameters.is_empty() || choices.below(2) == 0 {
        return;
    }
    let own = choices.below(scenario.parameters.len());
    let raw = scenario.parameters.len();
    let parameter = Parameter { name: "raw".into(), ..scenario.parameters[own].clone() };
    scenario.parameters[own].distribution = Distribution::Fixed(0.97 * parameter.distribution.mean());
    scenario.parameters.push(parameter);
    let derived = |text: &str, parameter: usize| {
        let formula = Formula::new(text, |_| true).expect("a formula");
        let input = |name: &String| Origin::Parameter(if name == "raw" { raw } else { own });
        let inputs = formula.variables().iter().map(input).collect();
        Derived { parameter, formula, inputs }
    };
    scenario.derived = vec![derived(OF_SCENARIO, own)];
    let Some(last) = scenario.alternatives.last_mut() else { return };
    if last.parameters.iter().any(|(at, _)| *at == own) {
        return;
    }
    match choices.below(3) {
        0 => last.derived = vec![derived(ABOVE, own)],
        1 => last.derived = vec![derived(BELOW, raw), derived(OF_SCENARIO, own)],
        _ => last.parameters.push((raw, Distribution::Fixed(scenario.parameters[raw].distribution.mean()))),
    }
}
