//! An SMS goes out at most once, and what nobody knows is said to be unknown.

use crate::upstream::Reply;
use crate::world::{World, eventually};
use patchbay_dispatch::{Call, DispatchError};
use patchbay_model::execution::{ErrorCode, ExecutionQuery, ExecutionStatus};
use patchbay_model::page::PageRequest;
use patchbay_store::idempotency_keys::Lease;
use patchbay_store::{Reach, executions};
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

async fn statuses(world: &World) -> Vec<ExecutionStatus> {
    let page = PageRequest::default();
    let found = executions::list(&world.store, &Reach::All, &ExecutionQuery::default(), &page).await.unwrap();
    found.items.into_iter().map(|execution| execution.status).collect()
}

fn sms(world: &World) -> Call {
    world.call("sms", json!({"to": "+84901234567"}))
}

#[tokio::test]
async fn an_sms_that_was_taken_is_recorded_once() {
    let world = World::start().await;
    let process = world.process().await;
    let outcome = process.execute(sms(&world)).await.unwrap();
    assert_eq!(outcome.status, ExecutionStatus::Succeeded);
    process.close().await;
    let recorded = world.execution(outcome.execution_id).await;
    assert_eq!((recorded.summary.status, recorded.attempts.len()), (ExecutionStatus::Succeeded, 1));
    assert_eq!(statuses(&world).await.len(), 1);
}

#[tokio::test]
async fn an_sms_whose_answer_was_lost_is_unknown() {
    let world = World::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.change_integrator(&world.integrator(&listener.local_addr().unwrap().to_string()).await).await;
    let gateway = tokio::spawn(async move {
        let mut taken = 0;
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            // Reads the request and hangs up without a word.
            taken += usize::from(connection.read(&mut [0; 1024]).await.unwrap() > 0);
            assert_eq!(taken, 1, "sent twice");
        }
    });
    let process = world.process().await;
    let outcome = process.execute(sms(&world)).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!((outcome.status, failure.code), (ExecutionStatus::Unknown, ErrorCode::ConnectFailed));
    process.close().await;
    assert_eq!(statuses(&world).await, [ExecutionStatus::Unknown]);
    assert!(!gateway.is_finished());
}

#[tokio::test]
async fn an_sms_whose_answer_took_too_long_is_unknown() {
    let world = World::start().await;
    world.upstream.replies(|seen| Reply::echo(seen).after(10_000));
    let outcome = world.process().await.execute(sms(&world)).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!((outcome.status, failure.code), (ExecutionStatus::Unknown, ErrorCode::Timeout));
}

#[tokio::test]
async fn an_sms_that_a_gateway_may_have_sent_is_unknown() {
    use ErrorCode::{RateLimited, ResponseInvalid, UpstreamStatus};
    use ExecutionStatus::{Failed, Unknown};
    let world = World::start().await;
    world
        .endpoint(json!({"name": "mapped", "type": "sendSms", "method": "POST", "url": "/mapped",
            "response": {"save": {"id": "{response.body.id}"}}}))
        .await;
    let process = world.process().await;
    let broken = || Reply { body: "{".into(), ..Reply::json(200, &json!({})) };
    for (endpoint, status, expected) in [
        ("sms", 408, (Unknown, UpstreamStatus)),
        ("sms", 500, (Unknown, UpstreamStatus)),
        ("sms", 503, (Unknown, UpstreamStatus)),
        ("mapped", 200, (Unknown, ResponseInvalid)),
        ("sms", 400, (Failed, UpstreamStatus)),
        ("sms", 429, (Failed, RateLimited)),
    ] {
        world.upstream.replies(move |_| Reply { status, ..broken() });
        let outcome = process.execute(Call { endpoint: endpoint.into(), ..sms(&world) }).await.unwrap();
        assert_eq!((outcome.status, outcome.failure.unwrap().code), expected, "{endpoint} {status}");
    }
}

#[tokio::test]
async fn an_sms_that_never_got_out_has_failed() {
    let world = World::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.change_integrator(&world.integrator(&listener.local_addr().unwrap().to_string()).await).await;
    drop(listener);
    let outcome = world.process().await.execute(sms(&world)).await.unwrap();
    assert_eq!((outcome.status, outcome.failure.unwrap().code), (ExecutionStatus::Failed, ErrorCode::ConnectFailed));
}

#[tokio::test]
async fn an_sms_interrupted_by_a_crash_shows_as_unknown() {
    let world = World::start().await;
    world.upstream.replies(|seen| Reply::echo(seen).after(60_000));
    // A runtime of its own, so that it can be stopped dead with everything in it.
    let doomed = tokio::runtime::Runtime::new().unwrap();
    let store = {
        let options = (*world.pool.connect_options()).clone();
        doomed.spawn(async move { sqlx::PgPool::connect_with(options).await.unwrap() }).await.unwrap()
    };
    let process = {
        let _inside = doomed.enter();
        let starting =
            world.process_on(patchbay_store::Store::from_pool(store), patchbay_dispatch::Settings::default());
        starting.await
    };
    let call = sms(&world);
    doomed.spawn(async move { process.execute(call).await });
    eventually("the SMS has gone out", async || !world.upstream.seen("/sms").is_empty()).await;
    assert_eq!(statuses(&world).await, [ExecutionStatus::Running], "committed before anything was sent");
    doomed.shutdown_background();

    let survivor = world.process().await;
    assert_eq!(survivor.settle_abandoned().await.unwrap(), 0, "it may still run");
    world.clock.advance(600);
    assert_eq!(survivor.settle_abandoned().await.unwrap(), 1);
    assert_eq!(statuses(&world).await, [ExecutionStatus::Unknown]);
    assert_eq!(world.upstream.seen("/sms").len(), 1);
}

#[tokio::test]
async fn an_sms_whose_idempotency_key_is_somebody_elses_is_not_sent() {
    let world = World::start().await;
    let lease = Lease { owner: "key-1".into(), key: "k".into(), id: world.template_id.0 };
    let refused = world.process().await.execute(Call { lease: Some(lease), ..sms(&world) }).await;
    assert!(matches!(refused, Err(DispatchError::KeyTaken)));
    assert!(world.upstream.seen("/sms").is_empty());
    assert!(statuses(&world).await.is_empty());
}
