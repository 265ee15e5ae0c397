//! What the third parties of omnichannel adapters read (spec/omnichannel.md, Read APIs).

use super::NOUN;
use crate::clock;
use crate::portal::adapters::secret_hash;
use crate::portal::executions::exists;
use crate::portal::throttle::Attempt;
use crate::portal::{ServerPortal, refusal, rights};
use async_trait::async_trait;
use chrono::{Days, NaiveDate, TimeDelta, TimeZone as _};
use patchbay_app::portal::{Actor, PortalError, PortalResult, ReadingToken, ThirdParties};
use patchbay_model::access::Permission;
use patchbay_model::conversation::{GraphContact, GraphQuery};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::messaging::message::MessageDirection;
use patchbay_model::messaging::omnichannel::{IncomingEvent, Ticket};
use patchbay_model::messaging::{ChatId, ContactId};
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::graph_tokens::{self, GraphToken};
use patchbay_store::messages::{self, HistoryQuery};
use patchbay_store::{Reach, adapters, call_centers, channels, contacts};
use patchbay_vault::{Token, TokenKind};
use serde_json::{Value, json};

/// So long a token counts, however it is used.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// Messages of a page of the history.
const GRAPH_PAGE: u32 = 50;

#[async_trait]
impl ThirdParties for ServerPortal {
    async fn graph_contact(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        contact: ContactId,
    ) -> PortalResult<GraphContact> {
        rights::require_in(actor, Permission::ReadMessages, owner, sentence!("contact"))?;
        let found =
            contacts::find(&self.store, owner, contact).await.map_err(refusal::of_store(sentence!("contact")))?;
        let found = found.ok_or(PortalError::NotFound(sentence!("contact")))?;
        Ok(GraphContact {
            id: found.id.undashed(),
            owner: owner.to_string(),
            created_date: found.created_at.0.timestamp_millis(),
            modified_date: found.updated_at.0.timestamp_millis(),
            contact_first_name: found.first_name,
            contact_last_name: found.last_name,
            contact_email: found.emails,
            phones: found.phones,
            additional_fields_object: found.additional_fields,
            socials: found.socials,
        })
    }

    async fn graph_conversations(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        query: GraphQuery,
        start: u32,
    ) -> PortalResult<(Vec<Value>, Option<u32>)> {
        rights::require_in(actor, Permission::ReadMessages, owner, sentence!("call center"))?;
        exists(self, actor, owner).await?;
        let reach = Reach::One(owner.clone());
        let of =
            call_centers::get(&self.store, &reach, owner).await.map_err(refusal::of_store(sentence!("call center")))?;
        let zone: chrono_tz::Tz = of.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let mut lines = Vec::new();
        if query.channel_type_filters.as_ref().is_some_and(|types| !types.is_empty()) {
            lines = channels::all(&self.store, owner).await.map_err(refusal::of_store(sentence!("channel")))?;
        }
        let lines: Vec<Channel> = lines.into_iter().map(|(channel, _)| channel).collect();
        let Some(query) = asked(query, &lines, zone)? else { return Ok((Vec::new(), None)) };
        let page = (i64::from(start), i64::from(GRAPH_PAGE) + 1);
        let found = messages::history(&self.store, owner, &query, page).await.map_err(refusal::of_store(NOUN))?;
        let is_more = found.len() > GRAPH_PAGE as usize;
        let entries = found.into_iter().take(GRAPH_PAGE as usize).map(|entry| {
            let message = &entry.stored.message;
            let ticket = Ticket {
                id: entry.stored.chat_id,
                channel: &entry.channel,
                client_id: "",
                contact: entry.contact_id,
                customer_name: "",
                created: message.created_on.0.with_timezone(&zone).fixed_offset(),
                owner,
                sticker_language: &of.language,
                group_id: None,
                language: None,
            };
            let event = IncomingEvent::of(&message.content, &ticket);
            json!({"ticketNumber": event.ticket_number, "channel": event.channel, "contactId": event.contact_id,
                "answer": message.direction == MessageDirection::ClientTerminated, "messageType": event.message_type,
                "message": event.message, "mediaLink": event.media_link, "createdDate": event.created_date})
        });
        Ok((entries.collect(), is_more.then(|| start.saturating_add(GRAPH_PAGE))))
    }
}

impl ServerPortal {
    /// Grants a token to whoever knows a call center's id and the secret of an omnichannel adapter of it.
    pub(in crate::portal) async fn grant_reading(
        &self,
        owner: &str,
        secret: &str,
        address: &str,
    ) -> PortalResult<ReadingToken> {
        let now = clock::now();
        // Counted apart from people: an e-mail address holds no space.
        let attempt = Attempt::begin(&self.store, &format!("third party {owner}"), Some(address), now).await?;
        let found = match owner.parse::<CallCenterId>() {
            Ok(owner) => adapters::find_by_secret(&self.store, &owner, &secret_hash(&owner, secret)).await,
            Err(_) => Ok(None),
        };
        let Some(adapter) = found.map_err(refusal::of_store(sentence!("adapter")))? else {
            attempt.failed().await?;
            return Err(PortalError::WrongCredentials);
        };
        let token = Token::generate(TokenKind::Adapter).map_err(refusal::of_vault)?;
        let expires_at = Timestamp(now.0 + LIFE);
        let granted = GraphToken { call_center_id: adapter.call_center_id, adapter_id: adapter.id, expires_at };
        let inserted = graph_tokens::insert(&self.store, token.hash().as_bytes(), &granted).await;
        inserted.map_err(refusal::of_store(sentence!("adapter")))?;
        attempt.succeeded().await?;
        Ok(ReadingToken { token: token.expose().to_owned(), expires_at })
    }
}

/// The third party's filters as the store's; none: nothing can fit. `lines` are the channels, read where types are asked for.
fn asked(query: GraphQuery, lines: &[Channel], zone: chrono_tz::Tz) -> PortalResult<Option<HistoryQuery>> {
    let filled = |list: Option<Vec<String>>| list.filter(|list| !list.is_empty());
    if filled(query.ticket_tag_filters).is_some() {
        return Ok(None);
    }
    let chat = match query.ticket_number.filter(|ticket| !ticket.is_empty()).map(|ticket| ticket.parse::<ChatId>()) {
        Some(Ok(chat)) => Some(chat),
        Some(Err(_)) => return Ok(None),
        None => None,
    };
    let lower = |list: Vec<String>| list.into_iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    let channels = match (filled(query.channel_filters).map(lower), filled(query.channel_type_filters).map(lower)) {
        (named, None) => named,
        (named, Some(types)) => {
            let is_of = |line: &&Channel| types.iter().any(|word| word == line.kind.as_str() || line.name.is(word));
            let of_type = lines.iter().filter(is_of).map(|line| line.name.as_str().to_lowercase());
            let both: Vec<String> =
                of_type.filter(|name| named.as_ref().is_none_or(|named| named.contains(name))).collect();
            if both.is_empty() {
                return Ok(None);
            }
            Some(both)
        }
    };
    let day = |text: Option<String>, pointer, later| match text.filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => {
            let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d")
                .ok()
                .and_then(|day| day.checked_add_days(Days::new(later)));
            let midnight =
                day.and_then(|day| zone.from_local_datetime(&day.and_time(chrono::NaiveTime::MIN)).earliest());
            let wrong = || PortalError::invalid(pointer, sentence!("write a day as yyyy-MM-dd"));
            midnight.map(|at| Some(Timestamp(at.to_utc()))).ok_or_else(wrong)
        }
    };
    Ok(Some(HistoryQuery {
        channels,
        customers: filled(query.customer_filters),
        authors: filled(query.agent_filters),
        chat,
        since: day(query.start_date_filter, "/startDateFilter", 0)?,
        until: day(query.end_date_filter, "/endDateFilter", 1)?,
    }))
}
