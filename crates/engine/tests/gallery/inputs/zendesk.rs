use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).at("acme.zendesk.com").credential("basic:agent@acme.example/token", "example-api-token")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" => answered(),
        "createContact" => json!({"name": "Ngọc Nguyễn", "phone": "+84901234567", "email": "ngoc@example.com"}),
        "createCall" => with(answered(), json!({"contactId": 1_500_488_711})),
        "updateCall" => ended(35436.into()),
        "addRecording" => json!({
            "ticketId": 35436, "from": "+84901234567", "to": "+842812345678",
            "recordingUrl": "https://calls.acme.example/call-1.mp3",
            "startedAt": "2026-11-20T09:30:00.000Z", "durationSeconds": 43
        }),
        "createTicket" => json!({"subject": "Invoice", "description": "Sent <twice>", "priority": "high"}),
        "createSmsNote" => with(sms(), json!({"ticketId": 35436})),
        _ => return None,
    })
}
