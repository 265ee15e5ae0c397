//! Tokens of the inbound webhooks of SMS channels: never the token itself, only its SHA-256.

use super::{Row, get};
use crate::error::StoreError;
use crate::unit::{Db, Unit};
use chrono::Duration;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// So long both tokens count after a rotation.
const OVERLAP: Duration = Duration::hours(24);

/// Finds the SMS channel that a gateway names, in any case or by id, if the token that it shows is one of its.
pub async fn find_by_inbound_token<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    key: &str,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Channel>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        r#"SELECT id, call_center_id, name, kind, settings, inbound_secret_made_at, previous_inbound_secret_ends_at, version,
             created_at, updated_at, lower(name) AS "sort_key!", template_id
           FROM channels
           WHERE call_center_id = $1 AND (lower(name) = lower($2) OR id = $3) AND kind = 'sms'
             AND (inbound_secret_hash = $4 OR (previous_inbound_secret_hash = $4 AND previous_inbound_secret_ends_at > $5))
           ORDER BY lower(name) = lower($2) DESC LIMIT 1"#,
        call_center.as_str(),
        key,
        Uuid::parse_str(key).unwrap_or_default(),
        hash,
        now.0,
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Gives a channel another token. The one in force counts for a day more; the one before that ends now.
pub async fn rotate_inbound_token(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: ChannelId,
    hash: &[u8; 32],
    at: Timestamp,
) -> Result<Channel, StoreError> {
    sqlx::query!(
        "UPDATE channels SET previous_inbound_secret_hash = inbound_secret_hash,
             previous_inbound_secret_ends_at = CASE WHEN inbound_secret_hash IS NOT NULL THEN $4::timestamptz END,
             inbound_secret_hash = $3, inbound_secret_made_at = $5
         WHERE id = $1 AND call_center_id = $2",
        id.0,
        call_center.as_str(),
        hash,
        at.0 + OVERLAP,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    get(unit, call_center, &id.to_string()).await
}
