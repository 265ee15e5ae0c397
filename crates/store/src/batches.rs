//! Deleting much without holding many rows at a time.

use crate::error::StoreError;

/// Runs a deletion of at most `rows` rows again and again until it finds fewer; tells how many went in all.
pub(crate) async fn in_batches<F>(rows: i64, mut delete: impl FnMut() -> F) -> Result<u64, StoreError>
where
    F: Future<Output = Result<u64, StoreError>>,
{
    let mut total = 0;
    loop {
        let deleted = delete().await?;
        total += deleted;
        if deleted < rows.unsigned_abs() {
            return Ok(total);
        }
    }
}
