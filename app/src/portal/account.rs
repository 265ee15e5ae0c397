use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::time::Timestamp;
use patchbay_model::user::User;

/// What a third party reads contacts and histories with, for a while.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadingToken {
    /// Shown this once.
    pub token: String,
    /// Until when it counts, unless the adapter's secret is changed before.
    pub expires_at: Timestamp,
}

/// Signing in, and what a person does about the own account. The only methods that a stranger may call are here.
#[async_trait]
pub trait Account {
    /// Checks e-mail address and password; `address` is the network address that is throttled with them.
    /// The session itself is made by the caller.
    ///
    /// # Errors
    /// `WrongCredentials` (also for a disabled user), `Throttled`.
    async fn sign_in(&self, email: &str, password: &str, address: &str) -> PortalResult<User>;

    /// Checks the secret of an omnichannel adapter of `owner` and grants a token that reads; `address` is throttled with
    /// the owner, as people who sign in are.
    ///
    /// # Errors
    /// `WrongCredentials`, `Throttled`.
    async fn sign_in_third_party(&self, owner: &str, secret: &str, address: &str) -> PortalResult<ReadingToken>;

    /// Notes the end of a session in the audit trail.
    async fn sign_out(&self, actor: &Actor) -> PortalResult<()>;

    /// Changes the own password; every other session of the user ends.
    ///
    /// # Errors
    /// `Invalid` at `/current` or `/new`, `Throttled`.
    async fn change_password(&self, actor: &Actor, current: &str, new: &str) -> PortalResult<()>;

    /// Whom a one-time link is for. For the set-up link the user is not made yet: `None`.
    ///
    /// # Errors
    /// `NotFound` when it is unknown, used or expired.
    async fn invitation(&self, token: &str) -> PortalResult<Option<User>>;

    /// Sets the first password by a one-time link, which is used up. With the set-up link `email` names the
    /// administrator to create; otherwise it is ignored.
    ///
    /// # Errors
    /// `NotFound`, `Invalid` at `/email` or `/password`.
    async fn accept_invitation(&self, token: &str, email: &str, password: &str) -> PortalResult<User>;
}
