//! A secret goes to the hosts that it was entered for, whoever writes an endpoint with another one.

use crate::upstream::{Reply, Upstream, issuing};
use crate::world::{SECRET, World};
use patchbay_dispatch::Dispatcher;
use patchbay_model::execution::{ErrorCode, ExecutionStatus, StepKind, StepOutcome};
use serde_json::{Value, json};

/// What sends one secret: a field, a credential that signs, one in a header, the access token.
fn leaks() -> [Value; 4] {
    let header = |value: &str| json!({"request": {"headers": {"X-A": value}}});
    [
        json!({"parameters": [{"name": "X-Key", "source": "field"}]}),
        json!({"request": {"authentication": {"type": "basic"}}}),
        header("{authentications.basic:bob}"),
        header("Bearer {token}"),
    ]
}

fn to(host: &Upstream, name: &str, mut endpoint: Value) -> Value {
    endpoint["name"] = json!(name);
    endpoint["url"] = json!(format!("https://{}/x", host.address));
    endpoint
}

/// Calls it and tests it: nothing is sent, and both say what to do.
async fn is_refused(process: &Dispatcher, world: &World, name: &str, other: &Upstream) {
    let outcome = process.execute(world.call(name, json!({}))).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!((outcome.status, failure.code), (ExecutionStatus::Failed, ErrorCode::CredentialMissing));
    assert!(failure.detail.ends_with(&format!("enter it again for {}", other.address)), "{}", failure.detail);
    let run = process.test(world.call(name, json!({}))).await.unwrap();
    assert_eq!(run.failure.unwrap().code, ErrorCode::CredentialMissing);
    assert_eq!((run.steps[0].kind, run.steps[0].outcome), (StepKind::Resolve, StepOutcome::Failed));
    assert!(other.seen("").is_empty(), "sent all the same");
}

#[tokio::test]
async fn a_new_endpoint_with_a_host_of_its_own_gets_no_secret_until_it_is_entered_again() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let (process, other) = (world.process().await, Upstream::start().await);
    // A token is held already: it does not go there either.
    process.execute(world.find()).await.unwrap();
    for (index, leak) in leaks().into_iter().enumerate() {
        let name = format!("leak-{index}");
        world.endpoint(to(&other, &name, leak)).await;
        is_refused(&process, &world, &name, &other).await;
    }

    world.change_integrator(&world.integrator(&world.upstream.address.to_string()).await).await;
    let again = world.process().await;
    for index in 0..leaks().len() {
        let outcome = again.execute(world.call(&format!("leak-{index}"), json!({}))).await.unwrap();
        assert_eq!(outcome.status, ExecutionStatus::Succeeded, "{:?}", outcome.failure);
    }
    let sent: Vec<String> = other.seen("/x").iter().map(|seen| seen.header("x-a").to_owned()).collect();
    assert_eq!(sent, ["", "", "pa55word", "Bearer tok-2"]);
    assert_eq!(other.seen("/x")[0].header("x-key"), SECRET);
}

#[tokio::test]
async fn an_endpoint_whose_url_was_changed_gets_no_secret() {
    let world = World::start().await;
    let (process, other) = (world.process().await, Upstream::start().await);
    let key = json!({"name": "moved", "url": "/x", "parameters": [{"name": "X-Key", "source": "field"}]});
    let id = world.endpoint(key.clone()).await;
    let before = process.execute(world.call("moved", json!({}))).await.unwrap();
    assert_eq!(before.status, ExecutionStatus::Succeeded);
    world.change_endpoint(id, to(&other, "moved", key)).await;
    is_refused(&world.process().await, &world, "moved", &other).await;
}

#[tokio::test]
async fn an_auth_endpoint_that_was_moved_gets_no_secret() {
    let world = World::start().await;
    let other = Upstream::start().await;
    let key = json!({"type": "auth", "method": "POST", "default": true, "parameters": [{"name": "X-Key", "source": "field"}]});
    world.endpoint(to(&other, "elsewhere", key)).await;
    let outcome = world.process().await.execute(world.find()).await.unwrap();
    assert_eq!(outcome.failure.unwrap().code, ErrorCode::CredentialMissing);
    assert!(other.seen("").is_empty() && world.upstream.seen("").is_empty());
}

#[tokio::test]
async fn what_is_kept_is_not_entered_for_a_new_host() {
    use patchbay_store::integrators::{FieldWrite, SecretWrite};
    let world = World::start().await;
    let other = Upstream::start().await;
    world.endpoint(to(&other, "leak", leaks()[0].clone())).await;
    let mut write = world.integrator(&world.upstream.address.to_string()).await;
    write.fields.insert("X-Key".into(), FieldWrite::Keep);
    write.credentials.insert("basic:bob".into(), SecretWrite::Keep);
    world.change_integrator(&write).await;
    is_refused(&world.process().await, &world, "leak", &other).await;
}
