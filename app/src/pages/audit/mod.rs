//! Operation -> Audit.

mod list;

pub use list::AuditPage;
