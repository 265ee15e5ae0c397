//! Server-sent events, for as long as a connection may stay open.

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, StreamExt as _};
use std::convert::Infallible;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Proxies drop connections that say nothing for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Then the client connects again, and is asked again who it is.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Ends with the server, whose stop an open stream must not hold up, and after a while in any case.
pub fn sse(events: impl Stream<Item = Event> + Send + 'static, stopping: CancellationToken) -> impl IntoResponse {
    let end = async move {
        tokio::select! {
            () = stopping.cancelled_owned() => {}
            () = tokio::time::sleep(LONGEST) => {}
        }
    };
    let events = events.map(Ok::<_, Infallible>).take_until(end);
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
