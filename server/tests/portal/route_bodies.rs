//! A body for every operation that takes one, good enough to be read: what is judged comes after reading.

use super::ground::{
    Objects, adapter_draft, adapter_token_draft, channel_draft, customer_message, event, event_integration_draft,
};
use serde_json::{Value, json};

/// The body for the operation of this id.
pub fn body(operation: &str, of: &Objects) -> Value {
    let owner = (!of.published).then_some(&of.call_center);
    let visibility = if of.published { "published" } else { "private" };
    let parameter = json!({"name": "any", "location": "query"});
    let endpoint = json!({"name": "mine", "label": "Mine", "type": "getData", "method": "GET", "url": "/x"});
    match operation {
        "create_call_center" | "put_call_center" => {
            json!({"id": of.call_center, "name": "x", "timeZone": "UTC", "language": "en"})
        }
        "create_template" | "put_template" | "check_template" => {
            json!({"name": "mine", "label": "M", "type": "crm", "visibility": visibility, "callCenterId": owner})
        }
        "import_template" => {
            json!({"$schema": "/schemas/template.json", "name": "mine", "label": "M", "type": "crm"})
        }
        "put_private_code" => json!({"function": "", "showInfo": ""}),
        "copy_template" => json!({"name": "copy", "callCenterId": owner}),
        "create_parameter" | "put_parameter" => parameter,
        "put_parameters" => json!([parameter]),
        "create_endpoint" | "put_endpoint" | "check_endpoint" => endpoint,
        "copy_endpoint" => json!({"name": "copy"}),
        "test_endpoint" => json!({"integratorId": of.integrator, "body": {}}),
        "create_integrator" | "put_integrator" => {
            json!({"template": of.template, "host": "api.acme.test"})
        }
        "plug_in" => json!({"template": "hubspot", "host": "api.acme.test", "fields": {"Authorization": "pat-1"}}),
        "copy_integrator" => json!({"callCenterId": of.call_center}),
        "create_key" | "put_key" => {
            json!({"name": "k", "callCenterId": owner, "scopes": ["events:write"]})
        }
        "create_user" | "invite_user" | "put_user" => {
            json!({"email": "new@example.com", "role": "portalViewer"})
        }
        "create_queue" | "put_queue" => {
            json!({"id": of.queue, "address": "mine", "name": "mine", "channelTypes": ["chat"]})
        }
        "create_event_integration" | "put_event_integration" | "check_event_integration" => {
            event_integration_draft("mine")
        }
        "import_event_integration" => {
            let mut document = event_integration_draft("mine");
            document["$schema"] = json!("/schemas/event-integration-document.json");
            document
        }
        "create_adapter" | "put_adapter" => adapter_draft("mine", &of.channel),
        "create_channel" | "put_channel" => channel_draft("mine"),
        "create_adapter_token" => adapter_token_draft(),
        "test_adapter" => json!({"endpoint": "message"}),
        "post_customer_message" => customer_message("mine"),
        "post_inbound" | "post_inbound_at_token" => json!({"id": "mine", "from": "62", "to": "80", "text": "Halo"}),
        "copy_event_integration" => json!({"name": "copy"}),
        "post_events" => event("mine", "mine"),
        "replay_executions" => json!({"since": "2026-11-20T09:30:00.000Z"}),
        "execute" | "create_callbox_token" => json!({}),
        patch if patch.starts_with("patch_") => json!({}),
        other => panic!("no body for {other}: add one"),
    }
}
