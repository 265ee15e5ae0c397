//! Operation -> Queue health.

mod page;

pub use page::QueueHealthPage;
