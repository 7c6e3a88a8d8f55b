//! Parameters derived by formulas, by alternative.
//!
//! In: everything in the builder. Out: values at the means for the checks, and, at the end, lists of [`Derived`].
//! Formulas are read in `number::formula`; nothing is drawn here.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Derived, Distribution, Origin};
use crate::read::builder::ScenarioBuilder;
use crate::read::number::Worked;
use crate::read::number::formula::{self, Inputs};
use crate::read::source::follow_up;

/// Formulas by provisional index of their parameter.
type Formulas<'d> = Vec<(usize, &'d Worked)>;

/// The formulas of the scenario, each after those from which it is worked out.
fn of_scenario(builder: &ScenarioBuilder) -> Formulas<'_> {
    let numbers = &builder.numbers;
    let worked = |at: &usize| Some((*at, numbers.used[*at].definition.worked.as_ref()?));
    let mut all: Formulas = numbers.index.values().filter_map(worked).collect();
    all.sort_by_key(|(_, worked)| worked.rank);
    all
}

/// Formulas that an alternative gives itself, of parameters that are used.
fn own(builder: &ScenarioBuilder, alternative: usize) -> Formulas<'_> {
    let here = builder.overrides.iter().filter(|own| own.alternative == alternative);
    here.filter_map(|own| Some((*builder.numbers.index.get(&own.name)?, own.definition.worked.as_ref()?))).collect()
}

/// All that is worked out in an alternative, each after those from which it is worked out.
///
/// # Errors
/// What is in a loop or follows from one.
fn in_alternative(builder: &ScenarioBuilder, alternative: usize) -> Result<Formulas<'_>, Inputs> {
    let given = builder.overrides.iter().filter(|own| own.alternative == alternative);
    let given: BTreeSet<usize> = given.filter_map(|own| builder.numbers.index.get(&own.name).copied()).collect();
    let (mut all, own) = (of_scenario(builder), own(builder, alternative));
    all.retain(|(at, _)| !given.contains(at));
    if own.is_empty() {
        return Ok(all);
    }
    let name = |at: usize| builder.numbers.used[at].definition.parameter.name.as_str();
    let mut formulas: BTreeMap<&str, (usize, &Worked)> =
        all.into_iter().chain(own).map(|formula| (name(formula.0), formula)).collect();
    // In a formula of its own a parameter stands for what it is without that formula.
    let inputs = |(own, (_, worked)): (&&str, &(usize, &Worked))| {
        let others = worked.formula.variables().iter().filter(|input| input != own);
        (own.to_string(), others.cloned().collect())
    };
    let (order, left) = formula::in_order(formulas.iter().map(inputs).collect());
    if left.is_empty() {
        Ok(order.iter().filter_map(|name| formulas.remove(name.as_str())).collect())
    } else {
        Err(left)
    }
}

/// The other distributions of an alternative, with the values at the means of all that is worked out there.
pub(crate) fn means(builder: &ScenarioBuilder, alternative: usize) -> Others {
    let mut others = others(builder, alternative);
    if !builder.overrides.iter().any(|own| own.alternative == alternative) {
        return others;
    }
    let numbers = &builder.numbers;
    for (at, worked) in in_alternative(builder, alternative).unwrap_or_default() {
        let value = |name: &String| match numbers.index.get(name).filter(|input| **input != at) {
            Some(input) if others.contains_key(input) => others[input].mean(),
            _ => numbers.central(name).unwrap_or(f64::NAN),
        };
        let inputs: Vec<f64> = worked.formula.variables().iter().map(value).collect();
        others.insert(at, Distribution::Fixed(worked.formula.evaluate(&inputs)));
    }
    others
}

/// Works out the formulas of alternatives at the means, so that their bounds can be checked. Loops are reported.
pub(crate) fn settle(builder: &mut ScenarioBuilder) {
    let alternatives: BTreeSet<usize> =
        builder.overrides.iter().filter(|own| own.definition.worked.is_some()).map(|own| own.alternative).collect();
    let mut found = Diagnostics::default();
    let mut values = Vec::new();
    for alternative in alternatives {
        if let Err(left) = in_alternative(builder, alternative) {
            let place = |name: &str| {
                let own =
                    builder.overrides.iter().find(|known| known.alternative == alternative && known.name == name)?;
                own.definition.worked.as_ref().map(|worked| worked.place.clone())
            };
            let of_scenario = |name: &str| {
                let definition = builder.numbers.named.get(name)?.as_ref()?;
                definition.worked.as_ref().map(|worked| worked.place.clone())
            };
            formula::report_loops(&left, |name| place(name).or_else(|| of_scenario(name)), &mut found);
            continue;
        }
        let means = means(builder, alternative);
        for (at, worked) in own(builder, alternative) {
            let value = means.get(&at).map_or(f64::NAN, Distribution::mean);
            if value.is_finite() {
                values.push((alternative, at, value));
            } else {
                found.at(&worked.place, Message::new("formula_no_number"));
            }
        }
    }
    for (alternative, at, value) in values {
        let name = builder.numbers.used[at].definition.parameter.name.clone();
        let here = builder.overrides.iter_mut().filter(|own| own.alternative == alternative && own.name == name);
        for own in here {
            own.definition.ends = vec![(value, own.definition.worked.as_ref().map(|worked| worked.place.clone()))];
        }
    }
    found.sorted().into_iter().for_each(|diagnostic| follow_up::keep(diagnostic, &mut builder.faults));
}

/// The derived parameters of the scenario; `order` gives the final index of each parameter.
pub(crate) fn resolved(builder: &ScenarioBuilder, order: &[usize]) -> Vec<Derived> {
    of_scenario(builder).into_iter().map(|formula| derived(builder, formula, order)).collect()
}

/// All that is worked out in an alternative that gives formulas itself; nothing where it does not.
pub(crate) fn resolved_in(builder: &ScenarioBuilder, alternative: usize, order: &[usize]) -> Vec<Derived> {
    if own(builder, alternative).is_empty() {
        return Vec::new();
    }
    let all = in_alternative(builder, alternative).unwrap_or_default();
    all.into_iter().map(|formula| derived(builder, formula, order)).collect()
}

fn derived(builder: &ScenarioBuilder, (at, worked): (usize, &Worked), order: &[usize]) -> Derived {
    let input = |name: &String| match builder.numbers.index.get(name) {
        Some(at) => Origin::Parameter(order[*at]),
        None => {
            Origin::Characteristic(builder.numbers.characteristics.keys().position(|known| known == name).unwrap_or(0))
        }
    };
    Derived {
        parameter: order[at],
        formula: worked.formula.clone(),
        inputs: worked.formula.variables().iter().map(input).collect(),
    }
}

/// Distributions of an alternative that differ, by index.
pub(crate) type Others = BTreeMap<usize, Distribution>;
/// The other distributions of each alternative, by provisional index; formulas apart.
pub(crate) fn others(builder: &ScenarioBuilder, alternative: usize) -> Others {
    let of =
        builder.overrides.iter().filter(|other| other.alternative == alternative && other.definition.worked.is_none());
    of.filter_map(|other| {
        Some((*builder.numbers.index.get(&other.name)?, other.definition.parameter.distribution.clone()))
    })
    .collect()
}
