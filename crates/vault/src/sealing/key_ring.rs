//! The operator's keys, which wrap the call centers' data keys.

use super::{DataKey, Envelope, KEY_BYTES, KeyId, associated_data, from_hexadecimal, open, seal};
use crate::error::VaultError;
use crate::random;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use patchbay_model::id::CallCenterId;
use patchbay_model::secret::Secret;
use std::fmt;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Takes `=` at the end or not: tools differ in whether they write it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// One of the operator's keys: 32 bytes.
#[derive(Clone, ZeroizeOnDrop)]
pub struct MasterKey([u8; KEY_BYTES]);

impl MasterKey {
    /// Makes a key, for a deployment that starts without one.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn generate() -> Result<Self, VaultError> {
        random::bytes().map(Self)
    }

    /// Names the key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.0)
    }

    /// The key as [`KeyRing::parse`] reads it, for the file that keeps it.
    #[must_use]
    pub fn to_base64(&self) -> Secret {
        Secret::new(BASE64.encode(self.0))
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(bytes) = from_hexadecimal(text) {
            return Some(Self(bytes));
        }
        // The URL-safe alphabet is the same bits in other letters.
        let standard = Zeroizing::new(text.replace('-', "+").replace('_', "/"));
        let bytes = Zeroizing::new(BASE64.decode(standard.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ••••••", self.id())
    }
}

/// The current master key, which wraps, and former ones, which only open what they wrapped before.
#[derive(Debug, Clone)]
pub struct KeyRing {
    current: MasterKey,
    former: Vec<MasterKey>,
}

impl KeyRing {
    /// A ring of one key.
    #[must_use]
    pub fn new(current: MasterKey) -> Self {
        Self { current, former: Vec::new() }
    }

    /// Reads `PATCHBAY_SECRET_KEY`: keys of 32 bytes in base64 or hexadecimal, separated by commas, the current first.
    ///
    /// # Errors
    /// [`VaultError::MasterKeyInvalid`] with the position of the first that is none.
    pub fn parse(text: &Secret) -> Result<Self, VaultError> {
        let mut keys = Vec::new();
        for (index, part) in text.expose().split(',').enumerate() {
            let key = MasterKey::parse(part.trim()).ok_or(VaultError::MasterKeyInvalid { position: index + 1 })?;
            keys.push(key);
        }
        let current = keys.remove(0);
        Ok(Self { current, former: keys })
    }

    /// Names the key that wraps.
    #[must_use]
    pub fn current_id(&self) -> KeyId {
        self.current.id()
    }

    /// Wraps a call center's data key with the current key.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without randomness.
    pub fn wrap(&self, call_center: &CallCenterId, key: &DataKey) -> Result<Vec<u8>, VaultError> {
        seal(&self.current.0, &bound_to(call_center, self.current.id()), key.as_bytes())
    }

    /// Opens a call center's wrapped data key with whichever key wrapped it.
    ///
    /// # Errors
    /// [`VaultError::UnknownKey`] when that key is not in the ring, [`VaultError::Unreadable`] when the wrapped key was
    /// changed or is another call center's.
    pub fn open(&self, call_center: &CallCenterId, wrapped: &[u8]) -> Result<DataKey, VaultError> {
        let envelope = Envelope::read(wrapped)?;
        let key = std::iter::once(&self.current)
            .chain(&self.former)
            .find(|key| key.id() == envelope.key_id)
            .ok_or(VaultError::UnknownKey(envelope.key_id))?;
        let plaintext = open(&key.0, &bound_to(call_center, envelope.key_id), &envelope)?;
        DataKey::from_slice(&plaintext)
    }

    /// Wraps a data key anew for `patchbay secrets rotate`; `None` when the current key wrapped it already. The secrets
    /// under it stay as they are, which is what makes a rotation short.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`wrap`](Self::wrap).
    pub fn rewrap(&self, call_center: &CallCenterId, wrapped: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let key = self.open(call_center, wrapped)?;
        if KeyId::of_sealed(wrapped)? == self.current.id() {
            return Ok(None);
        }
        self.wrap(call_center, &key).map(Some)
    }
}

fn bound_to(call_center: &CallCenterId, key_id: KeyId) -> Vec<u8> {
    associated_data("patchbay data key 1", &[call_center.as_str().as_bytes(), &key_id.0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEXADECIMAL: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eFB";
    const BASE64_TEXT: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHvs=";

    fn ring(text: &str) -> Result<KeyRing, VaultError> {
        KeyRing::parse(&text.into())
    }

    fn call_center(id: &str) -> CallCenterId {
        id.parse().unwrap()
    }

    #[test]
    fn a_key_is_read_from_hexadecimal_and_either_base64() {
        let expected = ring(HEXADECIMAL).unwrap().current_id();
        let url_safe = BASE64_TEXT.replace('+', "-").replace('/', "_");
        for text in [BASE64_TEXT, BASE64_TEXT.trim_end_matches('='), &url_safe, &format!(" {HEXADECIMAL}\n")] {
            assert_eq!(ring(text).unwrap().current_id(), expected, "{text}");
        }
        let generated = MasterKey::generate().unwrap();
        assert_eq!(KeyRing::parse(&generated.to_base64()).unwrap().current_id(), generated.id());
    }

    #[test]
    fn a_bad_key_is_refused_by_position_and_not_shown() {
        for (text, position) in [("", 1), ("secret", 1), (&HEXADECIMAL[2..], 1)] {
            assert_eq!(ring(text).unwrap_err(), VaultError::MasterKeyInvalid { position }, "{text}");
        }
        let error = ring(&format!("{HEXADECIMAL},c2VjcmV0")).unwrap_err();
        assert_eq!(error, VaultError::MasterKeyInvalid { position: 2 });
        assert!(!error.to_string().contains("c2VjcmV0"));
        assert!(ring(&format!("{HEXADECIMAL},")).is_err());
    }

    #[test]
    fn a_data_key_comes_back_for_its_own_call_center_only() {
        let ring = ring(HEXADECIMAL).unwrap();
        let key = DataKey::generate().unwrap();
        let wrapped = ring.wrap(&call_center("cc-1"), &key).unwrap();
        assert_eq!(ring.open(&call_center("cc-1"), &wrapped).unwrap().id(), key.id());
        assert_eq!(ring.open(&call_center("cc-2"), &wrapped).unwrap_err(), VaultError::Unreadable);
    }

    #[test]
    fn a_changed_wrapped_key_is_refused() {
        let ring = ring(HEXADECIMAL).unwrap();
        let wrapped = ring.wrap(&call_center("cc-1"), &DataKey::generate().unwrap()).unwrap();
        for index in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[index] ^= 0x80;
            assert!(ring.open(&call_center("cc-1"), &changed).is_err(), "byte {index}");
        }
    }

    #[test]
    fn a_sealed_secret_is_no_wrapped_key() {
        // Both are made by the same cipher: the purpose in the associated data keeps them apart.
        let (master, here) = (MasterKey::generate().unwrap(), call_center("cc-1"));
        let same_bytes = DataKey::from_slice(&master.0).unwrap();
        let place = super::super::SecretPlace { call_center: &here, row: uuid::Uuid::nil(), field: "" };
        let sealed = same_bytes.seal(place, &"x".repeat(32).into()).unwrap();
        assert_eq!(KeyRing::new(master).open(&here, &sealed).unwrap_err(), VaultError::Unreadable);
    }

    #[test]
    fn rotation_rewraps_what_a_former_key_wrapped_and_nothing_else() {
        let (old, new, here) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap(), call_center("cc-1"));
        let key = DataKey::generate().unwrap();
        let wrapped_before = KeyRing::new(old.clone()).wrap(&here, &key).unwrap();

        let both =
            KeyRing::parse(&format!("{},{}", new.to_base64().expose(), old.to_base64().expose()).into()).unwrap();
        let wrapped_anew = both.rewrap(&here, &wrapped_before).unwrap().expect("the former key had wrapped it");
        assert_eq!(KeyId::of_sealed(&wrapped_anew).unwrap(), new.id());
        assert_eq!(both.rewrap(&here, &wrapped_anew).unwrap(), None);

        let only_new = KeyRing::new(new);
        assert_eq!(only_new.open(&here, &wrapped_anew).unwrap().id(), key.id());
        assert_eq!(only_new.open(&here, &wrapped_before).unwrap_err(), VaultError::UnknownKey(old.id()));
    }

    #[test]
    fn debug_names_keys_and_does_not_show_them() {
        let shown = format!("{:?}", ring(HEXADECIMAL).unwrap());
        assert!(!shown.contains("[0, 1, 2") && shown.contains("••"), "{shown}");
    }
}
