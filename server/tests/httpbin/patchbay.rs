//! The binary, as an operator runs it, with httpbin as the one host that it may call.

use super::process::{Process, free_port};
use super::upstream::Httpbin;
use serde_json::{Value, json};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const CALL_CENTER: &str = "cc-1";
const TEMPLATE: &str = "httpbin";

/// A server with httpbin as a template, and an integrator of it.
pub struct Patchbay {
    upstream: Arc<Httpbin>,
    address: String,
    key: String,
    client: reqwest::Client,
    data_dir: PathBuf,
    _process: Process,
}

impl Patchbay {
    /// Starts it on an empty database and describes httpbin through the administration API.
    pub async fn start(database: PgConnectOptions) -> Self {
        let upstream = Httpbin::shared().await;
        let port = free_port();
        let data_dir = std::env::temp_dir().join(format!("patchbay-httpbin-{port}"));
        let command = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
            command
                .args(arguments)
                .env("DATABASE_URL", database.to_url_lossy().as_str())
                .env("PATCHBAY_LISTEN", format!("127.0.0.1:{port}"))
                .env("PATCHBAY_DATA_DIR", &data_dir)
                .env("PATCHBAY_ALLOW_HOSTS", format!("http://{}", upstream.host))
                .env("PATCHBAY_LOG", "warn")
                .stderr(Stdio::null());
            command
        };
        let address = format!("http://127.0.0.1:{port}");
        let process = Process::start("patchbay", &mut command(&["serve"]));
        process.answers(&format!("{address}/readyz"), Duration::from_secs(60)).await;
        let scopes = "portal:admin,integrations:write,endpoints:execute,executions:read";
        let made = command(&["key", "create", "--name", "test", "--scope", scopes]).output().unwrap();
        assert!(made.status.success(), "patchbay key create: {made:?}");
        let key = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        let client = reqwest::Client::builder().build().unwrap();
        let patchbay = Self { upstream, address, key, client, data_dir, _process: process };
        patchbay.describe_httpbin().await;
        patchbay
    }

    async fn describe_httpbin(&self) {
        self.create("/call-centers", json!({"id": CALL_CENTER, "name": "Test", "timeZone": "UTC", "language": "en"})).await;
        let template = json!({"name": TEMPLATE, "label": "httpbin", "type": "crm", "visibility": "published", "parameters": [
            {"name": "X-Key", "location": "header", "required": true, "secret": true},
            {"name": "X-Sum", "location": "md5"}]});
        self.create("/templates", template).await;
        let integrator = json!({"template": TEMPLATE, "host": self.upstream.host, "fields": {"X-Key": "fi3ld", "X-Sum": "abc"},
            "credentials": [{"id": "basic:user", "secret": "passwd"}, {"id": "digest:user", "secret": "passwd"}]});
        self.create(&format!("/call-centers/{CALL_CENTER}/integrators"), integrator).await;
    }

    /// Adds an endpoint with these members: a GET of `url` unless they say otherwise.
    pub async fn endpoint(&self, name: &str, url: &str, members: Value) {
        let mut endpoint = json!({"name": name, "label": name, "type": "getData", "method": "GET", "url": url});
        endpoint.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        self.create(&format!("/templates/{TEMPLATE}/endpoints"), endpoint).await;
    }

    async fn create(&self, path: &str, body: Value) {
        let (status, answer) = self.send(self.client.post(self.url(path)).json(&body)).await;
        assert_eq!(status, 201, "{path}: {answer}");
    }

    /// Executes an endpoint as a callbox does: status and answer.
    pub async fn execute(&self, endpoint: &str, body: &Value) -> (u16, Value) {
        self.execute_within(endpoint, body, None).await
    }

    /// The same with the caller's own deadline.
    pub async fn execute_within(&self, endpoint: &str, body: &Value, deadline: Option<Duration>) -> (u16, Value) {
        let path = format!("/call-centers/{CALL_CENTER}/integrations/{TEMPLATE}/endpoints/{endpoint}/execute");
        let mut request = self.client.post(self.url(&path)).json(body);
        if let Some(deadline) = deadline {
            request = request.header("X-Deadline-Ms", deadline.as_millis().to_string());
        }
        self.send(request).await
    }

    /// What httpbin answered, when it answered well.
    pub async fn answer(&self, endpoint: &str, body: &Value) -> Value {
        let (status, mut executed) = self.execute(endpoint, body).await;
        assert_eq!((status, &executed["status"]), (200, &json!("succeeded")), "{endpoint}: {executed}");
        executed["response"]["body"].take()
    }

    /// What is recorded about the execution that `answer` names.
    pub async fn recorded(&self, answer: &Value) -> Value {
        let id = answer["executionId"].as_str().unwrap_or_else(|| panic!("no execution in {answer}"));
        let path = format!("/call-centers/{CALL_CENTER}/executions/{id}");
        let (status, execution) = self.send(self.client.get(self.url(&path))).await;
        assert_eq!(status, 200, "{execution}");
        execution
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.address)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let answer = request.bearer_auth(&self.key).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

impl Drop for Patchbay {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}
