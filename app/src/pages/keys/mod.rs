//! System -> Keys.

mod list;

pub use list::KeysPage;
