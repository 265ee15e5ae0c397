//! Which token a request gets.

use super::sign_in::{Exchange, Refusal};
use super::{AuthRecipe, HeldToken};
use crate::clock::Clock;
use crate::keeper::SecretKeeper;
use patchbay_engine::error::EngineError;
use patchbay_engine::net::OutboundClient;
use patchbay_model::execution::ErrorCode;
use patchbay_model::time::Timestamp;
use patchbay_store::{Store, access_tokens};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OwnedMutexGuard;

/// After a sign-in ahead of time has failed, the next is not tried for so long: the old token still works, and the auth
/// endpoint has trouble enough.
const AHEAD_PAUSE: Duration = Duration::from_secs(5);

/// Gets tokens.
pub(crate) struct Tokens {
    pub(super) store: Store,
    pub(super) client: Arc<OutboundClient>,
    pub(super) keeper: SecretKeeper,
    pub(super) clock: Arc<dyn Clock>,
}

/// A token, and how it was come by.
pub(crate) struct Obtained {
    pub(crate) token: Arc<HeldToken>,
    pub(crate) source: TokenSource,
}

/// How a token was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenSource {
    /// It was in memory.
    Memory,
    /// Another process had got it.
    Shared,
    /// The auth endpoint was called, so.
    SignedIn(Arc<Exchange>),
}

/// Why there is no token.
#[derive(Debug, Clone)]
pub(crate) enum TokenError {
    /// The auth endpoint gave none.
    Failed(Refusal),
    /// The recipe is out of date: read it again.
    Outdated,
}

impl From<EngineError> for TokenError {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for TokenError {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal)
    }
}

impl Tokens {
    pub(crate) fn new(store: Store, client: Arc<OutboundClient>, keeper: SecretKeeper, clock: Arc<dyn Clock>) -> Self {
        Self { store, client, keeper, clock }
    }

    /// A token that is good now, before `deadline`.
    pub(crate) async fn get(
        self: &Arc<Self>,
        auth: &Arc<AuthRecipe>,
        deadline: Instant,
    ) -> Result<Obtained, TokenError> {
        let now = self.clock.now();
        if let Some(token) = auth.slot.held().filter(|token| now < token.valid_until) {
            if now >= token.fresh_until {
                self.refresh_ahead(auth);
            }
            return Ok(Obtained { token, source: TokenSource::Memory });
        }
        Box::pin(self.wait(auth, deadline)).await
    }

    /// A token that somebody gets by now, this caller if nobody else does.
    async fn wait(self: &Arc<Self>, auth: &Arc<AuthRecipe>, deadline: Instant) -> Result<Obtained, TokenError> {
        let since = Instant::now();
        let late = || {
            let detail = format!("no access token from {} in time", auth.name);
            TokenError::from(EngineError::fail(ErrorCode::Timeout, detail))
        };
        let gate = Arc::clone(&auth.slot.gate).lock_owned();
        let gate = tokio::time::timeout_at(deadline.into(), gate).await.map_err(|_| late())?;
        // Whoever held the gate until now has either got a token or failed for all who waited.
        let now = self.clock.now();
        if let Some(token) = auth.slot.held().filter(|token| now < token.valid_until) {
            return Ok(Obtained { token, source: TokenSource::Memory });
        }
        if let Some(failure) = auth.slot.failure_since(since) {
            return Err(TokenError::Failed(failure));
        }
        // A task of its own: it goes on when this caller hangs up or runs out of time, and others use what it gets.
        let task = tokio::spawn(Arc::clone(self).refresh(Arc::clone(auth), gate));
        match tokio::time::timeout_at(deadline.into(), task).await {
            Ok(Ok(obtained)) => obtained,
            Ok(Err(_)) => {
                Err(EngineError::fail(ErrorCode::Internal, "getting an access token ended unexpectedly").into())
            }
            Err(_) => Err(late()),
        }
    }

    /// Gets the next token while the old one is still good. Nobody waits for it; if it fails, a caller some seconds later
    /// tries.
    fn refresh_ahead(self: &Arc<Self>, auth: &Arc<AuthRecipe>) {
        let since = Instant::now().checked_sub(AHEAD_PAUSE);
        if since.is_some_and(|since| auth.slot.failure_since(since).is_some()) {
            return;
        }
        if let Ok(gate) = Arc::clone(&auth.slot.gate).try_lock_owned() {
            tokio::spawn(Arc::clone(self).refresh(Arc::clone(auth), gate));
        }
    }

    async fn refresh(
        self: Arc<Self>,
        auth: Arc<AuthRecipe>,
        gate: OwnedMutexGuard<()>,
    ) -> Result<Obtained, TokenError> {
        let refreshed = self.refresh_under_lease(&auth).await;
        match &refreshed {
            Ok(obtained) => auth.slot.hold(Arc::clone(&obtained.token)),
            Err(TokenError::Failed(failure)) => auth.slot.note_failure(Instant::now(), failure.clone()),
            Err(TokenError::Outdated) => {}
        }
        drop(gate);
        refreshed
    }

    /// Forgets a token that the other side refused, here and for all processes, and no newer one.
    pub(crate) async fn invalidate(&self, auth: &AuthRecipe, refused: &HeldToken) {
        auth.slot.forget(refused);
        if let Err(error) = access_tokens::invalidate(&self.store, auth.place, refused.version).await {
            // The refresh that follows asks the database anyhow, and knows which version is no good.
            tracing::warn!(%error, "a refused access token could not be forgotten in the database");
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
