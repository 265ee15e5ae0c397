//! Channels: where customers' messages enter and leave.

mod inbound;
mod write;

pub use inbound::{find_by_inbound_token, rotate_inbound_token};
pub use write::{ChannelWrite, delete, insert, update};

use crate::adapters::signing_secrets;
use crate::cursor::{self, rows};
use crate::error::StoreError;
use crate::hidden_parts::HiddenParts;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId, Version};
use patchbay_model::integrator::Credential;
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{Channel, ChannelDraft, ChannelKind, ChannelQuery, InboundToken};
use patchbay_model::messaging::inbound::InboundMembers;
use patchbay_model::messaging::signing::SigningSecret;
use patchbay_model::page::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What is stored of a channel beside its columns.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Stored {
    callback_url: Option<String>,
    template: Option<String>,
    endpoint: Option<String>,
    sender: Option<String>,
    inbound: InboundMembers,
    allowed_origins: Vec<String>,
}

impl Stored {
    pub(crate) fn of(draft: &ChannelDraft) -> Self {
        Self {
            callback_url: draft.callback_url.clone(),
            template: draft.template.clone(),
            endpoint: draft.endpoint.clone(),
            sender: draft.sender.clone(),
            inbound: draft.inbound.clone().unwrap_or_default(),
            allowed_origins: draft.allowed_origins.clone(),
        }
    }
}

struct Row {
    id: Uuid,
    call_center_id: String,
    name: String,
    kind: String,
    settings: Value,
    inbound_secret_made_at: Option<DateTime<Utc>>,
    previous_inbound_secret_ends_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    sort_key: String,
    template_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<Channel, StoreError> {
        let place = Place { table: "channels", row: &self.id };
        let stored: Stored = place.document(self.settings)?;
        let kind = place.word(self.kind)?;
        Ok(Channel {
            id: ChannelId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            name: self.name.parse().map_err(|why| place.corrupt(why))?,
            inbound: (kind == ChannelKind::Sms).then_some(stored.inbound),
            inbound_token: self.inbound_secret_made_at.map(|made_at| InboundToken {
                created_at: made_at.into(),
                previous_ends_at: self.previous_inbound_secret_ends_at.map(Into::into),
            }),
            kind,
            callback_url: stored.callback_url,
            template: stored.template,
            endpoint: stored.endpoint,
            sender: stored.sender,
            allowed_origins: stored.allowed_origins,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT c.id, c.call_center_id, c.name, c.kind, c.settings, c.inbound_secret_made_at,
                 c.previous_inbound_secret_ends_at, c.version, c.created_at, c.updated_at, lower(c.name) AS "sort_key!",
                 c.template_id
               FROM channels c "# + $tail,
            $($argument),*
        )
    };
}

/// Finds a channel by its name in any case, or by its id.
pub async fn find<'c>(db: impl Db<'c>, call_center: &CallCenterId, key: &str) -> Result<Option<Channel>, StoreError> {
    let found = select!(
        "WHERE c.call_center_id = $1 AND (lower(c.name) = lower($2) OR c.id = $3)
         ORDER BY lower(c.name) = lower($2) DESC LIMIT 1",
        call_center.as_str(),
        key,
        Uuid::parse_str(key).unwrap_or_default(),
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds a channel that has to be there.
pub async fn get<'c>(db: impl Db<'c>, call_center: &CallCenterId, key: &str) -> Result<Channel, StoreError> {
    find(db, call_center, key).await?.ok_or(StoreError::NotFound)
}

/// All channels of a call center with the templates behind gateways.
pub async fn all<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
) -> Result<Vec<(Channel, Option<TemplateId>)>, StoreError> {
    let found = select!("WHERE c.call_center_id = $1 ORDER BY c.id", call_center.as_str());
    let read = |row: Row| {
        let template = row.template_id.map(TemplateId);
        Ok((row.read()?, template))
    };
    found.fetch_all(db.executor()).await?.into_iter().map(read).collect()
}

/// Finds what stands behind a channel; none: it is no gateway.
pub async fn find_parts<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: ChannelId,
) -> Result<Option<HiddenParts>, StoreError> {
    let found = sqlx::query!(
        "SELECT template_id, integrator_id FROM channels WHERE id = $1 AND call_center_id = $2",
        id.0,
        call_center.as_str(),
    );
    let found = found.fetch_optional(db.executor()).await?;
    Ok(found.and_then(|row| {
        let (template, integrator) = row.template_id.zip(row.integrator_id)?;
        Some(HiddenParts { template: TemplateId(template), integrator: IntegratorId(integrator) })
    }))
}

/// Lists the channels of a call center by name.
pub async fn list<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &ChannelQuery,
    page: &PageRequest,
) -> Result<Page<Channel>, StoreError> {
    let (name, id) = cursor::begin(page, (String::new(), Uuid::nil()))?;
    let found = select!(
        r#"WHERE c.call_center_id = $1 AND (lower(c.name) COLLATE "C", c.id) > ($2, $3)
             AND ($4::text IS NULL OR strpos(lower(c.name), lower($4)) > 0) AND ($5::text IS NULL OR c.kind = $5)
           ORDER BY lower(c.name) COLLATE "C", c.id LIMIT $6"#,
        call_center.as_str(),
        name,
        id,
        query.search.as_deref(),
        query.kind.map(ChannelKind::as_str),
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| (row.sort_key.clone(), row.id), Row::read)
}

/// The secrets that deliveries of a gateway are signed with, newest first; none of the other kinds.
pub async fn signing_secrets_of<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: ChannelId,
) -> Result<Vec<SigningSecret>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT credentials_json(integrator_id) AS "credentials!" FROM channels
           WHERE id = $1 AND call_center_id = $2 AND integrator_id IS NOT NULL"#,
        id.0,
        call_center.as_str(),
    );
    let Some(credentials) = found.fetch_optional(db.executor()).await? else { return Ok(Vec::new()) };
    let credentials: Vec<Credential> = Place { table: "channels", row: &id }.document(credentials)?;
    Ok(signing_secrets(&credentials))
}
