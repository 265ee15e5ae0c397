//! The callbox: an agent's front end gets a token, runs endpoints by name and reads what ran (spec/api.md,
//! Authentication, Execute and Reading; spec/callbox.md).

mod error;
mod replays;
mod routes;
mod stream;
mod tokens;
mod wire;

pub use routes::routes;
