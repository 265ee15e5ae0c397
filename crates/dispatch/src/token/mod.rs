//! Access tokens: one in use, one refresh at a time, shared by all server processes (spec/execution.md, Authenticate).
//!
//! # Layout
//! `slot` is the memory's copy of one token, `tokens` decides between memory, database and signing in, `refresh` does
//! it under the lease that the database gives to one process at a time, `sign_in` calls the auth endpoint, `rotation` keeps
//! refresh tokens that are replaced by each use.
//!
//! # Invariants
//! A token is stored before anybody uses it. A caller that hangs up does not stop a sign-in that is under way: what the
//! other side issued is kept. What was refused is forgotten by its version, so that a newer token never is.

mod refresh;
mod rotation;
mod sign_in;
mod slot;
mod tokens;

use patchbay_engine::plan::Plan;
use patchbay_engine::redact::Redactor;
use patchbay_engine::render::IntegratorValues;
use patchbay_model::id::CallCenterId;
use patchbay_model::secret::Secret;
use patchbay_model::templating::Scheme;
use patchbay_model::time::Timestamp;
use patchbay_store::access_tokens::{Basis, TokenPlace, TokenVersion};
use patchbay_vault::DataKey;
use std::sync::Arc;

pub(crate) use rotation::Holder;
pub(crate) use sign_in::{Exchange, Refusal};
pub(crate) use slot::{Slot, Slots};
pub(crate) use tokens::{Obtained, TokenError, TokenSource, Tokens};

/// What signing in needs.
pub(crate) struct AuthRecipe {
    pub(crate) call_center_id: CallCenterId,
    pub(crate) place: TokenPlace,
    pub(crate) basis: Basis,
    pub(crate) name: String,
    pub(crate) plan: Arc<Plan>,
    pub(crate) values: Arc<IntegratorValues>,
    pub(crate) scheme: Scheme,
    pub(crate) data_key: Option<DataKey>,
    pub(crate) redactor: Arc<Redactor>,
    pub(crate) slot: Arc<Slot>,
}

/// A token in use.
pub(crate) struct HeldToken {
    pub(crate) secret: Secret,
    pub(crate) version: TokenVersion,
    /// Until then it is used without a second thought.
    pub(crate) fresh_until: Timestamp,
    /// Until then it is good, and used while the next one is being got.
    pub(crate) valid_until: Timestamp,
}
