//! Content as a text, for the channels and dialects that have nothing else.

use super::{Content, Suggestion, SuggestionAction};

/// The word that stands for a sticker, by the call center's language (spec/omnichannel.md, Incoming Event).
#[must_use]
pub fn sticker_word(language: &str) -> &'static str {
    // `in` is what Indonesian was called before 1989, and what old Java still calls it.
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("id") || primary.eq_ignore_ascii_case("in") { "Stiker" } else { "Sticker" }
}

impl Content {
    /// The content as a text: an SMS, the text of an omnichannel message, a line in a list. Media are their caption and URL.
    #[must_use]
    pub fn as_text(&self, language: &str) -> String {
        match self {
            Self::Text(content) => content.text.clone(),
            Self::Media(media) => lines([media.caption.clone().unwrap_or_default(), media.url.clone()]),
            Self::Location(place) => {
                lines([place.label.clone().unwrap_or_default(), format!("{},{}", place.latitude, place.longitude)])
            }
            Self::Contact(card) => {
                let ways = card.phones.iter().chain(&card.emails).cloned();
                lines(std::iter::once(card.name.clone()).chain(ways))
            }
            Self::Suggestions(suggestions) => {
                let options = suggestions.options.iter().map(Suggestion::as_line);
                lines(std::iter::once(suggestions.text.clone()).chain(options))
            }
            Self::Template(template) => template.name.clone(),
            Self::Sticker(_) => sticker_word(language).to_owned(),
        }
    }
}

impl Suggestion {
    fn as_line(&self) -> String {
        match &self.action {
            SuggestionAction::Reply => format!("- {}", self.label),
            SuggestionAction::OpenUrl { url: way } | SuggestionAction::Dial { number: way } => {
                format!("- {}: {way}", self.label)
            }
        }
    }
}

fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
