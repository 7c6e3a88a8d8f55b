//! The coach's page from a server on this computer, with kept cases and what they add up to.
//!
//! In: requests of browsers on the same computer. Out: pages that work with and without a script. The pages themselves are made
//! by [`crate::page`]; here is who may see them, and where cases are kept. It listens to this computer alone.
//!
//! - [`serve`]: the whole, until Ctrl-C.
//! - [`Application`] and [`router`]: the same without a network.
//! - [`kept`]: cases in a database.

mod answers;
mod application;
mod case_routes;
mod doors;
mod guard;
pub mod kept;
mod listen;
mod request;
mod routes;
mod screens;
mod secret;
mod team;
mod work;

pub use crate::serve::application::Application;
pub use crate::serve::listen::{PORT, ServeSettings, serve};
pub use crate::serve::routes::router;
