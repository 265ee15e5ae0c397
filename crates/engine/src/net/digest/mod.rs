//! HTTP Digest authentication as a client (RFC 7616), with what RFC 2617 servers still need.
//!
//! MD5, SHA-256 and SHA-512-256, each with `-sess`; `qop=auth` or none; `userhash`; UTF-8; the query in the uri; `stale`.
//! Not `auth-int`: no server that offers it does without `auth`.

mod algorithm;
mod challenge;
mod session;

pub use challenge::{Challenge, QualityOfProtection};
pub(super) use session::{Session, SessionKey, Sessions};

use algorithm::Variant;
use patchbay_model::secret::Secret;
use std::fmt::Write as _;

/// What an answer depends on besides the challenge and the credentials.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The request's method.
    pub method: &'a str,
    /// Path and query exactly as on the request line.
    pub uri: &'a str,
    /// The client's nonce.
    pub cnonce: &'a str,
    /// How often the server's nonce was used, this time included: from 1.
    pub count: u32,
}

impl Challenge {
    /// The `Authorization` header that answers this challenge.
    #[must_use]
    pub fn authorization(&self, user: &str, secret: &Secret, round: &Round<'_>) -> String {
        let Round { uri, cnonce, count, .. } = round;
        let mut header = format!("Digest {}, realm={}", self.shown_user(user), quoted(&self.realm));
        let mut add = |name: &str, value: &str| {
            // Writing to a string can't fail.
            let _ = write!(header, ", {name}={value}");
        };
        add("uri", &quoted(uri));
        if let Some(named) = &self.named_algorithm {
            add("algorithm", named);
        }
        add("nonce", &quoted(&self.nonce));
        if self.quality == QualityOfProtection::Auth {
            add("nc", &format!("{count:08x}"));
            add("qop", "auth");
        }
        if self.quality == QualityOfProtection::Auth || self.algorithm.variant == Variant::Session {
            add("cnonce", &quoted(cnonce));
        }
        add("response", &quoted(&self.response(user, secret, round)));
        if let Some(opaque) = &self.opaque {
            add("opaque", &quoted(opaque));
        }
        if self.hides_user {
            add("userhash", "true");
        }
        header
    }

    fn response(&self, user: &str, secret: &Secret, round: &Round<'_>) -> String {
        let Round { method, uri, cnonce, count } = round;
        let digest = |text: &str| self.algorithm.hash.hexadecimal(text);
        let plain = Secret::new(format!("{user}:{}:{}", self.realm, secret.expose()));
        let mut first = Secret::new(digest(plain.expose()));
        if self.algorithm.variant == Variant::Session {
            first = Secret::new(digest(&format!("{}:{}:{cnonce}", first.expose(), self.nonce)));
        }
        let second = digest(&format!("{method}:{uri}"));
        let (first, nonce) = (first.expose(), &self.nonce);
        match self.quality {
            QualityOfProtection::Auth => digest(&format!("{first}:{nonce}:{count:08x}:{cnonce}:auth:{second}")),
            QualityOfProtection::Legacy => digest(&format!("{first}:{nonce}:{second}")),
        }
    }

    fn shown_user(&self, user: &str) -> String {
        if self.hides_user {
            return format!("username={}", quoted(&self.algorithm.hash.hexadecimal(&format!("{user}:{}", self.realm))));
        }
        if user.is_ascii() || !self.speaks_utf8 {
            // A server that did not name a character set gets the bytes as they are, which most of them expect.
            return format!("username={}", quoted(user));
        }
        let mut extended = String::from("username*=UTF-8''");
        for byte in user.bytes() {
            // The attribute characters of RFC 8187.
            let plain = byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
            let _ = if plain { write!(extended, "{}", char::from(byte)) } else { write!(extended, "%{byte:02X}") };
        }
        extended
    }
}

/// A quoted-string (RFC 9110, section 5.6.4).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
