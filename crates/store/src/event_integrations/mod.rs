//! Event integrations: what was typed, and which template, integrator and endpoint run it.
//!
//! # Invariants
//! The parts are written here and nowhere else, by the same writes as any other template, integrator and endpoint. They
//! are hidden from the lists of those, because saving one of them alone would make the form show what does not run.

mod write;

pub use write::{EventIntegrationWrite, PartStamps, delete, insert, update};

use crate::cursor::{self, rows};
use crate::error::StoreError;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::event_integration::{EventIntegration, EventIntegrationQuery};
use patchbay_model::id::{CallCenterId, EndpointId, EventIntegrationId, IntegratorId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::trigger::{EventTrigger, Trigger};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// What runs an event integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartIds {
    /// The private template.
    pub template: TemplateId,
    /// Its integrator, to whose row the credentials are sealed.
    pub integrator: IntegratorId,
    /// Its endpoint.
    pub endpoint: EndpointId,
}

struct Row {
    id: Uuid,
    call_center_id: String,
    name: String,
    description: String,
    url: String,
    triggers: Value,
    credentials: Value,
    configuration: String,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    ordinal: i32,
}

impl Row {
    fn read(self) -> Result<EventIntegration, StoreError> {
        let place = Place { table: "event_integrations", row: &self.id };
        let triggers: Vec<Trigger> = place.document(self.triggers)?;
        let trigger = triggers.into_iter().find_map(|trigger| match trigger {
            Trigger::Events(events) => Some(events),
            Trigger::Named(_) => None,
        });
        let EventTrigger { events, direction, direct_calls, direct_chats, queues, condition: _, ordinal, stop } =
            trigger.ok_or_else(|| place.corrupt("its endpoint has no trigger"))?;
        Ok(EventIntegration {
            id: EventIntegrationId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            name: self.name,
            description: self.description,
            url: self.url,
            direction,
            events,
            direct_calls,
            direct_chats,
            queues,
            ordinal,
            stop,
            credentials: place.document(self.credentials)?,
            configuration: self.configuration,
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
            r#"SELECT o.id, o.call_center_id, t.name, t.description, o.url, e.triggers,
                 credentials_json(o.integrator_id) AS "credentials!", o.configuration, o.version, o.created_at, o.updated_at,
                 COALESCE((e.triggers -> 0 ->> 'ordinal')::integer, 0) AS "ordinal!"
               FROM event_integrations o
               JOIN templates t ON t.id = o.template_id
               JOIN endpoints e ON e.id = o.endpoint_id "# + $tail,
            $($argument),*
        )
    };
}

/// Finds an event integration.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: EventIntegrationId,
) -> Result<Option<EventIntegration>, StoreError> {
    let found = select!("WHERE o.id = $1 AND o.call_center_id = $2", id.0, call_center.as_str());
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds an event integration that has to be there.
pub async fn get<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: EventIntegrationId,
) -> Result<EventIntegration, StoreError> {
    find(db, call_center, id).await?.ok_or(StoreError::NotFound)
}

/// Finds what runs an event integration.
pub async fn find_parts<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: EventIntegrationId,
) -> Result<Option<PartIds>, StoreError> {
    let found = sqlx::query!(
        "SELECT template_id, integrator_id, endpoint_id FROM event_integrations WHERE id = $1 AND call_center_id = $2",
        id.0,
        call_center.as_str(),
    );
    let found = found.fetch_optional(db.executor()).await?;
    Ok(found.map(|row| PartIds {
        template: TemplateId(row.template_id),
        integrator: IntegratorId(row.integrator_id),
        endpoint: EndpointId(row.endpoint_id),
    }))
}

/// Finds the event integration that a template stands behind.
pub async fn find_by_template<'c>(
    db: impl Db<'c>,
    template: TemplateId,
) -> Result<Option<EventIntegrationId>, StoreError> {
    let found = sqlx::query_scalar!("SELECT id FROM event_integrations WHERE template_id = $1", template.0);
    Ok(found.fetch_optional(db.executor()).await?.map(EventIntegrationId))
}

/// Which templates of a call center stand behind which event integrations.
pub async fn by_template<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
) -> Result<HashMap<TemplateId, EventIntegrationId>, StoreError> {
    let found =
        sqlx::query!("SELECT template_id, id FROM event_integrations WHERE call_center_id = $1", call_center.as_str());
    let found = found.fetch_all(db.executor()).await?.into_iter();
    Ok(found.map(|row| (TemplateId(row.template_id), EventIntegrationId(row.id))).collect())
}

/// Lists the event integrations of a call center in the order in which they run: by ordinal, then oldest first.
pub async fn list<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &EventIntegrationQuery,
    page: &PageRequest,
) -> Result<Page<EventIntegration>, StoreError> {
    let (ordinal, id) = cursor::begin(page, (i32::MIN, Uuid::nil()))?;
    let found = select!(
        r#"WHERE o.call_center_id = $1 AND (COALESCE((e.triggers -> 0 ->> 'ordinal')::integer, 0), o.id) > ($2, $3)
             AND ($4::text IS NULL OR strpos(lower(t.name), lower($4)) > 0 OR strpos(lower(t.description), lower($4)) > 0
                  OR strpos(lower(o.url), lower($4)) > 0)
             AND ($5::text IS NULL OR e.triggers @> jsonb_build_array(jsonb_build_object('events', jsonb_build_array($5::text))))
             AND ($6::text IS NULL OR e.triggers @> jsonb_build_array(jsonb_build_object('queues', jsonb_build_array($6::text))))
           ORDER BY COALESCE((e.triggers -> 0 ->> 'ordinal')::integer, 0), o.id LIMIT $7"#,
        call_center.as_str(),
        ordinal,
        id,
        query.search.as_deref(),
        query.event.map(|event| event.as_str()),
        query.queue.as_deref(),
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| (row.ordinal, row.id), Row::read)
}
