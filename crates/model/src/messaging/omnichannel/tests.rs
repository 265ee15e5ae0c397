//! The three events of the bridge.

use super::*;
use crate::messaging::arbitrary::{any_content, location};
use crate::messaging::content::Content;
use crate::messaging::refusal::{Refusal, RefusalCode as C};
use crate::messaging::{ChatId, ContactId};
use chrono::DateTime;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const TICKET: &str = "294c9ea88f7e649f8c37ae895ebab247";

/// The outgoing event of the documentation.
fn outgoing() -> Value {
    json!({"ticketNumber": TICKET, "channel": "whatsapp", "messageType": "text", "message": "Selamat Datang Customer",
        "mediaLink": "", "customerName": "Farhan Akbar", "createdDate": "2021-04-28T15:39:37.945", "owner": "cc-1"})
}

/// Its command.
fn close() -> Value {
    json!({"ticketNumber": TICKET, "channel": "whatsapp", "owner": "cc-1", "event": "Close"})
}

fn with(mut event: Value, members: Value) -> Value {
    event.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    event
}

fn sent(event: &Value) -> Result<Content, Refusal> {
    match Posted::decode(&event.to_string())? {
        Posted::Outgoing(event) => Ok(event.content),
        Posted::Command(command) => panic!("{command:?}"),
    }
}

fn incoming(content: &Content, language: &str) -> IncomingEvent {
    let owner = "82ab0fd5cfd1e80d1ff97c0cfc9aaaa".parse().unwrap();
    IncomingEvent::of(
        content,
        &Ticket {
            id: TICKET.parse().unwrap(),
            channel: "whatsapp",
            client_id: "628128778222",
            contact: ContactId(Uuid::from_u128(1)),
            customer_name: " Farhan Akbar ",
            created: DateTime::parse_from_rfc3339("2021-04-28T15:39:37.9456+07:00").unwrap(),
            owner: &owner,
            sticker_language: language,
            group_id: None,
            language: None,
        },
    )
}

fn content(json: Value) -> Content {
    serde_json::from_value(json).unwrap()
}

#[test]
fn an_incoming_event_is_the_sample_of_the_documentation() {
    let written = incoming(&Content::text("Halo"), "id").encode().to_string();
    let sample = r#"{"ticketNumber":"294c9ea88f7e649f8c37ae895ebab247","channel":"whatsapp","accountId":"628128778222","contactId":"00000000000000000000000000000001","messageType":"text","message":"Halo","mediaLink":"","customerName":"Farhan Akbar","createdDate":"2021-04-28T15:39:37.945","owner":"82ab0fd5cfd1e80d1ff97c0cfc9aaaa","groupId":"","language":""}"#;
    assert_eq!(written, sample);
}

#[test]
fn the_created_date_is_local_with_exactly_three_digits() {
    for (created, written) in [
        ("2026-11-20T09:30:00+00:00", "2026-11-20T09:30:00.000"),
        ("2026-11-20T23:59:59.9999+07:00", "2026-11-20T23:59:59.999"),
        ("2026-02-28T20:00:00.5-05:00", "2026-02-28T20:00:00.500"),
    ] {
        let created = DateTime::parse_from_rfc3339(created).unwrap();
        assert_eq!(created.format(CREATED_DATE_FORMAT).to_string(), written);
    }
}

#[test]
fn each_content_has_its_message_type_text_and_link() {
    let media =
        |mime_type: &str| json!({"$type": "media", "url": "https://a.test/x", "mimeType": mime_type, "caption": "Ini"});
    for (json, message_type, message, link) in [
        (json!({"$type": "text", "text": "Halo"}), "text", "Halo", ""),
        (media("image/png"), "image", "Ini", "https://a.test/x"),
        (media("VIDEO/mp4"), "video", "Ini", "https://a.test/x"),
        (media("audio/ogg; codecs=opus"), "audio", "Ini", "https://a.test/x"),
        (media("application/pdf"), "file", "Ini", "https://a.test/x"),
        (
            json!({"$type": "media", "url": "https://a.test/x", "mimeType": "image/png"}),
            "image",
            "",
            "https://a.test/x",
        ),
        (
            json!({"$type": "location", "latitude": -6.175, "longitude": 106.827, "label": "Monas"}),
            "Location",
            "-6.175,106.827",
            "",
        ),
        (json!({"$type": "sticker", "url": "https://a.test/x", "mimeType": "image/webp"}), "text", "Stiker", ""),
        (json!({"$type": "contact", "name": "Ann", "phones": ["1"]}), "text", "Ann\n1", ""),
    ] {
        let event = incoming(&content(json), "id");
        assert_eq!((&*event.message_type, &*event.message, &*event.media_link), (message_type, message, link));
    }
    let sticker = content(json!({"$type": "sticker", "url": "https://a.test/x", "mimeType": "image/webp"}));
    assert_eq!(incoming(&sticker, "en").message, "Sticker");
}

#[test]
fn an_incoming_event_is_read_with_group_and_language_in_either_case() {
    let event = incoming(&Content::text("Halo"), "id");
    let mut other = event.encode();
    let members = other.as_object_mut().unwrap();
    members.remove("groupId");
    members.remove("language");
    members.extend([
        ("GroupId".to_owned(), json!("g")),
        ("Language".to_owned(), json!("id")),
        ("more".to_owned(), json!(1)),
    ]);
    members["messageType"] = json!("TEXT");
    let read = IncomingEvent::decode(&other.to_string()).unwrap();
    assert_eq!(read, IncomingEvent { group_id: "g".into(), language: "id".into(), ..event });
}

#[test]
fn an_outgoing_event_is_read_in_any_case_of_its_type() {
    assert_eq!(sent(&outgoing()).unwrap(), Content::text("Selamat Datang Customer"));
    for (kind, link, mime_type) in [
        ("image", "https://a.test/x.PNG?size=1", "image/png"),
        ("Image", "https://a.test/x", "image/jpeg"),
        ("IMAGE", "https://a.test/x.pdf", "image/jpeg"),
        ("video", "https://a.test/x.webm", "video/webm"),
        ("audio", "https://a.test/x.mp3", "audio/mpeg"),
        ("File", "https://a.test/x.pdf", "application/pdf"),
        ("file", "https://a.test/x.png", "application/octet-stream"),
    ] {
        let event = with(outgoing(), json!({"messageType": kind, "mediaLink": link, "message": ""}));
        let expected = content(json!({"$type": "media", "url": link, "mimeType": mime_type}));
        assert_eq!(sent(&event).unwrap(), expected, "{kind}");
    }
    for (place, latitude, longitude) in [("-6.175,106.827", -6.175, 106.827), (" 90 , -180 ", 90.0, -180.0)] {
        for kind in ["Location", "location", "LOCATION"] {
            let event = with(outgoing(), json!({"messageType": kind, "message": place}));
            let expected = content(json!({"$type": "location", "latitude": latitude, "longitude": longitude}));
            assert_eq!(sent(&event).unwrap(), expected, "{place}");
        }
    }
}

#[test]
fn each_defect_of_an_outgoing_event_is_told_at_its_member() {
    for member in ["ticketNumber", "channel", "messageType", "message", "mediaLink", "customerName", "owner"] {
        let mut without = outgoing();
        without.as_object_mut().unwrap().remove(member);
        let refusal = sent(&without).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (C::MissingMember, Some("")), "{member}");
        assert!(refusal.message.contains(member));
        let refusal = sent(&with(outgoing(), json!({member: 1}))).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer), (C::WrongType, Some(format!("/{member}"))));
    }
    for (change, code, pointer) in [
        (json!({"ticketNumber": ""}), C::OutOfBounds, "/ticketNumber"),
        (json!({"owner": ""}), C::OutOfBounds, "/owner"),
        (json!({"messageType": "sticker"}), C::UnknownType, "/messageType"),
        (json!({"message": ""}), C::OutOfBounds, "/message"),
        (json!({"message": "x".repeat(4097)}), C::OutOfBounds, "/message"),
        (json!({"message": "a\0"}), C::InvalidValue, "/message"),
        (json!({"mediaLink": "https://a.test/x"}), C::InvalidValue, "/mediaLink"),
        (json!({"messageType": "image"}), C::InvalidValue, "/mediaLink"),
        (json!({"messageType": "image", "mediaLink": "http://a.test/x"}), C::InvalidValue, "/mediaLink"),
        (json!({"messageType": "location", "message": "Jakarta"}), C::InvalidValue, "/message"),
        (json!({"messageType": "location", "message": "1"}), C::InvalidValue, "/message"),
        (json!({"messageType": "location", "message": "NaN,0"}), C::InvalidValue, "/message"),
        (json!({"messageType": "location", "message": "91,0"}), C::OutOfBounds, "/message"),
    ] {
        let refusal = sent(&with(outgoing(), change.clone())).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{change}");
        assert_eq!(refusal.code.status(), 400);
    }
    assert_eq!(Posted::decode("{").unwrap_err().code, C::MalformedJson);
    assert_eq!(Posted::decode("[]").unwrap_err().code, C::WrongType);
}

#[test]
fn a_text_of_4096_characters_is_kept_as_it_is() {
    for unit in ["😀", "ب", "\u{202e}"] {
        let text = unit.repeat(4096);
        let read = sent(&with(outgoing(), json!({"message": text}))).unwrap();
        assert_eq!(read, Content::text(&text));
        assert_eq!(incoming(&read, "id").message, text);
    }
}

#[test]
fn close_is_read_in_any_case_on_either_path_and_nothing_else() {
    for word in ["Close", "close", "CLOSE"] {
        let event = with(close(), json!({"event": word, "createdDate": 1}));
        let command = CommandEvent::decode(&event.to_string()).unwrap();
        assert_eq!(command.event, Command::Close);
        assert_eq!(Posted::decode(&event.to_string()).unwrap(), Posted::Command(command));
    }
    for (change, code, pointer) in [
        (json!({"event": "Open"}), C::UnknownCommand, "/event"),
        (json!({"event": ""}), C::UnknownCommand, "/event"),
        (json!({"event": true}), C::WrongType, "/event"),
        (json!({"event": null}), C::MissingMember, ""),
        (json!({"channel": null}), C::MissingMember, ""),
    ] {
        let refusal = CommandEvent::decode(&with(close(), change.clone()).to_string()).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{change}");
    }
    // With a type it is a message, whatever else is in it.
    assert_eq!(sent(&with(outgoing(), json!({"event": "Close"}))).unwrap(), Content::text("Selamat Datang Customer"));
}

#[test]
fn channel_and_owner_have_to_be_the_tickets_own() {
    let command = CommandEvent::decode(&close().to_string()).unwrap();
    let (channel, owner) = ("WhatsApp".parse().unwrap(), "cc-1".parse().unwrap());
    assert!(command.names(&channel, &owner));
    assert!(!command.names(&"SMS".parse().unwrap(), &owner));
    assert!(!command.names(&channel, &"cc-2".parse().unwrap()));
    assert_eq!(command.chat_id(), Some(TICKET.parse::<ChatId>().unwrap()));
    let strange = with(close(), json!({"ticketNumber": "nobody's"}));
    assert_eq!(CommandEvent::decode(&strange.to_string()).unwrap().chat_id(), None);
}

#[test]
fn answers_are_in_the_dialect_of_the_bridge() {
    assert_eq!(serde_json::to_string(&Answer::Success).unwrap(), r#"{"status":"success"}"#);
    for (refusal, status, written) in [
        (
            Refusal::at(C::UnknownCommand, "/event", "why"),
            400,
            r#"{"status":"error","code":"unknown_command","message":"why","pointer":"/event"}"#,
        ),
        (
            Refusal::unauthenticated(),
            401,
            r#"{"status":"error","code":"unauthenticated","message":"send a valid token","pointer":null}"#,
        ),
        (
            Refusal::new(C::NotFound, "why"),
            404,
            r#"{"status":"error","code":"not_found","message":"why","pointer":null}"#,
        ),
        (
            Refusal::new(C::SessionClosed, "why"),
            409,
            r#"{"status":"error","code":"session_closed","message":"why","pointer":null}"#,
        ),
        (
            Refusal::new(C::TooManyRequests, "why"),
            429,
            r#"{"status":"error","code":"too_many_requests","message":"why","pointer":null}"#,
        ),
    ] {
        assert_eq!(refusal.code.status(), status);
        assert_eq!(serde_json::to_string(&Answer::refused(refusal)).unwrap(), written);
    }
    assert_eq!(serde_json::to_string(&Answer::Success).unwrap(), r#"{"status":"success"}"#);
}

proptest! {
    #[test]
    fn an_incoming_event_is_read_as_it_was_written(content in any_content()) {
        let event = incoming(&content, "id");
        prop_assert_eq!(IncomingEvent::decode(&event.encode().to_string()).unwrap(), event);
    }

    /// A suite that sends back what it got says the same, as far as the bridge has words for it.
    #[test]
    fn what_goes_out_and_comes_back_is_the_same(
        content in prop_oneof![
            crate::messaging::arbitrary::text(1, 60).prop_map(Content::text),
            location(Just(None)),
        ],
    ) {
        let event = incoming(&content, "id").encode();
        prop_assert_eq!(sent(&event).unwrap(), content);
    }

    #[test]
    fn media_keep_their_link_caption_and_kind(content in any_content()) {
        if let Content::Media(media) = content {
            let event = incoming(&Content::Media(media.clone()), "id");
            let Content::Media(read) = sent(&event.encode()).unwrap() else { panic!("no media") };
            prop_assert_eq!(read.url, media.url);
            prop_assert_eq!(read.caption.unwrap_or_default(), media.caption.unwrap_or_default());
            prop_assert_eq!(media::kind_of(&read.mime_type), media::kind_of(&media.mime_type));
        }
    }

    #[test]
    fn no_text_crashes_the_reader(text in "[\\PC\\n]{0,40}|[\\[\\]{}\",:$a1 \\n\\\\é]{0,60}") {
        let _ = Posted::decode(&text);
        let _ = CommandEvent::decode(&text);
        let _ = IncomingEvent::decode(&text);
    }
}
