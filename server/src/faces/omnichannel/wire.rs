//! Bodies and query strings of what third parties read.

use patchbay_model::json;
use patchbay_model::messaging::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who asks for a token: the call center and the adapter's secret.
#[derive(Debug, Deserialize)]
pub(super) struct Credentials {
    pub(super) username: String,
    pub(super) password: String,
}

impl Credentials {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        Ok(json::parse(text)?)
    }
}

/// A token, and until when it counts in milliseconds since 1970.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Granted {
    pub(super) token: String,
    pub(super) expire_at: i64,
}

/// Something that was read.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Read {
    status: &'static str,
    data: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_index: Option<Option<u32>>,
}

impl Read {
    pub(super) fn one(data: Value) -> Self {
        Self { status: "success", data, next_index: None }
    }

    pub(super) fn page(data: Vec<Value>, next_index: Option<u32>) -> Self {
        Self { status: "success", data: Value::Array(data), next_index: Some(next_index) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContactQuery {
    pub(super) contact_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageQuery {
    pub(super) start_index: Option<String>,
}
