//! All integration tests in one program: one file for each thing that is proved.

mod bias;
mod generated;
mod golden;
mod invariants;
mod layering;
mod limits;
mod oracle;
mod plausibility;
mod readme;
mod shipped;
