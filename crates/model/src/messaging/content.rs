//! What a message says (spec/twoway.md, Payload; spec/omnichannel.md, Incoming Event).

mod check;
mod read;
mod summary;

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(in crate::messaging) use check::MAXIMUM_JSON_BYTES;
pub use check::{MAXIMUM_SUGGESTIONS, MAXIMUM_TEXT};
pub(in crate::messaging) use read::read_content;
pub use summary::sticker_word;

closed_set!(
    /// The kinds of content, case-sensitive on the wire.
    ContentType {
        /// A text.
        Text = "text",
        /// A file behind a URL.
        Media = "media",
        /// A place.
        Location = "location",
        /// Somebody's card.
        Contact = "contact",
        /// A text with answers to choose from.
        Suggestions = "suggestions",
        /// A text that the channel's operator approved.
        Template = "template",
        /// A picture that stands for a word. Only gateways send it: TwoWay has it as media, the omnichannel bridge as text.
        Sticker = "sticker",
    }
);

/// The content of a message; as JSON an object with a `$type`, as TwoWay writes it.
///
/// Reading by serde is for what was stored and is known to be right: a face reads strictly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "$type", rename_all = "camelCase")]
pub enum Content {
    /// See [`ContentType::Text`].
    Text(TextContent),
    /// See [`ContentType::Media`].
    Media(Media),
    /// See [`ContentType::Location`].
    Location(Location),
    /// See [`ContentType::Contact`].
    Contact(ContactCard),
    /// See [`ContentType::Suggestions`].
    Suggestions(Suggestions),
    /// See [`ContentType::Template`].
    Template(TemplateContent),
    /// See [`ContentType::Sticker`].
    Sticker(Sticker),
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextContent {
    /// 1 to 4096 characters.
    pub text: String,
}

/// A file behind a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Media {
    /// Where it is, https, at most 2048 bytes.
    pub url: String,
    /// What it is, such as `image/png`.
    pub mime_type: String,
    /// Its name, 1 to 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The text with it, at most 4096 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

/// A place on Earth (WGS 84).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// What is there, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Somebody's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ContactCard {
    /// 1 to 200 characters.
    pub name: String,
    /// At most 20, each 1 to 200 characters.
    #[serde(default)]
    pub phones: Vec<String>,
    /// At most 20, each 1 to 200 characters.
    #[serde(default)]
    pub emails: Vec<String>,
}

/// A text with answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Suggestions {
    /// 1 to 4096 characters.
    pub text: String,
    /// 1 to 10.
    pub options: Vec<Suggestion>,
}

/// One answer to choose; what it does is its `$type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// What choosing it does.
    #[serde(flatten)]
    pub action: SuggestionAction,
    /// What is shown, 1 to 100 characters.
    pub label: String,
    /// What the choice sends back, at most 2048 characters; the label when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postback: Option<String>,
}

/// What choosing a suggestion does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "$type", rename_all = "camelCase")]
pub enum SuggestionAction {
    /// Answers.
    Reply,
    /// Opens a page.
    OpenUrl {
        /// Https, at most 2048 bytes.
        url: String,
    },
    /// Dials a number.
    Dial {
        /// 1 to 32 characters.
        number: String,
    },
}

/// A text that the channel's operator approved, by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateContent {
    /// 1 to 200 characters.
    pub name: String,
    /// Its language, such as `en` or `id`.
    pub language: String,
    /// What is filled in, at most 100.
    #[serde(default)]
    pub parameters: Map<String, Value>,
}

/// A picture that stands for a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sticker {
    /// Where it is, https, at most 2048 bytes.
    pub url: String,
    /// What it is, such as `image/webp`.
    pub mime_type: String,
}

impl Content {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(TextContent { text: text.into() })
    }

    /// Its kind.
    #[must_use]
    pub const fn content_type(&self) -> ContentType {
        match self {
            Self::Text(_) => ContentType::Text,
            Self::Media(_) => ContentType::Media,
            Self::Location(_) => ContentType::Location,
            Self::Contact(_) => ContentType::Contact,
            Self::Suggestions(_) => ContentType::Suggestions,
            Self::Template(_) => ContentType::Template,
            Self::Sticker(_) => ContentType::Sticker,
        }
    }
}

#[cfg(test)]
mod tests;
