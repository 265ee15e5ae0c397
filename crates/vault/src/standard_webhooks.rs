//! Signatures of what we post (spec/twoway.md, Receiving), as Standard Webhooks specifies them: HMAC-SHA256 of
//! `id.timestamp.body` with a secret that both sides know. Any library of Standard Webhooks verifies them.

use crate::error::VaultError;
use crate::random;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use patchbay_model::secret::Secret;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::time::Duration;
use subtle::{Choice, ConstantTimeEq as _};
use zeroize::Zeroizing;

/// The header with the message's id: the same for every attempt, so that a receiver can tell a repetition.
pub const ID_HEADER: &str = "webhook-id";
/// The header with the time of the attempt, in seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// The header with the signatures.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far a receiver lets the time of an attempt be from its own.
pub const TOLERANCE: Duration = Duration::from_secs(5 * 60);

const PREFIX: &str = "whsec_";
/// The specification's recommendation; it allows 24 to 64.
const RANDOM_BYTES: usize = 32;
const VERSION: &str = "v1,";

/// A secret that deliveries are signed with. It has no `Display`, and `Debug` shows dots.
#[derive(Clone)]
pub struct SigningSecret(Zeroizing<Vec<u8>>);

impl SigningSecret {
    /// Makes a secret of 256 bits.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn generate() -> Result<Self, VaultError> {
        let random = Zeroizing::new(random::bytes::<RANDOM_BYTES>()?);
        Ok(Self(Zeroizing::new(random.to_vec())))
    }

    /// Reads `whsec_<base64>` of 24 to 64 bytes; without the prefix too, as the libraries do.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] when it is none.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let encoded = text.strip_prefix(PREFIX).unwrap_or(text);
        let key = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| VaultError::Unreadable)?);
        if (24..=64).contains(&key.len()) { Ok(Self(key)) } else { Err(VaultError::Unreadable) }
    }

    /// `whsec_<base64>`: for sealing, and for the one answer that shows it.
    #[must_use]
    pub fn to_secret(&self) -> Secret {
        let mut text = PREFIX.to_owned();
        // Reserved in full: growing would leave a copy of the beginning behind.
        text.reserve_exact(self.0.len().div_ceil(3) * 4);
        STANDARD.encode_string(self.0.as_slice(), &mut text);
        Secret::new(text)
    }

    fn signature(&self, id: &str, timestamp_seconds: i64, body: &[u8]) -> String {
        let timestamp = timestamp_seconds.to_string();
        let mac = hmac_sha256(&self.0, &[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]);
        format!("{VERSION}{}", STANDARD.encode(mac))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••")
    }
}

impl PartialEq for SigningSecret {
    /// Takes the same time wherever secrets of one length differ.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for SigningSecret {}

/// Why a signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The attempt is older, or newer, than [`TOLERANCE`]: perhaps somebody sends again what they have overheard.
    #[error("the time of the attempt is more than five minutes from now")]
    TimestampTooFar,
    /// None of the signatures is by one of the secrets.
    #[error("none of the signatures fits")]
    NoMatch,
}

/// The value of [`SIGNATURE_HEADER`]: one signature for each secret, in their order, separated by spaces. During a rotation
/// there are two, so that a receiver may change to the new secret whenever it likes.
///
/// `id` holds no dot (ours are UUIDs): with one, parts could be shifted across it.
#[must_use]
pub fn sign(id: &str, timestamp_seconds: i64, body: &[u8], secrets: &[SigningSecret]) -> String {
    let signatures: Vec<_> = secrets.iter().map(|secret| secret.signature(id, timestamp_seconds, body)).collect();
    signatures.join(" ")
}

/// Checks the value of [`SIGNATURE_HEADER`], as a receiver does. Signatures of other versions are passed over.
///
/// # Errors
/// The attempt is too old or too new, or nothing fits.
pub fn verify(
    id: &str,
    timestamp_seconds: i64,
    body: &[u8],
    header: &str,
    secrets: &[SigningSecret],
    now_seconds: i64,
) -> Result<(), SignatureError> {
    if now_seconds.abs_diff(timestamp_seconds) > TOLERANCE.as_secs() {
        return Err(SignatureError::TimestampTooFar);
    }
    let expected: Vec<_> = secrets.iter().map(|secret| secret.signature(id, timestamp_seconds, body)).collect();
    let fits = header
        .split(' ')
        .flat_map(|given| expected.iter().map(move |expected| given.as_bytes().ct_eq(expected.as_bytes())))
        .fold(Choice::from(0), |any, fits| any | fits);
    if fits.into() { Ok(()) } else { Err(SignatureError::NoMatch) }
}

/// RFC 2104 with SHA-256. Written out: it is ten lines, and `hmac` would be one more crate with a key in it that is not
/// overwritten.
fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    const BLOCK: usize = 64;
    let mut block = Zeroizing::new([0_u8; BLOCK]);
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |byte: u8| Zeroizing::new(block.map(|key| key ^ byte));
    let mut inner = Sha256::new_with_prefix(padded(0x36).as_slice());
    parts.iter().for_each(|part| inner.update(part));
    let mut outer = Sha256::new_with_prefix(padded(0x5c).as_slice());
    outer.update(inner.finalize());
    outer.finalize().into()
}

#[cfg(test)]
mod tests;
