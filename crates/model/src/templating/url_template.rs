//! URLs with placeholders: which host, which path, which query (spec/templating.md, rule 4).

use super::error::{RenderError, TemplateError};
use super::path::{INTEGRATOR_HOST, Path, Root};
use super::site::Scope;
use super::syntax::Piece;
use super::text::TextTemplate;
use super::url_parse::read_url;
use super::url_text::is_dot_segment;
use crate::sentence;

/// The scheme as written. Which one is used is the guard's decision: its allow-list may name a host to be called
/// without TLS, and without such an entry `http` is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// With TLS; what a URL without scheme gets.
    Https,
    /// Without TLS.
    Http,
}

/// A parsed URL. Its scheme is fixed; its host is fixed or the integrator's; a value can't add a path segment, make one
/// of dots, or reach beyond its place in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlTemplate {
    pub(super) scheme: Scheme,
    pub(super) host: Host,
    /// At least one, each without its slash; fixed text is encoded already.
    pub(super) segments: Vec<Vec<Piece>>,
    /// What follows the `?`; fixed text is encoded already.
    pub(super) query: Vec<Piece>,
}

/// The host of a [`UrlTemplate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// `{integrator.host}`, or a URL that begins with its path.
    Integrator,
    /// This `host[:port]`.
    Fixed(String),
}

impl UrlTemplate {
    /// Reads a path that is joined to the integrator's host, or an absolute http or https URL.
    ///
    /// # Errors
    /// A placeholder that can't have a value, one in the scheme or host, or text that is no URL.
    pub fn parse(text: &str, scope: Scope<'_>) -> Result<Self, TemplateError> {
        read_url(text, scope)
    }

    /// The scheme as written.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// Whether the URL brings query parameters of its own, which belong in `request.params` (spec/events.md: a warning).
    #[must_use]
    pub fn has_query(&self) -> bool {
        !self.query.is_empty()
    }

    /// Puts the template of a path parameter in the place of its name. Its fixed text is encoded as a value's.
    ///
    /// # Errors
    /// A segment would always be empty or dots.
    pub fn with_path_parameter(mut self, name: &str, template: &TextTemplate) -> Result<Self, RenderError> {
        for pieces in &mut self.segments {
            let had_placeholder = fixed_text(pieces).is_none();
            bind(pieces, name, template);
            let leads_elsewhere = |text: String| text.is_empty() || is_dot_segment(&text);
            if had_placeholder && fixed_text(pieces).is_some_and(leads_elsewhere) {
                let reason = sentence!("a path segment can't be empty or dots: the URL would lead elsewhere");
                return Err(RenderError::Configuration { reason });
            }
        }
        bind(&mut self.query, name, template);
        Ok(self)
    }

    /// Every path in it, in order, the host's too.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        let host = (self.host == Host::Integrator).then_some(&INTEGRATOR_HOST);
        let pieces = self.segments.iter().flatten().chain(&self.query);
        let placeholders = pieces.filter_map(|piece| match piece {
            Piece::Placeholder(path) => Some(path),
            Piece::Literal(_) => None,
        });
        host.into_iter().chain(placeholders).collect()
    }
}

fn bind(pieces: &mut Vec<Piece>, name: &str, template: &TextTemplate) {
    let bound = pieces.drain(..).flat_map(|piece| match &piece {
        Piece::Placeholder(Path { root: Root::PathParameter(known), .. }) if **known == *name => {
            template.pieces.iter().map(encode_piece).collect()
        }
        _ => vec![piece],
    });
    *pieces = bound.collect();
}

/// A literal of a path parameter's format becomes part of a URL: whatever it holds is a value there.
fn encode_piece(piece: &Piece) -> Piece {
    match piece {
        Piece::Literal(text) => {
            let mut encoded = String::new();
            super::encode::Encoding::PathSegment.write(text, &mut encoded);
            Piece::Literal(encoded)
        }
        Piece::Placeholder(_) => piece.clone(),
    }
}

/// The text of a segment without placeholders.
pub(super) fn fixed_text(pieces: &[Piece]) -> Option<String> {
    let literal = |piece: &Piece| match piece {
        Piece::Literal(text) => Some(text.clone()),
        Piece::Placeholder(_) => None,
    };
    pieces.iter().map(literal).collect()
}
