use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).at("acme.odoo.com").plain("db", "acme").plain("login", "agent@acme.example");
    // The id of the user, which logging in gives.
    Tenant { token: "7", ..tenant.secret("api_key", "example-api-key") }
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "searchContact" => answered(),
        "createContact" => json!({"name": "Ngọc Nguyễn", "phone": "+84901234567", "email": "ngoc@example.com"}),
        "createCallNote" => with(ended(Value::Null), json!({"contactId": 42})),
        "createTicket" => {
            json!({"subject": "Invoice", "description": "Sent twice", "phone": "+84901234567", "contactId": 42})
        }
        "createHelpdeskTicket" => json!({"subject": "Invoice", "contactId": 42}),
        "createSmsNote" => with(sms(), json!({"contactId": 42})),
        _ => return None,
    })
}
