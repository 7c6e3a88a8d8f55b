//! Reachable situations by range of cycles.
//!
//! In: a graph. Out: [`CycleRange`]es of the horizon, each with what has to be worked out in it. Before an intervention
//! starts nobody is helped by it; when its episodes are over nobody is any more.

use crate::simulate::cohort::graph::{Branches, Flow, Graph};

/// With more boundaries than this at which something is done, all situations are worked out all the time.
const MOST_RANGES: usize = 16;

/// Cycles in which the same situations can have mass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CycleRange {
    /// First boundary; it lasts until the next one begins.
    pub from: usize,
    /// Situations after its boundaries, and before all but the first of them.
    pub nodes: Vec<u32>,
    /// What a cycle does.
    pub flow: Flow,
    /// Situations in which the same exits can be taken: index into [`Graph::moves`], and the situations.
    pub moves: Vec<(u32, Vec<u32>)>,
    /// Rows whose chances differ from cycle to cycle.
    pub by_cycle: Vec<u32>,
    /// Situations in which an intervention is active, by intervention.
    pub active: Vec<Vec<u32>>,
}

/// The ranges of a graph, the first from boundary 0.
pub(crate) fn ranges(graph: &Graph) -> Vec<CycleRange> {
    let mut boundaries: Vec<usize> = graph.special.keys().copied().chain([0]).collect();
    boundaries.sort_unstable();
    boundaries.dedup();
    if boundaries.len() > MOST_RANGES {
        return vec![range(graph, 0, &vec![true; graph.diagram.places()])];
    }
    let mut arrived = vec![false; graph.diagram.roots.len()];
    graph.begun.values().for_each(|node| arrived[*node as usize] = true);
    let mut all = Vec::with_capacity(boundaries.len());
    for from in boundaries {
        let mut places = passed(graph.special.get(&from).unwrap_or(&graph.boundary), &arrived);
        places.resize(graph.diagram.places(), false);
        if from > 0 {
            arrived.fill(false);
        }
        // Cycle after cycle, until nothing new is reached.
        let mut known = 0;
        loop {
            follow(graph, &mut places);
            arrived.iter_mut().zip(&places).for_each(|(arrived, place)| *arrived |= place);
            places.iter_mut().zip(&arrived).for_each(|(place, arrived)| *place |= arrived);
            passed(&graph.boundary, &arrived).iter().zip(&mut places).for_each(|(passed, place)| *place |= passed);
            let count = places.iter().filter(|place| **place).count();
            if count == known {
                break;
            }
            known = count;
        }
        all.push(range(graph, from, &places));
    }
    all
}

/// Situations after a boundary.
fn passed(branches: &Branches, arrived: &[bool]) -> Vec<bool> {
    let mut after = arrived.to_vec();
    branches.iter().for_each(|(node, _)| after[*node as usize] = false);
    for (_, branches) in branches.iter().filter(|(node, _)| arrived[*node as usize]) {
        branches.iter().for_each(|branch| after[branch.node as usize] = true);
    }
    after
}

/// Adds all places to which these lead within a cycle.
fn follow(graph: &Graph, places: &mut [bool]) {
    let diagram = &graph.diagram;
    for (node, root) in diagram.roots.iter().enumerate() {
        places[*root as usize] |= places[node];
    }
    for split in &diagram.splits {
        if places[split.place as usize] {
            diagram.leads_of(split).iter().for_each(|place| places[*place as usize] = true);
        }
    }
}

fn range(graph: &Graph, from: usize, places: &[bool]) -> CycleRange {
    let live = |node: &u32| places[*node as usize];
    let here = |nodes: &Vec<u32>| -> Vec<u32> { nodes.iter().copied().filter(live).collect() };
    let moves = graph.moves.iter().zip(0..).map(|(moves, at)| (at, here(&moves.nodes)));
    let moves: Vec<(u32, Vec<u32>)> = moves.filter(|(_, nodes)| !nodes.is_empty()).collect();
    let mut by_cycle: Vec<u32> = moves.iter().map(|(at, _)| graph.moves[*at as usize].row).collect();
    by_cycle.retain(|row| graph.rows[*row as usize].by_cycle);
    by_cycle.sort_unstable();
    by_cycle.dedup();
    CycleRange {
        from,
        nodes: (0..graph.nodes.len() as u32).filter(live).collect(),
        flow: Flow::new(&graph.diagram, places),
        moves,
        by_cycle,
        active: graph.active.iter().map(here).collect(),
    }
}
