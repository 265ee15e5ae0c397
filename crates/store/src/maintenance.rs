//! What has to be done every hour, and at start.

use crate::error::StoreError;
use crate::partitions::{self, Retention};
use crate::store::Store;
use crate::{
    chats, conversations, events, figures, graph_tokens, idempotency_keys, invitations, messages, sessions,
    sign_in_throttles,
};
use chrono::Duration;
use patchbay_model::time::Timestamp;

/// Lists look back one day; the rest is for whoever wants to look at the table.
const FIGURES_DAYS: i64 = 8;
/// No window of failed sign-ins is longer.
const THROTTLES_DAYS: i64 = 1;

/// A sender that tries again for longer than this is told that its event is new.
const LEDGER_DAYS: i64 = 7;

/// What was cleaned up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    /// Rows that had expired.
    pub rows: u64,
    /// Partitions of the history that are gone.
    pub tables: Vec<String>,
    /// Some partitions could not be locked in time and are left for the next call.
    pub is_busy: bool,
}

/// Creates the partitions to come, drops those that retention ends, and deletes what has expired. Safe to run in several
/// processes at once.
pub async fn sweep(store: &Store, now: Timestamp, retention: Retention) -> Result<Swept, StoreError> {
    partitions::create_ahead(store, now).await?;
    let days_ago = |days| Timestamp(now.0 - Duration::days(days));
    let rows = sessions::delete_expired(store, now).await?
        + invitations::delete_expired(store, now).await?
        + sign_in_throttles::delete_expired(store, days_ago(THROTTLES_DAYS)).await?
        + idempotency_keys::delete_expired(store, now).await?
        + figures::delete_before(store, days_ago(FIGURES_DAYS)).await?
        + events::delete_expired(store, days_ago(LEDGER_DAYS)).await?
        + messages::delete_expired(store, days_ago(LEDGER_DAYS)).await?
        + graph_tokens::delete_expired(store, now).await?
        + chats::delete_old(store, days_ago(i64::from(retention.executions_days))).await?
        + conversations::delete_old(store, days_ago(i64::from(retention.executions_days))).await?;
    let dropped = partitions::drop_expired(store, now, retention).await?;
    Ok(Swept { rows, tables: dropped.tables, is_busy: dropped.is_busy })
}
