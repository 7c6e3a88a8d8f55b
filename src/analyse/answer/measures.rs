//! Where households stand on the measures that users keep, at the start and at the horizon.
//!
//! In: shares of households in joint states, and the levels that states tell. Out: [`MeasureAnswer`]. Households of
//! whom no state tells a level, and those for whom everything has ended, count apart and not in the mean.

use crate::analyse::word::{self, Word};
use crate::model::{Measure, Scenario};
use crate::simulate::AlternativeResults;
use crate::simulate::compile::joint_states::Space;
use serde::{Deserialize, Serialize};

/// One measure without and with an alternative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureAnswer {
    /// Name in the list of measures.
    pub id: String,
    /// `zrm` or `participation_ladder`.
    #[serde(deserialize_with = "word::read")]
    pub scale: Word,
    /// Lowest level: the first of the shares.
    pub lowest: u8,
    /// Highest level: the last of the shares.
    pub highest: u8,
    /// In the null alternative, before anything is done.
    pub start_without: Standing,
    /// In this alternative, before anything is done.
    pub start_with: Standing,
    /// In the null alternative, at the horizon.
    pub end_without: Standing,
    /// In this alternative, at the horizon.
    pub end_with: Standing,
}

/// How households are spread over the levels of a measure at one moment, over all draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Mean level of those who have one; `None` where nobody has.
    pub mean: Option<f64>,
    /// Share of all households on each level, lowest first.
    pub shares: Vec<f64>,
    /// Share of all households without a level.
    pub untold: f64,
}

/// All measures of the scenario.
pub fn measures(
    scenario: &Scenario,
    space: &Space,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<MeasureAnswer> {
    let ended = space.ended(scenario);
    let answer = |measure: &Measure| {
        let level = |joint: usize| if ended[joint] { None } else { measure.level(&space.decode(joint)) };
        let levels: Vec<Option<u8>> = (0..space.states).map(level).collect();
        let first = |results: &AlternativeResults| {
            standing(measure, &levels, results.shares.first().map_or(&[][..], Vec::as_slice))
        };
        MeasureAnswer {
            id: measure.id.clone(),
            scale: measure.scale.key(),
            lowest: measure.low,
            highest: measure.high,
            start_without: first(null),
            start_with: first(own),
            end_without: standing(measure, &levels, &null.end),
            end_with: standing(measure, &levels, &own.end),
        }
    };
    scenario.measures.iter().map(answer).collect()
}

/// From shares of joint states to shares of levels: `mean = sum(level * share) / sum(share)` over those with a level.
fn standing(measure: &Measure, levels: &[Option<u8>], shares: &[f64]) -> Standing {
    let mut by_level = vec![0.0; usize::from(measure.high.saturating_sub(measure.low)) + 1];
    let mut untold = 0.0;
    for (level, share) in levels.iter().zip(shares) {
        match level.and_then(|level| by_level.get_mut(usize::from(level - measure.low))) {
            Some(sum) => *sum += share,
            None => untold += share,
        }
    }
    let told: f64 = by_level.iter().sum();
    let weighed = by_level.iter().enumerate().map(|(at, share)| (f64::from(measure.low) + at as f64) * share);
    let mean = (told > 0.0).then(|| weighed.sum::<f64>() / told);
    Standing { mean, shares: by_level, untold }
}
