//! Makes and ends the session of one request, for the server functions that sign in and out.

use super::{store, unavailable};
use crate::seal::Seal;
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_app::scope::Door;
use patchbay_model::user::User;
use patchbay_vault::VaultError;
use std::net::IpAddr;
use std::sync::Arc;
use tower_sessions::Session;

/// Where a session keeps what the next page shows once, and what that is sealed for.
const ONCE: &str = "once";

/// The door of one request.
pub struct SessionDoor {
    session: Session,
    address: IpAddr,
    seal: Arc<Seal>,
}

impl SessionDoor {
    /// Makes the door of the request that `session` and `address` belong to.
    #[must_use]
    pub fn new(session: Session, address: IpAddr, seal: Arc<Seal>) -> Self {
        Self { session, address, seal }
    }
}

#[async_trait]
impl Door for SessionDoor {
    fn address(&self) -> String {
        self.address.to_string()
    }

    async fn enter(&self, user: &User) -> PortalResult<()> {
        // Nothing of a session from before signing in survives: neither its id, which somebody else may have planted,
        // nor what was in it.
        self.session.clear().await;
        self.session.cycle_id().await.map_err(unavailable)?;
        self.session.insert(store::USER, user.id).await.map_err(unavailable)?;
        // Saved now: the page that follows the answer must find it.
        self.session.save().await.map_err(unavailable)
    }

    async fn leave(&self) -> PortalResult<()> {
        self.session.flush().await.map_err(unavailable)
    }

    async fn keep_once(&self, text: String) -> PortalResult<()> {
        let sealed = self.seal.close(ONCE, text).map_err(internal)?;
        self.session.insert(ONCE, STANDARD.encode(sealed)).await.map_err(unavailable)
    }

    async fn take_once(&self) -> PortalResult<Option<String>> {
        // Asked first: a removal would save the session of everybody who looks.
        if self.session.get_value(ONCE).await.map_err(unavailable)?.is_none() {
            return Ok(None);
        }
        let kept: Option<String> = self.session.remove(ONCE).await.map_err(unavailable)?;
        let sealed = kept.and_then(|text| STANDARD.decode(text).ok());
        let opened = sealed.map(|sealed| self.seal.open(ONCE, &sealed)).transpose().map_err(internal)?;
        Ok(opened.map(|secret| secret.expose().to_owned()))
    }
}

fn internal(error: VaultError) -> PortalError {
    PortalError::Internal(Box::new(error))
}
