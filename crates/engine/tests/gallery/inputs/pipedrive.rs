use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).secret("x-api-token", "example-api-token")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" => answered(),
        "createContact" => json!({"name": "Ngọc Nguyễn", "phone": "+84901234567"}),
        "createContactWithEmail" => {
            json!({"name": "Ngọc Nguyễn", "phone": "+84901234567", "email": "ngoc@example.com"})
        }
        "createCall" => with(answered(), json!({"dealId": 12})),
        "updateCall" => ended(4711.into()),
        "linkCall" => json!({"activityId": 4711, "contactId": 501}),
        "createTicket" => json!({"subject": "Invoice", "description": "Sent twice", "dueDate": "2026-11-23"}),
        "createDeal" => json!({"title": "New contract", "contactId": 501, "value": 1500, "currency": "USD"}),
        "createSmsNote" => sms(),
        _ => return None,
    })
}
