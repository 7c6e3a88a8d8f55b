//! Decision diagram of a cycle: where the outcomes of all domains lead.
//!
//! In: for every situation its competing exits, domain by domain, and where each combination of outcomes ends. Out:
//! [`Diagram`]: a split for each domain whose outcome makes a difference. Parts of the mass for which the same can
//! still happen and that end in the same places are one part, wherever they come from: that is what makes a cycle
//! cheap.

use rustc_hash::FxHashMap;

/// One domain decides: the mass is split over its outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Its own place.
    pub place: u32,
    /// Where the chances of its outcomes begin: to stay, then each exit. See
    /// [`crate::simulate::cohort::graph::GraphRow::ways`].
    pub ways: u32,
    /// Where the outcomes lead: first index into [`Diagram::leads`].
    pub first: u32,
    /// Number of outcomes.
    pub count: u32,
    /// The turn of the domain: it comes after those of all domains that may lead here.
    pub turn: u32,
}

/// All splits of a graph. Places are numbered: first the situations at the end of the cycle, then the splits.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    /// By situation the place where its mass goes first.
    pub roots: Vec<u32>,
    /// Splits, each before those to which it leads.
    pub splits: Vec<Split>,
    /// Places to which outcomes lead.
    pub leads: Vec<u32>,
}

/// A split while not all situations are known.
#[derive(Clone, Copy, Debug)]
struct Draft {
    turn: u32,
    ways: u32,
    first: u32,
    count: u32,
}

/// Marks a place that is a split until all situations are known.
const SPLIT: u32 = 1 << 31;

/// Makes a [`Diagram`].
#[derive(Debug, Default)]
pub(crate) struct DiagramBuilder {
    roots: Vec<u32>,
    drafts: Vec<Draft>,
    leads: Vec<u32>,
    /// By chances and places of the outcomes.
    known: FxHashMap<Box<[u32]>, u32>,
}

impl DiagramBuilder {
    /// The next situation's mass goes here first.
    pub(crate) fn add_root(&mut self, place: u32) {
        self.roots.push(place);
    }

    /// The mass of a situation that was added goes here first.
    pub(crate) fn set_root(&mut self, situation: u32, place: u32) {
        self.roots[situation as usize] = place;
    }

    /// The place of a split; `wanted` is where the chances of its outcomes begin, and then their places. Where all
    /// outcomes lead to one place it is that place: their chances add up to 1.
    pub(crate) fn split(&mut self, turn: u32, wanted: &[u32]) -> u32 {
        let (ways, leads) = (wanted[0], &wanted[1..]);
        if leads.iter().all(|place| *place == leads[0]) {
            return leads[0];
        }
        if let Some(place) = self.known.get(wanted) {
            return *place;
        }
        let place = SPLIT | self.drafts.len() as u32;
        self.drafts.push(Draft { turn, ways, first: self.leads.len() as u32, count: leads.len() as u32 });
        self.leads.extend_from_slice(leads);
        self.known.insert(wanted.into(), place);
        place
    }

    /// Numbers the places.
    pub(crate) fn finish(self) -> Diagram {
        let situations = self.roots.len() as u32;
        // A split leads to domains that have their turn later, so this order has each before those to which it leads.
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|at| self.drafts[*at].turn);
        let mut numbers = vec![0; order.len()];
        order.iter().zip(situations..).for_each(|(at, number)| numbers[*at] = number);
        let number = |place: u32| if place & SPLIT == 0 { place } else { numbers[(place & !SPLIT) as usize] };
        let mut diagram =
            Diagram { roots: self.roots.iter().map(|place| number(*place)).collect(), ..Default::default() };
        for at in order {
            let Draft { turn, ways, first, count } = self.drafts[at];
            let split = Split { place: numbers[at], ways, first: diagram.leads.len() as u32, count, turn };
            let leads = &self.leads[first as usize..][..count as usize];
            diagram.splits.push(split);
            diagram.leads.extend(leads.iter().map(|place| number(*place)));
        }
        diagram
    }
}

impl Diagram {
    /// Number of places.
    pub fn places(&self) -> usize {
        self.roots.len() + self.splits.len()
    }

    /// Where the outcomes of a split lead.
    pub fn leads_of(&self, split: &Split) -> &[u32] {
        &self.leads[split.first as usize..][..split.count as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_alike_is_one_place() {
        let mut builder = DiagramBuilder::default();
        // Two situations, two domains; the second domain acts the same in both, and situation 1 cannot tell outcomes of
        // the first apart.
        let later = builder.split(1, &[7, 0, 1]);
        assert_eq!(builder.split(1, &[7, 0, 1]), later);
        assert_eq!(builder.split(1, &[7, 1, 1]), 1);
        let first = builder.split(0, &[3, later, 1]);
        builder.add_root(first);
        builder.add_root(later);
        let diagram = builder.finish();
        assert_eq!((diagram.places(), &diagram.roots[..], &diagram.leads[..]), (4, &[2, 3][..], &[3, 1, 0, 1][..]));
        assert_eq!(diagram.splits[0], Split { place: 2, ways: 3, first: 0, count: 2, turn: 0 });
        assert_eq!(diagram.leads_of(&diagram.splits[1]), [0, 1]);
    }
}
