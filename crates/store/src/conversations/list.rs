//! Reading conversations.

use super::write::folded;
use super::{KnownConversation, read};
use crate::cursor::{self, AFTER_EVERY_ID, rows};
use crate::error::StoreError;
use crate::partitions;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::conversation::{ConversationQuery, ConversationSummary, TimelineEvent};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

struct Row {
    call_center_id: String,
    conversation_id: String,
    id: Uuid,
    state: String,
    channel_type: String,
    direction: String,
    queue: Option<String>,
    source: Option<String>,
    destination: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<ConversationSummary, StoreError> {
        let place = Place { table: "conversations", row: &self.id };
        Ok(ConversationSummary {
            id: self.conversation_id,
            call_center_id: place.call_center(&self.call_center_id)?,
            state: place.word(self.state)?,
            channel_type: place.word(self.channel_type)?,
            direction: place.word(self.direction)?,
            queue: self.queue,
            source: self.source,
            destination: self.destination,
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
            ended_at: self.ended_at.map(Timestamp),
        })
    }
}

/// Finds a conversation by the platform's name of it.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: &str,
) -> Result<Option<KnownConversation>, StoreError> {
    let found = sqlx::query!(
        "SELECT document, held_event FROM conversations WHERE call_center_id = $1 AND conversation_id = $2",
        call_center.as_str(),
        id,
    );
    found.fetch_optional(db.executor()).await?.map(|row| read(id, row.document, row.held_event)).transpose()
}

/// Finds a conversation that has to be there.
pub async fn get<'c>(db: impl Db<'c>, call_center: &CallCenterId, id: &str) -> Result<KnownConversation, StoreError> {
    find(db, call_center, id).await?.ok_or(StoreError::NotFound)
}

// What goes on and what came over one messaging channel have indexes of their own; every other filter walks the tenant's
// conversations in the order of the page.
macro_rules! select {
    ($executor:expr, $driver:literal, $call_center:expr, $before:expr, $query:expr, $limit:expr) => {
        sqlx::query_as!(
            Row,
            r#"SELECT call_center_id, conversation_id, id, state, channel_type, direction, queue, source, destination,
                 ended_at, created_at, updated_at
               FROM conversations
               WHERE call_center_id = $1 AND id < $2 AND ($3::text IS NULL OR state = $3)
                 AND ($4::text IS NULL OR channel_type = $4) AND ($5::text IS NULL OR direction = $5)
                 AND ($6::text IS NULL OR queue = $6)
                 AND ($7::text IS NULL OR $7 IN (conversation_id, source, destination))
                 AND ($8::uuid IS NULL OR id >= $8) AND ($10::text IS NULL OR messaging_channel = $10) "#
                + $driver
                + " ORDER BY id DESC LIMIT $9",
            $call_center.as_str(),
            $before,
            $query.state.map(|state| state.as_str()),
            $query.channel_type.map(|channel| channel.as_str()),
            $query.direction.map(|direction| direction.as_str()),
            $query.queue,
            $query.search,
            $query.since.map(partitions::first_id_at),
            $limit,
            $query.messaging_channel.as_deref().map(folded),
        )
        .fetch_all($executor)
        .await?
    };
}

/// Lists the conversations of a call center, newest first.
pub async fn list<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &ConversationQuery,
    page: &PageRequest,
) -> Result<Page<ConversationSummary>, StoreError> {
    let before: Uuid = cursor::begin(page, AFTER_EVERY_ID)?;
    let executor = db.executor();
    let goes_on = query.state.is_some_and(|state| !state.is_over());
    let found = if query.messaging_channel.is_some() {
        // Said once more without a way around it: the planner sees that calls, which the index lacks, can't be meant.
        select!(executor, "AND messaging_channel = $10", call_center, before, query, rows(page))
    } else if goes_on {
        select!(executor, "AND ended_at IS NULL", call_center, before, query, rows(page))
    } else {
        select!(executor, "", call_center, before, query, rows(page))
    };
    cursor::end(page, found, |row| row.id, Row::read)
}

struct EventRow {
    id: Uuid,
    standing: String,
    event: Value,
    execution_ids: Vec<Uuid>,
}

impl EventRow {
    fn read(self) -> Result<TimelineEvent, StoreError> {
        let place = Place { table: "conversation_events", row: &self.id };
        Ok(TimelineEvent {
            event: place.document(self.event)?,
            standing: place.word(self.standing)?,
            received_at: partitions::time_of(ExecutionId(self.id)),
            executions: self.execution_ids.into_iter().map(ExecutionId).collect(),
        })
    }
}

/// Lists the events of a conversation in the order in which they were accepted.
pub async fn timeline<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: &str,
    page: &PageRequest,
) -> Result<Page<TimelineEvent>, StoreError> {
    let after: Uuid = cursor::begin(page, Uuid::nil())?;
    let found = sqlx::query_as!(
        EventRow,
        "SELECT id, standing, event, execution_ids FROM conversation_events
         WHERE call_center_id = $1 AND conversation_id = $2 AND id > $3
         ORDER BY id LIMIT $4",
        call_center.as_str(),
        id,
        after,
        rows(page),
    );
    cursor::end(page, found.fetch_all(db.executor()).await?, |row| row.id, EventRow::read)
}
