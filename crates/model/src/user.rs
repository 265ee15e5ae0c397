//! People who sign in to the portal.

use crate::access::Role;
use crate::id::{CallCenterId, UserId, Version};
use crate::sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};

/// A user as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// What the user signs in with; unique in any case.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// The call center of a tenant role.
    pub call_center_id: Option<CallCenterId>,
    /// Invited, active or disabled.
    pub state: UserState,
    /// When the user last signed in.
    pub last_signed_in_at: Option<Timestamp>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// Where a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum UserState {
    /// Has a one-time link and no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Can't sign in; sessions have ended.
    Disabled,
}

/// A user as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserDraft {
    /// See [`User::email`].
    pub email: String,
    /// See [`User::role`].
    pub role: Role,
    /// See [`User::call_center_id`].
    #[serde(default)]
    pub call_center_id: Option<CallCenterId>,
    /// True ends every session and refuses to sign in.
    #[serde(default)]
    pub disabled: bool,
}

impl Validate for UserDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        let address = self.email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') | (domain == "localhost") && !domain.starts_with('.')
        });
        let printable = !self.email.chars().any(|c| c.is_whitespace() || c.is_control());
        found.require(
            address && printable && self.email.len() <= 254,
            "/email",
            sentence!("enter an e-mail address such as ann@example.com"),
        );
        match (self.role.is_tenant(), &self.call_center_id) {
            (true, None) => found.add("/callCenterId", sentence!("a tenant's role needs a call center: choose one")),
            (false, Some(_)) => {
                found.add("/callCenterId", sentence!("a portal role spans all call centers: leave this empty"))
            }
            _ => {}
        }
        found
    }
}

/// A one-time link: an invitation, or the way back after a forgotten password. Shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The user that it is for.
    pub user: User,
    /// The path to open, such as `/invitation/…`.
    pub path: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// The fewest characters of a password; length beats character classes (NIST SP 800-63B, 5.1.1.2).
pub const MINIMUM_PASSWORD_CHARACTERS: usize = 12;

/// Checks a new password.
pub fn check_password(found: &mut Violations, pointer: &str, password: &str) {
    let count = password.chars().count();
    found.require(
        count >= MINIMUM_PASSWORD_CHARACTERS,
        pointer,
        sentence!("use at least 12 characters; a sentence is fine"),
    );
    found.require(password.len() <= 512, pointer, sentence!("use at most 512 bytes"));
    let first = password.chars().next();
    found.require(
        count < MINIMUM_PASSWORD_CHARACTERS || password.chars().any(|c| Some(c) != first),
        pointer,
        sentence!("don't repeat one character"),
    );
}
