//! Parameter draws (parameter uncertainty, second order), shared by all alternatives and households.
//!
//! In: a scenario, a seed, numbers of draws. Out: values. With Sobol' sampling each name of the scenario has a dimension
//! of the sequence, in order of name, and its value is the quantile at the point's coordinate there; with independent
//! draws each has a stream of its own. Parameters that hang together mix the variates of their names; derived
//! parameters are worked out last.

mod dimensions;
mod probabilities;
#[cfg(test)]
mod tests;
mod together;
mod variate;

use crate::model::{Alternative, Derived, Distribution, Joint, Origin, Sampling, Scenario};
use crate::simulate::random::quantile::Quantile;
use crate::simulate::random::sobol::{SobolKey, SobolSequence};
use dimensions::Dimensions;
use std::collections::BTreeSet;
use std::sync::Arc;
use together::Together;
use variate::VariateSource;

/// Draws the parameters of one scenario: what is worked out once for all draws.
#[derive(Clone, Debug)]
pub struct ParameterSampler {
    /// `None` where draws are independent.
    sobol: Option<Arc<(Dimensions, SobolSequence)>>,
    /// By parameter.
    own: Vec<Arc<Quantile>>,
    /// By alternative and change of a parameter.
    changed: Vec<Vec<Arc<Quantile>>>,
    /// By joint.
    together: Vec<Arc<Together>>,
    /// By parameter: whether a joint gives its value.
    is_joint: Vec<bool>,
    /// Names that are drawn anew.
    redrawn: Arc<BTreeSet<String>>,
}

/// How scenarios draw together: where a figure means the same in several of them, it has the same value in each draw.
#[derive(Clone, Debug)]
pub struct SharedDraws(Vec<Arc<(Dimensions, SobolSequence)>>);

impl SharedDraws {
    /// That of these scenarios. A scenario alone draws as it does without.
    pub fn new(scenarios: &[&Scenario]) -> Self {
        let of = |dimensions: Dimensions| {
            let sequence = SobolSequence::new(dimensions.count());
            Arc::new((dimensions, sequence))
        };
        Self(Dimensions::together(scenarios).into_iter().map(of).collect())
    }
}

/// The value of a characteristic that differs between households, for the household's uniform between 0 and 1.
pub fn characteristic_value(distribution: &Distribution, uniform: f64) -> f64 {
    distribution.quantile(uniform)
}

impl ParameterSampler {
    /// A sampler of a scenario; what `known`, a sampler of the same one with other values, has worked out is kept.
    pub fn new(scenario: &Scenario, known: Option<&Self>) -> Self {
        let own = |(at, distribution): (usize, &Distribution)| {
            Quantile::new(distribution, known.and_then(|known| known.own.get(at)))
        };
        let changed = |(alternative, own): (usize, &Alternative)| {
            let known = known.and_then(|known| known.changed.get(alternative));
            let quantile = |(place, (_, distribution)): (usize, &(usize, Distribution))| {
                Quantile::new(distribution, known.and_then(|known| known.get(place)))
            };
            own.parameters.iter().enumerate().map(quantile).collect()
        };
        let mut is_joint = vec![false; scenario.parameters.len()];
        scenario.joints.iter().flat_map(Joint::parameters).for_each(|at| is_joint[at] = true);
        let together =
            |(at, joint): (usize, &Joint)| Together::new(joint, known.and_then(|known| known.together.get(at)));
        Self {
            sobol: sobol(scenario, known),
            own: scenario.parameters.iter().map(|parameter| &parameter.distribution).enumerate().map(own).collect(),
            changed: scenario.alternatives.iter().enumerate().map(changed).collect(),
            together: scenario.joints.iter().enumerate().map(together).collect(),
            is_joint,
            redrawn: Arc::default(),
        }
    }

    /// The same sampler, which draws as the scenario with this number of those that draw together. Independent draws
    /// go by name alone: they are shared by all that has the same name.
    #[must_use]
    pub fn shared(self, draws: &SharedDraws, scenario: usize) -> Self {
        let sobol = self.sobol.as_ref().and_then(|_| draws.0.get(scenario)).cloned();
        Self { sobol: sobol.or(self.sobol), ..self }
    }

    /// The same sampler, which draws these names anew: independent of their other values, and all else as before.
    #[must_use]
    pub fn redrawing(self, names: impl IntoIterator<Item = String>) -> Self {
        Self { redrawn: Arc::new(names.into_iter().collect()), ..self }
    }

    /// Sources of variates by name, for a seed.
    fn sources<'a>(&'a self, seed: u64) -> impl Fn(&str) -> VariateSource<'a> {
        let key = SobolKey::of_seed(seed);
        move |name: &str| {
            // Another scramble of the same points hangs together with the first one: a stream does not.
            if self.redrawn.contains(name) {
                return VariateSource::stream(!seed, name);
            }
            match self.sobol.as_ref().and_then(|sobol| Some((&sobol.1, sobol.0.of(name)?))) {
                Some((sequence, dimension)) => VariateSource::Dimension { sequence, key, dimension },
                None => VariateSource::stream(seed, name),
            }
        }
    }

    /// Values of all parameters in draws `draws`, by draw and parameter, with no alternative's changes.
    pub fn values(&self, scenario: &Scenario, seed: u64, draws: &[u64]) -> Vec<Vec<f64>> {
        let mut all = vec![vec![0.0; scenario.parameters.len()]; draws.len()];
        let source = self.sources(seed);
        for (at, (parameter, quantile)) in scenario.parameters.iter().zip(&self.own).enumerate() {
            if let Distribution::Fixed(value) = parameter.distribution {
                all.iter_mut().for_each(|values| values[at] = value);
            } else if !self.is_joint[at] {
                let mut source = source(&parameter.name);
                for (values, draw) in all.iter_mut().zip(draws) {
                    values[at] = source.value(quantile, *draw);
                }
            }
        }
        for together in &self.together {
            let mut sources = together.sources(&source);
            for (values, draw) in all.iter_mut().zip(draws) {
                together.draw(&mut sources, *draw, |at, variate| {
                    if self.own[at].distribution().is_uncertain() {
                        values[at] = variate.value(&self.own[at]);
                    }
                });
            }
        }
        for values in &mut all {
            derive(scenario, &scenario.derived, values, |_| false);
        }
        all
    }

    /// Values of all parameters in an alternative, by its index, from those without its changes.
    pub fn changed(&self, scenario: &Scenario, alternative: usize, seed: u64, draw: u64, base: &[f64]) -> Vec<f64> {
        let (quantiles, alternative) = (&self.changed[alternative], &scenario.alternatives[alternative]);
        let mut values = base.to_vec();
        if !alternative.changes_parameters() {
            return values;
        }
        let source = self.sources(seed);
        let changes = || alternative.parameters.iter().map(|(at, _)| *at).zip(quantiles);
        let other = |at: usize| changes().find(|(changed, _)| *changed == at).map(|(_, quantile)| quantile);
        for (at, quantile) in changes() {
            values[at] = source(&scenario.parameters[at].name).value(quantile, draw);
        }
        for together in self.together.iter().filter(|together| together.is_correlated()) {
            if together.parameters().any(|at| other(at).is_some()) {
                let mut sources = together.sources(&source);
                together.draw(&mut sources, draw, |at, variate| {
                    if let Some(quantile) = other(at) {
                        values[at] = variate.value(quantile);
                    }
                });
            }
        }
        let formulas = if alternative.derived.is_empty() { &scenario.derived } else { &alternative.derived };
        derive(scenario, formulas, &mut values, |at| other(at).is_some());
        values
    }
}

/// The sequence and the dimensions of all names; `None` where draws are independent.
fn sobol(scenario: &Scenario, known: Option<&ParameterSampler>) -> Option<Arc<(Dimensions, SobolSequence)>> {
    if scenario.settings.sampling == Sampling::Random {
        return None;
    }
    // Other values have no other names, and a formula in the place of which a value stands never had a dimension.
    if let Some(known) = known.and_then(|known| known.sobol.as_ref()) {
        return Some(Arc::clone(known));
    }
    let dimensions = Dimensions::new(scenario);
    let sequence = SobolSequence::new(dimensions.count());
    Some(Arc::new((dimensions, sequence)))
}

/// Works out derived parameters, but those that are given otherwise. A value that is not finite becomes not a number,
/// so that all that follows from it does too.
fn derive(scenario: &Scenario, formulas: &[Derived], values: &mut [f64], given: impl Fn(usize) -> bool) {
    for derived in formulas.iter().filter(|derived| !given(derived.parameter)) {
        let input = |origin: &Origin| match *origin {
            Origin::Fixed(value) => value,
            Origin::Parameter(at) => values[at],
            Origin::Characteristic(at) => scenario.characteristics[at].value.mean(),
            Origin::Table(_) => f64::NAN,
        };
        let inputs: Vec<f64> = derived.inputs.iter().map(input).collect();
        let value = derived.formula.evaluate(&inputs);
        values[derived.parameter] = if value.is_finite() { value } else { f64::NAN };
    }
}
