//! What is queued: webhooks of adapters, callbacks of gateways, SMS.

use super::error::MessagingError;
use super::roster::{Host, Line};
use super::work::{Abort, Work};
use crate::input::Input;
use crate::recipe::Recipe;
use chrono::{DateTime, FixedOffset, Offset as _, TimeZone as _, Utc};
use patchbay_model::execution::{Cause, Effects, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::ExecutionId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind, HandoverValues};
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::messaging::event::ChatEvent;
use patchbay_model::messaging::gateway::{GatewayMessage, Party};
use patchbay_model::messaging::message::Message;
use patchbay_model::messaging::omnichannel::{IncomingEvent, Ticket};
use patchbay_model::messaging::twoway::{Payload, TargetAdapter};
use patchbay_model::templating::TwoWayTemplate;
use patchbay_model::time::Timestamp;
use patchbay_model::webhook::{PAYLOAD, WebhookRole};
use patchbay_store::chats::{Session, StoredChat};
use patchbay_store::executions::ExecutionRecord;
use patchbay_store::queued_executions::{DEFAULT_PRIORITY, NewExecution, Queued};
use serde_json::{Value, json};

/// Somebody waits in a chat: before what machines tell each other.
const PRIORITY: i16 = DEFAULT_PRIORITY / 2;

impl Work {
    /// Queues a customer's message for the host of its chat; none: the host takes no messages by itself.
    pub(super) async fn deliver_to_host(
        &mut self,
        chat: &StoredChat,
        session: &Session,
        message: &Message,
    ) -> Result<Option<ExecutionId>, Abort> {
        let Some(host) = self.host(session.adapter_id)? else { return Ok(None) };
        if !has_webhook(&host.adapter, WebhookRole::Message) {
            return Ok(None);
        }
        let payload = match host.adapter.kind {
            AdapterKind::Twoway => {
                let target_adapters = self.targets(chat, &host.adapter);
                let chat = chat.chat(Some(session.id));
                Payload { chat, messages: vec![message.clone()], events: Vec::new(), target_adapters }.encode()
            }
            AdapterKind::Omnichannel => self.incoming_event(chat, session, message),
        };
        let key = format!("{} {}", host.adapter.id, chat.id);
        self.post(&host, WebhookRole::Message, payload, Some(message.id.to_string()), (chat, key)).await.map(Some)
    }

    /// The adapters that the host could hand over to.
    fn targets(&self, chat: &StoredChat, host: &Adapter) -> Vec<TargetAdapter> {
        let all = self.roster().hosts_of(chat.key.channel.as_str()).map(|host| &host.adapter);
        let others = all.filter(|other| other.id != host.id);
        let told =
            |other: &Adapter| TargetAdapter { adapter_id: other.id, name: other.name.clone(), is_bot: other.is_bot };
        others.map(told).collect()
    }

    fn incoming_event(&self, chat: &StoredChat, session: &Session, message: &Message) -> Value {
        let of = &self.roster().call_center;
        let ticket = Ticket {
            id: chat.id,
            channel: chat.key.channel.as_str(),
            client_id: &chat.key.client_id,
            contact: chat.contact_id,
            customer_name: &chat.client_name,
            created: in_zone(session.started_at, &of.time_zone),
            owner: &self.call_center,
            sticker_language: &of.language,
            group_id: None,
            language: None,
        };
        IncomingEvent::of(&message.content, &ticket).encode()
    }

    /// Queues events for an adapter that takes them. They wait for each other and for nothing else: a dead events endpoint
    /// must not hold messages up.
    pub(super) async fn tell_adapter(
        &mut self,
        host: &Host,
        chat: &StoredChat,
        session: Option<&Session>,
        events: &[ChatEvent],
    ) -> Result<(), Abort> {
        let adapter = &host.adapter;
        if adapter.kind != AdapterKind::Twoway || !has_webhook(adapter, WebhookRole::Events) {
            return Ok(());
        }
        let Some(first) = events.first() else { return Ok(()) };
        let (messages, target_adapters) = (Vec::new(), Vec::new());
        let payload = Payload {
            chat: chat.chat(session.map(|session| session.id)),
            messages,
            events: events.to_vec(),
            target_adapters,
        };
        let key = format!("{} {} events", adapter.id, chat.id);
        let id = Some(first.id.to_string());
        self.post(host, WebhookRole::Events, payload.encode(), id, (chat, key)).await.map(drop)
    }

    /// Queues the call of a handover endpoint, before the first message to its adapter.
    pub(super) async fn announce_handover(
        &mut self,
        host: &Host,
        chat: &StoredChat,
        session: &Session,
        context: Option<&Value>,
    ) -> Result<(), Abort> {
        let to = &host.adapter;
        let Some(endpoint) = to.handover_endpoint.as_ref().filter(|_| to.kind == AdapterKind::Twoway) else {
            return Ok(());
        };
        // It was read when it was saved.
        let Ok(template) = TwoWayTemplate::parse(&endpoint.body) else { return Ok(()) };
        let chat_of = chat.chat(Some(session.id));
        let body = template.render(&HandoverValues { chat: &chat_of, context }).into_exposed();
        let payload = serde_json::from_str(&body).unwrap_or(Value::Null);
        let key = format!("{} {}", to.id, chat.id);
        self.post(host, WebhookRole::Handover, payload, None, (chat, key)).await.map(drop)
    }

    /// Queues what is said to a customer; none: the web chat shows it.
    pub(super) async fn deliver_to_customer(
        &mut self,
        line: &Line,
        chat: &StoredChat,
        message: &Message,
        from: Option<&str>,
    ) -> Result<Option<ExecutionId>, Abort> {
        let channel = &line.channel;
        let key = format!("{} {}", channel.id, chat.id);
        let (template, endpoint, client, webhook_id) = match channel.kind {
            ChannelKind::Webchat => return Ok(None),
            ChannelKind::Gateway => {
                let Some(template) = line.template else { return Err(not_allowed(channel).into()) };
                let delivery = GatewayMessage {
                    id: message.id.to_string(),
                    from: Party { id: chat.key.host_id.clone(), name: from.map(str::to_owned) },
                    to: chat.key.client_id.clone(),
                    message: message.content.clone(),
                };
                let client = json!({ PAYLOAD: delivery.encode() });
                let endpoint = WebhookRole::Callback.to_string();
                (template.to_string(), endpoint, client, Some(message.id.to_string()))
            }
            ChannelKind::Sms => {
                let named = channel.template.clone().zip(channel.endpoint.clone());
                let Some((template, endpoint)) = named else { return Err(not_allowed(channel).into()) };
                let client = json!({
                    "id": message.id, "to": chat.key.client_id, "text": message.content.as_text("en"),
                    "from": channel.sender.as_deref().unwrap_or(&chat.key.host_id), "sentAt": message.created_on,
                });
                (template, endpoint, client, None)
            }
        };
        let recipe = self.recipe(&template, &endpoint).await?;
        Ok(Some(self.queue(&recipe, client, webhook_id, (chat, key))))
    }

    async fn post(
        &mut self,
        host: &Host,
        role: WebhookRole,
        payload: Value,
        webhook_id: Option<String>,
        of: (&StoredChat, String),
    ) -> Result<ExecutionId, Abort> {
        let recipe = self.recipe(&host.template.to_string(), role.as_str()).await?;
        Ok(self.queue(&recipe, json!({ PAYLOAD: payload }), webhook_id, of))
    }

    fn queue(
        &mut self,
        recipe: &Recipe,
        client: Value,
        webhook_id: Option<String>,
        (chat, order_key): (&StoredChat, String),
    ) -> ExecutionId {
        let summary = ExecutionSummary {
            id: ExecutionId(self.core.clock.new_id()),
            call_center_id: self.call_center.clone(),
            template: recipe.template_name.to_string(),
            template_id: recipe.template_id,
            endpoint: recipe.endpoint_name.to_string(),
            endpoint_id: recipe.endpoint_id,
            integrator_id: recipe.integrator_id,
            cause: Cause::Trigger,
            conversation: Some(chat.id.ticket_number()),
            status: ExecutionStatus::Queued,
            error_code: None,
            response_status: None,
            attempt_count: 0,
            created_at: self.now,
            finished_at: None,
            duration_us: 0,
        };
        let id = summary.id;
        // It stays when it is replayed: whoever gets it twice can tell.
        let webhook_id = webhook_id.or_else(|| Some(id.to_string()));
        let execution = Execution {
            summary,
            configuration_version_id: Some(recipe.version_id),
            request_id: None,
            next_attempt_at: None,
            failure: None,
            effects: Effects::default(),
            attempts: Vec::new(),
        };
        let input = serde_json::to_value(Input { client, webhook_id, ..Input::default() }).unwrap_or_default();
        let queued = Queued { priority: PRIORITY, order_key: Some(order_key), run_at: self.now, lease: None, input };
        let record = ExecutionRecord { execution, actor: None, key_id: None };
        self.executions.push(NewExecution { record, queued: Some(queued) });
        id
    }
}

fn not_allowed(channel: &Channel) -> MessagingError {
    MessagingError::ChannelNotAllowed { channel: channel.name.to_string() }
}

/// Whether an adapter is called for this.
pub(super) fn has_webhook(adapter: &Adapter, role: WebhookRole) -> bool {
    match role {
        WebhookRole::Message => match &adapter.properties {
            Some(properties) => properties.incoming_url().is_some(),
            None => adapter.message_endpoint.is_some(),
        },
        WebhookRole::Handover => adapter.handover_endpoint.is_some(),
        WebhookRole::Events => adapter.events_endpoint.is_some(),
        WebhookRole::Callback => false,
    }
}

/// The time as clocks of the zone show it; of a zone that nobody knows, UTC.
fn in_zone(at: Timestamp, zone: &str) -> DateTime<FixedOffset> {
    let offset = match zone.parse::<chrono_tz::Tz>() {
        Ok(zone) => zone.offset_from_utc_datetime(&at.0.naive_utc()).fix(),
        Err(_) => Utc.fix(),
    };
    at.0.with_timezone(&offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_as_clocks_of_the_call_center_show_it() {
        let at: Timestamp = "2021-04-28T08:39:37.945Z".parse::<DateTime<Utc>>().unwrap().into();
        assert_eq!(in_zone(at, "Asia/Jakarta").to_rfc3339(), "2021-04-28T15:39:37.945+07:00");
        assert_eq!(in_zone(at, "Nowhere/Else").to_rfc3339(), "2021-04-28T08:39:37.945+00:00");
    }
}
