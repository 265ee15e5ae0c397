//! A template plugged in for one call center (spec/callbox.md, Integrator).

mod value;

use crate::document::MAXIMUM_DOCUMENT_BYTES;
use crate::id::{CallCenterId, IntegratorId, TemplateId, Version};
use crate::sentence;
use crate::sentence::Sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations, check_description, pointer_token};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

pub use value::ValueInput;

/// A secret as read: whether there is one, never what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecretState {
    /// Whether a value is stored.
    pub set: bool,
    /// When it was entered.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

/// A field's value as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum FieldValue {
    /// A plain value.
    Plain(String),
    /// A secret's state.
    Secret(SecretState),
    /// No value: the template got this parameter later, or it isn't required.
    Missing(()),
}

/// A credential as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// `basic:<user>`, `digest:<user>`, or the name of a header value.
    pub id: String,
    /// The secret's state.
    pub secret: SecretState,
}

/// A credential as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CredentialDraft {
    /// See [`Credential::id`].
    pub id: String,
    /// The new secret, or `{"set":true}` to keep the stored one.
    pub secret: ValueInput,
}

/// An integrator as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Integrator {
    /// Its id.
    pub id: IntegratorId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The template's name.
    pub template: String,
    /// The template's id.
    pub template_id: TemplateId,
    /// Bare `host[:port]`.
    pub host: String,
    /// What it is for.
    pub description: String,
    /// False: the execute API answers 404.
    pub enabled: bool,
    /// Info JSON, when the template has it.
    pub info: Option<Value>,
    /// Iframe JSON, when the template has it.
    pub iframe: Option<Value>,
    /// One value per template parameter, in the template's order of names.
    pub fields: BTreeMap<String, FieldValue>,
    /// Its credentials.
    pub credentials: Vec<Credential>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

impl Integrator {
    /// Names of required parameters without a value, given the template's required ones.
    #[must_use]
    pub fn missing_fields<'a>(&self, required: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let absent = |name: &&str| match self.fields.get(*name) {
            None | Some(FieldValue::Missing(())) => true,
            Some(FieldValue::Plain(text)) => text.is_empty(),
            Some(FieldValue::Secret(state)) => !state.set,
        };
        required.into_iter().filter(absent).collect()
    }
}

/// An integrator as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntegratorDraft {
    /// The template's name or id.
    pub template: String,
    /// See [`Integrator::host`].
    pub host: String,
    /// See [`Integrator::description`].
    #[serde(default)]
    pub description: String,
    /// See [`Integrator::enabled`].
    #[serde(default = "IntegratorDraft::default_enabled")]
    pub enabled: bool,
    /// See [`Integrator::info`].
    #[serde(default)]
    pub info: Option<Value>,
    /// See [`Integrator::iframe`].
    #[serde(default)]
    pub iframe: Option<Value>,
    /// One value per template parameter.
    #[serde(default)]
    pub fields: BTreeMap<String, ValueInput>,
    /// Its credentials.
    #[serde(default)]
    pub credentials: Vec<CredentialDraft>,
}

impl IntegratorDraft {
    fn default_enabled() -> bool {
        true
    }
}

impl From<&Integrator> for IntegratorDraft {
    /// What could be written to leave it as it is.
    fn from(read: &Integrator) -> Self {
        let value = |value: &FieldValue| match value {
            FieldValue::Plain(text) => ValueInput::New(text.clone()),
            FieldValue::Secret(state) if state.set => ValueInput::Keep(state.clone()),
            FieldValue::Secret(_) | FieldValue::Missing(()) => ValueInput::None(()),
        };
        let credential = |credential: &Credential| CredentialDraft {
            id: credential.id.clone(),
            secret: ValueInput::Keep(credential.secret.clone()),
        };
        Self {
            template: read.template_id.to_string(),
            host: read.host.clone(),
            description: read.description.clone(),
            enabled: read.enabled,
            info: read.info.clone(),
            iframe: read.iframe.clone(),
            fields: read.fields.iter().map(|(name, field)| (name.clone(), value(field))).collect(),
            credentials: read.credentials.iter().map(credential).collect(),
        }
    }
}

impl Validate for IntegratorDraft {
    /// Checks what stands in the integrator alone; fields are compared with the template when it is saved.
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        if let Err(why) = check_host(&self.host) {
            found.add("/host", why);
        }
        check_description(&mut found, "/description", &self.description);
        for (pointer, document) in [("/info", &self.info), ("/iframe", &self.iframe)] {
            if let Some(document) = document {
                found.require(document.is_object(), pointer, sentence!("give a JSON object"));
                found.require(
                    document.to_string().len() <= MAXIMUM_DOCUMENT_BYTES,
                    pointer,
                    sentence!("use at most 64 KiB"),
                );
            }
        }
        for (name, value) in &self.fields {
            if let ValueInput::New(text) = value {
                let pointer = format!("/fields/{}", pointer_token(name));
                found.require(text.len() <= 8 * 1024, &pointer, sentence!("use at most 8 KiB"));
            }
        }
        check_credentials(&mut found, &self.credentials);
        found
    }
}

/// Checks a list of credentials by itself; which of them are needed, the endpoints say.
pub(crate) fn check_credentials(found: &mut Violations, credentials: &[CredentialDraft]) {
    let mut ids = HashSet::new();
    for (index, credential) in credentials.iter().enumerate() {
        let pointer = format!("/credentials/{index}/id");
        let id = &credential.id;
        found.require(
            !id.trim().is_empty() && id.len() <= 200 && !id.contains(['{', '}']),
            &pointer,
            sentence!("name it basic:<user>, digest:<user> or freely, in at most 200 characters without braces"),
        );
        found.require(ids.insert(id), &pointer, sentence!("another credential has this id already"));
        for scheme in ["basic:", "digest:"] {
            found.require(id != scheme, &pointer, sentence!("write the user name after the colon"));
        }
        if credential.secret == ValueInput::None(()) {
            found.add(format!("/credentials/{index}/secret"), sentence!("enter the secret"));
        }
    }
}

/// Checks a bare `host[:port]` (spec/callbox.md: never a scheme).
///
/// # Errors
/// What to write instead.
pub fn check_host(host: &str) -> Result<(), Sentence> {
    if host.contains("://") {
        return Err(sentence!("leave the scheme out: write api.example.com, https:// is prepended"));
    }
    if host.contains(['/', '?', '#', '@', '\\', ' ', '{', '}', '%']) || host.is_empty() {
        return Err(sentence!(
            "write a bare host such as api.example.com or api.example.com:8443, without path or user"
        ));
    }
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let Some((address, after)) = rest.split_once(']') else {
                return Err(sentence!("close the bracket of the IPv6 address"));
            };
            if address.parse::<std::net::Ipv6Addr>().is_err() {
                return Err(sentence!("this is no IPv6 address"));
            }
            match after.strip_prefix(':') {
                Some(port) => ("v6", Some(port)),
                None if after.is_empty() => ("v6", None),
                None => return Err(sentence!("after the bracket only a port may follow")),
            }
        }
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        },
    };
    if port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0)) {
        return Err(sentence!("the port is a number from 1 to 65535"));
    }
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() > 253 || !name.trim_end_matches('.').split('.').all(label_fits) {
        return Err(sentence!(
            "a host has letters, digits, dots and hyphens; write other alphabets in their xn-- form"
        ));
    }
    Ok(())
}

/// Which integrators a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IntegratorQuery {
    /// Part of the host, description or call center id, in any case.
    pub search: Option<String>,
    /// Only this template's.
    pub template_id: Option<TemplateId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_bare() {
        for good in
            ["api.acme.test", "localhost", "127.0.0.1:9099", "api.acme.test:8443", "[::1]:80", "xn--bcher-kva.example"]
        {
            assert_eq!(check_host(good), Ok(()), "{good}");
        }
        for bad in [
            "https://x.y",
            "x.y/",
            "x y",
            "",
            "x:0",
            "x:99999",
            "user@x",
            "[::1",
            "[zz]",
            "-x.y",
            "bücher.example",
            "x..y",
        ] {
            assert!(check_host(bad).is_err(), "{bad}");
        }
        assert!(check_host("https://x.y").unwrap_err().to_string().contains("scheme"));
    }

    #[test]
    fn a_typed_secret_is_not_shown_by_debug() {
        assert!(!format!("{:?}", ValueInput::New("hunter2".into())).contains("hunter2"));
    }

    #[test]
    fn a_secret_is_read_back_as_kept() {
        let input: ValueInput = serde_json::from_str(r#"{"set":true,"updatedAt":null}"#).unwrap();
        assert_eq!(input, ValueInput::Keep(SecretState { set: true, updated_at: None }));
        assert_eq!(serde_json::from_str::<ValueInput>("null").unwrap(), ValueInput::None(()));
    }

    #[test]
    fn a_mistake_in_a_value_is_told_at_its_place_and_not_repeated() {
        let table = [
            (r#"{"sett":true}"#, "/fields/X-Key/sett", "there is no member sett: there are set, updatedAt"),
            ("{}", "/fields/X-Key", "set is missing"),
            ("[]", "/fields/X-Key", "expected a string, null or an object instead of a list"),
            ("4711", "/fields/X-Key", "expected a string, null or an object instead of a number"),
            ("-4.7", "/fields/X-Key", "expected a string, null or an object instead of a number"),
            ("true", "/fields/X-Key", "expected a string, null or an object instead of true or false"),
        ];
        for (value, pointer, words) in table {
            let text = format!(r#"{{"template":"acme","host":"api.acme.test","fields":{{"X-Key":{value}}}}}"#);
            let error = crate::json::parse::<IntegratorDraft>(&text).unwrap_err();
            assert_eq!((error.pointer.as_str(), error.message.to_string().as_str()), (pointer, words));
        }
    }
}
