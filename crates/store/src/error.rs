//! What can go wrong, sorted by what a caller does about it.

use patchbay_model::id::Version;
use sqlx::error::{DatabaseError, ErrorKind};

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row within reach.
    #[error("not found")]
    NotFound,
    /// Someone else saved first.
    #[error("version {current} was saved meanwhile")]
    Stale {
        /// What stands there now.
        current: Version,
    },
    /// The value is taken, or contradicts another row; see [`constraint`].
    #[error("conflict with {constraint}")]
    Conflict {
        /// The constraint's name.
        constraint: String,
    },
    /// A row that is referred to is not there (when inserting), or something still refers to it (when deleting).
    #[error("dangling reference {constraint}")]
    Reference {
        /// The constraint's name.
        constraint: String,
    },
    /// The text can't be stored: it holds a NUL character.
    #[error("text holds a NUL character")]
    Unstorable,
    /// The cursor is not one of this list's.
    #[error("malformed cursor")]
    InvalidCursor,
    /// A row can't be read as what it should be.
    #[error("{table} row {row} is corrupt: {why}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        why: String,
    },
    /// A history row belongs into a partition that is not there.
    #[error("partition missing")]
    PartitionMissing,
    /// The database doesn't answer, or refused for lack of something; the same call may work later.
    #[error("database unavailable: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A defect of ours.
    #[error("database error: {0}")]
    Internal(#[source] sqlx::Error),
}

/// Names of constraints that callers tell apart.
pub mod constraint {
    /// [`Conflict`](super::StoreError::Conflict): a call center of this id exists.
    pub const CALL_CENTER_ID: &str = "call_centers_pkey";
    /// Conflict: a user of this address exists.
    pub const USER_EMAIL: &str = "users_email_key";
    /// Conflict: nobody would be left to administer the portal.
    pub const USER_LAST_ADMINISTRATOR: &str = "users_last_administrator";
    /// Reference: the user's call center doesn't exist.
    pub const USER_CALL_CENTER: &str = "users_call_center_fkey";
    /// Reference: the key's call center doesn't exist.
    pub const KEY_CALL_CENTER: &str = "keys_call_center_fkey";
    /// Reference: the callbox token's call center doesn't exist.
    pub const CALLBOX_TOKEN_CALL_CENTER: &str = "callbox_tokens_call_center_fkey";
    /// Reference: the key that asks for a callbox token is gone.
    pub const CALLBOX_TOKEN_KEY: &str = "callbox_tokens_key_fkey";
    /// Conflict: a template of this name is seen by one of the same call centers.
    pub const TEMPLATE_NAME: &str = "templates_name_key";
    /// Reference: the template's call center doesn't exist.
    pub const TEMPLATE_CALL_CENTER: &str = "templates_call_center_fkey";
    /// Conflict: made private, the template would be out of reach of integrators that use it.
    pub const TEMPLATE_IN_USE: &str = "templates_private_in_use";
    /// Conflict: only a private template carries code, and this one is published or would be.
    pub const PRIVATE_CODE_TEMPLATE: &str = "private_codes_private";
    /// Conflict: the template has an endpoint of this name.
    pub const ENDPOINT_NAME: &str = "endpoints_name_key";
    /// Reference: the auth endpoint doesn't exist in this template, or is still used by another endpoint.
    pub const ENDPOINT_AUTH_ENDPOINT: &str = "endpoints_auth_endpoint_fkey";
    /// Conflict: the template is plugged in for this call center already.
    pub const INTEGRATOR_TEMPLATE: &str = "integrators_template_call_center_key";
    /// Reference: the call center doesn't exist.
    pub const INTEGRATOR_CALL_CENTER: &str = "integrators_call_center_fkey";
    /// Reference: the template doesn't exist, or is private to another call center.
    pub const INTEGRATOR_TEMPLATE_MISSING: &str = "integrators_template_fkey";
    /// Reference: the host changed, and this secret field was not entered again.
    pub const FIELD_HOST: &str = "integrator_fields_host_fkey";
    /// Reference: the host changed, and this credential was not entered again.
    pub const CREDENTIAL_HOST: &str = "credentials_host_fkey";
    /// Conflict: the call center has a queue of this id.
    pub const QUEUE_ID: &str = "queues_pkey";
    /// Conflict: the call center has a queue of this address.
    pub const QUEUE_ADDRESS: &str = "queues_address_key";
    /// Reference: the queue's call center doesn't exist.
    pub const QUEUE_CALL_CENTER: &str = "queues_call_center_fkey";
    /// Conflict: triggers of the call center's own integrations name the queue.
    pub const QUEUE_IN_USE: &str = "queues_in_use";
    /// Conflict: the template, integrator or endpoint stands behind an event integration and is changed there.
    pub const PART_OF_EVENT_INTEGRATION: &str = "event_integrations_part";
    /// Conflict: the template, integrator or endpoint stands behind an adapter or a channel and is changed there.
    pub const PART_OF_MESSAGING: &str = "hidden_parts_of_messaging";
    /// Conflict: the call center has an adapter of this name.
    pub const ADAPTER_NAME: &str = "adapters_name_key";
    /// Conflict: another omnichannel adapter of the call center has this secret.
    pub const ADAPTER_SECRET: &str = "adapters_secret_key";
    /// Conflict: chats are with the adapter.
    pub const ADAPTER_IN_USE: &str = "adapters_in_use";
    /// Conflict: the adapter has two tokens that are not revoked.
    pub const ADAPTER_TOKENS: &str = "adapter_tokens_two";
    /// Conflict: the call center has a channel of this name.
    pub const CHANNEL_NAME: &str = "channels_name_key";
    /// Conflict: another process was faster with a session of the chat.
    pub const CHAT_SESSION: &str = "chat_sessions_live_key";
    /// Conflict: the execution did not fail, was replayed already, or what it was given is gone.
    pub const EXECUTION_NOT_REPLAYABLE: &str = "executions_not_replayable";
    /// Conflict: somebody else works on the idempotency key by now.
    pub const IDEMPOTENCY_LEASE: &str = "idempotency_keys_lease";
}

impl StoreError {
    /// A conflict that the database can't name itself.
    pub(crate) fn conflict(constraint: &str) -> Self {
        Self::Conflict { constraint: constraint.to_owned() }
    }

    /// A reference that the database can't name itself.
    pub(crate) fn reference(constraint: &str) -> Self {
        Self::Reference { constraint: constraint.to_owned() }
    }

    /// Whether two transactions waited for each other, and this one gave way: nothing of it was written.
    #[must_use]
    pub fn is_deadlock(&self) -> bool {
        matches!(self, Self::Unavailable(sqlx::Error::Database(why)) if why.code().as_deref() == Some("40P01"))
    }

    /// Whether this is a conflict or dangling reference of `constraint`.
    #[must_use]
    pub fn is_about(&self, constraint: &str) -> bool {
        matches!(self, Self::Conflict { constraint: own } | Self::Reference { constraint: own } if own == constraint)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(database) => match sort(database.as_ref()) {
                Some(sorted) => sorted,
                None if passes(database.as_ref()) => Self::Unavailable(error),
                None => Self::Internal(error),
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error),
            _ => Self::Internal(error),
        }
    }
}

fn sort(error: &dyn DatabaseError) -> Option<StoreError> {
    let constraint = error.constraint().map(str::to_owned);
    match (error.kind(), constraint) {
        (ErrorKind::UniqueViolation, Some(constraint)) => {
            return Some(StoreError::Conflict { constraint });
        }
        (ErrorKind::ForeignKeyViolation, Some(constraint)) => {
            return Some(StoreError::Reference { constraint });
        }
        // "no partition of relation found for row" is a check violation without a check.
        (ErrorKind::CheckViolation, None) => return Some(StoreError::PartitionMissing),
        _ => {}
    }
    let constraint = error.constraint().map(str::to_owned);
    match error.code().as_deref() {
        Some("23P01") => constraint.map(|constraint| StoreError::Conflict { constraint }), // exclusion
        Some("22021" | "22P05") => Some(StoreError::Unstorable),
        _ => None,
    }
}

/// Whether the same statement may succeed later: connections (08), resources (53), shutting down and the like (57),
/// deadlocks and serialization failures (40), lock timeouts (55P03).
fn passes(error: &dyn DatabaseError) -> bool {
    error
        .code()
        .is_some_and(|code| ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class)) || code == "55P03")
}
