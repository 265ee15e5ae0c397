//! One HTTP exchange on the wire: sends, reads at most 1 MiB, says what broke.

use super::client::OutboundSettings;
use super::error::{NetError, Sent, SetupError};
use super::exchange::{Exchange, WatchOpening};
use super::resolver::{GuardedResolver, Names};
use super::response::Timings;
use crate::answer::Answer;
use bytes::{Bytes, BytesMut};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

const RESPONSE_BYTES: usize = 1024 * 1024;
/// Shorter than the 60 s after which the usual load balancers close an idle connection, so that few requests meet one
/// that is closing.
const IDLE_FOR: Duration = Duration::from_secs(30);
/// An HTTP/2 connection that a firewall has forgotten shows by an unanswered ping and not by the next call's timeout.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_PATIENCE: Duration = Duration::from_secs(5);

/// Installs ring as the process's TLS implementation, unless one is installed already.
///
/// [`OutboundClient`](super::OutboundClient) does it by itself. Whoever builds another HTTP client in the same process,
/// as tests and benchmarks do, calls it before, because this build of `reqwest` brings no implementation.
pub fn install_tls_provider() {
    // An error means that there is one: whichever it is, it will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The HTTP client with its connections.
pub(super) struct Transport(reqwest::Client);

/// What one exchange brought.
pub(super) struct Exchanged {
    pub(super) answer: Answer,
    pub(super) timings: Timings,
    pub(super) remote: Option<SocketAddr>,
}

impl Transport {
    pub(super) fn new(settings: &OutboundSettings, names: Arc<dyn Names>) -> Result<Self, SetupError> {
        install_tls_provider();
        let roots: Vec<_> =
            settings.extra_roots.iter().filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect();
        let builder = || {
            reqwest::Client::builder()
                .user_agent(concat!("Patchbay/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .no_proxy()
                // Repeating is ours to decide: the HTTP client does not know which request may go out twice.
                .retry(reqwest::retry::never())
                .local_address(settings.egress_address)
                .pool_idle_timeout(IDLE_FOR)
                .pool_max_idle_per_host(settings.lanes.concurrency.get())
                .http2_keep_alive_interval(PING_EVERY)
                .http2_keep_alive_timeout(PING_PATIENCE)
                .dns_resolver(GuardedResolver(Arc::clone(&names)))
                .connector_layer(WatchOpening)
        };
        let client = builder().tls_certs_merge(roots.clone()).build().or_else(|error| {
            // The platform's certificates are missing, on a machine without ca-certificates. What is allow-listed for
            // http works there, and a start that fails would hide the reason behind a crash loop.
            tracing::warn!(
                ?error,
                "no root certificates found: https calls will fail until ca-certificates is installed"
            );
            builder().tls_certs_only(roots).build()
        });
        client
            .map(Self)
            .map_err(|error| SetupError(causes(&error).map(|cause| cause.to_string()).collect::<Vec<_>>().join(": ")))
    }

    /// Sends `request` as `exchange` and reads the response to its end.
    pub(super) async fn exchange(
        &self,
        exchange: &Arc<Exchange>,
        request: reqwest::Request,
    ) -> Result<Exchanged, NetError> {
        let started = Instant::now();
        let sent = exchange.run(self.0.execute(request)).await;
        let mut response = sent.map_err(|error| classify(&error, exchange))?;
        let responded = Instant::now();
        exchange.note_reading();

        let (guard, connect) = exchange.opening_took();
        let wait = responded.duration_since(started).saturating_sub(guard + connect);
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let remote = response.remote_addr();
        let body = read_body(&mut response, exchange).await?;
        let read = responded.elapsed();
        Ok(Exchanged {
            answer: Answer { status, headers, body, duration: wait + read },
            timings: Timings { queue: Duration::ZERO, guard, connect, wait, read },
            remote,
        })
    }
}

async fn read_body(response: &mut reqwest::Response, exchange: &Exchange) -> Result<Bytes, NetError> {
    let too_large = NetError::ResponseTooLarge { status: response.status().as_u16() };
    if response.content_length().is_some_and(|announced| announced > RESPONSE_BYTES as u64) {
        return Err(too_large);
    }
    let mut body = BytesMut::new();
    // Counted after decompression: what is announced and what comes over the wire may be much smaller.
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error, exchange))? {
        if body.len() + chunk.len() > RESPONSE_BYTES {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Finds out what a failure of the HTTP client means. Its own texts hold the URL and are not used.
fn classify(error: &reqwest::Error, exchange: &Exchange) -> NetError {
    if let Some(refused) = exchange.failure() {
        return refused;
    }
    let host = exchange.destination.authority();
    let mut sent = if error.is_connect() { Sent::No } else { Sent::Maybe };
    let mut reason = None;
    for cause in causes(error) {
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return NetError::Tls { host, reason: tls.to_string(), sent };
        }
        if let Some(protocol) = cause.downcast_ref::<hyper::Error>() {
            if protocol.is_parse() {
                return NetError::ResponseInvalid { reason: "it is not HTTP".to_owned() };
            }
            if protocol.is_canceled() {
                sent = Sent::No;
            }
            reason.get_or_insert_with(|| "the connection was closed before the response was complete".to_owned());
        }
        match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
            None | Some(io::ErrorKind::Other | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {}
            Some(kind) => reason = Some(kind.to_string()),
        }
    }
    match reason {
        None if error.is_decode() => NetError::ResponseInvalid { reason: "its compression is broken".to_owned() },
        reason => {
            NetError::Connect { host, reason: reason.unwrap_or_else(|| "the connection failed".to_owned()), sent }
        }
    }
}

/// Everything behind an error, outermost first. An `io::Error` passes its content over in `source`, and with it the TLS
/// errors that are handed up inside of it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(content) => Some(content),
            None => cause.source(),
        }
    })
}
