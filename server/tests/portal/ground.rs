//! What a walk over the rights stands on: the same objects for the own tenant, a foreign one, and everybody.

use super::desk::{Desk, operator};
use super::methods::{Target, Whose};
use patchbay_model::access::{Role, Scope};
use patchbay_model::audit::{AuditObject, AuditQuery};
use patchbay_model::event::PostedEvents;
use patchbay_model::execution::{Cause, Effects, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{
    AuditEntryId, CallCenterId, ConfigurationVersionId, EndpointId, EventIntegrationId, ExecutionId, IntegratorId,
    KeyId, TemplateId, UserId,
};
use patchbay_model::key::KeyDraft;
use patchbay_model::messaging::gateway::GatewayMessage;
use patchbay_model::messaging::{AdapterId, AdapterTokenId, ChannelId, ChatId, ContactId, SessionId};
use patchbay_model::page::PageRequest;
use patchbay_model::queue::QueueId;
use patchbay_model::user::UserDraft;
use patchbay_server::clock;
use patchbay_store::executions::{ExecutionRecord, insert_batch};
use serde_json::{Value, json};

/// The objects of one owner.
pub struct Objects {
    /// The owner; for what is everybody's, the own tenant, who then is the one to be asked about.
    pub call_center: CallCenterId,
    /// Whether these are everybody's.
    pub published: bool,
    /// A template: private, or published.
    pub template: TemplateId,
    pub endpoint: EndpointId,
    /// An integrator of that template.
    pub integrator: IntegratorId,
    pub execution: ExecutionId,
    pub key: KeyId,
    /// What tells of the key's creation.
    pub audit_entry: AuditEntryId,
    pub version: ConfigurationVersionId,
    pub user: UserId,
    pub queue: QueueId,
    pub event_integration: EventIntegrationId,
    /// A conversation of the call center.
    pub conversation: String,
    /// A TwoWay adapter whose webhook the guard refuses.
    pub adapter: AdapterId,
    pub adapter_token: AdapterTokenId,
    /// A gateway's name.
    pub channel: String,
    pub channel_id: ChannelId,
    /// A chat over that channel, its session with that adapter, and its customer.
    pub chat: ChatId,
    pub session: SessionId,
    pub contact: ContactId,
}

pub struct Ground {
    pub desk: Desk,
    pub own: Objects,
    pub foreign: Objects,
    pub everybody: Objects,
}

impl Ground {
    pub async fn laid(desk: Desk) -> Self {
        let own = desk.call_center("own").await;
        let foreign = desk.call_center("foreign").await;
        let everybody = objects(&desk, &own, true).await;
        let (own, foreign) = (objects(&desk, &own, false).await, objects(&desk, &foreign, false).await);
        Self { desk, own, foreign, everybody }
    }

    pub fn of(&self, whose: Whose) -> &Objects {
        match whose {
            Whose::Own => &self.own,
            Whose::Foreign => &self.foreign,
            Whose::Everybodys => &self.everybody,
        }
    }

    pub fn object(&self, target: Target) -> &Objects {
        match target {
            Target::Own | Target::Reach | Target::Anybody => &self.own,
            Target::Foreign => &self.foreign,
            Target::Portal => &self.everybody,
        }
    }
}

async fn objects(desk: &Desk, of: &CallCenterId, published: bool) -> Objects {
    let name = if published { "published".to_owned() } else { format!("private-{of}") };
    let (visibility, owner) = if published { ("published", None) } else { ("private", Some(of)) };
    let parameters = json!([{"name": "any", "location": "query"}]);
    let template = json!({"name": name, "visibility": visibility, "callCenterId": owner, "parameters": parameters});
    let template = desk.template(template).await;
    let endpoint = desk.endpoint(&template, json!({})).await;
    // The guard refuses the address: a call that is allowed ends at once and leaves the machine alone.
    let integrator = desk.integrator(of, json!({"template": name, "host": "127.0.0.1:9"})).await;
    let versions = desk.portal.versions(&operator(), template.id, endpoint.id.0, PageRequest::default()).await.unwrap();
    let key = KeyDraft { name: name.clone(), call_center_id: owner.cloned(), scopes: vec![Scope::EventsWrite] };
    let key = desk.portal.create_key(&operator(), key).await.unwrap().record.id;
    let email = format!("{name}@example.com");
    let user = UserDraft { email, role: Role::PortalViewer, call_center_id: None, disabled: false };
    let user = desk.portal.invite_user(&operator(), user).await.unwrap().user.id;
    let mut objects = Objects {
        call_center: of.clone(),
        published,
        template: template.id,
        endpoint: endpoint.id,
        integrator: integrator.id,
        execution: ExecutionId(clock::new_id()),
        key,
        audit_entry: audit_entry(desk, key).await,
        version: versions.items[0].id,
        user,
        queue: queue(desk, of, &name).await,
        event_integration: event_integration(desk, of, &name).await,
        conversation: format!("c-{name}"),
        // One call center has both: its own and everybody's.
        channel: if published { "Viber" } else { "SMS" }.to_owned(),
        channel_id: ChannelId(clock::new_id()),
        adapter: AdapterId(clock::new_id()),
        adapter_token: AdapterTokenId(clock::new_id()),
        chat: ChatId(clock::new_id()),
        session: SessionId(clock::new_id()),
        contact: ContactId(clock::new_id()),
    };
    chat(desk, &mut objects, &name).await;
    let event = PostedEvents::parse(&event(&format!("e-{name}"), &objects.conversation).to_string()).unwrap();
    desk.portal.post_events(&operator(), of, event, None).await.unwrap();
    objects.execution = executed(desk, &objects, &name).await;
    objects
}

async fn audit_entry(desk: &Desk, of: KeyId) -> AuditEntryId {
    let query = AuditQuery { object: Some(AuditObject::Key), object_id: Some(of.to_string()), ..AuditQuery::default() };
    desk.portal.list_audit(&operator(), query, PageRequest::default()).await.unwrap().items[0].id
}

async fn chat(desk: &Desk, objects: &mut Objects, name: &str) {
    let (of, portal) = (&objects.call_center, &desk.portal);
    let draft = serde_json::from_value(channel_draft(&objects.channel)).unwrap();
    objects.channel_id = portal.create_channel(&operator(), of, draft).await.unwrap().channel.id;
    let draft = serde_json::from_value(adapter_draft(&format!("bot-{name}"), &objects.channel)).unwrap();
    objects.adapter = portal.create_adapter(&operator(), of, draft).await.unwrap().adapter.id;
    let draft = serde_json::from_value(adapter_token_draft()).unwrap();
    let token = portal.create_adapter_token(&operator(), of, objects.adapter, draft).await.unwrap();
    objects.adapter_token = token.record.id;
    let message = GatewayMessage::decode(&customer_message(name).to_string()).unwrap();
    let posted = portal.post_customer_message(&operator(), of, &objects.channel, message).await.unwrap();
    objects.chat = posted.conversation_id.parse().unwrap();
    let chat = portal.chat(&operator(), of, objects.chat).await.unwrap();
    (objects.contact, objects.session) = (chat.contact_id, chat.session.unwrap().session_id);
}

pub fn channel_draft(name: &str) -> Value {
    json!({"name": name, "kind": "gateway", "callbackUrl": "https://gateway.acme.test/in"})
}

pub fn adapter_draft(name: &str, channel: &str) -> Value {
    json!({"kind": "twoway", "name": name, "isBot": true, "channels": [channel],
        "messageEndpoint": {"url": "https://127.0.0.1:9/in"}})
}

pub fn adapter_token_draft() -> Value {
    json!({"name": "main", "rights": ["message:send", "session:update", "history:read"]})
}

pub fn customer_message(id: &str) -> Value {
    json!({"id": id, "from": {"id": "628128778222", "name": "Farhan Akbar"}, "to": "x", "message": {"$type": "text", "text": "Halo"}})
}

async fn queue(desk: &Desk, of: &CallCenterId, name: &str) -> QueueId {
    let draft =
        json!({"id": format!("q-{name}"), "address": format!("q-{name}"), "name": name, "channelTypes": ["phone"]});
    desk.portal.create_queue(&operator(), of, serde_json::from_value(draft).unwrap()).await.unwrap().id
}

async fn event_integration(desk: &Desk, of: &CallCenterId, name: &str) -> EventIntegrationId {
    let draft = event_integration_draft(&format!("event-{name}"));
    desk.portal.create_event_integration(&operator(), of, serde_json::from_value(draft).unwrap()).await.unwrap().id
}

/// A draft that hears nothing, so that no test of rights makes anything run.
pub fn event_integration_draft(name: &str) -> Value {
    json!({"name": name, "url": "https://hooks.acme.test/{event}", "direction": "both", "events": [],
        "directCalls": true, "configuration": "{\"request\":{\"method\":\"POST\"}}"})
}

/// A call that comes in.
pub fn event(id: &str, conversation: &str) -> Value {
    json!({"id": id, "type": "received", "occurredAt": "2026-11-20T09:30:00.000Z",
        "conversation": {"id": conversation, "channelType": "phone", "direction": "inbound"}, "data": {}})
}

async fn executed(desk: &Desk, of: &Objects, template: &str) -> ExecutionId {
    let id = ExecutionId(clock::new_id());
    let summary = ExecutionSummary {
        id,
        call_center_id: of.call_center.clone(),
        template: template.to_owned(),
        template_id: of.template,
        endpoint: "find".into(),
        endpoint_id: of.endpoint,
        integrator_id: of.integrator,
        cause: Cause::Execute,
        conversation: None,
        status: ExecutionStatus::Succeeded,
        error_code: None,
        response_status: Some(200),
        attempt_count: 0,
        created_at: clock::now(),
        finished_at: Some(clock::now()),
        duration_us: 1000,
    };
    let execution = Execution {
        summary,
        configuration_version_id: None,
        request_id: None,
        next_attempt_at: None,
        failure: None,
        effects: Effects::default(),
        attempts: Vec::new(),
    };
    let record = ExecutionRecord { execution, actor: None, key_id: None };
    insert_batch(&desk.store, &[record]).await.unwrap();
    id
}
