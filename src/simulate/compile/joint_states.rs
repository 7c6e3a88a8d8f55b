//! Joint states of a household over all domains, and the exits of each.
//!
//! In: a scenario. Out: [`Space`], worked out once per scenario: structure without any number in it. Both methods walk
//! over it. It knows nothing of draws, hazards or money.

use crate::model::{Condition, Intervention, Scenario};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::start::{StartShares, Starts, start_states};
use serde::{Deserialize, Serialize};

/// More reachable joint states than this are refused.
pub const MOST_STATES: usize = 20_000;

/// A possible move out of one state of one domain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JointExit {
    /// Index of the transition.
    pub transition: usize,
    /// Indices of the modifiers of that transition that hold here.
    pub modifiers: Vec<usize>,
    /// What the move adds to the index of the joint state.
    pub shift: isize,
}

/// The competing exits of one domain in a joint state. Joint states in which the same modifiers hold share a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JointRow {
    /// The exits, by index into [`Space::exits`].
    pub exits: std::ops::Range<usize>,
}

/// All reachable joint states and their rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Space {
    /// Reachable states of each domain, by index of the state in the domain.
    reachable: Vec<Vec<usize>>,
    /// Step in the joint index for the next reachable state of each domain.
    strides: Vec<usize>,
    /// Number of joint states.
    pub states: usize,
    /// Exits of all rows.
    pub exits: Vec<JointExit>,
    /// Distinct rows.
    pub rows: Vec<JointRow>,
    /// Rows of each joint state, by index into `rows`, in the order of the domains; domains without exits have none.
    pub joint_rows: Vec<Vec<u32>>,
}

impl Space {
    /// Works out the space. `Err` holds the number of joint states when there are more than [`MOST_STATES`].
    pub fn new(scenario: &Scenario) -> Result<Self, f64> {
        let starts = start_states(scenario).into_iter().enumerate();
        let reachable: Vec<Vec<usize>> = starts.map(|(d, started)| reachable_states(scenario, d, started)).collect();
        let size: f64 = reachable.iter().map(|states| states.len() as f64).product();
        if size > MOST_STATES as f64 {
            return Err(size);
        }
        let mut strides = Vec::with_capacity(reachable.len());
        let mut states = 1;
        for of_domain in &reachable {
            strides.push(states);
            states *= of_domain.len();
        }
        let mut space =
            Self { reachable, strides, states, exits: Vec::new(), rows: Vec::new(), joint_rows: Vec::new() };
        space.add_rows(scenario);
        Ok(space)
    }

    fn add_rows(&mut self, scenario: &Scenario) {
        let mut known: std::collections::HashMap<Vec<JointExit>, u32> = std::collections::HashMap::new();
        for joint in 0..self.states {
            let current = self.decode(joint);
            let mut rows = Vec::new();
            for (domain, state) in current.iter().enumerate() {
                let exits = self.exits_of(scenario, domain, *state, &current);
                if exits.is_empty() {
                    continue;
                }
                let row = *known.entry(exits).or_insert_with_key(|exits| {
                    let first = self.exits.len();
                    self.exits.extend(exits.iter().cloned());
                    self.rows.push(JointRow { exits: first..self.exits.len() });
                    (self.rows.len() - 1) as u32
                });
                rows.push(row);
            }
            self.joint_rows.push(rows);
        }
    }

    fn exits_of(&self, scenario: &Scenario, domain: usize, state: usize, current: &[usize]) -> Vec<JointExit> {
        let of_state = scenario.transitions.iter().enumerate().filter(|(_, t)| t.domain == domain && t.from == state);
        of_state
            .map(|(transition, t)| JointExit {
                transition,
                modifiers: (0..t.modifiers.len()).filter(|m| t.modifiers[*m].condition.holds(current)).collect(),
                shift: self.shift(domain, t.from, t.to),
            })
            .collect()
    }

    /// What a move of one domain adds to the index of the joint state; both states are reachable.
    pub fn shift(&self, domain: usize, from: usize, to: usize) -> isize {
        let position = |state| self.reachable[domain].iter().position(|s| *s == state).unwrap_or(0) as isize;
        (position(to) - position(from)) * self.strides[domain] as isize
    }

    /// The state of each domain in a joint state.
    pub fn decode(&self, joint: usize) -> Vec<usize> {
        let of_domain = |(states, stride): (&Vec<usize>, &usize)| states[joint / stride % states.len()];
        self.reachable.iter().zip(&self.strides).map(of_domain).collect()
    }

    /// For each joint state whether everything has stopped.
    pub fn ended(&self, scenario: &Scenario) -> Vec<bool> {
        let stopped = |(domain, state): (usize, usize)| scenario.domains[domain].states[state].ends;
        (0..self.states).map(|joint| self.decode(joint).into_iter().enumerate().any(stopped)).collect()
    }

    /// For each joint state whether the condition holds.
    pub fn where_holds(&self, condition: &Condition) -> Vec<bool> {
        (0..self.states).map(|joint| condition.holds(&self.decode(joint))).collect()
    }

    /// What a domain in this state adds to the index of the joint state.
    pub fn place(&self, domain: usize, state: usize) -> usize {
        self.reachable[domain].iter().position(|known| *known == state).unwrap_or(0) * self.strides[domain]
    }

    /// The joint state with these states of the domains, all of them reachable.
    pub fn encode(&self, states: &[usize]) -> usize {
        states.iter().enumerate().map(|(domain, state)| self.place(domain, *state)).sum()
    }

    /// Share of households that start in each joint state.
    pub fn start<const L: usize>(&self, starts: &Starts<L>) -> Vec<(usize, Lanes<L>)> {
        let mut joint = vec![(0, [1.0; L])];
        for start in starts {
            let options: Vec<_> = self.options(start).collect();
            let combine = |(at, mass): &(usize, Lanes<L>)| {
                let (at, mass) = (*at, *mass);
                options.iter().map(move |(add, share)| (at + add, std::array::from_fn(|lane| mass[lane] * share[lane])))
            };
            joint = joint.iter().flat_map(combine).collect();
        }
        joint
    }

    fn options<'s, const L: usize>(
        &'s self,
        start: &'s StartShares<L>,
    ) -> impl Iterator<Item = (usize, Lanes<L>)> + 's {
        start.shares.iter().filter(|(_, share)| *share != [0.0; L]).map(|(states, share)| {
            let places = start.domains.iter().zip(states).map(|(domain, state)| self.place(*domain, *state));
            (places.sum(), *share)
        })
    }

    /// For each start the cumulative shares, and what each adds to the joint index.
    pub fn start_steps(&self, starts: &Starts<1>) -> Vec<Vec<(f64, u32)>> {
        let of_start = |start: &StartShares<1>| {
            let mut sum = 0.0;
            let options = self.options(start).filter(|(_, share)| share[0] > 0.0);
            let cumulative = options.map(|(add, share)| {
                sum += share[0];
                (sum, add as u32)
            });
            cumulative.collect()
        };
        starts.iter().map(of_start).collect()
    }

    /// Where a household that responds finds itself at the start of an intervention.
    pub fn after_moves(&self, intervention: &Intervention, joint: usize) -> usize {
        let before = self.decode(joint);
        let moves =
            intervention.moves.iter().filter(|responder_move| before[responder_move.domain] == responder_move.from);
        let joint = moves.fold(joint as isize, |joint, responder_move| {
            joint + self.shift(responder_move.domain, responder_move.from, responder_move.to)
        });
        joint as usize
    }
}

/// States of a domain that some alternative starts in or can get to. As every exit depends structurally on the state of
/// its own domain alone, the reachable joint states are all combinations of these.
fn reachable_states(scenario: &Scenario, domain: usize, mut reached: Vec<bool>) -> Vec<usize> {
    let moves = scenario.alternatives.iter().flat_map(|a| &a.interventions).flat_map(|i| &i.moves);
    let steps = moves.filter(|m| m.domain == domain).map(|m| (m.from, m.to));
    let exits = scenario.transitions.iter().filter(|t| t.domain == domain).map(|t| (t.from, t.to));
    let steps: Vec<(usize, usize)> = steps.chain(exits).collect();
    while let Some((_, to)) = steps.iter().find(|(from, to)| reached[*from] && !reached[*to]) {
        reached[*to] = true;
    }
    (0..reached.len()).filter(|state| reached[*state]).collect()
}
