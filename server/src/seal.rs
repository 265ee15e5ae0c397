//! Encrypts what the server itself keeps for a while and what may hold a secret: answers under an idempotency key, and
//! what a page shows once.

use crate::error::ServerError;
use patchbay_model::id::CallCenterId;
use patchbay_model::secret::Secret;
use patchbay_vault::{DataKey, KeyRing, SecretPlace, VaultError};
use std::sync::Arc;
use uuid::Uuid;

/// Stands where the vault wants a call center: what is sealed here is the deployment's.
const OWNER: &str = "patchbay.server";

/// Seals with the master key.
#[derive(Debug)]
pub struct Seal {
    keys: Arc<KeyRing>,
    owner: CallCenterId,
}

impl Seal {
    /// A seal with the operator's keys.
    ///
    /// # Errors
    /// Never: the owner's name is an id.
    pub fn new(keys: Arc<KeyRing>) -> Result<Self, ServerError> {
        let owner = OWNER
            .parse()
            .map_err(|error: patchbay_model::id::InvalidCallCenterId| ServerError::Failed(error.to_string()))?;
        Ok(Self { keys, owner })
    }

    /// Seals `text` under a key of its own, wrapped beside it. It opens for the same `purpose` only.
    ///
    /// # Errors
    /// Without randomness.
    pub fn close(&self, purpose: &str, text: String) -> Result<Vec<u8>, VaultError> {
        let key = DataKey::generate()?;
        let wrapped = self.keys.wrap(&self.owner, &key)?;
        let sealed = key.seal(self.place(purpose), &Secret::new(text))?;
        let length = u16::try_from(wrapped.len()).map_err(|_| VaultError::Unreadable)?;
        Ok([length.to_be_bytes().as_slice(), &wrapped, &sealed].concat())
    }

    /// Opens what was sealed for `purpose`.
    ///
    /// # Errors
    /// When it was changed, or its master key is gone.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Secret, VaultError> {
        let (length, rest) = sealed.split_first_chunk().ok_or(VaultError::Unreadable)?;
        let (wrapped, sealed) =
            rest.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(VaultError::Unreadable)?;
        self.keys.open(&self.owner, wrapped)?.open(self.place(purpose), sealed)
    }

    fn place<'a>(&'a self, purpose: &'a str) -> SecretPlace<'a> {
        SecretPlace { call_center: &self.owner, row: Uuid::nil(), field: purpose }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_vault::MasterKey;

    #[test]
    fn what_was_sealed_opens_for_its_purpose_only() {
        let seal = Seal::new(Arc::new(KeyRing::new(MasterKey::generate().unwrap()))).unwrap();
        let sealed = seal.close("a", "hunter2".to_owned()).unwrap();
        assert_eq!(seal.open("a", &sealed).unwrap().expose(), "hunter2");
        assert!(seal.open("b", &sealed).is_err());
        assert!(seal.open("a", &sealed[1..]).is_err() && seal.open("a", &[]).is_err());
    }
}
