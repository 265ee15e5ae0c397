use super::{Tenant, sms};
use serde_json::Value;

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).at("sms.example.com:13013");
    tenant.plain("username", "acme").secret("password", "p&ss word").plain("from", "Acme")
}

fn client(endpoint: &str) -> Option<Value> {
    matches!(endpoint, "sendSms" | "sendPlainSms").then(sms)
}
