//! Rendering a URL.

use super::encode::Encoding;
use super::error::RenderError;
use super::form::FormTemplate;
use super::path::INTEGRATOR_HOST;
use super::rendered::Rendered;
use super::syntax::Piece;
use super::text::{lookup_text, write_lookup};
use super::url_template::{Host, Scheme, UrlTemplate};
use super::url_text::is_dot_segment;
use super::values::{Lookup, Values};
use crate::integrator::check_host;
use crate::sentence;

/// A rendered URL in the parts that the guard judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedUrl {
    /// The scheme as written; the guard may replace it for a host on its allow-list.
    pub scheme: Scheme,
    /// Bare `host[:port]`, what the URL has to have after any URL library read it.
    pub host: String,
    /// Path and query, beginning with a slash.
    pub target: Rendered,
}

impl RenderedUrl {
    /// The whole for the wire, secrets and all.
    #[must_use]
    pub fn expose(&self) -> String {
        self.join(self.target.expose())
    }

    /// The whole for a record: dots where secrets stand.
    #[must_use]
    pub fn redacted(&self) -> String {
        self.join(&self.target.redacted())
    }

    fn join(&self, target: &str) -> String {
        let scheme = match self.scheme {
            Scheme::Https => "https://",
            Scheme::Http => "http://",
        };
        format!("{scheme}{}{target}", self.host)
    }
}

impl UrlTemplate {
    /// Renders the URL, `query` after what it brings itself.
    ///
    /// # Errors
    /// A path segment without value or of dots, or a host that is none. Nothing is sent then (spec/templating.md,
    /// rule 5).
    pub fn render(&self, values: &dyn Values, query: &FormTemplate) -> Result<RenderedUrl, RenderError> {
        let mut target = Rendered::default();
        for segment in &self.segments {
            target.push("/");
            write_segment(segment, values, &mut target)?;
        }
        if !self.query.is_empty() {
            target.push("?");
            for piece in &self.query {
                match piece {
                    Piece::Literal(text) => target.push(text),
                    Piece::Placeholder(path) => write_lookup(&lookup_text(path, values), Encoding::Form, &mut target),
                }
            }
        }
        query.write(values, if self.query.is_empty() { "?" } else { "&" }, &mut target);
        Ok(RenderedUrl { scheme: self.scheme, host: self.render_host(values)?, target })
    }

    fn render_host(&self, values: &dyn Values) -> Result<String, RenderError> {
        let host = match &self.host {
            Host::Fixed(host) => return Ok(host.clone()),
            Host::Integrator => values.lookup(&INTEGRATOR_HOST),
        };
        let text = match &host {
            Lookup::Text(text) => text,
            Lookup::Value(value) => value.as_str().unwrap_or_default(),
            Lookup::Secret(_) | Lookup::Absent => "",
        };
        // Checked when it was entered; checked again because everything that is secret depends on it.
        check_host(text).map_err(|reason| RenderError::Configuration { reason })?;
        Ok(text.to_owned())
    }
}

fn write_segment(segment: &[Piece], values: &dyn Values, out: &mut Rendered) -> Result<(), RenderError> {
    let start = out.len();
    let mut first = None;
    for piece in segment {
        match piece {
            Piece::Literal(text) => out.push(text),
            Piece::Placeholder(path) => {
                let found = lookup_text(path, values);
                if found.is_nothing() {
                    return Err(RenderError::Unresolved { placeholder: path.to_string() });
                }
                first = first.or(Some(path));
                write_lookup(&found, Encoding::PathSegment, out);
            }
        }
    }
    let Some(path) = first else {
        let reason = sentence!("a path segment of dots would lead elsewhere");
        return if is_dot_segment(out.tail(start)) { Err(RenderError::Configuration { reason }) } else { Ok(()) };
    };
    // An empty segment would call the collection instead of the thing: DELETE /contacts/ for DELETE /contacts/7.
    if out.tail(start).is_empty() {
        return Err(RenderError::Unresolved { placeholder: path.to_string() });
    }
    // Percent-encoding can't help: %2e%2e is read as .. too.
    if is_dot_segment(out.tail(start)) {
        let reason = "a path segment of dots would lead elsewhere";
        return Err(RenderError::Refused { placeholder: path.to_string(), reason });
    }
    Ok(())
}
