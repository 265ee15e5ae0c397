//! Every server function that needs a session: what it is sent, and what a tenant's viewer and a tenant's administrator
//! are answered.

use super::ground::Objects;
use patchbay_model::id::Version;
use serde_json::{Value, json};

/// One row.
pub struct Function {
    /// Below `/api/ui/`.
    pub path: &'static str,
    /// Sent as a form; as JSON otherwise.
    pub is_form: bool,
    /// What a viewer is answered about the own tenant's objects.
    pub viewer: u16,
    /// What an administrator is answered about a foreign tenant's.
    pub foreign: u16,
    pub arguments: fn(&Objects) -> Value,
}

const fn read(path: &'static str, foreign: u16, arguments: fn(&Objects) -> Value) -> Function {
    Function { path, is_form: false, viewer: 200, foreign, arguments }
}

const fn write(path: &'static str, arguments: fn(&Objects) -> Value) -> Function {
    Function { path, is_form: true, viewer: 403, foreign: 404, arguments }
}

/// What belongs to the portal and to no tenant.
const fn portal_only(path: &'static str, is_form: bool, arguments: fn(&Objects) -> Value) -> Function {
    Function { path, is_form, viewer: 403, foreign: 403, arguments }
}

fn page() -> Value {
    json!({"limit": 50})
}

fn template(of: &Objects) -> Value {
    json!({"name": "mine", "label": "Mine", "template_type": "crm", "visibility": "private", "call_center_id": of.call_center})
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

fn play() -> Value {
    json!({"scenario": "answered", "channel": "phone", "direction": "inbound"})
}

fn user() -> Value {
    json!({"email": "new@example.com", "role": "portalViewer"})
}

/// What is written so that saving it would change nothing that a later row needs.
const STALE: Version = Version(999);

pub static FUNCTIONS: &[Function] = &[
    read("overview", 200, |_| json!({})),
    read("forms/typed", 200, |_| json!({})),
    read("call-centers/list", 200, |_| json!({"search": null, "page": page()})),
    read("call-centers/get", 404, |of| json!({"id": of.call_center})),
    read("call-centers/usage", 404, |of| json!({"id": of.call_center})),
    read("call-centers/limits", 200, |_| json!({})),
    portal_only("call-centers/create", true, |of| json!({"form": call_center(of)})),
    write("call-centers/update", |of| json!({"id": of.call_center, "version": STALE, "form": call_center(of)})),
    write("call-centers/delete", |of| json!({"id": of.call_center, "version": STALE})),
    read("templates/list", 404, |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("templates/get", 404, |of| json!({"id": of.template})),
    read("templates/usage", 404, |of| json!({"id": of.template})),
    read("templates/export", 404, |of| json!({"id": of.template})),
    read("templates/gallery", 200, |_| json!({})),
    read("templates/versions", 404, |of| json!({"template": of.template, "object_id": of.endpoint, "page": page()})),
    read("private-code/get", 404, |of| json!({"template": of.template})),
    read("private-code/versions", 404, |of| json!({"template": of.template, "page": page()})),
    write(
        "private-code/save",
        |of| json!({"template": of.template, "version": STALE, "form": {"function": "", "show_info": ""}}),
    ),
    write("templates/create", |of| json!({"form": template(of)})),
    write("templates/update", |of| json!({"id": of.template, "version": STALE, "form": template(of)})),
    write("templates/copy", |of| json!({"id": of.template, "name": "copy", "call_center_id": of.call_center})),
    write("templates/delete", |of| json!({"id": of.template, "version": STALE})),
    write("templates/import", |of| {
        let document = json!({"$schema": "/schemas/template.json", "name": "imported", "label": "I", "type": "crm"});
        json!({"document": document.to_string(), "call_center_id": of.call_center})
    }),
    write("templates/install", |of| json!({"name": "hubspot", "call_center_id": of.call_center})),
    write("templates/restore", |of| json!({"template": of.template, "version": of.version})),
    read("endpoints/list", 404, |of| json!({"template": of.template, "page": page()})),
    read("endpoints/get", 404, |of| json!({"template": of.template, "id": of.endpoint})),
    read("endpoints/usage", 404, |of| json!({"id": of.endpoint})),
    read("endpoints/tested", 200, |_| json!({})),
    Function {
        path: "endpoints/check",
        is_form: false,
        viewer: 403,
        foreign: 404,
        arguments: |of| json!({"template": of.template, "form": endpoint()}),
    },
    write("endpoints/create", |of| json!({"template": of.template, "form": endpoint()})),
    write("endpoints/update", |of| json!({"id": of.endpoint, "version": STALE, "form": endpoint()})),
    write("endpoints/copy", |of| json!({"id": of.endpoint, "name": "copy"})),
    write("endpoints/delete", |of| json!({"id": of.endpoint, "version": STALE})),
    write("endpoints/test", |of| json!({"id": of.endpoint, "integrator": of.integrator, "body": "{}"})),
    read("integrators/list", 404, |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("integrators/get", 404, |of| json!({"id": of.integrator})),
    read("integrators/circuits", 404, |of| json!({"ids": [of.integrator]})),
    write("integrators/create", |of| json!({"template": of.template, "form": integrator(of)})),
    write(
        "integrators/update",
        |of| json!({"id": of.integrator, "version": STALE, "template": of.template, "form": integrator(of)}),
    ),
    write("integrators/copy", |of| json!({"id": of.integrator, "call_center_id": of.call_center})),
    write("integrators/delete", |of| json!({"id": of.integrator, "version": STALE})),
    read("executions/list", 404, |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("executions/get", 404, |of| json!({"id": of.execution})),
    write("executions/replay", |of| json!({"id": of.execution})),
    write(
        "executions/replay-many",
        |of| json!({"form": {"call_center_id": of.call_center, "minutes": "60", "status": "failed"}}),
    ),
    read("executions/queue-health", 404, |of| json!({"call_center": of.call_center})),
    read("queues/list", 404, |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("queues/get", 404, |of| json!({"call_center": of.call_center, "id": of.queue})),
    read("queues/usage", 404, |of| json!({"call_center": of.call_center, "id": of.queue})),
    write("queues/create", |of| json!({"call_center": of.call_center, "form": queue("new")})),
    write(
        "queues/update",
        |of| json!({"call_center": of.call_center, "id": of.queue, "version": STALE, "form": queue("mine")}),
    ),
    write("queues/delete", |of| json!({"call_center": of.call_center, "id": of.queue, "version": STALE})),
    read("event-integrations/list", 404, |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("event-integrations/get", 404, |of| json!({"call_center": of.call_center, "id": of.event_integration})),
    read("event-integrations/overlaps", 404, |of| json!({"call_center": of.call_center})),
    read("event-integrations/applicability", 200, |_| json!({})),
    read("event-integrations/gallery", 200, |_| json!({})),
    Function {
        path: "event-integrations/check",
        is_form: false,
        viewer: 403,
        foreign: 404,
        arguments: |of| json!({"call_center": of.call_center, "id": null, "form": event_integration()}),
    },
    write("event-integrations/create", |of| json!({"call_center": of.call_center, "form": event_integration()})),
    write(
        "event-integrations/update",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "version": STALE, "form": event_integration()}),
    ),
    write(
        "event-integrations/copy",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "name": "copy of it"}),
    ),
    write(
        "event-integrations/delete",
        |of| json!({"call_center": of.call_center, "id": of.event_integration, "version": STALE}),
    ),
    read("conversations/list", 404, |of| json!({"call_center": of.call_center, "query": {}, "page": page()})),
    read("conversations/get", 404, |of| json!({"call_center": of.call_center, "id": of.conversation})),
    read(
        "conversations/timeline",
        404,
        |of| json!({"call_center": of.call_center, "id": of.conversation, "page": page()}),
    ),
    Function {
        path: "simulator/step",
        is_form: false,
        viewer: 403,
        foreign: 404,
        arguments: |of| json!({"call_center": of.call_center, "form": play(), "conversation": null, "step": 0}),
    },
    write("simulator/play", |of| json!({"call_center": of.call_center, "form": play()})),
    read("simulator/played", 200, |_| json!({})),
    read("audit/list", 404, |of| json!({"query": {"callCenterId": of.call_center}, "page": page()})),
    read("keys/list", 404, |of| json!({"call_center": of.call_center, "page": page()})),
    read("keys/created", 200, |_| json!({})),
    write(
        "keys/create",
        |of| json!({"form": {"name": "k", "call_center_id": of.call_center, "scopes": ["events:write"]}}),
    ),
    write("keys/revoke", |of| json!({"id": of.key, "version": STALE})),
    portal_only("users/list", false, |_| json!({"search": null, "page": page()})),
    read("users/invited", 200, |_| json!({})),
    portal_only("users/invite", true, |_| json!({"form": user()})),
    portal_only("users/renew-invitation", true, |of| json!({"id": of.user})),
    portal_only("users/update", true, |of| json!({"id": of.user, "version": STALE, "form": user()})),
    portal_only("users/delete", true, |of| json!({"id": of.user, "version": STALE})),
];
