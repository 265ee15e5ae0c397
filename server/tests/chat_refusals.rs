//! What the messaging faces refuse, beyond what their own files have: limits, rights, bodies that can't be read.

use crate::chats::{Chats, SECRET, chat, customer_says, omnichannel, says, token};
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

/// One request a second, two in a burst.
const SLOW: &[(&str, &str)] = &[("PATCHBAY_KEY_REQUESTS_PER_SECOND", "1")];

/// Asks until the limit is reached.
async fn until_limited(ask: impl AsyncFn() -> Reply) -> Reply {
    for _ in 0..5 {
        let reply = ask().await;
        if reply.status == 429 {
            return reply;
        }
    }
    panic!("there is no limit");
}

#[tokio::test]
async fn who_posts_too_often_is_told_when_to_come_back_in_both_dialects() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let slow = Client::stranger(&chats.world.another_with(SLOW).await.base);
    let path = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{}", chats.bot);
    let reply = until_limited(async || {
        let request = slow.request(Method::POST, &path).header("X-Cm-Producttoken", &chats.token);
        Reply::of(request.json(&says("x"))).await
    });
    let reply = reply.await;
    assert_eq!(reply.json()["error"]["code"], "too_many_requests");
    assert_eq!(reply.json()["error"]["requestId"], reply.header("x-request-id"));
    assert!(reply.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1));

    let (world, portal) = omnichannel().await;
    let said = customer_says(&portal, "whatsapp", "62812", "p1", "Halo").await.expect(202).json();
    let slow = Client::stranger(&world.another_with(SLOW).await.base);
    let body =
        json!({"ticketNumber": said["conversationId"], "channel": "whatsapp", "owner": "cc-1", "event": "Close"});
    let reply = until_limited(async || {
        Reply::of(slow.request(Method::POST, "/ext/cc-1/command").bearer_auth(SECRET).json(&body)).await
    });
    let reply = reply.await;
    assert_eq!((&reply.json()["status"], &reply.json()["code"]), (&json!("error"), &json!("too_many_requests")));
    assert!(reply.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1));
}

#[tokio::test]
async fn payloads_of_twoway_that_say_nothing_or_too_much_are_refused_with_their_place() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let with = |name: &str, value: Value| json!({"chat": chat(), name: value});
    let messages = "conversationMessages";
    let first = "/conversationMessages/0";
    let refused = async |body: Value, code: &str, pointer: &str| {
        let reply = chats.send(&body).await;
        let error = reply.json()["error"].clone();
        assert_eq!((reply.status, error["code"].as_str()), (400, Some(code)), "{body}: {}", reply.text);
        assert_eq!(error["pointer"], pointer, "{body}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    };
    refused(json!({"chat": chat()}), "empty", "").await;
    refused(with(messages, json!([])), "out_of_bounds", "/conversationMessages").await;
    refused(with(messages, json!([{"$type": "text", "text": ""}])), "out_of_bounds", &format!("{first}/text")).await;
    refused(with(messages, json!([{"text": "x"}])), "missing_member", first).await;
    refused(with(messages, json!([{"$type": "text", "text": 7}])), "wrong_type", &format!("{first}/text")).await;
    refused(
        with("conversationEvents", json!([{"$type": "routerSessionStarted"}])),
        "unknown_type",
        "/conversationEvents/0/$type",
    )
    .await;
    // One that is wrong takes the good ones with it.
    let mixed = json!([{"$type": "text", "text": "good"}, {"$type": "hologram"}]);
    refused(with(messages, mixed), "unknown_type", "/conversationMessages/1/$type").await;
    while chats.world.tick().await > 0 {}
    assert_eq!(chats.at_customer().len(), 0);
}

#[tokio::test]
async fn a_right_that_a_token_lacks_is_missed_at_each_address() {
    let chats = Chats::twoway().await;
    let said = chats.customer_says("p1", "Halo").await.expect(202).json();
    let sends_only = token(&chats.portal, &chats.desk, &["message:send"]).await;
    let ticket = said["conversationId"].as_str().unwrap();
    let control = format!("/conversational/control/v1/accounts/cc-1/chats/{ticket}");
    let nothing = "00000000-0000-4000-8000-000000000000";
    let mutations =
        json!({"Mutations": [{"$type": "ruleMutation", "action": "Enable", "targetAdapterId": chats.desk}]});
    let table = [
        (Method::POST, format!("{control}/routing/mutationrequests"), mutations),
        (Method::PUT, format!("{control}/session/state"), json!({"NewStateNameId": "waiting"})),
        (Method::PUT, format!("{control}/session/end"), json!({})),
        (Method::GET, format!("{control}/session"), Value::Null),
        (
            Method::GET,
            format!("/conversational/conversation-history/v2/accounts/cc-1/session-history?routerSessionId={nothing}"),
            Value::Null,
        ),
    ];
    for (method, path, body) in table {
        let ask = |token: Option<&str>| {
            let mut request = chats.world.stranger().request(method.clone(), &path);
            if let Some(token) = token {
                request = request.header("X-Cm-Producttoken", token);
            }
            if body.is_null() { request } else { request.json(&body) }
        };
        let reply = Reply::of(ask(Some(&sends_only))).await;
        assert_eq!((reply.status, &reply.json()["error"]["code"]), (403, &json!("forbidden")), "{method} {path}");
        let reply = Reply::of(ask(None)).await;
        assert_eq!((reply.status, &reply.json()["error"]["code"]), (401, &json!("unauthenticated")), "{method} {path}");
        let wrong = Reply::of(chats.world.stranger().request(Method::PATCH, &path)).await;
        assert_eq!((wrong.status, &wrong.json()["error"]["code"]), (405, &json!("method_not_allowed")), "{path}");
    }
}

#[tokio::test]
async fn bodies_of_third_parties_that_cant_be_read_are_refused_in_their_dialect() {
    let (world, _portal) = omnichannel().await;
    let json_type = "application/json";
    let table = [
        (json_type, "{".to_owned(), 400, "malformed_json"),
        (json_type, "[]".to_owned(), 400, "wrong_type"),
        ("text/plain", "{}".to_owned(), 415, "unsupported_media_type"),
        (json_type, "x".repeat(3_500_000), 413, "body_too_large"),
    ];
    for path in ["/ext/cc-1/sendMessage", "/ext/cc-1/command"] {
        for (kind, body, status, code) in &table {
            let request = world.stranger().request(Method::POST, path).header("content-type", *kind).body(body.clone());
            let reply = Reply::of(request.bearer_auth(SECRET)).await;
            assert_eq!((reply.status, reply.json()["code"].as_str()), (*status, Some(*code)), "{path}: {}", reply.text);
            assert_eq!(reply.json()["status"], "error");
        }
    }
    while world.tick().await > 0 {}
    assert_eq!(crate::chats::bodies(&world, "/customer").len(), 0);
}
