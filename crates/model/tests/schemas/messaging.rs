//! The schemas of the messaging dialects, held against what reads and writes them.

use super::{Verdict, below, compare};
use jsonschema::Validator;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, DEFAULT_HANDOVER_BODY};
use patchbay_model::messaging::chat::ChatKey;
use patchbay_model::messaging::omnichannel::{Answer, CommandEvent, IncomingEvent, Posted, Ticket};
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_model::messaging::sample::{SampleValues, sample};
use patchbay_model::messaging::twoway::{Payload, Sent};
use patchbay_model::messaging::{ContactId, SessionId};
use patchbay_model::webhook::WebhookRole;
use serde_json::{Value, json};
use std::fs;
use uuid::Uuid;

const ID: &str = "01936b2e-6c00-7000-8000-000000000001";
const AT: &str = "2026-11-20T09:30:00.000Z";

fn account() -> CallCenterId {
    "cc-1".parse().unwrap()
}

/// One definition of a schema.
fn definition(file: &str, name: &str) -> Validator {
    let text = fs::read_to_string(below("public/schemas").join(file)).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{file}: {error}"));
    jsonschema::draft202012::new(&schema).unwrap();
    schema.as_object_mut().unwrap().remove("anyOf");
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    jsonschema::draft202012::new(&schema).unwrap()
}

fn chat() -> Value {
    json!({"id": ID, "sessionId": ID, "accountId": "cc-1", "channel": "WhatsApp", "conversationClientId": "628128778222",
        "conversationHostId": "628110000", "conversationClientName": "Farhan Akbar"})
}

fn contents() -> Vec<Value> {
    vec![
        json!({"$type": "text", "text": "Hello 👩‍👩‍👧‍👦 مرحبا"}),
        json!({"$type": "media", "url": "https://a.test/x.png", "mimeType": "image/png", "fileName": "x.png", "caption": "x"}),
        json!({"$type": "location", "latitude": -6.2, "longitude": 106.8, "label": "Monas"}),
        json!({"$type": "contact", "name": "Ann", "phones": ["1"], "emails": ["a@b.test"]}),
        json!({"$type": "suggestions", "text": "Which?", "options": [{"$type": "reply", "label": "A", "postback": "a"},
            {"$type": "openUrl", "label": "B", "url": "https://a.test"}, {"$type": "dial", "label": "C", "number": "+62"}]}),
        json!({"$type": "template", "name": "hi", "language": "id", "parameters": {"1": "Ann"}}),
    ]
}

fn told_events() -> Vec<Value> {
    let hand_over =
        |kind: &str| json!({"$type": kind, "sourceAdapterId": ID, "targetAdapterId": ID, "context": {"a": 1}});
    let receipt = |kind: &str| json!({"$type": kind, "messageId": ID, "error": "why"});
    vec![
        hand_over("HandOverRequested"),
        hand_over("HandOverCompleted"),
        hand_over("HandOverRejected"),
        json!({"$type": "AgentAssigned", "agentName": "Ann"}),
        json!({"$type": "QueueEntered", "position": 3}),
        json!({"$type": "TypingStarted", "direction": "ClientTerminated"}),
        json!({"$type": "TypingStopped", "direction": "ClientTerminated"}),
        receipt("MessageDelivered"),
        receipt("MessageRead"),
        receipt("MessageFailed"),
    ]
}

fn around(mut object: Value, members: Value) -> Value {
    object.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    object
}

fn unreadable_unless(refusal: &Refusal, a_schema_can_not_know: impl Fn(&Refusal) -> bool) -> Verdict {
    if a_schema_can_not_know(refusal) { Verdict::Readable } else { Verdict::Unreadable }
}

#[test]
fn what_adapters_send_is_what_its_schema_says() {
    let schema = definition("twoway.json", "sent");
    let read = |payload: &Value| match Sent::decode(&payload.to_string(), &account()) {
        Ok(_) => Verdict::Valid,
        // Which account the URL names.
        Err(refusal) => unreadable_unless(&refusal, |refusal| refusal.message.contains("account of the URL")),
    };
    let beside = json!({"id": "m-1", "direction": "ClientTerminated", "createdOn": AT});
    for content in contents() {
        compare(&schema, &json!({"chat": chat(), "conversationMessages": [around(content, beside.clone())]}), read);
    }
    for event in told_events() {
        let event = around(event, json!({"id": "e-1", "createdOn": AT}));
        compare(&schema, &json!({"chat": chat(), "conversationEvents": [event]}), read);
    }
    let routers = json!({"$type": "RouterSessionStarted"});
    assert!(!schema.is_valid(&json!({"chat": chat(), "conversationEvents": [routers]})));
    let message = json!({"$type": "text", "text": "x"});
    for (count, fits) in [(0, false), (1, true), (50, true), (51, false)] {
        let payload = json!({"chat": chat(), "conversationMessages": vec![message.clone(); count]});
        assert_eq!(schema.is_valid(&payload), fits, "{count}");
        assert_eq!(read(&payload) == Verdict::Valid, fits, "{count}");
    }
    for (text, fits) in [("😀".repeat(4096), true), ("😀".repeat(4097), false), ("ש".repeat(4096), true)] {
        let payload = json!({"chat": chat(), "conversationMessages": [{"$type": "text", "text": text}]});
        assert_eq!(schema.is_valid(&payload), fits);
        assert_eq!(read(&payload) == Verdict::Valid, fits);
    }
}

#[test]
fn what_the_router_sends_is_what_its_schema_says() {
    let schema = definition("twoway.json", "received");
    let read = |payload: &Value| match Payload::decode(&payload.to_string()) {
        Ok(_) => Verdict::Valid,
        Err(_) => Verdict::Unreadable,
    };
    let target = json!({"adapterId": ID, "name": "bot", "isBot": true});
    let check = |payload: Value| {
        compare(&schema, &payload, read);
        let written = Payload::decode(&payload.to_string()).unwrap().encode();
        assert_eq!(written, payload, "what is written is what was read");
        assert!(schema.is_valid(&written));
    };
    let beside = json!({"id": ID, "direction": "ClientOriginated", "createdOn": AT});
    for content in contents() {
        let messages = json!([around(content, beside.clone())]);
        check(json!({"chat": chat(), "conversationMessages": messages, "targetAdaptersInfo": [target.clone()]}));
    }
    let routers = [json!({"$type": "RouterSessionStarted"}), json!({"$type": "RouterSessionEnded", "reason": "idle"})];
    for event in told_events().into_iter().chain(routers) {
        check(json!({"chat": chat(), "conversationEvents": [around(event, json!({"id": ID, "createdOn": AT}))]}));
    }
}

fn incoming(content: Value) -> Value {
    let content = serde_json::from_value(content).unwrap();
    let key = ChatKey { channel: "whatsapp".parse().unwrap(), client_id: "62".into(), host_id: "81".into() };
    let chat = key.chat(account(), Some(SessionId(Uuid::nil())), None);
    let ticket = Ticket {
        id: chat.id,
        channel: chat.key.channel.as_str(),
        client_id: &chat.key.client_id,
        contact: ContactId(Uuid::nil()),
        customer_name: "Farhan Akbar",
        created: "2026-11-20T16:30:00.5+07:00".parse().unwrap(),
        owner: &chat.account_id,
        sticker_language: "id",
        group_id: None,
        language: Some("id"),
    };
    IncomingEvent::of(&content, &ticket).encode()
}

#[test]
fn incoming_events_satisfy_their_schema() {
    let schema = definition("omnichannel.json", "incomingEvent");
    let sticker = json!({"$type": "sticker", "url": "https://a.test/x.webp", "mimeType": "image/webp"});
    for content in contents().into_iter().chain([sticker]) {
        let event = incoming(content);
        assert!(schema.is_valid(&event), "{event}: {:?}", schema.validate(&event));
    }
    let sample = json!({"ticketNumber": "294c9ea88f7e649f8c37ae895ebab247", "channel": "whatsapp", "accountId": "628128778222",
        "contactId": "d61d77735f3fe08bcf6d6b96fa06ba9d", "messageType": "text", "message": "Halo", "mediaLink": "",
        "customerName": "Farhan Akbar", "createdDate": "2021-04-28T15:39:37.945",
        "owner": "82ab0fd5cfd1e80d1ff97c0cfc9aaaa", "groupId": "", "language": ""});
    assert!(schema.is_valid(&sample));
    assert_eq!(IncomingEvent::decode(&sample.to_string()).unwrap().encode(), sample);
    for (member, value) in [
        ("createdDate", json!("2021-04-28T15:39:37Z")),
        ("createdDate", json!("2021-04-28T15:39:37.9451")),
        ("customerName", json!(" Farhan")),
        ("mediaLink", json!("https://a.test")),
        ("messageType", json!("location")),
        ("groupId", json!(null)),
    ] {
        assert!(!schema.is_valid(&around(sample.clone(), json!({member: value}))), "{member}");
    }
}

#[test]
fn outgoing_and_command_events_are_what_their_schema_says() {
    let outgoing = json!({"ticketNumber": "294c9ea88f7e649f8c37ae895ebab247", "channel": "whatsapp", "messageType": "text",
        "message": "Selamat Datang Customer", "mediaLink": "", "customerName": "Farhan Akbar",
        "createdDate": "2021-04-28T15:39:37.945", "owner": "cc-1"});
    let schema = definition("omnichannel.json", "outgoingEvent");
    let read = |event: &Value| match Posted::decode(&event.to_string()) {
        Ok(Posted::Outgoing(_)) => Verdict::Valid,
        Ok(Posted::Command(_)) | Err(_) => Verdict::Unreadable,
    };
    for change in [
        json!({}),
        json!({"messageType": "IMAGE", "mediaLink": "https://a.test/x.png", "message": ""}),
        json!({"messageType": "File", "mediaLink": "https://a.test/x.pdf"}),
        json!({"messageType": "Location", "message": "-6.2, 106.8"}),
    ] {
        compare(&schema, &around(outgoing.clone(), change), read);
    }
    let command = json!({"ticketNumber": "294c9ea88f7e649f8c37ae895ebab247", "channel": "whatsapp", "owner": "cc-1", "event": "cLose"});
    compare(&definition("omnichannel.json", "commandEvent"), &command, |event| {
        if CommandEvent::decode(&event.to_string()).is_ok() { Verdict::Valid } else { Verdict::Unreadable }
    });
}

#[test]
fn answers_of_the_bridge_satisfy_their_schema() {
    let schema = definition("omnichannel.json", "answer");
    let refused = Answer::refused(Refusal::at(RefusalCode::UnknownCommand, "/event", "why"));
    for answer in [Answer::Success, refused, Answer::refused(Refusal::unauthenticated())] {
        assert!(schema.is_valid(&serde_json::to_value(&answer).unwrap()), "{answer:?}");
    }
}

#[test]
fn the_samples_of_tests_satisfy_their_schemas() {
    let endpoint = json!({"url": "https://bot.test/in", "headers": {}});
    let adapter = |kind: &str, channels: &[&str]| -> Adapter {
        let omnichannel = kind == "omnichannel";
        serde_json::from_value(json!({"id": ID, "callCenterId": "cc-1", "kind": kind, "name": "bot", "isBot": true,
            "channels": channels, "messageEndpoint": (!omnichannel).then_some(&endpoint),
            "handoverEndpoint": (!omnichannel).then(|| json!({"url": "https://bot.test/h", "headers": {}, "body": DEFAULT_HANDOVER_BODY})),
            "eventsEndpoint": (!omnichannel).then_some(&endpoint), "properties": null, "secret": null,
            "deliverySecret": null, "signingSecrets": [], "version": 1, "createdAt": AT, "updatedAt": AT}))
        .unwrap()
    };
    let values =
        SampleValues { id: ID.parse().unwrap(), now: "2026-11-20T16:30:00.5+07:00".parse().unwrap(), language: "id" };
    let received = definition("twoway.json", "received");
    for channels in [&["WhatsApp", "SMS"][..], &["Zalo"], &[]] {
        let twoway = adapter("twoway", channels);
        for role in [WebhookRole::Message, WebhookRole::Events] {
            let sent = sample(&twoway, role, &values).unwrap();
            assert!(received.is_valid(&sent), "{sent}: {:?}", received.validate(&sent));
        }
        let handed_over = sample(&twoway, WebhookRole::Handover, &values).unwrap();
        assert_eq!((&handed_over["accountId"], &handed_over["context"]), (&json!("cc-1"), &json!({"test": true})));
        let event = sample(&adapter("omnichannel", channels), WebhookRole::Message, &values).unwrap();
        let schema = definition("omnichannel.json", "incomingEvent");
        assert!(schema.is_valid(&event), "{event}: {:?}", schema.validate(&event));
    }
    assert_eq!(sample(&adapter("omnichannel", &[]), WebhookRole::Events, &values), None);
    assert_eq!(sample(&adapter("twoway", &[]), WebhookRole::Callback, &values), None);
}
