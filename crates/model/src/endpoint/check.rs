//! What is wrong with an endpoint by itself. What depends on its template, placeholders included, is found when the
//! request plan is compiled.

use super::{EndpointDraft, EndpointType, Source};
use crate::limit::{CALL_SECONDS, MAXIMUM_URL_BYTES};
use crate::sentence;
use crate::template::check_parameter_name;
use crate::trigger::check_triggers;
use crate::valid::{Validate, Violations, check_description, check_name};

impl Validate for EndpointDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        check_name(&mut found, "/label", &self.label);
        check_description(&mut found, "/description", &self.description);
        found.require(!self.url.trim().is_empty(), "/url", sentence!("give a path such as /contacts or an https URL"));
        found.require(self.url.len() <= MAXIMUM_URL_BYTES, "/url", sentence!("use at most 2,048 bytes"));
        found.require(
            CALL_SECONDS.contains(&self.timeout_seconds),
            "/timeoutSeconds",
            sentence!("use 1 to 60 seconds"),
        );
        check_triggers(&mut found, &self.triggers);
        self.check_auth_members(&mut found);
        self.check_parameters(&mut found);
        found
    }
}

impl EndpointDraft {
    fn check_auth_members(&self, found: &mut Violations) {
        if self.endpoint_type == EndpointType::Auth {
            found.require(
                self.triggers.is_empty(),
                "/triggers",
                sentence!("an auth endpoint runs when a token is needed, not on triggers"),
            );
            found.require(
                self.auth_endpoint.is_none(),
                "/authEndpoint",
                sentence!("an auth endpoint can't use another one's token"),
            );
            if let Some(text) = &self.response_type {
                found.require(
                    !text.trim().is_empty(),
                    "/responseType",
                    sentence!("name a path such as access_token, text, header:<Name> or cookie:<Name>"),
                );
            }
            return;
        }
        let only_auth = sentence!("only an auth endpoint has this: leave it out");
        found.require(self.response_type.is_none(), "/responseType", only_auth.clone());
        found.require(self.expiry_path.is_none(), "/expiryPath", only_auth.clone());
        found.require(self.expired.is_none(), "/expired", only_auth.clone());
        found.require(self.refresh_token.is_none(), "/refreshToken", only_auth.clone());
        found.require(self.default.is_none(), "/default", only_auth);
    }

    fn check_parameters(&self, found: &mut Violations) {
        found.require(self.hard_params.len() <= 64, "/hardParams", sentence!("use at most 64 hard params"));
        found.require(self.parameters.len() <= 64, "/parameters", sentence!("use at most 64 parameters"));
        for (index, hard) in self.hard_params.iter().enumerate() {
            check_parameter_name(found, &format!("/hardParams/{index}/name"), &hard.name, hard.location);
        }
        for (index, parameter) in self.parameters.iter().enumerate() {
            let at = |member: &str| format!("/parameters/{index}/{member}");
            match parameter.location {
                Some(location) => check_parameter_name(found, &at("name"), &parameter.name, location),
                None => check_name(found, &at("name"), &parameter.name),
            }
            match parameter.source {
                Source::AccessToken if self.endpoint_type == EndpointType::Auth => {
                    found.add(at("source"), sentence!("an auth endpoint can't use the access token that it gets"));
                }
                Source::AccessToken if parameter.location.is_none() => {
                    found.add(at("location"), sentence!("say where the value goes: header, body, query, path or md5"));
                }
                Source::ClientBody if parameter.location.is_none() => found.require(
                    parameter.format.is_none(),
                    &at("format"),
                    sentence!("a format stands around a value that has a location: give one, or leave this out"),
                ),
                _ => {}
            }
            found.require(
                parameter.path.is_none() || parameter.source == Source::ClientBody,
                &at("path"),
                sentence!("only a value from the client body has a path"),
            );
            found.require(
                parameter.field.is_none() || parameter.source == Source::Field,
                &at("field"),
                sentence!("only a value from a field names one"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// Pointers of what is wrong with an endpoint that has these members.
    fn wrong(changes: Value) -> Vec<String> {
        let mut draft = json!({"name": "e", "label": "E", "type": "getData", "method": "GET", "url": "/x"});
        draft.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let draft: EndpointDraft = serde_json::from_value(draft).unwrap();
        draft.validate().into_vec().into_iter().map(|violation| violation.pointer).collect()
    }

    #[test]
    fn each_defect_is_told_at_its_member() {
        let parameter = |parameter: Value| json!({"parameters": [parameter]});
        let table = [
            ("/name", json!({"name": ""})),
            ("/url", json!({"url": " "})),
            ("/timeoutSeconds", json!({"timeoutSeconds": 0})),
            ("/triggers/1", json!({"triggers": ["manual", "manual"]})),
            ("/responseType", json!({"responseType": "text"})),
            ("/refreshToken", json!({"refreshToken": {"path": "refresh_token", "field": "refresh"}})),
            ("/authEndpoint", json!({"type": "auth", "authEndpoint": "login"})),
            ("/parameters/0/name", parameter(json!({"name": "", "source": "clientBody"}))),
            ("/parameters/0/location", parameter(json!({"name": "x", "source": "accessToken"}))),
            ("/parameters/0/path", parameter(json!({"name": "x", "source": "field", "path": "x"}))),
            ("/parameters/0/field", parameter(json!({"name": "x", "source": "clientBody", "field": "x"}))),
            ("/parameters/0/format", parameter(json!({"name": "x", "source": "clientBody", "format": "<{value}>"}))),
        ];
        for (pointer, changes) in table {
            assert_eq!(wrong(changes.clone()), [pointer], "{changes}");
        }
    }

    #[test]
    fn a_client_value_may_be_declared_without_a_place() {
        for location in [json!({}), json!({"location": null})] {
            let mut parameter = json!({"name": "phone", "source": "clientBody", "required": true});
            parameter.as_object_mut().unwrap().extend(location.as_object().unwrap().clone());
            assert!(wrong(json!({"parameters": [parameter]})).is_empty());
        }
    }
}
