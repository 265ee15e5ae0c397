//! The commands of the binary, as an operator runs them.

use crate::httpbin::process::free_port;
use crate::world::{EVENT_INTEGRATIONS, EVENTS, PASSWORD, World, event, execute};
use patchbay_model::access::Scope;
use patchbay_testkit::Client;
use patchbay_testkit::client::until;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};

const FORMER: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const CURRENT: &str = "HxITFBUWFxgZGhscHR4fAAECAwQFBgcICQoLDA0ODxA=";

fn run(command: &mut Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What a command printed, if it succeeded.
fn printed(command: &mut Command, input: &str) -> String {
    let output = run(command, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn refused(command: &mut Command, input: &str) -> String {
    let output = run(command, input);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn a_user_is_created_with_a_password_or_a_link() {
    let world = World::start().await;
    let create = ["user", "create", "--email", "ann@example.com", "--role", "portal-administrator"];
    let with_password = [create.as_slice(), &["--password-stdin"]].concat();
    let short = refused(&mut world.command(&with_password), "short\n");
    assert!(short.contains("at least 12 characters"), "{short}");
    printed(&mut world.command(&with_password), &format!("{PASSWORD}\n"));
    let form = [("email", "ann@example.com"), ("password", PASSWORD)];
    world.stranger().post_form("/api/ui/account/sign-in", &form).await.expect(200);
    let taken = refused(&mut world.command(&create), "");
    assert!(taken.contains("already"), "{taken}");

    let invite = ["user", "create", "--email", "bob@example.com", "--role", "portalViewer"];
    let link = printed(&mut world.command(&invite), "");
    assert!(link.starts_with("http://127.0.0.1:3000/invitation/pbl_"), "{link}");
    let tenant = ["user", "create", "--email", "eve@example.com", "--role", "tenantViewer"];
    assert!(refused(&mut world.command(&tenant), "").contains("needs a call center"));
}

#[tokio::test]
async fn a_worker_runs_what_a_server_queued_and_ends_when_it_is_told_to() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    let listen = format!("127.0.0.1:{}", free_port());
    let mut command = world.command(&["worker"]);
    command.env("PATCHBAY_WORKER_LISTEN", &listen).env("PATCHBAY_ALLOW_HOSTS", world.upstream.allowed());
    let mut worker = command.stdout(Stdio::null()).spawn().unwrap();
    until("the delivery", || async { world.upstream.received_at("/received").pop() }).await;
    let probe = Client::stranger(&format!("http://{listen}"));
    assert_eq!(probe.get("/readyz").await.expect(200).text, "ready: database, queue\n");
    assert!(probe.get("/metrics").await.expect(200).text.contains("patchbay_queue_claims_total 1"));
    probe.get("/api/v1/egress").await.expect(404);
    let told = Command::new("kill").arg(worker.id().to_string()).status().unwrap();
    assert!(told.success() && worker.wait().unwrap().success());
    let found = portal.get("/api/v1/call-centers/cc-1/executions?conversation=c-1").await.expect(200).json();
    assert_eq!(found["items"][0]["status"], "succeeded", "what it did is written when it has ended");
}

/// The server as a process of its own, once it is ready, and where it listens.
async fn serving(world: &World) -> (Child, String) {
    let listen = format!("127.0.0.1:{}", free_port());
    let mut command = world.command(&["serve"]);
    command.env("PATCHBAY_LISTEN", &listen).env("PATCHBAY_ALLOW_HOSTS", world.upstream.allowed());
    command.env("PATCHBAY_LOG", "info").env("PATCHBAY_LOG_FORMAT", "json");
    let server = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let base = format!("http://{listen}");
    let probe = Client::stranger(&base);
    let ready = || async { probe.request(Method::GET, "/readyz").send().await.ok() };
    until("the server", || async { ready().await.filter(|answer| answer.status() == 200) }).await;
    (server, base)
}

/// Stops it, and gives what it wrote to the log.
fn stopped(server: Child) -> String {
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap()
}

#[tokio::test]
async fn the_log_of_a_server_has_a_line_for_each_refusal_with_its_request_id_and_no_secret() {
    let world = World::start().await;
    let (server, base) = serving(&world).await;
    let client = Client::with_key(&base, "pbk_nobody-has-this-one");
    let problem = client.get("/api/v1/templates?search=s3cret").await.problem(401, "unauthenticated");
    let log = stopped(server);
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let id = problem["requestId"].as_str().unwrap();
    let told = lines.iter().find(|line| line.to_string().contains(id)).unwrap_or_else(|| panic!("no {id} in {log}"));
    let expected = (&json!("INFO"), &json!(401), &json!("/api/v1/templates"));
    assert_eq!((&told["level"], &told["status"], &told["route"]), expected);
    assert!(!log.contains("nobody-has-this-one") && !log.contains("s3cret"), "{log}");
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_executions_by_outcome() {
    let world = World::start().await;
    world.integration().await;
    let (server, base) = serving(&world).await;
    let client = Client::with_key(&base, &world.new_key(None, Scope::ALL).await);
    client.post(&execute("find"), &json!({"contact": {"id": "1"}})).await.expect(200);
    client.post(&execute("find"), &json!({})).await.problem(422, "input_missing");
    let text = Client::stranger(&base).get("/metrics").await.expect(200).text;
    let has = |name: &str, labels: &[&str]| {
        text.lines().any(|line| line.starts_with(name) && labels.iter().all(|label| line.contains(label)))
    };
    for (name, labels) in [
        ("patchbay_http_requests_total", &["method=\"POST\"", "/{endpoint}/execute\"", "status=\"200\""][..]),
        ("patchbay_http_requests_total", &["/{endpoint}/execute\"", "status=\"422\""]),
        ("patchbay_http_request_seconds", &["/{endpoint}/execute\""]),
        ("patchbay_executions_total", &["status=\"succeeded\""]),
        ("patchbay_executions_total", &["status=\"failed\"", "code=\"input_missing\""]),
        ("patchbay_execution_duration_seconds", &[]),
    ] {
        assert!(has(name, labels), "{name} {labels:?} in\n{text}");
    }
    assert!(!text.contains("s3cret") && !text.contains("tok-1") && !text.contains("cc-1"), "{text}");
    stopped(server);
}

#[tokio::test]
async fn an_event_integration_is_imported_into_a_call_center() {
    let world = World::start().await;
    let portal = world.listening().await;
    let document = include_str!("../../gallery/event-integrations/lifecycle-events.json");
    assert!(refused(&mut world.command(&["import", "-"]), document).contains("--call-center"));
    let id = printed(&mut world.command(&["import", "-", "--call-center", "cc-1"]), document);
    let found = portal.get(&format!("{EVENT_INTEGRATIONS}/{id}")).await.expect(200).json();
    assert_eq!((&found["name"], found["events"].as_array().unwrap().len()), (&json!("Lifecycle events"), 9));
}

#[tokio::test]
async fn a_key_is_printed_alone() {
    let world = World::start().await;
    world.call_center("cc-1").await;
    let create = ["key", "create", "--name", "callbox", "--call-center", "cc-1", "--scope"];
    let key = printed(&mut world.command(&[create.as_slice(), &["endpoints:execute,executions:read"]].concat()), "");
    let client = Client::with_key(&world.process.base, &key);
    client.get("/api/v1/call-centers/cc-1/executions").await.expect(200);
    let error = refused(&mut world.command(&[create.as_slice(), &["portal:admin"]].concat()), "");
    assert!(error.contains("only a key of the portal"), "{error}");
}

#[tokio::test]
async fn a_template_is_exported_and_imported() {
    let world = World::start().await;
    let portal = world.integration().await;
    let document = printed(&mut world.command(&["export", "acme"]), "");
    let mut changed: Value = serde_json::from_str(&document).unwrap();
    changed["name"] = json!("acme-2");
    printed(&mut world.command(&["import", "-"]), &changed.to_string());
    portal.get("/api/v1/templates/acme-2/endpoints/find").await.expect(200);
    let error = refused(&mut world.command(&["import", "-"]), "{\"name\": }");
    assert!(error.contains("line 1, column 10"), "{error}");
}

#[tokio::test]
async fn rotated_secrets_open_with_the_new_key_alone() {
    let world = World::with(&[("PATCHBAY_SECRET_KEY", FORMER)]).await;
    world.integration().await;
    let both = format!("{CURRENT},{FORMER}");
    let rotate = ["secrets", "rotate"];
    let told = printed(world.command(&rotate).env("PATCHBAY_SECRET_KEY", &both), "");
    assert!(told.starts_with("1 data keys"), "{told}");
    let told = printed(world.command(&rotate).env("PATCHBAY_SECRET_KEY", CURRENT), "");
    assert!(told.starts_with("0 data keys"), "{told}");

    let after = world.another_with(&[("PATCHBAY_SECRET_KEY", CURRENT)]).await;
    let key = world.new_key(None, Scope::ALL).await;
    let client = Client::with_key(&after.base, &key);
    client.post(&execute("find"), &json!({"contact": {"id": "1"}})).await.expect(200);
    assert_eq!(world.upstream.received_at("/contacts/1")[0].header("x-key"), "s3cret");
}

#[tokio::test]
async fn without_its_key_an_encrypted_database_is_not_opened() {
    let world = World::with(&[("PATCHBAY_SECRET_KEY", FORMER)]).await;
    world.call_center("cc-1").await;
    let error = refused(&mut world.command(&["migrate"]), "");
    assert!(error.contains("secret.key") && error.contains("PATCHBAY_SECRET_KEY"), "{error}");
}

#[tokio::test]
async fn the_settings_in_force_are_shown_without_secrets() {
    let world = World::start().await;
    let shown = printed(world.command(&["config"]).env("PATCHBAY_SECRET_KEY", CURRENT), "");
    assert!(shown.contains("listen = \"127.0.0.1:3000\"") && shown.contains("default"));
    assert!(!shown.contains(CURRENT) && !shown.contains("postgres://"), "{shown}");
    let error = refused(world.command(&["config"]).env("PATCHBAY_LISTEN", "everywhere"), "");
    assert!(error.contains("PATCHBAY_LISTEN (environment)"), "{error}");
}
