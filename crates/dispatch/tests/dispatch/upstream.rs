//! The other side: a real HTTP server that answers as a test says and remembers what it saw.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or("?"))
    }
}

/// An answer.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    pub after: Duration,
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.to_string(), after: Duration::ZERO }
    }

    /// Everything that came in.
    pub fn echo(seen: &Seen) -> Self {
        let headers: serde_json::Map<_, _> = seen
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), json!(String::from_utf8_lossy(value.as_bytes()))))
            .collect();
        Self::json(200, &json!({"method": seen.method, "path": seen.path, "headers": headers, "body": seen.body}))
    }

    pub fn after(mut self, milliseconds: u64) -> Self {
        self.after = Duration::from_millis(milliseconds);
        self
    }
}

type Script = dyn Fn(&Seen) -> Reply + Send + Sync;

/// The server.
#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    inner: Arc<Inner>,
}

struct Inner {
    script: Mutex<Arc<Script>>,
    seen: Mutex<Vec<Seen>>,
}

impl Upstream {
    pub async fn start() -> Self {
        let script: Arc<Script> = Arc::new(Reply::echo);
        let inner = Arc::new(Inner { script: Mutex::new(script), seen: Mutex::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, inner }
    }

    /// Answers as `script` says from now on.
    pub fn replies(&self, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) {
        *self.inner.script.lock().unwrap() = Arc::new(script);
    }

    /// Requests whose path begins with `path`.
    pub fn seen(&self, path: &str) -> Vec<Seen> {
        self.inner.seen.lock().unwrap().iter().filter(|seen| seen.path.starts_with(path)).cloned().collect()
    }
}

async fn answer(
    State(inner): State<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let seen = Seen { method: method.to_string(), path, headers, body: String::from_utf8_lossy(&body).into_owned() };
    let script = Arc::clone(&*inner.script.lock().unwrap());
    let reply = script(&seen);
    inner.seen.lock().unwrap().push(seen);
    tokio::time::sleep(reply.after).await;
    let mut response = (StatusCode::from_u16(reply.status).unwrap(), reply.body).into_response();
    response.headers_mut().clear();
    for (name, value) in reply.headers {
        response.headers_mut().append(name, value.parse().unwrap());
    }
    response
}

/// An auth endpoint that issues tok-1, tok-2, … and everything else answered by `rest`.
pub fn issuing(
    expires_in: u64,
    rest: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> impl Fn(&Seen) -> Reply + Send + Sync {
    let issued = Mutex::new(0);
    move |seen| {
        if !seen.path.starts_with("/login") {
            return rest(seen);
        }
        let mut issued = issued.lock().unwrap();
        *issued += 1;
        // Long enough for calls to overlap.
        Reply::json(200, &json!({"access_token": format!("tok-{issued}"), "expires_in": expires_in})).after(50)
    }
}
