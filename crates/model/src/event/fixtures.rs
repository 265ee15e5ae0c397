//! Events for tests, by their JSON.

use super::Event;
use serde_json::{Value, json};

/// The documented event, with every member said.
pub(crate) fn full() -> Value {
    json!({
        "id": "evt-1", "type": "received", "occurredAt": "2026-11-20T09:30:00.000Z",
        "conversation": {
            "id": "c-1", "channelType": "chat", "channelSubType": "whatsapp", "direction": "inbound", "language": "EN",
            "priority": 5, "skills": [{"id": "s1", "value": 3, "name": "German"}],
            "queue": {"id": "8d7d", "address": "sales"},
            "agent": {"id": "a1", "number": "1001", "chatAddress": "ann"},
            "preferredAgent": "a1", "requiredAgents": {"agents": ["a1", {"number": "1002"}], "timeout": 30},
            "source": "+84901234567", "destination": "+842812345678", "created": "2026-11-20T09:29:58.000Z",
            "contact": {"id": "p1", "firstName": "Ngọc", "lastName": "Nguyễn"}},
        "data": {"cause": "busy"}
    })
}

/// An event of a conversation, `second` seconds after half past nine.
pub(crate) fn event(event_type: &str, channel: &str, direction: &str, second: u32) -> Event {
    serde_json::from_value(json!({
        "id": format!("evt-{event_type}-{second}"), "type": event_type,
        "occurredAt": format!("2026-11-20T09:30:{second:02}.000Z"),
        "conversation": {"id": "c-1", "channelType": channel, "direction": direction,
            "source": "+84901234567", "destination": "+842812345678"}
    }))
    .unwrap()
}
