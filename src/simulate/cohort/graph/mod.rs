//! Everywhere a household can be in one alternative, and where it can go from there.
//!
//! In: the rules of an alternative. Out: [`Graph`]: situations ("nodes"), the competing exits in each of them, where each
//! combination of outcomes of a cycle leads, and what is done at borders. Structure without any number in it, worked out
//! once per scenario.

mod exits;

use crate::model::{Condition, Origin};
use crate::simulate::machine::{ANY_BORDER, Machine, Question, Situation};
use crate::simulate::space::Space;
use exits::{by_cycle, exit};
use std::collections::HashMap;
use std::ops::Range;

/// More situations than this in one alternative are refused by the exact method.
pub const MOST_NODES: usize = 50_000;
/// More ways than this are refused by the exact method: about a second for each draw and alternative over ten years.
pub const MOST_WAYS: f64 = 5e6;

/// A possible move out of one state, with all that its hazard depends on but the cycle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exit {
    /// Index of the transition.
    pub transition: usize,
    /// Modifiers that hold here whatever the time, by place in the transition's list.
    pub modifiers: Vec<u32>,
    /// Modifiers that hold when the rest of their condition, on time alone, does.
    pub at_times: Vec<(u32, Condition)>,
    /// Interventions that the household responds to and that act on the transition: index and completed cycles since the
    /// start; `None` where that follows from the cycle.
    pub responding: Vec<(u32, Option<u32>)>,
    /// What the clocks tell that it looks at, by index; 0 for the others.
    pub since: Vec<u32>,
    /// Whether it ends everything.
    pub ends: bool,
}

/// The competing exits of one domain.
#[derive(Clone, Debug)]
pub struct Row {
    /// The exits, by index into [`Graph::exits`].
    pub exits: Range<usize>,
    /// Whether its chances differ from cycle to cycle.
    pub by_cycle: bool,
    /// The exit that takes what probability ratios leave, by place in the row.
    pub rest: Option<usize>,
    /// Whether some exit ends everything.
    pub ends: bool,
}

/// One way in which a border can be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The situation after it.
    pub node: u32,
    /// Answers that lead there.
    pub answers: Vec<(Question, bool)>,
    /// Interventions that start, and whether with a responder.
    pub starts: Vec<(usize, bool)>,
}

/// What is done in a situation at a border.
pub type Branches = Vec<(u32, Vec<Branch>)>;

/// All situations of one alternative.
#[derive(Debug)]
pub struct Graph {
    /// Joint state of the domains, by node.
    pub joint: Vec<u32>,
    /// Rows of each node, by index into `rows`.
    pub node_rows: Vec<Vec<u32>>,
    /// Distinct rows.
    pub rows: Vec<Row>,
    /// Exits of all rows.
    pub exits: Vec<Exit>,
    /// Where each combination of outcomes leads, in the order in which the step makes them.
    pub targets: Vec<Vec<u32>>,
    /// Largest number of combinations.
    pub widest: usize,
    /// Nodes in which something is done at any border.
    pub border: Branches,
    /// The same for borders at which more is done; these stand in place of [`Self::border`].
    pub special: HashMap<usize, Branches>,
    /// Nodes in which an intervention is active, by intervention.
    pub active: Vec<Vec<u32>>,
    /// Nodes in which conditions of the machine's entries became true: node and condition.
    pub entered: Vec<(u32, usize)>,
    /// Nodes at border 0, by the states of the domains.
    pub begun: HashMap<Vec<u16>, u32>,
    /// The situations.
    pub nodes: Vec<Situation>,
    known: HashMap<Situation, u32>,
    known_rows: HashMap<Vec<Exit>, u32>,
    ways: f64,
}

impl Graph {
    /// Finds all situations. `Err` holds the number of ways, or of situations, that were found until there were too many.
    pub fn new(machine: &Machine, space: &Space, traits: &[f64]) -> Result<Self, f64> {
        let mut graph = Self {
            joint: Vec::new(),
            node_rows: Vec::new(),
            rows: Vec::new(),
            exits: Vec::new(),
            targets: Vec::new(),
            widest: 1,
            border: Vec::new(),
            special: HashMap::new(),
            active: vec![Vec::new(); machine.alternative.interventions.len()],
            entered: Vec::new(),
            begun: HashMap::new(),
            nodes: Vec::new(),
            known: HashMap::new(),
            known_rows: HashMap::new(),
            ways: 0.0,
        };
        let rows = machine.special_borders();
        graph.special.extend(rows.iter().map(|row| (*row, Vec::new())));
        for states in start_states(machine) {
            let node = graph.node(machine.begin(states.clone()), space);
            graph.begun.insert(states, node);
        }
        let mut at = 0;
        while at < graph.nodes.len() {
            graph.explore(machine, space, traits, &rows, at)?;
            at += 1;
        }
        graph.known.clear();
        graph.known_rows.clear();
        Ok(graph)
    }

    /// Number of combinations of outcomes in a cycle.
    pub fn ways(&self) -> f64 {
        self.ways
    }

    fn node(&mut self, situation: Situation, space: &Space) -> u32 {
        if let Some(node) = self.known.get(&situation) {
            return *node;
        }
        let node = self.nodes.len() as u32;
        let states: Vec<usize> = situation.states.iter().map(|state| usize::from(*state)).collect();
        self.joint.push(space.encode(&states) as u32);
        self.known.insert(situation.clone(), node);
        self.nodes.push(situation);
        node
    }

    fn explore(
        &mut self,
        machine: &Machine,
        space: &Space,
        traits: &[f64],
        special: &[usize],
        node: usize,
    ) -> Result<(), f64> {
        let situation = self.nodes[node].clone();
        (0..machine.entries.len()).filter(|bit| situation.entered >> bit & 1 == 1).for_each(|bit| {
            self.entered.push((node as u32, bit));
        });
        for at in (0..machine.alternative.interventions.len()).filter(|at| machine.is_active(&situation, *at)) {
            self.active[at].push(node as u32);
        }
        let ordinary = self.branches(machine, space, traits, &situation, ANY_BORDER);
        let idle = |branches: &[Branch]| {
            branches.len() == 1 && branches[0].node as usize == node && branches[0].starts.is_empty()
        };
        for row in special {
            let here = self.branches(machine, space, traits, &situation, *row);
            if !idle(&here) {
                self.ways += here.len() as f64;
                self.special.entry(*row).or_default().push((node as u32, here));
            }
        }
        if idle(&ordinary) && !situation.ended {
            self.add_rows(machine, traits, &situation);
            self.add_targets(machine, space, &situation)?;
        } else {
            // Nobody is here at the start of a cycle, or everything has stopped.
            self.node_rows.push(Vec::new());
            self.targets.push(vec![node as u32]);
        }
        if !idle(&ordinary) {
            self.border.push((node as u32, ordinary));
        }
        if self.nodes.len() > MOST_NODES { Err(self.nodes.len() as f64) } else { Ok(()) }
    }

    /// All ways to pass border `row` in a situation.
    fn branches(
        &mut self,
        machine: &Machine,
        space: &Space,
        traits: &[f64],
        situation: &Situation,
        row: usize,
    ) -> Vec<Branch> {
        let mut open = Vec::new();
        let mut begun = situation.clone();
        let question = machine.until_question(&mut begun, row, traits, 0);
        open.push((begun, question, Vec::new(), Vec::new()));
        let mut done: Vec<Branch> = Vec::new();
        while let Some((situation, question, answers, starts)) = open.pop() {
            let Some(question) = question else {
                done.push(Branch { node: self.node(situation, space), answers, starts });
                continue;
            };
            let known = machine.known(&situation, question);
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
                let further = machine
                    .answer(&mut next, question, answer)
                    .or_else(|| machine.until_question(&mut next, row, traits, at + 1));
                open.push((next, further, answers, starts));
            }
        }
        done
    }

    fn add_rows(&mut self, machine: &Machine, traits: &[f64], situation: &Situation) {
        let mut rows = Vec::new();
        for (domain, state) in situation.states.iter().enumerate() {
            let exits: Vec<Exit> =
                machine.exits(domain, *state).iter().map(|one| exit(machine, traits, situation, *one)).collect();
            if exits.is_empty() {
                continue;
            }
            let next = self.rows.len() as u32;
            let row = *self.known_rows.entry(exits.clone()).or_insert(next);
            if row == next {
                let first = self.exits.len();
                self.rows.push(Row {
                    exits: first..first + exits.len(),
                    by_cycle: exits.iter().any(|exit| by_cycle(machine, exit)),
                    rest: exits.iter().position(|exit| machine.scenario.transitions[exit.transition].takes_rest),
                    ends: exits.iter().any(|exit| machine.ends(exit.transition)),
                });
                self.exits.extend(exits);
            }
            rows.push(row);
        }
        self.node_rows.push(rows);
    }

    /// Where combinations of outcomes lead: staying first, then domain by domain those that leave by an exit, in the order
    /// in which the step makes them.
    fn add_targets(&mut self, machine: &Machine, space: &Space, situation: &Situation) -> Result<(), f64> {
        let rows = self.node_rows.last().cloned().unwrap_or_default();
        let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
        let ways: f64 = rows.iter().map(|row| 1.0 + self.rows[*row as usize].exits.len() as f64).product();
        self.ways += ways;
        if self.ways > MOST_WAYS {
            return Err(self.ways);
        }
        for row in rows {
            let before = combinations.len();
            for exit in self.rows[row as usize].exits.clone() {
                let transition = self.exits[exit].transition;
                for at in 0..before {
                    let mut more = combinations[at].clone();
                    more.push(transition);
                    combinations.push(more);
                }
            }
        }
        let mut targets = Vec::with_capacity(combinations.len());
        for mut fired in combinations {
            let mut next = situation.clone();
            machine.advance(&mut next, &mut fired);
            targets.push(self.node(next, space));
        }
        self.widest = self.widest.max(targets.len());
        self.targets.push(targets);
        Ok(())
    }
}

/// Every combination of states in which some household may start.
fn start_states(machine: &Machine) -> Vec<Vec<u16>> {
    let mut all = vec![vec![0; machine.scenario.domains.len()]];
    for start in &machine.scenario.starts {
        let start = machine.alternative.start(start);
        let never = |share: &Option<crate::model::Number>| share.is_some_and(|one| one.origin == Origin::Fixed(0.0));
        let options: Vec<_> = start.shares.iter().filter(|(_, share)| !never(share)).collect();
        let combine = |states: &Vec<u16>| {
            let with = |(chosen, _): &&(Vec<usize>, Option<crate::model::Number>)| {
                let mut states: Vec<u16> = states.clone();
                start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state as u16);
                states
            };
            options.iter().map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(combine).collect();
    }
    all
}
