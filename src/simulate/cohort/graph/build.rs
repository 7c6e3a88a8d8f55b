//! Construction of the graph of situations of one alternative.
//!
//! In: the rules of an alternative. Out: [`Graph`]. From the situations of boundary 0 on, everything that can be done
//! at a boundary and every combination of outcomes of a cycle is followed to where it leads.

use crate::model::Condition;
use crate::simulate::cohort::graph::diagram::DiagramBuilder;
use crate::simulate::cohort::graph::exits::{by_cycle, exit, residue};
use crate::simulate::cohort::graph::live;
use crate::simulate::cohort::graph::order;
use crate::simulate::cohort::graph::starts;
use crate::simulate::cohort::graph::{Branch, Graph, GraphExit, GraphRow, MOST_NODES, MOST_WAYS, Moves};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::rules::{ANY_BOUNDARY, Question, Rules, Situation};
use rustc_hash::{FxHashMap, FxHashSet};

/// A graph in the making.
pub(crate) struct GraphBuilder<'a> {
    rules: &'a Rules,
    space: &'a Space,
    characteristics: &'a [f64],
    times: &'a [Condition],
    graph: Graph,
    diagrams: DiagramBuilder,
    /// The turn of each domain in a cycle.
    turns: Vec<u32>,
    known: FxHashMap<Situation, u32>,
    known_rows: FxHashMap<Vec<GraphExit>, u32>,
    /// Index into [`Graph::moves`] by row and other rows by which everything may end.
    known_moves: FxHashMap<(u32, Vec<u32>), usize>,
    /// Situations after a boundary at which something is done.
    after: Vec<u32>,
    /// Situations of which a cycle was followed.
    followed: FxHashSet<u32>,
    scratch: BuildScratch,
}

/// Memory that is used again for every combination of outcomes.
#[derive(Default)]
struct BuildScratch {
    next: Option<Situation>,
    /// Transitions that happen, by domains that have decided.
    fired: Vec<usize>,
    /// The same, to be shortened where one of them ends everything.
    happened: Vec<usize>,
    /// For each domain that is deciding where its chances begin, and the places of its outcomes so far.
    places: Vec<u32>,
}

impl<'a> GraphBuilder<'a> {
    pub(crate) fn new(rules: &'a Rules, space: &'a Space, characteristics: &'a [f64], times: &'a [Condition]) -> Self {
        let graph = Graph {
            active: vec![Vec::new(); rules.alternative.interventions.len()],
            held: vec![Vec::new(); times.len()],
            ..Graph::default()
        };
        Self {
            rules,
            space,
            characteristics,
            times,
            graph,
            diagrams: DiagramBuilder::default(),
            turns: order::turns(&rules.scenario),
            known: FxHashMap::default(),
            known_rows: FxHashMap::default(),
            known_moves: FxHashMap::default(),
            after: Vec::new(),
            followed: FxHashSet::default(),
            scratch: BuildScratch::default(),
        }
    }

    /// Everything. `Err` holds the number of ways, or of situations, that were found until there were too many.
    pub(crate) fn build(mut self) -> Result<Graph, f64> {
        let special = self.rules.special_boundaries();
        self.graph.special.extend(special.iter().map(|row| (*row, Vec::new())));
        for states in starts::states(self.rules) {
            let node = self.node(&self.rules.begin(states.clone()));
            self.graph.begun.insert(states, node);
        }
        let mut at = 0;
        loop {
            while at < self.graph.nodes.len() {
                self.explore(&special, at)?;
                at += 1;
            }
            // A cycle may begin where something is to be done at the next boundary: who is moved by one intervention
            // while another, that had its turn before, waits for a state that is left.
            let Some(node) = self.after.pop() else { break };
            self.follow(node)?;
        }
        let Self { mut graph, diagrams, .. } = self;
        graph.diagram = diagrams.finish();
        graph.ranges = live::ranges(&graph);
        Ok(graph)
    }

    fn node(&mut self, situation: &Situation) -> u32 {
        if let Some(node) = self.known.get(situation) {
            return *node;
        }
        let node = self.graph.nodes.len() as u32;
        let states: Vec<usize> = situation.states.iter().map(|state| usize::from(*state)).collect();
        self.graph.joint.push(self.space.encode(&states) as u32);
        self.known.insert(situation.clone(), node);
        self.graph.nodes.push(situation.clone());
        node
    }

    fn explore(&mut self, special: &[usize], at: usize) -> Result<(), f64> {
        let node = at as u32;
        let situation = self.graph.nodes[at].clone();
        self.mark(&situation, node);
        let ordinary = self.branches(&situation, ANY_BOUNDARY);
        let idle =
            |branches: &[Branch]| branches.len() == 1 && branches[0].node == node && branches[0].starts.is_empty();
        for row in special {
            let here = self.branches(&situation, *row);
            if !idle(&here) {
                self.graph.ways += here.len() as f64;
                self.after.extend(here.iter().map(|branch| branch.node));
                self.graph.special.entry(*row).or_default().push((node, here));
            }
        }
        self.diagrams.add_root(node);
        if idle(&ordinary) {
            self.follow(node)?;
        } else {
            self.after.extend(ordinary.iter().map(|branch| branch.node));
            self.graph.boundary.push((node, ordinary));
        }
        if self.graph.nodes.len() > MOST_NODES { Err(self.graph.nodes.len() as f64) } else { Ok(()) }
    }

    /// Follows a cycle that begins in a situation.
    fn follow(&mut self, node: u32) -> Result<(), f64> {
        let situation = self.graph.nodes[node as usize].clone();
        if self.followed.insert(node) && !situation.ended {
            let rows: Vec<(u32, u32)> = self.rows(self.rules, &situation);
            self.add_moves(&rows, node);
            let root = self.outcomes(&rows, &situation)?;
            self.diagrams.set_root(node, root);
        }
        Ok(())
    }

    /// Notes what is counted of a situation.
    fn mark(&mut self, situation: &Situation, node: u32) {
        let rules = self.rules;
        let entered = (0..rules.entries.len()).filter(|bit| situation.entered >> bit & 1 == 1);
        self.graph.entered.extend(entered.map(|bit| (node, bit)));
        for at in (0..rules.alternative.interventions.len()).filter(|at| rules.is_active(situation, *at)) {
            self.graph.active[at].push(node);
        }
        for (held, condition) in self.graph.held.iter_mut().zip(self.times).filter(|_| !situation.ended) {
            let evaluate = |part: &Condition, moment: &Moment| rules.held(part, situation, moment);
            match residue(rules, self.characteristics, situation, condition, &evaluate) {
                Ok(true) => held.push((node, None)),
                Ok(false) => {}
                Err(rest) => held.push((node, Some(rest))),
            }
        }
    }

    /// All ways to pass boundary `row` in a situation.
    fn branches(&mut self, situation: &Situation, row: usize) -> Vec<Branch> {
        let (rules, characteristics) = (self.rules, self.characteristics);
        let mut open = Vec::new();
        let mut begun = situation.clone();
        let question = rules.until_question(&mut begun, row, characteristics, 0);
        open.push((begun, question, Vec::new(), Vec::new()));
        let mut done: Vec<Branch> = Vec::new();
        while let Some((situation, question, answers, starts)) = open.pop() {
            let Some(question) = question else {
                done.push(Branch { node: self.node(&situation), answers, starts });
                continue;
            };
            let known = rules.known(&situation, question);
            for answer in [true, false] {
                if known.is_some_and(|known| known != answer) {
                    continue;
                }
                let (mut next, mut answers, mut starts) = (situation.clone(), answers.clone(), starts.clone());
                if known.is_none() {
                    answers.push((question, answer));
                }
                if let Question::Responds(at) = question {
                    starts.push((at, answer));
                }
                let at = question.intervention();
                let further = rules
                    .answer(&mut next, question, answer)
                    .or_else(|| rules.until_question(&mut next, row, characteristics, at + 1));
                open.push((next, further, answers, starts));
            }
        }
        done
    }

    /// The rows of a situation with the turn of their domains, in that order.
    fn rows(&mut self, rules: &Rules, situation: &Situation) -> Vec<(u32, u32)> {
        let mut rows = Vec::new();
        for (domain, state) in situation.states.iter().enumerate() {
            let exits = rules
                .exits(domain, *state)
                .iter()
                .map(|transition| exit(rules, self.characteristics, situation, *transition));
            let exits: Vec<GraphExit> = exits.collect();
            if !exits.is_empty() {
                rows.push((self.turns[domain], self.row(exits)));
            }
        }
        rows.sort_unstable();
        rows
    }

    fn row(&mut self, exits: Vec<GraphExit>) -> u32 {
        if let Some(row) = self.known_rows.get(&exits) {
            return *row;
        }
        let (graph, rules) = (&mut self.graph, self.rules);
        let (row, first) = (graph.rows.len(), graph.exits.len());
        graph.rows.push(GraphRow {
            exits: first..first + exits.len(),
            // After the chance of what is certain; each row before has one to stay beside those of its exits.
            ways: 1 + first + row,
            by_cycle: exits.iter().any(|exit| by_cycle(rules, exit)),
            rest: exits.iter().position(|exit| rules.scenario.transitions[exit.transition].takes_rest),
            ends: exits.iter().any(|exit| exit.ends),
        });
        graph.exits.extend(exits.iter().cloned());
        self.known_rows.insert(exits, row as u32);
        row as u32
    }

    /// What can move in a situation.
    fn add_moves(&mut self, rows: &[(u32, u32)], node: u32) {
        for (_, row) in rows {
            let others = rows.iter().map(|(_, other)| *other).filter(|other| other != row);
            let ending: Vec<u32> = others.filter(|other| self.graph.rows[*other as usize].ends).collect();
            let moves = &mut self.graph.moves;
            let at = *self.known_moves.entry((*row, ending)).or_insert_with_key(|(row, ending)| {
                moves.push(Moves { row: *row, ending: ending.clone(), nodes: Vec::new() });
                moves.len() - 1
            });
            moves[at].nodes.push(node);
        }
    }

    /// The place where the mass of a situation goes first.
    fn outcomes(&mut self, rows: &[(u32, u32)], situation: &Situation) -> Result<u32, f64> {
        let exits = |row: u32| self.graph.rows[row as usize].exits.len() as f64;
        self.graph.ways += rows.iter().map(|(_, row)| 1.0 + exits(*row)).product::<f64>();
        if self.graph.ways > MOST_WAYS {
            return Err(self.graph.ways);
        }
        Ok(self.place(rows, situation))
    }

    /// The place of what is left to decide, after the transitions in `scratch.fired`.
    fn place(&mut self, rows: &[(u32, u32)], situation: &Situation) -> u32 {
        let Some(((turn, row), later)) = rows.split_first() else { return self.end_of_cycle(situation) };
        let GraphRow { exits, ways, .. } = self.graph.rows[*row as usize].clone();
        let first = self.scratch.places.len();
        self.scratch.places.push(ways as u32);
        let stays = self.place(later, situation);
        self.scratch.places.push(stays);
        for exit in exits {
            self.scratch.fired.push(self.graph.exits[exit].transition);
            let leaves = self.place(later, situation);
            self.scratch.fired.pop();
            self.scratch.places.push(leaves);
        }
        let place = self.diagrams.split(*turn, &self.scratch.places[first..]);
        self.scratch.places.truncate(first);
        place
    }

    fn end_of_cycle(&mut self, situation: &Situation) -> u32 {
        let mut next = self.scratch.next.take().unwrap_or_else(|| situation.clone());
        next.become_like(situation);
        self.scratch.happened.clone_from(&self.scratch.fired);
        self.rules.advance(&mut next, &mut self.scratch.happened);
        let node = self.node(&next);
        self.scratch.next = Some(next);
        node
    }
}
