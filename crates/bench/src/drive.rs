//! Starts everything, runs the parts one after the other on the same servers, prints each beside its baseline.

use crate::database::Database;
use crate::error::BenchError;
use crate::process::{Server, ready};
use crate::{events, execute, messages};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const UPSTREAM: &str = "127.0.0.1:18081";
const FORWARDER: &str = "127.0.0.1:18082";
const PATCHBAY: &str = "127.0.0.1:18083";

/// What to run.
pub struct Plan {
    /// The `patchbay` binary.
    pub patchbay: PathBuf,
    /// Seconds of each round.
    pub seconds: u32,
    /// Rounds of each side.
    pub rounds: u32,
    /// Clients of the durable comparison, on both sides.
    pub clients: u32,
    /// Whether calls and events are left out.
    pub only_messages: bool,
}

/// What the parts measure: servers that are up, and a call center in them.
#[derive(Clone)]
pub struct World {
    /// For everything that is not load.
    pub client: reqwest::Client,
    /// The server under test.
    pub patchbay: Arc<Server>,
    /// A key for all of it.
    pub key: String,
    /// The database of the server under test.
    pub database: Arc<Database>,
    /// Logs, scripts, data.
    pub folder: PathBuf,
    /// Seconds of each round.
    pub seconds: u32,
    /// Rounds of each side.
    pub rounds: u32,
    /// Clients of the durable comparison, on both sides.
    pub clients: u32,
}

impl World {
    /// An address of the server under test.
    pub fn api(&self, path: &str) -> String {
        format!("http://{PATCHBAY}/api/v1{path}")
    }

    /// An address of the bare forwarder.
    pub fn forwarder(&self) -> String {
        format!("http://{FORWARDER}/forward")
    }

    /// An address of the other side.
    pub fn upstream(&self, path: &str) -> String {
        format!("http://{UPSTREAM}{path}")
    }

    /// Where the bare forwarder takes customers' messages.
    pub fn bare_messages(&self) -> String {
        format!("http://{FORWARDER}/messages")
    }

    /// The outbound URL of an adapter of the server under test; `path` is the adapter's in its API.
    pub fn outbound(&self, path: &str) -> String {
        let path = path.replacen("/call-centers/", "/accounts/", 1);
        format!("http://{PATCHBAY}/conversational/twoway/v2{path}")
    }

    /// Posts to the server under test.
    pub async fn post(&self, path: &str, body: Value) -> Result<Value, BenchError> {
        self.send(Method::POST, path, body).await
    }

    /// Sends a document to the server under test.
    pub async fn send(&self, method: Method, path: &str, body: Value) -> Result<Value, BenchError> {
        let request = self.client.request(method, self.api(path)).bearer_auth(&self.key).json(&body);
        let response = request.send().await?;
        let status = response.status().as_u16();
        if (200..300).contains(&status) {
            return Ok(response.json().await?);
        }
        Err(BenchError::Refused { path: path.to_owned(), status, body: response.text().await? })
    }

    /// Reads from the server under test.
    pub async fn get(&self, path: &str) -> Result<Value, BenchError> {
        Ok(self.client.get(self.api(path)).bearer_auth(&self.key).send().await?.json().await?)
    }
}

/// Runs the plan.
pub async fn run(plan: &Plan) -> Result<(), BenchError> {
    let folder = std::env::temp_dir().join(format!("patchbay-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(BenchError::io("making a folder"))?;
    let own = std::env::current_exe().map_err(BenchError::io("finding this program"))?;
    let client = reqwest::Client::builder().no_proxy().build()?;

    let upstream = Server::start(&own, ["upstream", "--listen", UPSTREAM], &[], &folder.join("upstream.log"))?;
    let forwarder = Server::start(
        &own,
        ["forwarder", "--listen", FORWARDER, "--upstream", UPSTREAM],
        &[],
        &folder.join("forwarder.log"),
    )?;
    let environment = environment(&folder);
    let patchbay = Server::start(&plan.patchbay, ["serve"], &environment, &folder.join("patchbay.log"))?;
    ready(&client, &format!("http://{PATCHBAY}/readyz")).await?;
    let idle = patchbay.resident_bytes()?;
    let key = key(plan, &environment)?;
    let database = Database::of(&folder.join("data"))?;
    let world = World {
        client,
        patchbay: Arc::new(patchbay),
        key,
        database: Arc::new(database),
        folder,
        seconds: plan.seconds,
        rounds: plan.rounds,
        clients: plan.clients,
    };
    world.post("/call-centers", json!({"id": "bench", "name": "Bench", "timeZone": "UTC", "language": "en"})).await?;

    println!("fdatasync of this disk     {}", world.database.sync_time()?);
    if !plan.only_messages {
        let bare = execute::run(&world).await?;
        let loaded = world.patchbay.resident_bytes()?;
        println!("memory of the server       {:>8.1} MB idle, {:.1} MB loaded", megabytes(idle), megabytes(loaded));
        events::run(&world, bare).await?;
        println!("memory after the events    {:>8.1} MB", megabytes(world.patchbay.resident_bytes()?));
    }
    messages::run(&world).await?;
    println!("memory after the messages  {:>8.1} MB", megabytes(world.patchbay.resident_bytes()?));

    let World { patchbay, folder, .. } = world;
    if let Some(patchbay) = Arc::into_inner(patchbay) {
        patchbay.stop().await?;
    }
    forwarder.stop().await?;
    upstream.stop().await?;
    std::fs::remove_dir_all(&folder).map_err(BenchError::io("clearing up"))
}

/// What the operator of such a server would set.
fn environment(folder: &Path) -> [(&'static str, String); 9] {
    [
        ("PATCHBAY_LISTEN", PATCHBAY.to_owned()),
        ("PATCHBAY_DATA_DIR", folder.join("data").display().to_string()),
        ("PATCHBAY_ALLOW_HOSTS", format!("http://{UPSTREAM}")),
        ("PATCHBAY_HOST_REQUESTS_PER_SECOND", "1000000".to_owned()),
        ("PATCHBAY_KEY_REQUESTS_PER_SECOND", "1000000".to_owned()),
        ("PATCHBAY_VISITOR_REQUESTS_PER_SECOND", "100000".to_owned()),
        ("PATCHBAY_HOST_CONCURRENCY", "1000".to_owned()),
        ("PATCHBAY_ADMIN_EMAIL", "bench@example.com".to_owned()),
        ("PATCHBAY_ADMIN_PASSWORD", "a password for the bench".to_owned()),
    ]
}

fn key(plan: &Plan, environment: &[(&str, String)]) -> Result<String, BenchError> {
    let scopes = [
        "portal:admin",
        "integrations:read",
        "integrations:write",
        "endpoints:execute",
        "executions:read",
        "events:write",
        "conversations:read",
        "messages:write",
    ];
    let output = Command::new(&plan.patchbay)
        .args(["key", "create", "--name", "bench"])
        .args(scopes.iter().flat_map(|scope| ["--scope", scope]))
        .envs(environment.iter().map(|(name, value)| (*name, value.as_str())))
        .output()
        .map_err(BenchError::io("making a key"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "shown, not calculated with")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
