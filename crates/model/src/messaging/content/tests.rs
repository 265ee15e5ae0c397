//! Content as a text, and its limits when we make it ourselves.

use super::*;
use crate::messaging::refusal::RefusalCode;
use serde_json::json;

fn content(json: Value) -> Content {
    serde_json::from_value(json).unwrap()
}

#[test]
fn stored_content_is_read_as_it_was_written() {
    for stored in [
        json!({"$type": "text", "text": "Halo"}),
        json!({"$type": "media", "url": "https://a.test/x.png", "mimeType": "image/png", "fileName": "x.png", "caption": "x"}),
        json!({"$type": "location", "latitude": -6.2, "longitude": 106.8}),
        json!({"$type": "contact", "name": "Ann", "phones": ["1"], "emails": []}),
        json!({"$type": "suggestions", "text": "Which?", "options": [{"$type": "openUrl", "url": "https://a.test", "label": "A"}]}),
        json!({"$type": "template", "name": "hi", "language": "id", "parameters": {"1": "Ann"}}),
        json!({"$type": "sticker", "url": "https://a.test/x.webp", "mimeType": "image/webp"}),
    ] {
        let read = content(stored.clone());
        assert_eq!(serde_json::to_value(&read).unwrap(), stored);
        assert_eq!(read.content_type().as_str(), stored["$type"]);
        assert_eq!(read.validate(), Ok(()));
    }
}

#[test]
fn what_we_make_ourselves_keeps_the_limits_too() {
    for (made, code, pointer) in [
        (Content::text(""), RefusalCode::OutOfBounds, "/text"),
        (Content::text("x".repeat(4097)), RefusalCode::OutOfBounds, "/text"),
        (Content::text("a\0b"), RefusalCode::InvalidValue, "/text"),
        (
            Content::Location(Location { latitude: f64::NAN, longitude: 0.0, label: None }),
            RefusalCode::OutOfBounds,
            "/latitude",
        ),
    ] {
        let refusal = made.validate().unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{made:?}");
    }
    assert_eq!(Content::text("😀".repeat(4096)).validate(), Ok(()), "characters count, not bytes");
}

#[test]
fn a_sticker_is_called_by_the_language_of_the_call_center() {
    for (language, word) in
        [("en", "Sticker"), ("id", "Stiker"), ("id-ID", "Stiker"), ("in", "Stiker"), ("vi", "Sticker"), ("", "Sticker")]
    {
        assert_eq!(sticker_word(language), word, "{language}");
    }
}

#[test]
fn every_content_can_be_told_as_a_text() {
    for (json, text) in [
        (json!({"$type": "text", "text": "Halo"}), "Halo"),
        (json!({"$type": "media", "url": "https://a.test/x", "mimeType": "image/png"}), "https://a.test/x"),
        (
            json!({"$type": "media", "url": "https://a.test/x", "mimeType": "image/png", "caption": "X"}),
            "X\nhttps://a.test/x",
        ),
        (json!({"$type": "location", "latitude": -6.2, "longitude": 106.8, "label": "Monas"}), "Monas\n-6.2,106.8"),
        (json!({"$type": "contact", "name": "Ann", "phones": ["1"], "emails": ["a@b.test"]}), "Ann\n1\na@b.test"),
        (
            json!({"$type": "suggestions", "text": "Which?", "options": [{"$type": "reply", "label": "A"},
                {"$type": "dial", "label": "B", "number": "12"}]}),
            "Which?\n- A\n- B: 12",
        ),
        (json!({"$type": "template", "name": "welcome", "language": "id"}), "welcome"),
        (json!({"$type": "sticker", "url": "https://a.test/x", "mimeType": "image/webp"}), "Stiker"),
    ] {
        assert_eq!(content(json).as_text("id"), text);
    }
}
