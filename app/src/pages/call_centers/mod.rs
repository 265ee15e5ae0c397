//! Customer -> Call centers.

mod list;

pub use list::CallCentersPage;
