//! Access tokens: one refresh at a time, never one too many (lessons: parallel refreshes burn single-use tokens).

use crate::upstream::{Reply, Seen, issuing};
use crate::world::{World, eventually};
use patchbay_dispatch::{Dispatcher, Outcome};
use patchbay_model::execution::{ErrorCode, ExecutionStatus};
use serde_json::json;

fn logins(world: &World) -> usize {
    world.upstream.seen("/login").len()
}

fn sent_tokens(world: &World) -> Vec<String> {
    world.upstream.seen("/contacts").iter().map(|seen| seen.header("authorization").to_owned()).collect()
}

async fn in_parallel(world: &World, processes: &[&Dispatcher], each: usize) -> Vec<Outcome> {
    let calls = processes.iter().flat_map(|process| (0..each).map(|_| process.execute(world.find())));
    futures::future::join_all(calls).await.into_iter().map(Result::unwrap).collect()
}

fn all_succeeded(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.status == ExecutionStatus::Succeeded)
}

/// Refuses every token but the named one.
fn only(token: &'static str) -> impl Fn(&Seen) -> Reply {
    move |seen| {
        if seen.header("authorization") == format!("Bearer {token}") {
            Reply::echo(seen)
        } else {
            Reply::json(401, &json!({}))
        }
    }
}

#[tokio::test]
async fn expired_token_is_refreshed_once_for_parallel_calls() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let process = world.process().await;
    assert!(all_succeeded(&in_parallel(&world, &[&process], 20).await));
    assert_eq!(logins(&world), 1);
    world.clock.advance(3601);
    assert!(all_succeeded(&in_parallel(&world, &[&process], 20).await));
    assert_eq!(logins(&world), 2);
    assert!(sent_tokens(&world)[20..].iter().all(|token| token == "Bearer tok-2"));
}

#[tokio::test]
async fn two_processes_refresh_once() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let (one, other) = (world.process().await, world.process().await);
    assert!(all_succeeded(&in_parallel(&world, &[&one, &other], 10).await));
    assert_eq!(logins(&world), 1);
    world.clock.advance(3601);
    assert!(all_succeeded(&in_parallel(&world, &[&one, &other], 10).await));
    assert_eq!(logins(&world), 2);
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_the_call_repeated_exactly_once() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, only("tok-2")));
    let process = world.process().await;
    let outcome = process.execute(world.find()).await.unwrap();
    assert_eq!(outcome.status, ExecutionStatus::Succeeded);
    assert_eq!(sent_tokens(&world), ["Bearer tok-1", "Bearer tok-2"]);
    process.close().await;
    let attempts = world.execution(outcome.execution_id).await.attempts;
    let told: Vec<_> = attempts
        .iter()
        .map(|attempt| (attempt.number, attempt.response_status, attempt.failure.as_ref().map(|failure| failure.code)))
        .collect();
    assert_eq!(told, [(1, Some(401), Some(ErrorCode::AuthFailed)), (2, Some(200), None)]);
}

#[tokio::test]
async fn a_token_refused_twice_is_not_tried_a_third_time() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, only("never")));
    let outcome = world.process().await.execute(world.find()).await.unwrap();
    let failure = outcome.failure.unwrap();
    assert_eq!((outcome.status, failure.code), (ExecutionStatus::Failed, ErrorCode::AuthFailed));
    assert_eq!(outcome.response.unwrap().status, 401);
    assert_eq!(sent_tokens(&world), ["Bearer tok-1", "Bearer tok-2"]);
}

#[tokio::test]
async fn an_answer_of_200_that_says_expired_is_repeated() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, |seen| match seen.header("authorization") {
        "Bearer tok-1" => Reply::json(200, &json!({"error": "expired"})),
        _ => Reply::json(200, &json!({"name": "Ann"})),
    }));
    let outcome = world.process().await.execute(world.find()).await.unwrap();
    assert_eq!(outcome.response.unwrap().body, json!({"name": "Ann"}));
    assert_eq!(sent_tokens(&world).len(), 2);
}

#[tokio::test]
async fn parallel_calls_with_one_refused_token_get_one_new_token() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, only("tok-2")));
    let (one, other) = (world.process().await, world.process().await);
    assert!(all_succeeded(&in_parallel(&world, &[&one, &other], 10).await));
    assert_eq!(logins(&world), 2, "a newer token is never forgotten for an older one's sake");
}

#[tokio::test]
async fn a_token_is_refreshed_ahead_of_expiry_while_the_old_one_is_used() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let process = world.process().await;
    process.execute(world.find()).await.unwrap();
    world.clock.advance(3600 - 30);
    process.execute(world.find()).await.unwrap();
    assert_eq!(sent_tokens(&world), ["Bearer tok-1", "Bearer tok-1"], "nobody waited");
    eventually("the next token is used", async || {
        process.execute(world.find()).await.unwrap();
        sent_tokens(&world).last().is_some_and(|token| token == "Bearer tok-2")
    })
    .await;
    assert_eq!(logins(&world), 2);
}

#[tokio::test]
async fn a_failed_sign_in_fails_all_who_waited_for_it() {
    let world = World::start().await;
    world.upstream.replies(|_| Reply::json(503, &json!({"error": "down"})).after(100));
    let outcomes = in_parallel(&world, &[&world.process().await], 10).await;
    for outcome in outcomes {
        assert_eq!(outcome.failure.unwrap().code, ErrorCode::AuthFailed);
    }
    assert_eq!((logins(&world), sent_tokens(&world).len()), (1, 0));
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_lose_the_token() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let process = world.process().await;
    let calling = tokio::spawn({
        let (process, call) = (process.clone(), world.find());
        async move { process.execute(call).await }
    });
    eventually("the sign-in has begun", async || logins(&world) == 1).await;
    calling.abort();
    process.execute(world.find()).await.unwrap();
    assert_eq!(logins(&world), 1);
}

#[tokio::test]
async fn a_token_never_goes_to_a_host_that_it_was_not_issued_for() {
    let world = World::start().await;
    world.upstream.replies(issuing(3600, Reply::echo));
    let process = world.process().await;
    process.execute(world.find()).await.unwrap();
    let elsewhere = crate::upstream::Upstream::start().await;
    elsewhere.replies(issuing(3600, Reply::echo));
    world.change_integrator(&world.integrator(&elsewhere.address.to_string()).await).await;
    eventually("the new host is called", async || {
        process.execute(world.find()).await.unwrap();
        !elsewhere.seen("/contacts").is_empty()
    })
    .await;
    assert_eq!(elsewhere.seen("/login").len(), 1);
}

#[tokio::test]
async fn a_token_lies_sealed_in_the_database() {
    let world = World::start().await;
    let pool = world.pool.clone();
    world.upstream.replies(issuing(3600, Reply::echo));
    world.process().await.execute(world.find()).await.unwrap();
    let dump = sqlx::Executor::fetch_one(&pool, "SELECT encode(sealed, 'escape') FROM access_tokens").await.unwrap();
    let sealed: String = sqlx::Row::get(&dump, 0);
    assert!(!sealed.is_empty() && !sealed.contains("tok-1"));
}

/// An auth endpoint whose service takes each refresh token once; `answers` says which members come back.
async fn rotating(world: &World, answers: fn(usize) -> serde_json::Value) {
    world
        .endpoint(json!({"name": "renew", "type": "auth", "method": "POST", "url": "/renew", "default": true,
            "parameters": [{"name": "X-Key", "source": "field"}],
            "refreshToken": {"path": "next", "field": "X-Key"}}))
        .await;
    let renewed = std::sync::Mutex::new(0);
    world.upstream.replies(move |seen| {
        if !seen.path.starts_with("/renew") {
            return Reply::echo(seen);
        }
        let mut renewed = renewed.lock().unwrap();
        *renewed += 1;
        Reply::json(200, &answers(*renewed))
    });
}

fn renewed_with(world: &World) -> Vec<String> {
    world.upstream.seen("/renew").iter().map(|seen| seen.header("x-key").to_owned()).collect()
}

#[tokio::test]
async fn a_new_refresh_token_is_used_from_then_on_by_every_process() {
    let world = World::start().await;
    rotating(&world, |n| json!({"access_token": format!("tok-{n}"), "expires_in": 60, "next": format!("refresh-{n}")}))
        .await;
    let (one, other) = (world.process().await, world.process().await);
    for process in [&one, &other, &one] {
        assert_eq!(process.execute(world.find()).await.unwrap().status, ExecutionStatus::Succeeded);
        world.clock.advance(61);
    }
    assert_eq!(renewed_with(&world), [crate::world::SECRET, "refresh-1", "refresh-2"]);
    // Whoever starts later reads it too.
    world.process().await.execute(world.find()).await.unwrap();
    assert_eq!(renewed_with(&world)[3], "refresh-3");
}

#[tokio::test]
async fn without_a_new_refresh_token_the_old_one_stays() {
    let world = World::start().await;
    rotating(&world, |n| match n {
        1 => json!({"access_token": "tok-1", "expires_in": 60, "next": "refresh-1"}),
        2 => json!({"access_token": "tok-2", "expires_in": 60}),
        _ => json!({"access_token": "tok-3", "expires_in": 60, "next": "line\nbreak"}),
    })
    .await;
    let process = world.process().await;
    for _ in 0..4 {
        process.execute(world.find()).await.unwrap();
        world.clock.advance(61);
    }
    assert_eq!(renewed_with(&world), [crate::world::SECRET, "refresh-1", "refresh-1", "refresh-1"]);
}

#[tokio::test]
async fn a_test_of_the_auth_endpoint_keeps_the_new_refresh_token() {
    let world = World::start().await;
    rotating(&world, |n| json!({"access_token": format!("tok-{n}"), "next": format!("refresh-{n}")})).await;
    let process = world.process().await;
    let run = process.test(world.call("renew", json!({}))).await.unwrap();
    assert_eq!(run.status, ExecutionStatus::Succeeded);
    process.execute(world.find()).await.unwrap();
    assert_eq!(renewed_with(&world), [crate::world::SECRET, "refresh-1"]);
}

#[tokio::test]
async fn a_secret_that_was_entered_meanwhile_is_not_replaced() {
    use patchbay_store::integrators;
    use patchbay_store::{Sealed, Store};
    let world = World::start().await;
    let pool = world.pool.clone();
    let store = Store::from_pool(pool);
    let before = integrators::find_secret(&store, world.integrator_id, "X-Key").await.unwrap().unwrap();
    world.change_integrator(&world.integrator(&world.upstream.address.to_string()).await).await;
    let entered = integrators::find_secret(&store, world.integrator_id, "X-Key").await.unwrap().unwrap();
    let mut unit = store.begin().await.unwrap();
    let at = patchbay_dispatch::Clock::now(&*world.clock);
    let late = Sealed(b"late".to_vec());
    let replaced = integrators::replace_secret(&mut unit, world.integrator_id, "X-Key", &before, &late, at).await;
    assert!(!replaced.unwrap());
    unit.commit().await.unwrap();
    let stands = integrators::find_secret(&store, world.integrator_id, "X-Key").await.unwrap();
    assert_eq!(stands, Some(entered));
}
