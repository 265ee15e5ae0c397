use super::{Tenant, sms, with};
use serde_json::{Value, json};

const ACCOUNT_SID: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).plain("AccountSid", ACCOUNT_SID).plain("From", "+15017122661");
    tenant.credential(&format!("basic:{ACCOUNT_SID}"), "example-auth-token")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "sendSms" => with(sms(), json!({"to": "+15558675310"})),
        "getMessage" => json!({"sid": "SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}),
        _ => return None,
    })
}
