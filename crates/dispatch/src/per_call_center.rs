//! What is read of a call center once and kept until a change anywhere drops it.

use crate::error::DispatchError;
use moka::future::Cache;
use patchbay_model::id::CallCenterId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// However well changes are heard: what is this old is read again.
const LONGEST_LIFE: Duration = Duration::from_secs(600);

/// One `T` per call center.
pub(crate) struct PerCallCenter<T> {
    kept: Cache<CallCenterId, Arc<T>>,
    /// Counts changes, so that what was read before one is not kept after it.
    changes: AtomicU64,
}

impl<T: Send + Sync + 'static> PerCallCenter<T> {
    pub(crate) fn new(capacity: u64) -> Self {
        let kept = Cache::builder().max_capacity(capacity).time_to_live(LONGEST_LIFE).build();
        Self { kept, changes: AtomicU64::new(0) }
    }

    /// What is kept of a call center, or what `read` gives now; whoever comes while it is being read waits for the same
    /// reading. A failure is not kept.
    pub(crate) async fn get(
        &self,
        call_center: &CallCenterId,
        read: impl Future<Output = Result<T, DispatchError>>,
    ) -> Result<Arc<T>, DispatchError> {
        if let Some(kept) = self.kept.get(call_center).await {
            return Ok(kept);
        }
        let before = self.changes.load(Ordering::Acquire);
        let reading = async { read.await.map(Arc::new) };
        let read = self.kept.try_get_with(call_center.clone(), reading).await;
        if self.changes.load(Ordering::Acquire) != before {
            self.kept.invalidate(call_center).await;
        }
        read.map_err(|error| DispatchError::clone(&error))
    }

    /// Drops what is kept of one call center.
    pub(crate) async fn forget(&self, call_center: &CallCenterId) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.kept.invalidate(call_center).await;
    }

    /// Drops everything.
    pub(crate) fn forget_all(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.kept.invalidate_all();
    }
}
