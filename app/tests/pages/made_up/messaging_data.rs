//! What the made-up portal has of channels, adapters and chats.

use super::data::{EXECUTION, read, saved};
use patchbay_app::portal::PortalResult;
use patchbay_model::conversation::{ChatDetail, ConversationDetail, ConversationMessage, TranscriptEntry};
use patchbay_model::messaging::adapter::{Adapter, AdapterToken, CreatedAdapterToken, DEFAULT_HANDOVER_BODY};
use patchbay_model::messaging::channel::{Channel, CreatedInboundToken};
use patchbay_model::messaging::event::ChatEvent;
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::Page;
use serde_json::{Value, json};

pub const GATEWAY: &str = "0199c0de-0000-7000-8000-000000000021";
pub const SMS: &str = "0199c0de-0000-7000-8000-000000000022";
pub const WEBCHAT: &str = "0199c0de-0000-7000-8000-000000000023";
pub const BOT: &str = "0199c0de-0000-7000-8000-000000000024";
pub const SUITE: &str = "0199c0de-0000-7000-8000-000000000025";
pub const TOKEN: &str = "0199c0de-0000-7000-8000-000000000026";
const SESSION: &str = "0199c0de-0000-7000-8000-000000000027";
pub const CHAT: &str = "294c9ea8-8f7e-549f-8c37-ae895ebab247";
pub const TICKET: &str = "294c9ea88f7e549f8c37ae895ebab247";
const AT: &str = "2026-05-03T16:42:10.000Z";

pub fn channels() -> Vec<Channel> {
    let channel = |id: &str, name: &str, own: Value| {
        let mut value = json!({"callCenterId": "cc-1", "name": name, "kind": "gateway", "callbackUrl": null, "template": null,
            "endpoint": null, "sender": null, "inbound": null, "inboundToken": null, "allowedOrigins": []});
        for (member, own) in own.as_object().unwrap() {
            value[member] = own.clone();
        }
        read(saved(value, id))
    };
    let sms = json!({"kind": "sms", "template": "hubspot", "endpoint": "sendText", "sender": "62800",
        "inbound": {"from": "data.msisdn"}, "inboundToken": {"createdAt": AT, "previousEndsAt": null}});
    vec![
        channel(GATEWAY, "WhatsApp", json!({"callbackUrl": "https://gateway.test/out"})),
        channel(SMS, "SMS", sms),
        channel(
            WEBCHAT,
            "CXWebConversations",
            json!({"kind": "webchat", "allowedOrigins": ["https://shop.example.com"]}),
        ),
    ]
}

pub fn secrets() -> Vec<SigningSecret> {
    vec![read(json!({"createdAt": AT, "retiresAt": null})), read(json!({"createdAt": AT, "retiresAt": AT}))]
}

pub fn created_secret() -> CreatedSigningSecret {
    read(json!({"secret": "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "secrets": secrets()}))
}

pub fn created_inbound_token() -> CreatedInboundToken {
    read(json!({"token": "pbg_shown-once", "createdAt": AT, "previousEndsAt": AT}))
}

pub fn adapters() -> Vec<Adapter> {
    let blank = json!({"callCenterId": "cc-1", "kind": "twoway", "name": "bot", "isBot": true, "channels": ["WhatsApp"],
        "messageEndpoint": null, "handoverEndpoint": null, "eventsEndpoint": null, "properties": null, "secret": null,
        "deliverySecret": null, "signingSecrets": [{"createdAt": AT, "retiresAt": null}]});
    let mut bot = blank.clone();
    bot["messageEndpoint"] = json!({"url": "https://bot.test/in", "headers": {"X-Env": "test", "X-Api-Key": {"set": true, "updatedAt": null}}});
    bot["handoverEndpoint"] = json!({"url": "https://bot.test/handover", "headers": {}, "body": DEFAULT_HANDOVER_BODY});
    let mut suite = blank;
    suite["kind"] = "omnichannel".into();
    suite["name"] = "suite".into();
    suite["isBot"] = false.into();
    suite["channels"] = json!(["whatsapp", "line"]);
    suite["properties"] = json!({"app.ext.integration.api.base.url": "https://suite.test",
        "app.ext.integration.api.incomingMessage": "/in", "app.ext.integration.api.sendMessage": "/ext/{owner}/sendMessage"});
    suite["secret"] = json!({"set": true, "updatedAt": AT});
    vec![read(saved(bot, BOT)), read(saved(suite, SUITE))]
}

fn token(id: &str, name: &str, revoked_at: Value) -> Value {
    json!({"id": id, "callCenterId": "cc-1", "adapterId": BOT, "name": name, "prefix": "pbt_1234", "rights": ["message:send"],
        "createdAt": AT, "lastUsedAt": null, "revokedAt": revoked_at})
}

/// Two in force, and one that is not.
pub fn tokens() -> Vec<AdapterToken> {
    vec![
        read(token(TOKEN, "main", Value::Null)),
        read(token(SESSION, "next", Value::Null)),
        read(token(EXECUTION, "old", AT.into())),
    ]
}

pub fn created_token() -> CreatedAdapterToken {
    let mut created = token(TOKEN, "main", Value::Null);
    created["token"] = "pbt_1234-shown-once".into();
    read(created)
}

pub fn chat() -> ChatDetail {
    let session = json!({"AccountId": "cc-1", "ChatId": CHAT, "SessionId": SESSION, "HostAdapterId": BOT, "StateNameId": "greeting",
        "StartedOn": AT, "EndedOn": null});
    read(
        json!({"id": CHAT, "channel": "WhatsApp", "clientId": "628128778222", "clientName": "Farhan Akbar", "hostId": "62800",
        "contactId": SESSION, "session": session, "createdAt": AT}),
    )
}

pub fn chat_messages() -> Vec<ConversationMessage> {
    let message = |id: u32, author: Value, content: Value| {
        let (author, author_id) = (&author[0], &author[1]);
        let direction = if author == "client" { "ClientOriginated" } else { "ClientTerminated" };
        read(json!({"id": format!("0199c0de-0000-7000-8000-0000000001{id:02}"), "direction": direction,
            "createdOn": format!("2026-05-03T16:42:{id:02}.000Z"), "author": author, "authorId": author_id, "sessionId": SESSION,
            "executionId": EXECUTION, "content": content}))
    };
    vec![
        message(10, json!(["client", null]), json!({"$type": "text", "text": "<b>Halo</b>"})),
        message(
            12,
            json!(["adapter", BOT]),
            json!({"$type": "suggestions", "text": "What is it about?",
            "options": [{"$type": "reply", "label": "An order"}, {"$type": "openUrl", "label": "Shop", "url": "https://shop.test/a"}]}),
        ),
        message(
            14,
            json!(["client", null]),
            json!({"$type": "media", "url": "https://files.test/bill.pdf", "mimeType": "application/pdf",
            "fileName": "bill.pdf", "caption": "My bill"}),
        ),
        message(
            16,
            json!(["client", null]),
            json!({"$type": "location", "latitude": -6.2, "longitude": 106.816_666, "label": "Jakarta"}),
        ),
        message(18, json!(["operator", "ann@example.com"]), json!({"$type": "text", "text": "I look into it."})),
    ]
}

pub fn chat_events() -> Vec<ChatEvent> {
    let event = |second: u32, content: Value| {
        read(json!({"id": format!("0199c0de-0000-7000-8000-0000000002{second:02}"),
            "createdOn": format!("2026-05-03T16:42:{second:02}.000Z"), "content": content}))
    };
    vec![
        event(10, json!({"$type": "RouterSessionStarted"})),
        event(17, json!({"$type": "HandOverRequested", "sourceAdapterId": BOT, "targetAdapterId": SUITE})),
    ]
}

/// The newer page of the transcript, and the one before it.
pub fn transcript(cursor: Option<&str>) -> PortalResult<Page<TranscriptEntry>> {
    let said =
        chat_messages().into_iter().map(|message| (message.created_on, TranscriptEntry::Message(Box::new(message))));
    let happened = chat_events().into_iter().map(|event| (event.created_on, TranscriptEntry::Event(Box::new(event))));
    let mut all: Vec<_> = said.chain(happened).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let items: Vec<_> = all.into_iter().map(|(_, entry)| entry).collect();
    Ok(match cursor {
        None => Page { items, next_cursor: Some("older".to_owned()) },
        Some(_) => Page { items: items.into_iter().rev().take(1).collect(), next_cursor: None },
    })
}

/// The conversation that the chat is.
pub fn conversation() -> ConversationDetail {
    let mut value = serde_json::to_value(super::events_data::conversation()).unwrap();
    value["id"] = TICKET.into();
    value["facts"]["id"] = TICKET.into();
    value["facts"]["channelType"] = "chat".into();
    value["messages"] = serde_json::to_value(chat_messages()).unwrap();
    read(value)
}
