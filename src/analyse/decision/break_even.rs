//! Break-even: at which value of a figure the balance of a plan is 0, and where the chance that it pays passes a mark.
//!
//! In: the additive model; balances of runs in which the figure has one value for certain. Out: [`FigureBreakEven`]s.
//!
//! What a figure does to the mean balance is its own curve: others that hang together with it stay as they are, as where
//! its value is set. Where that curve crosses 0 is the first guess; whoever runs the engine with that value corrects it
//! ([`Search`]) until the balance is 0. Where the chance passes 50 and 80 % is read off the curve alone.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::additive::basis::{Basis, Terms};
use crate::analyse::decision::additive::drawn;
use crate::analyse::decision::known::{Models, UncertainFigure, at};
use crate::analyse::statistics::design::Kept;
use crate::analyse::statistics::sample::{mean, percentile};
use crate::model::Distribution;
use crate::simulate::ledger::MONEY;
use serde::{Deserialize, Serialize};

/// Ends of the range of a figure: its 0.5th and 99.5th percentile.
pub const RANGE: [f64; 2] = [0.005, 0.995];
/// Half the part of a range over which a slope is taken.
const STEP: f64 = 0.01;
/// Points at which a curve is looked at for a crossing.
const POINTS: usize = 200;
/// Chances that are looked for.
const MARKS: [f64; 2] = [0.5, 0.8];
/// Digits of a value that is told.
const DIGITS: usize = 5;

/// Break-even values of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanBreakEven {
    /// The alternative.
    pub alternative: String,
    /// Mean balance, euro per household.
    pub net_benefit: f64,
    /// What the plan costs, euro per household.
    pub plan_cost: f64,
    /// Figures with a value at which the balance is 0, or a chance passes a mark; those with the largest share of the
    /// variance first.
    pub figures: Vec<FigureBreakEven>,
    /// Number of figures without any such value within their range.
    pub out_of_range: usize,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureBreakEven {
    /// Name of the figure.
    pub id: String,
    /// Ends of its range.
    pub low: f64,
    /// The other end.
    pub high: f64,
    /// Its mean.
    pub mean: f64,
    /// Value at which the balance is 0, the nearest to its median; `None` where that is not within its range.
    pub value: Option<f64>,
    /// The balance of a run with that value, euro; `None` where there is no value, or no run was made with it.
    pub balance: Option<f64>,
    /// Whether the plan pays above that value (and not below).
    pub pays_above: bool,
    /// What the balance rises by for each unit of the figure, by the curve, euro.
    #[serde(skip)]
    pub slope: f64,
    /// Value at which the plan pays in half of the draws; `None` where that is not within its range.
    pub even_chance: Option<f64>,
    /// Value at which it pays in 80 % of the draws.
    pub good_chance: Option<f64>,
}

/// Break-even values off the curves.
pub fn break_even(draws: &DecisionDraws, models: &Models, figures: &[UncertainFigure], plan: usize) -> PlanBreakEven {
    let model = models.all();
    let net = draws.net(plan, Kept::ALL);
    let changed = |parameter: usize| {
        let changes = draws.scenario.alternatives.iter().flat_map(|alternative| &alternative.parameters);
        changes.map(|(at, _)| *at).any(|at| at == parameter)
    };
    let single = figures.iter().filter(|figure| figure.is_single && !changed(figure.parameter));
    let mut found: Vec<(f64, FigureBreakEven)> = Vec::new();
    let mut out_of_range = 0;
    for figure in single {
        let part = figure.parts[0];
        let own = model.own(plan, part);
        let basis = &model.figures().parts[part].basis;
        let here = model.own_curve(plan, part);
        let without: Vec<f64> = net.iter().zip(&here).map(|(net, here)| net - here).collect();
        let centre = mean(without.iter().copied());
        let mut sorted = without;
        sorted.sort_unstable_by(f64::total_cmp);
        let distribution = drawn(draws.scenario, figure.parameter);
        let crossing = |level: f64| crossing(basis, &own, level);
        let value = |chance: f64| rounded(distribution.quantile(chance));
        let even = crossing(-centre);
        let [half, most] = MARKS.map(|mark| crossing(-percentile(&sorted, 1.0 - mark)).map(value));
        if even.is_none() && half.is_none() && most.is_none() {
            out_of_range += 1;
            continue;
        }
        let slope = slope(basis, &own, distribution, even.unwrap_or(0.5));
        let share = own.iter().map(|weight| weight * weight).sum();
        found.push((
            share,
            FigureBreakEven {
                id: figure.id.clone(),
                low: distribution.quantile(RANGE[0]),
                high: distribution.quantile(RANGE[1]),
                mean: distribution.mean(),
                value: even.map(value),
                balance: None,
                pays_above: slope > 0.0,
                slope,
                even_chance: half,
                good_chance: most,
            },
        ));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    PlanBreakEven {
        alternative: draws.id(plan).to_owned(),
        net_benefit: mean(net.iter().copied()),
        plan_cost: mean(draws.results.alternatives[plan + 1].draws.iter().map(|draw| -draw.own[MONEY])),
        figures: found.into_iter().map(|(_, figure)| figure).collect(),
        out_of_range,
    }
}

/// The chance nearest to the median at which a curve crosses a level, within the range; `None` of values with shares, of
/// which none lies between two others.
fn crossing(basis: &Basis, own: &Terms, level: f64) -> Option<f64> {
    if matches!(basis, Basis::Values { .. }) {
        return None;
    }
    let height = |chance: f64| at(own, &basis.at(chance)) - level;
    let step = (RANGE[1] - RANGE[0]) / POINTS as f64;
    let edge = |at: usize| RANGE[0] + step * at as f64;
    let crossed = (0..POINTS).filter(|at| (height(edge(*at)) < 0.0) != (height(edge(at + 1)) < 0.0));
    let nearest = crossed.min_by(|a, b| (edge(*a) - 0.5).abs().total_cmp(&(edge(*b) - 0.5).abs()))?;
    let (mut low, mut high) = (edge(nearest), edge(nearest + 1));
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if (height(low) < 0.0) == (height(middle) < 0.0) { low = middle } else { high = middle }
    }
    Some((low + high) / 2.0)
}

/// Euro for each unit of a figure at a chance.
fn slope(basis: &Basis, own: &Terms, distribution: &Distribution, chance: f64) -> f64 {
    let (low, high) = ((chance - STEP).max(RANGE[0]), (chance + STEP).min(RANGE[1]));
    let rise = at(own, &basis.at(high)) - at(own, &basis.at(low));
    rise / (distribution.quantile(high) - distribution.quantile(low))
}

/// A value to the digits that are told.
fn rounded(value: f64) -> f64 {
    format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value)
}

/// A search for the value at which a balance is 0, by runs with a value: false position, held within the range.
#[derive(Clone, Debug)]
pub struct Search {
    low: f64,
    high: f64,
    /// Largest balance that is as good as 0.
    near: f64,
    tried: Vec<(f64, f64)>,
}

impl Search {
    /// A search within the range of a figure whose balance there has these signs by the curve.
    pub fn new(figure: &FigureBreakEven, near: f64) -> Self {
        Self { low: figure.low, high: figure.high, near, tried: Vec::new() }
    }

    /// The next value to try after a run; `None` where it is found, or not within the range.
    pub fn after(&mut self, value: f64, balance: f64, rises: f64) -> Option<f64> {
        self.tried.push((value, balance));
        if balance.abs() <= self.near {
            return None;
        }
        let sign = |balance: f64| balance < 0.0;
        let other = self.tried.iter().rev().skip(1).find(|(_, other)| sign(*other) != sign(balance));
        let guess = match (other, self.tried.len()) {
            (Some((at, other)), _) => value - balance * (at - value) / (other - balance),
            (None, 1) => value - balance / rises,
            (None, count) => {
                let (before, other) = self.tried[count - 2];
                value - balance * (before - value) / (other - balance)
            }
        };
        let guess = rounded(guess);
        let inside = guess.is_finite() && (self.low..=self.high).contains(&guess);
        (inside && self.tried.iter().all(|(tried, _)| *tried != guess)).then_some(guess)
    }

    /// The value whose balance is as good as 0, and that balance.
    pub fn found(&self) -> Option<(f64, f64)> {
        let best = self.tried.iter().copied().min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        best.filter(|(_, balance)| balance.abs() <= self.near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_what_a_curve_only_guessed() {
        let figure = FigureBreakEven {
            id: "x".into(),
            low: 0.0,
            high: 3.0,
            mean: 1.0,
            value: Some(1.2),
            balance: None,
            pays_above: true,
            slope: 4.0,
            even_chance: None,
            good_chance: None,
        };
        let balance = |x: f64| x * x * x - 2.0;
        let mut search = Search::new(&figure, 1e-3);
        let mut value = 1.2;
        let mut runs = 0;
        while let Some(next) = search.after(value, balance(value), 4.0) {
            value = next;
            runs += 1;
        }
        let (found, left) = search.found().expect("a root");
        assert!((found - libm::cbrt(2.0)).abs() < 1e-3 && left.abs() <= 1e-3 && runs < 8, "{found} after {runs}");
        // Beyond the range there is none.
        let mut search = Search::new(&FigureBreakEven { high: 1.25, ..figure }, 1e-3);
        assert_eq!(search.after(1.2, balance(1.2), 4.0), None);
        assert_eq!(search.found(), None);
    }

    #[test]
    fn the_crossing_nearest_to_the_median_is_told() {
        // The second Legendre polynomial is 0 at (1 - 1/sqrt 3)/2 and its mirror.
        let terms = |first: f64, second: f64| {
            let mut terms = Terms::default();
            (terms[0], terms[1]) = (first, second);
            terms
        };
        let found = crossing(&Basis::Uniform, &terms(0.1, 1.0), 0.0).expect("a crossing");
        assert!((0.5..0.8).contains(&found), "{found}");
        let straight = crossing(&Basis::Uniform, &terms(2.0, 0.0), 0.5).expect("a crossing");
        assert!((straight - (0.5 + 0.25 / 2.0 / 3f64.sqrt())).abs() < 1e-9, "{straight}");
        assert_eq!(crossing(&Basis::Uniform, &terms(1.0, 0.0), 9.0), None);
        assert_eq!(rounded(0.123_456_789), 0.12346);
    }
}
