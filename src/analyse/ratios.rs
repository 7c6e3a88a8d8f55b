//! Relative risks and odds ratios as the hazard ratios that are used, at central values.
//!
//! In: a scenario. Out: [`ConvertedRatio`] for each modifier and each effect of an intervention that is given in one of
//! those forms. Draws convert their own values anew.

use crate::analyse::word::Word;
use crate::model::{NULL_ALTERNATIVE, Ratio, Scenario};
use crate::simulate::SimulationError;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::ratio::Central;
use crate::simulate::compile::values::{Inputs, Tabulated, central_inputs};

/// A ratio and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvertedRatio {
    /// The transition on which it acts.
    pub transition: String,
    /// The intervention of which it is an effect, with its alternative; empty for a modifier.
    pub intervention: String,
    /// The alternative.
    pub alternative: String,
    /// `relative_risk` or `odds_ratio`.
    pub form: Word,
    /// As it is given, at its mean; where it goes by a clock at its first step.
    pub given: f64,
    /// The period over which it is given, in months.
    pub over: f64,
    /// What the hazard is multiplied by, likewise.
    pub hazard_ratio: f64,
}

/// All such ratios: modifiers of the null alternative, then what alternatives do and change.
///
/// # Errors
/// A mean outside the bounds of its kind.
pub fn converted_ratios(scenario: &Scenario) -> Result<Vec<ConvertedRatio>, SimulationError> {
    let inputs = central_inputs(scenario);
    let central = Central::new(scenario)?;
    let mut all = Vec::new();
    for alternative in &scenario.alternatives {
        let hazards = Hazards::new(&inputs, alternative, &central)?;
        let is_null = alternative.id == NULL_ALTERNATIVE;
        let mut add = |transition: usize, intervention: &str, ratio: &Ratio, used: Option<&Tabulated<1>>| {
            let found = used.and_then(|used| convert(scenario, &inputs, ratio, used));
            all.extend(found.map(|(form, given, over, hazard_ratio)| ConvertedRatio {
                transition: scenario.transitions[transition].name.clone(),
                intervention: intervention.to_owned(),
                alternative: alternative.id.clone(),
                form,
                given,
                over,
                hazard_ratio,
            }));
        };
        for (index, transition) in scenario.transitions.iter().enumerate() {
            for (place, modifier) in transition.modifiers.iter().enumerate() {
                let own = alternative.modifiers.iter().find(|(t, m, _)| (*t, *m) == (index, place));
                let ratio = match own {
                    Some((_, _, ratio)) => ratio.as_ref(),
                    None => Some(&modifier.ratio).filter(|_| is_null),
                };
                let Some(ratio) = ratio else { continue };
                add(index, "", ratio, hazards.modifier(index, place).map(|(used, _)| used));
            }
        }
        for (at, intervention) in alternative.interventions.iter().enumerate() {
            for (effect, (transition, used, _)) in intervention.effects.iter().zip(hazards.effects(at)) {
                add(transition, &intervention.name, &effect.ratio, used.map(|(used, _)| used));
            }
        }
    }
    Ok(all)
}

/// Form, ratio as given, period in months, hazard ratio; `None` for ratios of other forms.
fn convert(
    scenario: &Scenario,
    inputs: &Inputs<1>,
    ratio: &Ratio,
    used: &Tabulated<1>,
) -> Option<(Word, f64, f64, f64)> {
    let (form, over) = match ratio {
        Ratio::RelativeRisk { over, .. } => ("relative_risk", *over),
        Ratio::Odds { over, .. } => ("odds_ratio", *over),
        Ratio::Hazard(_) | Ratio::Probability(_) => return None,
    };
    let given = Tabulated::new(inputs, ratio.number()).ok()?.steps[0][0];
    Some((form, given, over * scenario.settings.cycle.months(), used.steps[0][0]))
}
