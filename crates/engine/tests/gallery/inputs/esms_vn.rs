use super::{Tenant, sms, with};
use serde_json::{Value, json};

pub(super) fn tenant() -> Tenant {
    let tenant = Tenant::new(client).secret("ApiKey", "EXAMPLE-API-KEY").secret("SecretKey", "EXAMPLE-SECRET-KEY");
    tenant.plain("Brandname", "Acme")
}

fn client(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "sendSms" => with(sms(), json!({"to": "0901888484"})),
        "getMessage" => json!({"smsId": "434a124c-7818-4f45-bdf2-7f7b07fff210100"}),
        _ => return None,
    })
}
