//! What is answered, and what the third party should answer.

use crate::messaging::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of every answer of the bridge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "status", rename_all = "camelCase")]
pub enum Answer {
    /// Taken, after the commit.
    Success,
    /// Refused.
    Error {
        /// The reason.
        code: RefusalCode,
        /// One sentence for a person.
        message: String,
        /// JSON pointer into the body; null when the reason is not in it.
        pointer: Option<String>,
    },
}

impl Answer {
    /// The body for `refusal`; its status is [`RefusalCode::status`].
    #[must_use]
    pub fn refused(refusal: Refusal) -> Self {
        let Refusal { code, message, pointer } = refusal;
        Self::Error { code, message, pointer }
    }

    /// Whether a third party's answer of 2xx says `{"status":"success"}`. Another one counts as delivered, with a warning.
    #[must_use]
    pub fn is_success(body: &str) -> bool {
        serde_json::from_str::<Value>(body).is_ok_and(|value| value["status"] == "success")
    }
}
