//! What handlers and layers share.

use crate::caller::{AdapterCallers, Callers};
use crate::idempotency::Idempotency;
use crate::seal::Seal;
use crate::settings::Settings;
use crate::web_chat::WebChats;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;
use patchbay_app::portal::Portal;
use patchbay_store::Store;
use std::ops::Deref;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The router's state. One pointer: axum clones it for every layer and handler that a request passes.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// What [`AppState`] points to.
pub struct Shared {
    /// What pages and API ask.
    pub portal: Arc<dyn Portal>,
    /// Sessions, keys, idempotency keys, readiness; everything else goes through the portal.
    pub store: Store,
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// Who calls the API.
    pub callers: Arc<Callers>,
    /// Who speaks for adapters.
    pub adapter_callers: Arc<AdapterCallers>,
    /// What visitors of web chats say and see.
    pub web_chats: Arc<WebChats>,
    /// What was answered before.
    pub idempotency: Arc<Idempotency>,
    /// Encrypts what is kept for a while.
    pub seal: Arc<Seal>,
    /// Where Leptos finds the browser's files.
    pub leptos: LeptosOptions,
    /// Writes the metrics.
    pub metrics: PrometheusHandle,
    /// Cancelled when the server stops: streams end then.
    pub stopping: CancellationToken,
}

impl From<Shared> for AppState {
    fn from(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Lets a handler take one part as its `State`.
macro_rules! parts {
    ($($part:ident: $type:ty),+ $(,)?) => {$(
        impl FromRef<AppState> for $type {
            fn from_ref(state: &AppState) -> Self {
                state.$part.clone()
            }
        }
    )+};
}

parts!(
    portal: Arc<dyn Portal>,
    store: Store,
    settings: Arc<Settings>,
    callers: Arc<Callers>,
    web_chats: Arc<WebChats>,
    idempotency: Arc<Idempotency>,
    metrics: PrometheusHandle,
    stopping: CancellationToken,
);
