//! A scenario with fewer alternatives.
//!
//! In: a scenario and names of alternatives. Out: the same scenario with those and the null alternative. Parameters stay,
//! also those that nothing uses any more: the figures of what is left do not change.

use crate::model::{Alternative, Scenario};

impl Scenario {
    /// Keeps the null alternative and those named, with each problem that they meet, in the order of the scenario. Own items of
    /// the others go.
    ///
    /// # Errors
    /// The first name that is not an alternative beside the null alternative.
    pub fn with_alternatives(mut self, names: &[String]) -> Result<Self, String> {
        let known = |name: &&String| self.alternatives[1..].iter().any(|alternative| alternative.id == **name);
        if let Some(unknown) = names.iter().find(|name| !known(name)) {
            return Err(unknown.clone());
        }
        let named = |alternative: &Alternative| {
            names.contains(alternative.trouble.as_ref().map_or(&alternative.id, |trouble| &trouble.base))
        };
        let kept: Vec<bool> =
            self.alternatives.iter().enumerate().map(|(at, alternative)| at == 0 || named(alternative)).collect();
        let new_index = |old: usize| kept[..old].iter().filter(|kept| **kept).count();
        let stays: Vec<bool> =
            self.items.iter().map(|item| item.own.or(item.only).is_none_or(|owner| kept[owner])).collect();
        let new_item = |old: usize| stays[..old].iter().filter(|stays| **stays).count();
        for alternative in &mut self.alternatives {
            alternative.off_items.retain(|item| stays[*item]);
            alternative.off_items.iter_mut().for_each(|item| *item = new_item(*item));
            alternative.scaled_items.retain(|(item, _)| stays[*item]);
            alternative.scaled_items.iter_mut().for_each(|(item, _)| *item = new_item(*item));
        }
        for item in &mut self.items {
            item.own = item.own.filter(|own| kept[*own]).map(new_index);
            item.only = item.only.filter(|only| kept[*only]).map(new_index);
        }
        let mut kept = kept.iter();
        self.alternatives.retain(|_| kept.next().is_some_and(|kept| *kept));
        let mut stays = stays.iter();
        self.items.retain(|_| stays.next().is_some_and(|stays| *stays));
        Ok(self)
    }
}
