//! Condition bits: conditions as a few comparisons of bits.
//!
//! In: conditions of a scenario. Out: [`ConditionParts`], which gives each simple part a bit, and [`Test`], which
//! evaluates a whole condition by the bits that are set. Who sets them is told by `rules` (states) and `micro` (all the
//! rest).

use crate::model::{Condition, Domain, Scenario};

/// Which simple parts of conditions hold, one bit for each.
pub type ConditionBits = u128;

/// A condition with more ways to hold than this is evaluated part by part.
const MOST_CLAUSES: usize = 16;

/// The simple parts of conditions, one for each bit of [`ConditionBits`].
#[derive(Debug, Default)]
pub struct ConditionParts {
    parts: Vec<Condition>,
}

/// Bits that all have to be as they are here.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// Bits that matter.
    mask: ConditionBits,
    /// Those of them that hold.
    value: ConditionBits,
}

/// A condition, ready to be evaluated.
#[derive(Debug)]
pub enum Test {
    /// All of these bits are set, and none of those.
    Simple(Clause),
    /// One of several.
    Several(Vec<Clause>),
    /// A condition with too many parts for bits.
    Evaluated(Condition),
}

impl Clause {
    #[inline(always)]
    fn holds(self, condition_bits: ConditionBits) -> bool {
        condition_bits & self.mask == self.value
    }
}

impl Test {
    /// Whether it holds; `evaluate` says so for a condition that is not made of bits.
    #[inline(always)]
    pub fn holds(&self, condition_bits: ConditionBits, evaluate: impl Fn(&Condition) -> bool) -> bool {
        match self {
            Test::Simple(test) => test.holds(condition_bits),
            Test::Several(tests) => tests.iter().any(|test| test.holds(condition_bits)),
            Test::Evaluated(condition) => evaluate(condition),
        }
    }
}

impl ConditionParts {
    /// All parts with their bits.
    pub fn parts(&self) -> impl Iterator<Item = (ConditionBits, &Condition)> {
        self.parts.iter().enumerate().map(|(at, part)| (1 << at, part))
    }

    /// By domain and state: the bits that hold there.
    pub fn by_state(&self, scenario: &Scenario) -> Vec<Vec<ConditionBits>> {
        let holds = |part: &Condition, here: usize, at: usize| match part {
            Condition::State { domain, states } => *domain == here && states.contains(&at),
            _ => false,
        };
        let of_state = |here: usize, at: usize| {
            let holding = self.parts().filter(|(_, part)| holds(part, here, at));
            holding.fold(0, |condition_bits, (bit, _)| condition_bits | bit)
        };
        let of_domain =
            |(here, domain): (usize, &Domain)| (0..domain.states.len()).map(|at| of_state(here, at)).collect();
        scenario.domains.iter().enumerate().map(of_domain).collect()
    }

    /// The test for a condition; new parts get bits as long as there are any.
    pub fn test(&mut self, condition: &Condition) -> Test {
        match self.clauses(condition, true) {
            None => Test::Evaluated(condition.clone()),
            Some(clauses) if clauses.len() == 1 => Test::Simple(clauses[0]),
            Some(clauses) => Test::Several(clauses),
        }
    }

    /// Ways in which a condition holds, or does not (`wanted` false). `None` where there are too many.
    fn clauses(&mut self, condition: &Condition, wanted: bool) -> Option<Vec<Clause>> {
        let nothing = Clause { mask: 0, value: 0 };
        let (parts, together) = match condition {
            Condition::Always => return Some(if wanted { vec![nothing] } else { Vec::new() }),
            Condition::Not(part) => return self.clauses(part, !wanted),
            Condition::All(parts) => (parts, wanted),
            Condition::Any(parts) => (parts, !wanted),
            simple => {
                let mask = self.bit(simple)?;
                return Some(vec![Clause { mask, value: if wanted { mask } else { 0 } }]);
            }
        };
        let mut found = if together { vec![nothing] } else { Vec::new() };
        for part in parts {
            let more = self.clauses(part, wanted)?;
            found = if together { pairs(&found, &more) } else { [found, more].concat() };
            if found.len() > MOST_CLAUSES {
                return None;
            }
        }
        Some(found)
    }

    fn bit(&mut self, part: &Condition) -> Option<ConditionBits> {
        let at = self.parts.iter().position(|known| known == part).unwrap_or_else(|| {
            self.parts.push(part.clone());
            self.parts.len() - 1
        });
        (at < ConditionBits::BITS as usize).then(|| 1 << at).or_else(|| {
            self.parts.truncate(ConditionBits::BITS as usize);
            None
        })
    }
}

/// Each clause of one list together with each of the other, where they do not exclude one another.
fn pairs(some: &[Clause], others: &[Clause]) -> Vec<Clause> {
    let both = |a: &Clause, b: &Clause| {
        let agree = a.mask & b.mask & (a.value ^ b.value) == 0;
        agree.then_some(Clause { mask: a.mask | b.mask, value: a.value | b.value })
    };
    some.iter().flat_map(|a| others.iter().filter_map(move |b| both(a, b))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(domain: usize, state: usize) -> Condition {
        Condition::State { domain, states: vec![state] }
    }

    #[test]
    fn tests_agree_with_conditions_whatever_holds() {
        let [a, b, c] = [state(0, 0), state(1, 0), state(2, 0)];
        let not = |condition: &Condition| Condition::Not(Box::new(condition.clone()));
        let any = Condition::Any(vec![a.clone(), not(&b)]);
        let all = Condition::All(vec![any.clone(), c.clone(), not(&Condition::Always)]);
        let nested = Condition::Any(vec![not(&any), Condition::All(vec![c.clone(), a.clone(), not(&a)]), b.clone()]);
        for condition in [Condition::Always, a, not(&c), any.clone(), not(&any), all.clone(), not(&all), nested] {
            let mut list = ConditionParts::default();
            let test = list.test(&condition);
            for condition_bits in 0..1 << list.parts.len() {
                let part =
                    |part: &Condition| list.parts().any(|(bit, known)| known == part && condition_bits & bit != 0);
                assert_eq!(
                    test.holds(condition_bits, |_| unreachable!()),
                    condition.evaluate(&part),
                    "{condition:?} {condition_bits:b}"
                );
            }
        }
    }

    #[test]
    fn what_is_too_much_for_bits_is_judged() {
        let many: Vec<Condition> = (0..200).map(|domain| state(domain, 0)).collect();
        let all = Condition::All(many.clone());
        let mut list = ConditionParts::default();
        assert!(matches!(list.test(&all), Test::Evaluated(_)));
        assert_eq!(list.parts().count(), 128);
        let wide = Condition::Any(many);
        assert!(matches!(ConditionParts::default().test(&wide), Test::Evaluated(_)));
        assert!(list.test(&all).holds(0, |condition| *condition == all));
    }
}
