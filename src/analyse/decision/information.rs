//! What it is worth to know more before one decides: EVPI, and EVPPI of single figures and of groups.
//!
//! In: draws, the additive model. Out: [`Information`], euro per household.
//!
//! # Formulas
//! Who decides now chooses what is best on average. Who knows everything chooses the best in each draw: the expected value
//! of perfect information (EVPI) is what that gains on average. Who knows a set of figures chooses by what is expected of
//! each alternative then (EVPPI): `E[max_a E[net_a | set]] - max_a E[net_a]`, where the null alternative is one of them,
//! with 0. What is expected is the intercept of the additive model and the curves of the set: of one figure over its whole
//! distribution, of several over the draws.
//!
//! # Source
//! M. Strong, J. E. Oakley and A. Brennan (2014), see [`additive`](crate::analyse::decision::additive).

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::drivers::share_of;
use crate::analyse::decision::known::{Group, Models, UncertainFigure, at, groups, points};
use crate::analyse::statistics::design::{FigureErrors, Kept};
use crate::analyse::statistics::sample::mean;
use crate::analyse::word::{self, Word};
use serde::{Deserialize, Serialize};

/// Most figures that are named as most worth finding out.
const MOST_WORTH: usize = 3;
/// Euro per household below which nobody would look anything up.
const WORTH: f64 = 1.0;
/// Standard errors that a value is from 0 before it is told.
const BEYOND_NOISE: f64 = 2.0;

/// What knowledge is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Information {
    /// The alternative that is best on average.
    pub best: String,
    /// Expected value of perfect information, euro per household.
    pub perfect: f64,
    /// Standard error of `perfect`.
    pub monte_carlo_errors: FigureErrors,
    /// Names of the figures most worth finding out, at most three; empty where none would change the choice.
    pub most_worth: Vec<String>,
    /// Of each figure that is drawn, the highest value first.
    pub figures: Vec<FigureInformation>,
    /// Of figures together that have something in common.
    pub groups: Vec<GroupInformation>,
}

/// What it is worth to know one figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureInformation {
    /// Name of the figure.
    pub id: String,
    /// Expected value of partial perfect information, euro per household.
    pub value: f64,
    /// Standard error of `value`.
    pub monte_carlo_errors: FigureErrors,
}

/// What it is worth to know figures together, and what they explain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupInformation {
    /// What they have in common: `grade`, `place` (a domain, `plan` or `items`) or `source`.
    #[serde(deserialize_with = "word::read")]
    pub by: Word,
    /// Which one; empty where there is none.
    pub id: String,
    /// Number of figures.
    pub figures: usize,
    /// Expected value of partial perfect information, euro per household.
    pub value: f64,
    /// By alternative but the null alternative: the share of the variance that goes once they are known.
    pub shares: Vec<(String, f64)>,
    /// Standard errors of `value`, and of the share of each alternative by its name (`share:name`).
    pub monte_carlo_errors: FigureErrors,
}

/// Expected value of perfect information of these net benefits: by alternative but the null alternative, and by draw.
pub fn perfect_information(net: &[Vec<f64>]) -> f64 {
    let draws = net.iter().map(Vec::len).min().unwrap_or(0);
    if draws == 0 {
        return 0.0;
    }
    let best = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let now = best(&mut net.iter().map(|plan| mean(plan[..draws].iter().copied())));
    mean((0..draws).map(|draw| best(&mut net.iter().map(|plan| plan[draw])))) - now
}

/// All of it.
pub fn information(draws: &DecisionDraws, models: &Models, figures: &[UncertainFigure]) -> Information {
    let plans = draws.plans();
    let net = |kept: Kept| (0..plans).map(|plan| draws.net(plan, kept)).collect::<Vec<_>>();
    let error = |value: &dyn Fn(Kept) -> f64| draws.design.error_of(draws.count(), |kept| Some(value(kept)));
    let named = |name: &str, error: Option<f64>| {
        let mut errors = FigureErrors::default();
        errors.set(name, error);
        errors
    };
    let means: Vec<f64> = net(Kept::ALL).iter().map(|net| mean(net.iter().copied())).collect();
    let best =
        (0..plans).fold((0, 0.0), |best, plan| if means[plan] > best.1 { (plan + 1, means[plan]) } else { best });
    let mut found: Vec<FigureInformation> = figures
        .iter()
        .map(|figure| {
            let value = |kept: Kept| partial(models, plans, &figure.parts, kept);
            FigureInformation {
                id: figure.id.clone(),
                value: value(Kept::ALL),
                monte_carlo_errors: named("value", error(&value)),
            }
        })
        .collect();
    found.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.id.cmp(&b.id)));
    let is_worth = |figure: &&FigureInformation| {
        let error = figure.monte_carlo_errors.get("value").unwrap_or(f64::INFINITY);
        figure.value >= WORTH && figure.value > BEYOND_NOISE * error
    };
    let perfect = |kept: Kept| perfect_information(&net(kept));
    Information {
        best: draws.scenario.alternatives[best.0].id.clone(),
        perfect: perfect(Kept::ALL),
        monte_carlo_errors: named("perfect", error(&perfect)),
        most_worth: found.iter().filter(is_worth).take(MOST_WORTH).map(|figure| figure.id.clone()).collect(),
        groups: of_groups(draws, models, figures),
        figures: found,
    }
}

fn of_groups(draws: &DecisionDraws, models: &Models, figures: &[UncertainFigure]) -> Vec<GroupInformation> {
    let plans = draws.plans();
    let of_group = |group: Group| {
        let set: Vec<usize> = group.figures.iter().flat_map(|at| figures[*at].parts.iter().copied()).collect();
        let value = |kept: Kept| partial(models, plans, &set, kept);
        let share = |plan: usize, kept: Kept| share_of(draws, models, plan, &set, kept);
        let mut errors = FigureErrors::default();
        errors.set("value", draws.design.error_of(draws.count(), |kept| Some(value(kept))));
        for plan in 0..plans {
            let error = draws.design.error_of(draws.count(), |kept| Some(share(plan, kept)));
            errors.set(&format!("share:{}", draws.id(plan)), error);
        }
        GroupInformation {
            by: group.by,
            id: group.id,
            figures: group.figures.len(),
            value: value(Kept::ALL),
            shares: (0..plans).map(|plan| (draws.id(plan).to_owned(), share(plan, Kept::ALL))).collect(),
            monte_carlo_errors: errors,
        }
    };
    groups(draws.scenario, figures).into_iter().map(of_group).collect()
}

/// Expected value of partial perfect information of a set of parts of the model.
pub fn partial(models: &Models, plans: usize, set: &[usize], kept: Kept) -> f64 {
    let model = models.of(kept);
    let now = (0..plans).map(|plan| model.fits[plan].intercept).fold(0.0, f64::max);
    let gain = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max) - now;
    if let [part] = set {
        let curves: Vec<_> = (0..plans).map(|plan| model.known(plan, *part)).collect();
        let points = points(&model.figures().parts[*part].basis);
        // Curves have mean 0 but for the coarseness of the points.
        let centre: Vec<f64> =
            curves.iter().map(|curve| points.iter().map(|(terms, weight)| weight * at(curve, terms)).sum()).collect();
        let at_point = |(terms, weight): &(_, f64)| {
            weight
                * gain(&mut (0..plans).map(|plan| model.fits[plan].intercept + at(&curves[plan], terms) - centre[plan]))
        };
        return points.iter().map(at_point).sum();
    }
    let curves: Vec<Vec<f64>> = (0..plans)
        .map(|plan| {
            let curve: Vec<f64> = kept.of(model.curve(plan, set)).collect();
            let centre = model.fits[plan].intercept - mean(curve.iter().copied());
            curve.into_iter().map(|value| value + centre).collect()
        })
        .collect();
    let draws = curves.first().map_or(0, Vec::len);
    mean((0..draws).map(|draw| gain(&mut curves.iter().map(|curve| curve[draw]))))
}
