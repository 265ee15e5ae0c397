//! Password hashing, sealing of secrets, random tokens, signatures.
//!
//! # Layout
//! [`password`] hashes what people type, off the async threads. [`sealing`] encrypts what integrators hold: a master key
//! wraps one data key per call center, a data key seals secrets, each bound to its place. [`token`] makes keys and links
//! that are shown once and stored as a hash. [`standard_webhooks`] signs what we post. [`Secret`] is the model's type for text that must never be shown.
//!
//! # Invariants
//! Knows nothing about Postgres, HTTP or sessions, reads no environment and writes no log. No key, token or password has
//! a `Display` or a `Serialize`. Nothing encrypted here can be opened in another row, field or call center than its own.

pub mod error;
pub mod password;
mod random;
pub mod sealing;
pub mod standard_webhooks;
pub mod token;

pub use error::VaultError;
pub use password::{PasswordCheck, PasswordHasher};
pub use patchbay_model::secret::Secret;
pub use sealing::{DataKey, KeyId, KeyRing, MasterKey, SecretPlace};
pub use token::{Token, TokenHash, TokenKind};
