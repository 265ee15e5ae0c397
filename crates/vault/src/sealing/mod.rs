//! Encryption of stored secrets: XChaCha20-Poly1305, a data key per call center, wrapped by the operator's master key.
//!
//! A sealed value is `version (1) | key id (8) | nonce (24) | ciphertext and tag`. What it belongs to is not stored in
//! it but bound to it as associated data: the reader says where the value stands, and a value from anywhere else does
//! not open.

mod data_key;
mod key_ring;

pub use data_key::DataKey;
pub use key_ring::{KeyRing, MasterKey};

use crate::error::VaultError;
use crate::random;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use patchbay_model::id::CallCenterId;
use sha2::{Digest as _, Sha256};
use std::fmt;
use uuid::Uuid;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const KEY_BYTES: usize = 32;
const KEY_ID_BYTES: usize = 8;
const NONCE_BYTES: usize = 24;
const HEADER_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

/// Names a key without telling it: the first eight bytes of its SHA-256, shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; KEY_ID_BYTES]);

impl KeyId {
    fn of(key: &[u8; KEY_BYTES]) -> Self {
        let mut id = [0; KEY_ID_BYTES];
        id.copy_from_slice(&Sha256::digest(key)[..KEY_ID_BYTES]);
        Self(id)
    }

    /// The key that `sealed` was sealed with.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] when `sealed` is not of a version known here.
    pub fn of_sealed(sealed: &[u8]) -> Result<Self, VaultError> {
        Envelope::read(sealed).map(|envelope| envelope.key_id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where a secret stands. A sealed secret opens there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretPlace<'a> {
    /// The tenant.
    pub call_center: &'a CallCenterId,
    /// The row's id. Ids are UUIDv7 and unique across tables, so the table need not be named.
    pub row: Uuid,
    /// Which of the row's secrets, for example `field/X-Api-Key`.
    pub field: &'a str,
}

/// Associated data: each part behind its length, so that no two lists of parts read the same.
fn associated_data(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut data = Vec::new();
    for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
        data.extend_from_slice(&(part.len() as u64).to_be_bytes());
        data.extend_from_slice(part);
    }
    data
}

struct Envelope<'a> {
    key_id: KeyId,
    nonce: [u8; NONCE_BYTES],
    ciphertext: &'a [u8],
}

impl<'a> Envelope<'a> {
    fn read(sealed: &'a [u8]) -> Result<Self, VaultError> {
        let (header, ciphertext) = sealed.split_at_checked(HEADER_BYTES).ok_or(VaultError::Unreadable)?;
        let (version, rest) = header.split_at(1);
        if version != [VERSION] {
            return Err(VaultError::Unreadable);
        }
        let (key_id, nonce) = rest.split_at(KEY_ID_BYTES);
        Ok(Self {
            key_id: KeyId(key_id.try_into().map_err(|_| VaultError::Unreadable)?),
            nonce: nonce.try_into().map_err(|_| VaultError::Unreadable)?,
            ciphertext,
        })
    }
}

fn seal(key: &[u8; KEY_BYTES], associated_data: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    // Random, not counted: 192 bits don't collide, and a counter would have to survive a restored backup.
    let nonce = random::bytes::<NONCE_BYTES>()?;
    let ciphertext = XChaCha20Poly1305::new(<&Key>::from(key))
        .encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: associated_data })
        .map_err(|_| VaultError::Unavailable("encryption of so long a value"))?;
    Ok([&[VERSION], KeyId::of(key).0.as_slice(), &nonce, &ciphertext].concat())
}

fn open(
    key: &[u8; KEY_BYTES],
    associated_data: &[u8],
    envelope: &Envelope<'_>,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    XChaCha20Poly1305::new(<&Key>::from(key))
        .decrypt(&XNonce::from(envelope.nonce), Payload { msg: envelope.ciphertext, aad: associated_data })
        .map(Zeroizing::new)
        .map_err(|_| VaultError::Unreadable)
}

/// Reads exactly `N` bytes written in hexadecimal, in either case.
pub(crate) fn from_hexadecimal<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_read_the_same_when_joined_are_told_apart() {
        assert_ne!(associated_data("x", &[b"ab", b"c"]), associated_data("x", &[b"a", b"bc"]));
        assert_ne!(associated_data("x", &[b"ab"]), associated_data("x", &[b"ab", b""]));
        assert_ne!(associated_data("xa", &[b"b"]), associated_data("x", &[b"ab"]));
    }

    #[test]
    fn a_key_id_is_the_beginning_of_the_keys_sha_256() {
        // printf '\0%.0s' {1..32} | sha256sum
        assert_eq!(KeyId::of(&[0; 32]).to_string(), "66687aadf862bd77");
    }

    #[test]
    fn hexadecimal_is_read_whole_or_not_at_all() {
        assert_eq!(from_hexadecimal("00fF"), Some([0, 255]));
        for bad in ["", "00f", "00fff", "0g00", "é0f"] {
            assert_eq!(from_hexadecimal::<2>(bad), None, "{bad}");
        }
    }
}
