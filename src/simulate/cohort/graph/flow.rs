//! Flow of a cycle: a list of sums of products, worked off from front to back.
//!
//! In: a diagram, and which of its places can have mass. Out: [`Flow`]: for each place from where it gets its mass. A
//! place is written once and read by those after it. Places with equally many sources stand together, so that the
//! processor can tell beforehand how often it goes round.

use crate::simulate::cohort::graph::Diagram;

/// Mass comes from a place with a chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The place.
    pub place: u32,
    /// The chance, by index into those of all rows.
    pub way: u32,
}

/// All that a cycle does. Places: the situations at the start of the cycle, the splits, the situations at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Number of sources, and how many places in a row have as many.
    pub runs: Vec<(usize, usize)>,
    /// Places that are written.
    pub places: Vec<u32>,
    /// Their sources, one place after the other.
    pub sources: Vec<Source>,
}

/// Index of the chance of what is certain.
const CERTAIN: u32 = 0;

/// A place that is written.
struct Written {
    /// Splits between which nothing passes are worked off one after the other: what a group writes is then still at
    /// hand when it is read.
    group: u32,
    turn: u32,
    place: u32,
    sources: Vec<Source>,
}

impl Flow {
    /// The flow between these places of a diagram.
    pub fn new(diagram: &Diagram, live: &[bool]) -> Self {
        let nodes = diagram.roots.len();
        let group = groups(diagram, live);
        let mut sources: Vec<Vec<Source>> = vec![Vec::new(); diagram.places()];
        for (node, root) in (0..).zip(&diagram.roots).filter(|(node, _)| live[*node as usize]) {
            sources[*root as usize].push(Source { place: node, way: CERTAIN });
        }
        let mut written = Vec::new();
        // Each end of the cycle belongs to the group that leads to it, if it is one.
        let mut of_ends = vec![None; nodes];
        for split in diagram.splits.iter().filter(|split| live[split.place as usize]) {
            let group = group[split.place as usize];
            let own = std::mem::take(&mut sources[split.place as usize]);
            // The mass of one situation is where it is already.
            let place = match own[..] {
                [Source { place, way: CERTAIN }] => place,
                _ => {
                    written.push(Written { group, turn: split.turn, place: split.place, sources: own });
                    split.place
                }
            };
            for (way, lead) in (split.ways..).zip(diagram.leads_of(split)) {
                sources[*lead as usize].push(Source { place, way });
                if let Some(end) = of_ends.get_mut(*lead as usize) {
                    *end = if end.is_none_or(|known| known == group) { Some(group) } else { Some(LAST) };
                }
            }
        }
        for node in (0..nodes).filter(|node| live[*node]) {
            let place = (diagram.places() + node) as u32;
            let (group, sources) = (of_ends[node].unwrap_or(LAST), std::mem::take(&mut sources[node]));
            written.push(Written { group, turn: LAST, place, sources });
        }
        written.sort_by_key(|place| (place.group, place.turn, place.sources.len()));
        Self::from(written)
    }
}

/// After all groups, and after all turns.
const LAST: u32 = u32::MAX;

impl From<Vec<Written>> for Flow {
    fn from(written: Vec<Written>) -> Self {
        let mut flow = Self::default();
        for Written { place, sources, .. } in written {
            match flow.runs.last_mut() {
                Some((count, places)) if *count == sources.len() => *places += 1,
                _ => flow.runs.push((sources.len(), 1)),
            }
            flow.places.push(place);
            flow.sources.extend(sources);
        }
        flow
    }
}

/// By place of a split its group: splits of which one leads to the other are of one group.
fn groups(diagram: &Diagram, live: &[bool]) -> Vec<u32> {
    let mut group: Vec<u32> = (0..diagram.places() as u32).collect();
    fn first(group: &mut [u32], mut place: u32) -> u32 {
        while group[place as usize] != place {
            group[place as usize] = group[group[place as usize] as usize];
            place = group[place as usize];
        }
        place
    }
    for split in diagram.splits.iter().filter(|split| live[split.place as usize]) {
        for lead in diagram.leads_of(split).iter().filter(|lead| **lead as usize >= diagram.roots.len()) {
            let (a, b) = (first(&mut group, split.place), first(&mut group, *lead));
            group[a.max(b) as usize] = a.min(b);
        }
    }
    (0..diagram.places() as u32).map(|place| first(&mut group, place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::cohort::graph::Split;

    #[test]
    fn places_are_written_before_they_are_read() {
        // Two situations; both reach the split at place 3, situation 0 by way of the split at place 2.
        let split = |place, ways, first, turn| Split { place, ways, first, count: 2, turn };
        let diagram =
            Diagram { roots: vec![2, 3], splits: vec![split(2, 1, 0, 0), split(3, 3, 2, 1)], leads: vec![3, 1, 0, 1] };
        let source = |place, way| Source { place, way };
        let flow = Flow::new(&diagram, &[true; 4]);
        // Ends are places 4 and 5. What the split at place 2 gets is the mass of situation 0, where it is.
        assert_eq!((&flow.places[..], &flow.runs[..]), (&[3, 4, 5][..], &[(2, 1), (1, 1), (2, 1)][..]));
        let wanted = [source(1, 0), source(0, 1), source(3, 3), source(0, 2), source(3, 4)];
        assert_eq!(flow.sources, wanted);
        // Nobody is in situation 0: one source is left, and situation 1 is where its mass is.
        let flow = Flow::new(&diagram, &[false, true, false, true]);
        assert_eq!((&flow.places[..], &flow.sources[..]), (&[5][..], &[source(1, 4)][..]));
    }
}
