//! Reading `WWW-Authenticate` (RFC 9110, section 11.6.1): several headers, several challenges in each, of any scheme.

use super::algorithm::{Algorithm, Hash, Variant};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// What the response hash covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityOfProtection {
    /// `qop=auth`: with counter and client nonce.
    Auth,
    /// None named, as in RFC 2069.
    Legacy,
}

/// A Digest challenge that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    pub(super) realm: String,
    pub(super) nonce: String,
    pub(super) opaque: Option<String>,
    pub(super) algorithm: Algorithm,
    /// The algorithm as the server wrote it; a server that wrote none may not expect one.
    pub(super) named_algorithm: Option<String>,
    pub(super) quality: QualityOfProtection,
    pub(super) hides_user: bool,
    pub(super) speaks_utf8: bool,
    stale: bool,
}

impl Challenge {
    /// The strongest Digest challenge of a 401 response that can be answered; of two equals the first, because that is
    /// the server's preference.
    #[must_use]
    pub fn strongest(headers: &HeaderMap) -> Option<Self> {
        let mut best: Option<Self> = None;
        for header in headers.get_all(WWW_AUTHENTICATE) {
            let text = String::from_utf8_lossy(header.as_bytes());
            for challenge in split(&text).iter().filter_map(Self::read) {
                if best.as_ref().is_none_or(|best| challenge.algorithm.hash > best.algorithm.hash) {
                    best = Some(challenge);
                }
            }
        }
        best
    }

    /// Whether only the nonce was too old: the same credentials may be tried again with this one.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    fn read(raw: &Raw<'_>) -> Option<Self> {
        if !raw.scheme.eq_ignore_ascii_case("digest") {
            return None;
        }
        let flag = |name| raw.parameter(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let quality = match raw.parameter("qop") {
            None => QualityOfProtection::Legacy,
            Some(offered) if offered.split(',').any(|one| one.trim().eq_ignore_ascii_case("auth")) => {
                QualityOfProtection::Auth
            }
            Some(_) => return None,
        };
        let algorithm = match raw.parameter("algorithm") {
            None => Algorithm { hash: Hash::Md5, variant: Variant::Plain },
            Some(name) => Algorithm::named(name)?,
        };
        Some(Self {
            realm: raw.parameter("realm")?.to_owned(),
            nonce: raw.parameter("nonce")?.to_owned(),
            opaque: raw.parameter("opaque").map(str::to_owned),
            algorithm,
            named_algorithm: raw.parameter("algorithm").map(str::to_owned),
            quality,
            hides_user: flag("userhash"),
            speaks_utf8: raw.parameter("charset").is_some_and(|name| name.eq_ignore_ascii_case("utf-8")),
            stale: flag("stale"),
        })
    }
}

/// A challenge of any scheme.
struct Raw<'a> {
    scheme: &'a str,
    parameters: Vec<(&'a str, String)>,
}

impl Raw<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        let mut named = self.parameters.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }
}

/// Splits a header into challenges. Commas separate both challenges and their parameters, so what a word is shows only
/// behind it: `=` makes it a parameter of the challenge before, anything else begins a new one. What fits neither, such
/// as the base64 of other schemes, is passed over.
fn split(header: &str) -> Vec<Raw<'_>> {
    let mut challenges: Vec<Raw<'_>> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches(|c: char| c != '"' && !is_token(c));
        if rest.is_empty() {
            return challenges;
        }
        let (word, behind) = rest.split_at(rest.find(|c: char| !is_token(c)).unwrap_or(rest.len()));
        if word.is_empty() {
            // A quoted string where none belongs.
            rest = quoted_string(rest).1;
            continue;
        }
        let value = behind.trim_start_matches([' ', '\t']).strip_prefix('=');
        match (value, challenges.last_mut()) {
            (Some(value), Some(challenge)) => {
                let value = value.trim_start_matches([' ', '\t']);
                let (value, behind) = match value.starts_with('"') {
                    true => quoted_string(value),
                    false => {
                        let (token, behind) = value.split_at(value.find(|c: char| !is_token(c)).unwrap_or(value.len()));
                        (token.to_owned(), behind)
                    }
                };
                challenge.parameters.push((word, value));
                rest = behind;
            }
            _ => {
                challenges.push(Raw { scheme: word, parameters: Vec::new() });
                rest = behind;
            }
        }
    }
}

/// Reads a quoted string at the beginning of `text`: its content without the quoting, and what is behind it. One that is
/// not closed ends with the text.
fn quoted_string(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (content, &text[index + 1..]),
            '\\' => content.extend(characters.next().map(|(_, escaped)| escaped)),
            other => content.push(other),
        }
    }
    (content, "")
}

fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}
