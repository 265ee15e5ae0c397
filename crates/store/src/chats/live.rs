//! Which chats are open: how many stand in the way of a change, or break by it; and in which nobody says anything any more.

use super::StoredChat;
use crate::error::StoreError;
use crate::partitions::first_id_at;
use crate::store::Store;
use crate::unit::{Db, Unit};
use crate::words::Place;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::ChannelName;
use patchbay_model::messaging::{AdapterId, ChatId};
use patchbay_model::time::Timestamp;
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

/// Some open chats in which nobody has said anything since `before`, of all call centers, those that are open longest first.
pub async fn idle(store: &Store, before: Timestamp, limit: i64) -> Result<Vec<(CallCenterId, ChatId)>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT s.call_center_id, s.chat_id FROM chat_sessions s
           JOIN chats c ON c.call_center_id = s.call_center_id AND c.id = s.chat_id
           WHERE s.ended_at IS NULL AND s.id < $1 AND c.updated_at < $2
             AND NOT EXISTS (SELECT FROM messages m WHERE m.call_center_id = s.call_center_id AND m.chat_id = s.chat_id
                             AND m.id >= $1)
           ORDER BY s.id LIMIT $3"#,
        first_id_at(before),
        before.0,
        limit,
    );
    let found = found.fetch_all(&store.pool).await?;
    found
        .into_iter()
        .map(|row| {
            let place = Place { table: "chat_sessions", row: &row.chat_id };
            Ok((place.call_center(&row.call_center_id)?, ChatId(row.chat_id)))
        })
        .collect()
}

/// Whether nobody has said anything in a chat since `before`, under its lock.
pub async fn is_idle(unit: &mut Unit, chat: &StoredChat, before: Timestamp) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT NOT EXISTS (SELECT FROM messages WHERE call_center_id = $1 AND chat_id = $2 AND id >= $3) AS "idle!""#,
        chat.call_center_id.as_str(),
        chat.id.0,
        first_id_at(before),
    );
    Ok(found.fetch_one(unit.connection()).await?)
}
