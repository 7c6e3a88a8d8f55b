//! Figures that can become known, one by one and in groups, and models of the net benefit without each replicate.
//!
//! In: a scenario, its additive model. Out: [`UncertainFigure`]s, [`Models`].

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::additive::basis::{Basis, Terms};
use crate::analyse::decision::additive::{Additive, Figures};
use crate::analyse::decision::uses::places;
use crate::analyse::statistics::design::Kept;
use crate::model::{Joint, Scenario};
use crate::simulate::ledger::HEADLINE;

/// Fewest draws of which figures are told.
pub const FEWEST: usize = 64;

/// Points at which a curve is looked at.
const POINTS: usize = 400;

/// A figure that can become known: a parameter, or shares that are drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainFigure {
    /// Its name; names of shares with ` + ` between them.
    pub id: String,
    /// Index of its parameter, of shares the first.
    pub parameter: usize,
    /// Its parts in the additive model.
    pub parts: Vec<usize>,
    /// It is one parameter, of which a value can be told.
    pub is_single: bool,
}

/// All figures of a scenario that are drawn.
pub fn figures(scenario: &Scenario, figures: &Figures) -> Vec<UncertainFigure> {
    let shares: Vec<Vec<usize>> = scenario
        .joints
        .iter()
        .filter(|joint| matches!(joint, Joint::Shares { .. }))
        .map(|joint| joint.parameters().collect())
        .collect();
    let mut found: Vec<UncertainFigure> = Vec::new();
    for (at, part) in figures.parts.iter().enumerate() {
        let joint = shares.iter().find(|members| members.contains(&part.parameter));
        let members = joint.cloned().unwrap_or_else(|| vec![part.parameter]);
        let names: Vec<&str> = members.iter().map(|member| scenario.parameters[*member].name.as_str()).collect();
        let id = names.join(" + ");
        match found.iter_mut().find(|figure| figure.id == id) {
            Some(figure) => figure.parts.push(at),
            None => found.push(UncertainFigure {
                id,
                parameter: part.parameter,
                parts: vec![at],
                is_single: joint.is_none(),
            }),
        }
    }
    found
}

/// Figures that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common: `source`, `grade` or `place`.
    pub by: &'static str,
    /// Which one: a source, a grade, a domain; empty where there is none.
    pub id: String,
    /// Places of its figures.
    pub figures: Vec<usize>,
}

/// All groups, by what they have in common and then by name.
pub fn groups(scenario: &Scenario, figures: &[UncertainFigure]) -> Vec<Group> {
    let places = places(scenario);
    let mut found: Vec<Group> = Vec::new();
    for (at, figure) in figures.iter().enumerate() {
        let evidence = &scenario.parameters[figure.parameter].evidence;
        let keys = [
            ("grade", evidence.grade.key().to_owned()),
            ("place", places[figure.parameter].clone()),
            ("source", evidence.source.clone()),
        ];
        for (by, id) in keys {
            match found.iter_mut().find(|group| group.by == by && group.id == id) {
                Some(group) => group.figures.push(at),
                None => found.push(Group { by, id, figures: vec![at] }),
            }
        }
    }
    found.sort_by(|a, b| a.by.cmp(b.by).then_with(|| a.id.cmp(&b.id)));
    found
}

/// The model of all draws, and the same without each replicate, for errors.
pub struct Models<'f> {
    all: (Kept, Additive<'f>),
    without: Vec<(Kept, Additive<'f>)>,
}

impl<'f> Models<'f> {
    /// Those of a run; `None` where nothing is drawn, or too few draws were made to tell figures apart.
    pub fn new(figures: &'f Figures, draws: &DecisionDraws) -> Option<Self> {
        if figures.parts.is_empty() || figures.draws() < FEWEST {
            return None;
        }
        let net: Vec<Vec<f64>> = draws.results.alternatives[1..]
            .iter()
            .map(|own| own.draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect())
            .collect();
        let all = figures.fit(&net);
        let without = Kept::without_each().map(|kept| (kept, all.of_kept(kept))).collect();
        Some(Self { all: (Kept::ALL, all), without })
    }

    /// The model of all draws.
    pub fn all(&self) -> &Additive<'f> {
        &self.all.1
    }

    /// The model of the draws that are kept.
    pub fn of(&self, kept: Kept) -> &Additive<'f> {
        self.without.iter().find(|(known, _)| *known == kept).map_or(&self.all.1, |(_, model)| model)
    }
}

/// Terms of a figure at points that stand for its whole distribution, with their weights.
pub fn points(basis: &Basis) -> Vec<(Terms, f64)> {
    match basis {
        Basis::Values { up_to, terms } => {
            let from = std::iter::once(0.0).chain(up_to.iter().copied());
            terms.iter().zip(up_to).zip(from).map(|((terms, to), from)| (*terms, to - from)).collect()
        }
        Basis::Uniform | Basis::Normal => {
            let point = |at: usize| (basis.at((at as f64 + 0.5) / POINTS as f64), 1.0 / POINTS as f64);
            (0..POINTS).map(point).collect()
        }
    }
}

/// A curve at a point: coefficients times terms.
pub fn at(coefficients: &Terms, terms: &Terms) -> f64 {
    coefficients.iter().zip(terms).map(|(weight, term)| weight * term).sum()
}
