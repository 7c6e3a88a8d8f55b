//! Cache of what may happen out of a joint state.
//!
//! In: exits of a joint state as they are worked out. Out: [`ExitCache`], which keeps them for all households of a
//! draw. It works nothing out itself.

/// For more joint states than this, what may happen is not kept: to make room would take longer than it saves.
const MOST: usize = 1 << 16;

/// A transition that may happen, or all of a domain together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CachedExit {
    /// Hazard per cycle, where it follows from the joint state; else no number.
    pub hazard: f64,
    /// The transition; of several one.
    pub transition: u32,
    /// Domain.
    pub domain: u32,
    /// First bits of random numbers up to which it may happen.
    pub limit: i32,
    /// Some intervention acts on the row that it leaves.
    pub touched: bool,
    /// All transitions out of the row have to be worked out together.
    pub late: bool,
}

/// One alternative in one draw.
#[derive(Debug, Default)]
pub(crate) struct ExitCache {
    /// By joint state: where its exits begin and end; nothing where they are not worked out.
    places: Vec<Option<(u32, u32)>>,
    exits: Vec<CachedExit>,
}

impl ExitCache {
    /// Room for so many joint states.
    pub(crate) fn new(joint_states: usize) -> Self {
        Self { places: vec![None; if joint_states <= MOST { joint_states } else { 0 }], exits: Vec::new() }
    }

    /// Exits of a joint state, in the order of the domains; `work_out` adds them to a list.
    #[inline(always)]
    pub(crate) fn exits(&mut self, joint: u32, work_out: impl FnOnce(&mut Vec<CachedExit>)) -> &[CachedExit] {
        let (first, end) = match self.places.get_mut(joint as usize) {
            Some(Some(place)) => *place,
            place => {
                if place.is_none() {
                    self.exits.clear();
                }
                let first = self.exits.len() as u32;
                work_out(&mut self.exits);
                let found = (first, self.exits.len() as u32);
                place.into_iter().for_each(|place| *place = Some(found));
                found
            }
        };
        &self.exits[first as usize..end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_state_is_worked_out_once_where_there_is_room() {
        for (joint_states, times) in [(3, 2), (MOST + 1, 4)] {
            let mut exit_cache = ExitCache::new(joint_states);
            let mut worked_out = 0;
            for joint in [2, 0, 2, 0] {
                let list = |list: &mut Vec<CachedExit>| {
                    worked_out += 1;
                    list.extend((0..=joint).map(|transition| CachedExit { transition, ..CachedExit::default() }));
                };
                let found: Vec<u32> = exit_cache.exits(joint, list).iter().map(|exit| exit.transition).collect();
                assert_eq!(found, (0..=joint).collect::<Vec<_>>());
            }
            assert_eq!(worked_out, times);
        }
    }
}
