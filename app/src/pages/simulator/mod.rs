//! Operation -> Simulator: a conversation as a platform would tell of it, played against the configured triggers.

mod form;
mod page;
mod player;
mod steps;

pub use page::SimulatorPage;
