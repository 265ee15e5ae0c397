//! What can go wrong with secrets.

use crate::sealing::KeyId;

/// Why the vault did not do what it was asked. No variant holds a secret or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The operator's `PATCHBAY_SECRET_KEY` can't be used: the process must not start.
    #[error("key {position} of PATCHBAY_SECRET_KEY is not 32 bytes written in base64 or hexadecimal")]
    MasterKeyInvalid {
        /// Which of the comma-separated keys, from 1.
        position: usize,
    },
    /// Sealed with a key that is not loaded: the operator has to add it to `PATCHBAY_SECRET_KEY` again.
    #[error("sealed with the key {0}, which is not loaded")]
    UnknownKey(KeyId),
    /// The ciphertext was changed, moved from another place, or never was one.
    #[error("the sealed value is damaged or does not belong to this place")]
    Unreadable,
    /// The stored password hash is not one of ours.
    #[error("the stored password hash can't be read")]
    StoredPasswordInvalid,
    /// The machine is out of randomness, memory or threads; the same call may work later.
    #[error("{0} is not available")]
    Unavailable(&'static str),
}
