//! The binary with its private PostgreSQL: told to stop while it answers, and killed. Around it the environment of a machine
//! behind a proxy: calls of tenants are made by the guard's own client, which never asks one.

use crate::httpbin::process::{Process, free_port};
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use patchbay_server::clock;
use patchbay_testkit::client::until;
use patchbay_testkit::{Client, Reply};
use serde_json::json;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const CALL_CENTER: &str = "/api/v1/call-centers/cc-1";
const EXECUTE: &str = "/api/v1/call-centers/cc-1/integrations/acme/endpoints/find/execute";
/// Nobody listens there: a call that asked this proxy would fail.
const DEAD_PROXY: &str = "http://127.0.0.1:9";
const LIMIT: Duration = Duration::from_secs(60);

/// The other side: says when it was asked, and answers when it is told to.
#[derive(Clone, Default)]
struct Slow {
    asked: Arc<Notify>,
    answer: Arc<Notify>,
}

impl Slow {
    async fn start() -> (Self, String) {
        let slow = Self::default();
        let router = Router::new()
            .route(
                "/contacts",
                get(async |State(slow): State<Self>| {
                    slow.asked.notify_one();
                    slow.answer.notified().await;
                    Json(json!({"found": true}))
                }),
            )
            .with_state(slow.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (slow, host)
    }
}

/// A data folder, and how a server is started on it.
struct Site {
    folder: PathBuf,
    upstream: String,
    address: String,
}

impl Site {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
        command.args(arguments).env_remove("DATABASE_URL").env_remove("NO_PROXY").env_remove("no_proxy");
        command.env("PATCHBAY_DATA_DIR", &self.folder).env("PATCHBAY_LISTEN", &self.address);
        command.env("PATCHBAY_ALLOW_HOSTS", format!("http://{}", self.upstream)).env("PATCHBAY_LOG", "warn");
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env(name, DEAD_PROXY);
        }
        command.stderr(Stdio::null());
        command
    }

    async fn start(&self) -> Process {
        let process = Process::start("patchbay", &mut self.command(&["serve"]));
        process.answers(&format!("http://{}/readyz", self.address), LIMIT).await;
        process
    }

    async fn client(&self) -> Client {
        let scopes = "portal:admin,integrations:write,endpoints:execute,executions:read";
        let made = self.command(&["key", "create", "--name", "test", "--scope", scopes]).output().unwrap();
        let key = String::from_utf8(made.stdout).unwrap();
        let client = Client::with_key(&format!("http://{}", self.address), key.trim());
        let call_center = json!({"id": "cc-1", "name": "Test", "timeZone": "UTC", "language": "en"});
        let template = json!({"name": "acme", "label": "Acme", "type": "crm", "visibility": "published"});
        let endpoint = json!({"name": "find", "label": "Find", "type": "getData", "method": "GET", "url": "/contacts"});
        let integrator = json!({"template": "acme", "host": self.upstream});
        client.post("/api/v1/call-centers", &call_center).await.expect(201);
        client.post("/api/v1/templates", &template).await.expect(201);
        client.post("/api/v1/templates/acme/endpoints", &endpoint).await.expect(201);
        client.post(&format!("{CALL_CENTER}/integrators"), &integrator).await.expect(201);
        client
    }

    fn postgres_runs(&self) -> bool {
        self.folder.join("postgres/cluster/postmaster.pid").exists()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The execution in `reply`, as it is recorded.
async fn recorded(client: &Client, reply: &Reply) -> serde_json::Value {
    let id = reply.json()["executionId"].as_str().unwrap().to_owned();
    client.get(&format!("{CALL_CENTER}/executions/{id}")).await.expect(200).json()
}

#[tokio::test]
async fn a_stop_answers_and_records_what_is_in_flight_and_a_kill_is_survived() {
    let (slow, upstream) = Slow::start().await;
    let folder = PathBuf::from(format!("/tmp/patchbay-stopping-{}", clock::new_id().simple()));
    let site = Site { folder, upstream, address: format!("127.0.0.1:{}", free_port()) };
    let mut process = site.start().await;
    let client = site.client().await;

    let call = tokio::spawn({
        let client = client.clone();
        async move { client.post(EXECUTE, &json!({})).await }
    });
    slow.asked.notified().await;
    process.tell("TERM");
    until("the end of listening", async || TcpStream::connect(&site.address).await.err()).await;
    assert!(!call.is_finished() && site.postgres_runs());
    slow.answer.notify_one();
    let reply = call.await.unwrap().expect(200);
    assert_eq!(reply.json()["response"]["body"], json!({"found": true}));
    assert!(process.ended(LIMIT).await.success());
    assert!(!site.postgres_runs(), "its PostgreSQL was left behind");

    let mut process = site.start().await;
    assert_eq!(recorded(&client, &reply).await["status"], "succeeded");
    process.tell("KILL");
    assert!(!process.ended(LIMIT).await.success());

    let mut process = site.start().await;
    assert_eq!(recorded(&client, &reply).await["status"], "succeeded");
    process.tell("TERM");
    assert!(process.ended(LIMIT).await.success());
    assert!(!site.postgres_runs());
}
