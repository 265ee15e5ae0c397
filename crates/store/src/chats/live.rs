//! How many chats are open: what stands in the way of a change, or breaks by it.

use crate::error::StoreError;
use crate::unit::Db;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::channel::ChannelName;
use patchbay_model::view::MOST_COUNTED;

/// Counts the open chats that an adapter hosts, as far as [`MOST_COUNTED`] and one.
pub async fn count_live_of_host<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    host: AdapterId,
) -> Result<u64, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
               SELECT FROM chat_sessions WHERE call_center_id = $1 AND adapter_id = $2 AND ended_at IS NULL LIMIT $3
           ) AS live"#,
        call_center.as_str(),
        host.0,
        limit(),
    );
    Ok(found.fetch_one(db.executor()).await?.unsigned_abs())
}

/// Counts the open chats over a channel, as far as [`MOST_COUNTED`] and one.
pub async fn count_live_over<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    channel: &ChannelName,
) -> Result<u64, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
               SELECT FROM chat_sessions s JOIN chats c ON c.call_center_id = s.call_center_id AND c.id = s.chat_id
               WHERE s.call_center_id = $1 AND s.ended_at IS NULL AND lower(c.channel) = lower($2) LIMIT $3
           ) AS live"#,
        call_center.as_str(),
        channel.as_str(),
        limit(),
    );
    Ok(found.fetch_one(db.executor()).await?.unsigned_abs())
}

fn limit() -> i64 {
    i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX).saturating_add(1)
}
