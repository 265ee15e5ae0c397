//! The tenant (product.md: call center).

use crate::callbox::check_origins;
use crate::id::{CallCenterId, Version};
use crate::sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations, check_name};
use serde::{Deserialize, Serialize};

/// A call center as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallCenter {
    /// The tenant's key, chosen when it is created and never changed.
    pub id: CallCenterId,
    /// Name shown to people.
    pub name: String,
    /// IANA time zone, for the faces that write local times (spec/omnichannel.md).
    pub time_zone: String,
    /// BCP 47 language, for example `vi`.
    pub language: String,
    /// The pages that may hold the callbox of this call center in an iframe, as origins.
    pub callbox_origins: Vec<String>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A call center as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallCenterDraft {
    /// The tenant's key.
    pub id: CallCenterId,
    /// Name shown to people.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// BCP 47 language.
    pub language: String,
    /// The pages that may hold the callbox of this call center in an iframe: `https://crm.example.com`, without a path.
    /// None: no page may.
    #[serde(default)]
    pub callbox_origins: Vec<String>,
}

impl Validate for CallCenterDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        // The tz database is too large for the browser: the shape is checked here, the name by the server.
        let zone_shape = self.time_zone == "UTC"
            || (self.time_zone.contains('/')
                && self.time_zone.len() <= 64
                && self.time_zone.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+')));
        found.require(zone_shape, "/timeZone", sentence!("name an IANA time zone such as Asia/Ho_Chi_Minh, or UTC"));
        let language_shape = (2..=35).contains(&self.language.len())
            && self
                .language
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        found.require(language_shape, "/language", sentence!("name a language such as en, id or vi"));
        check_origins(&mut found, "/callboxOrigins", &self.callbox_origins);
        for (index, origin) in self.callbox_origins.iter().enumerate() {
            // The policy that names who may frame a page (CSP 3, host-source) has no word for them.
            let has_word = !origin.contains('[');
            let pointer = format!("/callboxOrigins/{index}");
            found.require(
                has_word,
                &pointer,
                sentence!("no browser takes an IPv6 address here: write http://localhost"),
            );
        }
        found
    }
}

impl From<&CallCenter> for CallCenterDraft {
    fn from(read: &CallCenter) -> Self {
        Self {
            id: read.id.clone(),
            name: read.name.clone(),
            time_zone: read.time_zone.clone(),
            language: read.language.clone(),
            callbox_origins: read.callbox_origins.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(origins: &[&str]) -> CallCenterDraft {
        let draft =
            json!({"id": "cc-1", "name": "Acme", "timeZone": "UTC", "language": "en", "callboxOrigins": origins});
        serde_json::from_value(draft).unwrap()
    }

    #[test]
    fn nobody_embeds_the_callbox_unless_somebody_is_named() {
        let silent = json!({"id": "cc-1", "name": "Acme", "timeZone": "UTC", "language": "en"});
        let silent: CallCenterDraft = serde_json::from_value(silent).unwrap();
        assert_eq!(silent, draft(&[]));
        assert!(silent.validate().is_empty());
    }

    #[test]
    fn an_origin_that_could_never_embed_is_refused_where_it_stands() {
        let origins =
            ["https://crm.example.com", "http://localhost:3000", "http://crm.example.com", "http://[::1]:3000"];
        let found = draft(&origins).validate().into_vec();
        let pointers: Vec<&str> = found.iter().map(|violation| violation.pointer.as_str()).collect();
        assert_eq!(pointers, ["/callboxOrigins/2", "/callboxOrigins/3"]);
    }
}
