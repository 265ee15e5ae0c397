//! TwoWay: outbound URL, handover, sessions, history (spec/twoway.md).

use crate::chats::{CC, Chats, SECRET, bodies, chat, customer_says, gateway, says, texts, token, url};
use chrono::TimeDelta;
use patchbay_model::messaging::event::HandOver;
use patchbay_model::time::Timestamp;
use patchbay_server::clock;
use patchbay_testkit::{Answer, Received, Reply};
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
    let large = "x".repeat(3_500_000);
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
    let refused = chats.control(Method::POST, &path, Some(&unknown)).await;
    assert_eq!((refused.status, &refused.json()["error"]["pointer"]), (422, &json!("/Mutations/0/targetAdapterId")));
    // Whoever had the chat before moves it no more.
    let refused = chats.control(Method::POST, &path, Some(&mutation)).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (409, &json!("session_closed")));
    // To its own host it stays, and nobody is called for it.
    let same = json!({"Mutations": [{"$type": "ruleMutation", "action": "Enable", "targetAdapterId": chats.desk}]});
    chats.control(Method::POST, &path, Some(&same)).await.expect(200);
    while chats.world.tick().await > 0 {}
    assert_eq!(chats.world.upstream.received_at("/desk/handover").len(), 1);
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
async fn a_handover_to_nobody_is_refused_where_it_stands() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let nobody = "00000000-0000-4000-8000-000000000000";
    let events = json!([{"$type": "AgentAssigned", "agentName": "Ann"}, {"$type": "HandOverRequested", "targetAdapterId": nobody}]);
    let refused = chats.send(&json!({"chat": chat(), "conversationEvents": events})).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.json()["error"]["pointer"], "/conversationEvents/1/targetAdapterId");
}

#[tokio::test]
async fn an_ended_session_is_neither_moved_nor_named() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let chat_id = chats.send(&says("Hi")).await.expect(201).json()["chat"]["id"].as_str().unwrap().to_owned();
    let path = |what: &str| format!("{CONTROL}/{chat_id}/{what}");
    chats.control(Method::PUT, &path("session/end"), None).await.expect(200);
    let state = json!({"NewStateNameId": "waiting"});
    let mutation = json!({"Mutations": [{"$type": "ruleMutation", "action": "Enable", "targetAdapterId": chats.desk}]});
    for (method, what, body) in
        [(Method::PUT, "session/state", state), (Method::POST, "routing/mutationrequests", mutation)]
    {
        let refused = chats.control(method, &path(what), Some(&body)).await;
        assert_eq!((refused.status, &refused.json()["error"]["code"]), (409, &json!("session_closed")), "{what}");
    }
}

#[tokio::test]
async fn fifty_of_the_longest_messages_fit_into_a_post_however_they_are_written() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let path = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{}", chats.bot);
    // As it is, and escaped as many libraries do by default: twelve bytes for each emoji.
    for (name, letter) in [("raw", "😀"), ("escaped", "\\ud83d\\ude00"), ("arabic", "\\u0645")] {
        let text = letter.repeat(4096);
        let message = |number| format!(r#"{{"$type":"text","id":"{name}{number}","text":"{text}"}}"#);
        let messages: Vec<String> = (0..50).map(message).collect();
        let body = format!(r#"{{"chat":{},"conversationMessages":[{}]}}"#, chat(), messages.join(","));
        let request = chats.world.stranger().request(Method::POST, &path).header("X-Cm-Producttoken", &chats.token);
        Reply::of(request.header("content-type", "application/json").body(body)).await.expect(201);
    }
    while chats.world.tick().await > 0 {}
    let said = texts(&chats.at_customer());
    assert_eq!(said.len(), 150);
    assert!(said.iter().all(|text| text.chars().count() == 4096));
}

#[tokio::test]
async fn what_failed_of_a_chat_is_run_again_in_its_order() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    chats.world.upstream.answers("POST", "/customer", Answer::json(400, &json!({})));
    for text in ["one", "two", "three"] {
        chats.send(&says(text)).await.expect(201);
    }
    while chats.world.tick().await > 0 {}
    let before = chats.world.upstream.received_at("/customer");
    assert_eq!(before.len(), 3);
    chats.world.upstream.answers("POST", "/customer", Answer::json(200, &json!({})));
    let all = json!({"since": "2026-11-01T00:00:00.000Z", "endpoint": "callback"});
    let replayed = chats.portal.post(&format!("{CC}/executions/replay"), &all).await.expect(202).json();
    assert_eq!(replayed["replayed"], 3);
    // What is new stands behind what is run again.
    chats.send(&says("four")).await.expect(201);
    for sent in 1..=4 {
        assert_eq!(chats.world.tick().await, 1, "one after the other: {sent}");
    }
    assert_eq!(texts(&chats.at_customer())[3..], ["one", "two", "three", "four"]);
    let after = chats.world.upstream.received_at("/customer");
    let ids =
        |received: &[Received]| received.iter().map(|one| one.header("webhook-id").to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&after[3..6]), "whoever gets one twice can tell");
}

#[tokio::test]
async fn a_bridge_that_is_switched_off_hosts_no_chats() {
    let (world, portal) = gateway("WhatsApp").await;
    let off = json!({"kind": "omnichannel", "name": "suite", "channels": ["WhatsApp"], "secret": SECRET, "properties": {
        "app.ext.integration.api.base.url": "", "app.ext.integration.api.incomingMessage": "/in"}});
    let off = portal.post(&format!("{CC}/adapters"), &off).await.expect(201).json();
    let refused = customer_says(&portal, "WhatsApp", "628128778222", "p1", "Halo").await;
    refused.problem(422, "invalid");
    let on = json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["WhatsApp"],
        "messageEndpoint": {"url": url(&world, "/bot")}});
    portal.post(&format!("{CC}/adapters"), &on).await.expect(201);
    let accepted = customer_says(&portal, "WhatsApp", "628128778222", "p2", "Halo").await.expect(202).json();
    while world.tick().await > 0 {}
    let told = &bodies(&world, "/bot")[0];
    assert_eq!(told["targetAdaptersInfo"], Value::Null, "it is not told of who takes nothing");
    let (of, chat) = ("cc-1".parse().unwrap(), accepted["conversationId"].as_str().unwrap().parse().unwrap());
    let to = HandOver {
        source_adapter_id: None,
        target_adapter_id: off["id"].as_str().unwrap().parse().unwrap(),
        context: None,
    };
    let portal = &world.process.services.portal;
    let refused = portal.hand_over(&crate::world::operator(), &of, chat, to).await.unwrap_err();
    assert_eq!(refused.problem().pointer.as_deref(), Some("/targetAdapterId"));
}

#[tokio::test]
async fn a_chat_in_which_nobody_says_anything_ends_by_itself() {
    let chats = Chats::twoway().await;
    let ticket = chats.customer_says("p1", "Halo").await.expect(202).json()["conversationId"].clone();
    let dispatcher = &chats.world.process.services.dispatcher;
    let (now, later) = (clock::now(), Timestamp(clock::now().0 + TimeDelta::seconds(5)));
    let long_ago = Timestamp(now.0 - TimeDelta::hours(1));
    assert_eq!(dispatcher.end_idle_sessions(long_ago).await.unwrap(), 0, "somebody has said something since");
    assert_eq!(dispatcher.end_idle_sessions(later).await.unwrap(), 1);
    assert_eq!(dispatcher.end_idle_sessions(later).await.unwrap(), 0);
    while chats.world.tick().await > 0 {}
    let told = bodies(&chats.world, "/bot/events");
    let ended = told.iter().flat_map(|payload| payload["conversationEvents"].as_array().unwrap());
    let reasons: Vec<_> =
        ended.filter(|event| event["$type"] == "RouterSessionEnded").map(|event| &event["reason"]).collect();
    assert_eq!(reasons, ["idle"]);
    let path = format!("{CC}/conversations/{}", ticket.as_str().unwrap());
    assert_eq!(chats.portal.get(&path).await.expect(200).json()["state"], "abandoned");
}

#[tokio::test]
async fn sessions_are_shown_named_and_remembered() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    let chat_id = chats.send(&says("Hi")).await.expect(201).json()["chat"]["id"].as_str().unwrap().to_owned();
    let session = chats.control(Method::GET, &format!("{CONTROL}/{chat_id}/session"), None).await.expect(200).json();
    assert_eq!((&session["HostAdapterId"], &session["StateNameId"]), (&json!(chats.bot), &json!("open")));
    let state = json!({"NewStateNameId": "waiting", "Context": {"for": "Ann"}});
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
    assert_eq!(kinds, ["RouterSessionStarted", "text", "text"]);
    assert_eq!(
        (&all["Metadata"]["StateContext"], &all["Metadata"]["IsTruncated"]),
        (&json!({"for": "Ann"}), &json!(false))
    );
    let path = format!("{history}?routerSessionId={id}&includeEvents=false");
    let some = chats.control(Method::GET, &path, None).await.expect(200).json();
    assert_eq!(some["ConversationHistory"].as_array().unwrap().len(), 2);
    assert_eq!(chats.control(Method::GET, history, None).await.status, 400);
    let unknown = format!("{CONTROL}/00000000-0000-4000-8000-000000000000/session");
    assert_eq!(chats.control(Method::GET, &unknown, None).await.status, 404);
    let reply = chats.world.stranger().get(&unknown).await;
    assert_eq!(reply.status, 401);
}
