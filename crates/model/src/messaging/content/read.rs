//! Reading content strictly, as TwoWay and the gateways write it.

use super::{
    ContactCard, Content, ContentType, Location, Media, Sticker, Suggestion, SuggestionAction, Suggestions,
    TemplateContent,
};
use crate::messaging::read::{Members, words};
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Reads the content of a message. `around` are the members that the dialect has beside it, `known` its types.
pub(in crate::messaging) fn read_content(
    members: &Members<'_>,
    around: &[&str],
    known: &[ContentType],
) -> Result<Content, Refusal> {
    let names = words(known, ContentType::as_str);
    let kind: ContentType = members.kind("$type", &names)?;
    if !known.contains(&kind) {
        let message = format!("unknown type: there are {names}");
        return Err(Refusal::at(RefusalCode::UnknownType, members.at("$type"), message));
    }
    let only = |own: &[&str]| members.only(&[around, &["$type"], own].concat());
    let content = match kind {
        ContentType::Text => {
            only(&["text"])?;
            Content::text(members.text("text")?)
        }
        ContentType::Media => {
            only(&["url", "mimeType", "fileName", "caption"])?;
            Content::Media(Media {
                url: members.text("url")?.to_owned(),
                mime_type: members.text("mimeType")?.to_owned(),
                file_name: members.optional_text("fileName")?.map(str::to_owned),
                caption: members.optional_text("caption")?.map(str::to_owned),
            })
        }
        ContentType::Location => {
            only(&["latitude", "longitude", "label"])?;
            Content::Location(Location {
                latitude: members.number("latitude")?,
                longitude: members.number("longitude")?,
                label: members.optional_text("label")?.map(str::to_owned),
            })
        }
        ContentType::Contact => {
            only(&["name", "phones", "emails"])?;
            Content::Contact(ContactCard {
                name: members.text("name")?.to_owned(),
                phones: members.optional_texts("phones")?,
                emails: members.optional_texts("emails")?,
            })
        }
        ContentType::Suggestions => {
            only(&["text", "options"])?;
            Content::Suggestions(read_suggestions(members)?)
        }
        ContentType::Template => {
            only(&["name", "language", "parameters"])?;
            Content::Template(read_template(members)?)
        }
        ContentType::Sticker => {
            only(&["url", "mimeType"])?;
            Content::Sticker(Sticker {
                url: members.text("url")?.to_owned(),
                mime_type: members.text("mimeType")?.to_owned(),
            })
        }
    };
    content.check().map_err(|wrong| wrong.below(members))?;
    Ok(content)
}

closed_set!(
    /// The `$type`s of an option.
    OptionType {
        /// Answers.
        Reply = "reply",
        /// Opens a page.
        OpenUrl = "openUrl",
        /// Dials a number.
        Dial = "dial",
    }
);

fn read_suggestions(members: &Members<'_>) -> Result<Suggestions, Refusal> {
    members.need("options")?;
    let options = members.optional_list("options")?.unwrap_or_default().iter().enumerate();
    let options = options.map(|(index, value)| read_option(value, format!("{}/{index}", members.at("options"))));
    Ok(Suggestions { text: members.text("text")?.to_owned(), options: options.collect::<Result<_, _>>()? })
}

fn read_option(value: &Value, pointer: String) -> Result<Suggestion, Refusal> {
    let option = Members::of(value, pointer)?;
    let own: OptionType = option.kind("$type", &words(OptionType::ALL, OptionType::as_str))?;
    let (action, member) = match own {
        OptionType::Reply => (SuggestionAction::Reply, None),
        OptionType::OpenUrl => (SuggestionAction::OpenUrl { url: option.text("url")?.to_owned() }, Some("url")),
        OptionType::Dial => (SuggestionAction::Dial { number: option.text("number")?.to_owned() }, Some("number")),
    };
    option.only(&[&["$type", "label", "postback"], member.as_slice()].concat())?;
    let postback = option.optional_text("postback")?.map(str::to_owned);
    Ok(Suggestion { action, label: option.text("label")?.to_owned(), postback })
}

fn read_template(members: &Members<'_>) -> Result<TemplateContent, Refusal> {
    let parameters = match members.get("parameters") {
        None => serde_json::Map::new(),
        Some(Value::Object(parameters)) => parameters.clone(),
        Some(_) => {
            return Err(Refusal::at(RefusalCode::WrongType, members.at("parameters"), "this has to be an object"));
        }
    };
    let (name, language) = (members.text("name")?.to_owned(), members.text("language")?.to_owned());
    Ok(TemplateContent { name, language, parameters })
}
