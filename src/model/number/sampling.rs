//! Sampling of parameters: quasi-random or independent draws.
//!
//! In: nothing. Out: [`Sampling`], with its words in files. Drawing is done in `simulate::random`.

use serde::{Deserialize, Serialize};

/// How parameters are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Points of a Sobol' sequence, scrambled at random (Owen), one dimension per parameter: they fill the space of
    /// parameters evenly, so that a mean has a far smaller Monte Carlo error.
    #[default]
    Sobol,
    /// Independent draws.
    Random,
}

impl Sampling {
    /// Every way, the default first.
    pub const ALL: [Self; 2] = [Self::Sobol, Self::Random];

    /// The word used in files and results.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Random => "random",
        }
    }
}
