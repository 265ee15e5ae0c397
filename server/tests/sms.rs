//! The inbound webhook of SMS channels: a gateway posts what customers write.

use crate::chats::{CC, Chats, bodies};
use patchbay_model::access::Scope;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

/// The bot listens to `SMS` too, whose messages go out by the upstream's `/sms`.
struct Sms {
    chats: Chats,
    token: String,
}

impl Sms {
    async fn new(members: Value) -> Self {
        let chats = Chats::twoway().await;
        let (world, portal) = (&chats.world, &chats.portal);
        let template = json!({"name": "acme", "label": "Acme", "type": "sms", "visibility": "published"});
        portal.post("/api/v1/templates", &template).await.expect(201);
        let endpoint = json!({"name": "send", "label": "Send", "type": "sendSms", "method": "POST", "url": "/sms",
            "parameters": [{"name": "to", "location": "body", "source": "clientBody", "path": "to", "required": true},
                {"name": "text", "location": "body", "source": "clientBody", "path": "text", "required": true}]});
        portal.post("/api/v1/templates/acme/endpoints", &endpoint).await.expect(201);
        let integrator = json!({"template": "acme", "host": world.upstream.host()});
        portal.post(&format!("{CC}/integrators"), &integrator).await.expect(201);
        let channel = json!({"name": "SMS", "kind": "sms", "template": "acme", "endpoint": "send", "sender": "+62800",
            "inbound": members});
        let made = portal.post(&format!("{CC}/channels"), &channel).await.expect(201).json();
        let change = json!({"channels": ["WhatsApp", "SMS"]});
        portal.patch(&format!("{CC}/adapters/{}", chats.bot), None, &change).await.expect(200);
        Self { token: made["token"].as_str().unwrap().to_owned(), chats }
    }

    async fn post(&self, path: &str, bearer: Option<&str>, body: &Value) -> Reply {
        let mut request = self.chats.world.stranger().request(Method::POST, path).json(body);
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        Reply::of(request).await
    }

    async fn says(&self, body: &Value) -> Reply {
        self.post(&format!("{CC}/channels/SMS/inbound"), Some(&self.token), body).await
    }

    /// What the bot was told, as texts.
    async fn at_bot(&self) -> Vec<String> {
        while self.chats.world.tick().await > 0 {}
        let text = |payload: &Value| payload["conversationMessages"][0]["text"].as_str().unwrap().to_owned();
        self.chats.at_bot().iter().map(text).collect()
    }
}

fn sms(id: &str, text: &str) -> Value {
    json!({"messageId": id, "from": "+628128778222", "to": "+62800", "text": text})
}

#[tokio::test]
async fn an_sms_reaches_the_adapter_and_its_answer_goes_out_by_the_integrator() {
    let sms_channel = Sms::new(json!({})).await;
    let accepted = sms_channel.says(&sms("1", "Halo 👋")).await.expect(202).json();
    let ticket = accepted["items"][0]["conversationId"].as_str().unwrap();
    assert_eq!(sms_channel.at_bot().await, ["Halo 👋"]);
    let conversation = sms_channel.chats.portal.get(&format!("{CC}/conversations/{ticket}")).await.expect(200).json();
    assert_eq!(conversation["messages"][0]["content"]["text"], "Halo 👋");
    let answer = json!({"chat": {"id": "x", "accountId": "cc-1", "channel": "SMS", "conversationClientId": "+628128778222",
        "conversationHostId": "+62800"}, "conversationMessages": [{"$type": "text", "text": "Hi"}]});
    sms_channel.chats.send(&answer).await.expect(201);
    sms_channel.at_bot().await;
    assert_eq!(bodies(&sms_channel.chats.world, "/sms"), [json!({"to": "+628128778222", "text": "Hi"})]);
}

#[tokio::test]
async fn an_sms_that_comes_in_is_heard_by_endpoints_that_listen_to_it() {
    let sms_channel = Sms::new(json!({})).await;
    let (world, portal) = (&sms_channel.chats.world, &sms_channel.chats.portal);
    let note = json!({"name": "note", "label": "Note", "type": "postData", "method": "POST", "url": "/note", "triggers": ["sms_received"],
        "parameters": [{"name": "from", "location": "body", "source": "clientBody", "path": "from"},
            {"name": "to", "location": "body", "source": "clientBody", "path": "to"},
            {"name": "text", "location": "body", "source": "clientBody", "path": "text"}]});
    portal.post("/api/v1/templates/acme/endpoints", &note).await.expect(201);
    for text in ["Halo 👋", "Ada?"] {
        sms_channel.says(&sms(text, text)).await.expect(202);
        sms_channel.says(&sms(text, text)).await.expect(202);
    }
    sms_channel.at_bot().await;
    let noted = |text: &str| json!({"from": "+628128778222", "to": "+62800", "text": text});
    assert_eq!(bodies(world, "/note"), [noted("Halo 👋"), noted("Ada?")], "each once, in order");
}

#[tokio::test]
async fn the_same_id_again_is_one_message_and_none_is_taken_as_it_comes() {
    let channel = Sms::new(json!({})).await;
    let first = channel.says(&sms("1", "Halo")).await.expect(202).json();
    assert_eq!(channel.says(&sms("1", "Halo")).await.expect(202).json(), first);
    let both = json!({"results": [sms("1", "Halo"), sms("2", "Hai")]});
    assert_eq!(channel.says(&both).await.expect(202).json()["items"][0], first["items"][0]);
    let mut unnamed = sms("", "Ya");
    unnamed.as_object_mut().unwrap().remove("messageId");
    channel.says(&unnamed).await.expect(202);
    channel.says(&unnamed).await.expect(202);
    assert_eq!(channel.at_bot().await, ["Halo", "Hai", "Ya", "Ya"]);
}

#[tokio::test]
async fn a_form_is_taken_and_answered_without_a_body() {
    let channel = Sms::new(json!({})).await;
    let twilio = [("MessageSid", "SM1"), ("From", "+628128778222"), ("To", "+62800"), ("Body", "Halo & hai 👋")];
    let path = format!("{CC}/channels/sms/inbound/{}", channel.token);
    for _ in 0..2 {
        let request = channel.chats.world.stranger().request(Method::POST, &path).form(&twilio);
        let reply = Reply::of(request).await;
        assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    }
    assert_eq!(channel.at_bot().await, ["Halo & hai 👋"]);
}

#[tokio::test]
async fn a_channel_says_what_its_gateway_calls_the_parts() {
    let members = json!({"id": "data.id", "from": "data.sender.number", "text": "data.body[0]"});
    let channel = Sms::new(members.clone()).await;
    let read = channel.chats.portal.get(&format!("{CC}/channels/SMS")).await.expect(200).json();
    assert_eq!(read["inbound"], members);
    let body = json!({"data": {"id": 7, "sender": {"number": "+628128778222"}, "body": ["Halo"]}});
    channel.says(&body).await.expect(202);
    channel.says(&sms("1", "Halo")).await.problem(422, "invalid");
    assert_eq!(channel.at_bot().await, ["Halo"]);
    let change = json!({"inbound": null});
    channel.chats.portal.patch(&format!("{CC}/channels/SMS"), None, &change).await.expect(200);
    channel.says(&sms("1", "Hai")).await.expect(202);
}

#[tokio::test]
async fn a_token_is_taken_in_three_places_and_only_at_its_own_channel() {
    let channel = Sms::new(json!({})).await;
    let (path, token) = (format!("{CC}/channels/SMS/inbound"), channel.token.as_str());
    let another = json!({"name": "SMS 2", "kind": "sms", "template": "acme", "endpoint": "send"});
    let another = channel.chats.portal.post(&format!("{CC}/channels"), &another).await.expect(201).json();
    let other = another["token"].as_str().unwrap();
    let id = channel.chats.portal.get(&format!("{CC}/channels/SMS")).await.expect(200).json()["id"].clone();
    let by_id = format!("{CC}/channels/{}/inbound", id.as_str().unwrap());
    let elsewhere = path.replace("cc-1", "cc-2");
    let key = channel.chats.world.new_key(Some("cc-1"), &[Scope::MessagesWrite]).await;
    for (number, (path, bearer, status)) in [
        (path.clone(), Some(token), 202),
        (by_id, Some(token), 202),
        (format!("{path}?token={token}&account=7"), None, 202),
        (format!("{path}/{token}"), None, 202),
        (path.clone(), None, 401),
        (path.clone(), Some("pbg_guessed"), 401),
        (path.clone(), Some(other), 401),
        (path.clone(), Some(key.as_str()), 401),
        (format!("{path}/{other}"), None, 401),
        (format!("{path}?token="), None, 401),
        (format!("{path}/{token}x"), None, 401),
        (elsewhere, Some(token), 401),
        (format!("{CC}/channels/WhatsApp/inbound"), Some(token), 401),
        (format!("{CC}/channels/none/inbound"), Some(token), 401),
        // What a header says counts before what the address says.
        (format!("{path}?token={token}"), Some("pbg_guessed"), 401),
    ]
    .into_iter()
    .enumerate()
    {
        let reply = channel.post(&path, bearer, &sms(&format!("{number}"), "Halo")).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text);
        if status == 401 {
            let problem = reply.problem(401, "unauthenticated");
            assert_eq!(problem["detail"], "send a valid token", "nothing that a stranger learns from");
        }
    }
    let list = channel.chats.portal.get(&format!("{CC}/channels")).await.expect(200);
    assert!(!list.text.contains("pbg_"), "{}", list.text);
    assert_eq!(Client::stranger(&channel.chats.world.process.base).get(&path).await.status, 405);
}

#[tokio::test]
async fn a_new_token_counts_beside_the_old_one_and_the_third_ends_the_first() {
    let channel = Sms::new(json!({})).await;
    let rotate = format!("{CC}/channels/SMS/inbound-tokens");
    let second = channel.chats.portal.post(&rotate, &json!({})).await.expect(201).json();
    assert!(second["previousEndsAt"].is_string(), "{second}");
    let path = format!("{CC}/channels/SMS/inbound");
    let status = async |token: &str, id: &str| channel.post(&path, Some(token), &sms(id, "Halo")).await.status;
    assert_eq!(status(&channel.token, "1").await, 202);
    assert_eq!(status(second["token"].as_str().unwrap(), "2").await, 202);
    let third = channel.chats.portal.post(&rotate, &json!({})).await.expect(201).json();
    assert_eq!(status(&channel.token, "3").await, 401);
    assert_eq!(status(second["token"].as_str().unwrap(), "4").await, 202);
    assert_eq!(status(third["token"].as_str().unwrap(), "5").await, 202);
    let gateway = format!("{CC}/channels/WhatsApp/inbound-tokens");
    channel.chats.portal.post(&gateway, &json!({})).await.problem(409, "conflict");
    let audit = channel.chats.portal.get("/api/v1/audit?object=channel").await.expect(200);
    assert!(!audit.text.contains("pbg_"), "{}", audit.text);
}

#[tokio::test]
async fn what_can_not_be_used_is_told_with_its_place_and_nothing_is_kept() {
    let channel = Sms::new(json!({})).await;
    let path = format!("{CC}/channels/SMS/inbound");
    let with = |member: &str, value: Value| {
        let mut body = sms("1", "Halo");
        body[member] = value;
        body.to_string()
    };
    let (json_type, form_type) = ("application/json", "application/x-www-form-urlencoded");
    let table = [
        (json_type, "{".to_owned(), 400, "malformed_json", None),
        (json_type, "\"Halo\"".to_owned(), 422, "invalid", Some("")),
        (json_type, "[]".to_owned(), 422, "invalid", Some("")),
        (json_type, "{}".to_owned(), 422, "invalid", Some("")),
        (json_type, with("from", json!("a|b")), 422, "invalid", Some("/from")),
        (json_type, with("from", json!("x".repeat(201))), 422, "invalid", Some("/from")),
        (json_type, with("to", json!("a\nb")), 422, "invalid", Some("/to")),
        (json_type, with("text", json!("")), 422, "invalid", Some("/text")),
        (json_type, with("text", json!("x".repeat(4097))), 422, "invalid", Some("/text")),
        (json_type, with("text", json!("a\u{0}b")), 422, "invalid", Some("/text")),
        (json_type, with("messageId", json!("x".repeat(201))), 422, "invalid", Some("/messageId")),
        (json_type, json!([sms("1", "Halo"), {"from": "1"}]).to_string(), 422, "invalid", Some("/1")),
        (form_type, "From=62&To=80".to_owned(), 422, "invalid", Some("")),
        (form_type, "From=62&To=80&Body=%00".to_owned(), 422, "invalid", Some("/Body")),
        (form_type, String::new(), 422, "invalid", Some("")),
        ("text/plain", "Halo".to_owned(), 415, "unsupported_media_type", None),
        ("multipart/form-data; boundary=x", "--x--".to_owned(), 415, "unsupported_media_type", None),
        (json_type, with("padding", json!("x".repeat(300 * 1024))), 413, "body_too_large", None),
    ];
    for (content_type, body, status, code, pointer) in table {
        let shown: String = body.chars().take(80).collect();
        let request = channel.chats.world.stranger().request(Method::POST, &path).bearer_auth(&channel.token);
        let reply = Reply::of(request.header("content-type", content_type).body(body)).await;
        assert_eq!(reply.status, status, "{shown}: {}", reply.text);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = reply.problem(status, code);
        if let Some(pointer) = pointer {
            assert_eq!(problem["pointer"], pointer, "{shown}");
        }
    }
    assert_eq!(channel.at_bot().await, Vec::<String>::new());
    // Without an adapter that lists the channel nothing can be taken either.
    let change = json!({"channels": ["WhatsApp"]});
    channel.chats.portal.patch(&format!("{CC}/adapters/{}", channel.chats.bot), None, &change).await.expect(200);
    channel.says(&sms("1", "Halo")).await.problem(422, "invalid");
    let found = channel.chats.portal.get(&format!("{CC}/conversations")).await.expect(200).json();
    assert_eq!(found["items"], json!([]));
}
