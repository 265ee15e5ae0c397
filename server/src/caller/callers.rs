//! Keys and callbox tokens, looked up by their hash and remembered until something about keys changes anywhere.

use super::rate::check_rate;
use super::uses::KeyUses;
use crate::changes::Subscription;
use crate::clock;
use crate::problem::{ApiError, ApiResult};
use axum::http::HeaderValue;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::future::Cache;
use patchbay_app::portal::PortalError;
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_model::key::Key;
use patchbay_model::problem::ProblemCode;
use patchbay_model::time::Timestamp;
use patchbay_store::callbox_tokens::{self, CallboxToken};
use patchbay_store::changes::Change;
use patchbay_store::{Store, StoreError, call_centers, keys};
use patchbay_vault::{TokenHash, TokenKind};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

type Hash = [u8; 32];

/// Keys and tokens remembered at the same time, and origins.
const REMEMBERED: u64 = 10_000;
/// Changes are heard at once; this bounds how long one that was not heard could matter.
const LONGEST: Duration = Duration::from_secs(60);

/// Finds the actor behind a key or a callbox token.
pub struct Callers {
    store: Store,
    /// Unknown hashes are not remembered: guessing must not fill the cache.
    known: Cache<Hash, Arc<Known>>,
    /// Whose pages may read answers; only those who may.
    origins: Cache<(CallCenterId, String), ()>,
    /// Counts the changes heard, so that a look-up can tell that it was overtaken by one.
    generation: AtomicU64,
    keys: DefaultKeyedRateLimiter<KeyId>,
    tokens: DefaultKeyedRateLimiter<Hash>,
    uses: KeyUses,
}

struct Known {
    actor: Actor,
    kind: Kind,
}

enum Kind {
    Key(KeyId),
    Token { expires_at: Timestamp, allowed_origins: Vec<String> },
}

/// Requests per second over the long run; twice that in a burst.
#[derive(Debug, Clone, Copy)]
pub struct CallerRates {
    /// Of each key.
    pub key: NonZeroU32,
    /// Of each callbox token.
    pub callbox_token: NonZeroU32,
}

fn quota(per_second: NonZeroU32) -> Quota {
    Quota::per_second(per_second).allow_burst(per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1)))
}

impl Callers {
    /// Allows each key and each token so many requests.
    #[must_use]
    pub fn new(store: Store, rates: CallerRates, uses: KeyUses) -> Self {
        Self {
            store,
            known: cache(),
            origins: cache(),
            generation: AtomicU64::new(0),
            keys: RateLimiter::keyed(quota(rates.key)),
            tokens: RateLimiter::keyed(quota(rates.callbox_token)),
            uses,
        }
    }

    /// The actor behind a key or token that a page of `origin` presents, if it is a foreign page's; none when it is none,
    /// unknown, revoked or expired.
    ///
    /// # Errors
    /// Another site's token, too many requests, or the database is away.
    pub async fn identify(&self, presented: &str, origin: Option<&HeaderValue>) -> ApiResult<Option<Actor>> {
        let kind = match TokenKind::claimed_by(presented) {
            Some(kind @ (TokenKind::Key | TokenKind::Callbox)) => kind,
            _ => return Ok(None),
        };
        let hash = *TokenHash::of(presented).as_bytes();
        let known = match self.known.get(&hash).await {
            Some(known) => known,
            None => match Box::pin(self.look_up(kind, &hash)).await? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        match &known.kind {
            Kind::Key(id) => {
                check_rate(&self.keys, id).map_err(|wait| too_many("this key sends too many requests", wait))?;
                self.uses.note(*id);
            }
            Kind::Token { expires_at, .. } if *expires_at <= clock::now() => return Ok(None),
            Kind::Token { allowed_origins, .. } => {
                if let Some(origin) = origin
                    && !allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
                {
                    let detail =
                        "this callbox token is for pages of other origins: ask for one with yours in allowedOrigins";
                    return Err(ApiError::new(ProblemCode::Forbidden, detail));
                }
                let detail = "this callbox token sends too many requests";
                check_rate(&self.tokens, &hash).map_err(|wait| too_many(detail, wait))?;
            }
        }
        Ok(Some(known.actor.clone()))
    }

    /// Whether a page of `origin` may read answers about the call center.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn lets_read(&self, call_center: &CallCenterId, origin: &str) -> ApiResult<bool> {
        let place = (call_center.clone(), origin.to_owned());
        if self.origins.contains_key(&place) {
            return Ok(true);
        }
        let known = callbox_tokens::is_known_origin(&self.store, call_center, origin).await.map_err(away)?;
        if known {
            self.origins.insert(place, ()).await;
        }
        Ok(known)
    }

    /// Whose pages may hold the callbox of a call center in an iframe; nobody's for one that there is not.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn embedders(&self, call_center: &CallCenterId) -> ApiResult<Vec<String>> {
        // Asked once for each page that is opened: what was saved counts at once, in every process.
        Ok(call_centers::callbox_origins(&self.store, call_center).await.map_err(away)?)
    }

    async fn look_up(&self, kind: TokenKind, hash: &Hash) -> Result<Option<Arc<Known>>, PortalError> {
        let before = self.generation.load(Ordering::SeqCst);
        let found = if kind == TokenKind::Key {
            keys::find_by_hash(&self.store, hash).await.map_err(away)?.filter(|key| key.revoked_at.is_none()).map(key)
        } else {
            callbox_tokens::find_by_hash(&self.store, hash).await.map_err(away)?.map(token)
        };
        let Some(known) = found.map(Arc::new) else { return Ok(None) };
        self.known.insert(*hash, Arc::clone(&known)).await;
        // Revoked between the look-up and the insertion: what was remembered is out of date already.
        if self.generation.load(Ordering::SeqCst) != before {
            self.known.invalidate(hash).await;
        }
        Ok(Some(known))
    }

    /// Forgets what changed, until the server stops.
    pub async fn follow(self: Arc<Self>, mut changes: Subscription) {
        while let Some(change) = changes.next().await {
            match change {
                Change::Key(_) | Change::CallCenter(_) | Change::Everything => {
                    self.generation.fetch_add(1, Ordering::SeqCst);
                    self.known.invalidate_all();
                    // Keys come and go with these changes: what is counted of those that are idle can go too.
                    self.keys.retain_recent();
                    self.tokens.retain_recent();
                }
                _ => {}
            }
        }
    }
}

fn cache<K, V>() -> Cache<K, V>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder().max_capacity(REMEMBERED).time_to_live(LONGEST).build()
}

fn too_many(detail: &'static str, wait: u64) -> ApiError {
    ApiError::new(ProblemCode::TooManyRequests, detail).retry_after(wait)
}

fn key(key: Key) -> Known {
    let actor = Actor {
        identity: Identity::Key { id: key.id, scopes: key.scopes },
        call_center: key.call_center_id,
        name: key.name,
        request_id: None,
    };
    Known { actor, kind: Kind::Key(key.id) }
}

/// All tokens of one issuer are one caller: an agent whose token was renewed repeats a request with the same
/// idempotency key.
fn token(token: CallboxToken) -> Known {
    let actor = Actor {
        identity: Identity::Callbox { key: token.key_id },
        call_center: Some(token.call_center_id),
        name: format!("callbox of {}", token.issued_by),
        request_id: None,
    };
    Known { actor, kind: Kind::Token { expires_at: token.expires_at, allowed_origins: token.allowed_origins } }
}

fn away(error: StoreError) -> PortalError {
    match error {
        StoreError::Unavailable(_) => PortalError::Unavailable,
        other => PortalError::Internal(Box::new(other)),
    }
}
