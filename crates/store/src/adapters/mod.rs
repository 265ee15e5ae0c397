//! Messaging adapters: what was typed, and which template and integrator call their webhooks.

mod write;

pub use write::{AdapterWrite, delete, insert, update};

use crate::cursor::{self, rows};
use crate::error::StoreError;
use crate::hidden_parts::HiddenParts;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Duration, Utc};
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId, Version};
use patchbay_model::integrator::{Credential, FieldValue, SecretState};
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind, AdapterQuery};
use patchbay_model::messaging::signing::SigningSecret;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::time::Timestamp;
use patchbay_model::webhook::{BEARER, SIGNING_PREFIX, StoredAdapter, WebhookRole, header_credential, made_at_ms};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

struct Row {
    id: Uuid,
    call_center_id: String,
    kind: String,
    name: String,
    is_bot: bool,
    channels: Vec<String>,
    settings: Value,
    has_secret: bool,
    has_delivery_secret: bool,
    credentials: Value,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    sort_key: String,
    template_id: Uuid,
}

impl Row {
    fn read(self) -> Result<Adapter, StoreError> {
        let place = Place { table: "adapters", row: &self.id };
        let kind = place.word(self.kind)?;
        let StoredAdapter { mut message_endpoint, mut handover_endpoint, mut events_endpoint, properties } =
            place.document(self.settings)?;
        let credentials: Vec<Credential> = place.document(self.credentials)?;
        let signing_secrets = signing_secrets(&credentials);
        let states: BTreeMap<String, SecretState> =
            credentials.into_iter().map(|credential| (credential.id, credential.secret)).collect();
        let headers = [
            (WebhookRole::Message, message_endpoint.as_mut().map(|endpoint| &mut endpoint.headers)),
            (WebhookRole::Handover, handover_endpoint.as_mut().map(|endpoint| &mut endpoint.headers)),
            (WebhookRole::Events, events_endpoint.as_mut().map(|endpoint| &mut endpoint.headers)),
        ];
        for (role, headers) in headers {
            for (name, value) in headers.into_iter().flatten() {
                if let FieldValue::Secret(state) = value {
                    let stored = states.get(&header_credential(role, name));
                    *state = stored.cloned().unwrap_or(SecretState { set: false, updated_at: None });
                }
            }
        }
        let is_omnichannel = kind == AdapterKind::Omnichannel;
        let bearer = states.get(BEARER).filter(|_| self.has_delivery_secret).cloned();
        Ok(Adapter {
            id: AdapterId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            kind,
            name: self.name,
            is_bot: self.is_bot,
            channels: self
                .channels
                .into_iter()
                .map(|name| name.parse().map_err(|why| place.corrupt(why)))
                .collect::<Result<_, _>>()?,
            message_endpoint,
            handover_endpoint,
            events_endpoint,
            properties,
            secret: is_omnichannel.then_some(SecretState { set: self.has_secret, updated_at: None }),
            delivery_secret: bearer,
            signing_secrets,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

/// So long both secrets count after a rotation.
pub const SIGNING_OVERLAP: Duration = Duration::hours(24);

/// The signing secrets among credentials, newest first. When one was made its id says.
pub(crate) fn signing_secrets(credentials: &[Credential]) -> Vec<SigningSecret> {
    let ids = credentials.iter().filter_map(|credential| credential.id.strip_prefix(SIGNING_PREFIX));
    let mut made: Vec<u64> = ids.filter_map(|id| id.parse().ok()).map(made_at_ms).collect();
    made.sort_unstable_by(|one, other| other.cmp(one));
    let at = |ms: &u64| Timestamp(DateTime::from_timestamp_millis(i64::try_from(*ms).unwrap_or(0)).unwrap_or_default());
    let newest = made.first().map(at);
    let retires_at = newest.map(|newest| Timestamp(newest.0 + SIGNING_OVERLAP));
    made.iter()
        .enumerate()
        .map(|(index, ms)| SigningSecret { created_at: at(ms), retires_at: retires_at.filter(|_| index > 0) })
        .collect()
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT a.id, a.call_center_id, a.kind, a.name, a.is_bot, a.channels, a.settings,
                 a.secret_hash IS NOT NULL AS "has_secret!", a.has_delivery_secret, credentials_json(a.integrator_id) AS "credentials!",
                 a.version, a.created_at, a.updated_at, lower(a.name) AS "sort_key!", a.template_id
               FROM adapters a "# + $tail,
            $($argument),*
        )
    };
}

/// Finds an adapter.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: AdapterId,
) -> Result<Option<Adapter>, StoreError> {
    let found = select!("WHERE a.id = $1 AND a.call_center_id = $2", id.0, call_center.as_str());
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds an adapter that has to be there.
pub async fn get<'c>(db: impl Db<'c>, call_center: &CallCenterId, id: AdapterId) -> Result<Adapter, StoreError> {
    find(db, call_center, id).await?.ok_or(StoreError::NotFound)
}

/// Finds the omnichannel adapter of a call center by the hash of what its third party shows.
pub async fn find_by_secret<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    hash: &[u8; 32],
) -> Result<Option<Adapter>, StoreError> {
    let found = select!("WHERE a.call_center_id = $1 AND a.secret_hash = $2", call_center.as_str(), hash);
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// All adapters of a call center with the templates behind them, the oldest first.
pub async fn all<'c>(db: impl Db<'c>, call_center: &CallCenterId) -> Result<Vec<(Adapter, TemplateId)>, StoreError> {
    let found = select!("WHERE a.call_center_id = $1 ORDER BY a.id", call_center.as_str());
    let found = found.fetch_all(db.executor()).await?.into_iter();
    let read = |row: Row| {
        let template = TemplateId(row.template_id);
        Ok((row.read()?, template))
    };
    found.map(read).collect()
}

/// Finds what stands behind an adapter.
pub async fn find_parts<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: AdapterId,
) -> Result<Option<HiddenParts>, StoreError> {
    let found = sqlx::query!(
        "SELECT template_id, integrator_id FROM adapters WHERE id = $1 AND call_center_id = $2",
        id.0,
        call_center.as_str(),
    );
    let found = found.fetch_optional(db.executor()).await?;
    Ok(found
        .map(|row| HiddenParts { template: TemplateId(row.template_id), integrator: IntegratorId(row.integrator_id) }))
}

/// Lists the adapters of a call center by name.
pub async fn list<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &AdapterQuery,
    page: &PageRequest,
) -> Result<Page<Adapter>, StoreError> {
    let (name, id) = cursor::begin(page, (String::new(), Uuid::nil()))?;
    let found = select!(
        r#"WHERE a.call_center_id = $1 AND (lower(a.name) COLLATE "C", a.id) > ($2, $3)
             AND ($4::text IS NULL OR strpos(lower(a.name), lower($4)) > 0) AND ($5::text IS NULL OR a.kind = $5)
             AND ($6::text IS NULL OR lower($6) IN (SELECT lower(c) FROM UNNEST(a.channels) AS c))
           ORDER BY lower(a.name) COLLATE "C", a.id LIMIT $7"#,
        call_center.as_str(),
        name,
        id,
        query.search.as_deref(),
        query.kind.map(AdapterKind::as_str),
        query.channel.as_deref(),
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| (row.sort_key.clone(), row.id), Row::read)
}
