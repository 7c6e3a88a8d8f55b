//! Measures that users keep already: what level a household is on in each state.
//!
//! In: nothing, these are plain data. Out: [`Measure`]. A level describes a state; no chance, price or ending ever looks at it.

use crate::words::Text;
use serde::{Deserialize, Serialize};

/// A family of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// A domain of the Zelfredzaamheid-Matrix.
    SelfSufficiency,
    /// The participation ladder.
    ParticipationLadder,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Scale; 2] = [Scale::SelfSufficiency, Scale::ParticipationLadder];

    /// The word used in files.
    pub fn key(self) -> &'static str {
        match self {
            Scale::SelfSufficiency => "zrm",
            Scale::ParticipationLadder => "participation_ladder",
        }
    }
}

/// Levels of the states of one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// Index of the domain.
    pub domain: usize,
    /// By state of the domain; `None` where the state says nothing of this measure.
    pub states: Vec<Option<u8>>,
}

/// One measure and the states that tell its level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Name in the list.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// What it belongs to.
    pub scale: Scale,
    /// Editions of the scale that have it; empty where the scale has none.
    pub editions: Vec<String>,
    /// Lowest level: the worst.
    pub low: u8,
    /// Highest level: the best.
    pub high: u8,
    /// Sorted by domain, at least one.
    pub levels: Vec<Levels>,
}

impl Measure {
    /// Level of a household that is in these states, by domain: the lowest that any of them tells, as the worst problem decides
    /// what a scorer writes down. `None` where none of them tells one.
    pub fn level(&self, states: &[usize]) -> Option<u8> {
        self.levels.iter().filter_map(|levels| levels.states[states[levels.domain]]).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_level_counts() {
        let levels = vec![
            Levels { domain: 0, states: vec![Some(4), None] },
            Levels { domain: 2, states: vec![Some(2), Some(5), None] },
        ];
        let measure = Measure {
            id: "financien".into(),
            label: Text::default(),
            scale: Scale::SelfSufficiency,
            editions: Vec::new(),
            low: 1,
            high: 5,
            levels,
        };
        let found = [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 1], [1, 0, 2]].map(|states| measure.level(&states));
        assert_eq!(found, [Some(2), Some(4), Some(4), Some(5), None]);
    }
}
