//! Whether an XML body is well-formed, and whether its placeholders stand where escaping keeps them harmless.

use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::templating::{Context, Scope, Site, TextTemplate};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Checks the text of a template.
///
/// # Errors
/// The byte and what is wrong there.
pub(super) fn check(text: &str) -> Result<(), (usize, Sentence)> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut roots = 0_usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let wrong = |message| Err((at, message));
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return Err((at, sentence!("this is no well-formed XML: %{why}", why = error.to_string())));
            }
        };
        match event {
            Event::Start(tag) => {
                check_tag(&tag).map_err(|message| (at, message))?;
                roots += usize::from(depth == 0);
                depth += 1;
            }
            Event::Empty(tag) => {
                check_tag(&tag).map_err(|message| (at, message))?;
                roots += usize::from(depth == 0);
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::CData(raw) if holds_placeholder(&raw) => return wrong(UNESCAPED),
            Event::Comment(raw) if holds_placeholder(&raw) => return wrong(UNESCAPED),
            Event::PI(raw) if holds_placeholder(&raw) => return wrong(UNESCAPED),
            Event::DocType(_) => {
                return wrong(sentence!("leave the document type out: it does not belong in a request"));
            }
            Event::Eof if depth > 0 => return wrong(sentence!("an element is not closed")),
            Event::Eof if roots != 1 => {
                return wrong(sentence!("an XML document has exactly one outermost element"));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

const UNESCAPED: Sentence =
    sentence!("a placeholder stands in text or in an attribute's quotes, where its value is escaped");

/// A value in the name of an element or attribute, or outside quotes, would be markup.
fn check_tag(tag: &BytesStart<'_>) -> Result<(), Sentence> {
    if holds_placeholder(tag.name().as_ref()) {
        return Err(UNESCAPED);
    }
    for attribute in tag.attributes() {
        let attribute =
            attribute.map_err(|error| sentence!("this is no well-formed XML: %{why}", why = error.to_string()))?;
        if holds_placeholder(attribute.key.as_ref()) {
            return Err(UNESCAPED);
        }
    }
    Ok(())
}

/// Whether the language would replace something here; an unknown name counts, as it was refused already.
fn holds_placeholder(text: &str) -> bool {
    let parsed = TextTemplate::parse(text, Scope::new(Site::RequestBody, &Context::default()));
    parsed.map_or(true, |template| !template.paths().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_in_text_and_quotes_only() {
        for good in [
            "<sms to=\"{client.to}\">{client.text}</sms>",
            "<?xml version=\"1.0\"?>\n<a><b/><c>{{x}} {not a path}</c></a>",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "<{client.tag}/>",
            "<a {client.name}=\"1\"/>",
            "<a b={client.value}/>",
            "<a><![CDATA[{client.text}]]></a>",
            "<a><!-- {client.text} --></a>",
            "<?x {client.text}?><a/>",
            "<!DOCTYPE a><a/>",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "{client.text}",
            "",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_defect_is_told_with_its_place() {
        assert_eq!(check("<a>\n<![CDATA[{client.text}]]></a>").map_err(|(at, _)| at), Err(4));
    }
}
