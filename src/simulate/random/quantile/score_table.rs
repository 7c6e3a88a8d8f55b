//! Tables of a quantile function by the standard normal score: quantiles without a closed form, once worked out and
//! then looked up.
//!
//! In: a gamma or a beta distribution. Out: [`ScoreTable`]: the logarithm of a gamma variate, or the logit of a beta
//! variate, as a smooth function of the score `z` that goes with its chance, `F(y(z)) = Phi(z)`.
//!
//! The functions are nearly straight, so that polynomials of degree 5 through values and two derivatives at evenly spaced scores
//! hit them. Spacing is halved until the chance at the middle of each piece, where the polynomials are worst, is right
//! to [`MARGIN`] of itself.

use crate::model::number::distribution::gamma::{MOST_SHAPE, beta_tails, beta_term, gamma_tails, gamma_term};
use crate::model::number::distribution::normal_quantile;

/// Scores beyond this are taken as this: the score of a chance of `2^-53`.
pub(crate) const FARTHEST: f64 = 8.2095;
/// Where tables end; whole pieces of each spacing.
const END: f64 = 8.5;
/// Widest spacing.
const WIDEST: f64 = 0.5;
/// Most halvings of the spacing.
const MOST_HALVINGS: u32 = 6;
/// How far the chance of a value may be off, as a share of the chance of its tail.
const MARGIN: f64 = 2e-10;
/// A step of Newton's method that is no longer than this is the last one: what is left is of the order of its square.
const NEAR: f64 = 1e-7;
/// Most steps of Newton's method; from a neighbour two or three are enough.
const MOST_STEPS: usize = 60;
/// What rounding leaves of a value, as a share of it.
const ROUNDING: f64 = 4e-15;
/// Logarithms beyond this are told by the first term of the series alone, which by then is exact.
const FAR: f64 = 600.0;

/// A distribution on a scale on which it is nearly normal.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Curve {
    /// The logarithm of a gamma variate with scale 1.
    LogGamma {
        /// Shape.
        shape: f64,
    },
    /// The logit of a beta variate.
    LogitBeta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
}

/// What a curve is at a value.
struct CurvePlace {
    /// Chances below and above.
    tails: (f64, f64),
    /// Density.
    density: f64,
    /// Derivative of the logarithm of the density.
    slope: f64,
}

impl CurvePlace {
    /// The score that goes with the chance; by the smaller tail, which has the most digits.
    fn score(&self) -> f64 {
        let (below, above) = self.tails;
        if below <= above { normal_quantile(below) } else { -normal_quantile(above) }
    }

    /// Derivative of the value by the score, at the score.
    fn rise(&self, score: f64) -> f64 {
        libm::exp(-0.5 * score * score) / (2.0 * std::f64::consts::PI).sqrt() / self.density
    }
}

impl Curve {
    /// Chances, density and its slope at a value.
    fn at(self, value: f64) -> CurvePlace {
        match self {
            Curve::LogGamma { shape } if value < -FAR => {
                let below = libm::exp(shape * value - libm::lgamma(shape + 1.0));
                CurvePlace { tails: (below, 1.0 - below), density: shape * below, slope: shape }
            }
            Curve::LogGamma { shape } => {
                let x = libm::exp(value);
                let density = gamma_term(shape, x) * shape;
                CurvePlace { tails: gamma_tails(shape, x), density, slope: shape - x }
            }
            Curve::LogitBeta { alpha, beta } if value.abs() > FAR => {
                let own = if value < 0.0 { alpha } else { beta };
                let constant = libm::lgamma(alpha + beta) - libm::lgamma(alpha) - libm::lgamma(beta) - libm::log(own);
                let tail = libm::exp(constant - own * value.abs());
                let tails = if value < 0.0 { (tail, 1.0 - tail) } else { (1.0 - tail, tail) };
                CurvePlace { tails, density: own * tail, slope: if value < 0.0 { alpha } else { -beta } }
            }
            Curve::LogitBeta { alpha, beta } => {
                let (x, y) = (share(value), share(-value));
                let tails = beta_tails(alpha, beta, x, y);
                CurvePlace { tails, density: beta_term(alpha, beta, x, y), slope: alpha * y - beta * x }
            }
        }
    }

    /// A value from which a search for the score 0 starts.
    fn middle(self) -> f64 {
        match self {
            Curve::LogGamma { shape } => libm::log(shape),
            Curve::LogitBeta { alpha, beta } => libm::log(alpha / beta),
        }
    }

    /// The sum of all shapes.
    fn size(self) -> f64 {
        match self {
            Curve::LogGamma { shape } => shape,
            Curve::LogitBeta { alpha, beta } => alpha + beta,
        }
    }

    /// Whether every shape is so large that the distribution is a single number in all but name.
    fn is_narrow(self) -> bool {
        match self {
            Curve::LogGamma { shape } => shape > MOST_SHAPE,
            Curve::LogitBeta { alpha, beta } => alpha.min(beta) > MOST_SHAPE,
        }
    }

    /// The value that goes with a score where the distribution is narrow: two terms of the expansion of Cornish and
    /// Fisher (1938), of which the rest is below `1e-8` standard deviations.
    fn narrow(self, score: f64) -> f64 {
        let (mean, variance, third) = match self {
            Curve::LogGamma { shape } => (libm::log(shape) - 0.5 / shape, 1.0 / shape, -1.0 / (shape * shape)),
            Curve::LogitBeta { alpha, beta } => (
                libm::log(alpha / beta) - 0.5 / alpha + 0.5 / beta,
                1.0 / alpha + 1.0 / beta,
                1.0 / (beta * beta) - 1.0 / (alpha * alpha),
            ),
        };
        mean + variance.sqrt() * score + third / variance * (score * score - 1.0) / 6.0
    }
}

/// The share whose logit this is.
pub(crate) fn share(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Value and derivatives at a score.
#[derive(Clone, Copy, Debug)]
struct ScoreNode {
    value: f64,
    first: f64,
    second: f64,
}

impl ScoreNode {
    /// The node of a score, by Newton's method on the scale of scores, where the function is nearly straight.
    fn at(curve: Curve, score: f64, start: f64) -> Self {
        let mut value = start;
        for _ in 0..MOST_STEPS {
            let place = curve.at(value);
            let found = place.score().clamp(-40.0, 40.0);
            let step = ((found - score) * place.rise(found)).clamp(-50.0, 50.0);
            if !step.is_finite() {
                // Out where chances are 0 for a double: back towards the middle.
                value = 0.5 * (value + curve.middle());
                continue;
            }
            value -= step;
            if (found - score).abs() <= NEAR {
                break;
            }
        }
        let place = curve.at(value);
        let first = place.rise(score);
        Self { value, first, second: -score * first - place.slope * first * first }
    }

    /// The value a step further, by Taylor's formula.
    fn ahead(&self, step: f64) -> f64 {
        self.value + step * (self.first + 0.5 * step * self.second)
    }
}

/// A quantile function by score.
#[derive(Clone, Debug)]
pub(crate) enum ScoreTable {
    /// Polynomials of the score, in steps of the spacing from the start of their piece.
    Pieces {
        /// Pieces per unit of score.
        per_unit: f64,
        /// Coefficients, the constant first.
        pieces: Vec<[f64; 6]>,
    },
    /// A narrow distribution.
    Narrow(Curve),
}

impl ScoreTable {
    /// The table of a curve.
    pub(crate) fn new(curve: Curve) -> Self {
        if curve.is_narrow() {
            return Self::Narrow(curve);
        }
        let count = (END / WIDEST) as usize;
        let middle = ScoreNode::at(curve, 0.0, curve.middle());
        let walk = |sign: f64| {
            let step = sign * WIDEST;
            std::iter::successors(Some((1, ScoreNode::at(curve, step, middle.ahead(step)))), move |(at, node)| {
                Some((at + 1, ScoreNode::at(curve, step * f64::from(at + 1), node.ahead(step))))
            })
            .take(count)
            .map(|(_, node)| node)
        };
        let mut nodes: Vec<ScoreNode> = walk(-1.0).collect();
        nodes.reverse();
        nodes.push(middle);
        nodes.extend(walk(1.0));
        // Narrow distributions have values with few digits to tell their scores apart, very large shapes chances with few.
        let narrow = ROUNDING * middle.value.abs().max(1.0) / middle.first;
        let margin = MARGIN.max(narrow).max(f64::EPSILON * curve.size());
        let mut spacing = WIDEST;
        for _ in 0..MOST_HALVINGS {
            let pieces = pieces(&nodes, spacing);
            let score = |piece: usize| -END + (piece as f64 + 0.5) * spacing;
            let halfway: Vec<f64> = pieces.iter().map(|piece| polynomial(piece, 0.5)).collect();
            let off = halfway.iter().enumerate().map(|(piece, value)| {
                let error = (curve.at(*value).score() - score(piece)).abs() * score(piece).abs().max(1.0);
                // Beyond the farthest score nobody looks.
                if score(piece).abs() > FARTHEST { 0.0 } else { error }
            });
            if off.fold(0.0, f64::max) <= margin {
                return Self::Pieces { per_unit: 1.0 / spacing, pieces };
            }
            let between = halfway.iter().enumerate().map(|(piece, value)| ScoreNode::at(curve, score(piece), *value));
            let last = nodes.last().copied();
            nodes = nodes.iter().copied().zip(between).flat_map(|(node, next)| [node, next]).chain(last).collect();
            spacing /= 2.0;
        }
        Self::Pieces { per_unit: 1.0 / spacing, pieces: pieces(&nodes, spacing) }
    }

    /// The value that goes with a score.
    #[inline]
    pub(crate) fn at(&self, score: f64) -> f64 {
        let score = score.clamp(-FARTHEST, FARTHEST);
        match self {
            Self::Pieces { per_unit, pieces } => {
                let place = (score + END) * per_unit;
                let piece = place as usize;
                polynomial(&pieces[piece.min(pieces.len() - 1)], place - piece as f64)
            }
            Self::Narrow(curve) => curve.narrow(score),
        }
    }
}

fn pieces(nodes: &[ScoreNode], spacing: f64) -> Vec<[f64; 6]> {
    nodes.windows(2).map(|pair| hermite(&pair[0], &pair[1], spacing)).collect()
}

/// The polynomial of degree 5 with the values and derivatives of both nodes, by steps of the spacing.
fn hermite(from: &ScoreNode, to: &ScoreNode, spacing: f64) -> [f64; 6] {
    let (first, second) = (from.first * spacing, from.second * spacing * spacing / 2.0);
    let rest = to.value - from.value - first - second;
    let rest_first = to.first * spacing - first - 2.0 * second;
    let rest_second = to.second * spacing * spacing - 2.0 * second;
    [
        from.value,
        first,
        second,
        10.0 * rest - 4.0 * rest_first + 0.5 * rest_second,
        -15.0 * rest + 7.0 * rest_first - rest_second,
        6.0 * rest - 3.0 * rest_first + 0.5 * rest_second,
    ]
}

#[inline]
fn polynomial(coefficients: &[f64; 6], at: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * at + coefficient)
}
