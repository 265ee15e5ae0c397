//! Random tokens: API keys, invitations, sessions. Shown once, stored as a hash.

use crate::error::VaultError;
use crate::random;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use patchbay_model::secret::Secret;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

const RANDOM_BYTES: usize = 32;
const SHOWN_CHARACTERS: usize = 8;

/// What a token opens. Its prefix tells a person, and a scanner for leaked secrets, what they have found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A program's key (spec/api.md, Authentication).
    Key,
    /// A browser's short-lived callbox token.
    Callbox,
    /// A one-time link: set-up, invitation or new password.
    Link,
    /// A portal session.
    Session,
    /// An adapter's token.
    Adapter,
    /// A visitor's token: it opens one chat.
    Visitor,
    /// The name of a file that a visitor sent: whoever knows it may read the file.
    File,
    /// What the gateway of a channel shows at its inbound webhook.
    Gateway,
}

impl TokenKind {
    const ALL: [Self; 8] =
        [Self::Key, Self::Callbox, Self::Link, Self::Session, Self::Adapter, Self::Visitor, Self::File, Self::Gateway];

    /// What tokens of this kind begin with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Key => "pbk_",
            Self::Callbox => "pbc_",
            Self::Link => "pbl_",
            Self::Session => "pbs_",
            Self::Adapter => "pba_",
            Self::Visitor => "pbv_",
            Self::File => "pbf_",
            Self::Gateway => "pbg_",
        }
    }

    /// The kind that a presented token claims to be, before it is looked up.
    #[must_use]
    pub fn claimed_by(presented: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| presented.starts_with(kind.prefix()))
    }
}

/// A new token with 256 bits of randomness, to be shown once and forgotten.
#[derive(Debug)]
pub struct Token(Secret);

impl Token {
    /// Makes a token.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn generate(kind: TokenKind) -> Result<Self, VaultError> {
        let random = Zeroizing::new(random::bytes::<RANDOM_BYTES>()?);
        let mut text = kind.prefix().to_owned();
        // Reserved in full: growing would leave a copy of the beginning behind.
        text.reserve_exact(RANDOM_BYTES.div_ceil(3) * 4);
        URL_SAFE_NO_PAD.encode_string(random.as_slice(), &mut text);
        Ok(Self(Secret::new(text)))
    }

    /// The token's text, for the one response that shows it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What to store and to look it up by.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(self.expose())
    }

    /// The first eight characters, by which lists tell tokens apart. They hold 24 of its 256 random bits.
    #[must_use]
    pub fn shown_prefix(&self) -> String {
        self.expose().chars().take(SHOWN_CHARACTERS).collect()
    }

    /// Gives up the token's text.
    #[must_use]
    pub fn into_secret(self) -> Secret {
        self.0
    }
}

/// The SHA-256 of a token.
///
/// A plain hash and not argon2: a token has 256 random bits, nobody guesses it, and every API call looks one up.
#[derive(Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Hashes a token as somebody presented it.
    #[must_use]
    pub fn of(presented: &str) -> Self {
        Self(Sha256::digest(presented).into())
    }

    /// The hash as stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A stored hash.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] unless there are 32 bytes.
    pub fn from_bytes(stored: &[u8]) -> Result<Self, VaultError> {
        stored.try_into().map(Self).map_err(|_| VaultError::Unreadable)
    }
}

impl PartialEq for TokenHash {
    /// Takes the same time wherever the hashes differ.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for TokenHash {}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TokenHash {
    type Err = VaultError;

    fn from_str(hexadecimal: &str) -> Result<Self, VaultError> {
        crate::sealing::from_hexadecimal(hexadecimal).map(Self).ok_or(VaultError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_prefix_and_256_random_bits() {
        for kind in TokenKind::ALL {
            let token = Token::generate(kind).unwrap();
            let random = token.expose().strip_prefix(kind.prefix()).unwrap();
            assert_eq!(URL_SAFE_NO_PAD.decode(random).unwrap().len(), 32);
            assert_eq!(TokenKind::claimed_by(token.expose()), Some(kind));
            assert_ne!(token.expose(), Token::generate(kind).unwrap().expose());
        }
        assert_eq!(TokenKind::claimed_by("ghp_x"), None);
    }

    #[test]
    fn a_list_shows_eight_characters_of_a_token() {
        let token = Token::generate(TokenKind::Key).unwrap();
        assert_eq!(token.shown_prefix().len(), 8);
        assert!(token.expose().starts_with(&token.shown_prefix()));
        assert!(!format!("{token:?}").contains(&token.shown_prefix()));
    }

    #[test]
    fn a_presented_token_is_found_by_its_hash() {
        let token = Token::generate(TokenKind::Key).unwrap();
        assert_eq!(TokenHash::of(token.expose()), token.hash());
        assert_ne!(TokenHash::of("pbk_other"), token.hash());
        assert_eq!(token.hash().to_string().parse::<TokenHash>().unwrap(), token.hash());
        assert_eq!(TokenHash::from_bytes(token.hash().as_bytes()).unwrap(), token.hash());
        assert_eq!(TokenHash::from_bytes(&[0; 31]), Err(VaultError::Unreadable));
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(TokenHash::of("abc").to_string(), known);
    }
}
