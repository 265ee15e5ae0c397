//! The key that seals one call center's secrets.

use super::{Envelope, KEY_BYTES, KeyId, SecretPlace, associated_data, open, seal};
use crate::error::VaultError;
use crate::random;
use patchbay_model::secret::Secret;
use std::fmt;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// A call center's data key: 32 random bytes that exist in the clear in memory only.
#[derive(Clone, ZeroizeOnDrop)]
pub struct DataKey([u8; KEY_BYTES]);

impl DataKey {
    /// Makes a key for a new call center.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn generate() -> Result<Self, VaultError> {
        random::bytes().map(Self)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Result<Self, VaultError> {
        bytes.try_into().map(Self).map_err(|_| VaultError::Unreadable)
    }

    pub(super) fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Names the key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.0)
    }

    /// Seals `secret` so that it opens at `place` only. Sealing twice gives two different texts.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn seal(&self, place: SecretPlace<'_>, secret: &Secret) -> Result<Vec<u8>, VaultError> {
        seal(&self.0, &self.bound_to(place), secret.expose().as_bytes())
    }

    /// Opens what was sealed at `place`.
    ///
    /// # Errors
    /// [`VaultError::UnknownKey`] when another data key sealed it, [`VaultError::Unreadable`] when it was changed or
    /// stood elsewhere.
    pub fn open(&self, place: SecretPlace<'_>, sealed: &[u8]) -> Result<Secret, VaultError> {
        let envelope = Envelope::read(sealed)?;
        if envelope.key_id != self.id() {
            return Err(VaultError::UnknownKey(envelope.key_id));
        }
        let mut plaintext = open(&self.0, &self.bound_to(place), &envelope)?;
        String::from_utf8(std::mem::take(&mut *plaintext)).map(Secret::new).map_err(|not_text| {
            not_text.into_bytes().zeroize();
            VaultError::Unreadable
        })
    }

    fn bound_to(&self, place: SecretPlace<'_>) -> Vec<u8> {
        let SecretPlace { call_center, row, field } = place;
        let key_id = self.id();
        associated_data(
            "patchbay secret 1",
            &[call_center.as_str().as_bytes(), row.as_bytes(), field.as_bytes(), &key_id.0],
        )
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::id::CallCenterId;
    use uuid::Uuid;

    fn call_center(id: &str) -> CallCenterId {
        id.parse().unwrap()
    }

    #[test]
    fn a_secret_opens_where_it_was_sealed() {
        let (key, here) = (DataKey::generate().unwrap(), call_center("cc-1"));
        let place = SecretPlace { call_center: &here, row: Uuid::from_u128(1), field: "X-Api-Key" };
        for text in ["hunter2", "", "näin: 密码", &"x".repeat(8192)] {
            let sealed = key.seal(place, &text.into()).unwrap();
            assert_eq!(key.open(place, &sealed).unwrap().expose(), text);
            assert_eq!(KeyId::of_sealed(&sealed).unwrap(), key.id());
        }
    }

    #[test]
    fn a_secret_moved_to_another_row_field_or_tenant_does_not_open() {
        let (here, there) = (call_center("cc-1"), call_center("cc-2"));
        let key = DataKey::generate().unwrap();
        let place = SecretPlace { call_center: &here, row: Uuid::from_u128(1), field: "X-Api-Key" };
        let sealed = key.seal(place, &"hunter2".into()).unwrap();
        for elsewhere in [
            SecretPlace { row: Uuid::from_u128(2), ..place },
            SecretPlace { field: "X-Api-Kez", ..place },
            SecretPlace { call_center: &there, ..place },
        ] {
            assert_eq!(key.open(elsewhere, &sealed), Err(VaultError::Unreadable), "{elsewhere:?}");
        }
    }

    #[test]
    fn a_changed_byte_anywhere_is_noticed() {
        let (key, here) = (DataKey::generate().unwrap(), call_center("cc-1"));
        let place = SecretPlace { call_center: &here, row: Uuid::from_u128(1), field: "f" };
        let sealed = key.seal(place, &"hunter2".into()).unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(key.open(place, &changed).is_err(), "byte {index}");
        }
        for length in 0..sealed.len() {
            assert!(key.open(place, &sealed[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn another_data_key_is_named_in_the_error() {
        let (key, other, here) = (DataKey::generate().unwrap(), DataKey::generate().unwrap(), call_center("cc-1"));
        let place = SecretPlace { call_center: &here, row: Uuid::from_u128(1), field: "f" };
        let sealed = key.seal(place, &"hunter2".into()).unwrap();
        assert_eq!(other.open(place, &sealed), Err(VaultError::UnknownKey(key.id())));
    }

    #[test]
    fn the_same_secret_sealed_twice_looks_different() {
        let (key, here) = (DataKey::generate().unwrap(), call_center("cc-1"));
        let place = SecretPlace { call_center: &here, row: Uuid::from_u128(1), field: "f" };
        assert_ne!(key.seal(place, &"x".into()).unwrap(), key.seal(place, &"x".into()).unwrap());
    }

    #[test]
    fn debug_shows_dots() {
        assert_eq!(format!("{:?}", DataKey([7; 32])), "••••••");
    }
}
