//! The scope of an item: in which alternatives it counts.
//!
//! In: where the item is written. Out: the alternative whose own cost it is, and the only one in which it is an effect.

/// Whose item it is.
pub(crate) enum Scope<'s> {
    /// An item that is an effect wherever it differs.
    Effects,
    /// An item of one alternative: one of its own costs, or an effect that counts in it alone.
    Alternative {
        /// Index of the alternative.
        at: usize,
        /// The alternative's name.
        id: &'s str,
        /// How names of its numbers start.
        path: &'s str,
        /// Whether it is one of its own costs.
        own: bool,
    },
    /// A cost of an intervention.
    Intervention {
        /// Index of the alternative.
        at: usize,
        /// The alternative's name.
        id: &'s str,
        /// The intervention's name.
        name: &'s str,
        /// How names of its numbers start.
        path: &'s str,
    },
}

impl Scope<'_> {
    /// The alternative whose own cost it is.
    pub(crate) fn own(&self) -> Option<usize> {
        match self {
            // What is spent in the null alternative counts wherever it is done: to spend less of it is a benefit.
            Scope::Intervention { at: 0, .. } => None,
            Scope::Intervention { at, .. } | Scope::Alternative { at, own: true, .. } => Some(*at),
            _ => None,
        }
    }

    /// The only alternative in which it counts as an effect.
    pub(crate) fn only(&self) -> Option<usize> {
        if let Scope::Alternative { at, own: false, .. } = self { Some(*at) } else { None }
    }
}
