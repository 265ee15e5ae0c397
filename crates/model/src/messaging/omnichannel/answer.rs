//! What is answered, by us and, a success, by the third party.

use crate::messaging::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

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
}
