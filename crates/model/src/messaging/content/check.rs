//! The limits of content, whoever made it.

use super::{ContactCard, Content, Location, Media, Suggestion, SuggestionAction, Suggestions, TemplateContent};
use crate::limit::MAXIMUM_URL_BYTES;
use crate::messaging::read::Members;
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::messaging::url::check_https;

/// The most characters of a text or caption.
pub const MAXIMUM_TEXT: usize = 4096;
/// The most options of suggestions.
pub const MAXIMUM_SUGGESTIONS: usize = 10;
/// The most bytes of free JSON: a template's parameters, a handover's context.
pub(in crate::messaging) const MAXIMUM_JSON_BYTES: usize = 16 * 1024;
const MAXIMUM_LIST: usize = 20;
const MAXIMUM_PARAMETERS: usize = 100;

/// A member that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    member: String,
    code: RefusalCode,
    message: String,
}

impl Wrong {
    pub(super) fn below(self, members: &Members<'_>) -> Refusal {
        Refusal::at(self.code, format!("{}{}", members.pointer(), self.member), self.message)
    }
}

type Checked = Result<(), Wrong>;

impl Content {
    /// Checks the limits; its pointers begin at the content.
    ///
    /// # Errors
    /// The first limit that is not kept.
    pub fn validate(&self) -> Result<(), Refusal> {
        self.check().map_err(|wrong| Refusal::at(wrong.code, wrong.member, wrong.message))
    }

    pub(super) fn check(&self) -> Checked {
        match self {
            Self::Text(content) => length("/text", &content.text, 1, MAXIMUM_TEXT),
            Self::Media(media) => media.check(),
            Self::Location(location) => location.check(),
            Self::Contact(card) => card.check(),
            Self::Suggestions(suggestions) => suggestions.check(),
            Self::Template(template) => template.check(),
            Self::Sticker(sticker) => url("/url", &sticker.url).and_then(|()| mime_type(&sticker.mime_type)),
        }
    }
}

impl Media {
    fn check(&self) -> Checked {
        url("/url", &self.url)?;
        mime_type(&self.mime_type)?;
        if let Some(name) = &self.file_name {
            length("/fileName", name, 1, 255)?;
        }
        length("/caption", self.caption.as_deref().unwrap_or_default(), 0, MAXIMUM_TEXT)
    }
}

impl Location {
    fn check(&self) -> Checked {
        for (member, degrees, most) in [("/latitude", self.latitude, 90.0), ("/longitude", self.longitude, 180.0)] {
            // Not a number is in no range.
            if !(-most..=most).contains(&degrees) {
                return Err(out_of_bounds(member, format!("use -{most} to {most} degrees")));
            }
        }
        length("/label", self.label.as_deref().unwrap_or_default(), 0, 200)
    }
}

impl ContactCard {
    fn check(&self) -> Checked {
        length("/name", &self.name, 1, 200)?;
        for (member, list) in [("/phones", &self.phones), ("/emails", &self.emails)] {
            count(member, list.len(), 0, MAXIMUM_LIST)?;
            for (index, text) in list.iter().enumerate() {
                length(&format!("{member}/{index}"), text, 1, 200)?;
            }
        }
        Ok(())
    }
}

impl Suggestions {
    fn check(&self) -> Checked {
        length("/text", &self.text, 1, MAXIMUM_TEXT)?;
        count("/options", self.options.len(), 1, MAXIMUM_SUGGESTIONS)?;
        self.options.iter().enumerate().try_for_each(|(index, option)| option.check(&format!("/options/{index}")))
    }
}

impl Suggestion {
    fn check(&self, at: &str) -> Checked {
        length(&format!("{at}/label"), &self.label, 1, 100)?;
        length(&format!("{at}/postback"), self.postback.as_deref().unwrap_or_default(), 0, 2048)?;
        match &self.action {
            SuggestionAction::Reply => Ok(()),
            SuggestionAction::OpenUrl { url: page } => url(&format!("{at}/url"), page),
            SuggestionAction::Dial { number } => length(&format!("{at}/number"), number, 1, 32),
        }
    }
}

impl TemplateContent {
    fn check(&self) -> Checked {
        length("/name", &self.name, 1, 200)?;
        length("/language", &self.language, 2, 35)?;
        count("/parameters", self.parameters.len(), 0, MAXIMUM_PARAMETERS)?;
        let size = serde_json::to_string(&self.parameters).map_or(usize::MAX, |text| text.len());
        if size <= MAXIMUM_JSON_BYTES { Ok(()) } else { Err(out_of_bounds("/parameters", "use at most 16 KiB".into())) }
    }
}

fn out_of_bounds(member: &str, message: String) -> Wrong {
    Wrong { member: member.to_owned(), code: RefusalCode::OutOfBounds, message }
}

fn length(member: &str, text: &str, least: usize, most: usize) -> Checked {
    if text.contains('\0') {
        let message = "leave out the character NUL (\\u0000)".to_owned();
        return Err(Wrong { member: member.to_owned(), code: RefusalCode::InvalidValue, message });
    }
    if (least..=most).contains(&text.chars().count()) {
        return Ok(());
    }
    let message =
        if least == 0 { format!("use at most {most} characters") } else { format!("use {least} to {most} characters") };
    Err(out_of_bounds(member, message))
}

fn count(member: &str, count: usize, least: usize, most: usize) -> Checked {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    let message = if least == 0 { format!("use at most {most}") } else { format!("use {least} to {most}") };
    Err(out_of_bounds(member, message))
}

fn url(member: &str, url: &str) -> Checked {
    check_https(url).map_err(|message| {
        let code = if url.len() > MAXIMUM_URL_BYTES { RefusalCode::OutOfBounds } else { RefusalCode::InvalidValue };
        Wrong { member: member.to_owned(), code, message: message.to_owned() }
    })
}

/// `type/subtype` (RFC 6838, section 4.2), with parameters or without.
fn mime_type(text: &str) -> Checked {
    let token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let fits = text.len() <= 200
        && essence.trim_end().split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub))
        && !parameters.contains(char::is_control);
    if fits {
        return Ok(());
    }
    let message = "name a media type such as image/png".to_owned();
    Err(Wrong { member: "/mimeType".into(), code: RefusalCode::InvalidValue, message })
}
