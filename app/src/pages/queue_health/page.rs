//! `/queue-health`

use crate::api::replay::get_queue_health;
use crate::components::{BlockSkeleton, Crumb, FilterBar, Loaded, MenuEntry, OptionalTime, PageHead, Status, Tone};
use crate::format::{count, duration, number};
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, use_call_center};
use crate::pages::executions::milliseconds;
use crate::text;
use leptos::prelude::*;
use patchbay_model::work::{ClaimLatency, QueueHealth};
use std::time::Duration;

/// A person who watches a backlog wants to see it move.
const REFRESH: Duration = Duration::from_secs(3);
/// Dead rows beyond which claims begin to cost more.
const MANY_DEAD_TUPLES: i64 = 50_000;
/// A snapshot this old keeps vacuum from doing its work.
const OLD_SNAPSHOT_SECONDS: i64 = 60;

/// What waits, for how long, and what may slow it down.
#[component]
pub fn QueueHealthPage() -> impl IntoView {
    let call_center = use_call_center();
    let health = load(move || call_center.get(), get_queue_health);
    Effect::new(move |_| {
        if let Ok(ticking) = set_interval_with_handle(move || health.refetch(), REFRESH) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::QueueHealth.section())]
            title=text!(queue_health.title)
            lead=text!(queue_health.lead)
        />
        <FilterBar><CallCenterFilter all=text!(common.all_call_centers) /></FilterBar>
        <Loaded resource=health skeleton=|| view! { <BlockSkeleton lines=8 /> } let:health>
            <Health health />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Health(health: QueueHealth) -> impl IntoView {
    let figure = |label: &'static str, value: i64| {
        view! { <div class="card pad figure"><strong>{number(value.unsigned_abs())}</strong><span>{label}</span></div> }
    };
    view! {
        <section class="stack" aria-labelledby="backlog">
            <h2 id="backlog">{text!(queue_health.backlog)}</h2>
            <div class="figures">
                {figure(text!(queue_health.ready), health.ready)}
                {figure(text!(queue_health.waiting), health.waiting)}
                {figure(text!(queue_health.blocked), health.blocked)}
                {figure(text!(queue_health.running), health.running)}
            </div>
        </section>
        <div class="two">
            <section class="card pad stack" aria-labelledby="delay">
                <h2 id="delay">{text!(queue_health.delay)}</h2>
                <dl class="facts">
                    <div><dt>{text!(queue_health.oldest_ready)}</dt><dd><OptionalTime at=health.oldest_ready_at absent=text!(queue_health.nothing_ready) /></dd></div>
                    <div><dt>{text!(queue_health.next_waiting)}</dt><dd><OptionalTime at=health.next_run_at absent=text!(queue_health.nothing_waiting) /></dd></div>
                    <div><dt>{text!(queue_health.claim_latency)}</dt><dd>{latency(health.claim_latency)}</dd></div>
                </dl>
                <p class="hint">{text!(queue_health.delay_hint)}</p>
            </section>
            <Database health />
        </div>
    }
    .into_any()
}

/// `half within 4.0 ms, 99 of 100 within 31 ms (1,204 claims)`.
fn latency(latency: Option<ClaimLatency>) -> String {
    let Some(ClaimLatency { p50_ms, p99_ms, claims }) = latency else {
        return text!(queue_health.nothing_claimed).to_owned();
    };
    let [half, most] = [p50_ms, p99_ms].map(|value| milliseconds(value.saturating_mul(1000))).map(duration);
    let claims = count(claims as u64, text!(queue_health.claim_noun), text!(queue_health.claims_noun));
    text!(queue_health.latency, half = half, most = most, claims = claims)
}

/// Of the whole database, and so told to the portal's own people only.
#[component]
fn Database(health: QueueHealth) -> impl IntoView {
    let dead = health.dead_tuples.map(|dead| {
        let tone = if dead > MANY_DEAD_TUPLES { Tone::Warn } else { Tone::Ok };
        view! { <div><dt>{text!(queue_health.dead_tuples)}</dt><dd><Status label=number(dead.unsigned_abs()) tone /></dd></div> }
    });
    let snapshot = health.oldest_snapshot_seconds.map(|seconds| {
        let tone = if seconds > OLD_SNAPSHOT_SECONDS { Tone::Warn } else { Tone::Ok };
        let age = duration(milliseconds(seconds.unsigned_abs().saturating_mul(1_000_000)));
        view! { <div><dt>{text!(queue_health.oldest_snapshot)}</dt><dd><Status label=age tone /></dd></div> }
    });
    dead.map(|dead| view! {
        <section class="card pad stack" aria-labelledby="database">
            <h2 id="database">{text!(queue_health.database)}</h2>
            <dl class="facts">
                {dead}
                <div><dt>{text!(queue_health.last_vacuum)}</dt><dd><OptionalTime at=health.last_vacuum_at absent=text!(queue_health.not_yet) /></dd></div>
                {snapshot}
            </dl>
            <p class="hint">{text!(queue_health.database_hint)}</p>
        </section>
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claim_latency_is_told_as_two_shares() {
        let told = latency(Some(ClaimLatency { p50_ms: 4, p99_ms: 1_310, claims: 1_204 }));
        assert_eq!(told, "half within 4.0 ms, 99 of 100 within 1,310 ms (1,204 claims)");
        assert!(latency(None).starts_with("nothing was claimed"));
    }
}
