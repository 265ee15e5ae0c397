use super::{Tenant, answered, ended, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).secret("Authorization", "example-access-token").plain("ticket_type_id", "1234")
}

fn client(endpoint: &str) -> Option<Value> {
    let contact = || json!({"contactId": "667d61b78a68186f43bafe8d"});
    Some(match endpoint {
        "searchContact" => answered(),
        "createContact" => json!({"name": "Ngọc Nguyễn", "phone": "+84901234567", "email": "ngoc@example.com"}),
        "createCallNote" => with(ended(Value::Null), contact()),
        "createTicket" => with(json!({"subject": "Invoice", "description": "Sent twice"}), contact()),
        "createSmsNote" => with(with(sms(), contact()), json!({"adminId": "991266840"})),
        _ => return None,
    })
}
