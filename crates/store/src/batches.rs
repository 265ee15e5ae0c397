//! Deleting much without holding many rows at a time.

use crate::error::StoreError;

/// Rows per statement of a clean-up: one that deletes everything at once would hold its locks all that long.
pub(crate) const ROWS: i64 = 1000;

/// Runs a deletion of at most [`ROWS`] rows again and again until it finds fewer; tells how many went in all.
pub(crate) async fn in_batches<F>(mut delete: impl FnMut() -> F) -> Result<u64, StoreError>
where
    F: Future<Output = Result<u64, StoreError>>,
{
    let mut total = 0;
    loop {
        let deleted = delete().await?;
        total += deleted;
        if deleted < ROWS.unsigned_abs() {
            return Ok(total);
        }
    }
}
