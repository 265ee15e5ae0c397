//! Servers and PostgreSQL are killed while platforms post events: nothing that was acknowledged is lost, and no SMS is
//! sent twice. Real processes, a real PostgreSQL that waits for the disk, kill -9. `make crash-test` posts more.

use crate::httpbin::process::{free_port, http_client};
use crate::world::event;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use futures::future::join_all;
use patchbay_server::postgres::Postgres;
use patchbay_testkit::Client;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Platforms that post at the same time.
const PRODUCERS: usize = 8;
/// Events by default, each of its own conversation; every fifth is an SMS to be sent.
const EVENTS: usize = 240;
/// The whole test, disasters and recovery included.
const LIMIT: Duration = Duration::from_secs(240);
/// How long one event may be posted again and again.
const PATIENCE: Duration = Duration::from_secs(60);
const SECRET_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

type Deliveries = Arc<Mutex<BTreeMap<String, usize>>>;

/// The other side: counts how often it was told of what.
async fn receiver() -> (String, Deliveries) {
    let deliveries = Deliveries::default();
    let router = Router::new()
        .route(
            "/{*path}",
            post(async |State(seen): State<Deliveries>, Json(body): Json<Value>| {
                *seen.lock().unwrap().entry(body["who"].as_str().unwrap().to_owned()).or_default() += 1;
                Json(json!({}))
            }),
        )
        .with_state(Arc::clone(&deliveries));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (host, deliveries)
}

/// One server process, and how it is started again.
struct Server {
    base: String,
    port: u16,
    child: Child,
}

struct Site {
    folder: PathBuf,
    database: String,
    receiver: String,
}

impl Site {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
        command.args(arguments).env("DATABASE_URL", &self.database).env("PATCHBAY_SECRET_KEY", SECRET_KEY);
        command.env("PATCHBAY_DATA_DIR", &self.folder).env("PATCHBAY_SITE_ROOT", &self.folder);
        command.env("PATCHBAY_ALLOW_HOSTS", format!("http://{}", self.receiver)).env("PATCHBAY_LOG", "off");
        // What a dead process held is taken over after this long.
        command.env("PATCHBAY_WORKER_LEASE_SECONDS", "5").env("PATCHBAY_DATABASE_CONNECTIONS", "8");
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn spawn(&self, port: u16) -> Child {
        let listen = format!("127.0.0.1:{port}");
        self.command(&["serve", "--listen", &listen]).stdout(Stdio::null()).spawn().unwrap()
    }

    async fn server(&self) -> Server {
        let port = free_port();
        let server = Server { base: format!("http://127.0.0.1:{port}"), port, child: self.spawn(port) };
        ready(&server.base).await;
        server
    }
}

impl Server {
    /// kill -9, a moment of silence, and a new process at the same address.
    async fn crash(&mut self, site: &Site) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.child = site.spawn(self.port);
        ready(&self.base).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn ready(base: &str) {
    let (client, url, started) = (http_client(), format!("{base}/readyz"), Instant::now());
    while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
        assert!(started.elapsed() < PATIENCE, "{base} is not ready");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// kill -9 of every process of the cluster: what a power cut leaves.
fn kill_postgres(folder: &Path) {
    let cluster = folder.join("postgres/cluster");
    let mut killed = 0;
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        if std::fs::read_link(process.path().join("cwd")).is_ok_and(|at| at == cluster) {
            let told = Command::new("kill").arg("-9").arg(process.file_name()).stderr(Stdio::null()).status();
            killed += usize::from(told.is_ok_and(|status| status.success()));
        }
    }
    assert!(killed > 0, "no process of PostgreSQL was found in {}", cluster.display());
}

/// Starts PostgreSQL on what is on disk. The memory of those that were killed may be in use for a moment.
async fn start_postgres(folder: &Path) -> Postgres {
    let started = Instant::now();
    loop {
        match Postgres::start(folder, None).await {
            Ok(postgres) => return postgres,
            Err(error) => assert!(started.elapsed() < PATIENCE, "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What hears the events: an event integration, and an SMS gateway.
async fn describe(portal: &Client, host: &str) {
    let call_center = json!({"id": "cc-1", "name": "Test", "timeZone": "UTC", "language": "en"});
    portal.post("/api/v1/call-centers", &call_center).await.expect(201);
    let integration = json!({"name": "Lifecycle", "url": format!("http://{host}/events"), "direction": "both",
        "events": ["received"], "directCalls": true, "directChats": true,
        "configuration": r#"{"request":{"method":"POST","body":{"who":"{contact.id}"}}}"#});
    portal.post("/api/v1/call-centers/cc-1/event-integrations", &integration).await.expect(201);
    let template = json!({"name": "gateway", "label": "Gateway", "type": "sms", "visibility": "published"});
    portal.post("/api/v1/templates", &template).await.expect(201);
    let endpoint = json!({"name": "send", "label": "Send", "type": "sendSms", "method": "POST", "url": "/sms",
        "triggers": ["sms_send"],
        "parameters": [{"name": "who", "location": "body", "source": "clientBody", "path": "text", "required": true}]});
    portal.post("/api/v1/templates/gateway/endpoints", &endpoint).await.expect(201);
    let integrator = json!({"template": "gateway", "host": host});
    portal.post("/api/v1/call-centers/cc-1/integrators", &integrator).await.expect(201);
}

fn is_sms(number: usize) -> bool {
    number.is_multiple_of(5)
}

fn name(number: usize) -> String {
    let kind = if is_sms(number) { "sms" } else { "call" };
    format!("{kind}-{number}")
}

fn posted(number: usize) -> Value {
    let name = name(number);
    let mut event = event(&name, &name, json!({}));
    event["conversation"]["queue"] = Value::Null;
    if is_sms(number) {
        event["type"] = json!("sms_send");
        event["conversation"]["channelType"] = json!("chat");
        event["conversation"]["direction"] = json!("outbound");
        event["data"] = json!({"sms": {"id": name, "to": "+84901234567", "from": "+842812345678", "text": name,
            "sentAt": "2026-11-20T09:30:00.000Z"}});
    }
    event
}

/// Posts one event, to whichever server answers, until it is acknowledged.
async fn post_until_acknowledged(clients: &[reqwest::RequestBuilder], number: usize) -> usize {
    let (body, started, mut tries) = (posted(number), Instant::now(), 0);
    loop {
        let request = clients[(number + tries) % clients.len()].try_clone().unwrap();
        tries += 1;
        if let Ok(answer) = request.timeout(Duration::from_secs(5)).json(&body).send().await {
            let status = answer.status().as_u16();
            assert!(status == 202 || status == 429 || status >= 500, "{status}: {}", answer.text().await.unwrap());
            if status == 202 {
                return tries;
            }
        }
        assert!(started.elapsed() < PATIENCE, "{} is acknowledged by nobody", name(number));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Posts a range of events from all producers, and lets `disaster` happen in the middle of it.
async fn phase(
    clients: &[reqwest::RequestBuilder],
    events: std::ops::Range<usize>,
    disaster: impl Future<Output = ()>,
) -> usize {
    let (next, acknowledged, tries) = (AtomicUsize::new(events.start), AtomicUsize::new(0), AtomicUsize::new(0));
    let third = events.len() / 3;
    let produce = async || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= events.end {
                return;
            }
            tries.fetch_add(post_until_acknowledged(clients, number).await, Ordering::Relaxed);
            acknowledged.fetch_add(1, Ordering::Relaxed);
        }
    };
    let strike = async {
        while acknowledged.load(Ordering::Relaxed) < third {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        disaster.await;
    };
    tokio::join!(join_all((0..PRODUCERS).map(|_| produce())), strike);
    tries.into_inner() - events.len()
}

async fn drained(portal: &Client) {
    let started = Instant::now();
    loop {
        let health = portal.get("/api/v1/queue-health").await.expect(200).json();
        let left: i64 =
            ["ready", "waiting", "blocked", "running"].iter().filter_map(|state| health[state].as_i64()).sum();
        if left == 0 {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "the queue does not become empty: {health}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Names of the SMS whose outcome a person has to find out.
async fn unknown(portal: &Client) -> BTreeSet<String> {
    let (mut found, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let path = format!("/api/v1/call-centers/cc-1/executions?status=unknown&limit=200{cursor}");
        let page = portal.get(&path).await.expect(200).json();
        let names = page["items"].as_array().unwrap().iter();
        found.extend(names.map(|execution| execution["conversation"].as_str().unwrap().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

async fn survive(count: usize) {
    let folder = std::env::temp_dir().join(format!("patchbay-crash-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut postgres = start_postgres(&folder).await;
    let (receiver, deliveries) = receiver().await;
    let site = Site { folder: folder.clone(), database: postgres.url().expose().to_owned(), receiver };
    let (mut first, mut second) = (site.server().await, site.server().await);
    let scopes = "portal:admin,integrations:write,events:write,executions:read";
    let key = site.command(&["key", "create", "--name", "crash", "--scope", scopes]).output().unwrap();
    let key = String::from_utf8(key.stdout).unwrap().trim().to_owned();
    let portal = Client::with_key(&first.base, &key);
    describe(&portal, &site.receiver).await;

    let http = http_client();
    let to = |base: &str| http.post(format!("{base}/api/v1/call-centers/cc-1/events")).bearer_auth(&key);
    let clients = [to(&first.base), to(&second.base)];
    let started = Instant::now();
    let mut again = phase(&clients, 0..count / 3, second.crash(&site)).await;
    let cut = async {
        kill_postgres(&folder);
        drop(postgres.ended().await);
        tokio::time::sleep(Duration::from_millis(300)).await;
        postgres = start_postgres(&folder).await;
    };
    again += phase(&clients, count / 3..count * 2 / 3, cut).await;
    again += phase(&clients, count * 2 / 3..count, first.crash(&site)).await;
    let accepted_after = started.elapsed();
    drained(&portal).await;

    let unknown = unknown(&portal).await;
    let deliveries = deliveries.lock().unwrap().clone();
    let times = |number: usize| deliveries.get(&name(number)).copied().unwrap_or(0);
    let (sms, calls): (Vec<usize>, Vec<usize>) = (0..count).partition(|number| is_sms(*number));
    let lost: Vec<String> = calls.iter().filter(|number| times(**number) == 0).map(|number| name(*number)).collect();
    let twice: Vec<String> = sms.iter().filter(|number| times(**number) > 1).map(|number| name(*number)).collect();
    let silent = sms.iter().map(|number| name(*number)).filter(|name| !deliveries.contains_key(name));
    let silent: Vec<String> = silent.filter(|name| !unknown.contains(name)).collect();
    let repeated = calls.iter().filter(|number| times(**number) > 1).count();
    println!(
        "{count} events acknowledged in {accepted_after:.1?}, {again} posts repeated; 2 servers and PostgreSQL killed"
    );
    println!("{} calls: {} lost, {repeated} delivered more than once", calls.len(), lost.len());
    println!(
        "{} SMS: {} sent twice, {} unknown, {} lost without a word",
        sms.len(),
        twice.len(),
        unknown.len(),
        silent.len()
    );
    drop((first, second));
    postgres.stop().await.unwrap();
    let _ = std::fs::remove_dir_all(&folder);
    assert!(lost.is_empty(), "acknowledged and never delivered: {lost:?}");
    assert!(twice.is_empty(), "sent twice: {twice:?}");
    assert!(silent.is_empty(), "neither sent nor unknown: {silent:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_no_sms_is_sent_twice() {
    let count = std::env::var("PATCHBAY_CRASH_EVENTS").ok().map_or(EVENTS, |text| text.parse().expect("a number"));
    tokio::time::timeout(LIMIT, survive(count)).await.expect("it ends");
}
