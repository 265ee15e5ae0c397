//! The signed-in actor and the portal. There is no other way to a portal method, so none is called for nobody.

use crate::error::PageError;
use crate::portal::{Actor, Portal};
use leptos::prelude::use_context;
use patchbay_model::problem::{Problem, ProblemCode};
use std::sync::Arc;

/// Who asks, and whom.
#[derive(Clone)]
pub struct Scope {
    /// The signed-in person.
    pub actor: Actor,
    /// What answers.
    pub portal: Arc<dyn Portal>,
}

impl Scope {
    /// The scope of the request that is being served.
    ///
    /// # Errors
    /// Unauthenticated without a session: the second lock behind the layer in front of `/api/ui/`.
    pub fn current() -> Result<Self, PageError> {
        use_context::<Self>()
            .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated, "your session has ended: sign in again").into())
    }
}

/// What the server provides to every request, signed in or not.
#[derive(Clone)]
pub struct Visitor {
    /// What answers.
    pub portal: Arc<dyn Portal>,
    /// Makes and ends sessions.
    pub door: Arc<dyn Door>,
}

impl Visitor {
    /// The visitor of the request that is being served.
    ///
    /// # Errors
    /// Internal when the server did not provide one.
    pub fn current() -> Result<Self, PageError> {
        use_context::<Self>()
            .ok_or_else(|| Problem::new(ProblemCode::Internal, "the request was served without a door").into())
    }
}

/// Makes and ends the session of one request.
#[async_trait::async_trait]
pub trait Door: Send + Sync {
    /// The visitor's network address, for throttling.
    fn address(&self) -> String;
    /// Starts a session under a new id.
    ///
    /// # Errors
    /// When the session can't be stored.
    async fn enter(&self, user: &patchbay_model::user::User) -> crate::portal::PortalResult<()>;
    /// Ends the session.
    ///
    /// # Errors
    /// When the session can't be removed.
    async fn leave(&self) -> crate::portal::PortalResult<()>;
    /// Keeps a text for the next page of this session, sealed: what is shown once, such as a new key.
    ///
    /// # Errors
    /// When the session can't be stored.
    async fn keep_once(&self, text: String) -> crate::portal::PortalResult<()>;
    /// Takes that text out; a second call finds nothing.
    ///
    /// # Errors
    /// When the session can't be read.
    async fn take_once(&self) -> crate::portal::PortalResult<Option<String>>;
}
