//! One HTTP exchange on the wire: sends, reads at most 1 MiB, says what broke.

use super::body::WatchedBody;
use super::client::OutboundSettings;
use super::connector::{Connector, connector};
use super::error::{NetError, RequestFault, Sent, SetupError};
use super::exchange::Exchange;
use super::resolver::Names;
use super::response::Timings;
use crate::answer::Answer;
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::HttpInfo;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use patchbay_model::limit::MAXIMUM_RESPONSE_BYTES;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::{BoxError, Service as _};
use tower_http::decompression::{Decompression, DecompressionBody};
use url::Url;

const AGENT: HeaderValue = HeaderValue::from_static(concat!("Patchbay/", env!("CARGO_PKG_VERSION")));
/// Shorter than the 60 s after which the usual load balancers close an idle connection, so that few requests meet one
/// that is closing.
const IDLE_FOR: Duration = Duration::from_secs(30);
/// An HTTP/2 connection that a firewall has forgotten shows by an unanswered ping and not by the next call's timeout.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_PATIENCE: Duration = Duration::from_secs(5);

/// The HTTP client with its connections. It follows no redirect, knows no proxy and keeps no cookie.
pub(super) struct Transport(Decompression<Client<Connector, WatchedBody>>);

/// What one exchange brought.
pub(super) struct Exchanged {
    pub(super) answer: Answer,
    pub(super) timings: Timings,
    pub(super) remote: Option<SocketAddr>,
}

impl Transport {
    pub(super) fn new(settings: &OutboundSettings, names: Arc<dyn Names>) -> Result<Self, SetupError> {
        let connector = connector(settings, names).map_err(|error| SetupError(error.to_string()))?;
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_FOR)
            .pool_max_idle_per_host(settings.lanes.concurrency.get())
            .http2_keep_alive_interval(PING_EVERY)
            .http2_keep_alive_timeout(PING_PATIENCE)
            .build(connector);
        Ok(Self(Decompression::new(client)))
    }

    /// Sends a request as `exchange` and reads the response to its end.
    pub(super) async fn exchange(
        &self,
        exchange: &Arc<Exchange>,
        request: Request<WatchedBody>,
    ) -> Result<Exchanged, NetError> {
        let started = Instant::now();
        let sent = exchange.run(self.0.clone().call(request)).await;
        let mut response = sent.map_err(|error| classify(&error, error.is_connect(), exchange))?;
        let responded = Instant::now();
        exchange.note_reading();

        let (guard, connect) = exchange.opening_took();
        let wait = responded.duration_since(started).saturating_sub(guard + connect);
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let remote = response.extensions().get::<HttpInfo>().map(HttpInfo::remote_addr);
        let body = read_body(response, exchange).await?;
        let read = responded.elapsed();
        Ok(Exchanged {
            answer: Answer { status, headers, body, duration: wait + read },
            timings: Timings { queue: Duration::ZERO, guard, connect, wait, read },
            remote,
        })
    }
}

/// A request for the wire.
pub(super) fn wire_request(
    method: Method,
    url: &Url,
    headers: HeaderMap,
    body: WatchedBody,
) -> Result<Request<WatchedBody>, RequestFault> {
    // Of what a URL may hold, some is not allowed in the first line of a request.
    let uri = Uri::try_from(url.as_str()).map_err(|_| RequestFault::UrlInvalid)?;
    let mut request = Request::new(body);
    (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (method, uri, headers);
    let headers = request.headers_mut();
    headers.entry(USER_AGENT).or_insert(AGENT);
    headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
    Ok(request)
}

async fn read_body(response: Response<DecompressionBody<Incoming>>, exchange: &Exchange) -> Result<Bytes, NetError> {
    let too_large = NetError::ResponseTooLarge { status: response.status().as_u16() };
    let mut incoming = response.into_body();
    if incoming.size_hint().lower() > MAXIMUM_RESPONSE_BYTES as u64 {
        return Err(too_large);
    }
    let mut body = BytesMut::new();
    // Counted after decompression: what is announced and what comes over the wire may be much smaller.
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error: BoxError| classify(error.as_ref(), false, exchange))?;
        let Ok(chunk) = frame.into_data() else { continue };
        if body.len() + chunk.len() > MAXIMUM_RESPONSE_BYTES {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Finds out what a failure of the HTTP client means. Its own texts hold the URL and are not used.
fn classify(error: &(dyn Error + 'static), while_connecting: bool, exchange: &Exchange) -> NetError {
    if let Some(refused) = exchange.failure() {
        return refused;
    }
    let host = exchange.destination.authority();
    let mut sent = if while_connecting { Sent::No } else { Sent::Maybe };
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
        // The HTTP client failed without saying that it did: only what comes behind it is left.
        None if !error.is::<ClientError>() => {
            NetError::ResponseInvalid { reason: "its compression is broken".to_owned() }
        }
        reason => {
            NetError::Connect { host, reason: reason.unwrap_or_else(|| "the connection failed".to_owned()), sent }
        }
    }
}

/// An error and everything behind it, outermost first. An `io::Error` passes its content over in `source`, and with it the TLS
/// errors that are handed up inside of it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(content) => Some(content),
        None => cause.source(),
    })
}
