use super::{Tenant, sms};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).at("xyz123.api.infobip.com");
    tenant.secret("Authorization", "example-api-key").plain("sender", "InfoSMS")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "sendSms" => sms(),
        "getMessage" => json!({"messageId": "sms-1"}),
        _ => return None,
    })
}
