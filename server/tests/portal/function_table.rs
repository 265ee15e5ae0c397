//! Every server function that needs a session: what it is sent, and which method of the portal is behind it.

use super::ground::Objects;
use patchbay_model::id::{CallCenterId, Version};
use serde_json::{Value, json};

/// One row.
pub struct Function {
    /// Below `/api/ui/`.
    pub path: &'static str,
    /// Sent as a form; as JSON otherwise.
    pub is_form: bool,
    /// The portal's method behind it, which says who may call it; none: whoever is signed in may.
    pub method: Option<&'static str>,
    pub arguments: fn(&Objects) -> Value,
}

const fn read(path: &'static str, method: &'static str, arguments: fn(&Objects) -> Value) -> Function {
    Function { path, is_form: false, method: Some(method), arguments }
}

const fn write(path: &'static str, method: &'static str, arguments: fn(&Objects) -> Value) -> Function {
    Function { path, is_form: true, method: Some(method), arguments }
}

/// What the own session keeps.
const fn kept(path: &'static str) -> Function {
    Function { path, is_form: false, method: None, arguments: |_| json!({}) }
}

fn page() -> Value {
    json!({"limit": 50})
}

/// Whom a thing to come is to belong to; nobody in particular where the others are everybody's.
fn owner(of: &Objects) -> Option<&CallCenterId> {
    (!of.published).then_some(&of.call_center)
}

fn template(of: &Objects) -> Value {
    let visibility = if of.published { "published" } else { "private" };
    json!({"name": "mine", "label": "Mine", "template_type": "crm", "visibility": visibility, "call_center_id": owner(of)})
}

fn endpoint() -> Value {
    json!({"name": "mine", "label": "Mine", "endpoint_type": "getData", "method": "GET", "url": "/x", "body_format": "json",
        "timeout_seconds": 10, "enabled": true})
}

fn integrator(of: &Objects) -> Value {
    json!({"call_center_id": of.call_center, "host": "api.acme.test", "enabled": true})
}

fn call_center(of: &Objects) -> Value {
    json!({"id": of.call_center, "name": "Mine", "time_zone": "UTC", "language": "en"})
}

fn queue(id: &str) -> Value {
    json!({"id": id, "name": "Mine", "address": id, "channel_types": ["phone"]})
}

fn event_integration() -> Value {
    json!({"name": "of a form", "url": "https://hooks.acme.test/{event}", "direction": "both", "events": ["ended"],
        "direct_calls": true, "ordinal": "100", "configuration": "{\"request\":{\"method\":\"POST\"}}"})
}

fn channel() -> Value {
    json!({"name": "of a form", "kind": "webchat"})
}

fn adapter(of: &Objects) -> Value {
    json!({"name": "of a form", "channels": [of.channel], "message_url": "https://127.0.0.1:9/in"})
}

fn play() -> Value {
    json!({"scenario": "answered", "channel": "phone", "direction": "inbound"})
}

fn user() -> Value {
    json!({"email": "new@example.com", "role": "portalViewer"})
}

/// What is written so that saving it would change nothing that a later row needs.
const STALE: Version = Version(999);

pub static FUNCTIONS: &[Function] = &[
    read("overview", "overview", |_| json!({})),
    kept("forms/typed"),
    read("call-centers/list", "list_call_centers", |_| json!({"search": null, "page": page()})),
    read("call-centers/get", "call_center", |of| json!({"id": of.call_center})),
    read("call-centers/usage", "call_center_usage", |of| json!({"id": of.call_center})),
    read("call-centers/limits", "limits", |_| json!({})),
    write("call-centers/create", "create_call_center", |of| json!({"form": call_center(of)})),
    write(
        "call-centers/update",
        "update_call_center",
        |of| json!({"id": of.call_center, "version": STALE, "form": call_center(of)}),
    ),
    write("call-centers/delete", "delete_call_center", |of| json!({"id": of.call_center, "version": STALE})),
    read("templates/list", "list_templates", |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("templates/get", "template", |of| json!({"id": of.template})),
    read("templates/usage", "template_usage", |of| json!({"id": of.template})),
    read("templates/export", "export_template", |of| json!({"id": of.template})),
    read("templates/gallery", "gallery", |_| json!({})),
    read(
        "templates/versions",
        "versions",
        |of| json!({"template": of.template, "object_id": of.endpoint, "page": page()}),
    ),
    read("private-code/get", "private_code", |of| json!({"template": of.template})),
    read("private-code/versions", "versions", |of| json!({"template": of.template, "page": page()})),
    write(
        "private-code/update",
        "update_private_code",
        |of| json!({"template": of.template, "version": STALE, "form": {"function": "", "show_info": ""}}),
    ),
    write("templates/create", "create_template", |of| json!({"form": template(of)})),
    write(
        "templates/update",
        "update_template",
        |of| json!({"id": of.template, "version": STALE, "form": template(of)}),
    ),
    write(
        "templates/copy",
        "copy_template",
        |of| json!({"id": of.template, "name": "copy", "call_center_id": owner(of)}),
    ),
    write("templates/delete", "delete_template", |of| json!({"id": of.template, "version": STALE})),
    write("templates/import", "import_template", |of| {
        let document = json!({"$schema": "/schemas/template.json", "name": "imported", "label": "I", "type": "crm"});
        json!({"document": document.to_string(), "call_center_id": owner(of)})
    }),
    write("templates/install", "import_template", |of| json!({"name": "hubspot", "call_center_id": owner(of)})),
    write("templates/restore", "restore", |of| json!({"template": of.template, "version": of.version})),
    read("endpoints/list", "list_endpoints", |of| json!({"template": of.template, "search": null, "page": page()})),
    read("endpoints/get", "endpoint", |of| json!({"template": of.template, "id": of.endpoint})),
    read("endpoints/usage", "endpoint_usage", |of| json!({"id": of.endpoint})),
    kept("endpoints/tested"),
    read("endpoints/check", "check_endpoint", |of| json!({"template": of.template, "form": endpoint()})),
    write("endpoints/create", "create_endpoint", |of| json!({"template": of.template, "form": endpoint()})),
    write("endpoints/update", "update_endpoint", |of| json!({"id": of.endpoint, "version": STALE, "form": endpoint()})),
    write("endpoints/copy", "copy_endpoint", |of| json!({"id": of.endpoint, "name": "copy"})),
    write("endpoints/delete", "delete_endpoint", |of| json!({"id": of.endpoint, "version": STALE})),
    write(
        "endpoints/test",
        "test_endpoint",
        |of| json!({"id": of.endpoint, "integrator": of.integrator, "body": "{}"}),
    ),
    read(
        "integrators/list",
        "list_integrators",
        |of| json!({"call_center": of.call_center, "query": {}, "page": page()}),
    ),
    read("integrators/get", "integrator", |of| json!({"id": of.integrator})),
    read("integrators/circuits", "circuit", |of| json!({"ids": [of.integrator]})),
    write("integrators/create", "create_integrator", |of| json!({"template": of.template, "form": integrator(of)})),
    write("integrators/plug-in", "plug_in", |of| {
        json!({"name": "hubspot", "unverified": true, "form": {"call_center_id": of.call_center, "host": "api.hubapi.com",
            "fields": [{"name": "Authorization", "value": "pat-1"}]}})
    }),
    kept("integrators/plugged-in"),
    write(
        "integrators/update",
        "update_integrator",
        |of| json!({"id": of.integrator, "version": STALE, "template": of.template, "form": integrator(of)}),
    ),
    write("integrators/copy", "copy_integrator", |of| json!({"id": of.integrator, "call_center_id": of.call_center})),
    write("integrators/delete", "delete_integrator", |of| json!({"id": of.integrator, "version": STALE})),
    read("executions/list", "list_executions", |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("executions/get", "execution", |of| json!({"id": of.execution})),
    write("executions/replay", "replay_execution", |of| json!({"id": of.execution})),
    write(
        "executions/replay-many",
        "replay_executions",
        |of| json!({"form": {"call_center_id": of.call_center, "minutes": "60", "status": "failed"}}),
    ),
    read("executions/queue-health", "queue_health", |of| json!({"call_center": of.call_center})),
    read("queues/list", "list_queues", |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("queues/get", "queue", |of| json!({"call_center": of.call_center, "id": of.queue})),
    read("queues/usage", "queue_usage", |of| json!({"call_center": of.call_center, "id": of.queue})),
    write("queues/create", "create_queue", |of| json!({"call_center": of.call_center, "form": queue("new")})),
    write(
        "queues/update",
        "update_queue",
        |of| json!({"call_center": of.call_center, "id": of.queue, "version": STALE, "form": queue("mine")}),
    ),
    write(
        "queues/delete",
        "delete_queue",
        |of| json!({"call_center": of.call_center, "id": of.queue, "version": STALE}),
    ),
    read(
        "event-integrations/list",
        "list_event_integrations",
        |of| json!({"call_center": of.call_center, "query": {}, "page": page()}),
    ),
    read(
        "event-integrations/get",
        "event_integration",
        |of| json!({"call_center": of.call_center, "id": of.event_integration}),
    ),
    read("event-integrations/overlaps", "overlaps", |of| json!({"call_center": of.call_center})),
    read("event-integrations/applicability", "applicability", |_| json!({})),
    read("event-integrations/gallery", "event_integration_gallery", |_| json!({})),
    read(
        "event-integrations/check",
        "check_event_integration",
        |of| json!({"call_center": of.call_center, "id": null, "form": event_integration()}),
    ),
    write(
        "event-integrations/create",
        "create_event_integration",
        |of| json!({"call_center": of.call_center, "form": event_integration()}),
    ),
    write(
        "event-integrations/update",
        "update_event_integration",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "version": STALE, "form": event_integration()}),
    ),
    write(
        "event-integrations/copy",
        "copy_event_integration",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "name": "copy of it"}),
    ),
    write(
        "event-integrations/delete",
        "delete_event_integration",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "version": STALE}),
    ),
    read(
        "conversations/list",
        "list_conversations",
        |of| json!({"call_center": of.call_center, "query": {}, "page": page()}),
    ),
    read("conversations/get", "conversation", |of| json!({"call_center": of.call_center, "id": of.conversation})),
    read(
        "conversations/timeline",
        "timeline",
        |of| json!({"call_center": of.call_center, "id": of.conversation, "page": page()}),
    ),
    read(
        "simulator/step",
        "post_events",
        |of| json!({"call_center": of.call_center, "form": play(), "conversation": null, "step": 0}),
    ),
    write("simulator/play", "post_events", |of| json!({"call_center": of.call_center, "form": play()})),
    kept("simulator/played"),
    read("channels/list", "list_channels", |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("channels/get", "channel", |of| json!({"call_center": of.call_center, "key": of.channel})),
    read("channels/secrets", "channel_secrets", |of| json!({"call_center": of.call_center, "key": of.channel})),
    kept("channels/created-secret"),
    kept("channels/created-token"),
    read("channels/chats", "channel_chats", |of| json!({"call_center": of.call_center, "key": of.channel})),
    write(
        "channels/rotate-token",
        "rotate_inbound_token",
        |of| json!({"call_center": of.call_center, "id": of.channel_id}),
    ),
    write("channels/create", "create_channel", |of| json!({"call_center": of.call_center, "form": channel()})),
    write(
        "channels/update",
        "update_channel",
        |of| json!({"call_center": of.call_center, "id": of.channel_id, "version": STALE, "form": channel()}),
    ),
    write(
        "channels/delete",
        "delete_channel",
        |of| json!({"call_center": of.call_center, "id": of.channel_id, "version": STALE}),
    ),
    write(
        "channels/rotate-secret",
        "rotate_channel_secret",
        |of| json!({"call_center": of.call_center, "id": of.channel_id}),
    ),
    read("adapters/list", "list_adapters", |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("adapters/get", "adapter", |of| json!({"call_center": of.call_center, "id": of.adapter})),
    read("adapters/chats", "adapter_chats", |of| json!({"call_center": of.call_center, "id": of.adapter})),
    read("adapters/tokens", "list_adapter_tokens", |of| json!({"call_center": of.call_center, "id": of.adapter})),
    kept("adapters/tested"),
    kept("adapters/created-token"),
    write(
        "adapters/create",
        "create_adapter",
        |of| json!({"call_center": of.call_center, "kind": "twoway", "form": adapter(of)}),
    ),
    write(
        "adapters/update",
        "update_adapter",
        |of| json!({"call_center": of.call_center, "id": of.adapter, "version": STALE, "kind": "twoway", "form": adapter(of)}),
    ),
    write(
        "adapters/delete",
        "delete_adapter",
        |of| json!({"call_center": of.call_center, "id": of.adapter, "version": STALE}),
    ),
    write(
        "adapters/rotate-secret",
        "rotate_adapter_secret",
        |of| json!({"call_center": of.call_center, "id": of.adapter}),
    ),
    write(
        "adapters/test",
        "test_adapter",
        |of| json!({"call_center": of.call_center, "id": of.adapter, "role": "message"}),
    ),
    write(
        "adapters/create-token",
        "create_adapter_token",
        |of| json!({"call_center": of.call_center, "id": of.adapter, "form": {"name": "t", "rights": ["history:read"]}}),
    ),
    write(
        "adapters/revoke-token",
        "revoke_adapter_token",
        |of| json!({"call_center": of.call_center, "id": of.adapter, "token": of.adapter_token}),
    ),
    read("chats/get", "chat", |of| json!({"call_center": of.call_center, "id": of.chat})),
    read("chats/transcript", "transcript", |of| json!({"call_center": of.call_center, "id": of.chat, "page": page()})),
    write("chats/reply", "reply", |of| json!({"call_center": of.call_center, "id": of.chat, "text": "Hello"})),
    write(
        "chats/hand-over",
        "hand_over",
        |of| json!({"call_center": of.call_center, "id": of.chat, "target": of.adapter}),
    ),
    write("chats/close", "end_chat", |of| json!({"call_center": of.call_center, "id": of.chat})),
    read("audit/list", "list_audit", |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("keys/list", "list_keys", |of| json!({"call_center": of.call_center, "search": null, "page": page()})),
    kept("keys/created"),
    write(
        "keys/create",
        "create_key",
        |of| json!({"form": {"name": "k", "call_center_id": owner(of), "scopes": ["events:write"]}}),
    ),
    write("keys/revoke", "revoke_key", |of| json!({"id": of.key, "version": STALE})),
    read("users/list", "list_users", |_| json!({"search": null, "page": page()})),
    read("users/get", "user", |of| json!({"id": of.user})),
    kept("users/invited"),
    write("users/invite", "invite_user", |_| json!({"form": user()})),
    write("users/renew-invitation", "renew_invitation", |of| json!({"id": of.user})),
    write("users/update", "update_user", |of| json!({"id": of.user, "version": STALE, "form": user()})),
    write("users/delete", "delete_user", |of| json!({"id": of.user, "version": STALE})),
];
