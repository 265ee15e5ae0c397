//! Files that visitors sent: what they are. The bytes are not here.

use crate::batches::{ROWS, in_batches};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Db;
use crate::words::{Place, text};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChannelId;
use patchbay_model::time::Timestamp;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorFile {
    /// Random, and all that one has to know to read it.
    pub name: String,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The channel that it was sent over.
    pub channel_id: ChannelId,
    /// The visitor's message: sent again it is the same file.
    pub message_key: String,
    /// What the visitor called it.
    pub file_name: String,
    /// What it is, as its first bytes say.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
}

struct Row {
    name: String,
    call_center_id: String,
    channel_id: uuid::Uuid,
    message_key: String,
    file_name: String,
    media_type: String,
    size_bytes: i64,
}

impl Row {
    fn read(self) -> Result<VisitorFile, StoreError> {
        let call_center_id = Place { table: "visitor_files", row: &"a name" }.call_center(&self.call_center_id)?;
        let Self { name, channel_id, message_key, file_name, media_type, size_bytes, .. } = self;
        let channel_id = ChannelId(channel_id);
        Ok(VisitorFile { name, call_center_id, channel_id, message_key, file_name, media_type, size_bytes })
    }
}

/// Keeps what a file is, and gives the file of this message that counts: the one that was there before, if there was one.
pub async fn insert_file(store: &Store, file: &VisitorFile, at: Timestamp) -> Result<VisitorFile, StoreError> {
    let inserted = sqlx::query!(
        "INSERT INTO visitor_files
           (name, call_center_id, channel_id, message_key, file_name, media_type, size_bytes, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (channel_id, message_key) DO NOTHING",
        file.name,
        file.call_center_id.as_str(),
        file.channel_id.0,
        file.message_key,
        text(&file.file_name),
        file.media_type,
        file.size_bytes,
        at.0,
    );
    if inserted.execute(&store.pool).await?.rows_affected() > 0 {
        return Ok(file.clone());
    }
    find_file_of(store, file.channel_id, &file.message_key).await?.ok_or(StoreError::NotFound)
}

/// Finds the file of a visitor's message.
pub async fn find_file_of<'c>(
    db: impl Db<'c>,
    channel: ChannelId,
    message_key: &str,
) -> Result<Option<VisitorFile>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT name, call_center_id, channel_id, message_key, file_name, media_type, size_bytes FROM visitor_files
         WHERE channel_id = $1 AND message_key = $2",
        channel.0,
        message_key,
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds a file by its random name: whoever knows it may read it, whosever it is.
pub async fn find_file<'c>(db: impl Db<'c>, name: &str) -> Result<Option<VisitorFile>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT name, call_center_id, channel_id, message_key, file_name, media_type, size_bytes FROM visitor_files
         WHERE name = $1",
        name,
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// The bytes of all files, all tenants'.
pub async fn stored_bytes<'c>(db: impl Db<'c>) -> Result<i64, StoreError> {
    let found = sqlx::query_scalar!(r#"SELECT COALESCE(sum(size_bytes), 0)::bigint AS "bytes!" FROM visitor_files"#);
    Ok(found.fetch_one(db.executor()).await?)
}

/// Deletes what is known of files that were sent before `before`.
pub async fn delete_old_files(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM visitor_files WHERE name IN (
                 SELECT name FROM visitor_files WHERE created_at < $1 ORDER BY created_at LIMIT $2
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
