//! What has to be done again and again. Every process does it: each job is safe to run twice, so that none has to lead.

use crate::caller::KeyUses;
use crate::clock;
use crate::services::Services;
use crate::settings::Settings;
use crate::web_chat;
use metrics_exporter_prometheus::PrometheusHandle;
use patchbay_dispatch::Dispatcher;
use patchbay_model::time::Timestamp;
use patchbay_store::partitions::{self, Retention};
use patchbay_store::{
    Store, StoreError, callbox_tokens, chats, conversations, events, figures, graph_tokens, idempotency_keys,
    invitations, messages, sessions, sign_in_throttles, visitors,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// Does the work of both intervals at once and from then on, until the process stops.
pub fn start(services: &Services, metrics: PrometheusHandle) {
    let (store, dispatcher) = (services.store.clone(), services.dispatcher.clone());
    let uses = services.key_uses.clone();
    every(MINUTE, services.stopping.clone(), move || {
        each_minute(store.clone(), dispatcher.clone(), uses.clone(), metrics.clone())
    });
    let (store, settings) = (services.store.clone(), Arc::clone(&services.settings));
    let dispatcher = services.dispatcher.clone();
    every(HOUR, services.stopping.clone(), move || each_hour(store.clone(), dispatcher.clone(), Arc::clone(&settings)));
}

fn every<F>(period: Duration, stopping: CancellationToken, work: impl Fn() -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Cut off in the middle: what is left is done by another process, or after the next start.
        let again_and_again = async move {
            loop {
                ticks.tick().await;
                work().await;
            }
        };
        stopping.run_until_cancelled(again_and_again).await;
    });
}

async fn each_minute(store: Store, dispatcher: Dispatcher, uses: KeyUses, metrics: PrometheusHandle) {
    uses.write(&store).await;
    metrics.run_upkeep();
    match dispatcher.settle_abandoned().await {
        Ok(0) => {}
        Ok(count) => tracing::warn!(count, "executions were running when their server died: they are unknown now"),
        Err(error) => tracing::warn!(%error, "can't settle abandoned executions"),
    }
}

async fn each_hour(store: Store, dispatcher: Dispatcher, settings: Arc<Settings>) {
    let now = clock::now();
    let idle_since = Timestamp(now.0 - chrono::TimeDelta::hours(i64::from(settings.chat_idle_hours)));
    match dispatcher.end_idle_sessions(idle_since).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "chats ended in which nobody said anything any more"),
        Err(error) => tracing::warn!(%error, "can't end idle chats"),
    }
    told("partitions to come", partitions::create_ahead(&store, now).await.map(|()| 0));
    let retention =
        Retention { executions_days: settings.execution_retention_days, bodies_days: settings.body_retention_days };
    match partitions::drop_expired(&store, now, retention).await {
        Ok(dropped) if dropped.tables.is_empty() => {}
        Ok(dropped) => {
            tracing::info!(tables = ?dropped.tables, busy = dropped.is_busy, "dropped what retention says")
        }
        Err(error) => tracing::warn!(%error, "can't drop old partitions"),
    }
    told("sessions", sessions::delete_expired(&store, now).await);
    told("invitations", invitations::delete_expired(&store, now).await);
    told("idempotency keys", idempotency_keys::delete_expired(&store, now).await);
    let day_ago = Timestamp(now.0 - chrono::TimeDelta::days(1));
    told("callbox tokens", callbox_tokens::delete_expired(&store, day_ago).await);
    told("sign-in throttles", sign_in_throttles::delete_expired(&store, day_ago).await);
    let week_ago = Timestamp(now.0 - chrono::TimeDelta::days(7));
    let days_ago = |days: u32| Timestamp(now.0 - chrono::TimeDelta::days(i64::from(days)));
    told("ids of events", events::delete_expired(&store, days_ago(settings.event_ledger_days)).await);
    let conversations = conversations::delete_old(&store, days_ago(settings.execution_retention_days)).await;
    told("conversations", conversations);
    told("ids of messages", messages::delete_expired(&store, days_ago(settings.event_ledger_days)).await);
    told("tokens of third parties", graph_tokens::delete_expired(&store, now).await);
    told("chats", chats::delete_old(&store, days_ago(settings.execution_retention_days)).await);
    told("visitors", visitors::delete_old(&store, days_ago(settings.execution_retention_days)).await);
    let entries = visitors::delete_old_entries(&store, days_ago(settings.execution_retention_days)).await;
    told("what visitors saw", entries);
    told("visitors' files", visitors::delete_old_files(&store, days_ago(settings.body_retention_days)).await);
    remove_old_files(settings.clone(), days_ago(settings.body_retention_days)).await;
    told("figures", figures::delete_before(&store, week_ago).await);
}

async fn remove_old_files(settings: Arc<Settings>, before: Timestamp) {
    let removed = tokio::task::spawn_blocking(move || web_chat::remove_old(&settings.data_dir, before)).await;
    match removed {
        Ok(Ok(0)) => {}
        Ok(Ok(count)) => tracing::debug!(count, "removed visitors' files that were kept long enough"),
        Ok(Err(error)) => tracing::warn!(%error, "can't remove old files of visitors"),
        Err(error) => tracing::error!(%error, "removing old files of visitors broke"),
    }
}

fn told(what: &str, outcome: Result<u64, StoreError>) {
    match outcome {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, what, "deleted what has expired"),
        Err(error) => tracing::warn!(%error, what, "can't keep up"),
    }
}
