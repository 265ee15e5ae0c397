//! Typed ids, so that a template's id can't be passed where an endpoint's is meant.

use crate::sentence;
use crate::sentence::Sentence;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
    )+};
}

pub(crate) use uuid_id;

/// Of what should have been an id.
impl From<uuid::Error> for Sentence {
    fn from(_: uuid::Error) -> Self {
        sentence!("this is no id: copy it from where it is shown")
    }
}

uuid_id!(
    /// Names one template (UUIDv7, spec/api.md).
    TemplateId,
    /// Names one integrator (UUIDv7).
    IntegratorId,
    /// Names one endpoint (UUIDv7).
    EndpointId,
    /// Names one event integration (UUIDv7).
    EventIntegrationId,
    /// Names one execution (UUIDv7).
    ExecutionId,
    /// Names one portal user (UUIDv7).
    UserId,
    /// Names one API key (UUIDv7), never the key itself.
    KeyId,
    /// Names one audit entry (UUIDv7).
    AuditEntryId,
    /// Names the private code of one template (UUIDv7).
    PrivateCodeId,
    /// Names one kept configuration version (UUIDv7).
    ConfigurationVersionId,
);

/// The tenant's key ("ID Callcenter" of the source): 1 to 64 of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct CallCenterId(String);

/// Why a text is not a call center id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence::from(*self))]
pub struct InvalidCallCenterId;

impl From<InvalidCallCenterId> for Sentence {
    fn from(_: InvalidCallCenterId) -> Self {
        sentence!("use 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit")
    }
}

impl CallCenterId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CallCenterId {
    type Err = InvalidCallCenterId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=64).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidCallCenterId) }
    }
}

impl<'de> Deserialize<'de> for CallCenterId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for CallCenterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Counts the saves of one object, from 1; what `ETag` and `If-Match` carry (spec/api.md, Administration).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Version(pub i64);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_center_id_takes_the_documented_alphabet_only() {
        for good in ["cc-1", "8", "acme.support_2", &"x".repeat(64)] {
            assert!(good.parse::<CallCenterId>().is_ok(), "{good}");
        }
        for bad in ["", "-a", ".a", "a/b", "a b", "é", &"x".repeat(65)] {
            assert_eq!(bad.parse::<CallCenterId>(), Err(InvalidCallCenterId), "{bad}");
        }
    }
}
