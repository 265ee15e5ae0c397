use super::{Tenant, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    Tenant::new(client).plain("from", "447700900001").credential("basic:abcd1234", "example-api-secret")
}

fn client(endpoint: &str) -> Option<Value> {
    (endpoint == "sendSms").then(|| with(sms(), json!({"to": "447700900000"})))
}
