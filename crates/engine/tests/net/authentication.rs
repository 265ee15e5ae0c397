use crate::upstream::*;
use axum::Router;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use patchbay_engine::net::HttpAuthentication;
use patchbay_engine::net::digest::{Challenge, Round};
use uuid::Uuid;

const NONCE: &str = "7ypf/xlj9XXwfDPEoM4URrv";

fn digest() -> Option<HttpAuthentication> {
    Some(HttpAuthentication::Digest { user: "Mufasa".into(), secret: SECRET.into() })
}

fn challenge(nonce: &str, more: &str) -> String {
    format!(r#"Digest realm="crm", qop="auth", algorithm=SHA-256, nonce="{nonce}"{more}"#)
}

fn unauthorized(challenges: &[String]) -> Response {
    let headers: HeaderMap =
        challenges.iter().map(|challenge| (WWW_AUTHENTICATE, challenge.parse().unwrap())).collect();
    (StatusCode::UNAUTHORIZED, headers, "who are you?").into_response()
}

/// One parameter of an `Authorization: Digest` header.
fn parameter<'a>(authorization: &'a str, name: &str) -> &'a str {
    let parameters = authorization.trim_start_matches("Digest ").split(", ");
    let mut values = parameters.filter_map(|one| one.strip_prefix(name)?.strip_prefix('='));
    values.next().unwrap_or_default().trim_matches('"')
}

/// A server that checks the whole answer, with the user's password.
async fn guarded(password: &'static str) -> Upstream {
    let check = move |method: Method, uri: http::Uri, headers: HeaderMap| async move {
        let offered = challenge(NONCE, "");
        let Some(given) = headers.get(AUTHORIZATION).map(|header| header.to_str().unwrap()) else {
            return unauthorized(&[offered]);
        };
        let asked = [(WWW_AUTHENTICATE, offered.parse().unwrap())].into_iter().collect::<HeaderMap>();
        let round = Round {
            method: method.as_str(),
            uri: &uri.to_string(),
            cnonce: parameter(given, "cnonce"),
            count: u32::from_str_radix(parameter(given, "nc"), 16).unwrap(),
        };
        let expected = Challenge::strongest(&asked).unwrap().authorization("Mufasa", &password.into(), &round);
        if given == expected { "welcome".into_response() } else { unauthorized(&[offered]) }
    };
    Upstream::serve(Router::new().fallback(any(check))).await
}

fn sent(upstream: &Upstream, header: HeaderName) -> Vec<Option<String>> {
    let value = |arrived: Arrived| arrived.headers.get(&header).map(|value| value.to_str().unwrap().to_owned());
    upstream.arrived().into_iter().map(value).collect()
}

#[tokio::test]
async fn basic_is_sent_in_the_first_request() {
    let upstream = Upstream::serve(Router::new()).await;
    let mut request = get(&upstream.url("/"));
    request.authentication = Some(HttpAuthentication::Basic { user: "Aladdin".into(), secret: "open sesame".into() });
    send(&client(&settings()), &request).await.unwrap();
    assert_eq!(sent(&upstream, AUTHORIZATION), [Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned())]);
}

#[tokio::test]
async fn digest_sends_no_credentials_before_the_challenge() {
    let upstream = guarded(SECRET).await;
    let mut request = get(&upstream.url("/contacts"));
    request.method = Method::POST;
    request.body = "{}".into();
    request.authentication = digest();
    let response = send(&client(&settings()), &request).await.unwrap();

    assert_eq!((response.answer.status, response.exchanges), (200, 2));
    let authorizations = sent(&upstream, AUTHORIZATION);
    assert_eq!((authorizations.len(), &authorizations[0]), (2, &None));
    let answer = authorizations[1].as_deref().unwrap();
    assert_eq!(parameter(answer, "uri"), format!("/contacts?key={SECRET}"));
    assert!(upstream.arrived().iter().all(|arrived| arrived.body == "{}"));
}

#[tokio::test]
async fn the_next_call_answers_the_challenge_before_it_is_asked() {
    let upstream = guarded(SECRET).await;
    let client = client(&settings());
    let mut request = get(&upstream.url("/"));
    request.authentication = digest();
    request.integrator = Some(Uuid::from_u128(1));
    assert_eq!(send(&client, &request).await.unwrap().exchanges, 2);
    assert_eq!(send(&client, &request).await.unwrap().exchanges, 1);
    let counts: Vec<_> = sent(&upstream, AUTHORIZATION)
        .into_iter()
        .flatten()
        .map(|answer| parameter(&answer, "nc").to_owned())
        .collect();
    assert_eq!(counts, ["00000001", "00000002"]);

    // Another integrator has not been challenged.
    request.integrator = Some(Uuid::from_u128(2));
    assert_eq!(send(&client, &request).await.unwrap().exchanges, 2);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let upstream = guarded("another").await;
    let mut request = get(&upstream.url("/"));
    request.authentication = digest();
    let response = send(&client(&settings()), &request).await.unwrap();
    assert_eq!((response.answer.status, response.exchanges), (401, 2));
}

#[tokio::test]
async fn a_stale_nonce_is_replaced_once() {
    let check = |headers: HeaderMap| async move {
        let given = headers.get(AUTHORIZATION).map(|header| header.to_str().unwrap()).unwrap_or_default();
        match parameter(given, "nonce") {
            "" => unauthorized(&[challenge("old", "")]),
            "old" => unauthorized(&[challenge("new", ", stale=true")]),
            "new" => "welcome".into_response(),
            other => panic!("{other}"),
        }
    };
    let upstream = Upstream::serve(Router::new().fallback(any(check))).await;
    let mut request = get(&upstream.url("/"));
    request.authentication = digest();
    let response = send(&client(&settings()), &request).await.unwrap();
    assert_eq!((response.answer.status, response.exchanges), (200, 3));

    let never = |_: HeaderMap| async { unauthorized(&[challenge("next", ", stale=true")]) };
    let upstream = Upstream::serve(Router::new().fallback(any(never))).await;
    request.url = patchbay_engine::net::Target::Written(upstream.url("/"));
    let response = send(&client(&settings()), &request).await.unwrap();
    assert_eq!((response.answer.status, response.exchanges), (401, 3));
}

#[tokio::test]
async fn a_server_that_wants_no_digest_gets_no_answer() {
    let basic = || async { unauthorized(&[r#"Basic realm="crm""#.to_owned()]) };
    let upstream = Upstream::serve(Router::new().fallback(any(basic))).await;
    let mut request = get(&upstream.url("/"));
    request.authentication = digest();
    let response = send(&client(&settings()), &request).await.unwrap();
    assert_eq!((response.answer.status, response.exchanges), (401, 1));
    assert_eq!(sent(&upstream, AUTHORIZATION), [None]);
}
