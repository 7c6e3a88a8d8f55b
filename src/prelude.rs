//! Prelude: the names that most programs on this library need.
//!
//! In: nothing. Out: scenario, session, answer, prepared runs and the error. `use mkba::prelude::*;`

pub use crate::analyse::Answer;
pub use crate::error::Error;
pub use crate::model::Scenario;
pub use crate::read::{Disk, Files, Memory};
pub use crate::session::{MethodChoice, RunOptions, Session};
pub use crate::simulate::{Method, Monitor, Prepared, Results, RunPlan, Unwatched, Variation};
pub use crate::words::Language;
