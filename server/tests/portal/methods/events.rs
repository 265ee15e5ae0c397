//! Queues, event integrations, conversations and the durable queue.

use super::{BOTH, LIST, Method, Target, method, page, seen, unique};
use crate::portal::ground::{Objects, event, event_integration_draft};
use patchbay_app::portal::{Change, EndpointCall};
use patchbay_model::access::Permission as P;
use patchbay_model::callbox::CallboxTokenDraft;
use patchbay_model::conversation::ConversationQuery;
use patchbay_model::event::PostedEvents;
use patchbay_model::event_integration::{
    EVENT_INTEGRATION_SCHEMA, EventIntegrationDocument, EventIntegrationDraft, EventIntegrationQuery,
};
use patchbay_model::id::Version;
use patchbay_model::queue::{QueueDraft, QueueId, QueueQuery};
use patchbay_model::work::ReplayQuery;
use patchbay_server::clock;
use serde_json::json;

fn queue(id: &str) -> QueueDraft {
    serde_json::from_value(json!({"id": id, "address": id, "name": "x", "channelTypes": ["chat"]})).unwrap()
}

fn unseen(id: &QueueId) -> Change<QueueId> {
    Change { id: id.clone(), version: Some(Version(999)) }
}

fn integration() -> EventIntegrationDraft {
    serde_json::from_value(event_integration_draft(&unique("e"))).unwrap()
}

fn document() -> EventIntegrationDocument {
    let mut document = event_integration_draft(&unique("i"));
    document["$schema"] = json!(EVENT_INTEGRATION_SCHEMA);
    serde_json::from_value(document).unwrap()
}

fn posted() -> PostedEvents {
    PostedEvents::parse(&event(&unique("e"), "c-walk").to_string()).unwrap()
}

fn call(of: &Objects) -> EndpointCall {
    let template = of.template.to_string();
    let call_center = of.call_center.clone();
    EndpointCall { call_center, template, endpoint: "find".into(), body: json!({}), deadline: None }
}

fn since_now() -> ReplayQuery {
    let (status, template, endpoint, conversation) = (None, None, None, None);
    ReplayQuery { since: clock::now(), status, template, endpoint, conversation }
}

pub static METHODS: &[Method] = &[
    method!(list_queues, &[P::ReadQueues], BOTH, |g, a, of| {
        g.desk.portal.list_queues(&a, &of.call_center, QueueQuery::default(), page())
    }),
    method!(queue, &[P::ReadQueues], BOTH, |g, a, of| g.desk.portal.queue(&a, &of.call_center, &of.queue)),
    method!(create_queue, &[P::WriteQueues], BOTH, |g, a, of| {
        g.desk.portal.create_queue(&a, &of.call_center, queue(&unique("q")))
    }),
    method!(update_queue, &[P::WriteQueues], BOTH, |g, a, of| {
        g.desk.portal.update_queue(&a, &of.call_center, unseen(&of.queue), queue(of.queue.as_str()))
    }),
    method!(queue_usage, &[P::ReadQueues], BOTH, |g, a, of| {
        g.desk.portal.queue_usage(&a, &of.call_center, &of.queue)
    }),
    method!(delete_queue, &[P::WriteQueues], BOTH, |g, a, of| {
        g.desk.portal.delete_queue(&a, &of.call_center, unseen(&of.queue))
    }),
    method!(list_event_integrations, &[P::ReadEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.list_event_integrations(&a, &of.call_center, EventIntegrationQuery::default(), page())
    }),
    method!(event_integration, &[P::ReadEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.event_integration(&a, &of.call_center, of.event_integration)
    }),
    method!(check_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.check_event_integration(&a, &of.call_center, Some(of.event_integration), integration())
    }),
    method!(create_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.create_event_integration(&a, &of.call_center, integration())
    }),
    method!(update_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.update_event_integration(&a, &of.call_center, seen(of.event_integration), integration())
    }),
    method!(copy_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.copy_event_integration(&a, &of.call_center, of.event_integration, unique("copy"))
    }),
    method!(event_integration_gallery, &[P::ReadEventIntegrations], &[Target::Anybody], |g, a, _of| {
        g.desk.portal.event_integration_gallery(&a)
    }),
    method!(import_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.import_event_integration(&a, &of.call_center, document())
    }),
    method!(export_event_integration, &[P::ReadEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.export_event_integration(&a, &of.call_center, of.event_integration)
    }),
    method!(delete_event_integration, &[P::WriteEventIntegrations], BOTH, |g, a, of| {
        g.desk.portal.delete_event_integration(&a, &of.call_center, seen(of.event_integration))
    }),
    method!(overlaps, &[P::ReadEventIntegrations], BOTH, |g, a, of| g.desk.portal.overlaps(&a, &of.call_center)),
    method!(applicability, &[P::ReadEventIntegrations], &[Target::Anybody], |g, a, _of| {
        g.desk.portal.applicability(&a)
    }),
    method!(post_events, &[P::WriteEvents], BOTH, |g, a, of| {
        g.desk.portal.post_events(&a, &of.call_center, posted(), None)
    }),
    method!(list_conversations, &[P::ReadConversations], BOTH, |g, a, of| {
        g.desk.portal.list_conversations(&a, &of.call_center, ConversationQuery::default(), page())
    }),
    method!(conversation, &[P::ReadConversations], BOTH, |g, a, of| {
        g.desk.portal.conversation(&a, &of.call_center, &of.conversation)
    }),
    method!(timeline, &[P::ReadConversations], BOTH, |g, a, of| {
        g.desk.portal.timeline(&a, &of.call_center, &of.conversation, page())
    }),
    method!(callbox_integrations, &[P::ExecuteEndpoints], BOTH, |g, a, of| {
        g.desk.portal.callbox_integrations(&a, &of.call_center)
    }),
    method!(create_callbox_token, &[P::IssueCallboxTokens], BOTH, |g, a, of| {
        g.desk.portal.create_callbox_token(&a, &of.call_center, CallboxTokenDraft::default())
    }),
    method!(enqueue, &[P::ExecuteEndpoints], BOTH, |g, a, of| g.desk.portal.enqueue(&a, call(of))),
    method!(replay_execution, &[P::ReplayExecutions], BOTH, |g, a, of| {
        g.desk.portal.replay_execution(&a, of.execution)
    }),
    method!(replay_executions, &[P::ReplayExecutions], BOTH, |g, a, of| {
        g.desk.portal.replay_executions(&a, &of.call_center, since_now())
    }),
    method!(queue_health, &[P::ReadExecutions], LIST, |g, a, _of| g.desk.portal.queue_health(&a, None)),
    method!(queue_health, &[P::ReadExecutions], BOTH, |g, a, of| {
        g.desk.portal.queue_health(&a, Some(of.call_center.clone()))
    }),
];
