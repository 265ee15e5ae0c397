//! What the made-up portal has of queues, event integrations, conversations and executions.

use super::data::{EXECUTION, INTEGRATOR, TEMPLATE, read, saved};
use patchbay_model::conversation::{ConversationDetail, ConversationSummary, TimelineEvent};
use patchbay_model::event::AcceptedEvent;
use patchbay_model::event_integration::{EventIntegration, Overlap};
use patchbay_model::execution::Execution;
use patchbay_model::queue::{Queue, QueueUse};
use patchbay_model::work::QueueHealth;
use serde_json::{Value, json};

pub const LIFECYCLE: &str = "0199c0de-0000-7000-8000-000000000011";
pub const DISABLED: &str = "0199c0de-0000-7000-8000-000000000012";
pub const UNKNOWN_EXECUTION: &str = "0199c0de-0000-7000-8000-000000000013";
pub const REPLAYED: &str = "0199c0de-0000-7000-8000-000000000014";
pub const DELAYED: &str = "0199c0de-0000-7000-8000-000000000015";
pub const TRIED_NOW: &str = "0199c0de-0000-7000-8000-000000000016";
pub const AN_HOUR_BEFORE_THE_REQUEST: &str = "2025-10-07T21:49:58.528Z";
pub const EXACTLY: &str = "2025-10-07T09:30:00.000Z";
const AT: &str = "2026-05-03T16:42:10.000Z";

pub const CONFIGURATION: &str = "{\n  \"request\": {\n    \"method\": \"POST\",\n    \"body\": \"{event}\"\n  }\n}";

pub fn queues() -> Vec<Queue> {
    let queue = |id: &str, address: &str, name: &str| {
        let value =
            json!({"callCenterId": "cc-1", "address": address, "name": name, "channelTypes": ["phone", "chat"]});
        read(saved(value, id))
    };
    vec![queue("8d7d-1", "sales", "Sales"), queue("8d7d-2", "support", "Support")]
}

pub fn queue_usage() -> Vec<QueueUse> {
    vec![
        read(json!({"template": "Lifecycle", "endpoint": "event", "own": true})),
        read(json!({"template": "hubspot", "endpoint": "logCall", "own": false})),
    ]
}

pub fn event_integrations() -> Vec<EventIntegration> {
    let integration = |id: &str, name: &str, events: Value| {
        let value = json!({
            "callCenterId": "cc-1", "name": name, "description": "Tells the CRM", "url": "https://hooks.example.com/{event}",
            "direction": "outbound", "events": events, "directCalls": true, "directChats": false, "queues": ["sales", "gone"],
            "ordinal": 90, "stop": true,
            "credentials": [{"id": "api-key", "secret": {"set": true, "updatedAt": AT}}], "configuration": CONFIGURATION
        });
        read(saved(value, id))
    };
    vec![integration(LIFECYCLE, "Lifecycle", json!(["accepted", "ended"])), integration(DISABLED, "Survey", json!([]))]
}

pub fn overlaps() -> Vec<Overlap> {
    let listener = |id: Value, template: &str, (ordinal, stop, conditional): (i64, bool, bool)| {
        json!({"eventIntegrationId": id, "templateId": TEMPLATE, "template": template, "endpointId": INTEGRATOR,
            "endpoint": "logCall", "ordinal": ordinal, "stop": stop, "conditional": conditional})
    };
    let overlap = |event: &str, conditional: bool| {
        let first = listener(LIFECYCLE.into(), "Lifecycle", (90, true, conditional));
        let listeners = [first, listener(Value::Null, "hubspot", (100, false, false))];
        read(json!({"event": event, "kind": "callsOut", "queue": null, "listeners": listeners}))
    };
    vec![overlap("ended", false), overlap("accepted", true)]
}

pub fn conversations() -> Vec<ConversationSummary> {
    vec![read(json!({
        "id": "c/1 ?", "callCenterId": "cc-1", "state": "ended", "channelType": "phone", "direction": "inbound",
        "queue": "sales", "source": "+84901234567", "destination": "+842412345678",
        "createdAt": AT, "updatedAt": AT, "endedAt": AT
    }))]
}

pub fn conversation() -> ConversationDetail {
    read(json!({
        "id": "c/1 ?", "callCenterId": "cc-1", "state": "ended",
        "facts": {"id": "c/1 ?", "channelType": "phone", "direction": "inbound", "source": "+84901234567",
            "contact": {"firstName": "Ann", "lastName": "Lee"}},
        "forwardingQueue": {"address": "support"},
        "routing": {"queue": {"address": "sales"}, "priority": 9, "preferredAgent": "a7", "requiredAgents": {"agents": ["a1", {"number": "1001"}], "timeout": 30}},
        "attachedData": {"customer_name": {"value": "Ann Lee", "origin": "integration"}},
        "terminal": "ended", "firstEventAt": AT, "lastEventAt": AT, "connectedAt": AT, "endedAt": AT,
        "effects": [{"executionId": EXECUTION, "at": AT,
            "applied": {"set": {"priority": 9}, "save": {"customer_name": "Ann Lee"}},
            "rejected": [{"effect": "set.queue", "reason": "there is no queue nowhere"}]}]
    }))
}

pub fn timeline() -> Vec<TimelineEvent> {
    let told = |id: &str, kind: &str, standing: &str, executions: Value| {
        read(json!({
            "event": {"id": id, "type": kind, "occurredAt": AT, "data": {"cause": "no answer"},
                "conversation": {"id": "c/1 ?", "channelType": "phone", "direction": "inbound", "queue": {"address": "sales"}}},
            "standing": standing, "receivedAt": AT, "executions": executions
        }))
    };
    vec![told("evt-1", "received", "inOrder", json!([EXECUTION])), told("evt-2", "rejected", "late", json!([]))]
}

pub fn executions() -> Vec<Execution> {
    let execution = |id: &str, status: &str, attempts: i64, next_attempt_at: Value| -> Execution {
        read(json!({
            "id": id, "callCenterId": "cc-1", "template": "Lifecycle", "templateId": TEMPLATE, "endpoint": "event",
            "endpointId": INTEGRATOR, "integratorId": INTEGRATOR, "cause": "trigger", "conversation": "c/1 ?", "status": status,
            "errorCode": "upstream_status", "responseStatus": 503, "attemptCount": attempts, "createdAt": AT, "finishedAt": AT,
            "durationUs": 184_000, "configurationVersionId": null, "requestId": null, "nextAttemptAt": next_attempt_at, "failure": null,
            "effects": {"set": {}, "save": {}}, "attempts": []
        }))
    };
    let mut succeeded = execution(EXECUTION, "succeeded", 1, Value::Null);
    succeeded.effects.warnings = vec!["the other side answered 200 with another body".to_owned()];
    vec![
        succeeded,
        execution(UNKNOWN_EXECUTION, "unknown", 1, Value::Null),
        execution(REPLAYED, "queued", 2, AT.into()),
        execution(DELAYED, "queued", 0, AT.into()),
        execution(TRIED_NOW, "queued", 1, Value::Null),
    ]
}

pub fn queue_health() -> QueueHealth {
    read(json!({
        "ready": 1_204, "waiting": 7, "blocked": 3, "running": 64, "oldestReadyAt": AT, "nextRunAt": AT,
        "claimLatency": {"p50Ms": 4, "p99Ms": 31, "claims": 1_204}, "deadTuples": 90_000, "lastVacuumAt": AT, "oldestSnapshotSeconds": 120
    }))
}

/// The first event of a conversation is answered with effects; the others run nothing.
pub fn accepted(event_id: &str) -> AcceptedEvent {
    let effects = json!({"applied": {"set": {"priority": 9}, "save": {}}, "rejected": [{"effect": "set.queue", "reason": "there is no queue nowhere"}]});
    let first = event_id.ends_with("-0");
    read(json!({
        "eventId": event_id, "executions": usize::from(first) * 2, "duplicate": false,
        "effects": if first { effects } else { Value::Null }
    }))
}
