//! Everything that works on an open database, put together.

use crate::caller::{AdapterCallers, CallerRates, Callers, KeyUses};
use crate::changes::ChangeFeed;
use crate::clock::ServerClock;
use crate::error::ServerError;
use crate::idempotency::Idempotency;
use crate::pages::leptos_options;
use crate::portal::{ServerPortal, limits};
use crate::seal::Seal;
use crate::settings::{Settings, secret_keys};
use crate::state::{AppState, Shared};
use crate::web_chat::WebChats;
use metrics_exporter_prometheus::PrometheusHandle;
use patchbay_app::portal::Portal;
use patchbay_dispatch::{Dispatcher, EventSettings, WorkerSettings};
use patchbay_engine::net::{AllowList, LaneLimits, OutboundClient, OutboundSettings, install_tls_provider};
use patchbay_store::Store;
use patchbay_vault::KeyRing;
use std::net::IpAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The services of one process.
pub struct Services {
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// The database.
    pub store: Store,
    /// The master keys.
    pub keys: Arc<KeyRing>,
    /// Runs endpoints.
    pub dispatcher: Dispatcher,
    /// What pages, API and commands ask.
    pub portal: Arc<dyn Portal>,
    /// When keys were used.
    pub key_uses: KeyUses,
    /// Cancelled when the process stops.
    pub stopping: CancellationToken,
    changes: ChangeFeed,
}

impl Services {
    /// Starts them on a database whose schema is up to date.
    ///
    /// # Errors
    /// A setting that can't be used, or a database that went away.
    pub async fn start(settings: Settings, store: Store) -> Result<Self, ServerError> {
        let settings = Arc::new(settings);
        let stopping = CancellationToken::new();
        let keys = Arc::new(secret_keys(&settings, &store).await?);
        // Before anything is read into a cache: what changes in between would not be heard.
        let changes = ChangeFeed::start(&store, stopping.clone()).await?;
        let client = Arc::new(outbound_client(&settings)?);
        let dispatcher = Dispatcher::start(
            store.clone(),
            Arc::clone(&client),
            Arc::clone(&keys),
            Arc::new(ServerClock),
            dispatcher_settings(&settings),
        );
        let dispatcher = dispatcher.await?;
        let portal = ServerPortal::new(
            store.clone(),
            Arc::clone(&keys),
            dispatcher.clone(),
            client,
            changes.clone(),
            limits(&settings),
        );
        Ok(Self {
            settings,
            store,
            keys,
            dispatcher,
            portal: Arc::new(portal),
            key_uses: KeyUses::default(),
            stopping,
            changes,
        })
    }

    /// The router's state.
    ///
    /// # Errors
    /// Never in practice; see [`Seal::new`].
    pub fn state(&self, metrics: PrometheusHandle) -> Result<AppState, ServerError> {
        let seal = Arc::new(Seal::new(Arc::clone(&self.keys))?);
        let rates = CallerRates {
            key: self.settings.key_requests_per_second,
            callbox_token: self.settings.callbox_token_requests_per_second,
        };
        let callers = Arc::new(Callers::new(self.store.clone(), rates, self.key_uses.clone()));
        tokio::spawn(Arc::clone(&callers).follow(self.changes.subscribe()));
        let adapter_callers = AdapterCallers::new(self.store.clone(), self.settings.key_requests_per_second);
        let web_chats = WebChats::start(
            self.store.clone(),
            self.dispatcher.clone(),
            &self.settings,
            self.changes.subscribe(),
            self.stopping.clone(),
        );
        let idempotency = Idempotency::new(self.store.clone(), Arc::clone(&seal), self.settings.largest_body_bytes());
        let shared = Shared {
            portal: Arc::clone(&self.portal),
            store: self.store.clone(),
            settings: Arc::clone(&self.settings),
            callers,
            adapter_callers: Arc::new(adapter_callers),
            web_chats,
            idempotency: Arc::new(idempotency),
            seal,
            leptos: leptos_options(&self.settings),
            metrics,
            stopping: self.stopping.clone(),
        };
        Ok(shared.into())
    }

    /// Ends what runs in the background, after the last request: every record is on disk when this returns.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.dispatcher.close().await;
        self.key_uses.write(&self.store).await;
    }
}

fn dispatcher_settings(settings: &Settings) -> patchbay_dispatch::Settings {
    let defaults = patchbay_dispatch::Settings::default();
    patchbay_dispatch::Settings {
        events: EventSettings { waiting: settings.events_waiting, backlog: settings.event_backlog, ..defaults.events },
        worker: WorkerSettings {
            slots: settings.worker_slots,
            per_integrator: settings.worker_per_integrator,
            per_call_center: settings.worker_per_call_center,
            lease: settings.worker_lease,
            ..defaults.worker
        },
        ..defaults
    }
}

/// The address that others are told, if this machine has it. Behind NAT it has another one, and binding to what it has not
/// would end every call.
fn told_address(settings: &Settings) -> Option<IpAddr> {
    let told: IpAddr = settings.egress_address.as_deref()?.parse().ok()?;
    let is_ours = std::net::UdpSocket::bind((told, 0)).is_ok();
    if !is_ours {
        tracing::warn!(%told, "PATCHBAY_EGRESS_ADDRESS is no address of this machine: it is told and not bound to");
    }
    is_ours.then_some(told)
}

fn outbound_client(settings: &Settings) -> Result<OutboundClient, ServerError> {
    install_tls_provider();
    let allow_list: AllowList =
        settings.allow_hosts.join(",").parse().map_err(|error: patchbay_engine::net::guard::InvalidEntry| {
            ServerError::Setting {
                name: "PATCHBAY_ALLOW_HOSTS".to_owned(),
                origin: "settings".to_owned(),
                reason: error.to_string(),
            }
        })?;
    let outbound = OutboundSettings {
        allow_list,
        egress_address: settings.outbound_address.or_else(|| told_address(settings)),
        lanes: LaneLimits {
            concurrency: settings.host_concurrency,
            per_second: settings.host_requests_per_second,
            burst: settings.host_requests_per_second,
        },
        ..OutboundSettings::default()
    };
    OutboundClient::new(&outbound).map_err(|error| ServerError::Failed(error.to_string()))
}
