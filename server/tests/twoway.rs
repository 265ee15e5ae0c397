//! TwoWay: outbound URL, handover, sessions, history (spec/twoway.md).

use crate::chats::{CC, Chats, bodies, chat, says, texts, token};
use patchbay_testkit::Reply;
use reqwest::Method;
use serde_json::{Value, json};

const CONTROL: &str = "/conversational/control/v1/accounts/cc-1/chats";

#[tokio::test]
async fn an_answer_of_the_bot_reaches_the_customer() {
    let chats = Chats::twoway().await;
    let accepted = chats.customer_says("p1", "Halo").await.expect(202).json();
    let answer = chats.send(&says("Selamat datang")).await.expect(201).json();
    assert_eq!(answer["message"], "Message(s) accepted");
    assert_eq!(answer["chat"]["id"].as_str().unwrap().replace('-', ""), accepted["conversationId"]);
    chats.world.tick().await;
    let delivered = &chats.at_customer()[0];
    assert_eq!(delivered["to"], "628128778222");
    assert_eq!(delivered["from"], json!({"id": "x", "name": "bot"}));
    assert_eq!(delivered["message"], json!({"$type": "text", "text": "Selamat datang"}));
    let path = format!("{CC}/conversations/{}", accepted["conversationId"].as_str().unwrap());
    let conversation = chats.portal.get(&path).await.expect(200).json();
    assert_eq!(conversation["state"], "connected");
    assert_eq!(conversation["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_refusal_is_told_in_the_dialect_and_delivers_nothing() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let reads_only = token(&chats.portal, &chats.desk, &["history:read"]).await;
    let outbound = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{}", chats.bot);
    let nobody = "/conversational/twoway/v2/accounts/cc-1/adapters/00000000-0000-4000-8000-000000000000";
    let foreign = format!("/conversational/twoway/v2/accounts/cc-2/adapters/{}", chats.bot);
    let good = says("x");
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body.to_string()
    };
    let many: Vec<Value> = (0..51).map(|_| json!({"$type": "text", "text": "x"})).collect();
    let mut unknown_member = good.clone();
    unknown_member["chat"]["colour"] = json!("red");
    let mut told = good.clone();
    told["targetAdaptersInfo"] = json!([]);
    let json_type = Some("application/json");
    let large = "x".repeat(2_000_000);
    /// Path, token, content type, body, status, code, pointer.
    type Refused<'a> = (&'a str, Option<&'a str>, Option<&'a str>, String, u16, &'a str, Option<&'a str>);
    let table: Vec<Refused<'_>> = vec![
        (&outbound, None, json_type, good.to_string(), 401, "unauthenticated", None),
        (nobody, None, None, "{}".into(), 401, "unauthenticated", None),
        (&outbound, Some("pba_guessed"), json_type, good.to_string(), 401, "unauthenticated", None),
        (nobody, Some(&chats.token), json_type, good.to_string(), 404, "not_found", None),
        (&foreign, Some(&chats.token), json_type, good.to_string().replace("cc-1", "cc-2"), 404, "not_found", None),
        (&outbound, Some(&reads_only), json_type, good.to_string(), 403, "forbidden", None),
        (&outbound, Some(&chats.token), Some("text/plain"), good.to_string(), 415, "unsupported_media_type", None),
        (&outbound, Some(&chats.token), json_type, large, 413, "body_too_large", None),
        (&outbound, Some(&chats.token), json_type, "{".into(), 400, "malformed_json", Some("")),
        (&outbound, Some(&chats.token), json_type, "{}".into(), 400, "missing_member", Some("")),
        (
            &outbound,
            Some(&chats.token),
            json_type,
            unknown_member.to_string(),
            400,
            "unknown_member",
            Some("/chat/colour"),
        ),
        (&outbound, Some(&chats.token), json_type, told.to_string(), 400, "receive_only", Some("/targetAdaptersInfo")),
        (
            &outbound,
            Some(&chats.token),
            json_type,
            with("/conversationMessages/0/$type", json!("Text")),
            400,
            "unknown_type",
            Some("/conversationMessages/0/$type"),
        ),
        (
            &outbound,
            Some(&chats.token),
            json_type,
            with("/conversationMessages", json!(many)),
            400,
            "out_of_bounds",
            Some("/conversationMessages"),
        ),
        (
            &outbound,
            Some(&chats.token),
            json_type,
            with("/conversationMessages/0/text", json!("x".repeat(4097))),
            400,
            "out_of_bounds",
            Some("/conversationMessages/0/text"),
        ),
        (
            &outbound,
            Some(&chats.token),
            json_type,
            with("/chat/channel", json!("SMS")),
            422,
            "channel_not_allowed",
            Some("/chat/channel"),
        ),
    ];
    for (path, token, kind, body, status, code, pointer) in table {
        let mut request = chats.world.stranger().request(Method::POST, path).body(body);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        if let Some(token) = token {
            request = request.header("X-Cm-Producttoken", token);
        }
        let reply = Reply::of(request).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        let error = &reply.json()["error"];
        assert_eq!((error["code"].as_str(), error["pointer"].as_str()), (Some(code), pointer), "{}", reply.text);
        assert_eq!(error["requestId"], reply.header("x-request-id"));
    }
    let reply = chats.world.stranger().get(&outbound).await;
    assert_eq!((reply.status, &reply.json()["error"]["code"]), (405, &json!("method_not_allowed")));
    while chats.world.tick().await > 0 {}
    assert_eq!(chats.at_customer().len(), 0);
}

#[tokio::test]
async fn fifty_messages_of_one_post_arrive_in_order_and_once() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let messages: Vec<Value> = (0..50)
        .map(|number| json!({"$type": "text", "id": format!("m{number}"), "text": format!("{number} 😀 مرحبا")}))
        .collect();
    let post = json!({"chat": chat(), "conversationMessages": messages});
    chats.send(&post).await.expect(201);
    chats.send(&post).await.expect(201);
    while chats.world.tick().await > 0 {}
    let expected: Vec<String> = (0..50).map(|number| format!("{number} 😀 مرحبا")).collect();
    assert_eq!(texts(&chats.at_customer()), expected);
}

#[tokio::test]
async fn a_closed_session_takes_nothing_and_a_second_close_changes_nothing() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let chat_id = chats.send(&says("Hi")).await.expect(201).json()["chat"]["id"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        let ended = chats.control(Method::PUT, &format!("{CONTROL}/{chat_id}/session/end"), None).await.expect(200);
        assert!(ended.json()["EndedOn"].is_string(), "{}", ended.text);
    }
    let refused = chats.send(&says("too late")).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (409, &json!("session_closed")));
    while chats.world.tick().await > 0 {}
    assert_eq!(texts(&chats.at_customer()), ["Hi"]);
    let events: Vec<Value> = bodies(&chats.world, "/bot/events");
    let ended = events.iter().filter(|payload| payload["conversationEvents"][0]["$type"] == "RouterSessionEnded");
    assert_eq!(ended.count(), 1);
    let path = format!("{CC}/conversations/{}", chat_id.replace('-', ""));
    assert_eq!(chats.portal.get(&path).await.expect(200).json()["state"], "ended");
    // The customer writes again: the same ticket, a new session.
    let again = chats.customer_says("p2", "Again").await.expect(202).json();
    assert_eq!(again["conversationId"], chat_id.replace('-', ""));
    assert_eq!(chats.portal.get(&path).await.expect(200).json()["state"], "received");
    chats.send(&says("Hello again")).await.expect(201);
}

#[tokio::test]
async fn a_handover_moves_the_chat_calls_the_target_and_tells_both() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let chat_id = chats.send(&says("One moment")).await.expect(201).json()["chat"]["id"].as_str().unwrap().to_owned();
    let mutation = json!({"ChatId": chat_id, "Context": {"topic": "billing"}, "Mutations": [
        {"$type": "ruleMutation", "action": "Enable", "operator": "And", "sourceAdapterId": chats.bot, "targetAdapterId": chats.desk}]});
    let path = format!("{CONTROL}/{chat_id}/routing/mutationrequests");
    let session = chats.control(Method::POST, &path, Some(&mutation)).await.expect(200).json();
    assert_eq!(session["HostAdapterId"], chats.desk);
    chats.customer_says("p2", "Are you there?").await.expect(202);
    while chats.world.tick().await > 0 {}
    let handover = &chats.world.upstream.received_at("/desk/handover")[0];
    let body: Value = serde_json::from_str(&handover.body).unwrap();
    assert_eq!((body["chatId"].as_str(), &body["context"]), (Some(chat_id.as_str()), &json!({"topic": "billing"})));
    assert_eq!(handover.header("x-event"), "handover");
    assert_eq!(bodies(&chats.world, "/desk")[0]["conversationMessages"][0]["text"], "Are you there?");
    for adapter in ["bot", "desk"] {
        let events = bodies(&chats.world, &format!("/{adapter}/events"));
        let told = events.iter().any(|payload| payload["conversationEvents"][1]["$type"] == "HandOverCompleted");
        assert!(told, "{adapter}: {events:?}");
    }
    let refused = chats.send(&says("I am still here")).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    let unknown = json!({"Mutations": [{"$type": "ruleMutation", "action": "Enable", "targetAdapterId": "00000000-0000-4000-8000-000000000000"}]});
    assert_eq!(chats.control(Method::POST, &path, Some(&unknown)).await.status, 422);
}

#[tokio::test]
async fn an_adapter_may_hand_over_by_an_event() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let event = json!({"$type": "HandOverRequested", "targetAdapterId": chats.desk, "context": {"a": 1}});
    chats.send(&json!({"chat": chat(), "conversationEvents": [event]})).await.expect(201);
    while chats.world.tick().await > 0 {}
    assert_eq!(bodies(&chats.world, "/desk/handover").len(), 1);
}

#[tokio::test]
async fn sessions_are_shown_named_and_remembered() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let chat_id = chats.send(&says("Hi")).await.expect(201).json()["chat"]["id"].as_str().unwrap().to_owned();
    let session = chats.control(Method::GET, &format!("{CONTROL}/{chat_id}/session"), None).await.expect(200).json();
    assert_eq!((&session["HostAdapterId"], &session["StateNameId"]), (&json!(chats.bot), &json!("open")));
    let state = json!({"NewStateNameId": "waiting"});
    let path = format!("{CONTROL}/{chat_id}/session/state");
    let named = chats.control(Method::PUT, &path, Some(&state)).await.expect(200).json();
    assert_eq!(named["StateNameId"], "waiting");
    assert_eq!(chats.control(Method::PUT, &path, Some(&json!({}))).await.status, 400);
    let history = "/conversational/conversation-history/v2/accounts/cc-1/session-history";
    let id = session["SessionId"].as_str().unwrap();
    let all = chats.control(Method::GET, &format!("{history}?routerSessionId={id}"), None).await.expect(200).json();
    let kinds: Vec<_> = all["ConversationHistory"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["$type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["text", "RouterSessionStarted", "text"]);
    let path = format!("{history}?routerSessionId={id}&includeEvents=false");
    let some = chats.control(Method::GET, &path, None).await.expect(200).json();
    assert_eq!(some["ConversationHistory"].as_array().unwrap().len(), 2);
    assert_eq!(chats.control(Method::GET, history, None).await.status, 400);
    let unknown = format!("{CONTROL}/00000000-0000-4000-8000-000000000000/session");
    assert_eq!(chats.control(Method::GET, &unknown, None).await.status, 404);
    let reply = chats.world.stranger().get(&unknown).await;
    assert_eq!(reply.status, 401);
}
