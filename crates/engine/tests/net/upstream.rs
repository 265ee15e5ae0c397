//! The other side: an axum server that remembers what reached it, a raw socket that misbehaves, and a client that may
//! call both.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use http::{HeaderMap, Method};
use patchbay_engine::net::{FixedNames, NetError, OutboundClient, OutboundRequest, OutboundResponse, OutboundSettings};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Stands in every URL and header of these tests as a secret; no error may hold it.
pub const SECRET: &str = "hunter2";

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub method: Method,
    pub uri: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Upstream {
    /// Serves `router` on a port of this machine's own.
    pub async fn serve(router: Router) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let upstream = Self { address: listener.local_addr().unwrap(), arrived: Arc::default() };
        let router = router.layer(middleware::from_fn_with_state(upstream.clone(), remember));
        tokio::spawn(async move { axum::serve(listener, router).await });
        upstream
    }

    /// Lets `misbehave` have each connection, with its number from 0.
    pub async fn raw<F>(misbehave: impl Fn(usize, TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let upstream = Self { address: listener.local_addr().unwrap(), arrived: Arc::default() };
        tokio::spawn(async move {
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(misbehave(number, stream));
            }
        });
        upstream
    }

    /// What reached it so far, in order.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// A URL on it by its address.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

async fn remember(State(upstream): State<Upstream>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    upstream.arrived.lock().unwrap().push(Arrived {
        method: parts.method.clone(),
        uri: parts.uri.to_string(),
        headers: parts.headers.clone(),
        body: body.clone(),
    });
    next.run(Request::from_parts(parts, body.into())).await
}

/// Reads one request's head.
pub async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// Writes `text` as it is.
pub async fn write(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// Settings under which this machine's own addresses may be called without TLS.
pub fn settings() -> OutboundSettings {
    allowing("http://127.0.0.1")
}

/// Settings with this allow-list.
pub fn allowing(list: &str) -> OutboundSettings {
    OutboundSettings { allow_list: list.parse().unwrap(), ..OutboundSettings::default() }
}

/// A client without names.
pub fn client(settings: &OutboundSettings) -> OutboundClient {
    OutboundClient::with_names(settings, Arc::new(FixedNames::default())).unwrap()
}

/// A client with one name.
pub fn client_with_name(settings: &OutboundSettings, name: &str, addresses: &[&str]) -> OutboundClient {
    let addresses = addresses.iter().map(|address| address.parse::<IpAddr>().unwrap());
    OutboundClient::with_names(settings, Arc::new(FixedNames::default().with(name, addresses))).unwrap()
}

/// A GET of `url` with a secret in query and header, and five seconds of time.
pub fn get(url: &str) -> OutboundRequest {
    let mut request = OutboundRequest::new(Method::GET, format!("{url}?key={SECRET}"));
    request.headers.push(("X-Api-Key".into(), SECRET.into()));
    request.timeout = Duration::from_secs(5);
    request
}

/// Sends, and looks for the secret in the error.
pub async fn send(client: &OutboundClient, request: &OutboundRequest) -> Result<OutboundResponse, NetError> {
    let sent = client.send(request).await;
    if let Err(error) = &sent {
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
    sent
}
