use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).plain("client_id", "1000.EXAMPLE");
    tenant.secret("client_secret", "example-secret").secret("refresh_token", "1000.example.refresh")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" | "searchLead" | "createCallTask" => answered(),
        "createContact" => {
            json!({"phone": "+84901234567", "email": "ngoc@example.com", "firstName": "Ngọc", "lastName": "Nguyễn"})
        }
        "updateCallTask" => ended("4150868000004398019".into()),
        "createCall" => with(
            answered(),
            json!({"callType": "Inbound", "startTime": "2026-11-20T16:30:00+07:00", "duration": "00:43",
                "contactId": "4150868000004421001", "note": "Asked for the invoice"}),
        ),
        "createTicket" => {
            json!({"subject": "Invoice", "description": "Sent twice", "priority": "High", "phone": "+84901234567"})
        }
        "createSmsNote" => sms(),
        "addNote" => json!({"contactId": "4150868000004421001", "title": "Call", "text": "Asked for the invoice"}),
        _ => return None,
    })
}
