//! Anything that a chat can hold, for the property tests of the dialects.

use super::chat::{Chat, ChatKey};
use super::content::{
    ContactCard, Content, Location, Media, Sticker, Suggestion, SuggestionAction, Suggestions, TemplateContent,
    TextContent,
};
use super::event::{ChatEvent, EndReason, EventContent, HandOver, Receipt};
use super::message::{Message, MessageDirection};
use super::{AdapterId, ChatEventId, MessageId, SessionId};
use crate::time::Timestamp;
use chrono::DateTime;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, json};
use uuid::Uuid;

/// Texts as people write them: emoji of several code points, right-to-left, line breaks, quotes.
pub(super) fn text(least: usize, most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_filter("Postgres has no NUL", |c| *c != '\0').prop_map(String::from),
        select(vec!["👩‍👩‍👧‍👦", "🇻🇳", "مرحبا", "\u{202e}שלום", "\n", "\"", "\\", "|", "Xin chào"]).prop_map(str::to_owned),
    ];
    vec(piece, least..=most.max(least)).prop_map(move |pieces| {
        let text: String = pieces.concat();
        text.chars().take(most).collect()
    })
}

fn address() -> impl Strategy<Value = String> {
    "[^|\\pC]{1,20}"
}

fn https() -> impl Strategy<Value = String> {
    "https://[a-z]{1,8}\\.test(/[a-zA-Z0-9.%?=&é-]{0,12}){0,2}"
}

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_102_444_800_000).prop_map(|ms| Timestamp(DateTime::from_timestamp_millis(ms).unwrap()))
}

fn direction() -> impl Strategy<Value = MessageDirection> {
    select(MessageDirection::ALL)
}

/// Degrees as people and maps write them: six digits after the point.
fn degrees(most: i32) -> impl Strategy<Value = f64> {
    (-most * 1_000_000..=most * 1_000_000).prop_map(|millionths| f64::from(millionths) / 1e6)
}

pub(super) fn location(label: impl Strategy<Value = Option<String>>) -> impl Strategy<Value = Content> {
    (degrees(90), degrees(180), label)
        .prop_map(|(latitude, longitude, label)| Content::Location(Location { latitude, longitude, label }))
}

fn media() -> impl Strategy<Value = Content> {
    let mime_type = select(vec!["image/png", "video/mp4", "audio/ogg; codecs=opus", "application/pdf"]);
    (https(), mime_type, option::of(text(1, 20)), option::of(text(0, 20))).prop_map(
        |(url, mime_type, file_name, caption)| {
            Content::Media(Media { url, mime_type: mime_type.to_owned(), file_name, caption })
        },
    )
}

fn suggestion() -> impl Strategy<Value = Suggestion> {
    let action = prop_oneof![
        Just(SuggestionAction::Reply),
        https().prop_map(|url| SuggestionAction::OpenUrl { url }),
        "[+0-9]{1,15}".prop_map(|number| SuggestionAction::Dial { number }),
    ];
    (action, text(1, 20), option::of(text(0, 20))).prop_map(|(action, label, postback)| Suggestion {
        action,
        label,
        postback,
    })
}

/// What TwoWay knows.
pub(super) fn twoway_content() -> impl Strategy<Value = Content> {
    let list = || vec(text(1, 10), 0..3);
    let parameter =
        ("[a-z]{1,5}", prop_oneof![text(0, 5).prop_map(|text| json!(text)), any::<i32>().prop_map(|n| json!(n))]);
    prop_oneof![
        text(1, 60).prop_map(|text| Content::Text(TextContent { text })),
        media(),
        location(option::of(text(0, 20))),
        (text(1, 20), list(), list()).prop_map(|(name, phones, emails)| Content::Contact(ContactCard {
            name,
            phones,
            emails
        })),
        (text(1, 20), vec(suggestion(), 1..=10))
            .prop_map(|(text, options)| Content::Suggestions(Suggestions { text, options })),
        (text(1, 20), "[a-z]{2}", vec(parameter, 0..4)).prop_map(|(name, language, parameters)| {
            Content::Template(TemplateContent { name, language, parameters: Map::from_iter(parameters) })
        }),
    ]
}

/// What gateways know: stickers too.
pub(super) fn any_content() -> impl Strategy<Value = Content> {
    prop_oneof![
        6 => twoway_content(),
        1 => https().prop_map(|url| Content::Sticker(Sticker { url, mime_type: "image/webp".to_owned() })),
    ]
}

pub(super) fn message() -> impl Strategy<Value = Message> {
    (uuid(), direction(), time(), twoway_content()).prop_map(|(id, direction, created_on, content)| Message {
        id: MessageId(id),
        direction,
        created_on,
        content,
    })
}

pub(super) fn event_content() -> impl Strategy<Value = EventContent> {
    use EventContent as E;
    let adapter = || uuid().prop_map(AdapterId);
    // A context of null is none.
    let context = option::of(text(0, 5).prop_map(|text| json!({"note": text, "list": [1, null, true]})));
    let hand_over = (option::of(adapter()), adapter(), context).prop_map(|(source, target_adapter_id, context)| {
        HandOver { source_adapter_id: source, target_adapter_id, context }
    });
    let receipt = (text(1, 20), option::of(text(0, 20))).prop_map(|(message_id, error)| Receipt { message_id, error });
    prop_oneof![
        Just(E::RouterSessionStarted),
        select(EndReason::ALL).prop_map(|reason| E::RouterSessionEnded { reason }),
        (hand_over, 0..3).prop_map(|(change, which)| match which {
            0 => E::HandOverRequested(change),
            1 => E::HandOverCompleted(change),
            _ => E::HandOverRejected(change),
        }),
        option::of(text(0, 20)).prop_map(|agent_name| E::AgentAssigned { agent_name }),
        option::of(any::<u32>()).prop_map(|position| E::QueueEntered { position }),
        direction().prop_map(|direction| E::TypingStarted { direction }),
        direction().prop_map(|direction| E::TypingStopped { direction }),
        (receipt, 0..3).prop_map(|(receipt, which)| match which {
            0 => E::MessageDelivered(receipt),
            1 => E::MessageRead(receipt),
            _ => E::MessageFailed(receipt),
        }),
    ]
}

pub(super) fn event() -> impl Strategy<Value = ChatEvent> {
    (uuid(), time(), event_content()).prop_map(|(id, created_on, content)| ChatEvent {
        id: ChatEventId(id),
        created_on,
        content,
    })
}

pub(super) fn key() -> impl Strategy<Value = ChatKey> {
    (select(vec!["WhatsApp", "SMS", "Telegram Messenger"]), address(), address())
        .prop_map(|(channel, client_id, host_id)| ChatKey { channel: channel.parse().unwrap(), client_id, host_id })
}

pub(super) fn chat() -> impl Strategy<Value = Chat> {
    (key(), option::of(uuid().prop_map(SessionId)), option::of(text(0, 30)))
        .prop_map(|(key, session, name)| key.chat("cc-1".parse().unwrap(), session, name))
}
