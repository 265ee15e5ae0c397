//! The Test button: the production path, step by step.

use crate::upstream::{Reply, issuing};
use crate::world::World;
use patchbay_model::execution::{Cause, ErrorCode, ExecutionStatus, StepKind, StepOutcome, TestRun};
use serde_json::json;

/// The steps as text, with what differs from run to run left out.
fn told(run: &TestRun, world: &World) -> String {
    let port = world.upstream.address.port().to_string();
    let lines = run.steps.iter().map(|step| {
        let detail = step.detail.as_deref().unwrap_or_default().lines().filter(|line| !line.starts_with("date:"));
        let detail: String = detail.map(|line| format!("\n    {line}")).collect();
        format!("{} {}: {}{detail}", step.outcome, step.kind, step.summary)
    });
    let text = lines.collect::<Vec<_>>().join("\n").replace(&port, "PORT");
    // "200 after 1.2 ms"
    let words: Vec<&str> = text.split(' ').collect();
    let mut shown = words.clone();
    for at in 0..words.len() {
        if words[at] == "after" {
            shown[at + 1] = "…";
        }
    }
    shown.join(" ")
}

fn outcomes(run: &TestRun) -> Vec<(StepKind, StepOutcome)> {
    run.steps.iter().map(|step| (step.kind, step.outcome)).collect()
}

#[tokio::test]
async fn a_test_shows_each_step_and_no_secret() {
    let world = World::start().await;
    world.upstream.replies(issuing(1380, |seen| Reply::json(200, &json!({"p": 7, "key": seen.header("x-key")}))));
    world
        .endpoint(json!({"name": "route", "method": "POST", "url": "/route",
            "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
            "parameters": [
                {"name": "X-Key", "source": "field"}, {"name": "phone", "location": "body", "source": "clientBody"},
                {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}],
            "response": {"set": {"priority": "{response.body.p}"}, "save": {"name": "{response.body.name}"}}}))
        .await;
    let process = world.process().await;
    let first = process.test(world.call("route", json!({"phone": "+84"}))).await.unwrap();
    insta::assert_snapshot!(told(&first, &world));
    let second = process.test(world.call("route", json!({"phone": "+84"}))).await.unwrap();
    assert_eq!(second.steps[1].summary, "token from cache, 23 minutes left");
    assert_eq!(second.effects.set["priority"], 7);
    process.close().await;
    let recorded = world.execution(second.execution_id.unwrap()).await;
    assert_eq!((recorded.summary.cause, recorded.summary.status), (Cause::Test, ExecutionStatus::Succeeded));
}

#[tokio::test]
async fn a_test_shows_where_it_failed() {
    use StepKind as K;
    use StepOutcome::{Failed as F, Passed as P, Skipped as S};
    let world = World::start().await;
    let process = world.process().await;
    let missing = process.test(world.call("find", json!({}))).await.unwrap();
    assert_eq!(missing.failure.as_ref().unwrap().code, ErrorCode::InputMissing);
    assert_eq!(
        outcomes(&missing),
        [
            (K::Resolve, F),
            (K::Authenticate, S),
            (K::Render, S),
            (K::Guard, S),
            (K::Connect, S),
            (K::Response, S),
            (K::Map, S)
        ]
    );

    world.upstream.replies(|_| Reply::json(403, &json!({"error": "no"})));
    let refused = process.test(world.find()).await.unwrap();
    assert_eq!(outcomes(&refused)[..2], [(K::Resolve, P), (K::Authenticate, F)]);
    let because = r#"the auth endpoint login gave no token: the other side answered 403 Forbidden: {"error":"no"}"#;
    assert_eq!((&*refused.steps[1].summary, &*refused.failure.unwrap().detail), (because, because));
    let detail = refused.steps[1].detail.as_deref().unwrap();
    let (sent, received) = detail.split_once("\n\nHTTP 403\n").unwrap();
    assert!(sent.starts_with("POST http") && sent.contains("/login\nx-key: ••••••"), "{sent}");
    assert!(sent.ends_with("\n\ngrant_type=client_credentials") && received.ends_with(r#"{"error":"no"}"#), "{detail}");

    world.endpoint(json!({"name": "inside", "url": "https://10.0.0.1/x"})).await;
    let inside = process.test(world.call("inside", json!({}))).await.unwrap();
    assert_eq!(inside.failure.as_ref().unwrap().code, ErrorCode::DestinationRefused);
    assert_eq!(outcomes(&inside)[..4], [(K::Resolve, P), (K::Authenticate, S), (K::Render, P), (K::Guard, F)]);

    let status = process.test(world.call("ping", json!({}))).await.unwrap();
    assert_eq!((status.failure.as_ref().unwrap().code, status.response_status), (ErrorCode::UpstreamStatus, Some(403)));
    assert_eq!(outcomes(&status)[3..6], [(K::Guard, P), (K::Connect, P), (K::Response, F)]);
}

#[tokio::test]
async fn what_is_switched_off_can_be_tested() {
    let world = World::start().await;
    world.endpoint(json!({"name": "off", "url": "/off", "enabled": false})).await;
    let run = world.process().await.test(world.call("off", json!({}))).await.unwrap();
    assert_eq!(run.status, ExecutionStatus::Succeeded);
}

#[tokio::test]
async fn a_repeat_after_a_refused_token_shows_both_attempts() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, |seen| match seen.header("authorization") {
        "Bearer tok-1" => Reply::json(401, &json!({})),
        _ => Reply::echo(seen),
    }));
    let run = world.process().await.test(world.find()).await.unwrap();
    assert_eq!(run.steps.iter().filter(|step| step.kind == StepKind::Response).count(), 2);
    assert_eq!(run.status, ExecutionStatus::Succeeded);
}
