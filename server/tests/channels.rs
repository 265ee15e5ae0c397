//! Channels and adapters in the administration API, and customers' messages.

use crate::chats::{CC, Chats, customer_says, gateway, url};
use crate::world::World;
use patchbay_model::access::Scope;
use patchbay_testkit::Answer;
use serde_json::{Value, json};

#[tokio::test]
async fn a_customers_message_reaches_the_adapter_signed_and_is_kept() {
    let chats = Chats::twoway().await;
    let accepted = chats.customer_says("p1", "Halo").await.expect(202).json();
    chats.world.tick().await;
    let received = &chats.world.upstream.received_at("/bot")[0];
    let payload: Value = serde_json::from_str(&received.body).unwrap();
    assert_eq!(payload["chat"]["id"].as_str().unwrap().replace('-', ""), accepted["conversationId"]);
    assert_eq!(payload["chat"]["conversationClientName"], "Farhan Akbar");
    assert_eq!(payload["conversationMessages"][0]["text"], "Halo");
    assert_eq!(payload["conversationMessages"][0]["direction"], "ClientOriginated");
    assert_eq!(payload["targetAdaptersInfo"][0]["name"], "desk");
    assert_eq!(received.header("webhook-id"), accepted["messageId"]);
    assert!(received.header("webhook-signature").starts_with("v1,"));
    assert_eq!((received.header("x-api-key"), received.header("x-env")), ("k3y", "a{b}"));
    let events = crate::chats::bodies(&chats.world, "/bot/events");
    assert_eq!(events[0]["conversationEvents"][0]["$type"], "RouterSessionStarted");
    let path = format!("{CC}/conversations/{}", accepted["conversationId"].as_str().unwrap());
    let conversation = chats.portal.get(&path).await.expect(200).json();
    assert_eq!(
        (&conversation["state"], &conversation["facts"]["channelSubType"]),
        (&json!("received"), &json!("whatsapp"))
    );
    assert_eq!(conversation["messages"][0]["content"], json!({"$type": "text", "text": "Halo"}));
    let execution = conversation["messages"][0]["executionId"].as_str().unwrap();
    let execution = chats.portal.get(&format!("{CC}/executions/{execution}")).await.expect(200);
    assert!(!execution.text.contains("k3y"), "{}", execution.text);
    assert_eq!(execution.json()["status"], "succeeded");
}

#[tokio::test]
async fn the_same_message_again_is_one_message() {
    let chats = Chats::twoway().await;
    let first = chats.customer_says("p1", "Halo").await.expect(202).json();
    let second = chats.customer_says("p1", "Halo").await.expect(202).json();
    assert_eq!(first, second);
    chats.world.tick().await;
    assert_eq!(chats.at_bot().len(), 1);
}

#[tokio::test]
async fn the_first_messages_of_a_customer_may_come_at_the_same_time() {
    let chats = Chats::twoway().await;
    for customer in ["a", "b", "c", "d"] {
        let said = async |number: usize| {
            let text = number.to_string();
            let answer = customer_says(&chats.portal, "WhatsApp", customer, &format!("{customer}-{text}"), &text).await;
            answer.expect(202).json()["conversationId"].clone()
        };
        let conversations = futures::future::join_all((0..6).map(said)).await;
        assert!(conversations.iter().all(|conversation| *conversation == conversations[0]), "{conversations:?}");
    }
}

#[tokio::test]
async fn messages_of_a_chat_stay_in_order_while_one_waits_for_its_retry() {
    let chats = Chats::twoway().await;
    chats.world.upstream.answers("POST", "/bot", Answer::text(503, ""));
    for number in 1..=3 {
        chats.customer_says(&format!("p{number}"), &format!("{number}")).await.expect(202);
    }
    customer_says(&chats.portal, "WhatsApp", "other", "q1", "of another chat").await.expect(202);
    while chats.world.tick().await > 0 {}
    let text = |payload: &Value| payload["conversationMessages"][0]["text"].as_str().unwrap().to_owned();
    let mut seen: Vec<String> = chats.at_bot().iter().map(text).collect();
    seen.sort();
    assert_eq!(seen, ["1", "of another chat"], "the others wait behind the first");
}

#[tokio::test]
async fn a_message_without_an_adapter_is_refused_and_says_what_to_do() {
    let (_world, portal) = gateway("SMS").await;
    let problem = customer_says(&portal, "SMS", "1", "p1", "Halo").await.problem(422, "invalid");
    assert!(
        problem["detail"].as_str().unwrap_or_default().contains("adapter")
            || problem.to_string().contains("no adapter takes"),
        "{problem}"
    );
    customer_says(&portal, "Nowhere", "1", "p1", "Halo").await.problem(404, "not_found");
    let found = portal.get(&format!("{CC}/conversations")).await.expect(200).json();
    assert_eq!(found["items"], json!([]), "nothing was kept");
}

#[tokio::test]
async fn what_is_wrong_with_a_customers_message_is_told_with_its_place() {
    let (_world, portal) = gateway("SMS").await;
    let path = format!("{CC}/channels/SMS/messages");
    let good = json!({"id": "p1", "from": {"id": "1"}, "to": "x", "message": {"$type": "text", "text": "Halo"}});
    for (member, value, pointer) in [
        ("id", json!(""), "/id"),
        ("from", json!({"id": "a|b"}), "/from/id"),
        ("to", json!(7), "/to"),
        ("message", json!({"$type": "texts", "text": "x"}), "/message/$type"),
        ("message", json!({"$type": "text", "text": "x".repeat(4097)}), "/message/text"),
        ("colour", json!("red"), "/colour"),
    ] {
        let mut body = good.clone();
        body[member] = value;
        assert_eq!(portal.post(&path, &body).await.problem(422, "invalid")["pointer"], pointer);
    }
    portal.post_text(&path, "application/json", "{").await.problem(400, "malformed_json");
    let key = _world.key(Some("cc-1"), &[Scope::EventsWrite]).await;
    key.post(&path, &good).await.problem(403, "forbidden");
}

#[tokio::test]
async fn an_adapter_is_kept_without_secrets_and_saved_by_version() {
    let chats = Chats::twoway().await;
    let path = format!("{CC}/adapters/{}", chats.bot);
    let read = chats.portal.get(&path).await.expect(200);
    let adapter = read.json();
    assert!(!read.text.contains("k3y"), "{}", read.text);
    assert_eq!(adapter["messageEndpoint"]["headers"]["X-Api-Key"]["set"], true);
    assert_eq!(adapter["messageEndpoint"]["headers"]["X-Env"], "a{b}");
    assert_eq!(adapter["signingSecrets"].as_array().unwrap().len(), 1);
    let renamed = chats.portal.patch(&path, Some("\"1\""), &json!({"name": "robot"})).await.expect(200).json();
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("robot"), &json!(2)));
    chats.portal.patch(&path, Some("\"1\""), &json!({"name": "x"})).await.problem(412, "stale");
    // The same host, another path: the key stays. Another host: it has to be entered again.
    let moved = json!({"messageEndpoint": {"url": url(&chats.world, "/bot2")}});
    chats.portal.patch(&path, None, &moved).await.expect(200);
    chats.customer_says("p1", "Halo").await.expect(202);
    chats.world.tick().await;
    assert_eq!(chats.world.upstream.received_at("/bot2")[0].header("x-api-key"), "k3y");
    let elsewhere = json!({"messageEndpoint": {"url": "https://elsewhere.test/bot"}});
    let problem = chats.portal.patch(&path, None, &elsewhere).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/messageEndpoint/headers/X-Api-Key");
    let plain = json!({"messageEndpoint": {"url": "http://elsewhere.test/bot", "headers": null}});
    assert_eq!(
        chats.portal.patch(&path, None, &plain).await.problem(422, "invalid")["pointer"],
        "/messageEndpoint/url"
    );
    chats.portal.delete(&path, None).await.problem(409, "conflict");
    chats.portal.delete(&format!("{CC}/adapters/{}", chats.desk), None).await.expect(204);
    let templates = chats.portal.get("/api/v1/templates").await.expect(200).json();
    assert_eq!(templates["items"], json!([]), "what stands behind them is nobody's business");
}

#[tokio::test]
async fn a_rotated_secret_signs_beside_the_old_one() {
    let chats = Chats::twoway().await;
    let path = format!("{CC}/adapters/{}/signing-secrets", chats.bot);
    let first = chats.portal.post(&path, &json!({})).await.expect(201).json();
    let second = chats.portal.post(&path, &json!({})).await.expect(201).json();
    assert_eq!(second["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(second["secrets"][0]["retiresAt"], Value::Null);
    chats.customer_says("p1", "Halo").await.expect(202);
    chats.world.tick().await;
    let received = &chats.world.upstream.received_at("/bot")[0];
    let signatures: Vec<_> = received.header("webhook-signature").split(' ').collect();
    assert_eq!(signatures.len(), 2);
    let timestamp: i64 = received.header("webhook-timestamp").parse().unwrap();
    for made in [&first, &second] {
        use patchbay_vault::standard_webhooks::{SigningSecret, verify};
        let secret = SigningSecret::parse(made["secret"].as_str().unwrap()).unwrap();
        let (id, header) = (received.header("webhook-id"), received.header("webhook-signature"));
        verify(id, timestamp, received.body.as_bytes(), header, &[secret], timestamp).unwrap();
    }
}

#[tokio::test]
async fn two_tokens_count_and_a_revoked_one_does_not() {
    let chats = Chats::twoway().await;
    let path = format!("{CC}/adapters/{}/tokens", chats.bot);
    let draft = json!({"name": "second", "rights": ["message:send"]});
    let second = chats.portal.post(&path, &draft).await.expect(201).json();
    chats.portal.post(&path, &draft).await.problem(409, "conflict");
    let listed = chats.portal.get(&path).await.expect(200);
    assert!(!listed.text.contains(second["token"].as_str().unwrap()), "{}", listed.text);
    chats.customer_says("p1", "Halo").await.expect(202);
    let token = second["token"].as_str().unwrap();
    chats.post_to(&chats.bot, token, &crate::chats::says("Hi")).await.expect(201);
    let revoked = format!("{path}/{}", second["id"].as_str().unwrap());
    chats.portal.delete(&revoked, None).await.expect(204);
    assert_eq!(chats.post_to(&chats.bot, token, &crate::chats::says("Hi")).await.status, 401);
}

#[tokio::test]
async fn channels_are_unique_by_name_in_any_case() {
    let (world, portal) = gateway("WhatsApp").await;
    let draft = |name: &str| json!({"name": name, "kind": "gateway", "callbackUrl": url(&world, "/x")});
    let problem = portal.post(&format!("{CC}/channels"), &draft("whatsapp")).await.problem(409, "conflict");
    assert_eq!(problem["pointer"], "/name");
    let webchat = json!({"name": "Web", "kind": "webchat", "allowedOrigins": ["https://shop.test"]});
    let made = portal.post(&format!("{CC}/channels"), &webchat).await.expect(201);
    assert_eq!(made.json()["callbackUrl"], Value::Null);
    let sms = json!({"name": "SMS", "kind": "sms", "template": "nope", "endpoint": "send"});
    assert_eq!(portal.post(&format!("{CC}/channels"), &sms).await.problem(422, "invalid")["pointer"], "/template");
    let listed = portal.get(&format!("{CC}/channels?kind=webchat")).await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    portal.delete(&format!("{CC}/channels/WEB"), Some("\"1\"")).await.expect(204);
    portal.get(&format!("{CC}/channels/Web")).await.problem(404, "not_found");
}

#[tokio::test]
async fn an_sms_channel_sends_by_its_endpoint_at_most_once() {
    let world = World::start().await;
    let portal = world.integration().await;
    let send = json!({"name": "send", "label": "send", "type": "sendSms", "method": "POST", "url": "/sms", "triggers": ["sms_send"],
        "parameters": [{"name": "to", "location": "body", "source": "clientBody"},
            {"name": "text", "location": "body", "source": "clientBody"}]});
    portal.post("/api/v1/templates/acme/endpoints", &send).await.expect(201);
    let channel = json!({"name": "SMS", "kind": "sms", "template": "acme", "endpoint": "send", "sender": "Acme"});
    portal.post(&format!("{CC}/channels"), &channel).await.expect(201);
    let adapter = json!({"kind": "twoway", "name": "bot", "channels": ["SMS"]});
    let bot = portal.post(&format!("{CC}/adapters"), &adapter).await.expect(201).json();
    let bot = bot["id"].as_str().unwrap();
    let token = crate::chats::token(&portal, bot, &["message:send"]).await;
    customer_says(&portal, "SMS", "+84901234567", "p1", "Hi").await.expect(202);
    let mut body = crate::chats::says("Xin chào");
    (body["chat"]["channel"], body["chat"]["conversationClientId"]) = (json!("SMS"), json!("+84901234567"));
    let request = world
        .stranger()
        .request(reqwest::Method::POST, &format!("/conversational/twoway/v2/accounts/cc-1/adapters/{bot}"));
    patchbay_testkit::Reply::of(request.header("X-Cm-Producttoken", token).json(&body)).await.expect(201);
    world.tick().await;
    let sent: Value = serde_json::from_str(&world.upstream.received_at("/sms")[0].body).unwrap();
    assert_eq!(sent, json!({"to": "+84901234567", "text": "Xin chào"}));
}

#[tokio::test]
async fn what_signs_is_shown_when_it_is_made_and_never_again() {
    use patchbay_vault::standard_webhooks::{SigningSecret, verify};
    let (world, portal) = gateway("WhatsApp").await;
    let draft = json!({"kind": "twoway", "name": "bot", "channels": ["WhatsApp"], "messageEndpoint": {"url": url(&world, "/bot")}});
    let adapter = portal.post(&format!("{CC}/adapters"), &draft).await.expect(201).json();
    let channel = json!({"name": "Zalo", "kind": "gateway", "callbackUrl": url(&world, "/zalo")});
    let channel = portal.post(&format!("{CC}/channels"), &channel).await.expect(201).json();
    let web_chat = portal.post(&format!("{CC}/channels"), &json!({"name": "Web", "kind": "webchat"})).await.expect(201);
    assert!(web_chat.json().get("signingSecret").is_none() && web_chat.json().get("token").is_none());
    for (read, made) in [("adapters", &adapter), ("channels", &channel)] {
        assert!(made["signingSecret"].as_str().unwrap().starts_with("whsec_"));
        let again = portal.get(&format!("{CC}/{read}/{}", made["id"].as_str().unwrap())).await.expect(200);
        assert!(!again.text.contains("whsec_"), "{}", again.text);
    }
    customer_says(&portal, "WhatsApp", "1", "p1", "Halo").await.expect(202);
    world.tick().await;
    let received = &world.upstream.received_at("/bot")[0];
    let secret = SigningSecret::parse(adapter["signingSecret"].as_str().unwrap()).unwrap();
    let at: i64 = received.header("webhook-timestamp").parse().unwrap();
    let (id, header) = (received.header("webhook-id"), received.header("webhook-signature"));
    verify(id, at, received.body.as_bytes(), header, &[secret], at).unwrap();
}

#[tokio::test]
async fn a_test_sends_what_the_schema_of_the_dialect_takes() {
    let chats = Chats::twoway().await;
    for (role, path) in [("message", "/bot"), ("events", "/bot/events"), ("handover", "/bot/handover")] {
        let test = format!("{CC}/adapters/{}/test", chats.bot);
        let run = chats.portal.post(&test, &json!({"endpoint": role})).await.expect(200).json();
        assert_eq!(run["status"], "succeeded", "{run}");
        let received = &chats.world.upstream.received_at(path)[0];
        assert!(received.header("webhook-signature").starts_with("v1,"));
        let body: Value = serde_json::from_str(&received.body).unwrap();
        match role {
            "handover" => assert_eq!((&body["accountId"], &body["channel"]), (&json!("cc-1"), &json!("WhatsApp"))),
            _ => drop(patchbay_model::messaging::twoway::Payload::decode(&received.body).unwrap()),
        }
    }
    let found = chats.portal.get(&format!("{CC}/conversations")).await.expect(200).json();
    assert_eq!(found["items"], json!([]), "a test is no chat");
}

#[tokio::test]
async fn a_transcript_is_read_backwards_page_by_page() {
    let chats = Chats::twoway().await;
    let ticket = chats.customer_says("p1", "1").await.expect(202).json()["conversationId"].clone();
    for number in 2..=4 {
        chats.customer_says(&format!("p{number}"), &format!("{number}")).await.expect(202);
    }
    let path = format!("{CC}/conversations/{}/transcript", ticket.as_str().unwrap());
    let (mut told, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = chats.portal.get(&format!("{path}?limit=2{cursor}")).await.expect(200).json();
        for entry in page["items"].as_array().unwrap() {
            let said = entry["message"]["content"]["text"].as_str();
            told.push(said.or(entry["event"]["content"]["$type"].as_str()).unwrap().to_owned());
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    told.sort();
    assert_eq!(told, ["1", "2", "3", "4", "RouterSessionStarted"], "each once");
    let newest = chats.portal.get(&format!("{path}?limit=1")).await.expect(200).json();
    assert_eq!(newest["items"][0]["message"]["content"]["text"], "4");
    chats.portal.get(&format!("{CC}/conversations/c-1/transcript")).await.problem(404, "not_found");
    chats.portal.get(&format!("{path}?cursor=nonsense")).await.problem(422, "invalid");
}

#[tokio::test]
async fn conversations_are_filtered_by_the_channel_that_customers_write_over() {
    let chats = Chats::twoway().await;
    chats.customer_says("p1", "Halo").await.expect(202);
    for (filter, count) in [("WhatsApp", 1), ("whatsapp", 1), ("SMS", 0)] {
        let path = format!("{CC}/conversations?messagingChannel={filter}");
        let found = chats.portal.get(&path).await.expect(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{filter}");
    }
}

#[tokio::test]
async fn an_adapter_that_hosts_chats_stays_and_says_how_many() {
    let chats = Chats::twoway().await;
    for client in ["1", "2"] {
        customer_says(&chats.portal, "WhatsApp", client, &format!("p{client}"), "Halo").await.expect(202);
    }
    let path = format!("{CC}/adapters/{}", chats.bot);
    let problem = chats.portal.delete(&path, None).await.problem(409, "conflict");
    assert_eq!(problem["detail"], "it hosts 2 chats: close them, or hand them over");
}

#[tokio::test]
async fn what_is_done_to_a_chat_is_told_in_the_audit_trail() {
    use patchbay_model::messaging::content::Content;
    use patchbay_model::messaging::event::HandOver;
    use patchbay_model::messaging::twoway::control::StateChange;
    let chats = Chats::twoway().await;
    let ticket = chats.customer_says("p1", "Halo").await.expect(202).json()["conversationId"].clone();
    let (of, chat) = ("cc-1".parse().unwrap(), ticket.as_str().unwrap().parse().unwrap());
    let (portal, who) = (&chats.world.process.services.portal, crate::world::operator());
    let said = portal.reply(&who, &of, chat, Content::text("One moment")).await.unwrap();
    let waiting = StateChange { new_state_name_id: "waiting".to_owned(), context: Some(json!({"for": "Ann"})) };
    portal.set_session_state(&who, &of, chat, waiting).await.unwrap();
    let to = HandOver { source_adapter_id: None, target_adapter_id: chats.desk.parse().unwrap(), context: None };
    portal.hand_over(&who, &of, chat, to).await.unwrap();
    portal.end_chat(&who, &of, chat).await.unwrap();
    // Again it changes nothing, and nothing is told.
    portal.end_chat(&who, &of, chat).await.unwrap();
    let refused = portal.reply(&who, &of, chat, Content::text("Too late")).await.unwrap_err().to_string();
    assert!(refused.contains("has ended") && refused.contains("next message"), "{refused}");
    let audit = chats.portal.get("/api/v1/audit?object=chat").await.expect(200).json();
    let told: Vec<_> = audit["items"].as_array().unwrap().iter().map(|entry| entry["changes"].to_string()).collect();
    assert_eq!(told.len(), 4, "{audit}");
    for (told, part) in told.iter().zip(["session", chats.desk.as_str(), "waiting", &said.to_string()]) {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!audit.to_string().contains("One moment"), "{audit}");
}
