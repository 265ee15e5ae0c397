use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).secret("Authorization", "pat-eu1-example")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" => json!({"phone": "+84 90 123 4567"}),
        "createContact" => {
            json!({"phone": "+84901234567", "email": "ngoc@example.com", "firstName": "Ngọc", "lastName": "Nguyễn"})
        }
        "createCall" => with(answered(), json!({"callDirection": "INBOUND", "callStatus": "IN_PROGRESS"})),
        "updateCall" => ended("10840546".into()),
        "associateCall" => json!({"callId": "10840546", "contactId": 501}),
        "createTicket" => json!({"subject": "Invoice", "content": "Sent twice", "priority": "HIGH"}),
        "associateTicket" => json!({"ticketId": "7001", "contactId": 501}),
        "createSmsNote" => sms(),
        "associateNote" => json!({"noteId": "8002", "contactId": 501}),
        _ => return None,
    })
}
