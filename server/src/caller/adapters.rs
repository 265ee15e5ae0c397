//! The other sides of adapters and channels: TwoWay clients with tokens, third parties with their secret and what these
//! read with, gateways with the token of an inbound webhook.

use super::bearer;
use super::rate::check_rate;
use crate::clock;
use crate::portal::secret_hash;
use axum::http::HeaderMap;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::{Adapter, TokenRight};
use patchbay_model::messaging::channel::Channel;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_store::{Store, StoreError, adapter_tokens, adapters, channels, graph_tokens};
use patchbay_vault::TokenHash;
use std::num::NonZeroU32;

/// The header of TwoWay, and its alias.
const TOKEN_HEADERS: [&str; 2] = ["x-cm-producttoken", "x-product-token"];

/// Finds the actor behind what the other side of an adapter shows.
pub struct AdapterCallers {
    store: Store,
    rates: DefaultKeyedRateLimiter<[u8; 32]>,
}

/// Why there is no actor, in words that each face says in its own dialect.
#[derive(Debug)]
pub struct Turned {
    /// The refusal; that of a stranger says nothing.
    pub refusal: Refusal,
    /// Seconds until the next request is looked at.
    pub retry_after: Option<u64>,
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, retry_after: None }
    }
}

impl AdapterCallers {
    /// Allows each token and secret so many requests a second, and twice that in a burst.
    #[must_use]
    pub fn new(store: Store, per_second: NonZeroU32) -> Self {
        let burst = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1));
        Self { store, rates: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)) }
    }

    /// The client behind a product token.
    ///
    /// # Errors
    /// None, an unknown or a revoked token; too many requests; the database is away.
    pub async fn twoway(&self, headers: &HeaderMap) -> Result<Actor, Turned> {
        let shown = TOKEN_HEADERS.iter().find_map(|name| headers.get(*name)?.to_str().ok());
        let hash = *TokenHash::of(shown.ok_or_else(Refusal::unauthenticated)?).as_bytes();
        let found = adapter_tokens::find_by_hash(&self.store, &hash).await.map_err(away)?;
        let token = found.ok_or_else(Refusal::unauthenticated)?;
        self.check_rate(&hash)?;
        let now = clock::now();
        let is_noted = token.last_used_at.is_some_and(|at| now.0 - at.0 < chrono::TimeDelta::minutes(1));
        if !is_noted && let Err(error) = adapter_tokens::touch(&self.store, token.id, now).await {
            tracing::warn!(%error, "can't note that a token was used");
        }
        Ok(actor(token.adapter_id, token.rights, token.call_center_id, token.name))
    }

    /// The third party behind a bearer secret of `owner`, with its adapter.
    ///
    /// # Errors
    /// As [`twoway`](Self::twoway).
    pub async fn omnichannel(&self, owner: &str, headers: &HeaderMap) -> Result<(Actor, Adapter), Turned> {
        let owner: CallCenterId = owner.parse().map_err(|_| Refusal::unauthenticated())?;
        let hash = secret_hash(&owner, bearer(headers).ok_or_else(Refusal::unauthenticated)?);
        let found = adapters::find_by_secret(&self.store, &owner, &hash).await.map_err(away)?;
        let adapter = found.ok_or_else(Refusal::unauthenticated)?;
        self.check_rate(&hash)?;
        Ok((actor(adapter.id, TokenRight::ALL.to_vec(), owner, adapter.name.clone()), adapter))
    }

    /// The gateway of an SMS channel, with the channel, behind a token of its.
    ///
    /// # Errors
    /// As [`twoway`](Self::twoway); another call center's channel and one that is not there are the same refusal.
    pub async fn gateway(&self, owner: &str, channel: &str, shown: Option<&str>) -> Result<(Actor, Channel), Turned> {
        let owner: CallCenterId = owner.parse().map_err(|_| Refusal::unauthenticated())?;
        let hash = *TokenHash::of(shown.ok_or_else(Refusal::unauthenticated)?).as_bytes();
        let found = channels::find_by_inbound_token(&self.store, &owner, channel, &hash, clock::now()).await;
        let channel = found.map_err(away)?.ok_or_else(Refusal::unauthenticated)?;
        self.check_rate(&hash)?;
        let (identity, name) = (Identity::Channel { id: channel.id }, channel.name.to_string());
        Ok((Actor { identity, call_center: Some(owner), name, request_id: None }, channel))
    }

    /// The third party behind a token that reads.
    ///
    /// # Errors
    /// As [`twoway`](Self::twoway).
    pub async fn graph(&self, headers: &HeaderMap) -> Result<Actor, Turned> {
        let shown = bearer(headers).ok_or_else(Refusal::unauthenticated)?;
        let hash = *TokenHash::of(shown).as_bytes();
        let found = graph_tokens::find_by_hash(&self.store, &hash, clock::now()).await.map_err(away)?;
        let token = found.ok_or_else(Refusal::unauthenticated)?;
        self.check_rate(&hash)?;
        Ok(actor(token.adapter_id, vec![TokenRight::HistoryRead], token.call_center_id, "third party".to_owned()))
    }

    fn check_rate(&self, hash: &[u8; 32]) -> Result<(), Turned> {
        check_rate(&self.rates, hash).map_err(|wait| Turned {
            refusal: Refusal::new(RefusalCode::TooManyRequests, "too many requests: wait"),
            retry_after: Some(wait),
        })
    }
}

fn actor(id: AdapterId, rights: Vec<TokenRight>, call_center: CallCenterId, name: String) -> Actor {
    Actor { identity: Identity::Adapter { id, rights }, call_center: Some(call_center), name, request_id: None }
}

fn away(error: StoreError) -> Turned {
    if !matches!(error, StoreError::Unavailable(_)) {
        tracing::error!(%error, "a token can't be looked up");
    }
    Refusal::new(RefusalCode::Unavailable, "try again in a moment").into()
}
