//! Customer -> Queues.

mod dialogs;
mod list;

pub use list::QueuesPage;
