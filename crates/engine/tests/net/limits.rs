use crate::upstream::*;
use axum::Router;
use axum::routing::get as on_get;
use http::StatusCode;
use patchbay_engine::net::{
    CircuitState, LaneLimits, NetError, OutboundRequest, OutboundSettings, OverRate, RequestFault, Sent, Stage,
};
use patchbay_model::execution::ErrorCode;
use std::time::Duration;
use uuid::Uuid;

#[tokio::test]
async fn a_call_over_the_rate_is_told_when_to_come_again_and_not_sent() {
    let upstream = Upstream::serve(Router::new().route("/", on_get(|| async {}))).await;
    let one = 1.try_into().unwrap();
    let lanes = LaneLimits { per_second: one, burst: one, ..LaneLimits::default() };
    let client = client(&OutboundSettings { lanes, ..settings() });
    let request = get(&upstream.url("/"));
    send(&client, &request).await.unwrap();
    let error = send(&client, &request).await.unwrap_err();
    assert_eq!((error.code(), error.sent()), (ErrorCode::RateLimited, Sent::No));
    assert!(error.retry_after().unwrap() <= Duration::from_secs(1));
    assert_eq!(upstream.arrived().len(), 1);
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_comes_when_the_rate_leaves_room_or_not_within_its_timeout() {
    let upstream = Upstream::serve(Router::new().route("/", on_get(|| async {}))).await;
    let lanes = LaneLimits { per_second: 2.try_into().unwrap(), burst: 1.try_into().unwrap(), ..LaneLimits::default() };
    let client = client(&OutboundSettings { lanes, ..settings() });
    let patient = OutboundRequest { over_rate: OverRate::Waits, ..get(&upstream.url("/")) };
    send(&client, &patient).await.unwrap();
    send(&client, &patient).await.unwrap();
    let hasty = OutboundRequest { timeout: Duration::from_millis(50), ..patient };
    let error = send(&client, &hasty).await.unwrap_err();
    assert_eq!((error.code(), error.sent()), (ErrorCode::RateLimited, Sent::No));
    assert_eq!(upstream.arrived().len(), 2);
}

#[tokio::test]
async fn a_call_waits_for_its_turn_at_most_as_long_as_its_timeout() {
    let upstream = Upstream::serve(Router::new().route("/", on_get(std::future::pending::<()>))).await;
    let lanes = LaneLimits { concurrency: 1.try_into().unwrap(), ..LaneLimits::default() };
    let client = client(&OutboundSettings { lanes, ..settings() });
    let (mut long, mut short) = (get(&upstream.url("/")), get(&upstream.url("/")));
    long.timeout = Duration::from_millis(600);
    short.timeout = Duration::from_millis(150);
    let (first, second) = tokio::join!(send(&client, &long), send(&client, &short));
    assert!(matches!(first, Err(NetError::Timeout { stage: Stage::Wait, .. })), "{first:?}");
    assert!(matches!(second, Err(NetError::Timeout { stage: Stage::Queue, sent: Sent::No, .. })), "{second:?}");
    assert_eq!(upstream.arrived().len(), 1);
}

#[tokio::test]
async fn an_integrators_circuit_opens_after_five_calls_without_a_connection() {
    let client = client(&allowing(""));
    let mut request = get("https://unknown.test/");
    request.integrator = Some(Uuid::from_u128(1));
    for _ in 0..5 {
        assert_eq!(send(&client, &request).await.unwrap_err().code(), ErrorCode::DnsFailed);
    }
    let error = send(&client, &request).await.unwrap_err();
    assert_eq!((error.code(), error.sent()), (ErrorCode::CircuitOpen, Sent::No));
    assert_eq!(client.circuits()[0].state, CircuitState::Open);

    request.integrator = Some(Uuid::from_u128(2));
    assert_eq!(send(&client, &request).await.unwrap_err().code(), ErrorCode::DnsFailed);
}

#[tokio::test]
async fn a_caller_in_a_hurry_and_a_refused_destination_open_no_circuit() {
    let upstream = Upstream::serve(Router::new().route("/", on_get(std::future::pending::<()>))).await;
    let client = client(&settings());
    let mut hurried = get(&upstream.url("/"));
    hurried.timeout = Duration::from_millis(1);
    hurried.integrator = Some(Uuid::from_u128(1));
    let mut refused = get("https://10.0.0.1/");
    refused.integrator = hurried.integrator;
    for _ in 0..10 {
        send(&client, &hurried).await.unwrap_err();
        send(&client, &refused).await.unwrap_err();
    }
    assert_eq!(client.circuits()[0].state, CircuitState::Closed);
}

#[tokio::test]
async fn server_errors_open_a_circuit_and_client_errors_don_t() {
    let router = Router::new()
        .route("/500", on_get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .route("/404", on_get(|| async { StatusCode::NOT_FOUND }));
    let upstream = Upstream::serve(router).await;
    let client = client(&settings());
    for (path, number, state) in [("/404", 1, CircuitState::Closed), ("/500", 2, CircuitState::Open)] {
        let mut request = get(&upstream.url(path));
        request.integrator = Some(Uuid::from_u128(number));
        for _ in 0..10 {
            send(&client, &request).await.unwrap();
        }
        let circuit = client.circuits().into_iter().find(|one| one.integrator == Uuid::from_u128(number));
        assert_eq!(circuit.unwrap().state, state, "{path}");
    }
}

#[tokio::test]
async fn a_request_over_a_limit_is_not_sent_in_part() {
    let upstream = Upstream::serve(Router::new()).await;
    let client = client(&settings());
    let mut request = get(&upstream.url("/"));
    request.body = vec![b'x'; 256 * 1024 + 1].into();
    let error = send(&client, &request).await.unwrap_err();
    assert_eq!(error, NetError::RequestInvalid(RequestFault::BodyTooLarge { bytes: 256 * 1024 + 1 }));
    assert_eq!((error.code(), error.sent()), (ErrorCode::ConfigInvalid, Sent::No));
    assert!(upstream.arrived().is_empty());
}
