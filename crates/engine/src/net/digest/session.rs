//! Challenges that were answered, so that the next call to the same place needs one exchange instead of two.

use super::{Challenge, Round};
use crate::net::keyed::Keyed;
use patchbay_model::secret::Secret;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// Whose challenge it was. With the host and the user in it, an answer never goes to a place that did not ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::net) struct SessionKey {
    pub(in crate::net) integrator: Uuid,
    pub(in crate::net) origin: String,
    pub(in crate::net) user: String,
}

/// A challenge and how often its nonce was used.
pub(in crate::net) struct Session {
    challenge: Challenge,
    /// One for the whole session: `-sess` binds the password's hash to the first, and the counter makes each use unique.
    cnonce: String,
    used: AtomicU32,
}

impl Session {
    pub(in crate::net) fn new(challenge: Challenge) -> Self {
        let cnonce = rand::random::<[u8; 16]>().iter().fold(String::new(), |mut shown, byte| {
            let _ = write!(shown, "{byte:02x}");
            shown
        });
        Self { challenge, cnonce, used: AtomicU32::new(0) }
    }

    /// The `Authorization` header of the next request.
    pub(in crate::net) fn authorization(&self, user: &str, secret: &Secret, method: &str, uri: &str) -> String {
        let count = self.used.fetch_add(1, Ordering::Relaxed) + 1;
        self.challenge.authorization(user, secret, &Round { method, uri, cnonce: &self.cnonce, count })
    }
}

/// The sessions of all integrators.
pub(in crate::net) struct Sessions(Keyed<SessionKey, Session>);

impl Sessions {
    pub(in crate::net) fn new() -> Self {
        Self(Keyed::new(|_| true))
    }

    pub(in crate::net) fn get(&self, key: &SessionKey) -> Option<Arc<Session>> {
        self.0.get(key)
    }

    pub(in crate::net) fn remember(&self, key: SessionKey, session: Arc<Session>) {
        self.0.put(key, session);
    }
}
