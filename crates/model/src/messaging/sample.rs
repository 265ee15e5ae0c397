//! What the test of an adapter's webhook sends: a valid post of its dialect, as if a customer had written.

use super::adapter::{Adapter, AdapterKind, HandoverValues};
use super::chat::{Chat, ChatKey};
use super::content::Content;
use super::event::{ChatEvent, EventContent};
use super::message::{Message, MessageDirection};
use super::omnichannel::{IncomingEvent, Ticket};
use super::twoway::Payload;
use super::{ChatEventId, ContactId, MessageId, SessionId};
use crate::templating::TwoWayTemplate;
use crate::time::Timestamp;
use crate::webhook::WebhookRole;
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use uuid::Uuid;

const CLIENT: &str = "628128778222";
const CLIENT_NAME: &str = "Test Customer";
const HOST: &str = "patchbay-test";
const TEXT: &str = "This is a test from Patchbay. Nobody waits for an answer.";

/// What only the caller knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleValues<'a> {
    /// A new id: everything in the sample that needs one has it.
    pub id: Uuid,
    /// Now, in the call center's zone.
    pub now: DateTime<FixedOffset>,
    /// The call center's language.
    pub language: &'a str,
}

/// The sample for one webhook of an adapter; none: the adapter has no such webhook. It is of the first channel that the
/// adapter lists.
#[must_use]
pub fn sample(adapter: &Adapter, role: WebhookRole, values: &SampleValues<'_>) -> Option<Value> {
    let channel = adapter.channels.first().cloned().or_else(|| "SMS".parse().ok())?;
    let key = ChatKey { channel, client_id: CLIENT.to_owned(), host_id: HOST.to_owned() };
    let chat = key.chat(adapter.call_center_id.clone(), Some(SessionId(values.id)), Some(CLIENT_NAME.to_owned()));
    match (role, adapter.kind) {
        (WebhookRole::Message, AdapterKind::Twoway) => Some(payload(chat, vec![message(values)], Vec::new())),
        (WebhookRole::Message, AdapterKind::Omnichannel) => Some(incoming(&chat, values)),
        (WebhookRole::Handover, AdapterKind::Twoway) => {
            let template = TwoWayTemplate::parse(&adapter.handover_endpoint.as_ref()?.body).ok()?;
            let context = json!({"test": true});
            let body = template.render(&HandoverValues { chat: &chat, context: Some(&context) });
            serde_json::from_str(&body.into_exposed()).ok()
        }
        (WebhookRole::Events, AdapterKind::Twoway) => Some(payload(chat, Vec::new(), vec![event(values)])),
        (WebhookRole::Handover | WebhookRole::Events, AdapterKind::Omnichannel) | (WebhookRole::Callback, _) => None,
    }
}

fn payload(chat: Chat, messages: Vec<Message>, events: Vec<ChatEvent>) -> Value {
    Payload { chat, messages, events, target_adapters: Vec::new() }.encode()
}

fn at(values: &SampleValues<'_>) -> Timestamp {
    Timestamp(values.now.to_utc())
}

fn message(values: &SampleValues<'_>) -> Message {
    let id = MessageId(values.id);
    Message { id, direction: MessageDirection::ClientOriginated, created_on: at(values), content: Content::text(TEXT) }
}

fn event(values: &SampleValues<'_>) -> ChatEvent {
    ChatEvent { id: ChatEventId(values.id), created_on: at(values), content: EventContent::RouterSessionStarted }
}

fn incoming(chat: &Chat, values: &SampleValues<'_>) -> Value {
    let ticket = Ticket {
        id: chat.id,
        channel: chat.key.channel.as_str(),
        client_id: &chat.key.client_id,
        contact: ContactId(values.id),
        customer_name: CLIENT_NAME,
        created: values.now,
        owner: &chat.account_id,
        sticker_language: values.language,
        group_id: None,
        language: None,
    };
    IncomingEvent::of(&Content::text(TEXT), &ticket).encode()
}
