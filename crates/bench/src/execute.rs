//! The main job beside a bare forwarder: one call, a cached token, five values, a durable record.

use crate::drive::World;
use crate::error::BenchError;
use crate::load::{self, Figures, Round};
use crate::percentile::median;
use serde_json::json;

const BODY: &str = r#"{"contact":{"id":"51"},"phone":"+84901234567"}"#;
/// Enough to keep both cores busy.
const BUSY: u32 = 32;
/// Few enough that nobody waits for a core: what a call costs, not what a queue costs.
const CALM: u32 = 2;

/// Runs both sides in turn and prints them. Returns what the bare forwarder does in a second.
pub async fn run(world: &World) -> Result<f64, BenchError> {
    set_up(world).await?;
    let authorization = format!("Bearer {}", world.key);
    let execute = world.api("/call-centers/bench/integrations/bench/endpoints/find/execute");
    let forward = world.forwarder();
    let (mut bare, mut ours) = (Side::default(), Side::default());
    let round = |url, authorization, connections| Round {
        url,
        authorization,
        content: load::Content::Same(BODY),
        connections,
        seconds: world.seconds,
    };
    for _ in 0..world.rounds {
        for connections in [BUSY, CALM] {
            bare.note(connections, load::run(&round(&forward, None, connections), &world.folder)?);
            ours.note(connections, load::run(&round(&execute, Some(&authorization), connections), &world.folder)?);
        }
    }
    print(&bare, &ours);
    // The durable half of the claim.
    let recorded = world.get("/call-centers/bench/executions?limit=1").await?;
    let newest = recorded["items"][0]["id"].as_str().unwrap_or("missing");
    println!("executions on record       newest is {newest}, {} requests were made", ours.requests);
    Ok(median(&bare.busy, |figures| figures.throughput))
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

/// A template with a token and five parameters, an integrator.
async fn set_up(world: &World) -> Result<(), BenchError> {
    world
        .post(
            "/templates",
            json!({
                "name": "bench", "label": "Bench", "type": "crm", "visibility": "published", "callCenterId": null,
                "parameters": [{"name": "X-Key", "location": "header", "required": true, "secret": true}]
            }),
        )
        .await?;
    world
        .post(
            "/templates/bench/endpoints",
            json!({
                "name": "login", "label": "login", "type": "auth", "method": "POST", "url": "/oauth/token",
                "responseType": "access_token", "bodyFormat": "form",
                "hardParams": [{"name": "grant_type", "location": "body", "value": "client_credentials"}]
            }),
        )
        .await?;
    world.post("/templates/bench/endpoints", json!({
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
    world.post(
        "/call-centers/bench/integrators",
        json!({"template": "bench", "host": world.upstream("").trim_start_matches("http://"), "fields": {"X-Key": "s3cret"}, "credentials": []}),
    )
    .await?;
    Ok(())
}
