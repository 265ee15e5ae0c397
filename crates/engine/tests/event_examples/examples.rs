//! The examples, and events for them.

use patchbay_model::event::Event;
use patchbay_model::event_integration::{EventIntegrationDocument, EventIntegrationDraft};
use patchbay_model::integrator::{CredentialDraft, ValueInput};
use serde_json::json;

/// An event of conversation c-1.
pub fn event(event_type: &str, channel: &str, direction: &str, second: u32) -> Event {
    serde_json::from_value(json!({
        "id": format!("evt-{second}"), "type": event_type, "occurredAt": format!("2026-11-20T09:30:{second:02}.000Z"),
        "conversation": {"id": "c-1", "channelType": channel, "channelSubType": null, "direction": direction,
            "language": "EN", "priority": 5, "queue": {"id": "q1", "address": "sales"},
            "source": "+84901234567", "destination": "+842812345678", "created": "2026-11-20T09:29:58.000Z"},
        "data": {"cause": null}
    }))
    .unwrap()
}

/// An example as shipped, listening to the queue `sales` as well, with a secret for each credential that it names.
fn example(text: &str) -> EventIntegrationDraft {
    let document: EventIntegrationDocument = serde_json::from_str(text).unwrap();
    let entered =
        |id: &String| CredentialDraft { id: id.replace("<user>", "crm"), secret: ValueInput::New("s3cret".to_owned()) };
    let credentials = document.credentials.iter().map(entered).collect();
    EventIntegrationDraft { credentials, queues: vec!["sales".to_owned()], ..document.draft() }
}

/// All four, in the order of the specification.
pub fn examples() -> Vec<EventIntegrationDraft> {
    let texts = [
        include_str!("../../../../gallery/event-integrations/fetch-customer-data.json"),
        include_str!("../../../../gallery/event-integrations/lifecycle-events.json"),
        include_str!("../../../../gallery/event-integrations/control-routing.json"),
        include_str!("../../../../gallery/event-integrations/csat-survey.json"),
    ];
    texts.into_iter().map(example).collect()
}
