//! The bridge knows kinds of media, the other dialects media types.

use super::MessageType;

/// The endings of common files.
const TYPES: [(&str, &str); 21] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("mp4", "video/mp4"),
    ("3gp", "video/3gpp"),
    ("webm", "video/webm"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("amr", "audio/amr"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("zip", "application/zip"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// The kind of a media type.
pub(super) fn kind_of(mime_type: &str) -> MessageType {
    let top = mime_type.split('/').next().unwrap_or_default();
    [(MessageType::Image, "image"), (MessageType::Video, "video"), (MessageType::Audio, "audio")]
        .into_iter()
        .find_map(|(kind, name)| name.eq_ignore_ascii_case(top).then_some(kind))
        .unwrap_or(MessageType::File)
}

/// The media type of a link, by its ending; the commonest of its kind when that says nothing, or says another kind.
pub(super) fn type_of(kind: MessageType, link: &str) -> &'static str {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let known = ending.and_then(|ending| TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)));
    match known {
        Some((_, mime_type)) if kind_of(mime_type) == kind => mime_type,
        _ => match kind {
            MessageType::Image => "image/jpeg",
            MessageType::Video => "video/mp4",
            MessageType::Audio => "audio/mpeg",
            MessageType::Text | MessageType::File | MessageType::Location => "application/octet-stream",
        },
    }
}
