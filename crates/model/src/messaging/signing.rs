//! What the portal shows of the secrets that deliveries are signed with (spec/twoway.md, Receiving). The secrets
//! themselves and the signatures are the vault's.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A signing secret as read: never the secret itself. During a rotation an adapter or gateway has two, and every delivery is
/// signed with both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SigningSecret {
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when deliveries are signed with it; null: until it is replaced.
    pub retires_at: Option<Timestamp>,
}

/// A new signing secret, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedSigningSecret {
    /// `whsec_…`, what libraries of Standard Webhooks take.
    pub secret: String,
    /// All that are in force now, the newest first.
    pub secrets: Vec<SigningSecret>,
}
