//! Asks the server under test, as a program with a key or as a person with a session.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::time::Duration;

/// One caller.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Client {
    /// Somebody without a key; cookies are kept.
    #[must_use]
    pub fn stranger(base: &str) -> Self {
        let http = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        Self { http: http.build().expect("a client"), base: base.to_owned(), key: None }
    }

    /// A program with a key.
    #[must_use]
    pub fn with_key(base: &str, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..Self::stranger(base) }
    }

    /// A request to be completed by the test.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path)).await
    }

    /// POST of a document.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::POST, path).json(body)).await
    }

    /// POST of a document under an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// POST of bytes that need not be a document.
    pub async fn post_text(&self, path: &str, kind: &str, body: impl Into<String>) -> Reply {
        Reply::of(self.request(Method::POST, path).header("content-type", kind).body(body.into())).await
    }

    /// POST of a form, as a browser without script does it.
    pub async fn post_form(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.post_text(path, "application/x-www-form-urlencoded", pairs.join("&")).await
    }

    /// PUT over a version; none overwrites.
    pub async fn put(&self, path: &str, version: Option<&str>, body: &Value) -> Reply {
        Reply::of(matching(self.request(Method::PUT, path), version).json(body)).await
    }

    /// PATCH of a version; none takes the one that is there.
    pub async fn patch(&self, path: &str, version: Option<&str>, body: &Value) -> Reply {
        Reply::of(matching(self.request(Method::PATCH, path), version).json(body)).await
    }

    /// DELETE of a version; none deletes whatever is there.
    pub async fn delete(&self, path: &str, version: Option<&str>) -> Reply {
        Reply::of(matching(self.request(Method::DELETE, path), version)).await
    }
}

fn matching(request: RequestBuilder, version: Option<&str>) -> RequestBuilder {
    match version {
        Some(version) => request.header("if-match", HeaderValue::from_str(version).expect("a version")),
        None => request,
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Reply {
    /// Sends a request.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a text") }
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error} in the answer {} {}", self.status, self.text))
    }

    /// One header as text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &'static str) -> &str {
        self.headers.get(HeaderName::from_static(name)).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The reply, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The problem, if it is one with this status and code, complete as the contract says.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:patchbay:problem:{code}"), "{}", self.text);
        assert_eq!(problem["status"], status);
        assert_eq!(problem["requestId"], self.header("x-request-id"));
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{}", self.text);
        problem
    }
}

/// Asks until there is an answer, for what another task does on its own time.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> F) -> T {
    let asked = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), asked).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}
