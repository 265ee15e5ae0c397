//! tower-sessions on our own table. The crate made for it wants another sqlx.

use crate::clock;
use async_trait::async_trait;
use patchbay_model::id::UserId;
use patchbay_model::time::Timestamp;
use patchbay_store::{Store, StoreError, sessions};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// Where a session names its user.
pub(super) const USER: &str = "user";

/// Sessions in Postgres, under the hash of the id that the cookie holds.
#[derive(Clone)]
pub struct DatabaseSessions {
    store: Store,
    lifetime: Duration,
}

impl DatabaseSessions {
    /// Sessions end after `lifetime`, however busy they are.
    #[must_use]
    pub fn new(store: Store, lifetime: Duration) -> Self {
        Self { store, lifetime }
    }

    fn outlived(&self, session: &sessions::Session, now: Timestamp) -> bool {
        now.0.signed_duration_since(session.created_at.0).to_std().is_ok_and(|age| age >= self.lifetime)
    }
}

impl fmt::Debug for DatabaseSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseSessions")
    }
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let session = written(record)?;
        while !sessions::insert(&self.store, &hash(&record.id), &session).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// A session that was ended meanwhile stays ended: disabling a user must not lose against a request in flight.
    async fn save(&self, record: &Record) -> Result<()> {
        sessions::update(&self.store, &hash(&record.id), &written(record)?).await.map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = clock::now();
        let found = sessions::find(&self.store, &hash(id), now).await.map_err(backend)?;
        found.filter(|session| !self.outlived(session, now)).map(|session| read(*id, &session)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.store, &hash(id)).await.map_err(backend)
    }
}

/// What the table finds a session by.
pub(super) fn hash(id: &Id) -> sessions::SessionHash {
    Sha256::digest(id.to_string()).into()
}

fn written(record: &Record) -> Result<sessions::Session> {
    let user = record.data.get(USER).and_then(|value| value.as_str()).and_then(|text| text.parse::<UserId>().ok());
    let data = serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = chrono::DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0).map(Timestamp);
    let expires_at = expires_at.ok_or_else(|| Error::Encode("the expiry is out of range".to_owned()))?;
    Ok(sessions::Session { user_id: user, data, created_at: clock::now(), expires_at })
}

fn read(id: Id, session: &sessions::Session) -> Result<Record> {
    let data: HashMap<_, _> =
        serde_json::from_slice(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
    let expiry_date = OffsetDateTime::from_unix_timestamp(session.expires_at.0.timestamp());
    let expiry_date = expiry_date.map_err(|error| Error::Decode(error.to_string()))?;
    Ok(Record { id, data, expiry_date })
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
