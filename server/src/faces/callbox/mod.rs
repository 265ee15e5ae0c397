//! The callbox: an agent's front end runs endpoints by name and reads what ran (spec/api.md, Execute and Reading).

mod error;
mod routes;
mod stream;
mod wire;

pub use routes::routes;
pub use stream::pulses;
