//! Visitors of web chats: their tokens, what each may see of its chat, the files that they sent.
//!
//! # Invariants
//! What a visitor may see is counted under the chat's lock, by whoever writes it: behind a number that was seen nothing
//! appears later.

mod entries;
mod files;

pub use entries::{Entry, EntryId, after, append, before, delete_old_entries, last_number};
pub use files::{VisitorFile, delete_old_files, find_file, find_file_of, insert_file, stored_bytes};

use crate::batches::{ROWS, in_batches};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Db;
use crate::words::Place;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChannelId;
use patchbay_model::time::Timestamp;

/// A visitor as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The channel whose chat the token opens.
    pub channel_id: ChannelId,
    /// The visitor's address in that chat.
    pub client_id: String,
    /// The visitor's name; empty when it is not known.
    pub name: String,
}

/// Keeps a new visitor by the SHA-256 of the token.
///
/// # Errors
/// A reference when the channel has gone meanwhile.
pub async fn insert<'c>(db: impl Db<'c>, hash: &[u8; 32], visitor: &Visitor, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO visitors (hash, call_center_id, channel_id, client_id, name, created_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        hash,
        visitor.call_center_id.as_str(),
        visitor.channel_id.0,
        visitor.client_id,
        visitor.name,
        at.0,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

/// Finds the visitor who shows a token of a channel.
pub async fn find_by_hash<'c>(
    db: impl Db<'c>,
    channel: ChannelId,
    hash: &[u8; 32],
) -> Result<Option<Visitor>, StoreError> {
    let found = sqlx::query!(
        "SELECT call_center_id, channel_id, client_id, name FROM visitors WHERE hash = $1 AND channel_id = $2",
        hash,
        channel.0,
    );
    let found = found.fetch_optional(db.executor()).await?.map(|row| {
        Ok(Visitor {
            call_center_id: Place { table: "visitors", row: &"a hash" }.call_center(&row.call_center_id)?,
            channel_id: ChannelId(row.channel_id),
            client_id: row.client_id,
            name: row.name,
        })
    });
    found.transpose()
}

/// Notes that a visitor is there again; a name that came is taken over.
pub async fn touch<'c>(db: impl Db<'c>, hash: &[u8; 32], name: Option<&str>, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!("UPDATE visitors SET seen_at = $2, name = COALESCE($3, name) WHERE hash = $1", hash, at.0, name)
        .execute(db.executor())
        .await?;
    Ok(())
}

/// Forgets visitors who were last there before `before`.
pub async fn delete_old(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM visitors WHERE hash IN (
                 SELECT hash FROM visitors WHERE seen_at < $1 ORDER BY seen_at LIMIT $2 FOR UPDATE SKIP LOCKED
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
