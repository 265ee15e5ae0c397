use crate::upstream::*;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get as on_get;
use futures::future::BoxFuture;
use futures::{StreamExt as _, stream};
use http::Method;
use patchbay_engine::net::{LookUpFailure, Names, NetError, OutboundClient, Repeat, Sent, Stage};
use patchbay_model::execution::ErrorCode;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt as _;
use tokio::sync::Notify;
use tower_http::compression::CompressionLayer;

const SHORT: Duration = Duration::from_millis(150);
const MEBIBYTE: usize = 1024 * 1024;

fn timed_out(stage: Stage, sent: Sent) -> NetError {
    NetError::Timeout { stage, limit: SHORT, sent }
}

#[tokio::test]
async fn a_slow_upstream_ends_at_the_deadline() {
    let upstream = Upstream::serve(Router::new().route("/", on_get(std::future::pending::<()>))).await;
    let mut request = get(&upstream.url("/"));
    request.timeout = SHORT;
    let began = Instant::now();
    let error = send(&client(&settings()), &request).await.unwrap_err();
    assert!(began.elapsed() >= SHORT && began.elapsed() < SHORT * 6, "{:?}", began.elapsed());
    assert_eq!(error, timed_out(Stage::Wait, Sent::Maybe));
    assert_eq!(error.code(), ErrorCode::Timeout);
}

#[tokio::test]
async fn a_body_that_does_not_end_ends_at_the_deadline() {
    let endless = || async { Body::from_stream(stream::iter([Ok::<_, Infallible>("a")]).chain(stream::pending())) };
    let upstream = Upstream::serve(Router::new().route("/", on_get(endless))).await;
    let mut request = get(&upstream.url("/"));
    request.timeout = SHORT;
    let error = send(&client(&settings()), &request).await.unwrap_err();
    assert_eq!(error, timed_out(Stage::Read, Sent::Maybe));
}

#[tokio::test]
async fn a_post_that_could_not_connect_in_time_was_certainly_not_sent() {
    // Takes the TCP connection and never answers the TLS handshake.
    let upstream = Upstream::raw(|_, stream| async move {
        let _held = stream;
        std::future::pending().await
    })
    .await;
    let client = client_with_name(&allowing("crm.test"), "crm.test", &["127.0.0.1"]);
    for body in ["", "{}"] {
        let mut request = get(&format!("https://crm.test:{}/", upstream.address.port()));
        request.method = Method::POST;
        request.body = body.into();
        request.timeout = SHORT;
        assert_eq!(send(&client, &request).await.unwrap_err(), timed_out(Stage::Connect, Sent::No));
    }
}

struct Silent;

impl Names for Silent {
    fn look_up<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_name_server_that_does_not_answer_ends_at_the_deadline() {
    let client = OutboundClient::with_names(&allowing(""), Arc::new(Silent)).unwrap();
    let mut request = get("https://api.acme.test/");
    request.timeout = SHORT;
    assert_eq!(send(&client, &request).await.unwrap_err(), timed_out(Stage::LookUp, Sent::No));
}

#[tokio::test]
async fn a_refused_connection_was_certainly_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = send(&client(&settings()), &get(&format!("http://{host}/"))).await.unwrap_err();
    assert_eq!(error, NetError::Connect { host, reason: "connection refused".into(), sent: Sent::No });
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_response_may_have_been_sent() {
    let closed = Upstream::raw(|_, mut stream| async move { drop(read_head(&mut stream).await) }).await;
    let reset = Upstream::raw(|_, mut stream| async move {
        // Closed with most of the request unread: the system answers with a reset.
        stream.read_u8().await.unwrap();
    })
    .await;
    let cut = Upstream::raw(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(&mut stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this").await;
    })
    .await;
    for upstream in [closed, reset, cut] {
        let error = send(&client(&settings()), &get(&upstream.url("/"))).await.unwrap_err();
        assert!(matches!(error, NetError::Connect { sent: Sent::Maybe, .. }), "{error:?}");
        assert_eq!(error.code(), ErrorCode::ConnectFailed);
    }
}

#[tokio::test]
async fn what_is_no_http_is_an_invalid_response() {
    let upstream = Upstream::raw(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(&mut stream, "220 mail.acme.test ESMTP\r\n\r\n").await;
    })
    .await;
    let error = send(&client(&settings()), &get(&upstream.url("/"))).await.unwrap_err();
    assert_eq!(error, NetError::ResponseInvalid { reason: "it is not HTTP".into() });
}

#[tokio::test]
async fn broken_compression_is_an_invalid_response() {
    let broken = || async { ([("Content-Encoding", "gzip")], "this is not gzip") };
    let upstream = Upstream::serve(Router::new().route("/", on_get(broken))).await;
    let error = send(&client(&settings()), &get(&upstream.url("/"))).await.unwrap_err();
    assert_eq!(error, NetError::ResponseInvalid { reason: "its compression is broken".into() });
}

#[tokio::test]
async fn a_response_of_1_mib_is_read_and_a_larger_one_is_not() {
    let of = |bytes: usize| on_get(move || async move { vec![b'x'; bytes] });
    let streamed =
        on_get(|| async { Body::from_stream(stream::repeat(Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 1024])))) });
    let router = Router::new()
        .route("/fits", of(MEBIBYTE))
        .route("/larger", of(MEBIBYTE + 1))
        .route("/5mb", of(5_000_000))
        .route("/endless", streamed)
        .route("/packed", of(5_000_000).layer(CompressionLayer::new()));
    let upstream = Upstream::serve(router).await;
    let client = client(&settings());
    assert_eq!(send(&client, &get(&upstream.url("/fits"))).await.unwrap().answer.body.len(), MEBIBYTE);
    for path in ["/larger", "/5mb", "/endless", "/packed"] {
        let error = send(&client, &get(&upstream.url(path))).await.unwrap_err();
        assert_eq!(error, NetError::ResponseTooLarge { status: 200 }, "{path}");
        assert_eq!(error.sent(), Sent::Maybe);
    }
}

/// Answers the first request and closes the connection on the second, as a server does whose idle time is just over.
async fn closes_kept_connections() -> Upstream {
    Upstream::raw(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(&mut stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
        read_head(&mut stream).await;
    })
    .await
}

#[tokio::test]
async fn a_dead_kept_connection_is_replaced_only_for_requests_that_allow_it() {
    for (repeat, succeeds) in [(Repeat::Never, false), (Repeat::OnDeadConnection, true)] {
        let upstream = closes_kept_connections().await;
        let client = client(&settings());
        let mut request = get(&upstream.url("/"));
        request.repeat = repeat;
        assert_eq!(send(&client, &request).await.unwrap().exchanges, 1);
        match send(&client, &request).await {
            Ok(response) => assert!(succeeds && response.exchanges == 2, "{response:?}"),
            Err(error) => assert!(!succeeds && error.sent() == Sent::Maybe, "{error:?}"),
        }
    }
}

/// Answers the first question and leaves every other open, saying that it was asked.
struct AnswersOnce {
    asked: AtomicUsize,
    again: Notify,
}

impl Names for AnswersOnce {
    fn look_up<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>> {
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            return Box::pin(std::future::ready(Ok(vec![[127, 0, 0, 1].into()])));
        }
        self.again.notify_one();
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_request_that_left_its_own_connection_behind_may_have_been_sent() {
    let release = Arc::new(Notify::new());
    let waits = Arc::clone(&release);
    let router = Router::new()
        .route("/first", on_get(move || async move { waits.notified().await }))
        .route("/second", on_get(std::future::pending::<()>));
    let upstream = Upstream::serve(router).await;
    let names = Arc::new(AnswersOnce { asked: AtomicUsize::new(0), again: Notify::new() });
    let client =
        OutboundClient::with_names(&allowing("http://crm.test"), Arc::clone(&names) as Arc<dyn Names>).unwrap();
    let url = |path| format!("http://crm.test:{}{path}", upstream.address.port());

    let (first, mut second) = (get(&url("/first")), get(&url("/second")));
    second.timeout = SHORT;
    let begins_second = async {
        while upstream.arrived().is_empty() {
            tokio::task::yield_now().await;
        }
        send(&client, &second).await
    };
    // The second call looks its host up until the first one's connection is free, and takes that.
    let frees_the_first = async {
        names.again.notified().await;
        release.notify_one();
    };
    let (first, second, ()) = tokio::join!(send(&client, &first), begins_second, frees_the_first);
    assert_eq!(first.unwrap().answer.status, 200);
    assert_eq!(upstream.arrived().len(), 2);
    assert_eq!(second.unwrap_err(), timed_out(Stage::Wait, Sent::Maybe));
}
