//! Starts everything, runs the rounds in turn, prints both sides and their ratios.

use crate::error::BenchError;
use crate::load::{self, Figures, Round};
use crate::process::{Server, ready};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

const UPSTREAM: &str = "127.0.0.1:18081";
const FORWARDER: &str = "127.0.0.1:18082";
const PATCHBAY: &str = "127.0.0.1:18083";
const BODY: &str = r#"{"contact":{"id":"51"},"phone":"+84901234567"}"#;
/// Enough to keep both cores busy.
const BUSY: u32 = 32;
/// Few enough that nobody waits for a core: what a call costs, not what a queue costs.
const CALM: u32 = 2;

/// What to run.
pub struct Plan {
    /// The `patchbay` binary.
    pub patchbay: PathBuf,
    /// Seconds of each round.
    pub seconds: u32,
    /// Rounds of each side.
    pub rounds: u32,
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
    let environment = [
        ("PATCHBAY_LISTEN", PATCHBAY.to_owned()),
        ("PATCHBAY_DATA_DIR", folder.join("data").display().to_string()),
        ("PATCHBAY_ALLOW_HOSTS", format!("http://{UPSTREAM}")),
        ("PATCHBAY_HOST_REQUESTS_PER_SECOND", "1000000".to_owned()),
        ("PATCHBAY_KEY_REQUESTS_PER_SECOND", "1000000".to_owned()),
        ("PATCHBAY_HOST_CONCURRENCY", "1000".to_owned()),
        ("PATCHBAY_ADMIN_EMAIL", "bench@example.com".to_owned()),
        ("PATCHBAY_ADMIN_PASSWORD", "a password for the bench".to_owned()),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let patchbay = Server::start(&plan.patchbay, ["serve"], &environment, &folder.join("patchbay.log"))?;
    ready(&client, &format!("http://{PATCHBAY}/readyz")).await?;
    let idle = patchbay.resident_bytes()?;
    let key = set_up(&client, plan, &environment).await?;

    let authorization = format!("Bearer {key}");
    let execute = format!("http://{PATCHBAY}/api/v1/call-centers/bench/integrations/bench/endpoints/find/execute");
    let forward = format!("http://{FORWARDER}/forward");
    let (mut bare, mut ours) = (Side::default(), Side::default());
    let round =
        |url, authorization, connections| Round { url, authorization, body: BODY, connections, seconds: plan.seconds };
    for _ in 0..plan.rounds {
        for connections in [BUSY, CALM] {
            bare.note(connections, load::run(&round(&forward, None, connections), &folder)?);
            ours.note(connections, load::run(&round(&execute, Some(&authorization), connections), &folder)?);
        }
    }
    let loaded = patchbay.resident_bytes()?;
    let recorded = recorded(&client, &key).await?;
    print(&bare, &ours);
    println!("memory of the server       {:>8.1} MB idle, {:.1} MB after the load", megabytes(idle), megabytes(loaded));
    println!("executions on record       newest is {recorded}, {} requests were made", ours.requests);
    patchbay.stop().await?;
    forwarder.stop().await?;
    upstream.stop().await?;
    std::fs::remove_dir_all(&folder).map_err(BenchError::io("clearing up"))
}

/// Medians need all rounds.
#[derive(Default)]
struct Side {
    busy: Vec<Figures>,
    calm: Vec<Figures>,
    requests: u64,
}

impl Side {
    fn note(&mut self, connections: u32, figures: Figures) {
        self.requests += figures.requests;
        if connections == BUSY { self.busy.push(figures) } else { self.calm.push(figures) }
    }
}

fn median(figures: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = figures.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn print(bare: &Side, ours: &Side) {
    let line = |name: &str, bare: f64, ours: f64, unit: &str, comparison: String| {
        println!("{name:<26} {bare:>10.2} {ours:>10.2} {unit:<6} {comparison}");
    };
    println!("{:<26} {:>10} {:>10}", "medians of all rounds", "bare", "patchbay");
    let throughput = (median(&bare.busy, |f| f.throughput), median(&ours.busy, |f| f.throughput));
    line(
        &format!("throughput, {BUSY} connections"),
        throughput.0,
        throughput.1,
        "/s",
        format!("ratio {:.2}", throughput.1 / throughput.0),
    );
    for (connections, bare, ours) in [(BUSY, &bare.busy, &ours.busy), (CALM, &bare.calm, &ours.calm)] {
        let p50 = (median(bare, |f| f.p50_ms), median(ours, |f| f.p50_ms));
        let p99 = (median(bare, |f| f.p99_ms), median(ours, |f| f.p99_ms));
        line(&format!("p50, {connections} connections"), p50.0, p50.1, "ms", format!("added {:.2} ms", p50.1 - p50.0));
        line(&format!("p99, {connections} connections"), p99.0, p99.1, "ms", format!("added {:.2} ms", p99.1 - p99.0));
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown, not calculated with")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A call center, a template with a token and five parameters, an integrator. Returns a key.
async fn set_up(client: &reqwest::Client, plan: &Plan, environment: &[(&str, String)]) -> Result<String, BenchError> {
    let scopes = ["portal:admin", "integrations:read", "integrations:write", "endpoints:execute", "executions:read"];
    let output = Command::new(&plan.patchbay)
        .args(["key", "create", "--name", "bench"])
        .args(scopes.iter().flat_map(|scope| ["--scope", scope]))
        .envs(environment.iter().map(|(name, value)| (*name, value.as_str())))
        .output()
        .map_err(BenchError::io("making a key"))?;
    let key = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let post = async |path: &str, body: Value| -> Result<(), BenchError> {
        let response =
            client.post(format!("http://{PATCHBAY}/api/v1{path}")).bearer_auth(&key).json(&body).send().await?;
        let status = response.status().as_u16();
        if (200..300).contains(&status) {
            return Ok(());
        }
        Err(BenchError::Refused { path: path.to_owned(), status, body: response.text().await? })
    };
    post("/call-centers", json!({"id": "bench", "name": "Bench", "timeZone": "UTC", "language": "en"})).await?;
    post(
        "/templates",
        json!({
            "name": "bench", "label": "Bench", "type": "crm", "visibility": "published", "callCenterId": null,
            "parameters": [{"name": "X-Key", "location": "header", "required": true, "secret": true}]
        }),
    )
    .await?;
    post(
        "/templates/bench/endpoints",
        json!({
            "name": "login", "label": "login", "type": "auth", "method": "POST", "url": "/oauth/token",
            "responseType": "access_token", "bodyFormat": "form",
            "hardParams": [{"name": "grant_type", "location": "body", "value": "client_credentials"}]
        }),
    )
    .await?;
    post("/templates/bench/endpoints", json!({
        "name": "find", "label": "find", "type": "getData", "method": "GET", "url": "/contacts/{id}", "authEndpoint": "login",
        "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [
            {"name": "X-Key", "source": "field"},
            {"name": "id", "location": "path", "source": "clientBody", "path": "contact.id", "required": true},
            {"name": "phone", "location": "query", "source": "clientBody", "required": true},
            {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}
        ]
    }))
    .await?;
    post(
        "/call-centers/bench/integrators",
        json!({"template": "bench", "host": UPSTREAM, "fields": {"X-Key": "s3cret"}, "credentials": []}),
    )
    .await?;
    Ok(key)
}

/// The id of the newest execution on record: the durable half of the claim.
async fn recorded(client: &reqwest::Client, key: &str) -> Result<String, BenchError> {
    let url = format!("http://{PATCHBAY}/api/v1/call-centers/bench/executions?limit=1");
    let page: Value = client.get(url).bearer_auth(key).send().await?.json().await?;
    Ok(page["items"][0]["id"].as_str().unwrap_or("missing").to_owned())
}
