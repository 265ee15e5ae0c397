//! What an agent's front end gets: a short-lived token, and what is plugged in (spec/callbox.md; spec/api.md,
//! Authentication).

use crate::endpoint::EndpointType;
use crate::id::{IntegratorId, Version};
use crate::sentence;
use crate::template::TemplateType;
use crate::time::Timestamp;
use crate::trigger::Trigger;
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Seconds that a token lives when nobody says otherwise.
const USUAL_LIFE: u32 = 3600;
/// The shortest and the longest life in seconds.
const LIVES: std::ops::RangeInclusive<u32> = 60..=86_400;
/// The most origins of one token, and of one call center.
const MAXIMUM_ORIGINS: usize = 20;
/// The most bytes of an origin: 253 of a host name, scheme and port.
const MAXIMUM_ORIGIN_BYTES: usize = 270;

/// What a token is asked for with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallboxTokenDraft {
    /// The pages that may use it: `https://crm.example.com`, without a path. None: only pages of this server.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// How long it lives, in seconds: 60 to 86,400, 3,600 when left out.
    #[serde(default = "usual_life")]
    pub expires_in_seconds: u32,
}

const fn usual_life() -> u32 {
    USUAL_LIFE
}

impl Default for CallboxTokenDraft {
    fn default() -> Self {
        Self { allowed_origins: Vec::new(), expires_in_seconds: USUAL_LIFE }
    }
}

impl Validate for CallboxTokenDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_origins(&mut found, "/allowedOrigins", &self.allowed_origins);
        let lives = LIVES.contains(&self.expires_in_seconds);
        found.require(lives, "/expiresInSeconds", sentence!("use 60 to 86400 seconds"));
        found
    }
}

/// Few enough, each an origin, none twice: what is wrong with a list of pages of other sites, at `pointer`.
pub(crate) fn check_origins(found: &mut Violations, pointer: &str, origins: &[String]) {
    found.require(origins.len() <= MAXIMUM_ORIGINS, pointer, sentence!("name at most 20 origins"));
    for (index, origin) in origins.iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        found.require(
            is_origin(origin),
            &pointer,
            sentence!(
                "write an origin as browsers do: https://crm.example.com, without a path; http only for this machine"
            ),
        );
        found.require(!origins[..index].contains(origin), &pointer, sentence!("this origin is in the list already"));
    }
}

/// Whether `text` is an origin as a browser serialises it (RFC 6454, 6.2). Plain http is left to developers' machines: a
/// token that travels over it is anybody's.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://").filter(|_| text.len() <= MAXIMUM_ORIGIN_BYTES) else {
        return false;
    };
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !name.ends_with(':') && !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_local = matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost");
    let is_name = |name: &str| {
        !name.is_empty()
            && name.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            })
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    let scheme_fits = scheme == "https" || (scheme == "http" && is_local);
    // A browser leaves the usual port out: with it, no page would ever match.
    let is_usual = |port: &str| port == if scheme == "https" { "443" } else { "80" };
    scheme_fits && (is_local || is_name(name)) && port.is_none_or(|port| is_port(port) && !is_usual(port))
}

/// A new token, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedCallboxToken {
    /// What `Authorization: Bearer` takes.
    pub token: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The pages that may use it.
    pub allowed_origins: Vec<String>,
}

/// An integration as the callbox of a call center sees it. Never a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallboxIntegration {
    /// The template's name, by which its endpoints are executed.
    pub template: String,
    /// The template's label.
    pub label: String,
    /// What kind of system it is.
    #[serde(rename = "type")]
    pub template_type: TemplateType,
    /// What is plugged in.
    pub integrator: CallboxIntegrator,
    /// The Info JSON; null without one, or when the template has it switched off.
    pub info: Option<Value>,
    /// The Iframe JSON; null likewise.
    pub iframe: Option<Value>,
    /// The endpoints that can be executed, by name.
    pub endpoints: Vec<CallboxEndpoint>,
    /// The template's own code; null without any.
    pub code: Option<CallboxCode>,
}

/// The private code of a [`CallboxIntegration`], which the callbox runs in a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallboxCode {
    /// Counts the saves.
    pub version: Version,
    /// The text of `function.js`; null without it.
    pub function: Option<String>,
    /// The text of `showInfo/index.js`; null without it.
    pub show_info: Option<String>,
}

/// The integrator of a [`CallboxIntegration`]: what `{integrator.…}` of its documents stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallboxIntegrator {
    /// Its id.
    pub id: IntegratorId,
    /// The template's name: an integrator has none of its own.
    pub name: String,
    /// Where its endpoints are called.
    pub host: String,
}

/// An endpoint of a [`CallboxIntegration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallboxEndpoint {
    /// By which it is executed.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it does.
    #[serde(rename = "type")]
    pub endpoint_type: EndpointType,
    /// When it runs by itself.
    pub triggers: Vec<Trigger>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_would_send() {
        for right in [
            "https://crm.example.com",
            "https://crm.example.com:8443",
            "https://10.1.2.3",
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://[::1]:3000",
            "https://xn--bcher-kva.example",
        ] {
            assert!(is_origin(right), "{right}");
        }
        for wrong in [
            "",
            "null",
            "*",
            "crm.example.com",
            "http://crm.example.com",
            "https://crm.example.com/",
            "https://CRM.example.com",
            "https://crm.example.com:0443",
            "https://crm.example.com:443",
            "http://localhost:80",
            "https://crm.example.com:",
            "https://user@crm.example.com",
            "https://*.example.com",
            "ftp://crm.example.com",
            "https://",
            "https://a..b",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_draft_is_told_where_it_stands() {
        let draft = CallboxTokenDraft {
            allowed_origins: vec!["https://a.example".into(), "https://a.example".into(), "a.example".into()],
            expires_in_seconds: 59,
        };
        let pointers: Vec<String> =
            draft.validate().into_vec().into_iter().map(|violation| violation.pointer).collect();
        assert_eq!(pointers, ["/allowedOrigins/1", "/allowedOrigins/2", "/expiresInSeconds"]);
        assert!(CallboxTokenDraft::default().validate().is_empty());
    }
}
