use super::{Tenant, sms};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).secret("Authorization", "example-access-key").plain("originator", "Acme")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "sendSms" => sms(),
        "getMessage" => json!({"messageId": "e8077d803532c0b5937c639b60216938"}),
        _ => return None,
    })
}
