//! The third-party omnichannel bridge (spec/omnichannel.md).

use crate::chats::{CC, SECRET, bodies, customer_says, omnichannel, texts};
use crate::world::World;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

async fn post(world: &World, path: &str, secret: Option<&str>, body: &Value) -> Reply {
    let mut request = world.stranger().request(Method::POST, path).json(body);
    if let Some(secret) = secret {
        request = request.bearer_auth(secret);
    }
    Reply::of(request).await
}

/// The ticket of the one customer, who has just said "Halo".
async fn ticket(world: &World, portal: &Client) -> String {
    let accepted = customer_says(portal, "whatsapp", "628128778222", "p1", "Halo").await.expect(202).json();
    world.tick().await;
    accepted["conversationId"].as_str().unwrap().to_owned()
}

fn outgoing(ticket: &str, text: &str) -> Value {
    json!({"ticketNumber": ticket, "channel": "whatsapp", "messageType": "text", "message": text, "mediaLink": "",
        "customerName": "Farhan Akbar", "owner": "cc-1", "createdDate": "whatever"})
}

fn close(ticket: &str) -> Value {
    json!({"ticketNumber": ticket, "channel": "whatsapp", "owner": "cc-1", "event": "cLOSE"})
}

#[tokio::test]
async fn a_message_goes_to_the_third_party_and_its_answer_to_the_customer() {
    let (world, portal) = omnichannel().await;
    let ticket = ticket(&world, &portal).await;
    let received = &world.upstream.received_at("/in")[0];
    assert_eq!(received.header("authorization"), format!("Bearer {SECRET}"));
    assert!(received.header("webhook-signature").starts_with("v1,"));
    let event: Value = serde_json::from_str(&received.body).unwrap();
    assert_eq!((&event["ticketNumber"], &event["message"]), (&json!(ticket), &json!("Halo")));
    assert_eq!((&event["customerName"], &event["accountId"]), (&json!("Farhan Akbar"), &json!("628128778222")));
    assert_eq!((&event["groupId"], &event["language"], &event["mediaLink"]), (&json!(""), &json!(""), &json!("")));
    let created = event["createdDate"].as_str().unwrap();
    assert_eq!(created.len(), "2021-04-28T15:39:37.945".len());
    let in_jakarta = created.parse::<chrono::NaiveDateTime>().unwrap() - chrono::TimeDelta::hours(7);
    let now = patchbay_server::clock::now().0.naive_utc();
    assert!((now - in_jakarta).abs() < chrono::TimeDelta::minutes(2), "{created}");
    let reply = post(&world, "/ext/cc-1/sendMessage", Some(SECRET), &outgoing(&ticket, "Selamat datang")).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, r#"{"status":"success"}"#));
    world.tick().await;
    assert_eq!(texts(&bodies(&world, "/customer")), ["Selamat datang"]);
}

#[tokio::test]
async fn a_ticket_is_closed_once_and_takes_nothing_afterwards() {
    let (world, portal) = omnichannel().await;
    let ticket = ticket(&world, &portal).await;
    // Also on the other path, where a command is known by its members.
    for path in ["/ext/cc-1/command", "/ext/cc-1/sendMessage", "/ext/cc-1/command"] {
        let reply = post(&world, path, Some(SECRET), &close(&ticket)).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, r#"{"status":"success"}"#), "{path}");
    }
    let conversation = portal.get(&format!("{CC}/conversations/{ticket}")).await.expect(200).json();
    assert_eq!(conversation["state"], "abandoned", "nobody had answered");
    let refused = post(&world, "/ext/cc-1/sendMessage", Some(SECRET), &outgoing(&ticket, "late")).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("session_closed")));
}

#[tokio::test]
async fn every_refusal_is_told_in_the_dialect_and_delivers_nothing() {
    let (world, portal) = omnichannel().await;
    let ticket = ticket(&world, &portal).await;
    let with = |member: &str, value: Value| {
        let mut body = outgoing(&ticket, "x");
        body[member] = value;
        body
    };
    let commanded = |member: &str, value: Value| {
        let mut body = close(&ticket);
        body[member] = value;
        body
    };
    let (send, command) = ("/ext/cc-1/sendMessage", "/ext/cc-1/command");
    let mut without = outgoing(&ticket, "x");
    without.as_object_mut().unwrap().remove("customerName");
    let table = [
        (send, None, outgoing(&ticket, "x"), 401, "unauthenticated", None),
        (send, Some("wrong-wrong-wrong"), outgoing(&ticket, "x"), 401, "unauthenticated", None),
        ("/ext/cc-2/sendMessage", Some(SECRET), outgoing(&ticket, "x"), 401, "unauthenticated", None),
        ("/ext/cc-1/elsewhere", Some(SECRET), outgoing(&ticket, "x"), 404, "not_found", None),
        (send, Some(SECRET), with("owner", json!("cc-2")), 404, "not_found", None),
        (send, Some(SECRET), with("channel", json!("sms")), 404, "not_found", None),
        (send, Some(SECRET), with("ticketNumber", json!("294c9ea88f7e649f8c37ae895ebab247")), 404, "not_found", None),
        (send, Some(SECRET), with("ticketNumber", json!("nope")), 404, "not_found", None),
        (send, Some(SECRET), with("ticketNumber", json!("")), 400, "out_of_bounds", Some("/ticketNumber")),
        (send, Some(SECRET), with("message", json!(7)), 400, "wrong_type", Some("/message")),
        (send, Some(SECRET), with("messageType", json!("hologram")), 400, "unknown_type", Some("/messageType")),
        (send, Some(SECRET), without, 400, "missing_member", Some("")),
        (command, Some(SECRET), commanded("event", json!("Reopen")), 400, "unknown_command", Some("/event")),
        (command, Some(SECRET), commanded("owner", json!("cc-2")), 404, "not_found", None),
        (command, Some(SECRET), commanded("channel", json!("sms")), 404, "not_found", None),
    ];
    for (path, secret, body, status, code, pointer) in table {
        let reply = post(&world, path, secret, &body).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.text);
        let error = reply.json();
        assert_eq!((error["status"].as_str(), error["code"].as_str()), (Some("error"), Some(code)), "{}", reply.text);
        assert_eq!(error["pointer"].as_str(), pointer, "{}", reply.text);
    }
    let reply = world.stranger().get(send).await;
    assert_eq!((reply.status, &reply.json()["code"]), (405, &json!("method_not_allowed")));
    while world.tick().await > 0 {}
    assert_eq!(bodies(&world, "/customer").len(), 0);
    assert_eq!(portal.get(&format!("{CC}/conversations/{ticket}")).await.expect(200).json()["state"], "received");
}

#[tokio::test]
async fn another_answer_than_success_counts_as_delivered_with_a_warning() {
    let (world, portal) = omnichannel().await;
    let delivered = async |id: &str, body: &Value| {
        world.upstream.answers("POST", "/in", patchbay_testkit::Answer::json(200, body));
        let said = customer_says(&portal, "whatsapp", "628128778222", id, "Halo").await.expect(202).json();
        world.tick().await;
        let path = format!("{CC}/conversations/{}", said["conversationId"].as_str().unwrap());
        let conversation = portal.get(&path).await.expect(200).json();
        let last = conversation["messages"].as_array().unwrap().last().unwrap().clone();
        let path = format!("{CC}/executions/{}", last["executionId"].as_str().unwrap());
        portal.get(&path).await.expect(200).json()
    };
    let odd = delivered("p1", &json!({"result": "thanks"})).await;
    assert_eq!((&odd["status"], &odd["attemptCount"]), (&json!("succeeded"), &json!(1)), "it is not sent again");
    let warnings = odd["effects"]["warnings"].as_array().unwrap();
    assert!(warnings[0].as_str().unwrap().contains(r#"{"status":"success"}"#), "{warnings:?}");
    let right = delivered("p2", &json!({"status": "success"})).await;
    assert_eq!((&right["status"], &right["effects"]["warnings"]), (&json!("succeeded"), &Value::Null));
}

#[tokio::test]
async fn a_path_of_ones_own_is_taken_and_a_secret_of_ones_own_shown() {
    let (world, portal) = omnichannel().await;
    let listed = portal.get(&format!("{CC}/adapters")).await.expect(200).json();
    let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
    let properties = json!({"app.ext.integration.api.sendMessage": "/ext/{owner}/out"});
    let change = json!({"properties": properties, "deliverySecret": "another-secret-of-ours"});
    let changed = portal.patch(&format!("{CC}/adapters/{id}"), None, &change).await.expect(200);
    assert!(!changed.text.contains("sesame") && !changed.text.contains("another-secret"), "{}", changed.text);
    let ticket = ticket(&world, &portal).await;
    assert_eq!(world.upstream.received_at("/in")[0].header("authorization"), "Bearer another-secret-of-ours");
    for path in ["/ext/cc-1/out", "/ext/cc-1/sendMessage"] {
        assert_eq!(post(&world, path, Some(SECRET), &outgoing(&ticket, "x")).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_third_party_reads_contacts_and_histories_with_a_token() {
    let (world, portal) = omnichannel().await;
    let ticket = ticket(&world, &portal).await;
    post(&world, "/ext/cc-1/sendMessage", Some(SECRET), &outgoing(&ticket, "Hi")).await.expect(200);
    let auth = "/dolphin/apiv1/graph/auth";
    let wrong = json!({"username": "cc-1", "password": "wrong-wrong-wrong-wrong"});
    assert_eq!(post(&world, auth, None, &wrong).await.status, 401);
    let granted = post(&world, auth, None, &json!({"username": "cc-1", "password": SECRET})).await.expect(200).json();
    let token = granted["token"].as_str().unwrap();
    assert!(granted["expireAt"].as_i64().unwrap() > 1_700_000_000_000);
    let event: Value = bodies(&world, "/in")[0].clone();
    let contact =
        format!("/dolphin/apiv1/graph/contacts/contactById?contactId={}", event["contactId"].as_str().unwrap());
    let client = Client::with_key(&world.process.base, token);
    let read = client.get(&contact).await.expect(200).json();
    assert_eq!(read["status"], "success");
    assert_eq!(
        (&read["data"]["contactFirstName"], &read["data"]["phones"]),
        (&json!("Farhan"), &json!(["628128778222"]))
    );
    let report = "/dolphin/apiv1/graph/report/conversations?startIndex=0";
    let all = client.post(report, &json!({})).await.expect(200).json();
    let said: Vec<_> =
        all["data"].as_array().unwrap().iter().map(|one| (one["answer"].clone(), one["message"].clone())).collect();
    assert_eq!(said, [(json!(false), json!("Halo")), (json!(true), json!("Hi"))]);
    assert_eq!(all["nextIndex"], Value::Null);
    for (filter, count) in [
        (json!({"ticketNumber": ticket}), 2),
        (json!({"channelFilters": ["WHATSAPP"]}), 2),
        (json!({"channelFilters": ["sms"]}), 0),
        (json!({"customerFilters": ["628128778222"]}), 2),
        (json!({"startDateFilter": "2999-01-01"}), 0),
        (json!({"endDateFilter": "2000-01-01"}), 0),
        (json!({"ticketTagFilters": ["vip"]}), 0),
    ] {
        let found = client.post(report, &filter).await.expect(200).json();
        assert_eq!(found["data"].as_array().unwrap().len(), count, "{filter}");
    }
    assert_eq!(client.post(report, &json!({"startDateFilter": "yesterday"})).await.status, 400);
    assert_eq!(world.stranger().get(&contact).await.status, 401);
    let unknown = "/dolphin/apiv1/graph/contacts/contactById?contactId=d61d77735f3fe08bcf6d6b96fa06ba9d";
    assert_eq!(client.get(unknown).await.status, 404);
}

#[tokio::test]
async fn a_new_secret_ends_what_was_granted_for_the_old_one() {
    let (world, portal) = omnichannel().await;
    ticket(&world, &portal).await;
    let auth = "/dolphin/apiv1/graph/auth";
    let grant = async |secret: &str| post(&world, auth, None, &json!({"username": "cc-1", "password": secret})).await;
    let token = grant(SECRET).await.expect(200).json()["token"].as_str().unwrap().to_owned();
    let client = Client::with_key(&world.process.base, &token);
    let report = "/dolphin/apiv1/graph/report/conversations?startIndex=0";
    client.post(report, &json!({})).await.expect(200);
    let listed = portal.get(&format!("{CC}/adapters")).await.expect(200).json();
    let adapter = format!("{CC}/adapters/{}", listed["items"][0]["id"].as_str().unwrap());
    // What is saved without a new secret ends nothing.
    portal.patch(&adapter, None, &json!({"name": "suite 2"})).await.expect(200);
    client.post(report, &json!({})).await.expect(200);
    portal.patch(&adapter, None, &json!({"secret": "another-secret-of-theirs"})).await.expect(200);
    assert_eq!(client.post(report, &json!({})).await.status, 401);
    assert_eq!(grant(SECRET).await.status, 401);
    let token = grant("another-secret-of-theirs").await.expect(200).json()["token"].as_str().unwrap().to_owned();
    let client = Client::with_key(&world.process.base, &token);
    client.post(report, &json!({})).await.expect(200);
    // Nor does one outlive its adapter.
    for chat in portal.get(&format!("{CC}/conversations")).await.expect(200).json()["items"].as_array().unwrap() {
        let command = json!({"ticketNumber": chat["id"], "channel": "whatsapp", "owner": "cc-1", "event": "Close"});
        post(&world, "/ext/cc-1/command", Some("another-secret-of-theirs"), &command).await.expect(200);
    }
    portal.delete(&adapter, None).await.expect(204);
    assert_eq!(client.post(report, &json!({})).await.status, 401);
}

#[tokio::test]
async fn whoever_guesses_a_third_partys_secret_waits_longer_each_time() {
    let (world, _portal) = omnichannel().await;
    let auth = "/dolphin/apiv1/graph/auth";
    let grant = async |owner: &str, secret: &str| {
        post(&world, auth, None, &json!({"username": owner, "password": secret})).await
    };
    for number in 0..5 {
        let refused = grant("cc-1", &format!("guess-guess-guess-{number}")).await;
        assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("unauthenticated")), "{}", refused.text);
    }
    // Also with the right one: otherwise guessing would be worth its while.
    let refused = grant("cc-1", SECRET).await;
    assert_eq!((refused.status, &refused.json()["code"]), (429, &json!("too_many_requests")), "{}", refused.text);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    // Of somebody else nothing was guessed.
    assert_eq!(grant("cc-2", "guess-guess-guess").await.status, 401);
}

#[tokio::test]
async fn a_test_sends_an_incoming_event() {
    let (world, portal) = omnichannel().await;
    let listed = portal.get(&format!("{CC}/adapters")).await.expect(200).json();
    let test = format!("{CC}/adapters/{}/test", listed["items"][0]["id"].as_str().unwrap());
    let run = portal.post(&test, &json!({"endpoint": "message"})).await.expect(200).json();
    assert_eq!(run["status"], "succeeded", "{run}");
    let received = &world.upstream.received_at("/in")[0];
    let event = patchbay_model::messaging::omnichannel::IncomingEvent::decode(&received.body).unwrap();
    assert_eq!((event.owner.as_str(), event.channel.as_str()), ("cc-1", "whatsapp"));
    portal.post(&test, &json!({"endpoint": "handover"})).await.problem(404, "not_found");
}
