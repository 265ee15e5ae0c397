//! Where time, ids and chance come from. The server has one source of them; tests move it by hand.

use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Tells the time, makes ids and throws dice.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;

    /// A new UUIDv7 of now.
    fn new_id(&self) -> Uuid;

    /// A number from 0 to 1, by chance: what failed together shall not come back together.
    fn jitter(&self) -> f64 {
        // The last bits of a UUIDv7 are random.
        f64::from(self.new_id().as_u128() as u32) / f64::from(u32::MAX)
    }
}
