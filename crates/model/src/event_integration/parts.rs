//! What stands behind an event integration: one private template, its integrator, one endpoint and one trigger.

use super::EventIntegrationDraft;
use crate::endpoint::{BodyFormat, EndpointDraft, EndpointType, Method};
use crate::id::CallCenterId;
use crate::integrator::IntegratorDraft;
use crate::limit::DEFAULT_CALL_SECONDS;
use crate::template::{TemplateDraft, TemplateType, Visibility};
use crate::templating::Host;
use crate::trigger::{EventTrigger, Trigger};
use crate::valid::Violations;
use serde_json::Value;
use std::collections::BTreeMap;

/// The name of the one endpoint in its template.
pub const ENDPOINT_NAME: &str = "event";

/// The parts, and what was typed. The typed texts are kept beside them: neither a JSON value nor a host and a path give
/// them back byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// A private template of the integration's name.
    pub template: TemplateDraft,
    /// Its only integrator: the URL's host, and the credentials.
    pub integrator: IntegratorDraft,
    /// Its only endpoint: the rest of the URL, the configuration, the trigger.
    pub endpoint: EndpointDraft,
    /// The URL as typed, its scheme included: which one is used, the guard's allow-list says.
    pub url: String,
    /// The configuration as typed.
    pub configuration: String,
}

impl EventIntegrationDraft {
    /// The parts that stand behind it.
    ///
    /// # Errors
    /// The URL or the configuration can't be read; [`crate::valid::Validate`] says the same.
    pub fn parts(&self, call_center: &CallCenterId) -> Result<Parts, Violations> {
        let mut found = Violations::none();
        let url = self.read_url(&mut found);
        let configuration = self.configuration().map_err(|violation| found.push(violation)).ok();
        let (Some(url), Some(configuration)) = (url, configuration) else { return Err(found) };
        let Host::Fixed(host) = url.host() else { return Err(found) };
        let method = configuration.request.method;
        let response = configuration.response;
        let request = configuration.request.without_method();
        let template = TemplateDraft {
            name: self.name.clone(),
            label: self.name.clone(),
            template_type: TemplateType::Crm,
            description: self.description.clone(),
            info_enabled: false,
            iframe_enabled: false,
            visibility: Visibility::Private,
            call_center_id: Some(call_center.clone()),
            parameters: Vec::new(),
        };
        let integrator = IntegratorDraft {
            template: self.name.clone(),
            host: host.clone(),
            description: self.description.clone(),
            enabled: true,
            info: None,
            iframe: None,
            fields: BTreeMap::new(),
            credentials: self.credentials.clone(),
        };
        let endpoint = EndpointDraft {
            name: ENDPOINT_NAME.to_owned(),
            label: self.name.clone(),
            endpoint_type: if method == Method::Get { EndpointType::GetData } else { EndpointType::PostData },
            method,
            url: path_of(&self.url),
            description: self.description.clone(),
            triggers: vec![Trigger::Events(self.trigger())],
            response_type: None,
            expiry_path: None,
            expired: None,
            refresh_token: None,
            default: None,
            body_format: BodyFormat::Json,
            auth_endpoint: None,
            timeout_seconds: request.timeout.unwrap_or(DEFAULT_CALL_SECONDS),
            enabled: true,
            hard_params: Vec::new(),
            parameters: Vec::new(),
            request: serde_json::to_value(request).ok(),
            response: response.and_then(|response| serde_json::to_value(response).ok()),
        };
        let (url, configuration) = (self.url.clone(), self.configuration.clone());
        Ok(Parts { template, integrator, endpoint, url, configuration })
    }
}

impl Parts {
    /// The form again.
    #[must_use]
    pub fn into_draft(self) -> EventIntegrationDraft {
        let Self { template, integrator, endpoint, url, configuration } = self;
        let trigger = endpoint.triggers.into_iter().find_map(|trigger| match trigger {
            Trigger::Events(events) => Some(events),
            Trigger::Named(_) => None,
        });
        let EventTrigger { events, direction, direct_calls, direct_chats, queues, condition: _, ordinal, stop } =
            trigger.unwrap_or_else(EventTrigger::silent);
        EventIntegrationDraft {
            name: template.name,
            description: template.description,
            url,
            direction,
            events,
            direct_calls,
            direct_chats,
            queues,
            ordinal,
            stop,
            credentials: integrator.credentials,
            configuration,
        }
    }

    /// The request half as the endpoint keeps it.
    #[must_use]
    pub fn request(&self) -> Option<&Value> {
        self.endpoint.request.as_ref()
    }
}

/// What follows the host, placeholders and all.
fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    match after_scheme.find(['/', '?']) {
        Some(at) if after_scheme[at..].starts_with('/') => after_scheme[at..].to_owned(),
        Some(at) => format!("/{}", &after_scheme[at..]),
        None => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valid::Validate;
    use serde_json::json;

    fn draft(url: &str, configuration: &str) -> EventIntegrationDraft {
        serde_json::from_value(json!({"name": "Route", "description": "d", "url": url, "direction": "inbound",
            "events": ["received"], "directCalls": false, "directChats": true, "queues": ["sales"], "ordinal": 1,
            "stop": true, "credentials": [{"id": "api-key", "secret": "s"}], "configuration": configuration}))
        .unwrap()
    }

    const CONFIGURATION: &str = "{ \"request\" :\n{\"timeout\": 7, \"method\": \"POST\", \"body\": {\"b\": 1, \"a\": \"\\u00e9{contact.source}\"},\"params\": {}},\n\t\"response\": {\"save\": {\"vip\": \"{response.body.vip}\"}} }\n";

    fn owner() -> CallCenterId {
        "cc-1".parse().unwrap()
    }

    #[test]
    fn the_parts_are_an_ordinary_template_integrator_and_endpoint() {
        let parts = draft("https://hooks.example.com:8443/e/{event}", CONFIGURATION).parts(&owner()).unwrap();
        assert!(parts.template.validate().is_empty());
        assert!(parts.integrator.validate().is_empty());
        assert!(parts.endpoint.validate().is_empty());
        assert_eq!(parts.integrator.host, "hooks.example.com:8443");
        assert_eq!((parts.endpoint.url.as_str(), parts.endpoint.timeout_seconds), ("/e/{event}", 7));
        let request = parts.request().unwrap();
        assert!(request.get("method").is_none(), "the endpoint's own counts");
        assert_eq!(request["body"], json!({"b": 1, "a": "é{contact.source}"}));
        assert_eq!(parts.endpoint.response, Some(json!({"save": {"vip": "{response.body.vip}"}})));
    }

    #[test]
    fn the_form_comes_back_byte_for_byte() {
        for url in ["https://hooks.example.com/{event}", "HTTPS://a.test", "http://127.0.0.1:9098/x?y={contact.id}"] {
            for configuration in [CONFIGURATION, "{\"request\":{\"method\":\"GET\"}}"] {
                let draft = draft(url, configuration);
                assert_eq!(draft.parts(&owner()).unwrap().into_draft(), draft, "{url}");
            }
        }
    }

    #[test]
    fn what_follows_the_host_is_the_endpoints_path() {
        for (url, path) in [
            ("https://a.test", "/"),
            ("https://a.test/", "/"),
            ("https://a.test?x=1", "/?x=1"),
            ("https://a.test/x?y=https://b.test/z", "/x?y=https://b.test/z"),
        ] {
            assert_eq!(path_of(url), path);
        }
    }

    #[test]
    fn what_can_not_be_read_has_no_parts() {
        let found = draft("https://a.test/{nope}", "{").parts(&owner()).unwrap_err().into_vec();
        let pointers: Vec<_> = found.iter().map(|violation| violation.pointer.as_str()).collect();
        assert_eq!(pointers, ["/url", "/configuration"]);
    }
}
