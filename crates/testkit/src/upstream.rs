//! The other side: a real server that answers as told and remembers what it was asked.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// What arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// GET, POST, …
    pub method: String,
    /// Path and query, as they stood on the wire.
    pub target: String,
    /// The headers, names in lower case.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// Where it came from.
    pub from: SocketAddr,
}

impl Received {
    /// One header as text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What to answer.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    delay: Duration,
}

impl Answer {
    /// A status with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, &body.to_string()).header("content-type", "application/json")
    }

    /// A status with a text.
    #[must_use]
    pub fn text(status: u16, body: &str) -> Self {
        Self { status, headers: Vec::new(), body: body.to_owned(), delay: Duration::ZERO }
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same after a while.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

#[derive(Default)]
struct Memory {
    received: Vec<Received>,
    answers: Vec<(String, String, Answer)>,
}

/// A running server. It ends with the test's runtime.
#[derive(Clone)]
pub struct Upstream {
    /// Where it listens.
    pub address: SocketAddr,
    memory: Arc<Mutex<Memory>>,
}

impl Upstream {
    /// Starts one that answers every request with what it received, as JSON.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let memory = Arc::new(Mutex::new(Memory::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&memory));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { address, memory }
    }

    /// Bare `host:port`, as an integrator has it.
    #[must_use]
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The entry that lets the guard through, without TLS.
    #[must_use]
    pub fn allowed(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on answers requests to a path, its query aside, with this.
    pub fn answers(&self, method: &str, path: &str, answer: Answer) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.answers.retain(|(known, at, _)| known != method || at != path);
        memory.answers.push((method.to_owned(), path.to_owned(), answer));
    }

    /// Everything that arrived, in its order.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).received.clone()
    }

    /// What arrived at a path, its query aside.
    #[must_use]
    pub fn received_at(&self, path: &str) -> Vec<Received> {
        let at = |received: &Received| received.target.split('?').next() == Some(path);
        self.received().into_iter().filter(at).collect()
    }
}

async fn answer(
    State(memory): State<Arc<Mutex<Memory>>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_else(|_| Bytes::new());
    let received = Received {
        method: parts.method.to_string(),
        target: parts.uri.to_string(),
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        from,
    };
    let answer = note(&memory, &received, parts.uri.path());
    tokio::time::sleep(answer.delay).await;
    let status = StatusCode::from_u16(answer.status).expect("a status");
    let mut response = (status, answer.body).into_response();
    for (name, value) in answer.headers {
        let name = axum::http::HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        response.headers_mut().insert(name, value.parse().expect("a header's value"));
    }
    response
}

fn note(memory: &Mutex<Memory>, received: &Received, path: &str) -> Answer {
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.received.push(received.clone());
    let told = memory.answers.iter().find(|(method, at, _)| *method == received.method && at == path);
    told.map_or_else(|| Answer::json(200, &echo(received)), |(_, _, answer)| answer.clone())
}

fn echo(received: &Received) -> Value {
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: serde_json::Map<String, Value> =
        received.headers.iter().map(|(name, value)| (name.to_string(), text(value).into())).collect();
    json!({ "method": received.method, "path": received.target, "headers": headers, "body": received.body })
}
