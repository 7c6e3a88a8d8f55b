//! Limits of a scenario: most states, transitions and so on, and the longest horizon.
//!
//! In: nothing. Out: numbers that the reader and [`crate::model::Scenario::validate`] go by. What the engine keeps in small
//! integers stays within them.

/// Most cycles in a horizon, where the cycle is not halved.
pub const MOST_CYCLES: usize = 40_000;
/// Most parameter draws, and most simulated households per draw, that a scenario asks for.
pub const MOST_SIZE: usize = 100_000_000;
/// Largest weight of a row.
pub const MOST_WEIGHT: f64 = 1_000.0;
/// Most states of one domain.
pub const MOST_STATES: usize = 1_000;
/// Most states of a domain with a table of a period, of which a root is worked out in every draw.
pub const MOST_PERIOD_STATES: usize = 40;
/// Most combinations of states in one start.
pub const MOST_START_ROWS: usize = 10_000;
/// Most transitions.
pub const MOST_TRANSITIONS: usize = 10_000;
/// Most parameters.
pub const MOST_PARAMETERS: usize = 10_000;
/// Most members of a joint draw.
pub const MOST_MEMBERS: usize = 200;
/// Most values of a discrete or empirical distribution.
pub const MOST_VALUES: usize = 10_000;
/// Most steps of a number that depends on a clock.
pub const MOST_STEPS: usize = 1_000;
/// Most items.
pub const MOST_ITEMS: usize = 10_000;
/// Most alternatives beside the null alternative.
pub const MOST_ALTERNATIVES: usize = 100;
/// Longest wait of an intervention, in cycles: far beyond any horizon.
pub const LONGEST_WAIT: usize = 100_000_000;
/// Deepest nesting of a condition.
pub const DEEPEST_CONDITION: usize = 200;
