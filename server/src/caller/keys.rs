//! Keys, looked up by their hash and remembered until something about keys changes anywhere.

use super::uses::KeyUses;
use crate::changes::Subscription;
use crate::problem::{ApiError, ApiResult};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::future::Cache;
use patchbay_app::portal::PortalError;
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::KeyId;
use patchbay_model::key::Key;
use patchbay_model::problem::ProblemCode;
use patchbay_store::changes::Change;
use patchbay_store::{Store, StoreError, keys};
use patchbay_vault::{TokenHash, TokenKind};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Keys remembered at the same time.
const REMEMBERED: u64 = 10_000;
/// Changes are heard at once; this bounds how long one that was not heard could matter.
const LONGEST: Duration = Duration::from_secs(60);

/// Finds the actor behind a key.
pub struct Callers {
    store: Store,
    /// Unknown hashes are not remembered: guessing must not fill the cache.
    known: Cache<[u8; 32], Arc<Known>>,
    /// Counts the changes heard, so that a look-up can tell that it was overtaken by one.
    generation: AtomicU64,
    limiter: DefaultKeyedRateLimiter<KeyId>,
    uses: KeyUses,
}

struct Known {
    id: KeyId,
    actor: Actor,
}

impl Callers {
    /// Allows each key `per_second` requests over the long run, twice that in a burst.
    #[must_use]
    pub fn new(store: Store, per_second: NonZeroU32, uses: KeyUses) -> Self {
        let quota =
            Quota::per_second(per_second).allow_burst(per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1)));
        Self {
            store,
            known: Cache::builder().max_capacity(REMEMBERED).time_to_live(LONGEST).build(),
            generation: AtomicU64::new(0),
            limiter: RateLimiter::keyed(quota),
            uses,
        }
    }

    /// The actor behind `key`; none when it is none, unknown or revoked.
    ///
    /// # Errors
    /// Too many requests, or the database is away.
    pub async fn identify(&self, key: &str) -> ApiResult<Option<Actor>> {
        if TokenKind::claimed_by(key) != Some(TokenKind::Key) {
            return Ok(None);
        }
        let hash = *TokenHash::of(key).as_bytes();
        let known = match self.known.get(&hash).await {
            Some(known) => known,
            None => match self.look_up(&hash).await? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        self.check_rate(known.id)?;
        self.uses.note(known.id);
        Ok(Some(known.actor.clone()))
    }

    async fn look_up(&self, hash: &[u8; 32]) -> Result<Option<Arc<Known>>, PortalError> {
        let before = self.generation.load(Ordering::SeqCst);
        let found = keys::find_by_hash(&self.store, hash).await.map_err(|error| match error {
            StoreError::Unavailable(_) => PortalError::Unavailable,
            other => PortalError::Internal(Box::new(other)),
        })?;
        let Some(key) = found.filter(|key| key.revoked_at.is_none()) else { return Ok(None) };
        let known = Arc::new(Known { id: key.id, actor: actor(key) });
        self.known.insert(*hash, Arc::clone(&known)).await;
        // Revoked between the look-up and the insertion: what was remembered is out of date already.
        if self.generation.load(Ordering::SeqCst) != before {
            self.known.invalidate(hash).await;
        }
        Ok(Some(known))
    }

    fn check_rate(&self, id: KeyId) -> ApiResult<()> {
        self.limiter.check_key(&id).map_err(|refusal| {
            let wait = refusal.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            ApiError::new(ProblemCode::TooManyRequests, "this key sends too many requests").retry_after(wait)
        })
    }

    /// Forgets what changed, until the server stops.
    pub async fn follow(self: Arc<Self>, mut changes: Subscription) {
        while let Some(change) = changes.next().await {
            match change {
                Change::Key(_) | Change::CallCenter(_) | Change::Everything => {
                    self.generation.fetch_add(1, Ordering::SeqCst);
                    self.known.invalidate_all();
                    // Keys come and go with these changes: what is counted of those that are idle can go too.
                    self.limiter.retain_recent();
                }
                _ => {}
            }
        }
    }
}

fn actor(key: Key) -> Actor {
    Actor {
        identity: Identity::Key { id: key.id, scopes: key.scopes },
        call_center: key.call_center_id,
        name: key.name,
        request_id: None,
    }
}
