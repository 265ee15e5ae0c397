//! The hash functions of Digest.

use md5::Md5;
use sha2::{Digest, Sha256, Sha512_256};
use std::fmt::Write as _;

/// From weak to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hash {
    Md5,
    Sha256,
    Sha512Half,
}

/// Whether the password's hash is bound to the first nonces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    Plain,
    Session,
}

/// A hash function and how it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Algorithm {
    pub(super) hash: Hash,
    pub(super) variant: Variant,
}

impl Algorithm {
    /// What `name` means in a challenge, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let (hash, variant) = match name.strip_suffix("-sess") {
            Some(hash) => (hash, Variant::Session),
            None => (name.as_str(), Variant::Plain),
        };
        let hash = match hash {
            "md5" => Hash::Md5,
            "sha-256" => Hash::Sha256,
            "sha-512-256" => Hash::Sha512Half,
            _ => return None,
        };
        Some(Self { hash, variant })
    }
}

impl Hash {
    /// The hash of `text` in lower-case hexadecimal.
    pub(super) fn hexadecimal(self, text: &str) -> String {
        match self {
            Self::Md5 => hexadecimal::<Md5>(text),
            Self::Sha256 => hexadecimal::<Sha256>(text),
            Self::Sha512Half => hexadecimal::<Sha512_256>(text),
        }
    }
}

fn hexadecimal<D: Digest>(text: &str) -> String {
    D::digest(text).iter().fold(String::new(), |mut shown, byte| {
        let _ = write!(shown, "{byte:02x}");
        shown
    })
}
