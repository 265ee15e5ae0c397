//! Reading a URL: first its scheme and host, then its path and query.

use super::error::TemplateError;
use super::path::Root;
use super::site::Scope;
use super::syntax::{Piece, Token, tokenize};
use super::url_template::{Host, Scheme, UrlTemplate, fixed_text};
use super::url_text::{check_literal, encode_literal, is_dot_segment};
use crate::integrator::check_host;
use crate::sentence;
use crate::sentence::Sentence;
use std::collections::VecDeque;

pub(super) fn read_url(text: &str, scope: Scope<'_>) -> Result<UrlTemplate, TemplateError> {
    let tokens = tokenize(text, scope)?;
    check_literals(text, &tokens)?;
    let mut reader = Reader { text, tokens: tokens.into() };
    let (scheme, host) = reader.origin()?;
    let (segments, query) = reader.path_and_query()?;
    Ok(UrlTemplate { scheme, host, segments, query })
}

fn check_literals(text: &str, tokens: &[Token]) -> Result<(), TemplateError> {
    for Token { offset, piece } in tokens {
        if let Piece::Literal(literal) = piece {
            check_literal(literal).map_err(|(at, message)| TemplateError::text(text, offset + at, message))?;
        }
    }
    Ok(())
}

/// Takes the URL apart from its front.
struct Reader<'a> {
    text: &'a str,
    tokens: VecDeque<Token>,
}

impl Reader<'_> {
    fn error<T>(&self, offset: usize, message: Sentence) -> Result<T, TemplateError> {
        Err(TemplateError::text(self.text, offset, message))
    }

    /// The literal that comes next, as long as `wanted` says, taken off the front.
    fn take_literal(&mut self, wanted: impl Fn(&str) -> usize) -> Option<String> {
        let Some(Token { offset, piece: Piece::Literal(literal) }) = self.tokens.front_mut() else {
            return None;
        };
        let rest = literal.split_off(wanted(literal));
        let taken = std::mem::replace(literal, rest);
        *offset += taken.len();
        if literal.is_empty() {
            self.tokens.pop_front();
        }
        Some(taken)
    }

    fn origin(&mut self) -> Result<(Scheme, Host), TemplateError> {
        let scheme_length = |literal: &str| {
            let word =
                literal.find("://").filter(|end| literal[..*end].bytes().all(|byte| byte.is_ascii_alphanumeric()));
            word.map_or(0, |end| end + 3)
        };
        let scheme = match self.take_literal(scheme_length).unwrap_or_default().to_ascii_lowercase().as_str() {
            "https://" => Scheme::Https,
            "http://" => Scheme::Http,
            "" => return self.path_only(),
            _ => return self.error(0, sentence!("only https:// URLs can be called")),
        };
        match self.tokens.front() {
            Some(Token { piece: Piece::Placeholder(path), offset }) if path.root == Root::IntegratorHost => {
                let after = offset + "{integrator.host}".len();
                self.tokens.pop_front();
                match self.tokens.front() {
                    None => {}
                    Some(Token { piece: Piece::Literal(literal), .. }) if literal.starts_with(['/', '?']) => {}
                    Some(_) => {
                        return self.error(after, sentence!("{integrator.host} is the whole host: continue with /"));
                    }
                }
                Ok((scheme, Host::Integrator))
            }
            _ => self.fixed_host(scheme),
        }
    }

    fn path_only(&self) -> Result<(Scheme, Host), TemplateError> {
        match self.tokens.front().map(|token| &token.piece) {
            None => self.error(0, sentence!("write a path such as /contacts, or an https:// URL")),
            Some(Piece::Placeholder(path)) if path.root == Root::IntegratorHost => self.error(
                0,
                sentence!("leave {integrator.host} out: begin with /, the integrator's host is put in front"),
            ),
            Some(Piece::Literal(literal)) if literal.starts_with("//") => {
                self.error(0, sentence!("begin with one slash for a path, or with https:// for another host"))
            }
            Some(_) => Ok((Scheme::Https, Host::Integrator)),
        }
    }

    fn fixed_host(&mut self, scheme: Scheme) -> Result<(Scheme, Host), TemplateError> {
        let start = self.tokens.front().map_or(self.text.len(), |token| token.offset);
        let host_length = |literal: &str| literal.find(['/', '?']).unwrap_or(literal.len());
        let host = self.take_literal(host_length).unwrap_or_default();
        if let Some(Token { piece: Piece::Placeholder(_), offset }) = self.tokens.front() {
            return self.error(
                *offset,
                sentence!("a host holds no placeholder, except that {integrator.host} may be the whole of it"),
            );
        }
        match check_host(&host) {
            Ok(()) => Ok((scheme, Host::Fixed(host))),
            Err(message) => self.error(start, message),
        }
    }

    fn path_and_query(&mut self) -> Result<(Vec<Vec<Piece>>, Vec<Piece>), TemplateError> {
        // A path without host may lack the first slash: `contacts` is `/contacts`.
        self.take_literal(|literal| usize::from(literal.starts_with('/')));
        let mut segments = vec![Vec::new()];
        let mut start = self.tokens.front().map_or(0, |token| token.offset);
        let mut query = Vec::new();
        let mut in_query = false;
        for Token { offset, piece } in std::mem::take(&mut self.tokens) {
            let Piece::Literal(literal) = piece else {
                let segment = if in_query { Some(&mut query) } else { segments.last_mut() };
                segment.into_iter().for_each(|segment| segment.push(piece.clone()));
                continue;
            };
            let (path, rest) = match literal.split_once('?') {
                Some((path, rest)) if !in_query => (path, Some(rest)),
                _ if in_query => ("", Some(literal.as_str())),
                _ => (literal.as_str(), None),
            };
            let mut at = offset;
            for (index, part) in path.split('/').enumerate() {
                if index > 0 {
                    self.refuse_dots(segments.last(), start)?;
                    segments.push(Vec::new());
                    start = at;
                }
                push_literal(segments.last_mut(), part);
                at += part.len() + 1;
            }
            in_query |= rest.is_some();
            push_literal(Some(&mut query), rest.unwrap_or_default());
        }
        self.refuse_dots(segments.last(), start)?;
        Ok((segments, query))
    }

    /// A fixed segment of dots would be resolved away before anything is sent.
    fn refuse_dots(&self, segment: Option<&Vec<Piece>>, start: usize) -> Result<(), TemplateError> {
        match segment.and_then(|pieces| fixed_text(pieces)) {
            Some(text) if is_dot_segment(&text) => {
                self.error(start, sentence!("write the path without . and .. segments"))
            }
            _ => Ok(()),
        }
    }
}

fn push_literal(pieces: Option<&mut Vec<Piece>>, text: &str) {
    if let Some(pieces) = pieces.filter(|_| !text.is_empty()) {
        pieces.push(Piece::Literal(encode_literal(text)));
    }
}
