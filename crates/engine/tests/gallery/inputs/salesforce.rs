use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).at("acme.my.salesforce.com");
    tenant.plain("client_id", "3MVG9.example").secret("client_secret", "example+secret/=")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" => answered(),
        "createContact" => {
            json!({"phone": "+84901234567", "email": "ngoc@example.com", "firstName": "Ngọc", "lastName": "Nguyễn"})
        }
        "createCall" => with(answered(), json!({"contactId": "0035e00000XyZabAAF", "callType": "Inbound"})),
        "updateCall" => ended("00T5e00000AbCdEEAV".into()),
        "createTicket" => json!({"subject": "Invoice", "description": "Sent twice", "priority": "High",
            "contactId": "0035e00000XyZabAAF", "phone": "+84901234567"}),
        "createSmsNote" => sms(),
        _ => return None,
    })
}
