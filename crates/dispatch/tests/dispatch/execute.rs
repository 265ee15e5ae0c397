//! Executions: what is sent, what comes back, what is recorded.

use crate::upstream::Reply;
use crate::world::{SECRET, World, eventually};
use patchbay_dispatch::{Call, DispatchError, Missing, Outcome};
use patchbay_model::execution::{Cause, ErrorCode, ExecutionStatus};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn code(outcome: &Outcome) -> Option<ErrorCode> {
    outcome.failure.as_ref().map(|failure| failure.code)
}

#[tokio::test]
async fn an_execution_is_sent_answered_and_recorded() {
    let world = World::start().await;
    world.upstream.replies(crate::upstream::issuing(3600, Reply::echo));
    let process = world.process().await;
    let outcome = process.execute(world.call("find", json!({"id": "a/b c"}))).await.unwrap();
    let response = outcome.response.as_ref().unwrap();
    assert_eq!((outcome.status, response.status), (ExecutionStatus::Succeeded, 200));
    assert_eq!(response.body["path"], "/contacts/a%2Fb%20c");
    assert_eq!(response.body["headers"]["x-key"], SECRET);
    assert_eq!(response.body["headers"]["x-sum"], "900150983cd24fb0d6963f7d28e17f72");
    assert_eq!(response.body["headers"]["authorization"], "Bearer tok-1");
    assert_eq!(world.upstream.seen("/login")[0].body, "grant_type=client_credentials");

    process.close().await;
    let recorded = world.execution(outcome.execution_id).await;
    let summary = &recorded.summary;
    assert_eq!(
        (summary.status, summary.cause, summary.response_status),
        (ExecutionStatus::Succeeded, Cause::Execute, Some(200))
    );
    assert_eq!((summary.template.as_str(), summary.endpoint.as_str(), summary.attempt_count), ("acme", "find", 1));
    assert_eq!(recorded.request_id.as_deref(), Some("req-1"));
    assert!(recorded.configuration_version_id.is_some() && summary.duration_us > 0);
    let timings = recorded.attempts[0].timings;
    assert!(timings.auth_us >= 50_000 && timings.wait_us > 0 && timings.resolve_us > 0, "{timings:?}");
    // The other side echoed every secret.
    let text = serde_json::to_string(&recorded).unwrap();
    for secret in [SECRET, "s3cret%2Fkey", "tok-1"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("Bearer ••••••"), "{text}");
}

#[tokio::test]
async fn an_echoed_secret_is_not_recorded_among_the_effects() {
    let world = World::start().await;
    world.upstream.replies(crate::upstream::issuing(3600, Reply::echo));
    world
        .endpoint(json!({"name": "echo", "url": "/echo", "parameters": [
            {"name": "X-Key", "source": "field"},
            {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}],
            "response": {"save": {"all": "{response.body.headers}", "path": "{response.body.path}"}}}))
        .await;
    let process = world.process().await;
    let run = process.test(world.call("echo", json!({}))).await.unwrap();
    process.close().await;
    let recorded = world.execution(run.execution_id.unwrap()).await;
    assert_eq!(recorded.effects.save["path"], "/echo");
    for text in [serde_json::to_string(&run).unwrap(), serde_json::to_string(&recorded).unwrap()] {
        assert!(text.contains("x-key") && !text.contains(SECRET) && !text.contains("tok-1"), "{text}");
    }
}

#[tokio::test]
async fn without_a_required_value_nothing_is_sent_not_even_a_sign_in() {
    let world = World::start().await;
    let process = world.process().await;
    for client in [json!({}), Value::Null, json!({"id": null}), json!({"id": ".."}), json!({"id": ""})] {
        let outcome = process.execute(world.call("find", client.clone())).await.unwrap();
        let failure = outcome.failure.unwrap();
        assert_eq!((failure.code.status(), failure.pointer.as_deref()), (422, Some("/id")), "{client}");
    }
    assert!(world.upstream.seen("").is_empty());
    process.close().await;
    assert_eq!(world.recorded().await, 5);
}

#[tokio::test]
async fn what_is_not_there_or_switched_off_is_not_found() {
    let world = World::start().await;
    let process = world.process().await;
    world.endpoint(json!({"name": "off", "url": "/off", "enabled": false})).await;
    let missing = async |call: Call| match process.execute(call).await {
        Err(DispatchError::NotFound(missing)) => Some(missing),
        _ => None,
    };
    assert_eq!(missing(Call { template: "other".into(), ..world.find() }).await, Some(Missing::Template));
    assert_eq!(missing(world.call("other", json!({}))).await, Some(Missing::Endpoint));
    assert_eq!(missing(world.call("off", json!({}))).await, Some(Missing::EndpointDisabled));
    assert_eq!(missing(Call { call_center: "cc-2".parse().unwrap(), ..world.find() }).await, Some(Missing::Integrator));
    let by_id = Call { template: world.template_id.to_string(), ..world.call("ping", json!({})) };
    assert_eq!(process.execute(by_id).await.unwrap().status, ExecutionStatus::Succeeded);
    let mut off = world.integrator(&world.upstream.address.to_string()).await;
    off.enabled = false;
    world.change_integrator(&off).await;
    process.forget(&patchbay_store::changes::Change::Everything);
    assert_eq!(missing(world.call("ping", json!({}))).await, Some(Missing::IntegratorDisabled));
}

#[tokio::test]
async fn a_refusal_comes_with_its_response() {
    let world = World::start().await;
    world.upstream.replies(|_| {
        let mut reply = Reply::json(429, &json!({"error": "slow down"}));
        reply.headers.push(("retry-after", "30".into()));
        reply
    });
    let outcome = world.process().await.execute(world.call("ping", json!({}))).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!((failure.code, failure.retry_after), (ErrorCode::RateLimited, Some(Duration::from_secs(30))));
    assert_eq!(outcome.response.unwrap().body, json!({"error": "slow down"}));
    world.upstream.replies(|_| Reply::json(404, &json!({})));
    let outcome = world.process().await.execute(world.call("ping", json!({}))).await.unwrap();
    assert_eq!(code(&outcome), Some(ErrorCode::UpstreamStatus));
}

#[tokio::test]
async fn the_deadline_holds_for_signing_in_and_for_the_call() {
    let world = World::start().await;
    let process = world.process().await;
    let hurried = |call: Call| Call { deadline: Some(Duration::from_millis(150)), ..call };
    for (slow, call) in [("/login", world.find()), ("/ping", world.call("ping", json!({})))] {
        world
            .upstream
            .replies(move |seen| Reply::echo(seen).after(if seen.path.starts_with(slow) { 5_000 } else { 0 }));
        let began = Instant::now();
        let outcome = process.execute(hurried(call)).await.unwrap();
        assert_eq!(code(&outcome), Some(ErrorCode::Timeout), "{slow}");
        assert!(began.elapsed() < Duration::from_secs(2), "{slow}");
    }
}

#[tokio::test]
async fn a_caller_who_hangs_up_is_recorded_all_the_same() {
    let world = World::start().await;
    world.upstream.replies(|seen| Reply::echo(seen).after(100));
    let process = world.process().await;
    let calling = tokio::spawn({
        let (process, call) = (process.clone(), world.call("ping", json!({})));
        async move { process.execute(call).await }
    });
    eventually("the call has gone out", async || !world.upstream.seen("/ping").is_empty()).await;
    calling.abort();
    process.close().await;
    assert_eq!(world.recorded().await, 1);
}

#[tokio::test]
async fn a_template_that_changed_under_its_endpoint_is_a_failure_with_its_reason() {
    let world = World::start().await;
    world.endpoint(json!({"name": "old", "url": "/old", "parameters": [{"name": "X-Gone", "source": "field"}]})).await;
    let outcome = world.process().await.execute(world.call("old", json!({}))).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::ConfigInvalid);
    assert!(failure.detail.contains("X-Gone"), "{}", failure.detail);
}

#[tokio::test]
async fn the_caller_of_an_auth_endpoint_gets_no_token() {
    let world = World::start().await;
    world.upstream.replies(crate::upstream::issuing(3600, Reply::echo));
    let process = world.process().await;
    let outcome = process.execute(world.call("login", json!({}))).await.unwrap();
    assert_eq!(outcome.response.unwrap().body, json!({"access_token": "••••••", "expires_in": 3600}));
    process.close().await;
    let text = serde_json::to_string(&world.execution(outcome.execution_id).await).unwrap();
    assert!(!text.contains("tok-1"), "{text}");
}

#[tokio::test]
async fn a_credential_signs_the_request_and_is_not_recorded_even_when_echoed() {
    let world = World::start().await;
    let request = json!({"authentication": {"type": "basic"}});
    world.endpoint(json!({"name": "signed", "url": "/signed", "request": request})).await;
    let process = world.process().await;
    let outcome = process.execute(world.call("signed", json!({}))).await.unwrap();
    let pair = "Ym9iOnBhNTV3b3Jk";
    assert_eq!(world.upstream.seen("/signed")[0].header("authorization"), format!("Basic {pair}"));
    process.close().await;
    let text = serde_json::to_string(&world.execution(outcome.execution_id).await).unwrap();
    assert!(!text.contains(pair) && !text.contains("pa55word"), "{text}");
    assert!(text.contains("Basic ••••••"), "{text}");
}
