//! Episodes of interventions: how far a household is in one.
//!
//! In: nothing, these are plain data. Out: [`Stage`], [`Span`]. What moves a household from one stage to the next is in
//! `rules`.

use crate::model::{Fade, Intervention, Number, Origin, Trigger};

/// What is known of a household's answers: who is reached and who responds is one draw per household and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// Nothing yet.
    Nothing,
    /// It can be reached.
    Reached,
    /// It can be reached, and whether it responds.
    Responds(bool),
}

/// The stage of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Waits for its trigger. Also the end of an intervention with a fixed start: its trigger does not come back.
    Idle(Known),
    /// Triggered in the cycle that just ended.
    Triggered(Known),
    /// Triggered; so many cycles to the test of who is eligible.
    Delayed(u32, Known),
    /// Reached; so many cycles to the start.
    Waiting(u32, Known),
    /// Started. `elapsed` counts completed cycles where the start differs between households; where it is fixed it is 0
    /// while active and 1 after.
    Running {
        /// See above.
        elapsed: u32,
        /// Whether the household responds.
        responds: bool,
    },
    /// There will be no other episode.
    Over,
}

/// How long an intervention matters, in cycles since its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// For so long it is active.
    pub active: u32,
    /// From here on it does nothing more for those who respond; `None` where that is not known beforehand.
    pub over: Option<u32>,
    /// From here on nothing changes any more; later than the end of activity, which is seen at the boundary after it.
    pub settled: u32,
}

impl Span {
    /// The span of an intervention. `months` is the length of a cycle.
    pub fn new(intervention: &Intervention, months: f64, horizon: usize) -> Self {
        let horizon = u32::try_from(horizon).unwrap_or(u32::MAX);
        let active = u32::try_from(intervention.active).unwrap_or(u32::MAX).min(horizon);
        let fixed = |number: Number| if let Origin::Fixed(value) = number.origin { Some(value) } else { None };
        let cycles = |value: f64| (value / months).ceil().min(f64::from(horizon)) as u32;
        let (mut over, mut settled) = (Some(active), active.saturating_add(1));
        for effect in &intervention.effects {
            let profile = &effect.profile;
            let steady = fixed(profile.ramp_up).map(cycles);
            let until = |fading: Option<f64>| {
                let months = fixed(profile.ramp_up)? + fixed(profile.plateau)? + fading?;
                Some(cycles(months))
            };
            let (end, still) = match profile.fade {
                Fade::Never => (None, steady),
                Fade::AtOnce => (until(Some(0.0)), until(Some(0.0))),
                Fade::Linear(length) => (until(fixed(length)), until(fixed(length))),
                Fade::HalfLife(_) => (None, None),
            };
            over = over.zip(end).map(|(over, end)| over.max(end));
            settled = settled.max(still.unwrap_or(horizon));
        }
        Self { active, over: over.filter(|over| *over < horizon), settled: settled.min(horizon) }
    }
}

/// Boundary at which an intervention with a fixed trigger tests who is eligible.
pub fn fixed_test(intervention: &Intervention) -> Option<usize> {
    match intervention.trigger {
        Trigger::Cycle(cycle) => Some(cycle + intervention.delay),
        Trigger::Entry(_) => None,
    }
}
