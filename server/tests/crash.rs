//! Servers and PostgreSQL are killed while platforms post events: nothing that was acknowledged is lost, and no SMS is
//! sent twice. Real processes, a real PostgreSQL that waits for the disk, kill -9. `make crash-test` posts more.

use crate::httpbin::process::http_client;
use crate::site::{PATIENCE, Site, drained, kill_postgres, start_postgres};
use crate::world::event;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use futures::future::join_all;
use patchbay_testkit::Client;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Platforms that post at the same time.
const PRODUCERS: usize = 8;
/// Events by default, each of its own conversation; every fifth is an SMS to be sent.
const EVENTS: usize = 240;
/// The whole test, disasters and recovery included.
const LIMIT: Duration = Duration::from_secs(240);

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
    let allowed = format!("http://{receiver}");
    let site = Site { folder: folder.clone(), database: postgres.url().expose().to_owned(), allowed };
    let (mut first, mut second) = (site.server().await, site.server().await);
    let scopes = "portal:admin,integrations:write,events:write,executions:read";
    let key = site.key(scopes);
    let portal = Client::with_key(&first.base, &key);
    describe(&portal, &receiver).await;

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
