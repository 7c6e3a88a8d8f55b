//! Graph of situations: the states of the cohort model (a semi-Markov model, made Markov by its situations).
//!
//! In: the rules of an alternative. Out: [`Graph`]: situations ("nodes"), the competing exits in each of them, where
//! the outcomes of a cycle lead, and what is done at boundaries. Structure without any number in it, worked out once
//! per scenario.

pub(crate) mod build;
pub(crate) mod diagram;
pub(crate) mod exits;
pub(crate) mod flow;
pub(crate) mod live;
pub(crate) mod order;
pub(crate) mod starts;

pub use crate::simulate::cohort::graph::diagram::{Diagram, Split};
pub use crate::simulate::cohort::graph::flow::{Flow, Source};
pub use crate::simulate::cohort::graph::live::CycleRange;

use crate::model::Condition;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::rules::{Question, Rules, Situation};
use std::collections::HashMap;
use std::ops::Range;

/// More situations than this in one alternative are refused by the exact method.
pub const MOST_NODES: usize = 50_000;
/// More ways than this in which a cycle can go are refused by the exact method.
pub const MOST_WAYS: f64 = 5e6;

/// A possible move out of one state, with all that its hazard depends on but the cycle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GraphExit {
    /// Index of the transition.
    pub transition: usize,
    /// Modifiers that hold here whatever the time, by place in the transition's list.
    pub modifiers: Vec<u32>,
    /// Modifiers that hold when the rest of their condition, on time alone, does.
    pub at_times: Vec<(u32, Condition)>,
    /// Interventions that the household responds to and that act on the transition: index and completed cycles since
    /// the start; `None` where that follows from the cycle.
    pub responding: Vec<(u32, Option<u32>)>,
    /// Effects of them that do not act here whatever the time: intervention and place in its list.
    pub off: Vec<(u32, u32)>,
    /// Effects of them that act when the rest of their condition, on time alone, holds.
    pub effects_at_times: Vec<((u32, u32), Condition)>,
    /// What the clocks tell that it looks at, by index; 0 for the others.
    pub since: Vec<u32>,
    /// Whether it ends everything.
    pub ends: bool,
}

/// The competing exits of one domain.
#[derive(Clone, Debug)]
pub struct GraphRow {
    /// The exits, by index into [`Graph::exits`].
    pub exits: Range<usize>,
    /// Where its chances begin among those of all rows: to stay, then each exit. The very first is that of what is
    /// certain.
    pub ways: usize,
    /// Whether its chances differ from cycle to cycle.
    pub by_cycle: bool,
    /// The exit that takes what probability ratios leave, by place in the row.
    pub rest: Option<usize>,
    /// Whether some exit ends everything.
    pub ends: bool,
}

/// Situations in which the same exits of one domain can be taken, and in which the same exits of others end everything.
#[derive(Clone, Debug)]
pub struct Moves {
    /// Index of the row.
    pub row: u32,
    /// Rows of other domains by which everything may end.
    pub ending: Vec<u32>,
    /// The situations.
    pub nodes: Vec<u32>,
}

/// One way in which a boundary can be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The situation after it.
    pub node: u32,
    /// Answers that lead there.
    pub answers: Vec<(Question, bool)>,
    /// Interventions that start, and whether with a responder.
    pub starts: Vec<(usize, bool)>,
}

/// What is done in a situation at a boundary.
pub type Branches = Vec<(u32, Vec<Branch>)>;

/// All situations of one alternative.
#[derive(Debug, Default)]
pub struct Graph {
    /// The situations.
    pub nodes: Vec<Situation>,
    /// Joint state of the domains, by node.
    pub joint: Vec<u32>,
    /// Distinct rows.
    pub rows: Vec<GraphRow>,
    /// Exits of all rows.
    pub exits: Vec<GraphExit>,
    /// Where the outcomes of a cycle lead.
    pub diagram: Diagram,
    /// What can move.
    pub moves: Vec<Moves>,
    /// What has to be worked out, and when.
    pub ranges: Vec<CycleRange>,
    /// Nodes in which something is done at any boundary.
    pub boundary: Branches,
    /// The same for boundaries at which more is done; these stand in place of [`Self::boundary`].
    pub special: HashMap<usize, Branches>,
    /// Nodes in which an intervention is active, by intervention.
    pub active: Vec<Vec<u32>>,
    /// Nodes in which conditions of the rules' entries became true: node and condition.
    pub entered: Vec<(u32, usize)>,
    /// Nodes in which conditions of which the time is counted held, by condition; where that depends on the time, with
    /// what is left of the condition.
    pub held: Vec<Vec<(u32, Option<Condition>)>>,
    /// Nodes at boundary 0, by the states of the domains.
    pub begun: HashMap<Vec<u16>, u32>,
    ways: f64,
}

impl Graph {
    /// Finds all situations. `times` are conditions of which the time is counted. `Err` holds the number of ways, or of
    /// situations, that were found until there were too many.
    pub fn new(rules: &Rules, space: &Space, characteristics: &[f64], times: &[Condition]) -> Result<Self, f64> {
        crate::simulate::cohort::graph::build::GraphBuilder::new(rules, space, characteristics, times).build()
    }

    /// Number of combinations of outcomes in a cycle.
    pub fn ways(&self) -> f64 {
        self.ways
    }

    /// Number of chances: of what is certain, and of all rows.
    pub fn chances(&self) -> usize {
        1 + self.rows.len() + self.exits.len()
    }
}
