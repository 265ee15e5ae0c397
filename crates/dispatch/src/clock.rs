//! Where time and ids come from. The server has one source of both; tests move it by hand.

use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Tells the time and makes ids.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;

    /// A new UUIDv7 of now.
    fn new_id(&self) -> Uuid;
}
