use crate::upstream::*;
use axum::Router;
use axum::routing::{any, get as on_get};
use http::{Method, StatusCode};
use patchbay_engine::net::{Connection, OutboundClient, OutboundSettings};
use std::net::IpAddr;
use tower_http::compression::CompressionLayer;

fn hello() -> Router {
    Router::new().fallback(any(|| async { (StatusCode::CREATED, [("X-Answer", "42")], "hello") }))
}

#[tokio::test]
async fn a_request_arrives_as_it_was_written() {
    let upstream = Upstream::serve(hello()).await;
    let mut request = get(&upstream.url("/contacts/a%2Fb"));
    request.method = Method::POST;
    request.headers.push(("X-Tag".into(), "one".into()));
    request.headers.push(("X-Tag".into(), "two".into()));
    request.content_type = Some("application/json".into());
    request.body = r#"{"phone":"+84901234567"}"#.into();
    let response = send(&client(&settings()), &request).await.unwrap();

    assert_eq!((response.answer.status, &response.answer.body[..]), (201, &b"hello"[..]));
    assert_eq!(response.answer.header("x-answer"), Some("42"));
    assert_eq!((response.remote, response.exchanges), (Some(upstream.address), 1));
    let arrived = &upstream.arrived()[0];
    assert_eq!(arrived.method, Method::POST);
    assert_eq!(arrived.uri, format!("/contacts/a%2Fb?key={SECRET}"));
    assert_eq!(arrived.body, request.body);
    assert_eq!(arrived.headers.get_all("x-tag").iter().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(arrived.headers["content-type"], "application/json");
    assert_eq!(arrived.headers["content-length"], "24");
    assert!(!arrived.headers.contains_key("transfer-encoding"));
    assert!(arrived.headers["user-agent"].to_str().unwrap().starts_with("Patchbay/"));
}

#[tokio::test]
async fn the_second_call_takes_the_first_ones_connection() {
    let upstream = Upstream::serve(hello()).await;
    let client = client_with_name(&allowing("http://crm.test"), "crm.test", &["127.0.0.1"]);
    let request = get(&format!("http://crm.test:{}/", upstream.address.port()));
    let first = send(&client, &request).await.unwrap();
    let second = send(&client, &request).await.unwrap();

    assert_eq!((first.connection, second.connection), (Connection::New, Connection::Reused));
    assert!(!first.timings.connect.is_zero() && !first.timings.wait.is_zero());
    assert!(second.timings.connect.is_zero() && second.timings.guard.is_zero());
    assert_eq!(first.guard, second.guard);
    let shown = format!("crm.test:{} at 127.0.0.1: allow-listed as http://crm.test", upstream.address.port());
    assert_eq!(first.guard.to_string(), shown);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere = Upstream::serve(hello()).await;
    let target = elsewhere.url("/");
    let moved = move || async move { (StatusCode::FOUND, [("Location", target)]) };
    let upstream = Upstream::serve(Router::new().route("/", on_get(moved))).await;
    let response = send(&client(&settings()), &get(&upstream.url("/"))).await.unwrap();
    assert_eq!(response.answer.status, 302);
    assert_eq!(response.answer.header("location"), Some(elsewhere.url("/").as_str()));
    assert!(elsewhere.arrived().is_empty());
}

#[tokio::test]
async fn a_compressed_response_is_unpacked() {
    let router = Router::new().route("/", on_get(|| async { "hello ".repeat(1000) })).layer(CompressionLayer::new());
    let upstream = Upstream::serve(router).await;
    let response = send(&client(&settings()), &get(&upstream.url("/"))).await.unwrap();
    assert!(upstream.arrived()[0].headers["accept-encoding"].to_str().unwrap().contains("gzip"));
    assert_eq!(response.answer.body, "hello ".repeat(1000));
}

#[tokio::test]
async fn the_systems_own_names_know_localhost() {
    let upstream = Upstream::serve(hello()).await;
    let client = OutboundClient::new(&allowing("http://localhost")).unwrap();
    let response = send(&client, &get(&format!("http://localhost:{}/", upstream.address.port()))).await.unwrap();
    assert_eq!(response.answer.status, 201);
    assert!(response.guard.addresses.contains(&IpAddr::from([127, 0, 0, 1])));
}

#[tokio::test]
async fn calls_leave_from_the_configured_address() {
    use axum::extract::ConnectInfo;
    use std::net::SocketAddr;
    let seen = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let service = Router::new().route("/", on_get(seen)).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });

    let from: IpAddr = "127.0.0.2".parse().unwrap();
    let settings = OutboundSettings { egress_address: Some(from), ..settings() };
    let response = send(&client(&settings), &get(&url)).await.unwrap();
    assert_eq!(response.answer.body, "127.0.0.2");
}
