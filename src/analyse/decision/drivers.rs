//! What drives the spread of the balance: first-order Sobol' indices, and the balance at the ends of each figure.
//!
//! In: draws, the additive model. Out: [`PlanDrivers`] for each alternative but the null alternative.
//!
//! # Formulas
//! The first-order index of a figure is `var(E[net | figure]) / var(net)`: the share of the variance that would go if the
//! figure were known. With orthonormal terms it is the sum of squared coefficients, less their sampling variances, over
//! the variance: that of all curves and what they leave over. What the curves of all figures leave over is what only combinations of figures explain, at most: what
//! the form of the curves misses is in it too.
//!
//! Of correlated figures the index holds what a figure tells of the others. The shared part is
//! `S(figure) + S(others) - S(figure and others)`, with the index `S` of a set and those figures as others that are
//! correlated with it.
//!
//! The ends are the 10th and the 90th percentile of a figure. The balance there is read off its curve; the chance that
//! the plan pays from draws in which the curve of the figure is put at its value at that end.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::additive::drawn;
use crate::analyse::decision::known::{Models, UncertainFigure, at};
use crate::analyse::decision::otherwise::share_above_0;
use crate::analyse::statistics::design::{FigureErrors, Kept};
use crate::analyse::statistics::sample::mean;
use crate::analyse::word::{self, Word};
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// The ends at which a figure is looked at.
pub const ENDS: [f64; 2] = [0.1, 0.9];

/// On which figures the balance of one plan rests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDrivers {
    /// The alternative.
    pub alternative: String,
    /// Mean balance, euro per household.
    pub net_benefit: f64,
    /// Share of draws in which it is above 0.
    pub probability_positive: f64,
    /// Most that only combinations of figures explain of the variance, a share.
    pub combinations_at_most: f64,
    /// Standard errors of these, by name.
    pub monte_carlo_errors: FigureErrors,
    /// All figures that are drawn, those with the largest share first.
    pub figures: Vec<FigureDriver>,
}

/// What one figure does to the balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureDriver {
    /// Name of the figure.
    pub id: String,
    /// First-order Sobol' index: the share of the variance that would go if it were known. Below 0 it is noise.
    pub share: f64,
    /// Part of `share` that it has in common with figures with which it is correlated; below 0 they work against each other.
    /// `None` where it is correlated with none.
    pub shared: Option<f64>,
    /// Total Sobol' index: the share of the variance that is left once all other figures are known. `None` where nobody
    /// asked, and of correlated figures.
    pub total: Option<f64>,
    /// At its 10th percentile; `None` of shares that are drawn together.
    pub low: Option<FigureEnd>,
    /// At its 90th percentile.
    pub high: Option<FigureEnd>,
    /// How well it is known.
    #[serde(deserialize_with = "word::read")]
    pub grade: Word,
    /// Title of its source.
    pub source: String,
    /// Standard errors of `share`, `shared` and `total`, and of the balance at both ends (`low`, `high`).
    pub monte_carlo_errors: FigureErrors,
}

/// A figure at one end of its range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureEnd {
    /// Its value there.
    pub value: f64,
    /// Mean balance, euro per household.
    pub net_benefit: f64,
    /// Share of draws in which the balance is above 0.
    pub probability_positive: f64,
}

/// The drivers of every plan.
pub fn drivers(draws: &DecisionDraws, models: &Models, figures: &[UncertainFigure]) -> Vec<PlanDrivers> {
    (0..draws.plans()).map(|plan| of_plan(draws, models, figures, plan)).collect()
}

fn of_plan(draws: &DecisionDraws, models: &Models, figures: &[UncertainFigure], plan: usize) -> PlanDrivers {
    let net = draws.net(plan, Kept::ALL);
    let rest = |kept: Kept| {
        let (rest, total) = (left_over(draws, models, plan, kept), total(draws, models, plan, kept));
        Some(if total > 0.0 { rest / total } else { 0.0 })
    };
    let mut errors = FigureErrors::default();
    errors.set("net_benefit", draws.design.error(&net, None));
    let positive: Vec<bool> = net.iter().map(|net| *net > 0.0).collect();
    errors.set("probability_positive", draws.design.error_of_share(&positive));
    errors.set("combinations_at_most", draws.design.error_of(draws.count(), rest));
    let mut found: Vec<FigureDriver> =
        figures.iter().map(|figure| of_figure(draws, models, plan, figure, &net)).collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    PlanDrivers {
        alternative: draws.id(plan).to_owned(),
        net_benefit: mean(net.iter().copied()),
        probability_positive: share_above_0(&net),
        combinations_at_most: rest(Kept::ALL).unwrap_or(1.0),
        monte_carlo_errors: errors,
        figures: found,
    }
}

fn of_figure(
    draws: &DecisionDraws,
    models: &Models,
    plan: usize,
    figure: &UncertainFigure,
    net: &[f64],
) -> FigureDriver {
    let share = |kept: Kept| share_of(draws, models, plan, &figure.parts, kept);
    let all = models.all();
    let part = figure.parts[0];
    let known = all.known(plan, part);
    let basis = &all.figures().parts[part].basis;
    let at_end = |kept: Kept, end: f64| {
        let model = models.of(kept);
        model.fits[plan].intercept + at(&model.known(plan, part), &basis.at(end))
    };
    let end = |end: f64| {
        let there = at(&known, &basis.at(end));
        let curve = all.curve(plan, &figure.parts);
        let moved: Vec<f64> = net.iter().zip(curve).map(|(net, here)| net - here + there).collect();
        FigureEnd {
            value: drawn(draws.scenario, figure.parameter).quantile(end),
            net_benefit: at_end(Kept::ALL, end),
            probability_positive: share_above_0(&moved),
        }
    };
    let mut errors = FigureErrors::default();
    errors.set("share", draws.design.error_of(draws.count(), |kept| Some(share(kept))));
    let [low, high] = ENDS.map(|at| figure.is_single.then(|| end(at)));
    if figure.is_single {
        for (name, end) in ["low", "high"].into_iter().zip(ENDS) {
            errors.set(name, draws.design.error_of(draws.count(), |kept| Some(at_end(kept, end))));
        }
    }
    let others = all.told_by(&figure.parts);
    let together: Vec<usize> = figure.parts.iter().chain(&others).copied().collect();
    // What is left of all of them once the others are known is its own.
    let shared = |kept: Kept| {
        let share = |set: &[usize]| share_of(draws, models, plan, set, kept);
        share(&figure.parts) + share(&others) - share(&together)
    };
    if !others.is_empty() {
        errors.set("shared", draws.design.error_of(draws.count(), |kept| Some(shared(kept))));
    }
    let evidence = &draws.scenario.parameters[figure.parameter].evidence;
    FigureDriver {
        id: figure.id.clone(),
        share: share(Kept::ALL),
        shared: (!others.is_empty()).then(|| shared(Kept::ALL)),
        total: None,
        low,
        high,
        grade: evidence.grade.key(),
        source: evidence.source.clone(),
        monte_carlo_errors: errors,
    }
}

/// Variance that the curves leave over, less the noise of simulated households.
fn left_over(draws: &DecisionDraws, models: &Models, plan: usize, kept: Kept) -> f64 {
    let noise = mean(kept.of(&draws.results.alternatives[plan + 1].draws).map(|draw| draw.noise[HEADLINE]));
    (models.of(kept).rest(plan, &models.all().fits[plan].variances) - noise).max(0.0)
}

/// Variance of the balance over draws.
fn total(draws: &DecisionDraws, models: &Models, plan: usize, kept: Kept) -> f64 {
    let model = models.of(kept);
    let all: Vec<usize> = (0..model.figures().parts.len()).collect();
    let curves = model.variance(plan, &all) - models.all().noise(plan, &all);
    curves.max(0.0) + left_over(draws, models, plan, kept)
}

/// Share of the variance that goes once a set of parts is known, less what noise adds to it; 0 where nothing varies.
pub(super) fn share_of(draws: &DecisionDraws, models: &Models, plan: usize, set: &[usize], kept: Kept) -> f64 {
    let known = models.of(kept).variance(plan, set) - models.all().noise(plan, set);
    let total = total(draws, models, plan, kept);
    if total > 0.0 { known / total } else { 0.0 }
}
