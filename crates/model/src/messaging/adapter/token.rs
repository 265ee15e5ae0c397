//! Tokens of the outbound URL (spec/twoway.md, Sending).

use crate::id::CallCenterId;
use crate::messaging::{AdapterId, AdapterTokenId};
use crate::sentence;
use crate::time::Timestamp;
use crate::trigger::closed_set;
use crate::valid::{Validate, Violations, check_name};
use serde::{Deserialize, Serialize};

/// How many tokens may be in force at once: the old and the new one of a rotation.
pub const MAXIMUM_ACTIVE_TOKENS: usize = 2;

closed_set!(
    /// What a token may do.
    TokenRight {
        /// Send messages and events.
        MessageSend = "message:send",
        /// Change routing, set the state of a session, end it.
        SessionUpdate = "session:update",
        /// Read sessions and their history.
        HistoryRead = "history:read",
    }
);

/// A token as read: never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdapterToken {
    /// Its id.
    pub id: AdapterTokenId,
    /// The account that it is bound to.
    pub call_center_id: CallCenterId,
    /// The adapter that it was made for.
    pub adapter_id: AdapterId,
    /// What it is for.
    pub name: String,
    /// Its first characters, to tell tokens apart.
    pub prefix: String,
    /// What it may do.
    pub rights: Vec<TokenRight>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A token as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdapterTokenDraft {
    /// See [`AdapterToken::name`].
    pub name: String,
    /// See [`AdapterToken::rights`].
    pub rights: Vec<TokenRight>,
}

/// A new token with its text, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedAdapterToken {
    /// The token's record.
    #[serde(flatten)]
    pub record: AdapterToken,
    /// What `X-Cm-Producttoken` takes.
    pub token: String,
}

impl Validate for AdapterTokenDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        found.require(!self.rights.is_empty(), "/rights", sentence!("choose at least one right"));
        for (index, right) in self.rights.iter().enumerate() {
            let pointer = format!("/rights/{index}");
            found.require(
                !self.rights[..index].contains(right),
                &pointer,
                sentence!("this right is in the list already"),
            );
        }
        found
    }
}
