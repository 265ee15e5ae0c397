//! A body that is one text: plain or XML.

use super::encode::Encoding;
use super::error::TemplateError;
use super::path::Path;
use super::rendered::Rendered;
use super::site::Scope;
use super::text::{Literals, TextTemplate};
use super::values::Values;

/// What the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawFormat {
    /// Values stand as they are.
    Text,
    /// Values are XML-escaped; the text around them is XML already.
    Xml,
}

/// A parsed text body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawBodyTemplate {
    template: TextTemplate,
    format: RawFormat,
}

impl RawBodyTemplate {
    /// Reads `text`.
    ///
    /// # Errors
    /// A placeholder that can't have a value at this site.
    pub fn parse(text: &str, format: RawFormat, scope: Scope<'_>) -> Result<Self, TemplateError> {
        Ok(Self { template: TextTemplate::parse(text, scope)?, format })
    }

    /// Every path in it, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        self.template.paths()
    }

    /// Renders the body.
    #[must_use]
    pub fn render(&self, values: &dyn Values) -> Rendered {
        let mut out = Rendered::default();
        let encoding = match self.format {
            RawFormat::Text => Encoding::Plain,
            RawFormat::Xml => Encoding::Xml,
        };
        self.template.write(values, encoding, Literals::AsWritten, &mut out);
        out
    }
}
