//! Parameters that hang together: a Gaussian copula, or the shares of a Dirichlet distribution.
//!
//! In: independent variates of all members. Out: what each member that is a parameter gets of them.

use crate::model::{Joint, Member};
use crate::simulate::random::parameter_draw::variate::VariateSource;
use crate::simulate::random::quantile::{LogGamma, Quantile};
use std::sync::Arc;

/// A joint, and what is worked out once for all draws.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) joint: Joint,
    /// By member of shares.
    gammas: Vec<LogGamma>,
}

/// What a joint draw gives one of its members.
pub(super) enum Variate {
    /// A standard normal variate.
    Normal(f64),
    /// The value itself.
    Share(f64),
}

impl Variate {
    /// The value of a member with this distribution.
    pub(super) fn value(&self, quantile: &Quantile) -> f64 {
        match self {
            Variate::Normal(variate) => quantile.at_normal(*variate),
            Variate::Share(share) => *share,
        }
    }
}

impl Together {
    /// That of a joint; `known` where it is of the same one.
    pub(super) fn new(joint: &Joint, known: Option<&Arc<Self>>) -> Arc<Self> {
        if let Some(known) = known.filter(|known| known.joint == *joint) {
            return Arc::clone(known);
        }
        let gammas = match joint {
            Joint::Correlated { .. } => Vec::new(),
            Joint::Shares { members } => members.iter().map(|(_, count)| LogGamma::new(*count)).collect(),
        };
        Arc::new(Self { joint: joint.clone(), gammas })
    }

    /// Whether members keep distributions of their own.
    pub(super) fn is_correlated(&self) -> bool {
        matches!(self.joint, Joint::Correlated { .. })
    }

    /// Indices of the members that are parameters of the scenario.
    pub(super) fn parameters(&self) -> impl Iterator<Item = usize> + '_ {
        self.joint.parameters()
    }

    /// Sources of all members, by name.
    pub(super) fn sources<'a>(&self, source: impl Fn(&str) -> VariateSource<'a>) -> Vec<VariateSource<'a>> {
        self.joint.members().map(|member| source(&member.name)).collect()
    }

    /// Gives each member that is a parameter of the scenario its variate in this draw.
    pub(super) fn draw(&self, sources: &mut [VariateSource], draw: u64, mut give: impl FnMut(usize, Variate)) {
        let mut give_to = |member: &Member, variate| {
            if let Some(at) = member.parameter {
                give(at, variate);
            }
        };
        match &self.joint {
            Joint::Correlated { members, factor } => {
                let normals: Vec<f64> = sources.iter_mut().map(|source| source.normal(draw)).collect();
                for (member, row) in members.iter().zip(factor) {
                    let variate = row.iter().zip(&normals).map(|(weight, normal)| weight * normal).sum();
                    give_to(member, Variate::Normal(variate));
                }
            }
            Joint::Shares { members } => {
                // Logarithms, as gamma variates with a small shape are too small for a double.
                let gammas = self.gammas.iter().zip(sources);
                let logs: Vec<f64> = gammas.map(|(gamma, source)| source.log_gamma(gamma, draw)).collect();
                let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let parts: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
                let total: f64 = parts.iter().sum();
                for ((member, _), part) in members.iter().zip(parts) {
                    give_to(member, Variate::Share(part / total));
                }
            }
        }
    }
}
