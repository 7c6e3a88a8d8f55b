//! Additive model of the net benefit: what each uncertain figure adds, known over its whole range.
//!
//! In: known probabilities of all uncertain figures, and the net benefit of each alternative by draw. Out: for any set of
//! figures what is expected of the net benefit once they are known, and what all of them together leave over.
//!
//! One regression on all figures at once: the net benefit is an intercept, and for each figure a curve of
//! orthonormal terms, at least three where there are draws enough, of its known probability ([`mod@basis`]); the penalty is chosen by cross-validation ([`ridge`]). As the
//! distributions are known, terms need no scale, ranks or centre from the sample, and the figures that matter
//! do not blur the others. It is a sparse polynomial chaos expansion of the net benefit.
//!
//! # Source
//! M. Strong, J. E. Oakley and A. Brennan, "Estimating multiparameter partial expected value of perfect information from a
//! probabilistic sensitivity analysis sample", Medical Decision Making 34 (2014), for the regression; B. Sudret, "Global
//! sensitivity analysis using polynomial chaos expansions", Reliability Engineering and System Safety 93 (2008), for
//! indices from coefficients.

pub mod basis;
mod copula;
pub mod ridge;

use crate::analyse::decision::additive::basis::{Basis, DEGREE, Terms, hermite};
use crate::analyse::decision::additive::copula::Copula;
use crate::analyse::decision::additive::ridge::{Moments, Ridge};
use crate::analyse::statistics::design::Kept;
use crate::analyse::statistics::sample;
use crate::model::{Distribution, Joint, Scenario};
use std::sync::Arc;

/// Fewest draws for curves; with fewer each figure has a straight line.
const CURVES: usize = 500;
/// Fewest draws for each term of a curve.
const DRAWS_PER_TERM: usize = 2;
/// Fewest terms of a curve.
const FEWEST_TERMS: usize = 3;
/// Most terms of all figures together where each has more than the fewest, and draws for each of them.
const MOST_TERMS: usize = 400;
const DRAWS_PER_FURTHER_TERM: usize = 4;
/// Figures of which products are looked at.
const MOST_CROSSED: usize = 10;

/// One uncertain figure, or one part of shares that are drawn together.
#[derive(Clone, Debug)]
pub struct Part {
    /// Index of the parameter.
    pub parameter: usize,
    /// How it is turned into terms.
    pub basis: Basis,
    /// Where its terms begin, and how many it has.
    first: usize,
    count: usize,
}

/// Terms of all uncertain figures, by draw.
#[derive(Clone, Debug)]
pub struct Figures {
    /// In the order of the parameters.
    pub parts: Vec<Part>,
    copulas: Vec<Copula>,
    /// Columns by draw.
    terms: Vec<Vec<f64>>,
    draws: usize,
}

/// The model of each alternative but the null alternative.
#[derive(Clone, Debug)]
pub struct Additive<'f> {
    figures: &'f Figures,
    moments: Arc<Moments>,
    /// Where products of two figures begin among the terms.
    products: usize,
    /// By alternative but the null alternative.
    pub fits: Vec<Ridge>,
}

impl Figures {
    /// Those of a scenario; `probabilities` by parameter and draw, empty where it is not drawn.
    pub fn new(scenario: &Scenario, probabilities: &[Vec<f64>]) -> Self {
        let drawn: Vec<usize> = (0..probabilities.len()).filter(|at| !probabilities[*at].is_empty()).collect();
        let bases: Vec<(usize, Basis)> = drawn.into_iter().map(|at| (at, basis(scenario, at))).collect();
        let mut all = Self::of_parts(bases, probabilities);
        let parameters: Vec<usize> = all.parts.iter().map(|part| part.parameter).collect();
        all.copulas = scenario.joints.iter().filter_map(|joint| Copula::new(joint, &parameters)).collect();
        all
    }

    /// Those with these bases, by index of the parameter, where nothing hangs together.
    fn of_parts(bases: Vec<(usize, Basis)>, probabilities: &[Vec<f64>]) -> Self {
        let draws = probabilities.iter().map(Vec::len).max().unwrap_or(0);
        let most = degree(draws, bases.len());
        let mut terms: Vec<Vec<f64>> = Vec::new();
        let mut parts = Vec::new();
        for (parameter, basis) in bases {
            let count = basis.count().min(most);
            let all: Vec<Terms> = probabilities[parameter].iter().map(|chance| basis.at(*chance)).collect();
            let first = terms.len();
            terms.extend((0..count).map(|term| all.iter().map(|terms| terms[term]).collect()));
            parts.push(Part { parameter, basis, first, count });
        }
        Self { parts, copulas: Vec::new(), terms, draws }
    }

    /// How many draws there are.
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// The model of these net benefits: by alternative but the null alternative, and by draw.
    ///
    /// Products of the straight lines of the figures that matter most stand beside the curves: they blur the
    /// curves less where they are told apart. They count as combinations.
    pub fn fit(&self, net: &[Vec<f64>]) -> Additive<'_> {
        let moments = Moments::new(&self.terms, net);
        let coarse = moments.coarse_fits();
        let products = self.products(&coarse);
        let moments =
            if products.is_empty() { moments } else { Moments::new(&[&self.terms[..], &products].concat(), net) };
        let fits = moments.fits(&coarse);
        Additive { figures: self, moments: Arc::new(moments), products: self.terms.len(), fits }
    }

    /// Products of the straight lines of those figures that explain most of some outcome.
    fn products(&self, coarse: &[Ridge]) -> Vec<Vec<f64>> {
        let size = |part: &Part, fit: &Ridge| -> f64 {
            let own = &fit.coefficients[part.first..part.first + part.count];
            own.iter().map(|weight| weight * weight).sum()
        };
        let all: Vec<f64> = coarse.iter().map(|fit| self.parts.iter().map(|part| size(part, fit)).sum()).collect();
        let share = |part: &Part| {
            let shares = coarse.iter().zip(&all).map(|(fit, all)| if *all > 0.0 { size(part, fit) / all } else { 0.0 });
            shares.fold(0.0, f64::max)
        };
        let mut order: Vec<(f64, usize)> = self.parts.iter().map(share).zip(0..).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let most = (MOST_CROSSED * (MOST_CROSSED - 1) / 2 + self.terms.len()) * DRAWS_PER_TERM;
        if self.draws < CURVES.max(most) {
            return Vec::new();
        }
        let top: Vec<usize> = order.into_iter().take(MOST_CROSSED).map(|(_, part)| part).collect();
        let in_one = |a: usize, b: usize| {
            self.copulas.iter().any(|copula| copula.parts.contains(&a) && copula.parts.contains(&b))
        };
        let line = |part: usize| &self.terms[self.parts[part].first];
        let mut products = Vec::new();
        for (at, first) in top.iter().enumerate() {
            for second in top[..at].iter().filter(|second| !in_one(*first, **second)) {
                products.push(line(*first).iter().zip(line(*second)).map(|(a, b)| a * b).collect());
            }
        }
        products
    }

    /// What a part outside of `set` is known to be once the set is.
    fn regressed(&self, part: usize, set: &[usize]) -> Option<(Vec<(usize, f64)>, f64)> {
        self.copulas.iter().find(|copula| copula.parts.contains(&part))?.regressed(part, set)
    }

    /// Parts outside of a set that hang together with one in it.
    fn told_by<'s>(&'s self, set: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        let touched = self.copulas.iter().filter(|copula| copula.parts.iter().any(|part| set.contains(part)));
        touched.flat_map(|copula| &copula.parts).copied().filter(|part| !set.contains(part))
    }
}

impl Additive<'_> {
    /// The same from some of the draws.
    pub fn of_kept(&self, kept: Kept) -> Self {
        let fits = self.moments.fits_of(kept, &self.fits);
        Additive { figures: self.figures, moments: Arc::clone(&self.moments), products: self.products, fits }
    }

    /// Figures of the model.
    pub fn figures(&self) -> &Figures {
        self.figures
    }

    /// Parts outside of a set that hang together with one in it, in order.
    pub fn told_by(&self, set: &[usize]) -> Vec<usize> {
        let mut found: Vec<usize> = self.figures.told_by(set).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What a part adds where only its own value changes: coefficients of its terms.
    pub fn own(&self, outcome: usize, part: usize) -> Terms {
        let Part { first, count, .. } = self.figures.parts[part];
        std::array::from_fn(|term| if term < count { self.fits[outcome].coefficients[first + term] } else { 0.0 })
    }

    /// What is expected to be added once a part is known, with what it tells of figures that hang together with it.
    pub fn known(&self, outcome: usize, part: usize) -> Terms {
        let mut terms = self.own(outcome, part);
        for other in self.figures.told_by(&[part]) {
            let Some((weights, _)) = self.figures.regressed(other, &[part]) else { continue };
            let correlation = weights.first().map_or(0.0, |(_, weight)| *weight);
            let mut power = 1.0;
            for (term, own) in terms.iter_mut().zip(self.own(outcome, other)) {
                power *= correlation;
                *term += power * own;
            }
        }
        terms
    }

    /// Variance that the curves of all figures leave over: of products of figures, and of all else. `variances` are the
    /// sampling variances of the coefficients.
    pub fn rest(&self, outcome: usize, variances: &[f64]) -> f64 {
        let products = self.fits[outcome].coefficients.iter().zip(variances).skip(self.products);
        products.map(|(weight, noise)| weight * weight - noise).sum::<f64>().max(0.0) + self.fits[outcome].rest
    }

    /// Sampling variance of the square of the curve of parts: what noise adds to their share of the variance.
    pub fn noise(&self, outcome: usize, set: &[usize]) -> f64 {
        let of_part = |part: &usize| {
            let Part { first, count, .. } = self.figures.parts[*part];
            self.fits[outcome].variances.get(first..first + count).map_or(0.0, |own| own.iter().sum())
        };
        set.iter().map(of_part).sum()
    }

    /// Variance of what is expected once a set of parts is known, noise included: from the coefficients, or from the draws
    /// where the set tells something of others.
    pub fn variance(&self, outcome: usize, set: &[usize]) -> f64 {
        if let [part] = set {
            return squares(&self.known(outcome, *part));
        }
        if self.figures.told_by(set).next().is_some() {
            return sample::variance(&self.curve(outcome, set));
        }
        let own: f64 = set.iter().map(|part| squares(&self.own(outcome, *part))).sum();
        let shared = |copula: &Copula| -> f64 {
            let members: Vec<(usize, usize)> =
                copula.parts.iter().copied().enumerate().filter(|(_, part)| set.contains(part)).collect();
            let pair = |(at, part): &(usize, usize), (other, second): &(usize, usize)| {
                let terms = self.own(outcome, *part).into_iter().zip(self.own(outcome, *second));
                let mut power = 1.0;
                let mut sum = 0.0;
                for (first, second) in terms {
                    power *= copula.correlations[*at][*other];
                    sum += power * first * second;
                }
                sum
            };
            members
                .iter()
                .map(|one| members.iter().filter(|other| *other != one).map(|other| pair(one, other)).sum::<f64>())
                .sum()
        };
        own + self.figures.copulas.iter().map(shared).sum::<f64>()
    }

    /// What a part adds in each draw where only its own value changes.
    pub fn own_curve(&self, outcome: usize, part: usize) -> Vec<f64> {
        let mut curve = vec![0.0; self.figures.draws];
        let Part { first, count, .. } = self.figures.parts[part];
        for at in first..first + count {
            let weight = self.fits[outcome].coefficients[at];
            curve.iter_mut().zip(&self.figures.terms[at]).for_each(|(sum, term)| *sum += weight * term);
        }
        curve
    }

    /// What is expected to be added in each draw once a set of parts is known.
    pub fn curve(&self, outcome: usize, set: &[usize]) -> Vec<f64> {
        let mut curve = vec![0.0; self.figures.draws];
        for part in set {
            curve.iter_mut().zip(self.own_curve(outcome, *part)).for_each(|(sum, own)| *sum += own);
        }
        for other in self.figures.told_by(set) {
            let Some((weights, root)) = self.figures.regressed(other, set) else { continue };
            let own = self.own(outcome, other);
            for (draw, sum) in curve.iter_mut().enumerate() {
                let score: f64 = weights
                    .iter()
                    .map(|(part, weight)| weight * self.figures.terms[self.figures.parts[*part].first][draw])
                    .sum();
                let mut power = 1.0;
                for (term, own) in hermite(score / root).into_iter().zip(own) {
                    power *= root;
                    *sum += power * own * term;
                }
            }
        }
        curve
    }
}

/// Terms of a curve: as many as the draws can tell of so many figures.
fn degree(draws: usize, figures: usize) -> usize {
    if draws < CURVES || DRAWS_PER_TERM * FEWEST_TERMS * figures > draws {
        return 1;
    }
    let further = MOST_TERMS.min(draws / DRAWS_PER_FURTHER_TERM) / figures.max(1);
    further.clamp(FEWEST_TERMS, DEGREE)
}

fn squares(terms: &Terms) -> f64 {
    terms.iter().map(|weight| weight * weight).sum()
}

fn basis(scenario: &Scenario, parameter: usize) -> Basis {
    let in_joint = scenario.joints.iter().find(|joint| joint.parameters().any(|member| member == parameter));
    match in_joint {
        Some(Joint::Correlated { .. }) => Basis::Normal,
        Some(Joint::Shares { .. }) => Basis::Uniform,
        None => Basis::new(drawn(scenario, parameter), false),
    }
}

/// What is drawn of a parameter: its own distribution, or else that of the first alternative that draws it.
pub fn drawn(scenario: &Scenario, parameter: usize) -> &Distribution {
    let own = &scenario.parameters[parameter].distribution;
    let changes = scenario.alternatives.iter().flat_map(|alternative| &alternative.parameters);
    let changed = changes.filter(|(at, _)| *at == parameter).map(|(_, distribution)| distribution);
    std::iter::once(own).chain(changed).find(|distribution| distribution.is_uncertain()).unwrap_or(own)
}

#[cfg(test)]
mod tests;
