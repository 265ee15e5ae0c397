//! Connections: accepted, bounded in time while they say nothing, and ended gracefully.
//!
//! `axum::serve` does the same but for the bound: a client that sends its headers byte by byte, or opens connections and
//! waits, would hold them for ever.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// For a request's head, and so also between two requests of a connection.
const HEAD_LIMIT: Duration = Duration::from_secs(30);
/// After the operating system refused a connection, mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(200);

/// Answers connections until `stopping`, then accepts no more and returns when the last one has its answer.
pub async fn answer(listener: TcpListener, router: Router, stopping: CancellationToken) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(HEAD_LIMIT);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => serve(&builder, &graceful, stream, peer, router.clone()),
            Err(error) => {
                tracing::warn!(%error, "can't accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn serve(
    builder: &Builder<TokioExecutor>,
    graceful: &GracefulShutdown,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) {
    // A small answer must not wait for the acknowledgement of the one before; without the option it is only slower.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        // Clients that vanish are everyday life.
        if let Err(error) = watched.await {
            tracing::debug!(%error, %peer, "a connection ended early");
        }
    });
}
