//! Customers as channels know them.

use crate::error::StoreError;
use crate::unit::{Db, Unit};
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ContactId;
use patchbay_model::messaging::channel::ChannelName;
use patchbay_model::messaging::chat::split_name;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// A contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Numbers.
    pub phones: Vec<String>,
    /// `[{"name", "value"}]`.
    pub additional_fields: Value,
    /// By network.
    pub socials: Value,
    /// When it wrote first.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

struct Row {
    id: Uuid,
    call_center_id: String,
    first_name: String,
    last_name: String,
    emails: Vec<String>,
    phones: Vec<String>,
    additional_fields: Value,
    socials: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<Contact, StoreError> {
        let place = Place { table: "contacts", row: &self.id };
        Ok(Contact {
            id: ContactId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            first_name: self.first_name,
            last_name: self.last_name,
            emails: self.emails,
            phones: self.phones,
            additional_fields: self.additional_fields,
            socials: self.socials,
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

/// Finds a contact.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: ContactId,
) -> Result<Option<Contact>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, call_center_id, first_name, last_name, emails, phones, additional_fields, socials, created_at, updated_at
         FROM contacts WHERE id = $1 AND call_center_id = $2",
        id.0,
        call_center.as_str(),
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Who writes over a channel, as the channel says it.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// The channel.
    pub channel: &'a ChannelName,
    /// The client's address.
    pub client_id: &'a str,
    /// The client's name, if it is known.
    pub name: Option<&'a str>,
}

/// Finds or makes the contact of a client; a name that came is taken over. `id` names a new one. A client whose address
/// is a number has it as a phone.
pub async fn upsert(
    unit: &mut Unit,
    id: ContactId,
    call_center: &CallCenterId,
    client: Client<'_>,
    at: Timestamp,
) -> Result<ContactId, StoreError> {
    // Another may just be making it: the first statement waits for that one and yet does not see its row, the second does.
    for _ in 0..2 {
        if let Some(id) = find_or_insert(unit, id, call_center, client, at).await? {
            return Ok(id);
        }
    }
    Err(StoreError::NotFound)
}

async fn find_or_insert(
    unit: &mut Unit,
    id: ContactId,
    call_center: &CallCenterId,
    client: Client<'_>,
    at: Timestamp,
) -> Result<Option<ContactId>, StoreError> {
    let (first, last) = split_name(client.name.unwrap_or_default());
    let is_number = client.client_id.len() >= 7
        && client.client_id.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || (at == 0 && b == b'+'));
    let phones: Vec<String> = if is_number { vec![client.client_id.to_owned()] } else { Vec::new() };
    // Updated only when something changes: a busy customer's row would bloat.
    let known = sqlx::query_scalar!(
        r#"WITH made AS (
             INSERT INTO contacts (id, call_center_id, channel, client_id, first_name, last_name, phones, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
             ON CONFLICT (call_center_id, channel, client_id) DO UPDATE
               SET first_name = EXCLUDED.first_name, last_name = EXCLUDED.last_name, updated_at = EXCLUDED.updated_at
               WHERE EXCLUDED.first_name <> '' AND (contacts.first_name, contacts.last_name) <> (EXCLUDED.first_name, EXCLUDED.last_name)
             RETURNING id
           )
           SELECT id AS "id!" FROM made
           UNION ALL
           SELECT id FROM contacts WHERE call_center_id = $2 AND channel = $3 AND client_id = $4
           LIMIT 1"#,
        id.0,
        call_center.as_str(),
        client.channel.folded(),
        client.client_id,
        first,
        last,
        &phones,
        at.0,
    );
    Ok(known.fetch_optional(unit.connection()).await?.map(ContactId))
}
