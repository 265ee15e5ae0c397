//! Getting a new token, one process at a time.

use super::sign_in::SignedIn;
use super::tokens::{Obtained, TokenError, TokenSource, Tokens};
use super::{AuthRecipe, HeldToken};
use crate::{meters, places};
use chrono::TimeDelta;
use patchbay_engine::error::EngineError;
use patchbay_engine::token::Lifetime;
use patchbay_model::execution::ErrorCode;
use patchbay_model::secret::Secret;
use patchbay_model::time::Timestamp;
use patchbay_store::access_tokens::{self, AccessToken, Claim, TokenVersion};
use patchbay_store::{Sealed, StoreError};
use patchbay_vault::{DataKey, SecretPlace};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// What a lease lasts beyond the auth endpoint's own limit: storing the token, and clocks that differ.
const LEASE_RESERVE: Duration = Duration::from_secs(5);
/// How often a process looks whether the one that holds the lease is done.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

impl Tokens {
    /// Gets a newer token than the one that is held: from another process, or by signing in.
    pub(super) async fn refresh_under_lease(&self, auth: &Arc<AuthRecipe>) -> Result<Obtained, TokenError> {
        let mut seen = auth.slot.held().map(|held| held.version);
        loop {
            let now = self.clock.now();
            let owner = self.clock.new_id();
            let leased_until = plus(now, auth.plan.timeout() + LEASE_RESERVE);
            let claim = access_tokens::claim(&self.store, auth.place, auth.basis, seen, owner, now, leased_until).await;
            match claim.map_err(|error| away(&error))? {
                Claim::Claimed => return self.sign_in_and_store(auth, owner).await,
                Claim::Found(found) => {
                    if let Some(token) = self.opened(auth, &found).await.filter(|token| now < token.fresh_until) {
                        return Ok(Obtained { token: Arc::new(token), source: TokenSource::Shared });
                    }
                    seen = Some(found.version);
                }
                Claim::Leased(until) => {
                    let left = (until.0 - now.0).to_std().unwrap_or_default();
                    tokio::time::sleep(LOOK_AGAIN.min(left)).await;
                }
                Claim::Outdated => return Err(TokenError::Outdated),
            }
        }
    }

    async fn sign_in_and_store(&self, auth: &AuthRecipe, owner: Uuid) -> Result<Obtained, TokenError> {
        let stored = match self.sign_in(auth).await {
            Ok(signed_in) => {
                let exchange = Arc::clone(&signed_in.exchange);
                self.store_token(auth, owner, signed_in).await.map(|token| (token, exchange))
            }
            Err(refusal) => Err(refusal.into()),
        };
        meters::token_refresh(if stored.is_ok() { "success" } else { "failure" });
        if stored.is_err()
            && let Err(error) = access_tokens::release(&self.store, auth.place, owner).await
        {
            // It ends by itself in a few seconds.
            tracing::warn!(%error, "the lease on an access token could not be given back");
        }
        let (token, exchange) = stored?;
        Ok(Obtained { token: Arc::new(token), source: TokenSource::SignedIn(exchange) })
    }

    /// Stores the token, so that it is not lost with this process; only then it is used.
    async fn store_token(&self, auth: &AuthRecipe, owner: Uuid, signed_in: SignedIn) -> Result<HeldToken, TokenError> {
        let SignedIn { issued, at, values, .. } = signed_in;
        let key = self.data_key(auth).await?;
        let field = places::access_token(auth.place.auth_endpoint_id);
        let sealed = key.seal(place(auth, &field), &issued.secret);
        let sealed = Sealed(sealed.map_err(|error| internal(&error))?);
        let expires_at = Some(plus(at, issued.lifetime.valid));
        let settled = match &issued.refresh {
            None => access_tokens::settle(&self.store, auth.place, owner, &sealed, at, expires_at).await,
            Some(fresh) => {
                // Together, and also when the lease was lost: the old refresh token is used up.
                let mut unit = self.store.begin().await.map_err(|error| away(&error))?;
                let settled = access_tokens::settle(&mut unit, auth.place, owner, &sealed, at, expires_at).await;
                self.replace_refresh_token(&mut unit, &key, auth.holder(), &values, fresh).await?;
                unit.commit().await.map_err(|error| away(&error))?;
                settled
            }
        };
        // Without a version the lease was lost: the configuration changed, or signing in took too long.
        let version = settled.map_err(|error| away(&error))?.ok_or(TokenError::Outdated)?;
        Ok(held(issued.secret, version, at, issued.lifetime))
    }

    /// A token from the database; none if it can't be opened, which means that another key sealed it: a new one is got.
    async fn opened(&self, auth: &AuthRecipe, found: &AccessToken) -> Option<HeldToken> {
        let field = places::access_token(auth.place.auth_endpoint_id);
        let secret = self.data_key(auth).await.ok()?.open(place(auth, &field), &found.sealed.0).ok()?;
        let valid = found.expires_at.and_then(|at| (at.0 - found.obtained_at.0).to_std().ok());
        Some(held(secret, found.version, found.obtained_at, Lifetime::new(valid)))
    }

    pub(super) async fn data_key(&self, auth: &AuthRecipe) -> Result<DataKey, EngineError> {
        match &auth.data_key {
            Some(key) => Ok(key.clone()),
            // The call center had no secret before this token.
            None => self.keeper.data_key(&auth.call_center_id).await.map_err(|error| internal(&error)),
        }
    }
}

fn place<'a>(auth: &'a AuthRecipe, field: &'a str) -> SecretPlace<'a> {
    SecretPlace { call_center: &auth.call_center_id, row: auth.place.integrator_id.0, field }
}

fn held(secret: Secret, version: TokenVersion, from: Timestamp, lifetime: Lifetime) -> HeldToken {
    HeldToken { secret, version, fresh_until: plus(from, lifetime.fresh), valid_until: plus(from, lifetime.valid) }
}

fn plus(at: Timestamp, time: Duration) -> Timestamp {
    Timestamp(at.0 + TimeDelta::from_std(time).unwrap_or(TimeDelta::days(1)))
}

fn away(error: &StoreError) -> EngineError {
    EngineError::fail(ErrorCode::Internal, format!("access tokens can't be shared: {error}"))
}

fn internal(error: &impl std::fmt::Display) -> EngineError {
    EngineError::fail(ErrorCode::Internal, format!("the access token can't be kept: {error}"))
}
