//! The portal's answers to pages and administration API: one file per noun.
//!
//! # Layout
//! Every write goes the same way: rights ([`rights`]), validation (`Valid`), a unit of work in which the current state is
//! read, checked and written (the store keeps the configuration version and tells the other processes), an audit entry
//! ([`trail`]), commit. `*_writes`, `exchange`, `versions`, `webhooks`, `webhook_tests`, `channel_checks`, `integrator_values`,
//! `endpoint_runs` hold what is too long for the noun's own file; `plug_in` is several writes with a call between. [`refusal`] is where errors get their words.
//!
//! # Invariants
//! Nothing is half saved: what fails before the commit leaves nothing behind. No answer, audit entry or configuration
//! version holds a secret. Every method judges the actor first, by [`rights`] alone.

mod account;
mod adapters;
mod audit;
mod breakage;
mod call_centers;
mod callbox;
mod channel_checks;
mod channels;
mod compiling;
mod conversations;
mod documents;
mod endpoint_runs;
mod endpoint_writes;
mod endpoints;
mod event_integration_writes;
mod event_integrations;
mod exchange;
mod executions;
mod exposure;
mod first_user;
mod gallery;
mod integrator_values;
mod integrators;
mod keys;
mod limits;
mod messaging;
mod overview;
mod plug_in;
mod private_code;
mod queues;
mod refusal;
mod rights;
mod secrets;
mod template_writes;
mod templates;
mod throttle;
mod trail;
mod users;
mod versions;
mod webhook_tests;
mod webhooks;

pub use adapters::secret_hash;
pub use limits::limits;
pub(crate) use messaging::not_said;
use patchbay_model::sentence;
pub(crate) use refusal::of_store as told;

use crate::changes::ChangeFeed;
use patchbay_app::portal::PortalResult;
use patchbay_dispatch::Dispatcher;
use patchbay_engine::net::OutboundClient;
use patchbay_model::limit::Limits;
use patchbay_store::changes::Change;
use patchbay_store::{Store, Unit};
use patchbay_vault::{KeyRing, PasswordHasher};
use std::sync::Arc;

/// The portal of this process. Cheap to clone.
#[derive(Clone)]
pub struct ServerPortal {
    store: Store,
    keys: Arc<KeyRing>,
    passwords: PasswordHasher,
    dispatcher: Dispatcher,
    client: Arc<OutboundClient>,
    changes: ChangeFeed,
    limits: Limits,
}

impl ServerPortal {
    /// The portal on what the deployment has opened; [`limits`] tells what pages show of the settings.
    #[must_use]
    pub fn new(
        store: Store,
        keys: Arc<KeyRing>,
        dispatcher: Dispatcher,
        client: Arc<OutboundClient>,
        changes: ChangeFeed,
        limits: Limits,
    ) -> Self {
        Self { store, keys, passwords: PasswordHasher::default(), dispatcher, client, changes, limits }
    }

    async fn begin(&self) -> PortalResult<Unit> {
        self.store.begin().await.map_err(refusal::of_store(sentence!("unit of work")))
    }

    async fn commit(&self, unit: Unit) -> PortalResult<()> {
        unit.commit().await.map_err(refusal::of_store(sentence!("unit of work")))
    }

    /// Commits a change of what runs. Every process hears of it; this one drops what it cached before answering, so that
    /// whoever saved and runs at once runs what was saved.
    async fn commit_change(&self, unit: Unit, change: &Change) -> PortalResult<()> {
        self.commit(unit).await?;
        self.dispatcher.forget(change);
        Ok(())
    }
}
